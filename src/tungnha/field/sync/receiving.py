"""A batch of a phone is stored: each operation once, in one transaction with all that follows from it.

An operation that is known is answered from what was answered. The others are applied in the order they were made in:
visits that follow each other all at once, other kinds one by one, each in a savepoint of its own, so that what one of
them cannot have never holds up the next.
"""

from __future__ import annotations

import copy
import itertools
import json
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from tungnha.field.models import Device, PhoneOperation
from tungnha.field.sync import handlers
from tungnha.field.sync.handlers import Answer, Incoming, Kept, Sender
from tungnha.field.sync.reading import Spoilt, read_operation
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.units import bulk, clock
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event, log_events
from tungnha.units.problems import BadInput, Problem

LOG = logging.getLogger(__name__)
OF_OTHER_CONTENT = uuid.UUID("6f0c3c5e-5d0a-4a53-9a53-0d1f5a1be005")
SPOILT = "Máy chủ không đọc được việc này. Việc vẫn được giữ lại cho Tổ trưởng xem."
OTHER = "Việc này đã được gửi với nội dung khác. Nội dung mới chưa ghi vào sổ, được giữ lại cho Tổ trưởng xem."
UNKNOWN = "Máy chủ chưa biết loại việc này. Việc được giữ lại cho Tổ trưởng xem."
FAILED = "Máy chủ chưa ghi được việc này. Việc được giữ lại cho Tổ trưởng xem."
EMPTIED = "Máy này đã bị thu hồi trước khi việc này đến: cần Tổ trưởng xem."
TO_THE_DESK = {"difficulty": "Khó khăn này đã đến nơi, chờ cán bộ xem và trả lời."}
COLUMNS = tuple(field.attname for field in PhoneOperation._meta.concrete_fields)
WITHOUT_APPLYING = frozenset({Kept.ASIDE, Kept.REFUSED})
ADDS = frozenset({"add_person", "add_household"})


@dataclass(frozen=True, kw_only=True)
class Said:
    """What comes with the operations: the phone's own figures. None: they were carried in by another phone."""

    app: str = ""
    acked: int = 0
    held: int = 0
    phone_now: datetime | None = None


@dataclass(frozen=True)
class Received:
    answers: list[dict[str, Any]]
    offer_from: int | None
    is_revoked: bool


def receive(
    *, device: Device, ops: Sequence[Any], said: Said | None, at: datetime, carried_by: Member | None = None
) -> Received:
    """Store a batch; what is told of each stands in the database when this returns. `ops`: as they came, unread. They
    are read before the transaction: on SQLite everybody else waits while it lasts."""
    phone_now = said.phone_now if said else None
    read = [_checked(read_operation(raw, joined_at=device.joined_at, phone_now=phone_now, at=at)) for raw in ops]
    with transaction.atomic():
        held = _hold(device)
        batch = _Batch(held, at, carried_by)
        answers = batch.take(read)
        offer_from = _note_contact(held, said, [_frame(one).seq for one in read], at)
        if batch.stored:
            aside = sum(row.answer in WITHOUT_APPLYING for row in batch.stored)
            counts = {"count": len(batch.stored), "aside": aside}
            log_events("phone.received", about=[(held, counts)], by=held.member, at=at)
    return Received(answers, offer_from, held.is_revoked)


def _hold(device: Device) -> Device:
    """One batch of a phone at a time: the same sent five times at once is stored once."""
    held: Device = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    held.member = device.member
    return held


@dataclass(frozen=True)
class Unusable:
    """An operation whose content nobody takes or can read, and what is answered."""

    op: Incoming
    answer: Answer


Read = Incoming | Spoilt | Unusable


def _frame(one: Read) -> Incoming | Spoilt:
    return one.op if isinstance(one, Unusable) else one


def _checked(op: Incoming | Spoilt) -> Read:
    """With its content read by whoever takes its kind."""
    if isinstance(op, Spoilt):
        return op
    handler = handlers.handler_of(op.kind)
    if handler is None:
        return Unusable(op, handlers.aside(TO_THE_DESK.get(op.kind, UNKNOWN)))
    try:
        return replace(op, read=handler.check(op.content))
    except BadInput as problem:
        return Unusable(op, Answer(answer=Kept.REFUSED, why=problem.sentence))
    except Exception:
        LOG.exception("an operation of kind %s cannot be read", op.kind)
        return Unusable(op, Answer(answer=Kept.REFUSED, why=SPOILT))


def as_then(member: Member, made_at: datetime) -> Member:
    """Work done while the membership ran counts, however late it comes: its scope is that of the day."""
    if member.is_current or member.valid_to is None or clock.start_of(made_at).date() > member.valid_to:
        return member
    then = copy.copy(member)
    then.valid_to = None
    return then


class _Batch:
    def __init__(self, device: Device, at: datetime, carried_by: Member | None) -> None:
        self.device, self.at, self.carried_by = device, at, carried_by
        self.stored: list[PhoneOperation] = []

    def take(self, checked: Sequence[Read]) -> list[dict[str, Any]]:
        read = [_frame(one) for one in checked]
        ids = [op.id if isinstance(op, Incoming) else self._id_of_spoilt(op) for op in read]
        there = [key for (key,) in bulk.rows_of(PhoneOperation, ["id"], "id", ids)]
        known = PhoneOperation.objects.in_bulk(there) if there else {}
        answers: list[dict[str, Any] | None] = [None] * len(read)
        fresh: dict[uuid.UUID, int] = {}
        again: list[int] = []
        for place, (op, key) in enumerate(zip(read, ids, strict=True)):
            if key in known:
                answers[place] = self._known(op, known[key])
            elif key in fresh:
                again.append(place)
            else:
                fresh[key] = place
        self._apply([checked[place] for place in fresh.values()])
        rows = {row.id: row for row in self.stored}
        for key, place in fresh.items():
            answers[place] = _said_of(read[place], rows[key])
        for place in again:  # twice in one batch
            answers[place] = self._known(read[place], rows[ids[place]])
        self._store()
        return [answer for answer in answers if answer is not None]

    def _id_of_spoilt(self, op: Spoilt) -> uuid.UUID:
        return uuid.uuid5(OF_OTHER_CONTENT, f"{self.device.pk}/{op.digest}")

    def _known(self, op: Incoming | Spoilt, row: PhoneOperation) -> dict[str, Any]:
        """The same again, or another content under the same id: kept beside the first, refused, told."""
        if row.digest == op.digest and row.device_id == self.device.pk:
            return _said_of(op, row, again=True)
        beside = uuid.uuid5(OF_OTHER_CONTENT, f"{self.device.pk}/{row.pk}/{op.digest}")
        kept = next((one for one in self.stored if one.pk == beside), None)
        kept = kept or PhoneOperation.objects.filter(pk=beside).first()
        if kept is None:
            kept = self._row(op, Answer(answer=Kept.REFUSED, why=OTHER), beside, same_id_as=row)
        return _said_of(op, kept)

    def _apply(self, fresh: Sequence[Read]) -> None:
        """In the order they were made in."""
        readable: list[Incoming] = []
        for one in fresh:
            op = _frame(one)
            if isinstance(op, Spoilt):
                self._row(op, Answer(answer=Kept.REFUSED, why=SPOILT), self._id_of_spoilt(op))
            elif self.device.emptied_at is not None:
                self._row(op, handlers.aside(EMPTIED), op.id)
            elif isinstance(one, Unusable):
                self._row(op, one.answer, op.id)
            else:
                readable.append(op)
        readable.sort(key=lambda op: op.seq)
        if any(op.kind in ADDS for op in readable):
            self._hold_commune()
        for _, run in itertools.groupby(
            readable, key=lambda op: (op.kind, self._sender(op).member is self.device.member)
        ):
            self._apply_run(list(run))

    def _hold_commune(self) -> None:
        """Whoever adds looks first who stands there already: of two phones at once each would look before the other
        has written. Before any home is held, so that no two wait for each other."""
        area = self.device.member.area
        held = Area.objects.select_for_update(no_key=True).filter(pk=(area.commune or area).pk)
        list(held.values_list("pk"))

    def _apply_run(self, run: Sequence[Incoming]) -> None:
        handler = handlers.handler_of(run[0].kind)
        if handler is not None and handler.many is not None:
            sender = self._sender(run[0])
            try:
                with transaction.atomic():
                    answers = handler.many(run, sender)
                for op in run:
                    self._row(op, answers[op.id], op.id)
                return
            except (OperationalError, InterfaceError):
                raise  # the database is away or busy: nothing of this batch is stored, the phone comes again
            except Exception:
                LOG.exception("a run of %s of kind %s fails", len(run), run[0].kind)
        for op in run:
            self._row(op, self._one(op), op.id)

    def _one(self, op: Incoming) -> Answer:
        handler, sender = handlers.handler_of(op.kind), self._sender(op)
        assert handler is not None
        try:
            with transaction.atomic():
                if handler.apply is not None:
                    return handler.apply(op, sender)
                assert handler.many is not None
                return handler.many([op], sender)[op.id]
        except Problem as problem:
            return handlers.aside(problem.sentence)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            LOG.exception("an operation of kind %s fails", op.kind)
            return handlers.aside(FAILED)

    def _sender(self, op: Incoming) -> Sender:
        return Sender(device=self.device, member=as_then(self.device.member, op.made_at), at=self.at)

    def _row(
        self, op: Incoming | Spoilt, answer: Answer, key: uuid.UUID, same_id_as: PhoneOperation | None = None
    ) -> PhoneOperation:
        waits = answer.answer in WITHOUT_APPLYING
        told = json.dumps(dict(answer.told), ensure_ascii=True) if answer.told else ""
        row = PhoneOperation(
            id=key, device=self.device, same_id_as=same_id_as, digest=op.digest, stored_at=self.at,
            carried_by=self.carried_by, answer=answer.answer,
            why_text=hide_typed_numbers(answer.why) if answer.why else "", told_text=told, household=answer.household,
            person=answer.person, **_frame_of(op, self.at, waits=waits),
        )  # fmt: skip
        self.stored.append(row)
        return row

    def _store(self) -> None:
        """The first of two with one id stands before the second, which points at it."""
        ordered = sorted(self.stored, key=lambda row: row.same_id_as_id is not None)
        bulk.insert(PhoneOperation, COLUMNS, ([getattr(row, name) for name in COLUMNS] for row in ordered))


def _frame_of(op: Incoming | Spoilt, at: datetime, *, waits: bool) -> dict[str, Any]:
    if isinstance(op, Spoilt):
        return {"seq": op.seq, "kind": "", "made_at": at, "content_text": json.dumps({"raw": op.raw})}
    return {
        "seq": op.seq, "kind": op.kind, "version": op.version, "made_at": op.made_at,
        "phone_at": op.phone_at if op.phone_at != op.made_at else None,
        "content_text": json.dumps(op.content, ensure_ascii=True) if waits else "",
    }  # fmt: skip


def _said_of(op: Incoming | Spoilt, row: PhoneOperation, *, again: bool = False) -> dict[str, Any]:
    """What the phone is told; again, the same, but `had` for what simply stands."""
    answer = "had" if again and row.answer == Kept.STORED else str(row.answer)
    key = str(op.id) if isinstance(op, Incoming) else op.given
    told = {"id": key, "answer": answer}
    if row.why_text:
        told["why"] = row.why_text
    return told | ({"with": row.told} if row.told_text else {})


# -- the device


def _note_contact(device: Device, said: Said | None, brought: Sequence[int], at: datetime) -> int | None:
    """Remember what the phone says of itself; `brought`: the sequences of this batch. Returns from which operation on
    it should offer everything again, where the server lacks what it once acknowledged."""
    device.whole = _whole(device, said, brought)
    if said is None:
        device.save(update_fields=["whole"])
        return None
    device.contact_at, device.acked, device.held = at, said.acked, max(0, said.held - len(brought))
    device.app_version = said.app or device.app_version
    if said.phone_now is not None:
        device.clock_offset = max(-(2**31), min(2**31 - 1, round((said.phone_now - at).total_seconds())))
    if device.is_revoked and device.held == 0 and device.emptied_at is None:
        device.emptied_at = at
        log_event("phone.emptied", about=device, by=device.member, at=at)
    device.save(update_fields=["whole", "contact_at", "acked", "held", "app_version", "clock_offset", "emptied_at"])
    return device.whole + 1 if said.acked > device.whole else None


def _whole(device: Device, said: Said | None, brought: Sequence[int]) -> int:
    """The highest sequence up to which nothing is missing that the phone still has: it sends the oldest first, so what
    lies between its last answer and what it brings now, it has no longer, or cannot send."""
    whole = device.whole
    first = min(brought, default=0)
    if said is not None and first > whole + 1 and said.acked < first - 1:
        whole = first - 1
    rows = device.operations.filter(seq__gt=whole).order_by("seq").values_list("seq", flat=True)
    for seq in rows.iterator(chunk_size=500):
        if seq > whole + 1:
            break
        whole = seq
    return whole


__all__ = ["Received", "Said", "receive"]
