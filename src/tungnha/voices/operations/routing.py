"""Who has to answer a difficulty at a level, and until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tungnha.units.calendar import end_of
from tungnha.units.days import calendar_of
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.voices.rules.subjects import Subject, subjects_of

Contact = Callable[[Area, datetime], Organisation | None]
_contacts: list[Contact] = []
SHORT = 1  # working days for what a leader is asked


def register_contact(find: Contact) -> None:
    """Let a room above name the body that the plan of an area gives as its contact."""
    if find not in _contacts:
        _contacts.append(find)


@dataclass(frozen=True)
class Place:
    """`owner` None: the desk of the level."""

    level: Area
    owner: Organisation | None
    due_at: datetime


def place_at(level: Area, code: str, at: datetime, *, above: bool = False) -> Place:
    """Where a difficulty goes at a level: the body a rule names; the only one of the kind that answers it; the contact
    of the plan; else the level's desk. The day it comes is not counted."""
    subject = subjects_of(level).get(code) or subjects_of(level)["other"]
    days = subject.above_days if above else subject.answer_days
    return Place(level, owner_at(level, subject, at), due_after(level, at, days))


def owner_at(level: Area, subject: Subject, at: datetime) -> Organisation | None:
    if subject.owner is not None and _stands(subject.owner, at):
        return subject.owner
    if subject.kind and level.kind == Area.Kind.COMMUNE:
        bodies = [one for one in Organisation.objects.filter(area=level, kind=subject.kind) if _stands(one, at)]
        if len(bodies) == 1:  # of two operators nobody knows whose mast it is: the desk does
            return bodies[0]
    if level.kind == Area.Kind.PROVINCE:
        return next(filter(None, (find(level, at) for find in _contacts)), None) or _body_of_officers(level)
    return None


def _stands(body: Organisation, at: datetime) -> bool:
    return body.valid_to is None or at.date() <= body.valid_to


def _body_of_officers(level: Area) -> Organisation | None:
    rows = Member.objects.filter(
        area=level, role=Role.PROVINCE_OFFICER, organisation__isnull=False, user__is_active=True
    ).select_related("organisation", "user")
    return next((m.organisation for m in rows.order_by("organisation__order", "pk") if m.is_current), None)


def due_after(level: Area, at: datetime, days: int) -> datetime:
    """The first instant that is late, `days` working days after the day of `at`."""
    return end_of(calendar_of(level).add_working_days(at, days))


def has(level: Area, *roles: str) -> bool:
    """Whether anybody works at a level in one of these roles."""
    rows = Member.objects.filter(area=level, role__in=roles, user__is_active=True).select_related("user")
    return any(member.is_current for member in rows)
