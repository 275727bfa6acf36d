"""The count on each day from one to another, from what is kept: as quick for a province as for a village."""

from __future__ import annotations

from datetime import date, timedelta

from tungnha.ledger.models import Measure
from tungnha.progress.models import TallyStep, VillageTally
from tungnha.progress.tallies.reading import make_ready
from tungnha.progress.tallies.slots import held_of, is_kept, numbered
from tungnha.progress.tallies.spans import unpack
from tungnha.units import clock
from tungnha.units.models import Area

Point = tuple[date, int]


def history(measure: Measure, area: Area, from_on: date, to_on: date) -> list[Point] | None:
    """None where the counts of the measure are not kept, or would take too long to be made now."""
    root = area.parent if area.kind == Area.Kind.VILLAGE and area.parent is not None else area
    if not is_kept(measure) or make_ready([measure], root, {from_on, to_on}, clock.today()):
        return None
    slot = numbered([held_of(measure)])[held_of(measure)]
    steps = _of_village(slot, area) if area.kind == Area.Kind.VILLAGE else _of_area(slot, area)
    count = sum(n for on, n in steps.items() if on < from_on)
    points = []
    for number in range((to_on - from_on).days + 1):
        day = from_on + timedelta(days=number)
        count += steps.get(day, 0)
        points.append((day, count))
    return points


def _of_village(slot: int, village: Area) -> dict[date, int]:
    rows = VillageTally.objects.filter(village=village, slot=slot).values_list("spans", "again", "ever")
    return {date.fromordinal(day): n for row in rows for day, n in unpack(*row).steps().items()}


def _of_area(slot: int, area: Area) -> dict[date, int]:
    return dict(TallyStep.objects.filter(area=area, slot=slot).values_list("on", "change"))
