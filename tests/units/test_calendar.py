"""Working days and last days of terms, against the years as they were decided."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.units.calendar import VIETNAM, Calendar, day_of, end_of, holidays

PLAIN = Calendar()
YEARS = st.dates(min_value=date(2019, 1, 1), max_value=date(2060, 12, 31))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("first", "last", "what"),
    [
        (date(2019, 2, 2), date(2019, 2, 10), "Tết 2019"),
        (date(2020, 1, 23), date(2020, 1, 29), "Tết 2020, with two days in lieu"),
        (date(2021, 2, 10), date(2021, 2, 16), "Tết 2021, with two days in lieu"),
        (date(2022, 1, 29), date(2022, 2, 6), "Tết 2022"),
        (date(2023, 1, 20), date(2023, 1, 26), "Tết 2023, with two days in lieu"),
        (date(2024, 2, 8), date(2024, 2, 14), "Tết 2024, with two days in lieu"),
        (date(2025, 1, 25), date(2025, 2, 2), "Tết 2025"),
        (date(2026, 2, 14), date(2026, 2, 22), "Tết 2026"),
        (date(2022, 4, 30), date(2022, 5, 3), "30/4 and 1/5 on a weekend"),
        (date(2023, 4, 29), date(2023, 5, 3), "Giỗ Tổ, 30/4 and 1/5 in a row"),
        (date(2026, 4, 25), date(2026, 4, 27), "Giỗ Tổ on a Sunday"),
        (date(2022, 9, 1), date(2022, 9, 4), "2/9/2022, a Friday"),
        (date(2023, 9, 1), date(2023, 9, 4), "2/9/2023, a Saturday"),
        (date(2024, 8, 31), date(2024, 9, 3), "2/9/2024, a Monday"),
        (date(2025, 8, 30), date(2025, 9, 2), "2/9/2025, a Tuesday"),
        (date(2022, 1, 1), date(2022, 1, 3), "New Year's Day on a Saturday"),
        (date(2023, 1, 1), date(2023, 1, 2), "New Year's Day on a Sunday"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_the_holidays_are_as_they_were_announced(first, last, what):
    assert [day for day in days(first, last) if PLAIN.is_working(day)] == [], what
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    assert PLAIN.is_working(after)
    assert PLAIN.is_working(before) or before.weekday() >= 5


# Issue 4, show 4: a request made on the Friday before Tết: the last day of each term of NĐ 356/2025 Đ5.
@pytest.mark.parametrize(
    ("received", "two_working", "ten", "fifteen", "twenty", "thirty"),
    [
        ("2024-02-02", "02-06", "02-15", "02-19", "02-22", "03-04"),
        ("2025-01-24", "02-04", "02-03", "02-10", "02-13", "02-24"),
        ("2026-02-13", "02-24", "02-23", "03-02", "03-05", "03-16"),
        ("2027-01-29", "02-02", "02-11", "02-15", "02-18", "03-01"),
        ("2028-01-21", "02-01", "01-31", "02-07", "02-10", "02-21"),
    ],
)
def test_the_friday_before_tet(received, two_working, ten, fifteen, twenty, thirty):
    friday = date.fromisoformat(received)
    assert friday.weekday() == 4
    assert f"{PLAIN.add_working_days(friday, 2):%m-%d}" == two_working
    assert [f"{PLAIN.last_day(friday, n):%m-%d}" for n in (10, 15, 20, 30)] == [ten, fifteen, twenty, thirty]


def test_the_hour_plays_no_part_and_the_day_of_receipt_is_not_counted():
    for hour in (0, 7, 17, 23):
        at = datetime(2026, 5, 26, hour, 59, tzinfo=VIETNAM)
        assert PLAIN.add_working_days(at, 2) == date(2026, 5, 28)
        assert PLAIN.last_day(at, 10) == date(2026, 6, 5)


def test_an_instant_is_read_in_vietnamese_time():
    late_in_london = datetime.fromisoformat("2026-05-26T18:30:00+00:00")  # 01:30 of the 27th here
    assert day_of(late_in_london) == date(2026, 5, 27)
    assert end_of(date(2026, 5, 28)).isoformat() == "2026-05-29T00:00:00+07:00"


def test_what_comes_on_a_day_off_is_counted_from_the_next_day():
    saturday = date(2026, 5, 30)
    assert PLAIN.add_working_days(saturday, 2) == date(2026, 6, 2)


def test_decided_days_beat_the_rule():
    """2/9/2026 is a Wednesday: Monday 31/8 is swapped with Saturday 22/8."""
    monday, saturday = date(2026, 8, 31), date(2026, 8, 22)
    swapped = Calendar(off={monday: "hoán đổi"}, working={saturday: "làm bù"})
    assert PLAIN.is_working(monday)
    assert not PLAIN.is_working(saturday)
    assert swapped.why_off(monday) == "hoán đổi"
    assert swapped.is_working(saturday)
    assert swapped.add_working_days(date(2026, 8, 21), 1) == saturday
    assert swapped.last_day(date(2026, 8, 21), 10) == date(2026, 9, 3)


def test_another_choice_of_tet_days_is_entered_as_days():
    """2026 decided otherwise: two days before and three after."""
    calendar = Calendar(off={date(2026, 2, 13): "Tết"}, working={date(2026, 2, 20): ""})
    assert calendar.why_off(date(2026, 2, 13)) == "Tết"
    assert calendar.next_working(date(2026, 2, 14)) == date(2026, 2, 20)


def test_a_holiday_that_is_worked_gives_no_day_in_lieu():
    assert PLAIN.why_off(date(2026, 4, 27)) == "nghỉ bù Giỗ Tổ Hùng Vương"
    assert Calendar(working={date(2026, 4, 26): "trực"}).is_working(date(2026, 4, 27))


def test_a_calendar_without_working_days_is_told_and_does_not_turn_for_ever():
    endless = Calendar(off={date(2026, 1, 1) + timedelta(days=n): "x" for n in range(200)})
    with pytest.raises(ValueError, match="days off that were entered"):
        endless.next_working(date(2026, 1, 5))


def test_each_year_has_its_eleven_days_of_holiday():
    """1 + 5 + 1 + 1 + 1 + 2 = 11, fewer only where Giỗ Tổ falls on 30/4 or 1/5."""
    for year in range(2019, 2100):
        assert len(holidays(year)) >= 10, year
    assert len(holidays(2026)) == 11


@given(YEARS, st.integers(0, 30))
def test_a_last_day_is_a_working_day_and_never_early(day, n):
    last = PLAIN.last_day(day, n)
    assert PLAIN.is_working(last)
    assert last >= day + timedelta(days=n)
    assert not any(PLAIN.is_working(d) for d in days(day + timedelta(days=n), last)[:-1])


@given(YEARS, st.integers(1, 20))
def test_working_days_are_counted_one_by_one(day, n):
    last = PLAIN.add_working_days(day, n)
    assert PLAIN.working_days_between(day, last) == n
    assert PLAIN.is_working(last)


@given(YEARS)
def test_each_holiday_on_a_weekend_gives_one_day_in_lieu(day):
    year = day.year
    lost = [d for d in holidays(year) if d.weekday() >= 5]
    given_back = [
        d for d in days(date(year, 1, 1), date(year, 12, 31)) if PLAIN.why_off(d).startswith("nghỉ bù")
    ]  # fmt: skip
    assert len(given_back) == len(lost)
    assert all(d.weekday() < 5 for d in given_back)
