"""People on the books of units: staff, members, teams; they count for their unit wherever they live."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tungnha.ledger import queries as ledger
from tungnha.ledger.models import Measure
from tungnha.ledger.rules import parse_rule
from tungnha.people import queries as people
from tungnha.people.models import Person, PersonGroup
from tungnha.progress.ways.registry import Way
from tungnha.progress.ways.slots import Slot, Tally
from tungnha.progress.ways.things import all_keys, count
from tungnha.units.models import Area

OF_UNITS = frozenset({"official", "union_member", "team_member", *people.TOGETHER})


def rows_in(measure: Measure, area: Area) -> QuerySet[Any]:
    return Person.objects.filter(_of_units([measure.group], area)).exclude(residence=Person.Residence.DECEASED)


def held(measure: Measure, on: date, area: Area) -> tuple[Q, Q]:
    """(base, holders) as filters on `rows_in`."""
    base = _of_units([measure.group], area, on)
    return base, base & ledger.holding(parse_rule(measure.rule), on)


def _of_units(groups: Iterable[str], area: Area, on: date | None = None) -> Q:
    """Persons on the books of the units of an area; those of no unit, where they live."""
    return Q(pk__in=places_in_units(groups, area, on).values("person"))


def places_in_units(groups: Iterable[str], area: Area, on: date | None = None) -> QuerySet[PersonGroup]:
    here = Q(organisation__area__path__startswith=area.path)
    here |= Q(organisation=None, person__household__village__path__startswith=area.path)
    kinds = [kind for group in groups for kind in people.kinds_of(group)]
    rows = PersonGroup.objects.filter(here, kind__in=kinds, person__merged_into=None, person__erased_at=None)
    if on is None:
        return rows
    return rows.filter(people.current(on))


def tally(slots: Sequence[Slot], area: Area) -> Tally:
    """Each person once, where the unit lies on whose books they are, or where they live: so a village has its own. One
    query a group."""
    found: Tally = {}
    for group in {slot.measure.group for slot in slots}:
        same = [slot for slot in slots if slot.measure.group == group]
        place = places_in_units([group], area).filter(person=OuterRef("pk"))
        place = place.annotate(place=Coalesce("organisation__area__path", "person__household__village__path"))
        rows = rows_in(same[0].measure, area)
        rows = rows.annotate(place=Subquery(place.order_by("place").values("place")[:1]))
        everybody, holders = all_keys(same, lambda measure, on: held(measure, on, area))
        count(rows, "place", everybody | holders, found)
    return found


def why_none(measure: Measure) -> str:
    return "Chưa có ghi nhận nào về tiện ích này ở đây. Đơn vị ghi trong danh sách người của mình, hoặc bằng danh sách."


ROLLS = Way(
    name="units", label="đếm từng người theo danh sách của đơn vị", why_none=why_none, tally=tally,
    base_words="danh sách của các đơn vị", named=True,
)  # fmt: skip
