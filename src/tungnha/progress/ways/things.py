"""Things of the register that lie in a village: persons, households, businesses, products, telephones, places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from tungnha.ledger import queries as ledger
from tungnha.ledger.models import Measure, Service, Standing
from tungnha.ledger.rules import AnyOf, Has, Rule, parse_rule, parts_of
from tungnha.people import queries as people
from tungnha.people.models import Establishment, Household, Person, Place, Product, Telephone
from tungnha.people.sellers.queries import establishments_counted, products_counted
from tungnha.progress.ways.registry import Way
from tungnha.progress.ways.slots import Slot, Tally
from tungnha.units.models import Area

# Where a counted thing lies.
THINGS: dict[str, tuple[type[Model], str]] = {
    "person": (Person, "household__village"),
    "household": (Household, "village"),
    "establishment": (Establishment, "village"),
    "product": (Product, "establishment__village"),
    "telephone": (Telephone, "person__household__village"),
    "place": (Place, "area"),
}
RESIDENCE = {"": people.COUNTED, Measure.Residence.REGISTERED: people.REGISTERED}


# --- whom the base counts --------------------------------------------------------------------------------------------


def _households(measure: Measure, on: date) -> Q:
    return Q(left_on=None)


def _persons(measure: Measure, on: date) -> Q:
    states = RESIDENCE[measure.residence]
    return people.in_group(measure.counted_group, on) & Q(residence__in=states, household__isnull=False)


def _telephones(measure: Measure, on: date) -> Q:
    """Numbers in use of the group's people. Two numbers of one person are two; one number that two people share is
    one, counted where the first of them lives."""
    owners = Person.objects.filter(_persons(measure, on))
    used = people.current(on) & Q(person__in=owners)
    before = Telephone.objects.filter(used, number_ix=OuterRef("number_ix"), pk__lt=OuterRef("pk"))
    return used & ~Q(Exists(before))


def _places(measure: Measure, on: date) -> Q:
    return Q() if measure.group in ("", "place") else Q(kind=measure.group)


BASES: dict[str, Callable[[Measure, date], Q]] = {
    "person": _persons,
    "household": _households,
    "establishment": lambda measure, on: establishments_counted(measure.group, on),
    "product": lambda measure, on: products_counted(measure.group, on),
    "telephone": _telephones,
    "place": _places,
}


def in_base(measure: Measure, on: date) -> Q:
    """Which things of the measure's kind its base counts on a day."""
    return BASES[measure.counts](measure, on)


def on_register(measure: Measure, on: date) -> Q:
    """The same with those away for work, to stand beside."""
    return people.in_group(measure.counted_group, on) & Q(residence__in=people.REGISTERED, household__isnull=False)


# --- who has it ------------------------------------------------------------------------------------------------------


def holds(measure: Measure, on: date) -> Q:
    """Which things have on a day what the measure asks for. A household has it when one member has all of it: two
    members with one part each do not make the household. A number two people share has what either of them showed."""
    rule = parse_rule(measure.rule)
    if measure.counts == "household":
        return ledger.households_holding(rule, on)
    if measure.counts == "telephone":
        same = Telephone.objects.filter(ledger.holding(rule, on, "telephone"))
        return Q(number_ix__in=same.values("number_ix"))
    return ledger.holding(rule, on, measure.counts)


def each_holds(measure: Measure, on: date) -> Q:
    """The same, asked of one thing after the other: quicker for the things of one area, where otherwise all who have
    the service anywhere would be gathered first. Of one service said of the thing itself; of the rest no other."""
    rule = parse_rule(measure.rule)
    if not isinstance(rule, Has) or rule.by or measure.counts in ("household", "telephone"):
        return holds(measure, on)
    # By its number, which is asked for first: PostgreSQL would look a service up for each standing of each person.
    numbers = list(Service.objects.filter(code=rule.service).values_list("pk", flat=True))
    held = ledger.standings_held(on).filter(service__in=numbers, level__gte=rule.level)
    return Q(Exists(held.filter(**{measure.counts: OuterRef("pk")})))


def has(measure: Measure, on: date) -> Q:
    return in_base(measure, on) & holds(measure, on)


def rows_in(measure: Measure, area: Area) -> QuerySet[Any]:
    """All things of the measure's kind in an area."""
    model, village = THINGS[measure.counts]
    return model._default_manager.filter(**{f"{village}__path__startswith": area.path})


# --- what was ever said ----------------------------------------------------------------------------------------------


def ever(kind: str, measures: Sequence[Measure], among: QuerySet[Standing] | None = None) -> Q:
    """Things of which anything was ever said, a no included; or some of the standings only (`among`)."""
    standings = Standing.objects.all() if among is None else among
    parts = {(part.service, part.by) for m in measures for part in parts_of(parse_rule(m.rule))}
    found = Q(pk__in=[])
    for by in sorted({by for _, by in parts}):
        codes = [service for service, said_of in parts if said_of == by]
        found |= said(kind, standings.filter(service__code__in=codes), by)
    return found


def answered(measure: Measure) -> Q:
    """Things of which was ever said what the measure asks: at its level, or a plain no. A lower level leaves it open:
    a list of signatures does not say who integrated them. Of “both this and that” both were asked, of “this or that”
    one (`tallies.counted` counts the same)."""
    rule = parse_rule(measure.rule)
    lowest: dict[str, int] = {}
    for part in parts_of(rule):
        lowest[part.service] = min(part.level, lowest.get(part.service, part.level))
    return _answered(measure.counts, rule, lowest)


def _answered(kind: str, rule: Rule, lowest: Mapping[str, int]) -> Q:
    if isinstance(rule, Has):
        answer = Q(level=0) | Q(level__gte=lowest[rule.service])
        return said(kind, Standing.objects.filter(answer, service__code=rule.service), rule.by)
    parts = [_answered(kind, part, lowest) for part in rule.parts]
    return reduce(or_ if isinstance(rule, AnyOf) else and_, parts)


def said(kind: str, standings: QuerySet[Standing], by: str = "") -> Q:
    """Things that some standings speak of; of a household, the standing of any member; of a number two people share,
    what was said of it at either of them."""
    if kind == "telephone":
        return Q(number_ix__in=standings.filter(telephone__isnull=False).values("telephone__number_ix"))
    paths = ledger.paths_to(kind, by)
    if kind == "household":
        paths += [f"{path}__household" for path in ledger.paths_to("person", by)]
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(pk__in=standings.filter(**{f"{path}__isnull": False}).values(path))
    return found


# --- the tallies -----------------------------------------------------------------------------------------------------

Keys = tuple[dict[str, Q], dict[str, Q]]


def keys_of(slot: Slot, held: Callable[[Measure, date], tuple[Q, Q]]) -> Keys:
    """What is counted for one measure: of everybody, and of holders only. `held`: (base, holders) on a day."""
    measure, days, name = slot.measure, slot.days, slot.name
    base, now = held(measure, days.on)
    then, start = (held(measure, day)[1] for day in (days.since, days.start))
    return {f"own_{slot.base_name}": base}, {
        f"ever_{name}": answered(measure), f"now_{name}": now, f"then_{name}": then,
        f"start_{name}": start, f"gained_{name}": now & ~then, f"lost_{name}": then & ~now,
    }  # fmt: skip


def all_keys(slots: Sequence[Slot], held: Callable[[Measure, date], tuple[Q, Q]]) -> Keys:
    everybody: dict[str, Q] = {}
    holders: dict[str, Q] = {}
    for slot in slots:
        of_all, of_holders = keys_of(slot, held)
        everybody |= of_all
        holders |= of_holders
    return everybody, holders


def tally(slots: Sequence[Slot], area: Area) -> Tally:
    """Two queries a kind of thing, however many measures and villages."""
    found: Tally = {}
    for kind, (_, village) in THINGS.items():
        same = [slot for slot in slots if slot.measure.counts == kind]
        if not same:
            continue
        rows = rows_in(same[0].measure, area)
        everybody, holders = all_keys(same, lambda measure, on: (in_base(measure, on), has(measure, on)))
        if kind == "person":
            for slot in same:
                everybody[f"registered_{slot.base_name}"] = on_register(slot.measure, slot.days.on)
        count(rows, f"{village}__path", everybody, found)
        # Few have anything yet: only those of whom anything was ever said are looked at for what they have.
        count(rows.filter(ever(kind, [slot.measure for slot in same])), f"{village}__path", holders, found)
    return found


def count(rows: QuerySet[Any], path: str, wanted: dict[str, Q], found: Tally) -> None:
    counted = rows.order_by().values(path).annotate(**{key: Count("pk", filter=q) for key, q in wanted.items()})
    for row in counted:
        place = row.pop(path)
        found.setdefault(place, {}).update(row)


def why_none(measure: Measure) -> str:
    where = {
        "place": "Xin ghi số này vào số liệu trước, sau của Một cửa, hoặc để đơn vị phụ trách báo",
        "telephone": "Ghi ở buổi hỗ trợ, ở lượt đến nhà hoặc bằng danh sách của nhà mạng",
        "establishment": "Ghi ở trang cơ sở hoặc khi Tổ đến cơ sở", "product": "Ghi ở trang sản phẩm",
    }.get(measure.counts, "Ghi khi Tổ đến nhà, ở buổi hỗ trợ, ở Một cửa hoặc bằng danh sách gửi đến")  # fmt: skip
    return f"Chưa có ghi nhận nào về tiện ích này ở đây. {where}."


THINGS_WAY = Way(
    name="things", label="đếm từng người, hộ, cơ sở … trong sổ", why_none=why_none, tally=tally,
    base_words="sổ nhân khẩu", named=True,
)  # fmt: skip
