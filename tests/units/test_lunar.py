"""The lunar calendar against days everybody knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.units.lunar import FIRST_YEAR, LAST_YEAR, LunarDay, lunar_of, new_year, solar_of

# Mùng 1 Tết of 1990–2050 as printed calendars of Vietnam give it (month/day).
TET = """
1990 1/27 1991 2/15 1992 2/4 1993 1/23 1994 2/10 1995 1/31 1996 2/19 1997 2/7 1998 1/28 1999 2/16 2000 2/5 2001 1/24
2002 2/12 2003 2/1 2004 1/22 2005 2/9 2006 1/29 2007 2/17 2008 2/7 2009 1/26 2010 2/14 2011 2/3 2012 1/23 2013 2/10
2014 1/31 2015 2/19 2016 2/8 2017 1/28 2018 2/16 2019 2/5 2020 1/25 2021 2/12 2022 2/1 2023 1/22 2024 2/10 2025 1/29
2026 2/17 2027 2/6 2028 1/26 2029 2/13 2030 2/2 2031 1/23 2032 2/11 2033 1/31 2034 2/19 2035 2/8 2036 1/28 2037 2/15
2038 2/4 2039 1/24 2040 2/12 2041 2/1 2042 1/22 2043 2/10 2044 1/30 2045 2/17 2046 2/6 2047 1/26 2048 2/14 2049 2/2
2050 1/23
"""


def pairs() -> list[tuple[str, str]]:
    words = TET.split()
    return list(zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize(("year", "day"), pairs())
def test_tet_is_the_day_of_printed_calendars(year, day):
    month, day = map(int, day.split("/"))
    assert new_year(int(year)) == date(int(year), month, day)


@pytest.mark.parametrize(
    ("year", "ours", "chinas"),
    [
        (1968, date(1968, 1, 29), date(1968, 1, 30)),
        (1985, date(1985, 1, 21), date(1985, 2, 20)),
        (2007, date(2007, 2, 17), date(2007, 2, 18)),
        (2030, date(2030, 2, 2), date(2030, 2, 3)),
    ],
)
def test_tet_differs_from_china_where_an_hour_does(year, ours, chinas):
    assert new_year(year) == ours != chinas


@pytest.mark.parametrize(
    "day",
    [date(2018, 4, 25), date(2019, 4, 14), date(2020, 4, 2), date(2021, 4, 21), date(2022, 4, 10), date(2023, 4, 29),
     date(2024, 4, 18), date(2025, 4, 7), date(2026, 4, 26), date(2027, 4, 16)],
)  # fmt: skip
def test_gio_to_is_the_tenth_of_the_third_month(day):
    assert solar_of(day.year, 3, 10) == day


@pytest.mark.parametrize(
    ("year", "month"),
    [(2004, 2), (2006, 7), (2009, 5), (2012, 4), (2014, 9), (2017, 6), (2020, 4), (2023, 2), (2025, 6), (2028, 5),
     (2031, 3), (2033, 11), (2036, 6), (2039, 5)],
)  # fmt: skip
def test_the_leap_month(year, month):
    leap = solar_of(year, month, 1, is_leap=True)
    assert lunar_of(leap) == LunarDay(year, month, 1, is_leap=True)
    assert lunar_of(leap - timedelta(days=1)).month == month


def test_a_year_without_that_leap_month_says_so():
    with pytest.raises(ValueError, match="has no day"):
        solar_of(2026, 6, 1, is_leap=True)
    with pytest.raises(ValueError, match="has no day"):
        solar_of(2026, 1, 31)
    with pytest.raises(ValueError, match="has no day"):
        solar_of(2026, 1, 0)
    with pytest.raises(ValueError, match="1968"):
        new_year(1950)


@given(st.dates(min_value=date(FIRST_YEAR, 2, 1), max_value=date(LAST_YEAR, 12, 31)))
def test_there_and_back(day):
    at = lunar_of(day)
    assert solar_of(at.year, at.month, at.day, is_leap=at.is_leap) == day
    assert 1 <= at.day <= 30


@given(st.dates(min_value=date(FIRST_YEAR, 2, 1), max_value=date(LAST_YEAR, 12, 30)))
def test_a_day_is_followed_by_the_next_or_by_a_first(day):
    one, two = lunar_of(day), lunar_of(day + timedelta(days=1))
    assert two.day == (one.day + 1 if (two.month, two.is_leap) == (one.month, one.is_leap) else 1)
    assert one.day in (29, 30) or two.day == one.day + 1
