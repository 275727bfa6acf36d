"""Someone who is not in the register yet, and the household she lives in."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from tungnha.people.models import Household, Person, PersonChange
from tungnha.people.operations.correcting import Facts, add_telephone, give_number, readable
from tungnha.people.operations.history import remember
from tungnha.people.operations.steps import GONE, HOME_FACTS, Step, hold_home
from tungnha.people.register import doubles, quality
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


@dataclass(frozen=True, kw_only=True)
class Home:
    """What tells one household from the next; an empty code is given the next free one of the village. `key`: made by
    the phone that saw the door first."""

    village: Area
    code: str = ""
    lane: str = ""
    house: str = ""
    key: uuid.UUID | None = None


@transaction.atomic
def add_household(*, home: Home, by: Member, at: datetime, reason: str = "") -> Household:
    """A new door. Its code is its own within the village."""
    village = Area.objects.select_for_update(no_key=True).get(pk=home.village.pk)
    if village.valid_to is not None and village.valid_to < at.date():
        raise BadInput(f"{village.title} đã kết thúc: xin chọn thôn đang còn.")
    code = " ".join(home.code.split())[:30] or next_code(village)
    if village.households.filter(code__iexact=code).exists():
        raise BadInput(f"{village.title} đã có hộ mang mã {code}: xin mở hộ ấy, hoặc ghi mã khác.")
    latest = village.households.aggregate(last=Max("order"))["last"] or 0
    made = Household.objects.create(
        village=village, code=code, lane=home.lane.strip()[:80], house=home.house.strip()[:120], order=latest + 1,
        key=home.key or uuid.uuid4(),
    )  # fmt: skip
    remember(
        PersonChange.Kind.ADDED, household=made, after={name: getattr(made, name) for name in HOME_FACTS},
        reason=reason, by=by, at=at,
    )  # fmt: skip
    log_event("household.added", about=made, by=by, at=at, area=village.code)
    return made


def next_code(village: Area) -> str:
    """One more than the largest code that is a number, as long as the others: 001, 002 …"""
    codes = [code for code in village.households.values_list("code", flat=True) if code.isascii() and code.isdigit()]
    largest = max(codes, key=int, default="000")
    return str(int(largest) + 1).zfill(len(largest))


@transaction.atomic
def edit_household(
    *, household: Household, code: str, lane: str, house: str, stamp: str | None, reason: str, by: Member, at: datetime
) -> Household:
    held = hold_home(household, stamp)
    code = " ".join(code.split())[:30]
    if not code:
        raise BadInput("Mã hộ đang trống: xin ghi mã hộ.")
    if held.village.households.filter(code__iexact=code).exclude(pk=held.pk).exists():
        raise BadInput(f"{held.village.title} đã có hộ mang mã {code}: xin ghi mã khác.")
    step = Step(PersonChange.Kind.CORRECTED, by, at, reason)
    if step.write(held, code=code, lane=lane.strip()[:80], house=house.strip()[:120]):
        log_event("household.corrected", about=held, by=by, at=at)
    return held


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    facts: Facts
    residence: str
    residence_since: date | None = None
    number: str = ""
    telephone: str = ""
    is_head: bool = False
    key: uuid.UUID | None = None  # made by the phone that met her first


@transaction.atomic
def add_person(
    *, new: NewPerson, household: Household, not_the_same: Collection[int] = (), reason: str, by: Member, at: datetime
) -> Person:
    """Put someone on the register. `not_the_same`: those that were asked about and are somebody else; these pairs are
    never asked about again."""
    home = hold_home(household)
    if new.residence in GONE:
        raise BadInput("Người đã mất hoặc đã chuyển đi thì không thêm vào sổ.")
    if new.is_head and home.persons.filter(is_head=True).exists():
        raise BadInput(f"Hộ {home.code} đã có chủ hộ: xin bỏ dấu “Là chủ hộ”, hoặc đổi chủ hộ ở trang của hộ trước.")
    columns = readable(new.facts, at.date())
    person = Person(household=home, is_head=new.is_head, residence=new.residence, **columns)
    person.key = new.key or person.key
    person.residence_since = new.residence_since
    person.confirmed_on, person.confirmed_how = at.date(), Person.Confirmed.DESK
    person.save()
    step = Step(PersonChange.Kind.ADDED, by, at, reason)
    step.note(person, {}, {**columns, "residence": new.residence, "household_id": home.pk, "is_head": new.is_head})
    if new.number.strip():
        give_number(person=person, text=new.number, stamp=None, reason=reason, by=by, at=at)
    if new.telephone.strip():
        add_telephone(person=person, text=new.telephone, main=True, by=by, at=at)
    if home.left_on is not None:
        Step(PersonChange.Kind.MOVED, by, at, reason).write(home, left_on=None)
    doubles.keep_apart(person, not_the_same, by=by, at=at)
    quality.look_over([person.pk], at)
    log_event("person.added", about=person, by=by, at=at)
    return person
