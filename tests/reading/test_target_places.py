"""What a figure means depends on where it stands: headings, their dates, and the line that opens a list."""

import pytest

from .test_targets import read, shown


def found(heads, lines):
    return [shown(t) for t in read(heads, lines)["targets"]]


BOTH = "II. KẾT QUẢ THỰC HIỆN NĂM 2025 VÀ MỤC TIÊU NĂM 2026"


@pytest.mark.parametrize(
    ("heads", "lines", "expected"),
    [
        (f"{BOTH}\n1. Kết quả năm 2025", "- 92% hồ sơ được số hóa.", []),
        (f"{BOTH}\n2. Mục tiêu năm 2026", "- 95% hồ sơ được số hóa.", ["= 95 % | hồ sơ | số hóa | 2026-12-31"]),
        ("I. ĐÁNH GIÁ KẾT QUẢ CÁC CHỈ TIÊU NĂM 2025", "- 95% hồ sơ được số hóa.", []),
        (
            "III. NỘI DUNG\n1. Khắc phục tồn tại, hạn chế",
            "- Bảo đảm 100% hồ sơ tồn đọng được giải quyết trước 30/6/2026.",
            ["= 100 % | hồ sơ tồn đọng | giải quyết | 2026-06-30"],
        ),
        (
            "I. TÌNH HÌNH CHUNG",
            "Phấn đấu đến hết năm 2026 toàn xã có 60% hộ dân dùng nước sạch.",
            ["= 60 % | hộ dân | dùng nước sạch | 2026-12-31"],
        ),
        ("I. TÌNH HÌNH CHUNG", "Toàn xã có 60% hộ dân dùng nước sạch.", []),
        (
            "III. NHIỆM VỤ\n4. Phát động phong trào thi đua",
            "- 100% đơn vị ký giao ước thi đua.",
            ["= 100 % | đơn vị | ký giao ước thi đua | -"],
        ),
        ("VI. THI ĐUA, KHEN THƯỞNG", "- Khen 10% số tập thể.", []),
        ("I. THỰC HIỆN CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA", "- Còn 12% thôn chưa có đường bê tông.", []),
        (
            "II. CHỈ TIÊU\n1. Tỷ lệ người dân có chữ ký số",
            "- Quý I/2026: đạt 20%\n- Quý II/2026: đạt 40%",
            ["= 20 % | người dân | chữ ký số | 2026-03-31", "= 40 % | người dân | chữ ký số | 2026-06-30"],
        ),
        (
            "II. CHỈ TIÊU",
            "- Tỷ lệ người dân có chữ ký số:\n+ Năm 2026: 35%\n+ Năm 2027: 50%",
            ["= 35 % | người dân | chữ ký số | 2026-12-31", "= 50 % | người dân | chữ ký số | 2027-12-31"],
        ),
    ],
)
def test_a_figure_by_its_heading(heads, lines, expected):
    assert found(heads, lines) == expected


def test_the_line_that_opens_a_list_gives_its_date():
    lines = "Đến 31/10/2026 đạt các chỉ tiêu sau:\n- Hồ sơ trực tuyến: 80%.\n- Tái sử dụng dữ liệu: > 50%\n1. Việc khác"
    draft = read("II. NỘI DUNG", lines)
    assert [(t["value"], t["due"]) for t in draft["targets"]] == [(80, "2026-10-31"), (50, "2026-10-31")]
    assert {t["inherited_from"] for t in draft["targets"]} == {"Đến 31/10/2026 đạt các chỉ tiêu sau:"}


def test_a_paragraph_that_opens_nothing_lends_no_date():
    lines = "Đến 31/10/2026 tổ chức sơ kết.\n- 80% hồ sơ nộp trực tuyến."
    (target,) = read("II. MỤC TIÊU", lines)["targets"]
    assert target["due"] is None
