"""Whom to call to a session, who stands on its list, who was called and did not come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tungnha.field.asking import asked_of
from tungnha.field.models import (
    CheckIn,
    Invitation,
    SupportSession,
)
from tungnha.field.queries import asked_of_persons
from tungnha.ledger.models import Service
from tungnha.ledger.queries import standings_held
from tungnha.people import queries as people
from tungnha.people.helping import needs
from tungnha.people.models import Person, Telephone
from tungnha.people.protection.restricted import reachable
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Campaign, Member


def offered(session: SupportSession) -> list[Service]:
    """What people can have done there: services of persons and of telephones."""
    return [s for s in session.services.all() if s.counts in ("person", "telephone") and s.kind == Service.Kind.STATE]


def lacking_here(session: SupportSession, on: date, member: Member) -> QuerySet[Any]:
    """Who may be asked to come: lives in the session's area and in the reader's scope, may be reached, and is missing
    something that is offered there. A village session of a campaign that asks nothing calls nobody."""
    groups = {a.service_id: a for a in asked_of_persons(session.campaign)}
    lacks = Q(pk__in=[])
    for service in offered(session):
        if service.counts == "telephone":
            held = standings_held(on).filter(service=service, telephone__isnull=False)
            open_ = Telephone.objects.filter(to_on=None, person__isnull=False).exclude(pk__in=held.values("telephone"))
            lacks |= Q(pk__in=open_.values("person"))
        elif (asked := groups.get(service.pk)) is not None:
            has = standings_held(on).filter(service=service, level__gte=asked.level, person__isnull=False)
            lacks |= asked_of(asked, on) & ~Q(pk__in=has.values("person"))
    here = Person.objects.visible_to(member).filter(
        household__village__path__startswith=session.area.path, household__left_on=None
    )
    adults = people.in_group("adult15", on)
    return reachable(people.counted("all", on, here)).filter(lacks, adults).order_by()


def to_call(session: SupportSession, on: date, now: datetime, member: Member) -> QuerySet[Any]:
    """Of those lacking, who is on no list of a session to come: nobody is called to two at once. Household by
    household: first those where somebody needs more help, then those who were called and did not come last, then along
    the lane."""
    listed = Invitation.objects.filter(
        person=OuterRef("pk"), taken_off_at=None, session__cancelled_at=None, session__ends_at__gt=now
    )
    rows = lacking_here(session, on, member).filter(~Exists(listed))
    first = Exists(needs.standing(on).filter(person__household=OuterRef("household")))
    return rows.annotate(comes_first=first).order_by(
        "-comes_first", "household__village__order", "household__lane", "household__order", "household__code", "pk"
    )


@dataclass(frozen=True)
class Chosen:
    """Whole households up to a size: `persons` to list, `homes` how many, `more` people beyond the size."""

    persons: list[int]
    homes: int
    more: int


def choose(rows: QuerySet[Any], size: int, lanes: Sequence[tuple[int, str]] | None = None) -> Chosen:
    """The next households in order until `size` people are reached; a household is never torn apart, but the first may
    be larger than the size. `lanes`: only these, as (village, lane)."""
    if lanes is not None:
        wanted = Q(pk__in=[])
        for village, lane in lanes:
            wanted |= Q(household__village=village, household__lane=lane)
        rows = rows.filter(wanted)
    by_home: dict[int, list[int]] = {}
    for pk, home in rows.values_list("pk", "household"):
        by_home.setdefault(home, []).append(pk)
    persons: list[int] = []
    homes = 0
    for members in by_home.values():
        if persons and len(persons) + len(members) > size:
            break
        persons += members
        homes += 1
    return Chosen(persons, homes, sum(map(len, by_home.values())) - len(persons))


def lanes_of(rows: QuerySet[Any]) -> list[tuple[int, str, str, int]]:
    """(village, village's name, lane, people to call there)."""
    counted = rows.order_by().values_list(
        "household__village", "household__village__type_name", "household__village__name", "household__lane"
    )
    found = counted.annotate(n=Count("pk"))
    return sorted(((v, f"{t} {name}", lane, n) for v, t, name, lane, n in found), key=lambda row: (row[1], row[2]))


def invited(session: SupportSession, member: Member) -> QuerySet[Any]:
    """The list of those to call, within the reader's scope, in walking order, with whether each came."""
    came = CheckIn.objects.filter(session=session, person=OuterRef("person"))
    rows = Invitation.objects.visible_to(member).filter(session=session, taken_off_at=None)
    first = Exists(
        needs.standing(session.starts_at.astimezone(VIETNAM).date()).filter(
            person__household=OuterRef("person__household")
        )
    )
    return (
        rows.select_related("person__household__village")
        .annotate(came=Exists(came), comes_first=first)
        .order_by(
            "person__household__village__order", "-comes_first", "person__household__lane", "person__household__order",
            "person__household__code", "-person__is_head", "person__birth_date", "pk",
        )
    )  # fmt: skip


@dataclass
class Home:
    """A household on the list of those to call."""

    household: Any
    rows: list[Any]

    @property
    def first(self) -> bool:
        return any(row.comes_first for row in self.rows)

    @property
    def came(self) -> int:
        return sum(row.came for row in self.rows)

    @property
    def called_at(self) -> datetime | None:
        return next((row.called_at for row in self.rows if row.called_at), None)


def homes_invited(rows: Sequence[Any]) -> list[Home]:
    """By household, in the order of the rows."""
    homes: dict[int, Home] = {}
    for row in rows:
        home = homes.setdefault(row.person.household_id, Home(row.person.household, []))
        home.rows.append(row)
    return list(homes.values())


def called_before(households: Iterable[int], campaign: Campaign, now: datetime) -> dict[int, str]:
    """household → what a worklist says of the last session somebody of it was asked to: “đã mời, chưa đến buổi 22/4”,
    “đã mời đến buổi 30/4”; nothing where somebody came."""
    came = CheckIn.objects.filter(session=OuterRef("session"), person=OuterRef("person"))
    rows = Invitation.objects.filter(
        person__household__in=list(households), taken_off_at=None, session__campaign=campaign,
        session__cancelled_at=None,
    )  # fmt: skip
    last: dict[int, tuple[int, datetime, datetime, bool]] = {}
    found = rows.annotate(came=Exists(came)).values_list(
        "person__household", "session", "session__starts_at", "session__ends_at", "came"
    )
    for home, session, starts, ends, here in found.order_by("session__starts_at", "session"):
        before = last.get(home)
        last[home] = (session, starts, ends, here or (before is not None and before[0] == session and before[3]))
    said = {}
    for home, (_, starts, ends, here) in last.items():
        if not here:
            day = starts.astimezone(VIETNAM)
            said[home] = f"đã mời{', chưa đến' if ends < now else ' đến'} buổi {day.day}/{day.month}"
    return said
