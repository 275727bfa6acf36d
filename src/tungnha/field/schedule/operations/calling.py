"""Who is asked to come to a session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tungnha.field.models import Invitation, SupportSession
from tungnha.field.schedule.operations.planning import hold_session
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

MOST = 1000  # people on one list


@transaction.atomic
def call_people(*, session: SupportSession, persons: Collection[int], by: Member, at: datetime) -> int:
    """Put people on the list of those to call, each once; who had been taken off is on it again. Returns how many are
    new on it."""
    held = hold_session(session)
    wanted = set(persons)
    known = {row.person_id: row for row in Invitation.objects.filter(session=held, person__in=wanted)}
    if Invitation.objects.filter(session=held, taken_off_at=None).count() + len(wanted - set(known)) > MOST:
        raise BadInput(f"Một buổi mời nhiều nhất {MOST} người: xin chia thành nhiều buổi.")
    again = [row.pk for row in known.values() if row.taken_off_at is not None]
    Invitation.objects.filter(pk__in=again).update(taken_off_at=None, listed_by=by, listed_at=at)
    Invitation.objects.bulk_create(
        Invitation(session=held, person_id=pk, listed_by=by, listed_at=at) for pk in sorted(wanted - set(known))
    )
    count = len(again) + len(wanted - set(known))
    log_event("session.people_listed", about=held, by=by, at=at, persons=count)
    return count


@transaction.atomic
def take_off(*, session: SupportSession, persons: Collection[int], by: Member, at: datetime) -> int:
    """Take people off the list again; that they stood on it stays to be seen."""
    held = hold_session(session)
    rows = Invitation.objects.filter(session=held, person__in=set(persons), taken_off_at=None)
    count: int = rows.update(taken_off_at=at)
    log_event("session.people_taken_off", about=held, by=by, at=at, persons=count)
    return count


@transaction.atomic
def mark_called(*, session: SupportSession, by: Member, at: datetime, persons: Collection[int] | None = None) -> int:
    """They were told (by group text, loudspeaker, at the door); None: all on the list. The first time stands."""
    held = hold_session(session)
    rows = Invitation.objects.filter(session=held, taken_off_at=None, called_at=None)
    if persons is not None:
        rows = rows.filter(person__in=set(persons))
    count: int = rows.update(called_at=at, called_by=by)
    log_event("session.people_called", about=held, by=by, at=at, persons=count)
    return count
