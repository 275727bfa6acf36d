"""Forms of the genre beyond the usual commune plan: Party form, annexed plans, prose tasks, traps."""

import pytest

from tungnha import reading

FRAME = """KẾ HOẠCH
{title}

Thực hiện Kế hoạch số 5/KH-UBND ngày 03/01/2026 của UBND tỉnh, UBND xã Núi Xanh ban hành kế hoạch như sau:

{body}

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Vàng A Páo
"""


def read(body, title="Chuyển đổi số năm 2026"):
    return reading.read_text(FRAME.format(title=title, body=body))


@pytest.mark.parametrize(
    "sentence",
    [
        "Toàn xã có 20 trạm phát sóng (chiếm 32,2 %).",
        "Khen thưởng không quá 10% tập thể, 5% cá nhân xuất sắc.",
        "Khử trùng bằng Chlorine 70% theo hướng dẫn.",
        "Hiện nay 45% hộ dân đã dùng mạng.",
        "Đường truyền đạt 10 Gbps.",
        "Thiệt hại 30% diện tích lúa.",
    ],
)
def test_what_only_looks_like_a_target_is_left_out(sentence):
    assert read(f"I. NỘI DUNG\n1. {sentence}")["targets"] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Tỷ lệ dân số trưởng thành có chữ ký số đạt từ 35.4% trở lên",
            (">=", 35.4, "dân số trưởng thành", "chữ ký số"),
        ),
        (
            "Ít nhất vào năm 2026 đạt 40% cơ sở y tế dùng bệnh án điện tử",
            (">=", 40, "cơ sở y tế", "dùng bệnh án điện tử"),
        ),
        ("100% số hộ dân được thông tin về chuyển đổi số", ("=", 100, "hộ dân", "thông tin về chuyển đổi số")),
        ("Tỷ lệ học bạ được ký số: > 98%", (">", 98, "học bạ", "ký số")),
        ("Không quá 5% hồ sơ giải quyết quá hạn", ("<=", 5, "hồ sơ", "giải quyết quá hạn")),
    ],
)
def test_orders_of_a_targets_parts(sentence, expected):
    found = read(f"I. MỤC TIÊU\n- {sentence}.")["targets"]
    assert [(t["comparator"], t["value"], t["population"], t["subject"]) for t in found] == [expected]


def test_a_reduction_says_so():
    (target,) = read("I. MỤC TIÊU\n- Rút ngắn tối thiểu 25% thời gian xử lý hồ sơ.")["targets"]
    assert (target["direction"], target["comparator"]) == ("reduce", ">=")


def test_a_slogan_to_spread_is_marked_as_a_message():
    (target,) = read("I. NỘI DUNG\n- Tuyên truyền mục tiêu 50% hộ dân dùng mạng.")["targets"]
    assert target["as_message"] is True


def test_the_same_target_said_twice_is_one():
    body = "I. MỤC TIÊU\n- 80% hộ dân có mạng.\nII. NHIỆM VỤ\n- Bảo đảm 80% hộ dân có mạng."
    assert len(read(body)["targets"]) == 1


def test_tasks_in_prose_with_their_labels():
    body = """I. NHIỆM VỤ
1. Mở lớp kỹ năng số
- Cơ quan chủ trì: Trường THCS.
- Cơ quan phối hợp: Các thôn.
- Thời gian thực hiện: Quý III năm 2026."""
    (task,) = read(body)["tasks"]
    assert [task[k] for k in ("name", "lead", "co", "due")] == [
        "Mở lớp kỹ năng số",
        "Trường THCS",
        "Các thôn",
        "2026-09-30",
    ]


def test_units_as_bullets_inline_and_joint():
    body = """I. PHÂN CÔNG NHIỆM VỤ
- Văn phòng HĐND và UBND xã: Theo dõi, đôn đốc.
- Trưởng Công an xã chỉ đạo cán bộ hỗ trợ người dân.
- Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tăng cường tuyên truyền."""
    assert [(a["unit"], a["n_duties"]) for a in read(body)["assignments"]] == [
        ("Văn phòng HĐND và UBND xã", 1),
        ("Trưởng Công an xã", 1),
        ("Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội", 1),
    ]


def test_a_party_plan():
    text = FRAME.format(title="thực hiện phong trào học tập số", body="I. MỤC TIÊU\n- Học.").replace(
        "KẾ HOẠCH\n", "ĐẢNG ỦY XÃ NÚI XANH\nSố 39-KH/ĐU\nNúi Xanh, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\n", 1
    )
    header = reading.read_text(text.replace("CHỦ TỊCH\n", "T/M BAN THƯỜNG VỤ\nBÍ THƯ\n"))["header"]
    assert (header["number"], header["symbol"], header["date"]) == ("39", "KH/ĐU", "2026-01-05")


def test_a_plan_annexed_to_a_decision_takes_its_frame():
    text = """ỦY BAN NHÂN DÂN
PHƯỜNG BẾN SÔNG
Số: 21/QĐ-UBND
Bến Sông, ngày 9 tháng 3 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số

Nơi nhận:
- Như Điều 3;
- Lưu: VT.

CHỦ TỊCH
Phạm Văn Long

KẾ HOẠCH
Chuyển đổi số phường Bến Sông năm 2026
(Ban hành kèm theo Quyết định số 21/QĐ-UBND ngày 9/3/2026 của UBND phường Bến Sông)

I. MỤC TIÊU
1. 100% hồ sơ được xử lý trên môi trường mạng.
II. TỔ CHỨC THỰC HIỆN
1. Các khu phố: Tuyên truyền đến người dân.
"""
    draft = reading.read_text(text)
    assert (draft["header"]["number"], draft["header"]["title"]) == ("21", "Chuyển đổi số phường Bến Sông năm 2026")
    assert draft["recipients"] == ["Như Điều 3", "Lưu: VT"]
    assert draft["signer"]["name"] == "Phạm Văn Long"


def test_a_plan_is_for_the_smallest_place_it_names():
    draft = read("I. MỤC TIÊU\n- Học.", title="Thực hiện Nghị quyết về chuyển đổi số tỉnh Lạc Hà Đến năm 2030")
    assert draft["scope"]["place"] == "xã Núi Xanh"


def test_a_title_in_capitals_still_names_its_province():
    text = FRAME.format(title="PHÁT TRIỂN HẠ TẦNG SỐ TỈNH LẠC HÀ NĂM 2026", body="I. MỤC TIÊU\n- Học.")
    text = "Số: 3/KH-UBND\nLạc Hà, ngày 1 tháng 3 năm 2026\n" + text.replace("UBND xã Núi Xanh", "UBND tỉnh")
    assert reading.read_text(text)["scope"]["place"] == "tỉnh Lạc Hà"


def test_the_year_of_a_plan_is_not_its_horizon():
    text = "Núi Xanh, ngày 26 tháng 4 năm 2026\n" + FRAME.format(
        title="Chuyển đổi số, định hướng đến năm 2030", body="I. MỤC TIÊU\n- Học."
    )
    assert reading.read_text(text)["year"] == 2026
