"""Tasks: tables under every naming of their columns, and tasks in prose under every set of labels."""

import pytest

from tungnha import reading

PLAN = """UBND XÃ NÚI XANH
Số: 45/KH-UBND
Núi Xanh, ngày 01 tháng 02 năm 2026

KẾ HOẠCH
Chuyển đổi số năm 2026

Thực hiện Kế hoạch số 5/KH-UBND ngày 03/01/2026 của UBND tỉnh, UBND xã ban hành kế hoạch:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Nâng cao nhận thức.

{body}

IV. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế

- Chủ trì triển khai.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.

CHỦ TỊCH

Vàng A Páo

{annex}
"""
KEYS = ("no", "name", "lead", "co", "result", "due")


def of_table(rows, caption="PHỤ LỤC\nDANH MỤC NHIỆM VỤ"):
    return reading.read_text(PLAN.format(body="", annex=f"{caption}\n\n{rows}"))["tasks"]


def of_body(body):
    return reading.read_text(PLAN.format(body=body, annex=""))["tasks"]


def told(tasks, *keys):
    return [tuple(t[k] for k in keys or KEYS) for t in tasks]


@pytest.mark.parametrize(
    "head",
    [
        "STT\tTên nhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tKết quả\tThời gian hoàn thành",
        "TT\tNội dung/nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời gian thực hiện",
        "TT\tNHIỆM VỤ VÀ GIẢI PHÁP\tCHỦ TRÌ\tPHỐI HỢP\tKẾT QUẢ\tTHỜI GIAN",
        "Số TT\tNội dung công việc\tĐơn vị thực hiện\tPhối hợp thực hiện\tSản phẩm đầu ra\tTiến độ",
        "STT\tNội dung\tCơ quan, đơn vị chủ trì\tCơ quan, đơn vị phối hợp\tKết quả/sản phẩm\tThời hạn",
        "STT\tNhóm nhiệm vụ\tBộ phận chủ trì tham mưu\tBộ phận tham gia\tSản phẩm hoàn thành\tThời gian",
        "TT\tCông việc\tPhân công thực hiện\tĐơn vị phối hợp\tYêu cầu\tLộ trình",
    ],
)
def test_the_names_of_columns(head):
    rows = f"{head}\n1.\tLắp mạng\tPhòng Kinh tế\tCác thôn\t12 thôn có mạng\tTháng 3/2026"
    assert told(of_table(rows)) == [("1", "Lắp mạng", "Phòng Kinh tế", "Các thôn", "12 thôn có mạng", "2026-03")]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Thời gian\tChủ trì\tNhiệm vụ\tSTT", "Tháng 3/2026\tPhòng Kinh tế\tLắp mạng\t1"),
        ("STT\tChủ trì\tThời hạn\tNhiệm vụ", "1\tPhòng Kinh tế\tTháng 3/2026\tLắp mạng"),
        ("TT\tNhiệm vụ\tLãnh đạo phụ trách\tChủ trì\tThời gian\tGhi chú", "1\tLắp mạng\tLò\tPhòng Kinh tế\t3/2026\t"),
        ("TT\tNhiệm vụ\tĐơn vị tính\tChủ trì\tBắt đầu\tHoàn thành", "1\tLắp mạng\tđiểm\tPhòng Kinh tế\t1/2026\t3/2026"),
        ("Nhiệm vụ\tĐơn vị chủ trì\tThời hạn", "Lắp mạng\tPhòng Kinh tế\tTháng 3/2026"),
    ],
)  # fmt: skip
def test_columns_stand_in_any_order(head, row):
    assert told(of_table(f"{head}\n{row}"), "name", "lead", "due") == [("Lắp mạng", "Phòng Kinh tế", "2026-03")]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Tháng 5/2026", "2026-05"),
        ("Trước 31/7/2026", "2026-07-31"),
        ("Trước ngày 30 tháng 6 năm 2026", "2026-06-30"),
        ("Trong tháng 5/2026", "2026-05"),
        ("Từ tháng 4 đến tháng 6/2026", "2026-06"),
        ("01/3/2026 - 30/6/2026", "2026-06-30"),
        ("Quý I, II/2026", "2026-06-30"),
        ("Đến 31/10/2026 và tiếp tục duy trì", "2026-10-31"),
        ("31/12", "2026-12-31"),
        ("12/2026", "2026-12"),
        ("Tháng 9", "2026-09"),
        ("Thường xuyên", None),
        ("Hằng tháng", None),
        ("Trước ngày 20 hằng tháng", None),
        ("Theo Kế hoạch của tỉnh", None),
        ("", None),
    ],
)
def test_the_due_of_a_row(words, due):
    rows = f"STT\tNhiệm vụ\tChủ trì\tThời gian\tGhi chú\n1\tLắp mạng\tPhòng Kinh tế\t{words}\txong"
    assert told(of_table(rows), "due_text", "due") == [(words or None, due)]


def test_groups_and_numbers_that_start_again():
    rows = """STT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời gian
I\tHẠ TẦNG SỐ\t\t\t
1\tLắp mạng\tPhòng Kinh tế\tCác thôn\tQuý I/2026
2\tMua máy\tVăn phòng\t\tQuý II/2026
II. NHÂN LỰC SỐ
1\tMở lớp\tPhòng Văn hóa\tCác trường\tThường xuyên"""
    assert told(of_table(rows), "no", "name", "group") == [
        ("1", "Lắp mạng", "HẠ TẦNG SỐ"),
        ("2", "Mua máy", "HẠ TẦNG SỐ"),
        ("1", "Mở lớp", "NHÂN LỰC SỐ"),
    ]


def test_cells_merged_over_rows_stay_blank_and_offer_what_stands_above():
    rows = """STT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời gian
1\tLắp mạng\tPhòng Kinh tế\tCác thôn\tTháng 3/2026
2\tMua máy\t\t\t
3\tLàm trang\tVăn phòng\t\tTháng 4/2026
4\tMở lớp\t\t\tThường xuyên
4.1\tLớp tối\tTrung tâm\tCác thôn\t
4.2\tLớp ngày\t\t\tTháng 6/2026"""
    tasks = of_table(rows)
    assert told(tasks, "no", "lead", "co", "due") == [
        ("1", "Phòng Kinh tế", "Các thôn", "2026-03"),
        ("2", None, None, None),
        ("3", "Văn phòng", None, "2026-04"),
        ("4", None, None, None),
        ("4.1", "Trung tâm", "Các thôn", None),
        ("4.2", None, None, "2026-06"),
    ]
    assert [(t.get("inherits"), t.get("inherits_from")) for t in tasks] == [
        (None, None),
        (
            {"lead": "Phòng Kinh tế", "co": "Các thôn", "due": "2026-03", "due_text": "Tháng 3/2026"},
            {"lead": "1", "co": "1", "due": "1"},
        ),
        (None, None),  # a lead without co-operators is so on purpose
        (None, None),  # 4.1 and 4.2 have leads of their own
        (None, None),
        ({"lead": "Trung tâm", "co": "Các thôn"}, {"lead": "4.1", "co": "4.1"}),
    ]


def test_nothing_is_inherited_over_a_group():
    rows = """STT\tNhiệm vụ\tChủ trì\tThời gian
I\tHạ tầng\t\t
1\tLắp mạng\tPhòng Kinh tế\tTháng 3/2026
II\tNhân lực\t\t
1\tMở lớp\t\tTháng 4/2026"""
    assert "inherits" not in of_table(rows)[1]


def test_a_group_may_name_the_time_of_its_rows():
    rows = "TT\tNhiệm vụ\tChủ trì\tThời gian\nA\tThể chế (trước 31/3/2026)\t\t\n1\tSửa quy chế\tVăn phòng\t"
    (task,) = of_table(rows)
    assert (task["due"], task["inherits"]) == (None, {"due": "2026-03-31"})


@pytest.mark.parametrize(
    "head",
    [
        "STT\tNhiệm vụ\tTổ chức thực hiện\t\tThời gian\n\t\tChủ trì\tPhối hợp\t",
        "STT\tNhiệm vụ\tĐơn vị\tThời gian\nChủ trì\tPhối hợp",
    ],
)
def test_a_head_of_two_rows(head):
    rows = f"{head}\n1\tLắp mạng\tPhòng Kinh tế\tCác thôn\tTháng 3/2026"
    assert told(of_table(rows), "no", "lead", "co", "due") == [("1", "Phòng Kinh tế", "Các thôn", "2026-03")]


@pytest.mark.parametrize(
    "cell",
    [
        "Chủ trì: Phòng Kinh tế; Phối hợp: Các thôn",
        "- Chủ trì: Phòng Kinh tế - Phối hợp: Các thôn",
        "Phòng Kinh tế chủ trì, phối hợp với Các thôn",
        "Phòng Kinh tế (chủ trì); Các thôn",
    ],
)
def test_lead_and_co_operators_in_one_column(cell):
    rows = f"STT\tNhiệm vụ\tĐơn vị thực hiện\tThời gian\n1\tLắp mạng\t{cell}\tTháng 3/2026"
    assert told(of_table(rows), "lead", "co") == [("Phòng Kinh tế", "Các thôn")]


def test_two_units_in_a_cell_stay_as_written():
    rows = "STT\tNhiệm vụ\tChủ trì\tThời gian\n1\tLắp mạng\tPhòng Kinh tế Văn phòng\tTháng 3/2026"
    assert told(of_table(rows), "lead") == [("Phòng Kinh tế Văn phòng",)]


def test_numbers_of_columns_and_sums_are_no_tasks():
    rows = """STT\tNhiệm vụ\tChủ trì\tThời gian
(1)\t(2)\t(3)\t(4)
1\tLắp mạng\tPhòng Kinh tế\tTháng 3/2026
Tổng cộng\t1 nhiệm vụ\t\t"""
    assert told(of_table(rows), "name") == [("Lắp mạng",)]


def test_a_line_break_in_a_cell_does_not_make_two_rows():
    rows = """STT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời gian
1\tLắp mạng tại các thôn vùng
sâu, vùng xa\tPhòng Kinh tế\tCác thôn\t31/3/2026
2\tMua máy\tVăn phòng\t\t30/4/2026"""
    assert told(of_table(rows), "name", "lead", "due") == [
        ("Lắp mạng tại các thôn vùng sâu, vùng xa", "Phòng Kinh tế", "2026-03-31"),
        ("Mua máy", "Văn phòng", "2026-04-30"),
    ]


def test_a_head_told_again_on_the_next_page_and_html_in_cells():
    head = "STT\tNhiệm vụ\tChủ trì\tThời gian"
    rows = f"""{head}
1\t<p>Lắp mạng</p> <ul><li>tại thôn</li></ul>\t<i>Phòng Kinh tế</i>\tTrước

{head}
\t\t\tngày 30/6/2026
2\tMua máy\tVăn phòng\tTháng 7/2026"""
    assert told(of_table(rows), "name", "lead", "due") == [
        ("Lắp mạng tại thôn", "Phòng Kinh tế", "2026-06-30"),
        ("Mua máy", "Văn phòng", "2026-07"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "STT\tNội dung\tĐơn vị tính\tSố lượng\tĐơn giá\tThành tiền\n1\tBăng rôn\tcái\t34\t200.000\t6.800.000",
        "STT\tTiêu chí\tĐiểm tối đa\tĐơn vị tự chấm\tThời gian\n1\tCó kế hoạch\t10\t\t2026",
        "TT\tThôn\tSố hộ\tChỉ tiêu năm 2026\n1\tThôn Đông\t120\t96",
    ],
)
def test_tables_that_hold_no_tasks(rows):
    assert of_table(rows, "PHỤ LỤC") == []


def test_several_tables_each_with_its_own_columns():
    plan = PLAN.format(
        body="",
        annex="""PHỤ LỤC I
NHIỆM VỤ

STT\tNhiệm vụ\tChủ trì\tThời gian
1\tLắp mạng\tPhòng Kinh tế\tTháng 3/2026

PHỤ LỤC II
CHỈ TIÊU NĂM 2026

TT\tThôn\tSố hộ\tChỉ tiêu năm 2026
1\tThôn Đông\t1.200\t95,5

PHỤ LỤC III

STT\tĐơn vị chủ trì\tNội dung\tThời hạn
1\tVăn phòng\tHọp dân\t20/3/2026""",
    )
    draft = reading.read_text(plan)
    assert told(draft["tasks"], "name", "lead") == [("Lắp mạng", "Phòng Kinh tế"), ("Họp dân", "Văn phòng")]
    (row,) = draft["appendix_targets"]
    assert (row["tt"], row["unit"], row["so_ho"], row["target_2026"]) == (1, "Thôn Đông", 1200, 95.5)


PROSE = [
    """1. Lắp mạng

a) Nhiệm vụ: Kéo cáp đến nhà văn hóa.

b) Cơ quan thực hiện:

- Đơn vị chủ trì: Phòng Kinh tế.

- Đơn vị phối hợp: Các thôn.

c) Thời gian thực hiện: Tháng 3/2026.""",
    """1. Lắp mạng

- Nội dung thực hiện: Kéo cáp đến nhà văn hóa.

- Cơ quan chủ trì: Phòng Kinh tế.

- Cơ quan phối hợp: Các thôn.

- Thời gian hoàn thành: Tháng 3/2026.""",
    """1. Lắp mạng: Kéo cáp đến nhà văn hóa.

*Đơn vị chủ trì tham mưu thực hiện: Phòng Kinh tế.*

*Đơn vị phối hợp: Các thôn.*

*Thời gian thực hiện: Tháng 3/2026.*""",
    """1. Lắp mạng: Kéo cáp đến nhà văn hóa

Cơ quan thực hiện: Phòng Kinh tế chủ trì, phối hợp với Các thôn.

Thời hạn hoàn thành: Tháng 3/2026.""",
    """1. Lắp mạng: Kéo cáp đến nhà văn hóa (Chủ trì: Phòng Kinh tế; phối hợp: Các thôn; thời gian: tháng 3/2026).""",
    """1. Lắp mạng: Kéo cáp đến nhà văn hóa. Đơn vị chủ trì: Phòng Kinh tế; Phối hợp: Các thôn; Hạn: Tháng 3/2026.""",
    """1. Lắp mạng: Kéo cáp đến nhà văn hóa

- Cơ quan chủ trì:

Phòng Kinh tế.

- Cơ quan, đơn vị phối hợp:

+ Các thôn.

- Tiến độ hoàn thành:

Tháng 3/2026.""",
]  # fmt: skip


@pytest.mark.parametrize("body", PROSE)
def test_tasks_in_prose(body):
    assert told(of_body(f"III. NHIỆM VỤ CỤ THỂ\n\n{body}")) == [
        ("1", "Lắp mạng: Kéo cáp đến nhà văn hóa", "Phòng Kinh tế", "Các thôn", None, "2026-03")
    ]


def test_bullets_with_labels_have_no_number():
    body = """III. NHIỆM VỤ

1. Hạ tầng

- Lắp mạng tại các thôn:

+ Đơn vị chủ trì: Phòng Kinh tế;

+ Kết quả: 12 thôn có mạng.

- Mua máy:

+ Đơn vị chủ trì: Văn phòng;

+ Thời gian: Quý IV/2026."""
    assert told(of_body(body), "no", "name", "lead", "result", "due") == [
        (None, "Lắp mạng tại các thôn", "Phòng Kinh tế", "12 thôn có mạng", None),
        (None, "Mua máy", "Văn phòng", None, "2026-12-31"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "III. THỜI GIAN, ĐỊA ĐIỂM\n\n1. Thời gian: Tháng 3/2026.\n\n2. Đơn vị thực hiện: Các thôn.",
        "III. NỘI DUNG\n\n1. Văn phòng\n\n- Chủ trì theo dõi.\n\n- Thời gian thực hiện: Hoàn thành trước 30/6/2026.",
        "III. NỘI DUNG\n\n1. Đơn vị thực hiện: Các thôn.",
        "III. NỘI DUNG\n\n1. Phối hợp chặt chẽ, thực hiện: đi từng ngõ, gõ từng nhà; thời gian: buổi tối.",
    ],
)
def test_labels_that_make_no_task(body):
    assert of_body(body) == []


def test_steps_are_no_tasks():
    draft = reading.read_text(
        PLAN.format(body="III. NỘI DUNG\n\nBước 1. Lập danh sách.\n\nBước 2: Gọi điện.\n\nBước 3 - Đến nhà.", annex="")
    )
    assert draft["tasks"] == []
    assert [(s["no"], s["text"]) for s in draft["steps"]] == [(1, "Lập danh sách."), (2, "Gọi điện."), (3, "Đến nhà.")]
