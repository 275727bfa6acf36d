"""The day on which somebody comes to belong to a group of an age. Pure."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from tungnha.identity.dates import PartialDate
from tungnha.people import queries as people


def joins_on(born: date, precision: str, group: str) -> date:
    """The first day on which `people.queries.of_age` holds."""
    return turns_on(born, precision, people.AGES[group]) + timedelta(days=group in people.DAY_AFTER)


def turns_on(born: date, precision: str, years: int) -> date:
    """The first day on which `people.queries.turned` holds."""
    last = PartialDate(born, precision).last_day  # type: ignore[arg-type]
    year = last.year + years
    if (last.month, last.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return last.replace(year=year)
