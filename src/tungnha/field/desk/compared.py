"""Typed series as figures: how much was saved since the first value, or what stands now (C8).

All whole numbers, so that “reached” is a whole number here too (decision 0006): the largest unit of time in which every
value is whole; hundredths of a per cent where one is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tungnha.field.models import SeriesValue, TypedSeries
from tungnha.identity import names

Unit = TypedSeries.Unit
MINUTES = {Unit.DAYS: 480, Unit.HOURS: 60, Unit.MINUTES: 1}  # of a working day of eight hours
LESS, LEVEL = "less", "level"
IN, OF = "in", "of"  # in a source: the one area it is typed in; the series its figure is a part of
WAYS = {LESS: "giảm được so với lần đo đầu", LEVEL: "mức ở lần đo gần nhất"}


@dataclass(frozen=True)
class Compared:
    """One series on a day. `base`: the first value, or 100 %; `now`: what was saved since, or the value itself. None
    while there is nothing to compare."""

    series: TypedSeries
    first: SeriesValue | None
    latest: SeriesValue | None
    base: int | None
    now: int | None


def series_of(source: Mapping[str, Any], path: str = "") -> list[TypedSeries]:
    """The series a measure speaks of, in an area and below: those of its name, else every one of time where it asks
    what was saved. One that is no longer followed keeps what it reached."""
    rows = TypedSeries.objects.filter(area__path__startswith=path).select_related("area").prefetch_related("values")
    if source.get(IN):
        rows = rows.filter(area__code=source[IN])
    wanted = names.fold(str(source.get("series") or ""))
    if wanted:
        return [one for one in rows if names.fold(one.name) == wanted]
    return [one for one in rows if one.unit in MINUTES] if source.get("as") == LESS else []


def unit_of(source: Mapping[str, Any]) -> tuple[str, Decimal]:
    """(the unit's word, how many of it make one of the smallest): one for all places, so that they add up."""
    found = series_of(source)
    units = {one.unit for one in found}
    values = [(one.unit, value.value) for one in found for value in one.values.all()]
    if units and units <= set(MINUTES):
        for unit, size in MINUTES.items():
            if all((value * MINUTES[Unit(u)] / size) % 1 == 0 for u, value in values):
                return str(unit.label), Decimal(size)
        return str(Unit.MINUTES.label), Decimal(1)
    whole = all(value % 1 == 0 for _, value in values)
    if units == {Unit.PERCENT}:
        return ("%", Decimal(1)) if whole else ("phần vạn", Decimal("0.01"))
    return str(Unit.COUNT.label), Decimal(1)


def compare(one: TypedSeries, source: Mapping[str, Any], size: Decimal, on: date) -> Compared:
    """Where a series stands at the end of a day, in units of `size`."""
    stands: dict[date, SeriesValue] = {}
    for value in sorted(one.values.all(), key=lambda v: (v.made_at, v.pk)):
        if value.on <= on:
            stands[value.on] = value
    days = sorted(stands)
    if not days:
        return Compared(one, None, None, None, None)
    first, latest = stands[days[0]], stands[days[-1]]
    if source.get("as") == LEVEL:
        base = _whole(Decimal(100), size) if one.unit == Unit.PERCENT else _whole_of(one, source, size, on)
        return Compared(one, first, latest, base, _whole(latest.value, size))
    if len(days) < 2:
        return Compared(one, first, latest, None, None)
    scale = Decimal(MINUTES.get(Unit(one.unit), 1))
    start, end = (_whole(value.value * scale, size) for value in (first, latest))
    return Compared(one, first, latest, start, start - end)


def _whole_of(one: TypedSeries, source: Mapping[str, Any], size: Decimal, on: date) -> int | None:
    """What the series it is a part of stands at; None where it is part of none, or that one has no figure yet."""
    if not source.get(OF):
        return None
    wholes = series_of({"series": source[OF], IN: one.area.code})
    return compare(wholes[0], {"as": LEVEL}, size, on).now if wholes else None


def compared(source: Mapping[str, Any], path: str, on: date) -> list[Compared]:
    """Every series a measure speaks of below an area, as it stands on a day."""
    size = unit_of(source)[1]
    return [compare(one, source, size, on) for one in series_of(source, path)]


def known(rows: Sequence[Compared]) -> list[Compared]:
    return [row for row in rows if row.now is not None]


def _whole(value: Decimal, size: Decimal) -> int:
    return int((value / size).quantize(Decimal(1), ROUND_HALF_UP))
