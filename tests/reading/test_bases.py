"""Documents a plan rests on: each once, with its symbol as issued, its date and whether it is a basis."""

import pytest

from tungnha import reading

PLAN = """UBND XÃ NÚI XANH
Số: 45/KH-UBND
Núi Xanh, ngày 01 tháng 02 năm 2026

KẾ HOẠCH
Chuyển đổi số năm 2026

{bases}

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Nâng cao nhận thức{said}.

II. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế

- Chủ trì triển khai.

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Vàng A Páo
"""
ENDS = "; UBND xã ban hành Kế hoạch như sau:"


def bases(text, said=""):
    found = reading.read_text(PLAN.format(bases=text, said=said))["legal_bases"]
    return [(b["symbol"] or b["name"], b["date"], b["role"]) for b in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Kế hoạch số 12/KH-UBND ngày 22 tháng 12 năm 2025 của UBND tỉnh", ("12/KH-UBND", "2025-12-22")),
        ("Kế hoạch số 12/KH- UBND ngày 2/1/2026 của UBND tỉnh", ("12/KH-UBND", "2026-01-02")),
        ("Nghị quyết số 57- NQ/TW, ngày 22/12/2024 của Bộ Chính trị", ("57-NQ/TW", "2024-12-22")),
        ("Nghị quyết số 57-\nNQ/TW ngày 22/12/2024 của Bộ Chính trị", ("57-NQ/TW", "2024-12-22")),
        ("Nghị quyết số 71/NQ -CP ngày 01/4/2025 của Chính phủ", ("71/NQ-CP", "2025-04-01")),
        ("Thông tư số 08/2026/TT BKHCN ngày 31/3/2026", ("08/2026/TT-BKHCN", "2026-03-31")),
        ("Nghị định số 13/2023/NĐ-CP ngày 17/4/2023 của Chính phủ", ("13/2023/NĐ-CP", "2023-04-17")),
        ("Kế hoạch số 02- KH/BCĐTW của Ban Chỉ đạo", ("02-KH/BCĐTW", None)),
        ("Công văn số 5902/UBND-CNXD ngày 06.4.2026", ("5902/UBND-CNXD", "2026-04-06")),
        ("Công văn 2345/SKHCN-CĐS&BCVT ngày 3/1/2026", ("2345/SKHCN-CĐS&BCVT", "2026-01-03")),
        ("Thông báo số 45-TB/ĐU ngày 5-1-2026 của Đảng ủy xã", ("45-TB/ĐU", "2026-01-05")),
        ("Kế hoạch số 145/KH-BCA-C06 ngày 5/1/2026", ("145/KH-BCA-C06", "2026-01-05")),
        ("Kế hoạch số 3/KH-BCĐƯPSCTT ngày 5/1/2026", ("3/KH-BCĐƯPSCTT", "2026-01-05")),
        ("Kế hoạch số 30/KH-UBND của UBND tỉnh Lạc Hà ngày 03/01/2026 về nước sạch", ("30/KH-UBND", "2026-01-03")),
        ("Luật Giao dịch điện tử số 20/2023/QH15 ngày 22/6/2023", ("20/2023/QH15", "2023-06-22")),
        ("Nghị quyết của HĐND xã số 12/NQ-HĐND", ("12/NQ-HĐND", None)),
        ("Luật Tổ chức chính quyền địa phương năm 2025", ("Luật Tổ chức chính quyền địa phương", None)),
        ("Bộ luật Lao động ngày 20 tháng 11 năm 2019", ("Bộ luật Lao động", "2019-11-20")),
        ("Luật Phòng, chống thiên tai ngày 19/6/2013", ("Luật Phòng, chống thiên tai", "2013-06-19")),
        # Another body's plan of the same number and another day is not this one.
        ("Kế hoạch số 45/KH-UBND ngày 01/02/2025 của UBND huyện", ("45/KH-UBND", "2025-02-01")),
    ],
)
@pytest.mark.parametrize("verb", ["Căn cứ", "Thực hiện"])
def test_one_basis(verb, words, expected):
    assert bases(f"{verb} {words}{ENDS}") == [(*expected, "basis")]


@pytest.mark.parametrize(
    "words",
    [
        "Kế hoạch này mang số 45/KH-UBND ngày 01/02/2026",
        "Đề án 06/CP",
        "tài khoản số 12/ABC",
        "họp 24/24 giờ ngày 5/1/2026",
        "nâng từ 20/30 điểm lên 25/30 điểm",
        "tiêu chuẩn ISO/IEC-27001",
    ],
)
def test_what_is_no_document(words):
    assert bases(f"Thực hiện {words}{ENDS}") == []


def test_several_numbers_share_the_date_that_follows_them():
    text = (
        "Thực hiện các Công điện số 008/CĐ-UBND, 009/CĐ-UBND và số 010/CĐ-UBND ngày 19/11/2025 của Chủ tịch UBND tỉnh"
    )
    assert bases(text + ENDS) == [(f"{n}/CĐ-UBND", "2025-11-19", "basis") for n in ("008", "009", "010")]


def test_a_date_is_not_borrowed_over_other_words():
    text = "Thực hiện Kế hoạch số 8/KH-UBND về nước sạch; Công văn số 9/SYT-NVY ngày 3/2/2026"
    assert bases(text + ENDS) == [("8/KH-UBND", None, "basis"), ("9/SYT-NVY", "2026-02-03", "basis")]


def test_what_a_basis_speaks_of_is_cited():
    text = "Thực hiện Công văn số 8/SYT-NVY ngày 2/1/2026 về việc triển khai Thông tư số 9/2025/TT-BYT ngày 1/12/2025"
    assert bases(text + ENDS) == [("8/SYT-NVY", "2026-01-02", "basis"), ("9/2025/TT-BYT", "2025-12-01", "cited")]


def test_what_the_body_names_is_cited_there_and_ends_before_the_next_heading():
    assert bases(f"Thực hiện nhiệm vụ năm 2026{ENDS}", " theo Thông tư 5/2026/TT-BTC") == [
        ("5/2026/TT-BTC", None, "cited_body")
    ]


def test_the_proposal_of_an_office_is_a_basis():
    text = """Căn cứ Quyết định số
06/QĐ-TTg ngày 06 tháng 01 năm 2022 của Thủ tướng Chính phủ;

Theo đề nghị của Trưởng phòng Văn hóa - Xã hội tại Tờ trình số 15/TTr-VHXH ngày 20/01/2026.

UBND xã ban hành Kế hoạch như sau:"""
    assert bases(text) == [("06/QĐ-TTg", "2022-01-06", "basis"), ("15/TTr-VHXH", "2026-01-20", "basis")]


def test_laws_without_a_number_are_told_apart():
    text = (
        "Căn cứ Luật Phòng, chống thiên tai ngày 19/6/2013; Luật sửa đổi, bổ sung một số điều của Luật Phòng, chống "
        "thiên tai và Luật Đê điều ngày 17/6/2020"
    )
    assert bases(text + ENDS) == [
        ("Luật Phòng, chống thiên tai", "2013-06-19", "basis"),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Phòng, chống thiên tai và Luật Đê điều",
            "2020-06-17",
            "basis",
        ),
    ]


def test_bases_listed_in_a_section_of_their_own():
    text = """I. CĂN CỨ XÂY DỰNG KẾ HOẠCH

1. Luật Căn cước ngày 27/11/2023;

2. Nghị định số 70/2024/NĐ-CP ngày 25/6/2024 của Chính phủ;

- Quyết định số 23/QĐ-BCA-C06 ngày 1/1/2026 của Bộ Công an."""
    assert bases(text) == [
        ("Luật Căn cước", "2023-11-27", "basis"),
        ("70/2024/NĐ-CP", "2024-06-25", "basis"),
        ("23/QĐ-BCA-C06", "2026-01-01", "basis"),
    ]


def test_a_document_named_twice_is_one_and_a_basis_when_one_mention_is():
    text = "Thực hiện Kế hoạch số 8/KH-UBND ngày 2/1/2026 của UBND tỉnh"
    plan = PLAN.format(bases=text + ENDS, said=" theo Kế hoạch số 8/KH-UBND ngày 2/1/2026").replace(
        "Chuyển đổi số năm 2026", "Thực hiện Kế hoạch số 8/KH-UBND ngày 2/1/2026", 1
    )
    found = reading.read_text(plan)["legal_bases"]
    assert [(b["symbol"], b["role"]) for b in found] == [("8/KH-UBND", "basis")]


def test_the_bases_of_a_decision_stand_before_its_plan():
    text = """ỦY BAN NHÂN DÂN
TỈNH LẠC HÀ
Số: 2100/QĐ-UBND
Lạc Hà, ngày 09 tháng 3 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số tỉnh Lạc Hà năm 2026

Căn cứ Nghị định số 64/2007/NĐ-CP ngày 10/4/2007 của Chính phủ;
Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 15/TTr-SKHCN ngày 01/3/2026.

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số.

Nơi nhận:
- Như Điều 3;
- Lưu: VT.

CHỦ TỊCH

Lê Thị Sim

KẾ HOẠCH
Chuyển đổi số tỉnh Lạc Hà năm 2026
(Kèm theo Quyết định số 2100/QĐ-UBND ngày 09/3/2026 của Ủy ban nhân dân tỉnh Lạc Hà)

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao nhận thức.
II. TỔ CHỨC THỰC HIỆN
1. Sở Y tế: Chủ trì triển khai.
"""
    found = reading.read_text(text)
    assert [(b["symbol"], b["role"]) for b in found["legal_bases"]] == [
        ("64/2007/NĐ-CP", "basis"),
        ("15/TTr-SKHCN", "basis"),
    ]
    assert (found["header"]["number"], found["header"]["attached_to"]["number"]) == ("2100", "2100")
