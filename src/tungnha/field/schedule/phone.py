"""Sessions on the phone (docs/sync-forms.md): the part `sessions` of its config, its operations `check_in`, `queue`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch

from tungnha.field.models import CheckIn, CheckInService, Device, Invitation, QueueTicket, SupportSession
from tungnha.field.queries import asked_of_persons
from tungnha.field.schedule import queries
from tungnha.field.schedule.operations import ServiceDone, ServiceRefused, check_in, letter_of, take_step
from tungnha.field.schedule.whom import offered
from tungnha.field.sync import config, handlers, whom
from tungnha.field.sync.handlers import Answer, Incoming, Sender
from tungnha.field.sync.reading import Fields
from tungnha.ledger.models import Service
from tungnha.people.models import Person, Telephone
from tungnha.people.operations import correcting
from tungnha.units import clock
from tungnha.units.models import Member

AHEAD = timedelta(days=14)
MOST_SESSIONS = 12
NO_SESSION = "Buổi hỗ trợ này không còn trong địa bàn của anh/chị, nên chưa ghi vào sổ."
NOT_HERE = "Người này không còn trong sổ của địa bàn, nên chưa ghi vào sổ."
WHICH_NUMBER = "Đã điểm danh. {label}: chưa rõ số điện thoại nào, mời chọn số ở trang điểm danh của buổi."


# --- what a phone is told --------------------------------------------------------------------------------------------


def sessions(member: Member, at: datetime) -> list[dict[str, Any]]:
    """Sessions of today and of the next two weeks in the member's area; who came and the queue only of today's. Of
    people only keys, and only of those the member may see."""
    today = clock.start_of(at)
    rows = queries.sessions_for(member).filter(
        starts_at__gte=today, starts_at__lt=today + AHEAD, published_at__isnull=False, cancelled_at=None
    )
    rows = rows.prefetch_related(
        Prefetch("invitations", Invitation.objects.visible_to(member).filter(taken_off_at=None).select_related(
            "person__household"
        ), to_attr="called"),
        Prefetch("check_ins", CheckIn.objects.visible_to(member).select_related("person"), to_attr="came"),
        Prefetch("tickets", QueueTicket.objects.select_related("person"), to_attr="queue"),
    )  # fmt: skip
    mine = [str(pk) for pk in Device.objects.filter(member=member, revoked_at=None).values_list("pk", flat=True)]
    return [_told(session, at, mine) for session in rows.order_by("starts_at", "pk")[:MOST_SESSIONS]]


def _told(session: Any, at: datetime, devices: list[str]) -> dict[str, Any]:
    is_today = session.starts_at <= clock.start_of(at) + timedelta(days=1)
    return {
        "id": session.pk, "name": session.name, "place": session.place.name, "area": session.area.full_name,
        "starts_at": session.starts_at, "ends_at": session.ends_at, "capacity": session.capacity,
        "services": [s.code for s in offered(session)],
        "labels": {s.code: s.label for s in offered(session)}, "bring": session.bring,
        "channels": {s.code: s.channels for s in offered(session) if s.channels},
        "counts": {s.code: s.counts for s in offered(session) if s.counts != "person"},
        "staff": [s.member.user.full_name for s in session.staffing.all() if s.member is not None],
        "called": sorted({str(i.person.household.key) for i in session.called if i.person.household is not None}),
        "came": sorted(str(c.person.key) for c in session.came if c.person is not None) if is_today else [],
        "queue": _queue(session) if is_today else [],
        "letters": {device: letter_of(session=session, device=device) for device in devices} if is_today else {},
    }  # fmt: skip


def _queue(session: Any) -> list[dict[str, Any]]:
    return [
        {"ticket": t.label, "state": t.state, "person": str(t.person.key) if t.person else None}
        for t in sorted(session.queue, key=lambda t: (t.given_at, t.letter, t.n))
    ]


# --- what it tells ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldDone:
    service: str
    channel: str
    level: int | None
    telephone: str


@dataclass(frozen=True)
class ToldComing:
    """`done` and `refused` may be codes alone, or objects with more."""

    session: int
    person: uuid.UUID | None
    how: str
    done: tuple[ToldDone, ...]
    refused: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]


def read_coming(content: Mapping[str, Any]) -> ToldComing:
    """Raises BadInput for what nobody can read."""
    fields = Fields(content)
    done = []
    for one in _each(fields, "done"):
        level = one.count("level") if "level" in one.content else None
        done.append(ToldDone(one.text("service", 40), one.text("channel", 60), level, one.text("telephone", 40)))
    whys = frozenset(CheckInService.Why.values)
    refused = []
    for one in _each(fields, "refused"):
        why = one.text("why", 16)
        refused.append((one.text("service", 40), why if why in whys else CheckInService.Why.REFUSED))
    topics = tuple(Fields({"t": t}).text("t", 80) for t in fields.items("topics", 50))
    how = fields.text("how", 10)
    return ToldComing(
        fields.count("session"), fields.key_or_none("person"), how if how in CheckIn.How.values else "", tuple(done),
        tuple(refused), topics,
    )  # fmt: skip


def _each(fields: Fields, name: str) -> list[Fields]:
    """A code alone is short for an object that holds only it."""
    return [Fields({"service": one} if isinstance(one, str) else one if isinstance(one, dict) else {"service": one})
            for one in fields.items(name)]  # fmt: skip


def apply_coming(op: Incoming, sender: Sender) -> Answer:
    """Note who came. A person checked in on two phones counts once, and what either did is added."""
    told: ToldComing = op.read
    session = _session(told.session, sender.member)
    if session is None:
        return handlers.aside(NO_SESSION)
    person = None
    if told.person is not None:
        person = whom.persons([told.person]).get(told.person)
        if person is None or person.erased_at is not None or not _may_see(person, sender.member):
            return handlers.aside(NOT_HERE)
    codes = {d.service for d in told.done} | {code for code, _ in told.refused}
    services = {s.code: s for s in Service.objects.filter(code__in=codes)}
    if codes - set(services):
        return handlers.aside(whom.SERVICE_UNKNOWN, person=person)
    done, unsure = _done(told, services, session, person, sender)
    refused = [ServiceRefused(service=services[code], why=why) for code, why in told.refused]
    check_in(
        session=session, person=person, done=done, refused=refused, topics=told.topics, how=told.how,
        by=sender.member, at=sender.at, made_at=op.made_at, check_in_id=op.id,
    )  # fmt: skip
    if unsure:
        return handlers.conflict(WHICH_NUMBER.format(label=", ".join(s.label for s in unsure)))
    return handlers.stored()


def _done(
    told: ToldComing, services: Mapping[str, Service], session: SupportSession, person: Person | None, sender: Sender
) -> tuple[list[ServiceDone], list[Service]]:
    """What was done, and those that count telephones of which it is not clear which: said, never guessed."""
    levels = {a.service_id: a.level for a in asked_of_persons(session.campaign)}
    done, unsure = [], []
    for one in told.done:
        service = services[one.service]
        telephone = None
        if service.counts == "telephone" and person is not None:
            telephone = _telephone(person, one.telephone, sender)
            if telephone is None:
                unsure.append(service)
                continue
        channel = one.channel if one.channel in service.channels else ""
        level = one.level if one.level else levels.get(service.pk, 1)
        done.append(ServiceDone(service=service, level=level, channel=channel, telephone=telephone))
    return done, unsure


def _telephone(person: Person, typed: str, sender: Sender) -> Telephone | None:
    """The number that was typed, else the only one there is."""
    if typed:
        return correcting.add_telephone(
            person=person, text=typed, main=False, by=sender.member, at=sender.at, source="buổi hỗ trợ",
            origin="session",
        )  # fmt: skip
    own = list(Telephone.objects.filter(person=person, to_on=None)[:2])
    return own[0] if len(own) == 1 else None


@dataclass(frozen=True)
class ToldStep:
    session: int
    ticket: str
    state: str
    person: uuid.UUID | None
    desk: str


def read_step(content: Mapping[str, Any]) -> ToldStep:
    fields = Fields(content)
    state = fields.choice("state", frozenset(QueueTicket.State.values))
    return ToldStep(
        fields.count("session"), fields.text("ticket", 10), state, fields.key_or_none("person"), fields.text("desk", 10)
    )


def apply_step(op: Incoming, sender: Sender) -> Answer:
    """One step of a ticket. Steps may come in any order: the one made last counts."""
    told: ToldStep = op.read
    session = _session(told.session, sender.member)
    if session is None:
        return handlers.aside(NO_SESSION)
    person = whom.persons([told.person]).get(told.person) if told.person else None
    if person is not None and not _may_see(person, sender.member):
        person = None
    take_step(
        session=session, label=told.ticket, state=told.state, step_id=op.id, device=str(sender.device.pk),
        person=person, by=sender.member, made_at=op.made_at, at=sender.at, desk=told.desk,
    )  # fmt: skip
    return handlers.stored()


def _session(pk: int, member: Member) -> SupportSession | None:
    found = SupportSession.objects.visible_to(member).filter(pk=pk).select_related("campaign", "area").first()
    if found is not None and member.is_partner and not found.staffing.filter(organisation=member.organisation).exists():
        return None
    return found


def _may_see(person: Person, member: Member) -> bool:
    return bool(Person.objects.visible_to(member).filter(pk=person.pk).exists())


def lay() -> None:
    handlers.register("check_in", check=read_coming, apply=apply_coming)
    handlers.register("queue", check=read_step, apply=apply_step)
    config.provide("sessions", sessions)
