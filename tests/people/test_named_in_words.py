"""Names of the register typed into words: found however they are written, and nothing else."""

from __future__ import annotations

import pytest

from tungnha.people.models import Household, Person
from tungnha.people.protection.named_in_words import HIDDEN, hide_names, names_in
from tungnha.units.models import Area, Organisation

pytestmark = pytest.mark.one_database


@pytest.fixture
def register(villages, units, commune):
    house = Household.objects.create(code="91", village=villages[0], order=9)
    for name in ("Hoàng Thị Hoà", "Lê Hồng Phong", "Nông Văn An", "Văn An", "Thanh Hoa", "H'Bia Êban"):
        one = Person(full_name=name, household=house, residence="at_home")
        one.fill_keys()
        one.save()
    Organisation.objects.create(name="Trường THCS Lê Hồng Phong", kind="school", area=commune)
    return commune


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bà Hoàng Thị Hòa ở thôn 1 chưa có điện thoại.", ["Hoàng Thị Hòa"]),
        ("HOÀNG THỊ HOÀ; hoàng thị hoà; hoang thi hoa", ["HOÀNG THỊ HOÀ", "hoàng thị hoà", "hoang thi hoa"]),
        ("Hoàng Thị Hóa không phải bà ấy", []),
        ("ông Nông Văn An, ông Nông\xa0Văn  An", ["Nông Văn An", "Nông\xa0Văn  An"]),
        ("Bà H'Bia Êban", ["H'Bia Êban"]),
        ("Trường THCS Lê Hồng Phong gửi đủ; trường thcs lê hồng phong", []),
        ("Đề nghị khen ông Lê Hồng Phong", ["Lê Hồng Phong"]),
        ("tỉnh Thanh Hóa; đồi thanh hoa nở", []),
        ("Nguyễn Văn Lạ; Toàn xã có 12 người có chữ ký số; Nông Văn\nAn", []),
        ("", []),
    ],
)
def test_a_name_is_found_as_it_may_be_typed(register, text, found):
    assert names_in([text], register) == found


def test_what_is_found_is_hidden_whole_and_the_rest_stays(register):
    text = "Ông Nông Văn An và bà Hoàng Thị Hòa (thôn 1); Nông Văn Anh thì không."
    found = names_in([text], register)
    assert found == ["Nông Văn An", "Hoàng Thị Hòa"]
    assert hide_names(text, found) == f"Ông {HIDDEN} và bà {HIDDEN} (thôn 1); Nông Văn Anh thì không."
    assert hide_names(text, found[1:]) == f"Ông Nông Văn An và bà {HIDDEN} (thôn 1); Nông Văn Anh thì không."


def test_only_the_register_of_the_area_is_asked(register, province, django_assert_max_num_queries):
    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    assert names_in(["Hoàng Thị Hoà"], other) == []
    long = " ".join(f"Người Thứ {'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}" for n in range(900))
    with django_assert_max_num_queries(40):
        names_in([long[:20_000]], register)
