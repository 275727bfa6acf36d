"""How a leader settles what waits: written now, to another household, as somebody else; passed on; let go with a
reason."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tungnha.field.models import KnownAs, PhoneOperation
from tungnha.field.sync import handlers, waiting
from tungnha.field.sync.handlers import Answer
from tungnha.people.models import Household, Person
from tungnha.people.operations import noting
from tungnha.units.models import Area, Member
from tungnha.units.problems import BadInput

Settled = PhoneOperation.Settled
ORIGIN = "phone"


def may_be_written(operation: PhoneOperation) -> bool:
    """Whether the machine can write it by itself: a kind it knows, under an id of its own."""
    return operation.same_id_as_id is None and handlers.handler_of(operation.kind) is not None


def alike(operation: PhoneOperation, reader: Member) -> list[Person]:
    """Whom somebody new may be, within the reader's scope."""
    keys = [key for key in operation.told.get("alike", []) if isinstance(key, str)]
    return list(Person.objects.visible_to(reader).filter(key__in=keys).select_related("household").order_by("pk"))


@dataclass(frozen=True)
class Elsewhere:
    """A household the operation may be meant for: where its person lives now."""

    home: Household
    why: str


def lives_now(operation: PhoneOperation, reader: Member) -> Elsewhere | None:
    """Where the person of an operation lives now, when that is another household than the operation names."""
    person = operation.person
    if person is None or person.household_id is None or "household" not in operation.content:
        return None
    home = Household.objects.visible_to(reader).filter(pk=person.household_id).first()
    if home is None or str(home.key) == str(operation.content.get("household")):
        return None
    return Elsewhere(home, f"{person.full_name} nay ở hộ này")


def write_now(*, operation: PhoneOperation, by: Member, at: datetime) -> Answer:
    """Try again what was set aside, as it came."""
    return waiting.try_again(operation=operation, by=by, at=at)


def write_for(*, operation: PhoneOperation, code: str, village: Area, by: Member, at: datetime) -> Answer:
    """Write it for the household of this code, instead of the one it names."""
    home = Household.objects.filter(village=village, code__iexact=code.strip(), left_on=None).first()
    if home is None:
        raise BadInput(f"{village.title} không có hộ mang mã “{code.strip()[:30]}”: xin xem lại mã hộ.")
    named = str(operation.content.get("household", ""))
    if not named:
        raise BadInput("Việc này không ghi cho hộ nào nên không chuyển sang hộ khác được.")
    return waiting.try_again(operation=operation, by=by, at=at, instead={named: str(home.key)})


@transaction.atomic
def is_the_same(*, operation: PhoneOperation, person: Person, by: Member, at: datetime) -> Answer:
    """Who was to be added stands in the register already: from now on what that phone says of her is about this one."""
    try:
        key = uuid.UUID(str(operation.content.get("person")))
    except ValueError as problem:
        raise BadInput("Việc này không thêm ai nên không chọn người trùng được.") from problem
    KnownAs.objects.get_or_create(key=key, defaults={"person": person, "made_by": by, "stored_at": at})
    return waiting.try_again(operation=operation, by=by, at=at)


def is_another(*, operation: PhoneOperation, by: Member, at: datetime) -> Answer:
    """She is none of those she was thought to be: added."""
    return waiting.try_again(operation=operation, by=by, at=at, not_the_same=True)


@transaction.atomic
def pass_on(*, operation: PhoneOperation, words: str, by: Member, at: datetime) -> None:
    """Lay it before the commune's desk as what somebody said of the person or household; nothing else is written."""
    about = operation.person or operation.household
    if about is None:
        raise BadInput("Việc này không nói về người hay hộ nào trong sổ nên không chuyển thành lời báo được.")
    noting.say(
        kind="wrong", about=about, words=words, by=operation.device.member, at=at, said_at=operation.made_at,
        origin=ORIGIN, origin_id=str(operation.pk),
    )  # fmt: skip
    waiting.settle(operation=operation, how=Settled.AGAIN, by=by, at=at, why="đã chuyển cán bộ xã xem")


def let_go(*, operation: PhoneOperation, why: str, by: Member, at: datetime) -> None:
    """Nothing is to be written; the reason stays with it."""
    if not why.strip():
        raise BadInput("Bỏ qua thì phải ghi lý do, để sau này còn biết vì sao.")
    waiting.settle(operation=operation, how=Settled.NOTHING, by=by, at=at, why=why)
