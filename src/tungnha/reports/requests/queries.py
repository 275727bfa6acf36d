"""Who was asked, who has answered, who may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from tungnha.reports.models import Request, RequestAnswer, RequestAsk, RequestField
from tungnha.reports.requests import values
from tungnha.reports.rules import HANDED_IN, Sent, counting, state_of
from tungnha.units.models import Area, Member, Organisation, Role

ASKERS = (Role.OFFICER, Role.PROVINCE_OFFICER)
READERS = (Role.OFFICER, Role.LEADER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
ANSWERERS = (Role.OFFICER, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER, Role.PROVINCE_OFFICER)
FOR_AN_AREA = (Role.OFFICER, Role.TEAM_LEADER, Role.PROVINCE_OFFICER)


@dataclass(frozen=True)
class AskStanding:
    """One place that was asked, as it stands at an instant."""

    ask: RequestAsk
    state: str
    first: RequestAnswer | None  # decides on time or late
    latest: RequestAnswer | None  # what holds now

    @property
    def is_in(self) -> bool:
        return self.state in HANDED_IN

    @property
    def given(self) -> dict[str, Any]:
        return self.latest.values if self.latest is not None and self.is_in else {}


def requests_for(member: Member | None) -> QuerySet[Any]:
    """The requests a member may read as a whole: those its own area asked, or an area below it."""
    rows = Request.objects.select_related("area", "organisation", "plan__campaign", "above__request__area")
    if member is None or not member.has_role(*READERS):
        return rows.none()
    return rows.filter(pk__in=Request.objects.visible_to(member).values("pk"), area__path__startswith=member.area.path)


def asks_of(member: Member | None) -> QuerySet[Any]:
    """Where the member itself is asked: its own body, or its own area's desk."""
    rows = RequestAsk.objects.select_related("request__area", "request__organisation", "organisation", "area__parent")
    if member is None or not member.is_current:
        return rows.none()
    own = Q(pk__in=[])
    if member.organisation_id is not None and member.has_role(*ANSWERERS):
        own |= Q(organisation=member.organisation_id)
    if member.has_role(*FOR_AN_AREA):
        own |= Q(organisation=None, area=member.area_id)
    return rows.filter(own)


def asks_to_open(member: Member | None) -> QuerySet[Any]:
    """Those a member is asked by, and those of the requests it may read."""
    rows = RequestAsk.objects.select_related("request__area", "request__organisation", "organisation", "area__parent")
    readable = requests_for(member).values("pk")
    return rows.filter(Q(pk__in=asks_of(member).values("pk")) | Q(request__in=readable))


def is_own(member: Member, ask: RequestAsk) -> bool:
    if ask.organisation_id is not None:
        return member.organisation_id == ask.organisation_id and member.has_role(*ANSWERERS)
    return member.area_id == ask.area_id and member.has_role(*FOR_AN_AREA)


def may_answer(member: Member, ask: RequestAsk) -> bool:
    """Whoever is asked; and the officer who asked types in for one who answered on paper or by telephone."""
    return is_own(member, ask) or is_asker(member, ask.request)


def is_asker(member: Member, request: Request) -> bool:
    return member.has_role(*ASKERS) and member.area_id == request.area_id


def fields_of(request: Request) -> list[RequestField]:
    return list(request.fields.all())


def open_requests(*, due_from: datetime, due_until: datetime) -> list[Request]:
    rows = Request.objects.filter(closed_at=None, due_at__gt=due_from, due_at__lt=due_until)
    return list(rows.select_related("area", "organisation"))


def standings_of(request: Request, at: datetime) -> list[AskStanding]:
    """Everybody who was asked, in the order of areas and bodies: two statements however many."""
    asks = list(request.asks.select_related("organisation", "area__parent", "request__area"))
    for ask in asks:
        ask.request = request
    return standings(asks, at)


def standings(asks: Sequence[RequestAsk], at: datetime) -> list[AskStanding]:
    sent: dict[int, list[RequestAnswer]] = {}
    rows = RequestAnswer.objects.filter(ask__in=[ask.pk for ask in asks], sent_at__lte=at)
    for answer in rows.select_related("sent_by__user").order_by("number"):
        sent.setdefault(answer.ask_id, []).append(answer)
    return [_standing(ask, sent.get(ask.pk, []), at) for ask in asks]


def standing_of(ask: RequestAsk, at: datetime) -> AskStanding:
    return standings([ask], at)[0]


def _standing(ask: RequestAsk, sent: list[RequestAnswer], at: datetime) -> AskStanding:
    closed = ask.request.closed_at is not None and ask.request.closed_at <= at
    facts = [Sent(s.sent_at, s.returned_at is not None) for s in sent]
    kept = [s for s in sent if s.returned_at is None] if sent and sent[-1].returned_at is None else []
    first = counting(Sent(s.sent_at) for s in kept)
    return AskStanding(
        ask=ask,
        state=state_of(
            due_at=ask.request.due_at, at=at, sent=facts, is_closed=closed,
            is_excused=ask.excused_at is not None and ask.excused_at <= at,
        ),
        first=next((s for s in kept if first and s.sent_at == first.at), None),
        latest=kept[-1] if kept else (sent[-1] if sent else None),
    )  # fmt: skip


def readers_of(asks: Sequence[RequestAsk]) -> dict[int, list[Member]]:
    """ask → who of the place has a mailbox."""
    bodies = {ask.organisation_id for ask in asks if ask.organisation_id}
    areas = {ask.area_id for ask in asks if not ask.organisation_id}
    rows = Member.objects.filter(
        Q(organisation__in=bodies, role__in=ANSWERERS) | Q(area__in=areas, role__in=FOR_AN_AREA),
        user__email__isnull=False, user__is_active=True,
    ).select_related("user")  # fmt: skip
    current = [member for member in rows if member.is_current]
    return {ask.pk: [member for member in current if is_own(member, ask)] for ask in asks}


def waiting_for(member: Member, at: datetime) -> list[AskStanding]:
    """What the member itself still has to answer, the nearest due first."""
    asks = asks_of(member).filter(request__closed_at=None, excused_at=None).order_by("request__due_at")
    return [row for row in standings(list(asks[:60]), at) if not row.is_in]


# --- whom a request may be put to ------------------------------------------------------------------------------------


def areas_below(member: Member, on: date) -> QuerySet[Any]:
    """The areas one level below the member's own that stand on a day."""
    rows: QuerySet[Any] = Area.objects.filter(parent=member.area_id).standing_on(on)
    return rows


def bodies_near(member: Member, on: date) -> QuerySet[Any]:
    """The bodies of the member's own area that report, without the teams of villages: a village is asked itself."""
    rows = Organisation.objects.filter(area=member.area_id, must_report=True).exclude(kind=Organisation.Kind.TEAM)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=on), Q(valid_from=None) | Q(valid_from__lte=on)).order_by(
        "order", "name"
    )


def below_of(ask: RequestAsk) -> Request | None:
    """The latest request by which a question was handed on."""
    found: Request | None = ask.handed_on.filter(closed_at=None).order_by("-pk").first()
    return found


def from_below(ask: RequestAsk, at: datetime) -> dict[int, Any]:
    """field of the upper request → what those below have answered so far, put together."""
    request = below_of(ask)
    if request is None:
        return {}
    rows = standings_of(request, at)
    return {
        field.from_field_id: together
        for field in fields_of(request)
        if field.from_field_id is not None and (together := values.together(field, _given(rows, field))) is not None
    }


def _given(rows: Iterable[AskStanding], field: RequestField) -> list[Any]:
    return [row.given.get(str(field.pk)) for row in rows]
