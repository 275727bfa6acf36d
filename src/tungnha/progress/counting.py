"""How each measure is counted, and the counts themselves: a few grouped queries, however many targets and villages.

A measure is counted in one of three ways: things that lie in a village (persons, households, businesses, products),
people of units (staff, members: wherever they live), or figures that only units state (armed forces, pupils, workers).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tungnha.ledger import queries as ledger
from tungnha.ledger.models import Measure, Standing
from tungnha.ledger.rules import parse_rule, parts_of, services_of
from tungnha.people import queries as people
from tungnha.people.models import Establishment, Household, Person, PersonGroup, Product
from tungnha.people.sellers.queries import establishments_counted, products_counted
from tungnha.units.models import Area

# Where a counted thing lies.
THINGS: dict[str, tuple[type[Model], str]] = {
    "person": (Person, "household__village"),
    "household": (Household, "village"),
    "establishment": (Establishment, "village"),
    "product": (Product, "establishment__village"),
}
STATED_ONLY = frozenset({"armed_forces", "pupil", "worker"})
OF_UNITS = frozenset({"official", "union_member", "team_member"})
NOT_YET = {
    "telephone": "Chỉ tiêu tính theo số thuê bao: máy chưa cộng được từ từng số, xin xem số nhà mạng báo.",
    "place": "Chỉ tiêu tính theo địa điểm: máy chưa cộng được từ từng nơi.",
    "visitor": "Chỉ tiêu tính theo lượt người đến: máy chưa nối với sổ tiếp khách.",
}


@dataclass(frozen=True)
class Days:
    """The days a figure is looked at: now, the day a change is told from, the day the way starts."""

    on: date
    since: date
    start: date


def way_of(measure: Measure | None) -> str:
    """things, units, stated; or "" where it cannot be counted yet."""
    if measure is None:
        return ""
    if measure.group in STATED_ONLY:
        return "stated"
    if measure.group in OF_UNITS:
        return "units"
    if measure.group in NOT_YET or measure.counts not in THINGS:
        return ""
    return "things"


def why_not(measure: Measure | None) -> str:
    """Why there is no count, in words."""
    if measure is None:
        return "Chỉ tiêu chưa gắn với cách tính nào: cán bộ phụ trách chọn cách tính ở trang kế hoạch."
    words = NOT_YET.get(measure.group) or NOT_YET.get(measure.counts)
    if way_of(measure) == "" and words:
        return words
    return "Chưa đơn vị nào báo số liệu." if way_of(measure) == "stated" else ""


def in_base(measure: Measure, on: date) -> Q:
    """Which things of the measure's kind its base counts on a day."""
    if measure.counts == "household":
        return Q(left_on=None)
    if measure.counts == "establishment":
        return establishments_counted(measure.group, on)
    if measure.counts == "product":
        return products_counted(measure.group, on)
    return people.in_group(measure.counted_group, on) & Q(residence__in=people.COUNTED, household__isnull=False)


def on_register(measure: Measure, on: date) -> Q:
    """The same with those away for work, to stand beside."""
    return people.in_group(measure.counted_group, on) & Q(residence__in=people.REGISTERED, household__isnull=False)


def holds(measure: Measure, on: date) -> Q:
    """Which things have on a day what the measure asks for. A household has it when one member has all of it: two
    members with one part each do not make the household."""
    rule = parse_rule(measure.rule)
    if measure.counts != "household":
        return ledger.holding(rule, on, measure.counts)
    return ledger.households_holding(rule, on)


def has(measure: Measure, on: date) -> Q:
    return in_base(measure, on) & holds(measure, on)


def things(measure: Measure, area: Area) -> QuerySet[Any]:
    """All things of the measure's kind in an area."""
    if way_of(measure) == "units":
        return Person.objects.filter(_of_units([measure.group], area)).exclude(residence=Person.Residence.DECEASED)
    model, village = THINGS[measure.counts]
    return model._default_manager.filter(**{f"{village}__path__startswith": area.path})


def counted_q(measure: Measure, on: date, area: Area) -> tuple[Q, Q]:
    """(base, holders) of a measure as filters on `things`, whichever way it is counted."""
    if way_of(measure) == "units":
        base = _of_units([measure.group], area, on)
        return base, base & ledger.holding(parse_rule(measure.rule), on)
    return in_base(measure, on), has(measure, on)


def _of_units(groups: Iterable[str], area: Area, on: date | None = None) -> Q:
    """Persons on the books of the units of an area; those of no unit, where they live."""
    return Q(pk__in=places_in_units(groups, area, on).values("person"))


def places_in_units(groups: Iterable[str], area: Area, on: date | None = None) -> QuerySet[PersonGroup]:
    here = Q(organisation__area__path__startswith=area.path)
    here |= Q(organisation=None, person__household__village__path__startswith=area.path)
    rows = PersonGroup.objects.filter(here, kind__in=list(groups), person__merged_into=None, person__erased_at=None)
    if on is None:
        return rows
    return rows.filter(people.current(on))


# --- the tallies -----------------------------------------------------------------------------------------------------

Tally = dict[str, dict[str, int]]  # path of a village → what was counted → how many


@dataclass(frozen=True)
class Slot:
    """One measure looked at on its days; two targets of one measure and one start share it."""

    measure: Measure
    days: Days

    @property
    def base_name(self) -> str:
        return f"{self.measure.counts}_{self.measure.counted_group or 'any'}"

    @property
    def name(self) -> str:
        return f"{self.measure.pk}{self.measure.read_as}_{self.days.start.toordinal()}"


def _keys(slot: Slot, area: Area) -> tuple[dict[str, Q], dict[str, Q]]:
    """What is counted for one measure: of everybody, and of holders only."""
    measure, days, name = slot.measure, slot.days, slot.name
    base, now = counted_q(measure, days.on, area)
    then, start = (counted_q(measure, day, area)[1] for day in (days.since, days.start))
    everybody = {f"own_{slot.base_name}": base}
    if measure.counts == "person" and way_of(measure) == "things":
        everybody[f"registered_{slot.base_name}"] = on_register(measure, days.on)
    return everybody, {
        f"ever_{name}": _answered(measure), f"now_{name}": now, f"then_{name}": then,
        f"start_{name}": start, f"gained_{name}": now & ~then, f"lost_{name}": then & ~now,
    }  # fmt: skip


def tally(slots: Sequence[Slot], area: Area) -> Tally:
    """Count all measures in all villages of an area: two queries a kind of thing, one a group of units' people."""
    found: Tally = {}
    for kind in THINGS:
        same = [s for s in slots if way_of(s.measure) == "things" and s.measure.counts == kind]
        if same:
            _tally_things(kind, same, area, found)
    same = [s for s in slots if way_of(s.measure) == "units"]
    if same:
        _tally_units(same, area, found)
    return found


def _tally_things(kind: str, slots: list[Slot], area: Area, found: Tally) -> None:
    model, village = THINGS[kind]
    rows = model._default_manager.filter(**{f"{village}__path__startswith": area.path})
    everybody, holders = _all_keys(slots, area)
    _count(rows, f"{village}__path", everybody, found)
    # Few have anything yet: only those of whom anything was ever said are looked at for what they have.
    _count(rows.filter(_ever(kind, [s.measure for s in slots])), f"{village}__path", holders, found)


def _tally_units(slots: list[Slot], area: Area, found: Tally) -> None:
    """Each person once, where the unit lies on whose books they are, or where they live: so a village has its own."""
    for group in {s.measure.group for s in slots}:
        same = [s for s in slots if s.measure.group == group]
        place = places_in_units([group], area).filter(person=OuterRef("pk"))
        place = place.annotate(place=Coalesce("organisation__area__path", "person__household__village__path"))
        rows = things(same[0].measure, area).annotate(place=Subquery(place.order_by("place").values("place")[:1]))
        everybody, holders = _all_keys(same, area)
        _count(rows, "place", everybody | holders, found)


def _all_keys(slots: list[Slot], area: Area) -> tuple[dict[str, Q], dict[str, Q]]:
    everybody: dict[str, Q] = {}
    holders: dict[str, Q] = {}
    for slot in slots:
        of_all, of_holders = _keys(slot, area)
        everybody |= of_all
        holders |= of_holders
    return everybody, holders


def _ever(kind: str, measures: list[Measure]) -> Q:
    """Things of which anything was ever said, a no included."""
    services = {code for m in measures for code in services_of(parse_rule(m.rule))}
    return _said(kind, Standing.objects.filter(service__code__in=services))


def _answered(measure: Measure) -> Q:
    """Things of which was ever said what the measure asks: at its level, or a plain no. A lower level leaves it open:
    a list of signatures does not say who integrated them."""
    answer = Q(pk__in=[])
    for part in parts_of(parse_rule(measure.rule)):
        answer |= Q(service__code=part.service) & (Q(level=0) | Q(level__gte=part.level))
    return _said(measure.counts, Standing.objects.filter(answer))


def _said(kind: str, said: QuerySet[Standing]) -> Q:
    if kind != "household":
        return Q(pk__in=said.filter(**{f"{kind}__isnull": False}).values(kind))
    return Q(pk__in=said.filter(household__isnull=False).values("household")) | Q(
        pk__in=said.filter(person__household__isnull=False).values("person__household")
    )


def _count(rows: QuerySet[Any], path: str, wanted: dict[str, Q], found: Tally) -> None:
    counted = rows.order_by().values(path).annotate(**{key: Count("pk", filter=q) for key, q in wanted.items()})
    for row in counted:
        place = row.pop(path)
        found.setdefault(place, {}).update(row)


def total(found: Tally, area: Area, key: str) -> int:
    """Sum what was counted in all villages of an area."""
    return sum(counts.get(key, 0) for path, counts in found.items() if path.startswith(area.path))
