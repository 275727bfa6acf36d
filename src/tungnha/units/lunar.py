"""The Vietnamese lunar calendar, from the astronomy: new moons and the sun's longitude, in days of UTC+7.

A month begins on the day of the new moon. Month 11 holds the winter solstice. Where thirteen months lie between two
such months, the first without a principal term (the sun passing a multiple of 30°) repeats the number before it.
Hồ Ngọc Đức's article of 2004 describes these rules for Vietnam; the series below are those of J. Meeus, Astronomical
Algorithms, chapters 25 and 49: a few seconds for the moon, half a minute for the sun. No new moon that matters here
falls that near to midnight. Vietnam counts in UTC+7 since 1968 (decision 121-CP of 8/8/1967), China in UTC+8: Tết
differs in 1968, 1985, 2007, 2030.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

UTC_OFFSET = 7 / 24  # days
MONTH_DAYS = 29.530588861
FIRST_NEW_MOON = 2451550.09766  # the new moon of 6 January 2000, JDE
J2000 = 2451545.0
EPOCH = date(2000, 1, 1)  # noon of this day is Julian day 2451545.0
FIRST_YEAR, LAST_YEAR = 1968, 2199


@dataclass(frozen=True, order=True)
class LunarDay:
    """A day of the Vietnamese lunar calendar."""

    year: int
    month: int
    day: int
    is_leap: bool = False


def lunar_of(on: date) -> LunarDay:
    """The lunar day of a solar one. Raises ValueError outside 1968–2199."""
    for year in (on.year + 1, on.year, on.year - 1):
        for first, month, is_leap in reversed(_months(year)):
            if first <= on:
                return LunarDay(year, month, (on - first).days + 1, is_leap)
    raise AssertionError("every day lies in a month")


def solar_of(year: int, month: int, day: int, *, is_leap: bool = False) -> date:
    """The solar day of a lunar one. Raises ValueError where that year has no such month or day."""
    months = _months(year)
    for place, (first, number, leap) in enumerate(months):
        if (number, leap) == (month, is_leap):
            following = months[place + 1][0] if place + 1 < len(months) else _months(year + 1)[0][0]
            found = first + timedelta(days=day - 1)
            if day >= 1 and found < following:
                return found
    raise ValueError(f"lunar year {year} has no day {day}/{month}{' leap' if is_leap else ''}")


def new_year(year: int) -> date:
    """The first day of Tết."""
    return _months(year)[0][0]


# --- months of a year ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _months(year: int) -> tuple[tuple[date, int, bool], ...]:
    """(first day, number, whether it is the leap one) of every month of a lunar year."""
    if not FIRST_YEAR <= year <= LAST_YEAR + 1:
        raise ValueError(f"the lunar calendar is worked out for {FIRST_YEAR}–{LAST_YEAR}")
    spring = [row for row in _numbered(year) if row[1] <= 10]  # months 1–10 follow month 11 of the year before
    autumn = [row for row in _numbered(year + 1) if row[1] >= 11]  # months 11, 12 begin the next count
    return tuple(spring + autumn)


@lru_cache(maxsize=512)
def _numbered(year: int) -> tuple[tuple[date, int, bool], ...]:
    """The months from month 11 of `year - 1` up to, without it, month 11 of `year`."""
    start, end = _month_11(year - 1), _month_11(year)
    firsts = [_first_day(k) for k in range(start, end + 1)]
    leap = _leap_place(firsts) if end - start == 13 else None
    rows, number = [], 10
    for place, first in enumerate(firsts[:-1]):
        number += place != leap
        rows.append((first, (number - 1) % 12 + 1, place == leap))
    return tuple(rows)


def _leap_place(firsts: list[date]) -> int:
    terms = [_term(day) for day in firsts]
    return next(place for place in range(1, len(firsts) - 1) if terms[place] == terms[place + 1])


def _month_11(year: int) -> int:
    """The new moon, as a count from that of 6/1/2000, whose month holds the winter solstice of the year."""
    k = math.floor((_julian(date(year, 12, 31)) - FIRST_NEW_MOON) / MONTH_DAYS) + 1
    while _first_day(k) > date(year, 12, 31) or _term(_first_day(k)) >= 9:
        k -= 1
    return k


def _term(day: date) -> int:
    """Which twelfth of its way the sun is in as a day begins: 0 from the March equinox, 9 from the winter solstice."""
    return int(_sun_longitude(_julian(day) - 0.5 - UTC_OFFSET) // 30)


def _first_day(k: int) -> date:
    """The Vietnamese day in which the k-th new moon falls."""
    return EPOCH + timedelta(days=math.floor(_new_moon(k) + 0.5 + UTC_OFFSET - J2000))


def _julian(day: date) -> float:
    """The Julian day at noon."""
    return J2000 + (day - EPOCH).days


# --- the sky ---------------------------------------------------------------------------------------------------------


def _delta_t(jd: float) -> float:
    """How far clocks (UT) lie behind the even time of the series, in days (Espenak and Meeus, 2006)."""
    t = (jd - J2000) / 365.25  # years from 2000
    if t < -14:
        u = t + 25  # from 1975
        seconds = 45.45 + 1.067 * u - u**2 / 260 - u**3 / 718
    elif t < 5:
        seconds = 63.86 + 0.3345 * t - 0.060374 * t**2 + 0.0017275 * t**3 + 0.000651814 * t**4 + 0.00002373599 * t**5
    elif t < 50:
        seconds = 62.92 + 0.32217 * t + 0.005589 * t**2
    else:
        u = (t + 180) / 100
        seconds = -20 + 32 * u**2 - 0.5628 * (150 - t if t < 150 else 0)
    return seconds / 86400


_MOON = (  # coefficient, multiples of the sun's anomaly M, the moon's M', latitude F, node Ω, power of E
    (-0.40720, 0, 1, 0, 0, 0), (0.17241, 1, 0, 0, 0, 1), (0.01608, 0, 2, 0, 0, 0), (0.01039, 0, 0, 2, 0, 0),
    (0.00739, -1, 1, 0, 0, 1), (-0.00514, 1, 1, 0, 0, 1), (0.00208, 2, 0, 0, 0, 2), (-0.00111, 0, 1, -2, 0, 0),
    (-0.00057, 0, 1, 2, 0, 0), (0.00056, 1, 2, 0, 0, 1), (-0.00042, 0, 3, 0, 0, 0), (0.00042, 1, 0, 2, 0, 1),
    (0.00038, 1, 0, -2, 0, 1), (-0.00024, -1, 2, 0, 0, 1), (-0.00017, 0, 0, 0, 1, 0), (-0.00007, 2, 1, 0, 0, 0),
    (0.00004, 0, 2, -2, 0, 0), (0.00004, 3, 0, 0, 0, 0), (0.00003, 1, 1, -2, 0, 0), (0.00003, 0, 2, 2, 0, 0),
    (-0.00003, 1, 1, 2, 0, 0), (0.00003, -1, 1, 2, 0, 0), (-0.00002, -1, 1, -2, 0, 0), (-0.00002, 1, 3, 0, 0, 0),
    (0.00002, 0, 4, 0, 0, 0),
)  # fmt: skip
_PLANETS = (  # coefficient, degrees at k = 0, degrees a month
    (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239),
    (0.000042, 207.19, 0.121824), (0.000040, 291.34, 1.844379), (0.000037, 161.72, 24.198154),
    (0.000035, 239.56, 25.513099), (0.000023, 331.55, 3.592518),
)  # fmt: skip


@lru_cache(maxsize=4096)
def _new_moon(k: int) -> float:
    """The k-th new moon after that of 6/1/2000, as a Julian day in UT."""
    t = k / 1236.85
    mean = FIRST_NEW_MOON + MONTH_DAYS * k + 0.00015437 * t**2 - 0.00000015 * t**3 + 0.00000000073 * t**4
    sun = math.radians(2.5534 + 29.10535670 * k - 0.0000014 * t**2 - 0.00000011 * t**3)
    moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2 + 0.00001238 * t**3 - 0.000000058 * t**4)
    latitude = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2 - 0.00000227 * t**3 + 0.000000011 * t**4)
    node = math.radians(124.7746 - 1.56375588 * k + 0.0020672 * t**2 + 0.00000215 * t**3)
    e = 1 - 0.002516 * t - 0.0000074 * t**2
    shift = sum(c * e**p * math.sin(a * sun + b * moon + f * latitude + n * node) for c, a, b, f, n, p in _MOON)
    for place, (c, at, a_month) in enumerate(_PLANETS):
        shift += c * math.sin(math.radians(at + a_month * k - (0.009173 * t**2 if place == 0 else 0)))
    found = mean + shift
    return found - _delta_t(found)


def _sun_longitude(jd: float) -> float:
    """The sun's apparent longitude in degrees at an instant of UT."""
    t = (jd + _delta_t(jd) - J2000) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t**2
    m = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t**2) * math.sin(m)
        + (0.019993 - 0.000101 * t) * math.sin(2 * m)
        + 0.000289 * math.sin(3 * m)
    )
    node = math.radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360
