"""Mobile numbers as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.identity.phones import Phone, mask_phone, read_phone, read_phones, why_no_phone

MOBILES = st.builds(lambda prefix, rest: f"{prefix}{rest:07}", st.sampled_from(["032", "098", "070", "081", "056"]),
                    st.integers(0, 9_999_999))  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "0912.345.678",
        " 0912 345 678 ",
        "+84912345678",
        "(+84) 912 345 678",
        "84912345678",
        "840912345678",
        "0084912345678",
        "912345678",
        912345678,
        912345678.0,
        "912345678.0",
        "'0912345678",
        "ĐT: 0912-345-678",
        "0912345678\u00a0",
    ],
)
def test_one_number_in_many_forms(written):
    assert read_phone(written) == Phone("0912345678")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("01201234567", "0701234567"),
        ("01234567890", "0834567890"),
        ("01681234567", "0381234567"),
        ("01861234567", "0561234567"),
        ("01991234567", "0591234567"),
        ("+84 168 123 4567", "0381234567"),
        ("1681234567", "0381234567"),
    ],
)
def test_eleven_digits_become_ten_and_the_old_number_is_kept(old, new):
    phone = read_phone(old)
    assert phone is not None
    assert phone.value == new
    assert phone.old is not None
    assert phone.old[-7:] == new[-7:]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("0912345678 / 0987654321", ["0912345678", "0987654321"]),
        ("0912345678, 01681234567", ["0912345678", "0381234567"]),
        ("0912 345 678 0987 654 321", ["0912345678", "0987654321"]),
        ("0912345678-0987654321", ["0912345678", "0987654321"]),
        ("0912345678\n0987654321", ["0912345678", "0987654321"]),
        ("0912345678 hoặc 0987654321", ["0912345678", "0987654321"]),
        ("0912345678; 0912.345.678", ["0912345678"]),
        ("0912345678 (con trai)", ["0912345678"]),
        ("02373123456 / 0912345678", ["0912345678"]),
        ("không có", []),
    ],
)
def test_several_numbers_in_a_cell(cell, numbers):
    assert [phone.value for phone in read_phones(cell)] == numbers


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (None, "Không có số điện thoại."),
        ("không có", "Không có số điện thoại."),
        ("02373 123 456", "số máy bàn"),
        ("0912", "không phải là số di động"),
        ("0112345678", "không phải là số di động"),
    ],
)
def test_what_is_no_mobile_number_is_none_with_a_reason(cell, reason):
    assert read_phone(cell) is None
    assert reason in str(why_no_phone(cell))


def test_mask_and_show():
    assert mask_phone("0912345678") == "091****678"
    assert mask_phone("0912") == "****"
    assert Phone("0912345678").show() == "0912 345 678"


@given(MOBILES)
def test_a_number_survives_a_spreadsheet(number):
    assert read_phone(float(number)) == read_phone(f"+84{number[1:]}") == Phone(number)


@given(MOBILES, MOBILES)
def test_two_numbers_in_a_cell_are_both_found(one, other):
    assert [phone.value for phone in read_phones(f"{one} - {other}")] == list(dict.fromkeys([one, other]))


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none()))
def test_a_cell_is_either_read_or_explained(cell):
    assert (read_phone(cell) is None) == (why_no_phone(cell) is not None)
