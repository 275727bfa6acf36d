"""Which room takes which kind of operation.

    handlers.register("check_in", check=read_check_in, apply=apply_check_in)

`check` is pure: it reads the content into whatever `apply` wants and raises BadInput for what nobody can read (the
operation is then answered `refused`). `apply` runs in a savepoint of its own, inside the transaction of the batch; what
it raises as Problem is answered `aside`, with the problem's sentence, and what it wrote is undone. An operation is
applied once: the same id is answered from what was stored before `apply` is asked again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tungnha.field.models import Device, PhoneOperation
from tungnha.people.models import Household, Person
from tungnha.units.models import Member

Kept = PhoneOperation.Answer


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Whose phone it came from: everything it names is loaded through `visible_to(sender.member)`."""

    device: Device
    member: Member
    at: datetime  # the server's clock, now


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One operation as it came. `made_at` is put right by the server where the phone's clock is wrong."""

    id: uuid.UUID
    seq: int
    kind: str
    version: int
    made_at: datetime
    phone_at: datetime
    content: Mapping[str, Any]
    digest: str
    read: Any = None  # what `check` made of the content


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the phone is told of one operation, and about whom it is set aside."""

    answer: str
    why: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    household: Household | None = None
    person: Person | None = None


def stored(**told: Any) -> Answer:
    """It stands in register, ledger and tallies with this transaction."""
    return Answer(answer=Kept.STORED, told=told)


def conflict(why: str, **told: Any) -> Answer:
    """It stands, and says otherwise than another word; both stay."""
    return Answer(answer=Kept.CONFLICT, why=why, told=told)


def aside(why: str, *, household: Household | None = None, person: Person | None = None, **told: Any) -> Answer:
    """Received and kept whole, but a person must look."""
    return Answer(answer=Kept.ASIDE, why=why, told=told, household=household, person=person)


Check = Callable[[Mapping[str, Any]], Any]
Apply = Callable[[Incoming, Sender], Answer]
ApplyMany = Callable[[Sequence[Incoming], Sender], dict[uuid.UUID, Answer]]


@dataclass(frozen=True)
class Handler:
    """`many`: applies a run of operations at once, in its own savepoint; it raises for none of them."""

    check: Check
    apply: Apply | None = None
    many: ApplyMany | None = None


_handlers: dict[str, Handler] = {}


def register(kind: str, *, check: Check, apply: Apply) -> None:
    """Take a kind of operation; the last who does so has it."""
    _handlers[kind] = Handler(check, apply=apply)


def register_many(kind: str, *, check: Check, apply: ApplyMany) -> None:
    """Take a kind that comes in large numbers: `apply` gets a run of them and answers each by its id."""
    _handlers[kind] = Handler(check, many=apply)


def handler_of(kind: str) -> Handler | None:
    return _handlers.get(kind)
