"""What the register says of a person is put right: name, birth, sex, relation; numbers and telephones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tungnha.identity import names, numbers, phones
from tungnha.identity.dates import PartialDate
from tungnha.people.models import Identifier, Person, Telephone
from tungnha.people.models.persons import NUMBER_INDEX
from tungnha.people.operations.steps import Kind, Step, hold
from tungnha.people.register import quality
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.protection import blind_index

KIND = {"cccd": Identifier.Kind.PERSONAL, "cmnd": Identifier.Kind.CMND}


class NumberTaken(BadInput):
    """The number stands as in use with another person: perhaps the same one, twice in the register."""

    def __init__(self, other: Person) -> None:
        super().__init__("Số này đang ghi cho một người khác trong sổ, nên chưa ghi cho người này.")
        self.other = other


@dataclass(frozen=True, kw_only=True)
class Facts:
    full_name: str
    birth: PartialDate | None = None
    sex: str = ""
    relation: str = ""


def readable(facts: Facts, on: date) -> dict[str, object]:
    """The columns for what was typed. Raises BadInput for what nobody can have."""
    full_name = names.tidy(facts.full_name)
    if not any(letter.isalpha() for letter in full_name):
        raise BadInput("Họ và tên đang trống: xin ghi họ tên.")
    if facts.birth is not None and facts.birth.date > on:
        raise BadInput(f"Ngày sinh {facts.birth.show()} còn ở phía trước: xin xem lại.")
    return {
        "full_name": full_name[:120], "sex": facts.sex, "relation": " ".join(facts.relation.split())[:40],
        "birth_date": facts.birth.date if facts.birth else None,
        "birth_precision": facts.birth.precision if facts.birth else "",
    }  # fmt: skip


@transaction.atomic
def correct_facts(
    *, person: Person, facts: Facts, stamp: str | None, reason: str, by: Member, at: datetime, origin: str = "desk"
) -> Person:
    """Write what was typed over what stood, which is kept. Nothing changed: nothing is remembered."""
    held = hold(person, stamp)
    step = Step(Kind.CORRECTED, by, at, reason, origin)
    if step.write(held, **readable(facts, at.date())):
        quality.look_over([held.pk], at)
        log_event("person.corrected", about=held, by=by, at=at)
    return held


@transaction.atomic
def fill_in(*, person: Person, missing: dict[str, object], by: Member, at: datetime, origin: str = "desk") -> Person:
    """Write only fields that stood empty. One that somebody filled meanwhile is left as it is."""
    held = hold(person)
    step = Step(Kind.CORRECTED, by, at, "Bổ sung chỗ còn thiếu", origin)
    empty = {name: value for name, value in missing.items() if getattr(held, name) in ("", None, "unknown")}
    if step.write(held, **empty):
        quality.look_over([held.pk], at)
        log_event("person.filled_in", about=held, by=by, at=at, fields=sorted(empty))
    return held


# -- numbers


@transaction.atomic
def give_number(
    *, person: Person, text: str, stamp: str | None, reason: str, by: Member, at: datetime, source: str = "desk"
) -> Identifier:
    """Record a number as the one in use. The one it takes the place of becomes cancelled and is kept: whoever is
    looked for by the old number is still found (NĐ 70/2024 Đ11)."""
    read = numbers.read_personal_number(text)
    if read is None:
        raise BadInput(numbers.why_no_personal_number(text) or "Số này không đọc được.")
    held = hold(person, stamp)
    kind, index = KIND[read.kind], blind_index(read.value, NUMBER_INDEX)
    taken = Identifier.objects.filter(kind=kind, value_ix=index, status="active").exclude(person=held)
    if other := taken.select_related("person").first():
        raise NumberTaken(other.person)
    step = Step(Kind.CORRECTED, by, at, reason)
    own = list(held.identifiers.filter(kind=kind))
    known = next((i for i in own if i.value_ix == index), None)
    for old in own:
        if old != known and old.status == Identifier.Status.ACTIVE:
            _set_status(step, held, old, Identifier.Status.CANCELLED)
    if known is None:
        known = Identifier(person=held, kind=kind, source=source, valid_from=at.date())
        known.set_value(read.value)
        _store(known)
        step.note(held, {}, {"number": read.value, "status": known.status})
    else:
        _set_status(step, held, known, Identifier.Status.ACTIVE)
    quality.look_over([held.pk], at)
    log_event("person.number_given", about=held, by=by, at=at, replaced=len(own))
    return known


def _store(identifier: Identifier) -> None:
    try:
        with transaction.atomic():
            identifier.save()
    except IntegrityError as clash:  # another desk gave the number away at this very moment
        other = Identifier.objects.filter(kind=identifier.kind, value_ix=identifier.value_ix, status="active").first()
        if other is None:
            raise
        raise NumberTaken(other.person) from clash


@transaction.atomic
def mark_number(*, identifier: Identifier, status: str, reason: str, by: Member, at: datetime) -> None:
    """Say that a number is in use, cancelled, or to be looked at. None is ever deleted."""
    held = hold(identifier.person)
    if status == Identifier.Status.ACTIVE:
        give_number(person=held, text=identifier.value, stamp=None, reason=reason, by=by, at=at)
        return
    _set_status(Step(Kind.CORRECTED, by, at, reason), held, identifier, status)
    quality.look_over([held.pk], at)
    log_event("person.number_marked", about=held, by=by, at=at, status=status)


def _set_status(step: Step, person: Person, identifier: Identifier, status: str) -> None:
    if identifier.status == status:
        return
    before = {"number": identifier.value, "status": identifier.status}
    identifier.status = status
    identifier.valid_to = step.at.date() if status == Identifier.Status.CANCELLED else None
    _store(identifier)
    step.note(person, before, {"number": identifier.value, "status": status})


# -- telephones


@transaction.atomic
def add_telephone(
    *, person: Person, text: str, main: bool, by: Member, at: datetime, source: str = "desk", origin: str = "desk"
) -> Telephone:
    """Record a telephone. A family shares one, so it may stand with many people. One that had ended is in use again."""
    read = phones.read_phone(text)
    if read is None:
        raise BadInput(phones.why_no_phone(text) or "Số điện thoại này không đọc được.")
    held = hold(person)
    step = Step(Kind.CORRECTED, by, at, origin=origin)
    fresh = Telephone(person=held, source=source, from_on=at.date(), main=False)
    fresh.set_number(read.value)
    telephone = held.telephones.filter(number_ix=fresh.number_ix).first() or fresh
    if telephone.pk is not None and telephone.to_on is None and telephone.main >= main:
        return telephone
    before = {"telephone": telephone.number, "to_on": telephone.to_on} if telephone.pk else {}
    telephone.to_on = None
    telephone.save()
    step.note(held, before, {"telephone": telephone.number, "to_on": None})
    if main or not held.telephones.filter(main=True, to_on=None).exists():
        _make_main(held, telephone)
    log_event("person.telephone_added", about=held, by=by, at=at)
    return telephone


@transaction.atomic
def end_telephone(*, telephone: Telephone, by: Member, at: datetime) -> None:
    """The number is no longer hers. It stays in the history; another of hers becomes the main one."""
    held = hold(_owner(telephone))
    if telephone.to_on is not None:
        return
    telephone.to_on = at.date()
    telephone.save(update_fields=["to_on"])
    following = held.telephones.filter(to_on=None).order_by("-main", "pk").first()
    if telephone.main and following is not None:
        _make_main(held, following)
    Step(Kind.CORRECTED, by, at).note(
        held, {"telephone": telephone.number, "to_on": None}, {"telephone": telephone.number, "to_on": at.date()}
    )
    log_event("person.telephone_ended", about=held, by=by, at=at)


@transaction.atomic
def choose_main_telephone(*, telephone: Telephone, by: Member, at: datetime) -> None:
    held = hold(_owner(telephone))
    if telephone.to_on is not None:
        raise BadInput("Số này đã thôi dùng: xin thêm lại số rồi chọn làm số chính.")
    _make_main(held, telephone)
    Step(Kind.CORRECTED, by, at).note(held, {}, {"telephone": telephone.number, "main": True})
    log_event("person.telephone_chosen", about=held, by=by, at=at)


def _owner(telephone: Telephone) -> Person:
    if telephone.person is None:
        raise BadInput("Số này không ghi cho ai.")
    return telephone.person


def _make_main(person: Person, telephone: Telephone) -> None:
    person.telephones.exclude(pk=telephone.pk).filter(main=True).update(main=False)
    telephone.main = True
    telephone.save(update_fields=["main"])
