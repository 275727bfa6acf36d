"""One row per area of a level, for any number of measures: what pages of a province and of the country are made of.

Two statements for the areas and what is kept of them, one for the bases bodies stated; none grows with people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from tungnha.drafting.numbers import rate_value
from tungnha.ledger.models import CountClaim, Measure
from tungnha.progress.models import AreaTally, TallyReach
from tungnha.progress.tallies import kept
from tungnha.progress.tallies.reading import make_ready
from tungnha.progress.tallies.slots import areas_below, base_of, held_of, is_kept, numbered
from tungnha.units.models import Area


class Place(NamedTuple):
    """As much of an area as a line of a table shows."""

    pk: int
    code: str
    type_name: str
    name: str
    parent: int | None
    path: str

    @property
    def title(self) -> str:
        whole = f"{self.type_name} {self.name}"
        return whole[:1].upper() + whole[1:]


class Cell(NamedTuple):
    """One measure in one area. `now` None: nobody there was ever asked, which is not zero. `base`: what a body stated,
    else the register's own count (`own`)."""

    now: int | None
    then: int | None
    base: int | None
    own: int

    @property
    def change(self) -> int | None:
        return None if self.now is None or self.then is None else self.now - self.then

    @property
    def rate(self) -> Decimal | None:
        """Per cent of the base, two decimals."""
        return rate_value(self.now, self.base)


NOTHING = Cell(None, None, None, 0)


@dataclass(frozen=True)
class Level:
    """The areas of one level and their cells. `waiting`: so many communes and villages are not counted yet, so the
    figures are behind by them: say so on the page."""

    on: date
    since: date
    measures: Sequence[Measure]
    places: Mapping[int, Place]
    cells: Mapping[int, Mapping[int, Cell]] = field(default_factory=dict)  # measure → area → cell
    waiting: int = 0

    def cell(self, measure: Measure, area: int) -> Cell:
        return self.cells[measure.pk].get(area, NOTHING)

    def ranked(self, measure: Measure) -> list[tuple[Place, Cell]]:
        """All areas by per cent of base, the best first; those without a figure last, in the order of the list."""
        rows = [(place, self.cell(measure, pk)) for pk, place in self.places.items()]
        return sorted(rows, key=lambda row: -row[1].now / row[1].base if row[1].now is not None and row[1].base else 1)

    def whole(self, measure: Measure, inside: Place | None = None) -> Cell:
        """All areas together, or those inside one: sums of what is known."""
        cells = [
            cell for pk, cell in self.cells[measure.pk].items()
            if inside is None or self.places[pk].path.startswith(inside.path)
        ]  # fmt: skip
        known = [cell for cell in cells if cell.now is not None]
        if not known:
            return Cell(None, None, None, sum(cell.own for cell in cells))
        bases = [cell.base or 0 for cell in cells]
        return Cell(
            sum(cell.now or 0 for cell in known), sum(cell.then or 0 for cell in known), sum(bases) or None,
            sum(cell.own for cell in cells),
        )  # fmt: skip


def level(measures: Iterable[Measure], root: Area | None, kind: str, *, on: date, since: date, today: date) -> Level:
    """The communes (or provinces) below an area, or of the whole country where `root` is None. Only measures whose
    counts are kept (`slots.is_kept`); the others are left out of `Level.measures`."""
    wanted = [measure for measure in measures if is_kept(measure)]
    waiting = make_ready(wanted, root, {on, since}, today)
    places = {place.pk: place for place in _places(root, kind)}
    numbers = numbered(key for measure in wanted for key in (base_of(measure), held_of(measure)))
    held = {numbers[held_of(measure)] for measure in wanted}
    bases = {numbers[base_of(measure)] for measure in wanted}
    kept.have_days(held | bases, [on], today)
    kept.have_days(held, [since], today)
    now, then = _counts(held | bases, on, root, kind), _counts(held, since, root, kind)
    asked = _asked({slot for slot in held if len(now[slot]) < len(places)}, root, kind)
    stated = _stated({measure.group for measure in wanted}, root, kind, on)
    cells: dict[int, dict[int, Cell]] = {}
    for measure in wanted:
        has, base = numbers[held_of(measure)], numbers[base_of(measure)]
        has_now, has_then, own, ever = now.get(has, {}), then.get(has, {}), now.get(base, {}), asked.get(has, set())
        told = stated.get(measure.group, {})
        of_area: dict[int, Cell] = {}
        for pk in places:
            count = own.get(pk, 0)
            whole = told.get(pk) or count or None
            if pk in has_now or pk in ever:
                of_area[pk] = Cell(has_now.get(pk, 0), has_then.get(pk, 0), whole, count)
            elif whole:
                of_area[pk] = Cell(None, None, whole, count)
        cells[measure.pk] = of_area
    return Level(on, since, wanted, places, cells, waiting)


def _places(root: Area | None, kind: str) -> Iterator[Place]:
    rows = areas_below(root, kind)
    return map(
        Place._make, rows.order_by("order", "code").values_list("pk", "code", "type_name", "name", "parent", "path")
    )


def _counts(slots: set[int], on: date, root: Area | None, kind: str) -> dict[int, dict[int, int]]:
    """slot → area → count, of one day, where it is not zero: what was taken back leaves a row of zero behind, and where
    nobody is asked any more there is no figure. Thousands of rows: past the building of query sets."""
    if not slots:
        return {}
    places = ", ".join(["%s"] * len(slots))
    sql = f"SELECT slot_id, area_id, count FROM {AreaTally._meta.db_table} "
    sql += f'WHERE slot_id IN ({places}) AND "on" = %s AND count <> 0'
    values: list[Any] = [*sorted(slots), connection.ops.adapt_datefield_value(on)]
    if root is not None:
        below = list(areas_below(root, kind).order_by().values_list("pk", flat=True))
        sql += f" AND area_id IN ({', '.join(['%s'] * len(below)) or 'NULL'})"
        values += below
    elif kind == Area.Kind.PROVINCE:  # thirty-four rows, not those of all communes beside
        sql += f" AND area_id IN (SELECT id FROM {Area._meta.db_table} WHERE kind = %s)"
        values.append(kind)
    found: dict[int, dict[int, int]] = {slot: {} for slot in slots}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for slot, area, n in cursor.fetchall():
            found[slot][area] = n
    return found


def _asked(slots: set[int], root: Area | None, kind: str) -> dict[int, set[int]]:
    """slot → the areas in which anybody was ever asked."""
    column = "commune" if kind == Area.Kind.COMMUNE else "commune__parent"
    rows = TallyReach.objects.filter(slot__in=slots, ever__gt=0)
    if root is not None:
        rows = rows.filter(commune__in=areas_below(root, Area.Kind.COMMUNE).order_by().values("pk"))
    found: dict[int, set[int]] = {slot: set() for slot in slots}
    for slot, area in rows.order_by().values_list("slot", column).distinct():
        found[slot].add(area)
    return found


def _stated(groups: set[str], root: Area | None, kind: str, on: date) -> dict[str, dict[int, int]]:
    """group → area → the latest base a body stated for exactly that area."""
    rows = CountClaim.objects.filter(
        area__kind=kind, group__in=groups, service=None, on__lte=on, retracts=None, retracted_by=None
    )
    if root is not None:
        rows = rows.filter(area__path__startswith=root.path)
    found: dict[str, dict[int, int]] = {group: {} for group in groups}
    for group, area, count in rows.order_by("on", "stored_at").values_list("group", "area", "count"):
        found[group][area] = count
    return found
