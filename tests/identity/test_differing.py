"""What of two written forms is marked: letters, digits, parts of dates."""

import pytest

from tungnha.identity import differing
from tungnha.identity.dates import read_date


def shown(sides):
    return tuple("".join(f"[{text}]" if marked else text for text, marked in parts) for parts in sides)


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An", ("NGUYỄN VĂN AN", "Nguyễn Văn An")),
        ("Lê Thị Hoà", "Lê Thị Hòa", ("Lê Thị Hoà", "Lê Thị Hòa")),
        ("Trần Thị Hường", "Trần Thị Hương", ("Trần Thị Hư[ờ]ng", "Trần Thị Hư[ơ]ng")),
        ("Tran Thi Hong", "Trần Thị Hồng", ("Tr[a]n Th[i] H[o]ng", "Tr[ầ]n Th[ị] H[ồ]ng")),
        ("Nguyễn An", "Nguyễn Văn An", ("Nguyễn An", "Nguyễn [Văn] An")),
        ("Bùi Thanh Lam", "Bùi Lam", ("Bùi [Thanh] Lam", "Bùi Lam")),
        ("Lê Văn Tuấn", "Lê Văn Tuân", ("Lê Văn Tu[ấ]n", "Lê Văn Tu[â]n")),
        ("Đỗ Minh", "Phạm Quyết", ("[Đỗ] [Minh]", "[Phạm] [Quyết]")),
        ("Hoàng Minh", "Nguyễn Khánh", ("[Hoàng] [Minh]", "[Nguyễn] [Khánh]")),
        ("", "An", ("", "[An]")),
    ],
)
def test_letters_that_differ_are_marked_on_both_sides(a, b, said):
    assert shown(differing.words(a, b)) == said


def test_what_is_not_marked_is_what_was_written():
    one, other = differing.words("hOÀNG  thị bé", "Hoàng Thị Bê")
    assert ("".join(t for t, _ in one), "".join(t for t, _ in other)) == ("hOÀNG  thị bé", "Hoàng Thị Bê")


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("019080990011", "019080990011", ("•" * 12, "•" * 12)),
        ("019080990011", "019080990017", ("•" * 11 + "[1]", "•" * 11 + "[7]")),
        ("019080990011", "019080990101", ("•" * 9 + "[01]•", "•" * 9 + "[10]•")),
    ],
)
def test_only_the_digits_that_differ_are_shown(a, b, said):
    assert shown(differing.digits(a, b)) == said


@pytest.mark.parametrize(("a", "b"), [("019080990011", "038175991234"), ("019080990011", "190809900"), ("", "1234")])
def test_two_numbers_that_have_little_in_common_spell_out_nothing(a, b):
    assert not any(char.isdigit() for char in "".join(shown(differing.digits(a, b))))


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("12/03/1980", "12/08/1980", ("12/[03]/1980", "12/[08]/1980")),
        ("12/03/1980", "03/12/1980", ("[12]/[03]/1980", "[03]/[12]/1980")),
        ("1980", "12/08/1980", ("1980", "12/08/1980")),
        ("08/1980", "12/08/1981", ("08/[1980]", "12/08/[1981]")),
    ],
)
def test_the_part_of_a_date_that_differs_is_marked(a, b, said):
    assert shown(differing.dates(read_date(a), read_date(b))) == said
