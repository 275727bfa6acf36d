"""What a plan leaves open or says twice is asked, with the words that clash; nothing is settled for the officer."""

import pytest

from tungnha import reading

from .plans import COMMUNE, WITH_COUNTS

PLAN = """UBND XÃ NÚI XANH
Số: 45/KH-UBND
Núi Xanh, ngày 01 tháng 02 năm 2026

KẾ HOẠCH
Chuyển đổi số năm 2026

Thực hiện Kế hoạch số 5/KH-UBND ngày 03/01/2026 của UBND tỉnh, UBND xã Núi Xanh ban hành kế hoạch:

I. MỤC TIÊU

{aims}

II. NỘI DUNG

{work}

III. TỔ CHỨC THỰC HIỆN

{units}

Nơi nhận:
- UBND tỉnh (để b/c);
- {sent};
- Lưu: VT.

CHỦ TỊCH

Vàng A Páo

{annex}
"""
DEFAULTS = {
    "aims": "- 80% hộ dân có mạng.",
    "work": "1. Tuyên truyền đến các hộ.",
    "units": "1. Phòng Kinh tế\n\n- Chủ trì triển khai.",
    "sent": "Các thôn",
    "annex": "",
}


def draft_of(**parts):
    return reading.read_text(PLAN.format(**(DEFAULTS | parts)))


def words(option):
    return option if isinstance(option, str) else option["text"]


def asked(draft, kind):
    return [q for q in draft["questions"] if q["kind"] == kind]


def rows(head, *lines, caption="PHỤ LỤC\nCHỈ TIÊU NĂM 2026"):
    return "\n".join([caption, "", head, *lines])


HEAD = "TT\tThôn\tSố người trên 15 tuổi\tHiện có\tTỷ lệ (%)\tChỉ tiêu năm 2026"
TASKS = "PHỤ LỤC\nNHIỆM VỤ\n\nSTT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời gian\n"
PEAK = "Đợt cao điểm từ ngày 01/4/2026 đến hết ngày 31/5/2026, sau đó thực hiện thường xuyên."
REPORT = "1. Công an xã\n\n- Báo cáo {} về {} {}."

# kind → (parts that clash, options asked; then parts that only look alike)
CASES = {
    "figures_differ": (
        [
            (
                {"aims": "- Đạt 70,10% dân số trưởng thành có chữ ký số.\n\n"
                    "- Trên 70,10% dân số trưởng thành có chữ ký số."},
                ["70,10%", "trên 70,10%"],
            ),
            (
                {
                    "aims": "- 80% hộ gia đình có mạng.",
                    "annex": TASKS + "1\tLắp mạng\tPhòng Kinh tế\t\tThường xuyên",
                    "work": "1. Phấn đấu 85% hộ gia đình có mạng.",
                },
                ["80%", "85%"],
            ),
        ],
        [
            {"aims": "1. Đến ngày 30/6/2026: 35% dân số trưởng thành có chữ ký số.\n\n"
                "2. Đến ngày 31/10/2026: 64% dân số trưởng thành có chữ ký số."},
            {"aims": "- 80% hộ gia đình có mạng.\n\n- 81% trường học có mạng."},
            {"aims": "- 90% hộ gia đình có mạng.\n\n- 90,5% hộ gia đình có nước sạch."},
        ],
    ),
    "due_differs": (
        [
            (
                {"aims": "1. Đến ngày 30/6/2026: 100% công chức có chữ ký số.\n\n"
                    "2. Đến ngày 31/10/2026: 100% công chức có chữ ký số."},
                ["30/6/2026", "31/10/2026", "giữ cả hai mốc"],
            )
        ],
        [
            {"aims": "1. Đến ngày 30/6/2026: 100% công chức có chữ ký số.\n\n"
                "2. Đến ngày 31/10/2026: 100% giáo viên có chữ ký số."},
            {"aims": "1. Đến ngày 30/6/2026: 50% công chức có chữ ký số.\n\n"
                "2. Đến ngày 31/10/2026: 100% công chức có chữ ký số."},
        ],
    ),
    "part_above_whole": (
        [
            (
                {"aims": "- 60% dân số trưởng thành có chữ ký số.\n\n"
                    "- 62% dân số trưởng thành tích hợp chữ ký số trên VNeID."},
                ["60%", "62%"],
            )
        ],
        [
            {"aims": "- 60% dân số trưởng thành có chữ ký số.\n\n"
                "- 55% dân số trưởng thành tích hợp chữ ký số trên VNeID."},
            {"aims": "- 60% dân số trưởng thành có chữ ký số.\n\n- 62% hộ kinh doanh sử dụng chữ ký số."},
        ],
    ),
    "base_named_differently": (
        [
            (
                {"aims": "- 60% dân số trưởng thành có chữ ký số.\n\n"
                    "- 70% người dân trên 15 tuổi có tài khoản ngân hàng."},
                ["dân số trưởng thành", "người trên 15 tuổi"],
            ),
            (
                {
                    "aims": "- 60% dân số trưởng thành có chữ ký số.",
                    "annex": rows(HEAD, "1\tThôn Đông\t200\t20\t10,00\t120"),
                },
                ["dân số trưởng thành", "người trên 15 tuổi"],
            ),
        ],
        [
            {"aims": "- 60% dân số trưởng thành có chữ ký số.", "work": "1. Học sinh từ 15 tuổi được dự thi."},
            {"aims": "- 60% người dân từ 18 tuổi có chữ ký số."},
        ],
    ),
    "rate_above_100": (
        [({"aims": "- 120% hộ gia đình có mạng."}, ["100%"])],
        [{"aims": "- 100% hộ gia đình có mạng."}, {"aims": "- Số lớp học tăng 120% so với năm 2025."}],
    ),
    "decimal_marks": (
        [
            (
                {"aims": "- 35.4% dân số trưởng thành có chữ ký số.\n\n- 63,80% hộ gia đình có mạng."},
                ["đúng, là số lẻ", "không, ghi nhầm"],
            )
        ],
        [{"aims": "- 35,4% dân số trưởng thành có chữ ký số.\n\n- 63,80% hộ gia đình có mạng."}],
    ),
    "sum_differs": (
        [
            (
                {"annex": rows(HEAD, "1\tThôn Đông\t200\t20\t10,00\t120",
                    "2\tThôn Đoài\t100\t5\t5,00\t60",
                    "\tTổng cộng\t310\t25\t8,33\t180")},
                ["310", "300"],
            )
        ],
        [
            {"annex": rows(HEAD, "1\tThôn Đông\t200\t20\t10,00\t120",
                "2\tThôn Đoài\t100\t5\t5,00\t60",
                "\tTổng cộng\t300\t25\t8,33\t180")},
            {"annex": rows(HEAD, "1\tThôn Đông\t200\t20\t10,00\t120", "2\tThôn Đoài\t100\t5\t5,00\t60")},
        ],
    ),
    "count_above_base": (
        [({"annex": rows(HEAD, "1\tThôn Đông\t200\t20\t10,00\t210")}, [])],
        [{"annex": rows(HEAD, "1\tThôn Đông\t200\t20\t10,00\t200")}],
    ),
    "rate_differs": (
        [({"annex": rows(HEAD, "1\tThôn Đông\t200\t20\t12,00\t120")}, ["12%", "10%"])],
        [{"annex": rows(HEAD, "1\tThôn Đông\t300\t20\t6,67\t120")}],
    ),
    "pupils_below_base_age": (
        [
            (
                {"aims": "- 60% dân số trưởng thành có chữ ký số.\n\n- 100% học sinh có chữ ký số."},
                ["chỉ tính học sinh đủ tuổi", "tính toàn bộ học sinh"],
            )
        ],
        [
            {"aims": "- 60% dân số trưởng thành có chữ ký số.\n\n- 100% học sinh được học kỹ năng số."},
            {"aims": "- 100% học sinh có chữ ký số."},
        ],
    ),
    "near_equal_household_targets": (
        [
            (
                {
                    "aims": "- Mỗi hộ gia đình có ít nhất một người biết dùng dịch vụ công.\n\n"
                    "- Mỗi hộ gia đình có ít nhất một người biết thanh toán số."
                },
                None,
            )
        ],
        [{"aims": "- Mỗi hộ gia đình có ít nhất một người biết dùng dịch vụ công."}],
    ),
    "due_before_phase_ends": (
        [
            (
                {"work": f"1. {PEAK}", "units": REPORT.format("kết quả", "UBND xã", "trước ngày 25/5/2026")},
                ["số liệu trước ngày 25/5/2026", "số liệu đến hết ngày 31/5/2026"],
            )
        ],
        [
            {"work": f"1. {PEAK}", "units": REPORT.format("kết quả", "UBND xã", "trước ngày 15/6/2026")},
            {"work": f"1. {PEAK}", "units": REPORT.format("kế hoạch của đơn vị", "UBND xã", "trước ngày 15/3/2026")},
        ],
    ),
    "two_addressees": (
        [
            (
                {"units": REPORT.format("kết quả", "UBND xã, Sở Khoa học và Công nghệ", "trước ngày 20 hằng tháng")},
                ["gửi thẳng từng nơi", "gửi UBND xã, nơi này tổng hợp gửi tiếp"],
            )
        ],
        [
            {"units": REPORT.format("kết quả", "Văn phòng HĐND và UBND xã", "trước ngày 20 hằng tháng")},
            {"units": REPORT.format("kết quả", "Sở Khoa học và Công nghệ", "trước ngày 20 hằng tháng")},
            {"units": REPORT.format("kết quả", "UBND xã (qua Phòng Kinh tế)", "trước ngày 20 hằng tháng")},
        ],
    ),
    "overlapping_duties": (
        [
            (
                {"units": REPORT.format("kết quả", "UBND xã", "hằng tuần (trước 10h00 thứ Năm) và "
                    "hằng tháng (trước ngày 20 hằng tháng)")},
                ["gửi đủ từng báo cáo", "báo cáo hằng tháng làm thay kỳ trùng"],
            )
        ],
        [
            {
                "units": REPORT.format("kết quả", "UBND xã", "hằng tuần (trước 10h00 thứ Năm)")
                + "\n\n2. Phòng Kinh tế\n\n- Báo cáo kết quả về UBND xã trước ngày 20 hằng tháng."
            },
        ],
    ),
    "report_without_period": (
        [
            (
                {"units": "1. Công an xã\n\n- Định kỳ tổng hợp, báo cáo kết quả về UBND xã."},
                ["hằng tuần", "hằng tháng", "hằng quý", "khi có yêu cầu"],
            )
        ],
        [{"units": REPORT.format("kết quả", "UBND xã", "trước ngày 20 hằng tháng")}],
    ),
    "report_without_day": (
        [
            (
                {
                    "units": "1. Công an xã\n\n- Báo cáo kết quả về UBND xã hằng tháng.\n\n"
                    "2. Phòng Kinh tế\n\n- Báo cáo kết quả về UBND xã trước ngày 20 hằng tháng."
                },
                ["trước ngày 20"],
            )
        ],
        [
            {"units": REPORT.format("kết quả", "UBND xã", "trước ngày 20 hằng tháng")},
            {"units": REPORT.format("kết quả", "UBND xã", "hằng tuần")},
        ],
    ),
    "report_without_sender": (
        [
            (
                {
                    "units": REPORT.format("kết quả", "UBND xã", "trước thứ Năm hằng tuần"),
                    "annex": TASKS.replace("Thời gian", "Kết quả\tThời gian")
                    + "1\tCấp chữ ký số\t\t\tBáo cáo kết quả gửi Sở Nội vụ vào thứ 5 hằng tuần\tThường xuyên",
                },
                ["Công an xã"],
            )
        ],
        [
            {
                "annex": TASKS.replace("Thời gian", "Kết quả\tThời gian")
                + "1\tCấp chữ ký số\tCông an xã\t\tBáo cáo kết quả gửi Sở Nội vụ vào thứ 5 hằng tuần\tThường xuyên",
            }
        ],
    ),
    "task_without_lead": (
        [
            (
                {"annex": TASKS + "1\tLắp mạng\tPhòng Kinh tế\t\tTháng 3/2026\n2\tMua máy\t\t\tTháng 4/2026"},
                ["lấy như dòng trên (Phòng Kinh tế)", "để trống"],
            )
        ],
        [{"annex": TASKS + "1\tLắp mạng\tPhòng Kinh tế\t\tTháng 3/2026\n2\tMua máy\tVăn phòng\t\tTháng 4/2026"}],
    ),
    "task_with_two_leads": (
        [
            (
                {"annex": TASKS + "1\tLắp mạng\tPhòng Kinh tế; Công an xã\tCác thôn\tTháng 3/2026"},
                ["đơn vị ghi đầu, các đơn vị sau phối hợp", "cùng chủ trì"],
            )
        ],
        [
            {"annex": TASKS + "1\tLắp mạng\tPhòng Văn hóa và Xã hội\tCác thôn\tTháng 3/2026"},
            {"annex": TASKS + "1\tLắp mạng\tCác phòng, ban, đơn vị\tCác thôn\tTháng 3/2026"},
            {"annex": TASKS + "1\tLắp mạng\tVăn phòng HĐND và UBND xã\tCác thôn\tTháng 3/2026"},
        ],
    ),
    "steps_without_lead": (
        [({"work": "Bước 1. Lập danh sách.\n\nBước 2. Đến từng nhà."}, [])],
        [{"work": "1. Lập danh sách.\n\n2. Đến từng nhà."}],
    ),
    "reference_to_nothing": (
        [({"sent": "Các đơn vị tại mục V"}, ["mục III (TỔ CHỨC THỰC HIỆN)"])],
        [{"sent": "Các đơn vị tại mục III"}, {"sent": "Các thôn (mục tiêu)"}],
    ),
    "villages_differ": (
        [({"work": "1. Họp dân tại 34 thôn.\n\n2. Phát loa ở 33 thôn."}, ["33", "34"])],
        [
            {"work": "1. Họp dân tại 34 thôn.\n\n2. Phát loa ở 34 thôn."},
            {"work": "1. Họp dân tại 34 thôn.\n\n2. Thí điểm 05 thôn; 8 thôn vùng cao làm trước."},
            {"work": "1. Họp dân tại 34 thôn.\n\n2. Ít nhất 30 thôn có tổ."},
        ],
    ),
    "impossible_date": (
        [({"work": "1. Hoàn thành trước ngày 31/6/2026."}, [])],
        [{"work": "1. Hoàn thành trước ngày 30/6/2026."}],
    ),
    "past_date": (
        [({"annex": TASKS + "1\tLắp mạng\tPhòng Kinh tế\t\tTrước ngày 30/6/2025"}, ["30/6/2026"])],
        [{"annex": TASKS + "1\tLắp mạng\tPhòng Kinh tế\t\tTrước ngày 30/6/2026"}],
    ),
}  # fmt: skip
POSITIVE = [(kind, parts, options) for kind, (clash, _) in CASES.items() for parts, options in clash]
NEGATIVE = [(kind, parts) for kind, (_, near) in CASES.items() for parts in near]


@pytest.mark.parametrize(("kind", "parts", "options"), POSITIVE, ids=[p[0] for p in POSITIVE])
def test_what_clashes_is_asked(kind, parts, options):
    (question,) = asked(draft_of(**parts), kind)
    assert question["text"].endswith("?")
    assert question["about"] or question["places"]
    if options is not None:
        assert [words(option) for option in question["options"]] == options


@pytest.mark.parametrize(("kind", "parts"), NEGATIVE, ids=[n[0] for n in NEGATIVE])
def test_what_only_looks_like_it_is_not(kind, parts):
    assert asked(draft_of(**parts), kind) == []


def test_a_plan_without_contradictions_asks_nothing():
    assert reading.read_text(COMMUNE)["questions"] == []
    assert draft_of()["questions"] == []


@pytest.fixture(scope="module")
def every_draft():
    return [reading.read_text(WITH_COUNTS), *[draft_of(**parts) for _, parts, _ in POSITIVE]]


def test_every_question_shows_the_words_it_rests_on(every_draft):
    count = 0
    for draft in every_draft:
        for question in draft["questions"]:
            assert question["places"], question["text"]
            for place in question["places"]:
                start, end = place["span"]
                assert draft["text"][start:end].strip() == place["quote"].strip()
                count += 1
    assert count > 40


def row_of(draft, path):
    section, _, rest = path.partition(".")
    index, _, field = rest.partition(".")
    return (draft[section][int(index)], field) if index.isdigit() else (draft[section], index)


def test_every_option_that_sets_something_names_a_field_that_is_there(every_draft):
    changes = [
        (draft, change)
        for draft in every_draft
        for question in draft["questions"]
        for option in question["options"]
        if isinstance(option, dict)
        for change in option["set"]
    ]
    for draft, change in changes:
        row, field = row_of(draft, change["path"])
        assert field in row if isinstance(row, dict) else field == "text"  # a recipient is a line
    assert len(changes) > 40


def test_taking_an_option_ends_the_clash():
    draft = reading.read_text(WITH_COUNTS)
    (question,) = asked(draft, "figures_differ")
    taken = next(o for o in question["options"] if words(o) == "trên 70,10%")
    for change in taken["set"]:
        row, field = row_of(draft, change["path"])
        row[field] = change["value"]
    told = {(row["comparator"], row["value"]) for p in question["about"] for row, _ in [row_of(draft, p)]}
    assert told == {(">", 70.1)}


def test_the_stated_count_is_kept_and_the_smallest_satisfying_one_asked():
    draft = reading.read_text(WITH_COUNTS)
    (question,) = asked(draft, "count_differs_from_rate")
    assert [words(o) for o in question["options"]] == ["1.402", "1.403"]
    assert question["options"][1]["set"] == [{"path": "appendix_targets.0.target_2026", "value": 1403}]
    assert [t["stated_count"] for t in draft["targets"]] == [1402, 1402, None, None]


def test_a_due_date_is_offered_never_filled_in():
    draft = reading.read_text(WITH_COUNTS)
    assert {(t["due"], t["due_implied"]) for t in draft["targets"]} == {(None, "2026-05-31")}


def test_a_slogan_may_be_a_message_or_a_target():
    draft = draft_of(work="1. Tuyên truyền mục tiêu 50% hộ dân dùng mạng.")
    (question,) = asked(draft, "message_or_target")
    assert question["options"] == ["nội dung tuyên truyền", "chỉ tiêu phải đo"]
