"""What phones sent that a person must look at; and work that is brought over by hand."""

from __future__ import annotations

import base64
import json
import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length

from tungnha.field.models import Device, PhoneOperation
from tungnha.field.sync import handlers, receiving
from tungnha.field.sync.handlers import Answer, Incoming, Sender
from tungnha.field.sync.joining import key_bytes
from tungnha.field.sync.reading import MOST_BYTES, MOST_OPERATIONS, TooLarge
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Problem

NONCE = 12  # bytes
KEPT_AFTER = timedelta(days=60)  # how long the content of what was looked at is kept


def waiting_for(member: Member) -> QuerySet[Any]:
    """Operations set aside or refused that nobody has looked at, within the member's scope; the oldest first."""
    rows = PhoneOperation.objects.visible_to(member).filter(answer__in=PhoneOperation.WAITING, settled_at=None)
    return rows.select_related("device__member__user", "household", "person").order_by("stored_at", "seq")


@transaction.atomic
def settle(*, operation: PhoneOperation, how: str, by: Member, at: datetime, why: str = "") -> PhoneOperation:
    """Somebody looked: `how` is one of PhoneOperation.Settled. Its sealed content stays for two months more. Raises
    BadInput where somebody did so before."""
    held = _hold_waiting(operation)
    return _settled(held, PhoneOperation.Settled(how), why, by, at)


def _hold_waiting(operation: PhoneOperation) -> PhoneOperation:
    rows = PhoneOperation.objects.select_for_update(of=("self",), no_key=True).select_related("device__member__user")
    held: PhoneOperation = rows.get(pk=operation.pk)
    if held.answer not in PhoneOperation.WAITING:
        raise BadInput("Việc này đã ghi vào sổ rồi, không cần xem.")
    if held.settled_at is not None:
        who = held.settled_by.user.full_name if held.settled_by else "người khác"
        raise BadInput(f"Việc này {who} đã xem rồi: {held.get_settled_how_display()}.")
    return held


def _settled(held: PhoneOperation, how: str, why: str, by: Member, at: datetime) -> PhoneOperation:
    held.settled_at, held.settled_by, held.settled_how, held.settled_why_text = at, by, how, why.strip()[:300]
    held.save(update_fields=["settled_at", "settled_by", "settled_how", "settled_why_text"])
    log_event("phone.operation_settled", about=held, by=by, at=at, kind=held.kind, how=how)
    return held


@transaction.atomic
def try_again(
    *, operation: PhoneOperation, by: Member, at: datetime, instead: Mapping[str, str] | None = None,
    not_the_same: bool = False,
) -> Answer:  # fmt: skip
    """Apply it anew, as its member's word, after what hindered it was put right. `instead`: keys of people or homes in
    the content, each with the one that is meant; `not_the_same`: those it was thought to double are somebody else. The
    sealed content stays as it came. Settled where it is stored now; else it waits on, with the new sentence."""
    held = _hold_waiting(operation)
    handler = handlers.handler_of(held.kind)
    if handler is None or held.same_id_as_id is not None:
        raise BadInput("Máy chủ không tự ghi được việc này: xin làm ở trang tương ứng, rồi đánh dấu đã xem.")
    content = _replaced(held.content, instead or {})
    if not_the_same:
        content = content | {"not_same_as": [*content.get("not_same_as", []), *held.told.get("alike", [])]}
    sender = Sender(device=held.device, member=_as_then(held), at=at)
    op = Incoming(
        id=held.pk, seq=held.seq, kind=held.kind, version=held.version, made_at=held.made_at,
        phone_at=held.phone_at or held.made_at, content=content, digest=held.digest,
    )  # fmt: skip
    answer = _applied(handler, op, sender)
    held.answer, held.why_text = answer.answer, answer.why
    if answer.answer in PhoneOperation.WAITING:
        held.answer = PhoneOperation.Answer.ASIDE
        held.save(update_fields=["answer", "why_text"])
        return answer
    held.save(update_fields=["answer", "why_text"])
    _settled(held, PhoneOperation.Settled.DONE, "", by, at)
    return answer


def _as_then(held: PhoneOperation) -> Member:
    return receiving.as_then(held.device.member, held.made_at)


def _applied(handler: handlers.Handler, op: Incoming, sender: Sender) -> Answer:
    try:
        with transaction.atomic():
            read = replace(op, read=handler.check(op.content))
            if handler.many is not None:
                return handler.many([read], sender)[op.id]
            assert handler.apply is not None
            return handler.apply(read, sender)
    except Problem as problem:
        return handlers.aside(problem.sentence)


def _replaced(value: Any, instead: Mapping[str, str]) -> Any:
    """The content with some keys put in the place of others, wherever they stand."""
    if isinstance(value, dict):
        return {name: _replaced(one, instead) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, instead) for one in value]
    return instead.get(value, value) if isinstance(value, str) else value


def forget_old(at: datetime) -> int:
    """The content of what somebody looked at two months ago goes; that it came, and how it was settled, stays."""
    old = PhoneOperation.objects.filter(settled_at__lt=at - KEPT_AFTER).annotate(kept=Length("content_text"))
    return old.filter(kept__gt=0).update(content_text="")


# -- brought over by hand


def carry_in(*, device_id: uuid.UUID, sealed: Sequence[str], by: Member | None, at: datetime) -> dict[str, Any]:
    """Take in unsent work of a phone, sealed under its carry key: {"answers": [...], "not_opened": [index, ...]}. That
    it opens is the proof of whose it is. Unknown devices and texts that do not open look alike: none is opened."""
    if len(sealed) > MOST_OPERATIONS:
        raise TooLarge
    device = Device.objects.select_related("member").filter(pk=device_id).first()
    ops: list[Any] = []
    not_opened: list[int] = []
    left = MOST_BYTES
    for place, text in enumerate(sealed):
        opened = _opened(text, key_bytes(device.carry_key), left) if device is not None else None
        if opened is None:
            not_opened.append(place)
            continue
        found, size = opened
        left -= size
        ops += found
    if len(ops) > MOST_OPERATIONS:
        raise TooLarge
    answers: list[dict[str, Any]] = []
    if device is not None and ops:
        answers = receiving.receive(device=device, ops=ops, said=None, at=at, carried_by=by).answers
    return {"answers": answers, "not_opened": not_opened}


def _opened(text: Any, key: bytes, most: int) -> tuple[list[Any], int] | None:
    """The operations one sealed text holds, and how many bytes they are; None where it cannot be opened."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        data = AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], None)
        if data[:2] == b"\x1f\x8b":
            machine = zlib.decompressobj(wbits=31)
            data = machine.decompress(data, max(1, most) + 1)
            if len(data) > most:
                raise TooLarge
        found = json.loads(data.decode("utf-8"))
    except (InvalidTag, ValueError, TypeError, zlib.error, RecursionError):
        return None
    return (found if isinstance(found, list) else [found]), len(data)
