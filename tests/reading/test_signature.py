"""Recipients and the signature block, in the forms that plans and their copies give them."""

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

II. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế

- Chủ trì triển khai.

Yêu cầu các đơn vị nghiêm túc thực hiện./.

{foot}
"""
SIGNED = "\n\nCHỦ TỊCH\n\nVàng A Páo"
SENT = "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\n\n"


def read(foot):
    return reading.read_text(PLAN.format(foot=foot))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("- UBND tỉnh (để b/c);\n- Các thôn;\n- Lưu: VT.", ["UBND tỉnh (để b/c)", "Các thôn", "Lưu: VT"]),
        ("- UBND tỉnh,\n- Các đơn vị tại mục V,\n- Lưu VT.", ["UBND tỉnh", "Các đơn vị tại mục V", "Lưu VT"]),
        ("UBND tỉnh (b/c);\nCác thôn;\nLưu: VT.", ["UBND tỉnh (b/c)", "Các thôn", "Lưu: VT"]),
        ("- UBND tỉnh; - Các thôn; - Lưu: VT.", ["UBND tỉnh", "Các thôn", "Lưu: VT"]),
        (
            "- Như Điều 3;\n- VP UBND tỉnh;\n+ Cổng TTĐT tỉnh;\n+ Phòng NC;\n- Lưu: VT, NC (08 KH).",
            ["Như Điều 3", "VP UBND tỉnh", "Cổng TTĐT tỉnh", "Phòng NC", "Lưu: VT, NC (08 KH)"],
        ),
        (
            "- Ủy ban Mặt trận Tổ quốc xã\nvà các đoàn thể xã;\n- Các cơ quan, ban,\nngành (để p/h);\n- Lưu: VT.",
            ["Ủy ban Mặt trận Tổ quốc xã và các đoàn thể xã", "Các cơ quan, ban, ngành (để p/h)", "Lưu: VT"],
        ),
        (
            "- Các sở, ban, ngành; UBND các xã (để t/h);\n3\n- Lưu: VT.",
            ["Các sở, ban, ngành; UBND các xã (để t/h)", "Lưu: VT"],
        ),
        ("- UBND tỉnh\n- Các thôn", ["UBND tỉnh", "Các thôn"]),
        ("UBND tỉnh; - Lãnh đạo UBND xã; - Lưu: VT.", ["UBND tỉnh", "Lãnh đạo UBND xã", "Lưu: VT"]),
    ],
)
def test_recipients(lines, expected):
    draft = read(f"Nơi nhận:\n{lines}{SIGNED}")
    assert draft["recipients"] == expected
    assert all(find["span"][0] < find["span"][1] for find in draft["recipient_finds"])
    assert draft["signer"]["name"] == "Vàng A Páo"


@pytest.mark.parametrize(
    ("block", "authority", "title", "name"),
    [
        ("CHỦ TỊCH\n\nVàng A Páo", None, "CHỦ TỊCH", "Vàng A Páo"),
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nVàng A Páo", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Vàng A Páo"),
        (
            "TM. ỦY BAN NHÂN\nDÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nVàng A Páo",
            "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "Vàng A Páo",
        ),
        (
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH\n\nVàng A Páo",
            "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "Vàng A Páo",
        ),
        (
            "TM. Ủy ban nhân dân\nKT. Chủ tịch\nPhó Chủ tịch\n\nVàng A Páo",
            "TM. Ủy ban nhân dân, KT. Chủ tịch",
            "Phó Chủ tịch",
            "Vàng A Páo",
        ),
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nVàng A Páo", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Vàng A Páo"),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nVàng A Páo", "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Vàng A Páo"),
        ("Q. CHỦ TỊCH\n\nVàng A Páo", None, "Q. CHỦ TỊCH", "Vàng A Páo"),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nTS. Vàng A Páo", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Vàng A Páo"),
        ("TRƯỞNG CÔNG AN XÃ\n\nThiếu tá Vàng A Páo", None, "TRƯỞNG CÔNG AN XÃ", "Vàng A Páo"),
        ("CHỦ TỊCH\n\nVÀNG A PÁO", None, "CHỦ TỊCH", "VÀNG A PÁO"),
        ("CHỦ TỊCH\n(Đã ký)\nH’Yim Kđoh", None, "CHỦ TỊCH", "H’Yim Kđoh"),
        ("CHỦ TỊCH\n\nY Thanh Hà Niê Kđăm", None, "CHỦ TỊCH", "Y Thanh Hà Niê Kđăm"),
        ("CHỦ TỊCH\nKý bởi: Ủy ban nhân dân xã\nNgày ký: 01/02/2026\n\nVàng A Páo", None, "CHỦ TỊCH", "Vàng A Páo"),
        (
            "CHỦ TỊCH\n\nNgười ký: Vàng A Páo\nCơ quan: UBND xã\nThời gian ký: 01.02.2026",
            None,
            "CHỦ TỊCH",
            "Vàng A Páo",
        ),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", None),
    ],
)
def test_signer(block, authority, title, name):
    draft = read(SENT + block)
    assert [draft["signer"][k] for k in ("authority", "title", "name")] == [authority, title, name]
    assert draft["recipients"] == ["UBND tỉnh", "Lưu: VT"]


def test_a_second_title_of_the_same_person():
    signer = read(SENT + "TM. BAN CHỈ ĐẠO\nPHÓ TRƯỞNG BAN\n\nPHÓ CHỦ TỊCH UBND XÃ\nVàng A Páo")["signer"]
    assert (signer["title"], signer["concurrent_title"], signer["others"]) == (
        "PHÓ TRƯỞNG BAN",
        "PHÓ CHỦ TỊCH UBND XÃ",
        [],
    )


@pytest.mark.parametrize(
    "block",
    [
        "GIÁM ĐỐC CÔNG AN TỈNH\n\nĐại tá Lò Văn Sơn\n\nGIÁM ĐỐC SỞ Y TẾ\n\nVàng A Páo",
        "GIÁM ĐỐC CÔNG AN TỈNH\tGIÁM ĐỐC SỞ Y TẾ\n\nLò Văn Sơn\tVàng A Páo",
    ],
)
def test_a_joint_plan_has_two_signers(block):
    signer = read(SENT + block)["signer"]
    assert (signer["title"], signer["name"]) == ("GIÁM ĐỐC CÔNG AN TỈNH", "Lò Văn Sơn")
    assert [(o["title"], o["name"]) for o in signer["others"]] == [("GIÁM ĐỐC SỞ Y TẾ", "Vàng A Páo")]


@pytest.mark.parametrize(
    "foot",
    [
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- UBND tỉnh;\tCHỦ TỊCH\n- Các thôn;\t\n- Lưu: VT.\tVàng A Páo",
        "Nơi nhận:                    TM. ỦY BAN NHÂN DÂN\n- UBND tỉnh;                 CHỦ TỊCH\n- Các thôn;\n"
        "- Lưu: VT.                   Vàng A Páo",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nVàng A Páo\n\nNơi nhận:\n- UBND tỉnh;\n- Các thôn;\n- Lưu: VT.",
        "|\n\n**Nơi nhận:**\n- UBND tỉnh;\n- Các thôn;\n- Lưu: VT.\n|\n**TM. ỦY BAN NHÂN\nDÂN\nCHỦ TỊCH\n\n"
        "Vàng A Páo**\n|",
    ],
)
def test_recipients_and_signature_side_by_side(foot):
    draft = read(foot)
    assert draft["recipients"] == ["UBND tỉnh", "Các thôn", "Lưu: VT"]
    assert [draft["signer"][k] for k in ("authority", "title", "name")] == [
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Vàng A Páo",
    ]
