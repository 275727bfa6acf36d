import pytest

from tungnha.matching.keys import village_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thôn 1", "thôn 01"),
        ("Thôn 1", "Thôn 1, xã Thiệu Trung, tỉnh Thanh Hóa"),
        ("Thôn Đồng Tâm", "Đồng Tâm"),
        ("Thôn Đồng Tâm", "BẢN ĐỒNG TÂM"),
        ("Tổ dân phố 3", "TDP 03"),
        ("Khu phố 1", "KP 1"),
        ("Khu phố 1", "KP1"),
        ("Số nhà 5, Thôn Đồng Tâm, xã Thiệu Trung", "Đồng Tâm"),
    ],
)
def test_one_village_in_two_writings(one, other):
    assert village_key(one) == village_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Thôn 1", "Khu phố 1"), ("Thôn 1", "Thôn 11"), ("Thôn 1", "1"), ("Đồng Tâm", "Đồng Tiến")]
)
def test_two_villages(one, other):
    assert village_key(one) != village_key(other)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_village(nothing):
    assert village_key(nothing) == ""
