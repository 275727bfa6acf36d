"""The frame of a plan: number, symbol, place, date, kind and title, in the forms that real heads take."""

import pytest

from tungnha import reading

BODY = """
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;

Thực hiện Kế hoạch số 5/KH-UBND ngày 03/01/2026 của UBND tỉnh Lạc Hà về chuyển đổi số, UBND xã Núi Xanh ban hành Kế
hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Nâng cao nhận thức.

II. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế

- Chủ trì triển khai{said}.

Nơi nhận:
- UBND tỉnh (để b/c);
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Vàng A Páo
"""
PLAIN = "KẾ HOẠCH\nChuyển đổi số năm 2026\n"


def head(text, said=""):
    return reading.read_text(f"{text}\n{BODY.format(said=said)}")["header"]


def test_a_head_in_two_columns_one_below_the_other():
    text = """ỦY BAN NHÂN DÂN
XÃ NÚI XANH

Số: 178/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Núi Xanh, ngày 18 tháng 11 năm 2025

KẾ HOẠCH
Chuyển đổi số xã Núi Xanh năm 2026
"""
    found = head(text)
    assert [found[k] for k in ("number", "symbol", "place", "date", "doc_type", "title")] == [
        "178", "KH-UBND", "Núi Xanh", "2025-11-18", "Kế hoạch", "Chuyển đổi số xã Núi Xanh năm 2026",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Số: 178/KH-UBND", ("178", "KH-UBND")),
        ("Số: 0130/KH-UBND", ("0130", "KH-UBND")),  # the zero is part of the number as issued
        ("Số:\n7360/KH-SYT", ("7360", "KH-SYT")),
        ("Số:   /KH- UBND", (None, "KH-UBND")),
        ("Số: ....../KH-UBND", (None, "KH-UBND")),
        ("Số:   45 / KH - UBND", ("45", "KH-UBND")),
        ("Số: 45/KH–UBND", ("45", "KH-UBND")),
        ("Số: 45/KH-\nUBND", ("45", "KH-UBND")),
        ("Sô : 45 /KH- UBND", ("45", "KH-UBND")),
        ("Số: 45 KH-UBND", ("45", "KH-UBND")),
        ("Số 39-KH/ĐU", ("39", "KH/ĐU")),
        ("Số 01- KH/BCĐTW", ("01", "KH/BCĐTW")),
        ("Số: 10-CTr/TU", ("10", "CTr/TU")),
        ("Số:     -KH/ĐU", (None, "KH/ĐU")),
        ("39-KH/ĐU", ("39", "KH/ĐU")),
        ("Số: 45/KHPH-SYT-CAT", ("45", "KHPH-SYT-CAT")),
        ("Số: 45/KH-SKH&CN", ("45", "KH-SKH&CN")),
        ("Số: /KH-BCĐƯPSCTT&TKCN", (None, "KH-BCĐƯPSCTT&TKCN")),
        ("Số: 12/KH-TCTĐA06", ("12", "KH-TCTĐA06")),
        ("Số: 12/KH-UBND Núi Xanh, ngày 5 tháng 6 năm 2026", ("12", "KH-UBND")),
        ("UBND xã gửi các thôn", (None, None)),
    ],
)
def test_number_and_symbol(line, expected):
    found = head(f"UBND XÃ NÚI XANH\n{line}\n\n{PLAIN}")
    assert (found["number"], found["symbol"]) == expected


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("Núi Xanh, ngày 5 tháng 6 năm 2026", "Núi Xanh", "2026-06-05"),
        ("Núi Xanh, ngày 5/6/2026", "Núi Xanh", "2026-06-05"),
        ("Núi Xanh, ngày 05 / 6 / 2026", "Núi Xanh", "2026-06-05"),
        ("Núi Xanh, ngày 18 tháng11 năm 2025", "Núi Xanh", "2025-11-18"),
        ("*Núi Xanh, ngày 18\ntháng 11 năm 2025*", "Núi Xanh", "2025-11-18"),
        ("Núi Xanh, ngày\n18 tháng 11 năm 2025", "Núi Xanh", "2025-11-18"),
        ("Núi Xanh, ngày 3\ntháng 4 năm\n2026", "Núi Xanh", "2026-04-03"),
        ("Núi Xanh, ngày     tháng     năm 2026", "Núi Xanh", None),
        ("Núi Xanh, ngày ... tháng ... năm 2026", "Núi Xanh", None),
        ("Núi Xanh, ngày     tháng 6 năm 2026", "Núi Xanh", None),
        ("Núi Xanh, ngày 31 tháng 6 năm 2026", "Núi Xanh", None),  # no such day: left to be asked
        ("Núi Xanh ngày 18 tháng 11 năm 2025", "Núi Xanh", "2025-11-18"),
        ("Thành phố Hồ Mây, ngày 28 tháng 10 năm 2025", "Thành phố Hồ Mây", "2025-10-28"),
        ("TP. Hồ Mây, ngày 28 tháng 10 năm 2025", "TP. Hồ Mây", "2025-10-28"),
        ("Tân Hội Đông, ngày 1 tháng 2 năm 2026", "Tân Hội Đông", "2026-02-01"),
        ("Phan Sơn - Tháp Cổ, ngày 1 tháng 2 năm 2026", "Phan Sơn - Tháp Cổ", "2026-02-01"),
        ("Ea M’Drô, ngày 1 tháng 2 năm 2026", "Ea M’Drô", "2026-02-01"),
        ("Phường 12, ngày 1 tháng 2 năm 2026", "Phường 12", "2026-02-01"),
        ("* Núi Xanh, ngày 1 tháng 2 năm 2026", "Núi Xanh", "2026-02-01"),
        ("NÚI XANH, NGÀY 1 THÁNG 2 NĂM 2026", "NÚI XANH", "2026-02-01"),
        ("Số: 12/KH-UBND Núi Xanh, ngày 1 tháng 2 năm 2026", "Núi Xanh", "2026-02-01"),
        ("Số 27-KH/TU *Núi Xanh, ngày 1\ntháng 2 năm 2026*", "Núi Xanh", "2026-02-01"),
        ("Độc lập - Tự do - Hạnh phúc Núi Xanh, ngày 1 tháng 2 năm 2026", "Núi Xanh", "2026-02-01"),
        ("", None, None),
    ],
)
def test_place_and_date(line, place, date):
    found = head(f"UBND XÃ NÚI XANH\nSố: /KH-UBND\n{line}\n\n{PLAIN}", said=" trong tuần, ngày 5/6/2026 họp")
    assert (found["place"], found["date"]) == (place, date)


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("KẾ HOẠCH PHÒNG, CHỐNG DỊCH NĂM 2026", "Kế hoạch", "PHÒNG, CHỐNG DỊCH NĂM 2026"),
        ("**KẾ HOẠCH**\n**Chuyển đổi số\nnăm 2026**", "Kế hoạch", "Chuyển đổi số năm 2026"),
        ("KẾ HOẠCH\nV/v chuyển đổi số\nnăm 2026\n-----", "Kế hoạch", "V/v chuyển đổi số năm 2026"),
        (
            'KẾ HOẠCH\n"Chuyển đổi số" năm 2026\n(Kèm theo Công văn số 7/SKHCN-VP)',
            "Kế hoạch",
            '"Chuyển đổi số" năm 2026',
        ),
        ("KẾ HOẠCH\nTRIỂN KHAI PHONG TRÀO\nHỌC SỐ NĂM 2026", "Kế hoạch", "TRIỂN KHAI PHONG TRÀO HỌC SỐ NĂM 2026"),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG\nthực hiện Nghị quyết", "Chương trình hành động", "thực hiện Nghị quyết"),
        ("PHƯƠNG ÁN\nỨng phó thiên tai", "Phương án", "Ứng phó thiên tai"),
        ("ĐỀ ÁN\nXã thông minh", "Đề án", "Xã thông minh"),
        ("KỊCH BẢN\nDiễn tập phòng lụt", "Kịch bản", "Diễn tập phòng lụt"),
        ("KẾ HOẠCH PHỐI HỢP\nQuản lý chợ", "Kế hoạch phối hợp", "Quản lý chợ"),
        ("KẾ HOẠCH LIÊN TỊCH\nY tế trường học", "Kế hoạch liên tịch", "Y tế trường học"),
        ("KẾ HOẠCH HÀNH ĐỘNG\nGiữ rừng", "Kế hoạch hành động", "Giữ rừng"),
        ("KẾ HOẠCH PHỐI HỢP GIỮ RỪNG", "Kế hoạch", "PHỐI HỢP GIỮ RỪNG"),
    ],
)
def test_kind_and_title(text, kind, title):
    found = head(f"UBND XÃ NÚI XANH\nSố: 3/KH-UBND\nNúi Xanh, ngày 1 tháng 2 năm 2026\n\n{text}\n")
    assert (found["doc_type"], found["title"]) == (kind, title)


def test_the_right_column_may_follow_the_title():
    text = f"ỦY BAN NHÂN DÂN\nXÃ NÚI XANH\n\n{PLAIN}\nSố: 34/KH-UBND\n\nNúi Xanh, ngày 3 tháng 4 năm 2026\n"
    found = head(text)
    assert [found[k] for k in ("number", "place", "date", "title")] == [
        "34", "Núi Xanh", "2026-04-03", "Chuyển đổi số năm 2026",
    ]  # fmt: skip


def test_a_portals_table_above_the_text_is_not_the_head():
    text = f"""Số/Ký hiệu: 145/KH-UBND
Ngày ban hành: 05/06/2026
Người ký: Vàng A Páo

ỦY BAN NHÂN DÂN
XÃ NÚI XANH
Số: 145/KH-UBND
Núi Xanh, ngày 05 tháng 6 năm 2026

{PLAIN}"""
    found = head(text)
    assert (found["number"], found["symbol"], found["place"]) == ("145", "KH-UBND", "Núi Xanh")
    assert head(text.replace("Số: 145/KH-UBND\n", ""))["number"] == "145"


def test_a_plan_handed_in_without_its_decision_takes_the_number_below_its_title():
    found = head(f"{PLAIN}(Ban hành kèm theo Quyết định số 210/QĐ-UBND ngày 9 tháng 3 năm 2026 của UBND xã Núi Xanh)\n")
    assert (found["number"], found["symbol"], found["date"]) == ("210", "QĐ-UBND", "2026-03-09")
    assert found["attached_to"]["symbol"] == "QĐ-UBND"


def test_a_department_issues_in_its_own_name():
    text = f"UBND TỈNH LẠC HÀ\nSỞ KHOA HỌC VÀ CÔNG NGHỆ\nSố: 34/KH-SKHCN\n{PLAIN}"
    body = BODY.format(said="").replace(", UBND xã Núi Xanh ban hành Kế\nhoạch như sau:", ".")
    assert reading.read_text(f"{text}\n{body}")["header"]["issuer"] == "UBND TỈNH LẠC HÀ SỞ KHOA HỌC VÀ CÔNG NGHỆ"


def test_an_issuer_named_by_its_kind_only_takes_the_place_of_the_head():
    text = f"ỦY BAN NHÂN DÂN\nXÃ NÚI XANH\nSố: 3/KH-UBND\n{PLAIN}"
    body = BODY.format(said=" tại xã Núi Xanh").replace("UBND xã Núi Xanh ban hành", "UBND xã ban hành")
    assert reading.read_text(f"{text}\n{body}")["header"]["issuer"] == "UBND xã Núi Xanh"


@pytest.mark.parametrize(
    ("said", "villages"),
    [
        (" tại 37 thôn", 37),
        (" tại 35/37 thôn", 37),
        (" tại 34 thôn, khu phố", 34),
        (" tại 20 thôn và 04 khu phố", 24),
        (" tại 09 bản", 9),
        (" tại 12 ấp", 12),
        (" ở ít nhất 3 thôn", None),
        (" thí điểm 02 thôn", None),
        (" với 5 thôn thông minh", None),
        (" với 08 ban", None),
        ("", None),
    ],
)
def test_villages_only_where_the_plan_says_how_many(said, villages):
    draft = reading.read_text(f"Số: 3/KH-UBND\n{PLAIN}\n{BODY.format(said=said)}")
    assert (draft["scope"]["place"], draft["scope"]["villages"]) == ("xã Núi Xanh", villages)


def test_copies_are_no_villages():
    text = f"{PLAIN}\n{BODY.format(said='')}".replace("- Lưu: VT.", "- Lưu: VT (08 bản).")
    assert reading.read_text(text)["scope"]["villages"] is None
    named = text.replace("- UBND tỉnh (để b/c);", "- 16 thôn, tổ CNSCĐ;")
    assert reading.read_text(named)["scope"]["villages"] == 16
