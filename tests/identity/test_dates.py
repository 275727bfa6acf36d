"""Dates as far as they are known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.identity.dates import AgeRange, BadDate, PartialDate, read_date

DAYS = st.dates(dt.date(1906, 1, 1), dt.date(2026, 12, 31))
PARTIAL = st.builds(PartialDate, DAYS, st.sampled_from(["day", "month", "year"]))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("31/07/1990", "31/07/1990"),
        ("1/7/1990", "01/07/1990"),
        ("01-07-1990", "01/07/1990"),
        ("01.07.1990", "01/07/1990"),
        ("01 / 07 / 1990", "01/07/1990"),
        ("01071990", "01/07/1990"),
        ("1071990", "01/07/1990"),
        (1071990, "01/07/1990"),
        ("ngày 5 tháng 3 năm 1990", "05/03/1990"),
        ("1990-07-31", "31/07/1990"),
        ("1990-07-31 00:00:00", "31/07/1990"),
        ("31/07/1990 10:30", "31/07/1990"),
        ("1990-07-31T00:00:00Z", "31/07/1990"),
        ("07/1990", "07/1990"),
        ("7.1990", "07/1990"),
        ("tháng 7/1990", "07/1990"),
        ("00/07/1990", "07/1990"),
        ("1990", "1990"),
        (1990, "1990"),
        (1990.0, "1990"),
        ("năm 1990", "1990"),
        ("tháng 7 năm 1990", "07/1990"),
        ("mồng 5 tháng 3 năm 1990", "05/03/1990"),
        ("Sinh ngày 05/3/1990", "05/03/1990"),
        ("sn 1950", "1950"),
        ("năm sinh: 1950", "1950"),
        ("00/00/1950", "1950"),
        ("00001950", "1950"),
        ("..../..../1950", "1950"),
        ("__/__/1950", "1950"),
        (32874, "01/01/1990"),
        (32874.75, "01/01/1990"),
        ("32874", "01/01/1990"),
        (dt.date(1990, 7, 31), "31/07/1990"),
        (dt.datetime(1990, 7, 31, 23, 59), "31/07/1990"),
        ("29/02/2000", "29/02/2000"),
        (PartialDate(dt.date(1990, 1, 1), "year"), "1990"),
    ],
)
def test_a_date_is_read(written, shown):
    assert read_date(written).show() == shown


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("31/02/1990", "31/02/1990 không có trong lịch: tháng 2/1990 chỉ có 28 ngày."),
        ("29/02/1900", "29/02/1900 không có trong lịch: tháng 2/1900 chỉ có 28 ngày."),
        ("07/31/1990", "07/31/1990 không có trong lịch: không có tháng 31 (ngày ghi trước, tháng ghi sau)."),
        ("15/00/1990", "15/00/1990 có ngày mà không có tháng."),
        ("12/03/90", "“12/03/90”: năm chỉ có hai chữ số, không rõ thế kỷ; hãy ghi đủ bốn chữ số."),
        ("01/01/1805", "Năm 1805 nằm ngoài khoảng 1880–2100."),
        ("1/7/90", "“1/7/90”: năm chỉ có hai chữ số, không rõ thế kỷ; hãy ghi đủ bốn chữ số."),
        ("7/90", "“7/90”: năm chỉ có hai chữ số, không rõ thế kỷ; hãy ghi đủ bốn chữ số."),
        ("khoảng 1950", "“khoảng 1950” không phải là ngày tháng; hãy ghi như 31/07/1990 hoặc chỉ năm 1990."),
        (True, "Không có ngày, tháng, năm."),
        ("", "Không có ngày, tháng, năm."),
        (None, "Không có ngày, tháng, năm."),
        ("không nhớ", "“không nhớ” không phải là ngày tháng."),
        (5, "“5” không phải là ngày tháng; hãy ghi như 31/07/1990 hoặc chỉ năm 1990."),
        (float("nan"), "“nan” không phải là ngày tháng."),
    ],
)
def test_a_bad_date_is_told_in_a_sentence(written, sentence):
    with pytest.raises(BadDate) as caught:
        read_date(written)
    assert str(caught.value) == sentence


def test_the_1904_system_of_old_macs():
    assert read_date(32874 - 1462, excel_1904=True) == read_date(32874)


def test_what_is_known_alike_is_equal():
    assert PartialDate(dt.date(1950, 7, 31), "year") == PartialDate(dt.date(1950, 1, 1), "year")
    assert PartialDate(dt.date(1950, 7, 31), "month") == PartialDate(dt.date(1950, 7, 1), "month")
    assert PartialDate(dt.date(1950, 1, 1)) != PartialDate(dt.date(1950, 1, 1), "year")


@pytest.mark.parametrize(
    ("born", "on", "ages"),
    [
        ("31/07/2008", dt.date(2026, 7, 30), (17, 17)),
        ("31/07/2008", dt.date(2026, 7, 31), (18, 18)),
        ("07/2008", dt.date(2026, 7, 15), (17, 18)),
        ("2008", dt.date(2026, 7, 15), (17, 18)),
        ("2008", dt.date(2026, 12, 31), (18, 18)),
        ("2026", dt.date(2026, 7, 15), (0, 0)),
        ("29/02/2008", dt.date(2026, 2, 28), (17, 17)),
        ("29/02/2008", dt.date(2026, 3, 1), (18, 18)),
    ],
)
def test_age_is_a_range_when_the_day_is_not_known(born, on, ages):
    assert read_date(born).age_on(on) == AgeRange(*ages)


@pytest.mark.parametrize(
    ("one", "other", "could"),
    [
        ("31/07/1990", "31/07/1990", True),
        ("31/07/1990", "30/07/1990", False),
        ("31/07/1990", "07/1990", True),
        ("31/07/1990", "08/1990", False),
        ("31/07/1990", "1990", True),
        ("31/07/1990", "1991", False),
        ("01/01/1990", "31/07/1990", True),  # 01/01 often stands for the year alone
        ("01/01/1990", "07/1990", True),
        ("01/01/1990", "31/07/1991", False),
        ("07/1990", "08/1990", False),
    ],
)
def test_could_equal(one, other, could):
    assert read_date(one).could_equal(read_date(other)) is could


@pytest.mark.parametrize(
    ("written", "explained"),
    [
        ("31/07/1990", None),
        ("01/01/1990", "Ngày 01/01/1990 có thể chỉ thay cho năm sinh."),
        ("07/1990", "Chỉ biết tháng, năm sinh 07/1990."),
        ("1990", "Chỉ biết năm sinh 1990."),
    ],
)
def test_what_is_not_known_of_a_date_is_told(written, explained):
    assert read_date(written).explain() == explained


def test_an_age_is_shown_as_it_is_known():
    assert AgeRange(36, 36).show() == "36 tuổi"
    assert read_date("1990").age_on(dt.date(2026, 7, 15)).show() == "35–36 tuổi"


def test_a_column_may_mix_serials_text_and_years():
    column = [32874, "31/07/1990", 1990, "1950", "00/00/1950", 26146.0, "5.7.1971"]
    assert [read_date(cell).show() for cell in column] == [
        "01/01/1990", "31/07/1990", "1990", "1950", "1950", "01/08/1971", "05/07/1971",
    ]  # fmt: skip


@given(PARTIAL)
def test_what_is_shown_can_be_read_again(date):
    assert read_date(date.show()) == date


@given(DAYS)
def test_a_serial_number_is_the_day_a_spreadsheet_shows(day):
    assert read_date((day - dt.date(1899, 12, 30)).days).date == day


@given(PARTIAL, PARTIAL)
def test_could_equal_goes_both_ways(one, other):
    assert one.could_equal(other) == other.could_equal(one)
    assert one.could_equal(one)


@given(PARTIAL, DAYS)
def test_the_youngest_age_is_never_above_the_oldest(born, day):
    ages = born.age_on(day)
    assert 0 <= ages.min <= ages.max


@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_any_cell_is_a_date_or_refused_with_a_sentence(cell):
    try:
        said = f"{read_date(cell).show()}."
    except BadDate as problem:
        said = str(problem)
    assert said.endswith(".")
