"""The 12-digit personal number and what spreadsheets do to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.identity.numbers import (
    PROVINCES,
    PersonalNumber,
    mask,
    read_personal_number,
    why_no_personal_number,
)

NUMBERS = st.builds(
    lambda province, century, rest: f"{province}{century}{rest:08}",
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 3),
    st.integers(0, 99_999_999),
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("038090012345", "038090012345"),
        (" 038 090 012 345 ", "038090012345"),
        ("038.090.012.345", "038090012345"),
        ("'038090012345", "038090012345"),
        ("038090012345\u00a0", "038090012345"),
        ("38090012345", "038090012345"),
        (38090012345, "038090012345"),
        (38090012345.0, "038090012345"),
        ("38090012345.0", "038090012345"),
        ("38090012345,00", "038090012345"),
        (1090012345, "001090012345"),  # Hà Nội loses two zeros
        ("6090012345", "006090012345"),  # so does Bắc Kạn
        ("999090012345", "999090012345"),  # registered abroad: a warning, no refusal
        ("123456789", "123456789"),
        ("12345678", "012345678"),
    ],
)
def test_a_number_is_read(written, value):
    number = read_personal_number(written)
    assert number is not None
    assert number.value == value
    assert why_no_personal_number(written) is None


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (None, "Không có số định danh."),
        ("  ", "Không có số định danh."),
        (True, "Không có số định danh."),
        ("3.81E+10", "“3.81E+10” đã bị Excel làm tròn"),
        ("3,8090012345e10", "đã bị Excel làm tròn"),
        ("03809001234A", "có ký tự không phải chữ số"),
        ("0912345678", "Có 10 chữ số; số định danh phải có 12 chữ số."),
        ("99090012345", "thêm số 0 ở đầu cũng không thành"),
        ("0380900123456", "Có 13 chữ số"),
        ("000000000000", "không phải là số thật"),
        (3.5, "Có 2 chữ số"),
        ("٠٣٨٠٩٠٠١٢٣٤٥", "có ký tự không phải chữ số"),
    ],
)
def test_what_cannot_be_known_is_none_with_a_reason(written, reason):
    assert read_personal_number(written) is None
    assert reason in str(why_no_personal_number(written))


def test_what_the_digits_say():
    assert read_personal_number("038190012345") == PersonalNumber(
        "038190012345", "cccd", province_code="038", sex="female", birth_year=1990
    )
    assert read_personal_number("019203000001") == PersonalNumber(
        "019203000001", "cccd", province_code="019", sex="male", birth_year=2003
    )


def test_an_old_card_number_says_nothing_about_the_person():
    number = read_personal_number("171234567")
    assert number is not None
    assert (number.kind, number.sex, number.birth_year, number.province) == ("cmnd", None, None, None)


@pytest.mark.parametrize(
    ("written", "warning"),
    [
        ("138090012345", "Ba số đầu 138 không có trong bảng mã tỉnh"),
        ("038490012345", "Năm sinh theo số định danh là 2190, không thể có."),
        ("38090012345", "thiếu chữ số 0 ở đầu, đã thêm lại"),
        ("12345678", "thiếu chữ số 0 ở đầu, đã thêm lại"),
        ("123456789", "CMND 9 số"),
    ],
)
def test_a_doubt_is_a_warning_and_no_rejection(written, warning):
    number = read_personal_number(written)
    assert number is not None
    assert [warning in text for text in number.warnings] == [True]


def test_a_contradiction_is_told_and_the_unknown_contradicts_nothing():
    number = read_personal_number("038190012345")
    assert number is not None
    assert number.agrees_with("female", 1990)
    assert number.agrees_with(None, None)
    assert not number.agrees_with("male", None)
    assert number.disagreements("male", 1991) == (
        "Giới tính theo số định danh là Nữ, trong danh sách là Nam.",
        "Năm sinh theo số định danh là 1990, trong danh sách là 1991.",
    )


@pytest.mark.parametrize(
    ("value", "masked"),
    [("038090012345", "0380******45"), ("123456789", "12*****89"), ("12345", "*****"), ("", "")],
)
def test_mask_keeps_the_length_and_hides_the_middle(value, masked):
    assert mask(value) == masked


def test_63_provinces_of_registration():
    assert len(PROVINCES) == 63


@given(NUMBERS)
def test_a_number_survives_a_spreadsheet_that_makes_it_a_number(number):
    if len(set(number)) == 1:
        return
    read = read_personal_number(float(number))
    assert read is not None
    assert read.value == number


@given(NUMBERS)
def test_reading_what_was_read_changes_nothing(number):
    read = read_personal_number(number)
    assert read is None or read_personal_number(read.value) == read


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none()))
def test_a_cell_is_either_read_or_explained_and_never_raises(cell):
    assert (read_personal_number(cell) is None) == (why_no_personal_number(cell) is not None)
