"""Ages of the invented people: drawn in days before a reference day, and how much of a birth date is known."""

from __future__ import annotations

from datetime import date
from random import Random

YEAR = 365.25

# Nobody turns 15 from a month before the reference day until 200 days after it, so the base of every rate in
# the demo stands still for the length of a campaign.
OVER_15 = round(15 * YEAR)
_QUIET = range(OVER_15 - 202, OVER_15 + 33)


def steady(days: float) -> int:
    return round(days) + len(_QUIET) if round(days) in _QUIET else round(days)


def aged(rng: Random, low: float, high: float) -> int:
    return steady(rng.uniform(low, high) * YEAR)


def spouse_of(rng: Random, husband: int) -> int:
    younger_by = min(9.0, max(-4.0, rng.gauss(2.5, 2.8)))
    return steady(max(husband - younger_by * YEAR, 18.8 * YEAR))


def draw_precision(rng: Random, years: float) -> str:
    if years < 58:
        return "day"
    year_only = 0.06 if years < 68 else 0.22
    draw = rng.random()
    return "year" if draw < year_only else "month" if draw < year_only + 0.015 else "day"


def known_part(born: date, precision: str) -> date:
    if precision == "year":
        return date(born.year, 1, 1)
    return born.replace(day=1) if precision == "month" else born


def birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # born on 29 February
        return date(born.year + years, 3, 1)


def youth(years: float) -> float:
    return 0.5 if years < 18 else 1.6 if years < 36 else 1.0 if years < 50 else 0.4 if years < 63 else 0.08
