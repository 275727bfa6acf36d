"""The queue of a session: tickets given in order, called, served; several desks and phones at once.

The desk's tickets are 1, 2, 3 …; those of a phone carry its letter, A1, A2 …, so that phones without signal never give
the same. What happened to a ticket are steps with ids of their own; its state is that of the step made last, so the
order in which phones send them does not matter.
"""

from __future__ import annotations

import re
import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from tungnha.field.models import QueueLetter, QueueStep, QueueTicket, SupportSession
from tungnha.field.schedule.operations.planning import hold_session
from tungnha.field.schedule.rules import letter
from tungnha.people.models import Person
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

LABEL = re.compile(r"([A-Z]{0,2})([1-9][0-9]{0,3})")
STATES = QueueTicket.State
# Of two steps made in one second the later in this row counts.
RANK = {STATES.WAITING: 0, STATES.CALLED: 1, STATES.LEFT: 2, STATES.SERVED: 3}


@transaction.atomic
def give_ticket(
    *, session: SupportSession, by: Member, at: datetime, person: Person | None = None, step_id: uuid.UUID | None = None
) -> QueueTicket:
    """The desk's next number. Pressed twice with one id, it is given once."""
    held = hold_session(session)
    if step_id is not None and (known := QueueStep.objects.filter(pk=step_id).select_related("ticket").first()):
        return known.ticket
    last: int = held.tickets.filter(letter="").aggregate(n=Max("n"))["n"] or 0
    ticket: QueueTicket = QueueTicket.objects.create(session=held, n=last + 1, person=person, given_at=at, state_at=at)
    _step(ticket, STATES.WAITING, "", step_id or uuid.uuid4(), by, at, at)
    log_event("queue.ticket_given", about=held, by=by, at=at, number=ticket.n)
    return ticket


@transaction.atomic
def call_next(*, session: SupportSession, desk: str, by: Member, at: datetime) -> QueueTicket | None:
    """Who has waited longest is called to a desk; two desks that press at once call two people. None: nobody waits."""
    held = hold_session(session)
    waiting = held.tickets.filter(state=STATES.WAITING).order_by("given_at", "letter", "n").first()
    if waiting is None:
        return None
    return step_ticket(ticket=waiting, state=STATES.CALLED, desk=desk, by=by, at=at)


@transaction.atomic
def step_ticket(
    *, ticket: QueueTicket, state: str, by: Member, at: datetime, desk: str = "", step_id: uuid.UUID | None = None
) -> QueueTicket:
    """Called (again), served, gone home, or waiting again."""
    held = QueueTicket.objects.select_for_update(no_key=True, of=("self",)).select_related("session").get(pk=ticket.pk)
    _step(held, state, desk, step_id or uuid.uuid4(), by, at, at)
    log_event("queue.ticket_moved", about=held.session, by=by, at=at, state=state)
    return held


@transaction.atomic
def take_step(
    *, session: SupportSession, label: str, state: str, step_id: uuid.UUID, device: str, person: Person | None,
    by: Member, made_at: datetime, at: datetime, desk: str = "",
) -> QueueTicket:  # fmt: skip
    """A step that a phone made, stored once. A ticket nobody told of yet (its phone has no signal) is known from now
    on. Only the device a letter belongs to gives tickets of it: another that does is set aside (BadInput)."""
    known = QueueStep.objects.filter(pk=step_id).select_related("ticket").first()
    if known is not None:
        return known.ticket
    found = LABEL.fullmatch(label.strip().upper())
    if found is None or state not in STATES.values:
        raise BadInput(f"Số thứ tự “{label[:10]}” không đọc được.")
    mark, n = found[1], int(found[2])
    if state == STATES.WAITING and mark and not _owns(session, mark, device):
        raise BadInput(f"Số {label} mang chữ của một máy khác: mời xem lại để khỏi gọi nhầm người.")
    try:
        with transaction.atomic():
            QueueTicket.objects.get_or_create(
                session=session, letter=mark, n=n,
                defaults={"person": person, "given_at": made_at, "state_at": made_at, "state": state, "desk": desk},
            )  # fmt: skip
    except IntegrityError:
        pass
    held = QueueTicket.objects.select_for_update(no_key=True).get(session=session, letter=mark, n=n)
    if person is not None and held.person_id is None:
        held.person = person
        held.save(update_fields=["person"])
    _step(held, state, desk, step_id, by, made_at, at)
    log_event("queue.step_taken", about=session, by=by, at=at, state=state)
    return held


def _step(
    ticket: QueueTicket, state: str, desk: str, step_id: uuid.UUID, by: Member, made_at: datetime, at: datetime
) -> None:
    """Adds the step and lets the ticket follow from all of its steps."""
    QueueStep.objects.get_or_create(
        id=step_id,
        defaults={
            "ticket": ticket, "state": state, "desk": desk[:10], "made_by": by, "made_at": made_at, "stored_at": at,
        },
    )  # fmt: skip
    steps = list(ticket.steps.all())
    last = max(steps, key=lambda s: (s.made_at, RANK[STATES(s.state)], s.pk.hex))
    desks = [s for s in steps if s.desk and s.made_at <= last.made_at]
    ticket.state, ticket.state_at = last.state, last.made_at
    ticket.desk = max(desks, key=lambda s: (s.made_at, s.pk.hex)).desk if desks else ""
    ticket.given_at = min(s.made_at for s in steps)
    ticket.save(update_fields=["state", "state_at", "desk", "given_at"])


def _owns(session: SupportSession, mark: str, device: str) -> bool:
    """Whether the device gives tickets of this letter. A letter nobody was given belongs to the first who uses it,
    unless she has one: then she used it before she was told."""
    owner = QueueLetter.objects.filter(session=session, letter=mark).first()
    if owner is None and not QueueLetter.objects.filter(session=session, device=device).exists():
        owner, _ = QueueLetter.objects.get_or_create(session=session, letter=mark, defaults={"device": device})
    return owner is None or owner.device == device


@transaction.atomic
def letter_of(*, session: SupportSession, device: str) -> str:
    """The letter of a device at a session, given once and for all."""
    known = QueueLetter.objects.filter(session=session, device=device).first()
    if known is not None:
        return known.letter
    SupportSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    taken = set(QueueLetter.objects.filter(session=session).values_list("letter", flat=True))
    free = next(one for one in map(letter, range(len(taken) + 1)) if one not in taken)
    held, _ = QueueLetter.objects.get_or_create(session=session, device=device, defaults={"letter": free})
    return held.letter
