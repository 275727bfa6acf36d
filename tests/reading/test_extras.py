"""What runs a plan besides its targets and tasks: phases, contact, materials, supervisor, parent plan, sections."""

import pytest

from tungnha import reading

PLAN = """UBND XÃ NÚI XANH
Số: 45/KH-UBND
Núi Xanh, ngày 01 tháng 02 năm 2026

KẾ HOẠCH
Chuyển đổi số năm 2026

{bases}, UBND xã Núi Xanh ban hành kế hoạch:

I. NỘI DUNG

{body}

{end}. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế

- Chủ trì triển khai.

Nơi nhận:
- UBND tỉnh (để b/c);
- Lưu: VT.

CHỦ TỊCH

Vàng A Páo
"""
PARENT = "Thực hiện Kế hoạch số 5/KH-UBND ngày 03/01/2026 của UBND tỉnh Lạc Hà"


def read(body, bases=PARENT, end="II"):
    return reading.read_text(PLAN.format(body=body, bases=bases, end=end))


@pytest.mark.parametrize(
    ("body", "phases"),
    [
        (
            "Đợt cao điểm từ ngày 01/4/2026 đến hết ngày 31/5/2026, sau đó thực hiện thường xuyên.",
            [("cao điểm", "2026-04-01", "2026-05-31"), ("thường xuyên", "2026-05-31", None)],
        ),
        (
            "Thời gian cao điểm: Từ khi ban hành Kế hoạch đến hết ngày 15/5/2026.",
            [("cao điểm", None, "2026-05-15")],
        ),
        (
            "1. Cao điểm 45 ngày, từ 15/3/2026 đến 30/4/2026.\n\n2. Sau đợt cao điểm: duy trì thường xuyên.",
            [("cao điểm", "2026-03-15", "2026-04-30"), ("thường xuyên", "2026-04-30", None)],
        ),
        (
            "1. Giai đoạn 1 (từ ngày 01/3/2026 đến 30/4/2026): Chuẩn bị.\n\n"
            "2. Giai đoạn 2 (từ 01/5/2026 đến 31/10/2026): Làm.",
            [("giai đoạn 1", "2026-03-01", "2026-04-30"), ("giai đoạn 2", "2026-05-01", "2026-10-31")],
        ),
        ("Giai đoạn 2026 - 2030: Làm đến ngày 31/12/2030.", []),
        ("Giai đoạn 1: xong trước ngày 31/5/2026.", []),  # one stage alone parts nothing
        ("Từ ngày ban hành đến ngày 31/12/2026.", []),
        ("Đợt cao điểm do Công an xã chủ trì.", []),
    ],
)
def test_phases(body, phases):
    assert [(p["name"], p["start"], p["end"]) for p in read(body)["phases"]] == phases


@pytest.mark.parametrize(
    ("body", "unit", "name", "phone"),
    [
        (
            "Có vướng mắc liên hệ Phòng Văn hóa - Xã hội (đồng chí Lò Thị Mỷ, số điện thoại 0912.345.678).",
            "Phòng Văn hóa - Xã hội",
            "Lò Thị Mỷ",
            "0912.345.678",
        ),
        (
            "Đầu mối: Bà Vàng Thị Sử, chuyên viên Phòng Kinh tế, điện thoại: 0987 654 321.",
            "Phòng Kinh tế",
            "Vàng Thị Sử",
            "0987 654 321",
        ),
        ("Chi tiết liên hệ đ/c Hà Văn Lâm (ĐT: 09xx.xxx.123).", None, "Hà Văn Lâm", "09xx.xxx.123"),
        ("Đường dây nóng: 1900 1234.", None, None, "1900 1234"),
        ("Tổng đài: 18001091.", None, None, "18001091"),
        ("Trực tại số (0237) 3.851.234 để hỗ trợ.", None, None, "(0237) 3.851.234"),
        ("Số hộ chiếu 0912345678; gọi 0987654321 để được giải đáp.", None, None, "0987654321"),
    ],
)
def test_contact(body, unit, name, phone):
    contact = read(body)["contact"]
    assert (contact["unit"], contact["name"], contact["phone"]) == (unit, name, phone)


@pytest.mark.parametrize(
    "body", ["Nộp về tài khoản 0912345678 tại kho bạc.", "Dân số 1.800 hộ, 19.005 người.", "Trước 30.06.2026 xong."]
)
def test_numbers_that_are_no_telephone(body):
    assert read(body)["contact"] is None


def test_of_two_numbers_the_one_to_call_comes_first():
    contact = read("Trụ sở: 0237 385 1234.\n\nCó vướng mắc, liên hệ ông Lò Văn Sơn, điện thoại 0912.345.678.")[
        "contact"
    ]
    assert (contact["phone"], contact["others"]) == ("0912.345.678", ["0237 385 1234"])


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("Tài liệu tại https://nuixanh.gov.vn/tai-lieu.", [("url", "https://nuixanh.gov.vn/tai-lieu")]),
        ("Video hướng dẫn đăng trên nuixanh.gov.vn/video.", [("url", "nuixanh.gov.vn/video")]),
        ("(Gửi kèm QR truy cập tài liệu hướng dẫn)", [("qr", None)]),
        ("Gửi báo cáo qua hộp thư vp@nuixanh.gov.vn theo hướng dẫn.", []),
        ("Hộ kinh doanh thanh toán qua mã QR.", []),
    ],
)
def test_materials(body, kinds):
    assert [(m["kind"], m["url"]) for m in read(body)["materials"]] == kinds


@pytest.mark.parametrize(
    ("body", "title", "name"),
    [
        (
            "Phân công đồng chí Phó Chủ tịch UBND xã Lò Văn Sơn theo dõi, chỉ đạo.",
            "Phó Chủ tịch UBND xã",
            "Lò Văn Sơn",
        ),
        ("Giao ông Vàng A Sử, Phó Chủ tịch UBND xã, phụ trách chung.", "Phó Chủ tịch UBND xã", "Vàng A Sử"),
        ("Đồng chí Hà Văn Lâm - Phó Giám đốc Sở chịu trách nhiệm chỉ đạo chung.", "Phó Giám đốc Sở", "Hà Văn Lâm"),
        ("Giao đồng chí Trưởng phòng Kinh tế theo dõi.", "Trưởng phòng Kinh tế", None),
    ],
)
def test_who_oversees_the_plan(body, title, name):
    supervisor = read(body)["supervisor"]
    assert (supervisor["title"], supervisor["name"]) == (title, name)


def test_units_are_no_supervisors():
    assert read("Giao Phòng Kinh tế theo dõi, đôn đốc.")["supervisor"] is None


def test_the_parent_plan_and_what_it_assigned():
    body = (
        "- Phấn đấu 63,80% dân số trưởng thành có chữ ký số (theo chỉ tiêu UBND tỉnh giao "
        "tại Kế hoạch số 5/KH-UBND).\n\n"
        "- 90% hộ gia đình có mạng."
    )
    draft = read(body)
    parent = draft["parent"]
    assert (parent["symbol"], parent["date"], parent["is_plan"]) == ("5/KH-UBND", "2026-01-03", True)
    assert [(a["path"], a["names_parent"]) for a in parent["assigned"]] == [("targets.0", True)]
    for each in parent["assigned"]:
        assert draft["text"][slice(*each["span"])] == each["quote"]


def test_a_parent_that_is_no_plan_is_said_to_be_none():
    parent = read("1. Học.", bases="Thực hiện Công văn số 8/SYT-NVY ngày 02/01/2026 của Sở Y tế")["parent"]
    assert (parent["symbol"], parent["is_plan"]) == ("8/SYT-NVY", False)


def test_a_skipped_section_is_told():
    assert read("1. Học.", end="IV")["missing_sections"] == ["II", "III"]
    assert read("1. Học.")["missing_sections"] == []
