"""Who is still to be visited, and what happened at the doors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from tungnha.field.asking import asked_of, whom_asked
from tungnha.field.models import HouseholdShare, Visit, VisitResult
from tungnha.field.rules import breadth
from tungnha.identity import names
from tungnha.ledger.models import CampaignService, Service, Standing
from tungnha.ledger.queries import standings_held
from tungnha.people import queries as people
from tungnha.people.helping import needs
from tungnha.people.models import Household, Person
from tungnha.people.protection.restricted import reachable
from tungnha.units.models import Campaign, Member, Role


def campaigns_for(member: Member, on: date) -> QuerySet[Campaign]:
    """Campaigns of the member's area that ask for services of persons, the newest first."""
    running = Q(ended_on=None) | Q(ended_on__gte=on)
    return Campaign.objects.visible_to(member).filter(running, asked_services__isnull=False).distinct()


def asked_of_persons(campaign: Campaign) -> list[CampaignService]:
    """The services of persons that are asked about at a door, each once: of the widest group, at its lowest level."""
    states = campaign.asked_services.select_related("service").filter(
        service__counts="person", service__kind=Service.Kind.STATE
    )
    rows: dict[int, CampaignService] = {}
    for asked in sorted(states, key=lambda a: (breadth(a.group), a.level, a.order)):
        rows.setdefault(asked.service_id, asked)
    return sorted(rows.values(), key=lambda asked: asked.order)


def missing_any(campaign: Campaign, on: date) -> Q:
    """Persons who lack at least one of the services the campaign asks of them."""
    lacking = Q(pk__in=[])
    for asked in asked_of_persons(campaign):
        held = standings_held(on).filter(service=asked.service, level__gte=asked.level, person__isnull=False)
        lacking |= asked_of(asked, on) & ~Q(pk__in=held.values("person"))
    return lacking


def worklist(member: Member, campaign: Campaign, on: date, text: str = "", show: str = "todo") -> QuerySet[Any]:
    """Households of the member's villages and what happened there last: those with someone who needs more help first,
    then appointments, then never visited, then along the lane. A team member sees the own shared-out ones, and all that
    nobody has.

    `show`: todo (someone is missing), due (an appointment has come), never (missing and not yet visited), all.
    """
    visits = Visit.objects.filter(household=OuterRef("pk"), campaign=campaign)
    last = visits.order_by("-made_at")
    rows = (
        Household.objects.visible_to(member)
        .filter(left_on=None)
        .select_related("village")
        .annotate(
            last_outcome=Subquery(last.values("outcome")[:1]),
            last_on=Subquery(last.values("made_at")[:1]),
            come_back=Subquery(last.values("come_back_on")[:1]),
            comes_first=needs.in_household(on),
        )
    )
    if member.role == Role.TEAM_MEMBER:
        held = _share(campaign, on)
        rows = rows.filter(~Exists(held) | Exists(held.filter(member=member)))
    if show in ("todo", "never"):
        rows = rows.filter(pk__in=lacking(campaign, on, member).values("household"))
    if show == "never":
        rows = rows.filter(~Exists(visits))
    if show == "due":
        rows = rows.filter(come_back__lte=on, last_outcome=Visit.Outcome.COME_BACK)
    rows = _search(rows, text)
    # Databases disagree on where an empty value stands, so it is said.
    appointments_first, unvisited_first = F("come_back").asc(nulls_last=True), F("last_on").asc(nulls_first=True)
    in_turn = ("village__order", "-comes_first", appointments_first, unvisited_first, "order", "code")
    return rows.order_by(*in_turn).prefetch_related(
        Prefetch("persons", Person.objects.filter(is_head=True), to_attr="heads")
    )


def lacking(campaign: Campaign, on: date, member: Member) -> QuerySet[Any]:
    """The persons of the member's area who count, lack something the campaign asks for and may be visited."""
    here = Person.objects.filter(household__village__path__startswith=member.area.path)
    return reachable(people.counted("all", on, here)).filter(missing_any(campaign, on)).order_by()


def with_missing(households: Iterable[Any], campaign: Campaign, on: date, member: Member) -> list[Any]:
    """The households, each with how many of its people are `missing` something and what `help` is needed there: two
    statements for all of them."""
    rows = list(households)
    found = lacking(campaign, on, member).filter(household__in=[row.pk for row in rows])
    counts = dict(found.values_list("household").annotate(n=Count("pk")))
    helped = needs.help_at([row.pk for row in rows], on)
    for row in rows:
        row.missing, row.help = counts.get(row.pk, 0), helped.get(row.pk)
    return rows


def _share(campaign: Campaign, on: date) -> QuerySet[Any]:
    return HouseholdShare.objects.filter(HouseholdShare.holds_on(on), household=OuterRef("pk"), campaign=campaign)


def _search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    if not text.strip():
        return rows
    named = Person.objects.filter(household=OuterRef("pk"))
    for word in names.fold(text).split():
        named = named.filter(folded_name__contains=word)
    return rows.filter(Q(code__iexact=text.strip()) | Exists(named))


@dataclass(frozen=True)
class ServiceNow:
    """How one person stands with one service the campaign asks for."""

    asked: CampaignService
    standing: Standing | None

    @property
    def has_it(self) -> bool:
        return self.standing is not None and self.standing.level >= self.asked.level


@dataclass(frozen=True)
class PersonAtDoor:
    person: Person
    services: list[ServiceNow]
    help: tuple[str, ...] | None = None  # what to do or bring; None: needs no more help than others
    ask_reading: bool = False  # whether nobody said yet that she cannot read


def at_the_door(household: Household, campaign: Campaign, on: date) -> list[PersonAtDoor]:
    """The persons of a household who count, with what each has and lacks."""
    asked = asked_of_persons(campaign)
    persons = list(reachable(people.counted("all", on, household.persons.all())))
    held = {(s.person_id, s.service_id): s for s in standings_held(on).filter(person__in=persons)}
    of_whom = whom_asked(asked, on, household.persons.all())
    helped, told = needs.help_for([p.pk for p in persons], on), needs.told_of([p.pk for p in persons], "cannot_read")
    rows = []
    for person in sorted(persons, key=lambda p: (not p.is_head, p.birth_date or date.max)):
        own = [ServiceNow(a, held.get((person.pk, a.service_id))) for a in asked if person.pk in of_whom[a.pk]]
        if own:
            rows.append(PersonAtDoor(person, own, helped.get(person.pk), person.pk not in told))
    return rows


def village_progress(member: Member, campaign: Campaign, on: date) -> dict[str, int]:
    """What the head of a worklist says: households in all, still to do, appointments due, doors knocked on today."""
    counts = {show: worklist(member, campaign, on, show=show).count() for show in ("all", "todo", "due", "never")}
    today = Visit.objects.visible_to(member).filter(campaign=campaign, made_at__date=on)
    return counts | {"today": today.values("household").distinct().count()}


def why_not(campaign: Campaign, area_path: str) -> list[tuple[str, int]]:
    """Reasons people were not reached, the most frequent first."""
    rows = (
        VisitResult.objects.filter(visit__campaign=campaign, visit__household__village__path__startswith=area_path)
        .exclude(outcome__in=VisitResult.GAINS)
        .order_by()
        .values_list("outcome")
        .annotate(n=Count("pk"))
    )
    labels = dict(VisitResult.Outcome.choices)
    return sorted(((labels[outcome], n) for outcome, n in rows), key=lambda row: (-row[1], row[0]))
