"""The schedule as it stands: sessions with what is said of them, villages with and without, what is taken when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from tungnha.field.models import (
    Equipment,
    EquipmentUse,
    SessionWord,
    Staffing,
    SupportSession,
)
from tungnha.field.queries import lacking
from tungnha.field.schedule.operations.agreeing import Side, sides_of
from tungnha.field.schedule.rules import Booking, Slot, VillageNeed
from tungnha.ledger.models import Service
from tungnha.people.models import Place
from tungnha.units.calendar import VIETNAM, end_of
from tungnha.units.models import Area, Campaign, Member, Role

State = str  # cancelled · refused · waiting · agreed · past
STATES = {
    "cancelled": ("returned", "đã hủy"), "refused": ("contested", "có ý kiến khác"),
    "waiting": ("waiting", "chờ duyệt"), "agreed": ("accepted", "đã duyệt"), "past": ("done", "đã xong"),
}  # fmt: skip


# --- sessions --------------------------------------------------------------------------------------------------------


def loaded(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With all that a line of the schedule says: four statements for any number of them."""
    return rows.select_related("place", "area__parent", "campaign").prefetch_related(
        Prefetch("staffing", Staffing.objects.select_related("organisation", "member__user").order_by("pk")),
        Prefetch("words", SessionWord.objects.select_related("by__user", "organisation")),
        "services",
    )


def sessions_for(member: Member) -> QuerySet[Any]:
    """Those of the member's area and below; for a village also those for the whole commune."""
    return loaded(SupportSession.objects.visible_to(member))


def between(rows: QuerySet[Any], first: date, last: date) -> QuerySet[Any]:
    """Sessions that begin on one of the days, the last included."""
    return rows.filter(starts_at__gte=end_of(first - timedelta(days=1)), starts_at__lt=end_of(last))


def state_of(session: SupportSession, now: datetime, sides: Sequence[Side] | None = None) -> State:
    if session.is_cancelled:
        return "cancelled"
    if session.is_published:
        return "past" if session.ends_at <= now else "agreed"
    return "refused" if any(side.against for side in (sides or sides_of(session))) else "waiting"


@dataclass(frozen=True)
class Shown:
    """One session as lists and grids show it."""

    session: SupportSession
    state: State
    sides: list[Side]

    @property
    def status(self) -> tuple[str, str]:
        return STATES[self.state]

    @property
    def on(self) -> date:
        return self.session.starts_at.astimezone(VIETNAM).date()

    @property
    def bodies(self) -> list[str]:
        return list(dict.fromkeys(s.organisation.label for s in self.session.staffing.all()))

    @property
    def offers(self) -> list[str]:
        return [s.label for s in self.session.services.all() if s.kind == Service.Kind.STATE]

    @property
    def missing_words(self) -> list[str]:
        """Whose word is waited for."""
        return [side.label for side in self.sides if side.word is None]


def shown(rows: Iterable[SupportSession], now: datetime) -> list[Shown]:
    found = []
    for session in rows:
        sides = sides_of(session)
        found.append(Shown(session, state_of(session, now, sides), sides))
    return found


def next_for(member: Member, now: datetime, most: int = 5) -> list[Shown]:
    """What is to come: of a body's employee the sessions the body sends people to, of others those of the area."""
    rows = sessions_for(member).filter(ends_at__gte=now, cancelled_at=None)
    if member.is_partner:
        rows = rows.filter(pk__in=Staffing.objects.filter(organisation=member.organisation).values("session"))
    return shown(rows.order_by("starts_at", "pk")[:most], now)


# --- villages --------------------------------------------------------------------------------------------------------


def villages_for(member: Member, campaign: Campaign, on: date) -> list[Area]:
    """The villages a member plans for, in their order."""
    rows = Area.objects.villages().standing_on(on).filter(path__startswith=campaign.area.path).visible_to(member)
    return list(rows.select_related("parent").order_by("parent__order", "order", "code"))


@dataclass(frozen=True)
class Coverage:
    """Of the villages, how many have at least one session; the rest by name."""

    villages: list[Area]
    planned: set[int]
    agreed: set[int]

    @property
    def without(self) -> list[Area]:
        return [v for v in self.villages if v.pk not in self.planned]

    @property
    def not_agreed(self) -> list[Area]:
        return [v for v in self.villages if v.pk in self.planned and v.pk not in self.agreed]


def coverage(villages: Sequence[Area], campaign: Campaign) -> Coverage:
    """Past sessions count too: the village has had one. A session for the whole commune is no village's own."""
    rows = SupportSession.objects.filter(campaign=campaign, area__in=[v.pk for v in villages], cancelled_at=None)
    planned: set[int] = set()
    agreed: set[int] = set()
    for area, published in rows.values_list("area", "published_at"):
        planned.add(area)
        if published is not None:
            agreed.add(area)
    return Coverage(list(villages), planned, agreed)


def missing_by_village(campaign: Campaign, on: date, member: Member) -> dict[int, int]:
    """How many lack something the campaign asks for and may be called, in each village."""
    rows = lacking(campaign, on, member)
    return dict(rows.values_list("household__village").annotate(n=Count("pk")))


def village_needs(villages: Sequence[Area], campaign: Campaign, member: Member, now: datetime) -> list[VillageNeed]:
    """What dates are proposed from."""
    today = now.astimezone(VIETNAM).date()
    missing = missing_by_village(campaign, today, member)
    sessions: dict[int, list[SupportSession]] = defaultdict(list)
    ids = [v.pk for v in villages]
    for session in SupportSession.objects.filter(campaign=campaign, area__in=ids, cancelled_at=None):
        sessions[session.area_id].append(session)
    places = usual_places(ids)
    leaders = leaders_of(ids, today)
    return [
        VillageNeed(
            village=village.pk, missing=missing.get(village.pk, 0), ever=len(sessions[village.pk]),
            planned=sum(s.ends_at > now for s in sessions[village.pk]),
            days=frozenset(s.starts_at.astimezone(VIETNAM).date() for s in sessions[village.pk]),
            place=places[village.pk].pk if village.pk in places else None,
            leader=leaders[village.pk].user_id if village.pk in leaders else None,
        )
        for village in villages
    ]  # fmt: skip


def usual_places(villages: Sequence[int]) -> dict[int, Place]:
    """Where a village meets: its culture house, else whatever it has."""
    found: dict[int, Place] = {}
    for place in Place.objects.filter(area__in=villages).order_by("pk"):
        if place.area_id not in found or (
            place.kind == Place.Kind.CULTURE_HOUSE and found[place.area_id].kind != Place.Kind.CULTURE_HOUSE
        ):
            found[place.area_id] = place
    return found


def leaders_of(villages: Sequence[int], on: date) -> dict[int, Member]:
    held = (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))
    rows = Member.objects.filter(held, area__in=villages, role=Role.TEAM_LEADER, organisation__isnull=False)
    return {m.area_id: m for m in rows.select_related("user", "organisation").order_by("-pk")}


def bookings(first: datetime, last: datetime, area: Area) -> list[Booking]:
    """Who, what and which place is taken: everywhere, for a person may be promised in another commune."""
    rows = SupportSession.objects.filter(starts_at__lt=last, ends_at__gt=first, cancelled_at=None)
    rows = rows.prefetch_related("staffing__member", "equipment")
    return [
        Booking(
            slot=Slot(s.starts_at, s.ends_at), place=s.place_id,
            people=frozenset(x.member.user_id for x in s.staffing.all() if x.member is not None),
            equipment={use.equipment_id: use.count for use in s.equipment.all()},
        )
        for s in rows
    ]  # fmt: skip


def promised(equipment: Iterable[Equipment], at_times: QuerySet[Any]) -> dict[int, int]:
    """How many of each are promised to the sessions."""
    rows = EquipmentUse.objects.filter(session__in=at_times, equipment__in=[e.pk for e in equipment])
    return dict(rows.order_by().values_list("equipment").annotate(n=Sum("count")))
