"""Mobile numbers as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.identity.phones import Phone, explain_phones, mask_phone, read_phone, read_phones, why_no_phone

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
        "đt: 0912345678",
        "(con gái) 0912 345 678",
        "số 1: 0912 345 678",
        "con trai 2 - 0912.345.678",
        "0912345678 con 2",
        "Zalo +84 912 345 678 (cháu 3)",
    ],
)
def test_one_number_in_many_forms(written):
    assert read_phone(written) == Phone("0912345678")
    assert why_no_phone(written) is None


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
        ("ĐT1 0912.345.678 ĐT2 0987.654.321", ["0912345678", "0987654321"]),
        ("09123456780000000000", []),
        ("không có", []),
    ],
)
def test_several_numbers_in_a_cell(cell, numbers):
    assert [phone.value for phone in read_phones(cell)] == numbers


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (None, "Không có số điện thoại."),
        (True, "Không có số điện thoại."),
        ("nhà riêng (0237) 3.123.456", "số máy bàn"),
        ("2373123456", "số máy bàn"),
        ("máy bàn 024 3812 3456", "số máy bàn"),
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


@pytest.mark.parametrize("prefix", ["055", "087", "052", "059", "089", "088", "099", "032", "039", "070", "079"])
def test_every_network_is_known_the_small_ones_too(prefix):
    assert read_phone(f"{prefix}1234567") == Phone(f"{prefix}1234567")


ALL_CHANGED = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084",
    "0125": "085", "0127": "081", "0129": "082", "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), ALL_CHANGED.items())
def test_every_prefix_of_2018_is_changed(old, new):
    assert read_phone(f"{old}1234567") == Phone(f"{new}1234567", old=f"{old}1234567")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("0912345678", ()),
        ("không có", ()),
        ("01681234567", ("Đầu số cũ 0168 đã đổi thành 038.",)),
        ("01681234567 / 0912345678", ("Đầu số cũ 0168 đã đổi thành 038.",
                                      "Ô có 2 số di động, số đầu là số chính.")),
        ("0912345678 (nhà: 0237 3123 456)", ()),
        ("0912345678, nhà 0237 3123 456", ("Số máy bàn trong ô không được lấy.",)),
    ],
)  # fmt: skip
def test_what_was_done_to_a_cell_is_told(cell, said):
    assert explain_phones(cell) == said


@given(MOBILES)
def test_what_is_shown_is_read_again_and_a_mask_hides(number):
    assert read_phone(Phone(number).show()) == Phone(number)
    assert number[3:7] not in mask_phone(number)
    assert len(mask_phone(number)) == 10


@given(MOBILES)
def test_a_number_survives_a_spreadsheet(number):
    assert read_phone(float(number)) == read_phone(f"+84{number[1:]}") == Phone(number)


@given(MOBILES, MOBILES)
def test_two_numbers_in_a_cell_are_both_found(one, other):
    assert [phone.value for phone in read_phones(f"{one} - {other}")] == list(dict.fromkeys([one, other]))


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none()))
def test_a_cell_is_either_read_or_explained(cell):
    assert (read_phone(cell) is None) == (why_no_phone(cell) is not None)
