"""What stands together in one cell of names."""

import pytest

from tungnha.matching.repair.together import Apart, take_apart

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("cell", ["Bà: Đinh Gia Giang", "Đ/c Nguyễn Văn An", "ông/bà Lê Thị Cúc", "Lê Thị Cúc"])
def test_the_sign_behind_a_title_parts_nothing(cell):
    assert take_apart(cell) is None


@pytest.mark.parametrize(
    ("cell", "apart"),
    [
        ("Đ/c: Lê Văn Bình, sn 1980", Apart("Lê Văn Bình", birth="1980")),
        ("Ông/bà Lê Thị Cúc - thôn 3", Apart("Lê Thị Cúc", village="thôn 3")),
        ("Lê Thị Cúc: 0912000123", Apart("Lê Thị Cúc", phone="0912000123")),
        ("Lê Văn Hùng, sn 05/03/1988, CCCD 038088990011", Apart("Lê Văn Hùng", "05/03/1988", "038088990011")),
    ],
)
def test_what_stands_behind_the_name_is_told_apart(cell, apart):
    assert take_apart(cell) == apart
