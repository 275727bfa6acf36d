"""Whom a list handed out is about, and what is told of each: as little as the purpose needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from tungnha.identity import numbers, phones
from tungnha.identity.sexes import show_sex
from tungnha.ledger.models import Service, Standing
from tungnha.ledger.queries import holding
from tungnha.ledger.rules import Has
from tungnha.lists.handed.columns import Asked
from tungnha.lists.models.handed import HandedList
from tungnha.people import queries as people
from tungnha.people.models import Person, RosterEntry
from tungnha.people.protection.restricted import reachable
from tungnha.units.models import Area, Member, Organisation

Who = HandedList.Who
MOST_ROWS = 5000
ABOUT_A_SERVICE = (Who.MISSING, Who.HOLDING, Who.CONTESTED)


@dataclass(frozen=True)
class Choice:
    """Which people: by `who`, of a group, in these villages (none: all of the area), about one service and level."""

    who: str
    receiver: Organisation
    area: Area
    group: str = "all"
    villages: Sequence[Area] = ()
    service: Service | None = None
    level: int = 1

    @property
    def words(self) -> str:
        """`người trên 15 tuổi chưa có Chữ ký số, thôn 1, thôn 2`."""
        if self.who == Who.ROSTER:
            return "người trong danh sách của chính đơn vị"
        group = people.GROUP_NAMES.get(self.group, self.group)
        about = asked_of(self.service, self.level).label if self.service else ""
        what = {
            Who.MISSING: f"{group} chưa có {about}", Who.HOLDING: f"{group} sổ ghi đã có {about}",
            Who.CONTESTED: f"{group} có hai ghi nhận khác nhau về {about}",
        }.get(Who(self.who), group)  # fmt: skip
        where = ", ".join(village.full_name for village in self.villages) or self.area.full_name
        return f"{what}, {where}"[:300]


@dataclass(frozen=True)
class Chosen:
    """The people of a choice, in the order of the list, and how many stay out of it because they asked to be left."""

    persons: list[Person] = field(default_factory=list)
    left_out: int = 0
    rooms: dict[int, str] = field(default_factory=dict)


def asked_of(service: Service, level: int) -> Asked:
    name = next((row.name for row in service.levels.all() if row.rank == level), "")
    return Asked(service.code, level, f"{service.label} ({name})" if level > 1 and name else service.label)


def choose(choice: Choice, *, by: Member, on: date) -> Chosen:
    """The people a member may hand out by this choice, today."""
    rooms: dict[int, str] = {}
    if choice.who == Who.ROSTER:
        entries = _entries(choice, by, on)
        rooms = dict(entries.values_list("person", "room"))
        rows = Person.objects.filter(pk__in=list(rooms))
    else:
        rows = _rows(choice, on).visible_to(by)  # type: ignore[attr-defined]
    rows = rows.filter(merged_into=None, erased_at=None).exclude(residence=Person.Residence.DECEASED)
    kept = reachable(rows)
    ordered = kept.select_related("household__village").prefetch_related("identifiers", "telephones")
    ordered = ordered.order_by(
        "household__village__order", "household__village__code", "household__order", "household__code", "sort_key", "id"
    )
    persons = list(ordered[: MOST_ROWS + 1])
    if rooms:
        persons.sort(key=lambda person: rooms.get(person.pk, ""))
    return Chosen(persons, rows.count() - kept.count(), rooms)


def _entries(choice: Choice, by: Member, on: date) -> QuerySet[Any]:
    held = (Q(from_on=None) | Q(from_on__lte=on)) & (Q(to_on=None) | Q(to_on__gte=on))
    entries: QuerySet[Any] = RosterEntry.objects.visible_to(by).filter(held, organisation=choice.receiver)
    return entries


def _rows(choice: Choice, on: date) -> QuerySet[Any]:
    """Of a service, those who count in a base; of a group, those away for work too: the unit may know them."""
    here = Q(household__village__path__startswith=choice.area.path)
    if choice.villages:
        here &= Q(household__village__in=[village.pk for village in choice.villages])
    within = Person.objects.filter(here)
    if choice.who not in ABOUT_A_SERVICE or choice.service is None:
        return people.registered(choice.group, on, within)
    counted = people.counted(choice.group, on, within)
    if choice.who == Who.CONTESTED:
        disputed = Standing.objects.filter(service=choice.service, contested_by__isnull=False, person__isnull=False)
        return counted.filter(pk__in=disputed.values("person"))
    held = holding(Has(choice.service.code, choice.level), on)
    return counted.filter(held) if choice.who == Who.HOLDING else counted.exclude(held)


# --- what is told of one person --------------------------------------------------------------------------------------


def cells_of(person: Person, codes: Sequence[str], room: str = "") -> dict[str, str]:
    """Column → what stands in it. Numbers are opened only for a column that shows one."""
    return {code: _CELLS[code](person, room) for code in codes}


def _birth(person: Person, _room: str) -> str:
    return person.birth_shown


def _number(person: Person, _room: str) -> str:
    active = [i for i in person.identifiers.all() if i.status == "active"]
    active.sort(key=lambda i: (i.kind != "personal", i.pk))
    return active[0].value if active else ""


def _phone(person: Person, _room: str) -> str:
    known = sorted((t for t in person.telephones.all() if t.to_on is None), key=lambda t: (not t.main, t.pk))
    return known[0].number if known else ""


def _address(person: Person, _room: str) -> str:
    home = person.household
    return ", ".join(part for part in (home.house, home.lane) if part) if home else ""


def _masked(mask: Any, value: str) -> str:
    return str(mask(value)) if value else ""


_CELLS: dict[str, Any] = {
    "full_name": lambda person, _: person.full_name,
    "birth": _birth,
    "birth_year": lambda person, _: str(person.birth.year) if person.birth else "",
    "sex": lambda person, _: show_sex(person.sex) if person.sex else "",
    "number_masked": lambda person, room: _masked(numbers.mask, _number(person, room)),
    "number": _number,
    "phone_masked": lambda person, room: _masked(phones.mask_phone, _phone(person, room)),
    "phone": _phone,
    "village": lambda person, _: person.household.village.full_name if person.household else "",
    "address": _address,
    "room": lambda _, room: room,
}
