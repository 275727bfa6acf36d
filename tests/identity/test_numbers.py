"""The 12-digit personal number and what spreadsheets do to it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.identity.numbers import (
    NOW_PART_OF,
    PROVINCES,
    PersonalNumber,
    is_temporary,
    mask,
    read_personal_number,
    read_personal_numbers,
    why_no_personal_number,
    why_replaced,
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
        ("CCCD: 038090012345", "038090012345"),
        ("Số CCCD 038090012345", "038090012345"),
        ("Căn cước công dân số: 038 090 012 345", "038090012345"),
        ("CMND/CCCD: 171234567", "171234567"),
        ("0380\u200b9001\u00ad2345", "038090012345"),
        ("171234567 / 038090012345", "038090012345"),  # the old and the new in one cell
        ("038090012345 (cũ 171234567)", "038090012345"),
        ("038090012345\n171234567", "038090012345"),
        ("038.090.012.345, 171234567", "038090012345"),
        ("038090012345; 038090012345", "038090012345"),
        ("38090012345 hoặc không có", "038090012345"),
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
        ("0000 0000 0000", "không phải là số thật"),
        (3.5, "Có 2 chữ số"),
        ("038090012345 / 038190012345", "Ô có 2 số khác nhau; hãy để mỗi ô một số."),
        ("171234567, 181234567", "Ô có 2 số khác nhau"),
        ("038 / 090", "có ký tự không phải chữ số"),
        ("TAM-0001", "“TAM-0001” là số tạm, không phải số định danh."),
        ("tạm 038090012345", "là số tạm"),
        ("Tâm", "có ký tự không phải chữ số"),
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


def test_63_provinces_of_registration_of_which_29_have_gone():
    assert len(PROVINCES) == 63
    assert len(NOW_PART_OF) == 29
    assert set(NOW_PART_OF) < set(PROVINCES)
    remaining = {name for code, name in PROVINCES.items() if code not in NOW_PART_OF}
    assert len(remaining) == 34
    assert set(NOW_PART_OF.values()) <= remaining


@pytest.mark.parametrize(
    ("digits", "explained"),
    [
        ("038190012345", "Số định danh 12 số: khai sinh ở Thanh Hóa, Nữ, sinh năm 1990."),
        ("006203012345", "Số định danh 12 số: khai sinh ở Bắc Kạn (nay thuộc Thái Nguyên), Nam, sinh năm 2003."),
        ("138090012345", "Số định danh 12 số: mã 138 không có trong bảng mã tỉnh, Nam, sinh năm 1990."),
        ("171234567", "Số CMND 9 số cũ: không cho biết giới tính, năm sinh."),
    ],
)
def test_a_number_is_explained_without_being_shown(digits, explained):
    number = read_personal_number(digits)
    assert number is not None
    assert number.explain() == explained
    assert number.show().replace(" ", "") == digits


def test_a_number_made_by_hand_explains_itself_too():
    assert "không rõ giới tính" in PersonalNumber("038190012345", "cccd", "038", birth_year=1990).explain()


@pytest.mark.parametrize(
    ("digits", "sex", "year", "on", "odd"),
    [
        ("038190012345", "female", 1990, dt.date(2026, 1, 1), ()),
        ("038190012345", None, None, None, ()),
        ("38190012345", "male", 1990, None, ("Số định danh thiếu chữ số 0 ở đầu, đã thêm lại.",
                                            "Giới tính theo số định danh là Nữ, trong danh sách là Nam.")),
        ("038230012345", None, None, dt.date(2026, 1, 1), ("Năm sinh theo số định danh là 2030, còn ở phía trước.",)),
        ("038001012345", None, None, dt.date(2026, 1, 1), ("Theo số định danh thì đã 125 tuổi; hãy xem lại.",)),
        ("038001012345", None, None, None, ()),
        ("038490012345", None, None, dt.date(2026, 1, 1), ("Năm sinh theo số định danh là 2190, không thể có.",)),
        ("171234567", "male", 1990, dt.date(2026, 1, 1), ("Đây là số CMND 9 số đã hết giá trị sử dụng.",)),
    ],
)  # fmt: skip
def test_what_is_odd_is_told_in_sentences(digits, sex, year, on, odd):
    number = read_personal_number(digits)
    assert number is not None
    assert number.oddities(sex, year, on) == odd


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("038090012345", "038090012345", "Hai số là một."),
        ("171234567", "038090012345", "mỗi người có thể có cả CMND cũ và số định danh"),
        ("038090012345", "038191067890", "khác nhau ở giới tính, năm sinh: số định danh được cấp lại"),
        ("038090012345", "006090067890", "khác nhau ở nơi đăng ký khai sinh:"),
        ("038090012345", "038090012354", "chỉ khác 2 chữ số ở cuối: có thể một bên gõ nhầm"),
        ("038090012345", "038090067890", "thường là của hai người"),
    ],
)
def test_whether_one_number_may_have_replaced_another(old, new, why):
    one, other = read_personal_number(old), read_personal_number(new)
    assert one is not None
    assert other is not None
    assert why in why_replaced(one, other)


def test_all_numbers_of_a_cell_are_found():
    found = read_personal_numbers("171234567 cũ, 038090012345 mới; 038090012345")
    assert [(number.kind, number.value) for number in found] == [("cmnd", "171234567"), ("cccd", "038090012345")]
    assert read_personal_numbers(None) == ()


@pytest.mark.parametrize(
    ("cell", "temporary"),
    [("TAM-0001", True), ("'TẠM 12", True), ("tmp_3", True), ("TAM", True), ("Tamara", False), ("038090012345", False),
     (None, False)],
)  # fmt: skip
def test_a_temporary_number_is_recognised(cell, temporary):
    assert is_temporary(cell) is temporary


@given(NUMBERS)
def test_what_is_shown_is_read_again_and_a_mask_hides(number):
    read = read_personal_number(number)
    if read is not None:
        assert read_personal_number(read.show()) == read
        hidden = mask(read.value)
        assert hidden.count("*") == 6
        assert read.value[4:10] not in hidden
        assert number not in read.explain()


@given(NUMBERS, st.sampled_from(["male", "female", None]), st.integers(1900, 2099) | st.none(), st.dates())
def test_odd_or_not_it_is_sentences(number, sex, year, day):
    read = read_personal_number(number)
    assert read is None or all(sentence.endswith(".") for sentence in read.oddities(sex, year, day))


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
