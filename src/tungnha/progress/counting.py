"""How each measure is counted, and the counts themselves: a few grouped queries, however many targets and villages.

The ways themselves stand in `progress.ways`, one a module; this is what the rest of the room asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from tungnha.ledger.models import Measure
from tungnha.progress.ways import Days, Slot, Tally, rolls, total, way_for, way_of, why_not
from tungnha.progress.ways import things as things_module
from tungnha.progress.ways.registry import ways
from tungnha.progress.ways.rolls import OF_UNITS, places_in_units
from tungnha.progress.ways.stated import STATED_ONLY
from tungnha.progress.ways.things import THINGS, has, in_base
from tungnha.units.models import Area


def things(measure: Measure, area: Area) -> QuerySet[Any]:
    """All things of the measure's kind in an area."""
    return rolls.rows_in(measure, area) if way_of(measure) == "units" else things_module.rows_in(measure, area)


def counted_q(measure: Measure, on: date, area: Area) -> tuple[Q, Q]:
    """(base, holders) of a measure as filters on `things`, whichever way it is counted."""
    if way_of(measure) == "units":
        return rolls.held(measure, on, area)
    return in_base(measure, on), has(measure, on)


def tally(slots: Sequence[Slot], area: Area) -> Tally:
    """Count all measures in all places below an area, each by its own way."""
    found: Tally = {}
    for way in ways():
        same = [slot for slot in slots if way_for(slot.measure) is way]
        if not same or way.tally is None:
            continue
        for path, counts in way.tally(same, area).items():
            found.setdefault(path, {}).update(counts)
    return found


__all__ = [
    "OF_UNITS", "STATED_ONLY", "THINGS", "Days", "Slot", "Tally", "counted_q", "has", "in_base", "places_in_units",
    "tally", "things", "total", "way_for", "way_of", "why_not",
]  # fmt: skip
