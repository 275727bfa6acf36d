"""What units report: counts they state, and figures of their reports. Rooms above tell theirs here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from tungnha.ledger.models import CountClaim, Measure
from tungnha.plans.models import Target
from tungnha.progress.counting import THINGS, counted_q, things, way_of
from tungnha.progress.stated import StatedCounts
from tungnha.units.models import Area, Organisation


@dataclass(frozen=True)
class Reported:
    """One count a unit states of an area: as of which day, whose, where it can be read. `computed`: what the product
    counted for the unit at that moment."""

    area: int
    unit: Organisation
    count: int
    on: date
    computed: int | None = None
    document: str = ""
    url: str = ""


# Told by rooms above: the figures units gave about targets, in areas, up to a day.
Teller = Callable[[Sequence[Target], Area, date], Iterable[Reported]]
_tellers: list[Teller] = []


def teller(tells: Teller) -> None:
    """Add a source of reported figures. Registered twice (a reload) it stands once."""
    if tells not in _tellers:
        _tellers.append(tells)


def reported_in(
    targets: Sequence[Target], root: Area, on: date, stated: StatedCounts, givers: set[int]
) -> list[Reported]:
    """Everything units state of what the targets count, below an area. Bodies that give lists are `givers`: their
    counts are no reports of units."""
    measure = targets[0].measure
    assert measure is not None
    found = [row for tells in _tellers for row in tells(targets, root, on)]
    areas = Area.objects.filter(path__startswith=root.path).in_bulk({claim.area_id for claim in stated.rows})
    for area in areas.values():
        found += [_of_claim(c) for c in stated.beside(area, measure, on) if c.stated_by_id not in givers]
    return found


def _of_claim(claim: CountClaim) -> Reported:
    return Reported(claim.area_id, claim.stated_by, claim.count, claim.on, document=claim.document)


def latest(rows: Iterable[Reported]) -> dict[int, Reported]:
    """The newest word about each area; of the same day, the report that knew what was counted."""
    found: dict[int, Reported] = {}
    for row in sorted(rows, key=lambda r: (r.on, r.computed is not None, r.unit.pk)):
        found[row.area] = row
    return found


def counts_on(measure: Measure, root: Area, below: Sequence[Area], days: Iterable[date]) -> dict[tuple[int, date], int]:
    """How many were counted in the root and in each area right below it, on each of some days, as known now."""
    found: dict[tuple[int, date], int] = {}
    for day in sorted(set(days)):
        by_path = _by_path(measure, root, day)
        for area in (root, *below):
            found[area.pk, day] = sum(n for path, n in by_path.items() if path.startswith(area.path))
    return found


def _by_path(measure: Measure, root: Area, day: date) -> dict[str, int]:
    rows: Any = things(measure, root).filter(counted_q(measure, day, root)[1])
    if way_of(measure) == "units":
        return {root.path: rows.count()}
    path = f"{THINGS[measure.counts][1]}__path"
    return dict(rows.order_by().values_list(path).annotate(n=Count("pk")))
