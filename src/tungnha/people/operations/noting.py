"""What teams and others say of the register waits for the desk; nothing said is lost."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.models import Household, Person, RegisterNote
from tungnha.people.operations.residing import change_residence, household_left
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

RESIDENCE_OF = {"moved": Person.Residence.MOVED, "deceased": Person.Residence.DECEASED}


@transaction.atomic
def say(
    *, kind: str, about: Person | Household, words: str = "", facts: Mapping[str, str] | None = None, by: Member | None,
    at: datetime, said_at: datetime | None = None, origin: str = "desk", origin_id: str = "",
) -> RegisterNote:  # fmt: skip
    """Put down what somebody says. The same said twice by one visit is one note. A number typed into free words is
    hidden before it is stored: proposals have fields of their own."""
    subject = {"person": about} if isinstance(about, Person) else {"household": about}
    note, is_new = RegisterNote.objects.get_or_create(
        origin=origin, origin_id=origin_id or uuid.uuid4().hex, kind=kind, **subject,
        defaults={
            "words_text": hide_typed_numbers(words.strip())[:500], "said_by": by, "said_at": said_at or at,
            "facts_text": json.dumps(dict(facts), ensure_ascii=False) if facts else "",
        },
    )  # fmt: skip
    if is_new:
        log_event("register.noted", about=note, by=by, at=at, kind=kind, origin=origin)
    return note


def _waiting(note: RegisterNote) -> RegisterNote:
    held: RegisterNote = RegisterNote.objects.select_for_update(no_key=True).get(pk=note.pk)
    if held.state != RegisterNote.State.WAITING:
        who = f" ({held.decided_by.user.full_name})" if held.decided_by else ""
        raise BadInput(f"Lời báo này đã được xem{who}: {held.get_state_display()}.")
    return held


@transaction.atomic
def accept(
    *, note: RegisterNote, on: date | None, new_head: Person | None, reason: str, by: Member, at: datetime
) -> RegisterNote:
    """It is so: the register changes, as of that day."""
    held = _waiting(note)
    if held.kind == RegisterNote.Kind.WRONG:
        raise BadInput("Lời báo về thông tin sai được ghi bằng trang Sửa thông tin của người ấy.")
    if held.household is not None:
        household_left(household=held.household, on=on, reason=reason, by=by, at=at)
    elif held.person is not None:
        change_residence(
            person=held.person, residence=RESIDENCE_OF[held.kind], since=on, new_head=new_head, reason=reason, by=by,
            at=at,
        )  # fmt: skip
    return _decided(held, RegisterNote.State.ACCEPTED, "", by, at)


@transaction.atomic
def decline(*, note: RegisterNote, answer: str, by: Member, at: datetime) -> RegisterNote:
    """It is not so: nothing changes, what was said and by whom stays to be seen, and so does the answer."""
    return _decided(_waiting(note), RegisterNote.State.DECLINED, answer, by, at)


@transaction.atomic
def settle_by_correcting(*, note: RegisterNote, by: Member, at: datetime) -> RegisterNote:
    """What was proposed was looked at, and the record corrected (not always as proposed)."""
    return _decided(_waiting(note), RegisterNote.State.ACCEPTED, "", by, at)


def _decided(note: RegisterNote, state: str, answer: str, by: Member, at: datetime) -> RegisterNote:
    note.state, note.decided_by, note.decided_at = state, by, at
    note.answer_text = hide_typed_numbers(answer.strip())[:300]
    note.save(update_fields=["state", "decided_by", "decided_at", "answer_text"])
    log_event("register.note_decided", about=note, by=by, at=at, state=state)
    return note
