"""What the receiver says of a file it got, signed: a receipt, what was done with the report since, what it asks.

One kind of message serves as receipt and as request for a correction: it tells all steps of the submission, so the
latest answer says everything the earlier ones said.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tungnha.drafting.dates import in_vietnam
from tungnha.reports.exchange import envelope, keys
from tungnha.reports.exchange.envelope import NotTaken
from tungnha.reports.models import Answer, FileState, OtherKey, OwnKey, ReceivedFile, SentFile
from tungnha.reports.sending import rules
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event

FORM = 1
ASKS = (rules.RETURN, rules.REOPEN)  # steps that want another file
MOST_STEPS = 50


# --- on the receiver's side ------------------------------------------------------------------------------------------


def answer_to(row: ReceivedFile, at: datetime) -> str:
    """The signed answer as things stand; the very same bytes as long as nothing has changed."""
    key = keys.own_key(row.area)
    if key is None or row.key_id is None:
        return ""
    said = _said(row)
    if row.answer:
        before = envelope.opened(row.answer.encode())
        if before.public == key.public and {k: v for k, v in before.body.items() if k != "made_at"} == said:
            return row.answer
    row.answer = envelope.sign(said | {"made_at": at.isoformat()}, key.private)
    ReceivedFile.objects.filter(pk=row.pk).update(answer=row.answer)
    return row.answer


def _said(row: ReceivedFile) -> dict[str, Any]:
    one = row.submission
    steps = list(one.steps.order_by("pk"))[-MOST_STEPS:] if one is not None else []
    owed = one.obligation if one is not None else None
    return {
        "form": FORM, "kind": "answer", "to": row.public, "from": row.area.full_name, "of": row.sha256,
        "number": row.number, "state": row.state, "why": row.why, "received_at": _instant(row.received_at),
        "due_at": _instant(owed.due_at) if owed is not None else None,
        "late": one.is_late if one is not None else None,
        "submission": one.number if one is not None else None,
        "stands": one.state if one is not None else None,
        "steps": [{"act": s.act, "why": s.why, "at": _instant(s.at)} for s in steps],
    }  # fmt: skip


def _instant(at: datetime) -> str:
    """One way to write it, whether it comes fresh or out of the database."""
    return in_vietnam(at).isoformat()


def answers_for(data: bytes, at: datetime) -> list[str]:
    """All answers for an office that asks, by a message it signed. Raises NotTaken for whom we do not know."""
    asked = envelope.opened(data)
    own = OwnKey.objects.filter(public=str(asked.body.get("to"))).select_related("area").first()
    if asked.body.get("kind") != "ask" or own is None:
        raise NotTaken("other_kind", "Yêu cầu này không gửi cho nơi đây.")
    key = OtherKey.objects.filter(area=own.area, public=asked.public, ended_at=None).first()
    if key is None:
        raise NotTaken("unknown_key", "Khóa của nơi hỏi chưa đăng ký ở đây, hoặc đã bị thu hồi.")
    rows = ReceivedFile.objects.filter(area=own.area, key__organisation=key.organisation_id)
    found = rows.select_related("area", "submission__obligation").order_by("-number", "-pk")[:MOST_STEPS]
    return [text for row in found if (text := answer_to(row, at))]


# --- on the sender's side --------------------------------------------------------------------------------------------


def ask_body(to: str, at: datetime) -> dict[str, Any]:
    return {"form": FORM, "kind": "ask", "to": to, "made_at": at.isoformat()}


def take_answer(data: bytes, *, area: Area, by: Member | None, at: datetime) -> Answer:
    """Keep what the office above answered, once. Raises NotTaken for what it did not sign, or was not for us."""
    found = envelope.opened(data)
    body = found.body
    if body.get("kind") != "answer" or body.get("form") != FORM:
        raise NotTaken("other_kind", "Tệp này không phải phiếu trả lời của cấp trên: xin chọn đúng tệp.")
    trusted = OtherKey.objects.filter(area=area, public=found.public).first()
    if trusted is None or trusted.ended_at is not None:
        raise NotTaken(
            "unknown_key", "Phiếu trả lời ký bằng khóa chưa đăng ký ở đây, hoặc đã thu hồi: xin gọi hỏi lại cấp trên."
        )
    sent = SentFile.objects.filter(report__area=area, sha256=str(body.get("of")), to=trusted.organisation_id).first()
    if sent is None:
        raise NotTaken("not_for_us", "Phiếu trả lời này của một tệp mà nơi đây không gửi: xin chọn đúng tệp.")
    try:
        state, made_at = FileState(body["state"]), datetime.fromisoformat(body["made_at"])
        _check_steps(body)
    except (KeyError, TypeError, ValueError) as problem:
        raise NotTaken("form", "Phiếu trả lời không theo mẫu: xin báo cấp trên xem lại phần mềm.") from problem
    try:
        with transaction.atomic():
            made: Answer
            made, is_new = Answer.objects.get_or_create(
                sent=sent, sha256=found.sha256,
                defaults={"state": state, "content": data.decode(), "made_at": made_at, "at": at},
            )  # fmt: skip
    except IntegrityError:
        made, is_new = Answer.objects.get(sent=sent, sha256=found.sha256), False
    if is_new:
        log_event("exchange.answered", about=sent, by=by, at=at, state=state.value, asks=bool(asks_of(made)))
    return made


def _check_steps(body: dict[str, Any]) -> None:
    if not isinstance(body["steps"], list) or not all(isinstance(body[key], str) for key in ("why", "received_at")):
        raise ValueError("no answer")
    datetime.fromisoformat(body["received_at"])
    for step in body["steps"]:
        datetime.fromisoformat(step["at"])
        if not isinstance(step["why"], str) or not isinstance(step["act"], str):
            raise ValueError("no step")


def said_in(answer: Answer) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(answer.content.split("\n")[3])
    return body


def asks_of(answer: Answer) -> str:
    """Why the office above wants another file; "" when it wants none."""
    body = said_in(answer)
    if body["stands"] not in (rules.RETURNED, rules.REOPENED):
        return ""
    return next((step["why"] for step in reversed(body["steps"]) if step["act"] in ASKS), "")
