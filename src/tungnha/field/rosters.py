"""A unit's own people and what they still lack: what the head of an organisation sees, and says."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from tungnha.drafting.numbers import percent
from tungnha.field.queries import asked_of_persons
from tungnha.ledger.models import CampaignService, Claim, CountClaim, Standing
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims, state_count
from tungnha.ledger.queries import standings_held
from tungnha.people.models import RosterEntry
from tungnha.people.queries import current, groups_with
from tungnha.people.rosters.rules import STATED_GROUPS, group_of, usual_kind
from tungnha.units.models import Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

CLAIM_OF_UNIT = uuid.UUID("0d6c7a34-93c0-4a3b-8a76-3f6d1c1de0a1")
EVERYBODY = ("", "all", "adult15", "over15", "adult16", "adult18")
ORIGIN = "unit"


@dataclass(frozen=True)
class Cell:
    """How one person stands with one service; `own` is the unit's own word, which it may take back."""

    asked: CampaignService
    standing: Standing | None
    own: bool

    @property
    def has_it(self) -> bool:
        return self.standing is not None and self.standing.level >= self.asked.level


@dataclass(frozen=True)
class Line:
    entry: RosterEntry
    cells: list[Cell]

    @property
    def missing(self) -> list[CampaignService]:
        return [cell.asked for cell in self.cells if not cell.has_it]


@dataclass(frozen=True)
class Column:
    """One service the campaign asks of the unit's people: how many have it, who lacks it."""

    asked: CampaignService
    have: int
    lines: Sequence[Line]

    @property
    def share(self) -> str:
        """`83,33%` of the unit's people."""
        return percent(self.have, len(self.lines))

    @property
    def label(self) -> str:
        """`VNeID mức 2`: which level is meant, where not any will do."""
        level, service = self.asked.level, self.asked.service
        names = {one.rank: one.name for one in service.levels.all()}
        return f"{service.label} {names.get(level, '')}".strip() if level > 1 else service.label

    @property
    def missing(self) -> list[RosterEntry]:
        return [line.entry for line in self.lines if any(a.pk == self.asked.pk for a in line.missing)]


def entries_of(organisation: Organisation, on: date) -> QuerySet[Any]:
    """Who belongs to the unit on a day, by room and name."""
    rows = organisation.roster_entries.filter(current(on)).select_related("person__household__village")
    return rows.order_by("room", "person__sort_key", "pk")


def former_of(organisation: Organisation, on: date) -> QuerySet[Any]:
    """Who has left, the latest first."""
    return organisation.roster_entries.filter(to_on__lt=on).select_related("person").order_by("-to_on", "pk")


def asked_of_unit(organisation: Organisation, campaign: Campaign) -> list[CampaignService]:
    """The services of persons a campaign asks of this unit's people: what it asks of their group, and of everybody;
    of their telephone numbers too, which the unit says of the person; and the courses they took, which it sent them to.

    Of a group the level asked of it counts: officials may have to integrate what others need only have."""
    group = group_of(organisation.kind, usual_kind(organisation.kind))
    own = campaign.asked_services.select_related("service").filter(
        service__counts__in=("person", "telephone"), group__in=groups_with(group or "-")
    )
    by_service = {a.service_id: a for a in asked_of_persons(campaign) if a.group in EVERYBODY}
    by_service |= {a.service_id: a for a in own}
    found = sorted(by_service.values(), key=lambda asked: (asked.order, asked.pk))
    prefetch_related_objects([asked.service for asked in found], "levels")
    return found


def lines_of(organisation: Organisation, campaign: Campaign | None, on: date) -> list[Line]:
    """Each of the unit's people with what she has and lacks: three queries, however many they are."""
    entries = list(entries_of(organisation, on))
    asked = asked_of_unit(organisation, campaign) if campaign else []
    services = [a.service_id for a in asked]
    held = standings_held(on).filter(service__in=services).select_related("decided_by").distinct()
    in_use = Q(telephone__to_on=None) | Q(telephone__to_on__gte=on)
    of_numbers = held.filter(in_use, telephone__person__roster_entries__in=entries).select_related("telephone")
    said = [(s.telephone.person_id, s) for s in of_numbers if s.telephone is not None]
    said += [(s.person_id, s) for s in held.filter(person__roster_entries__in=entries)]
    standings = {(person, s.service_id): s for person, s in sorted(said, key=lambda one: one[1].level)}
    return [
        Line(entry, [_cell(organisation, a, standings.get((entry.person_id, a.service_id))) for a in asked])
        for entry in entries
    ]


def _cell(organisation: Organisation, asked: CampaignService, standing: Standing | None) -> Cell:
    claim = standing.decided_by if standing else None
    own = claim is not None and claim.origin == ORIGIN and claim.stated_by_id == organisation.pk
    return Cell(asked, standing, own)


def columns_of(lines: Sequence[Line]) -> list[Column]:
    """“18/24 có chữ ký số”, for every service that is asked."""
    if not lines:
        return []
    return [
        Column(cell.asked, sum(1 for line in lines if line.cells[at].has_it), lines)
        for at, cell in enumerate(lines[0].cells)
    ]


@transaction.atomic
def say_who_has(
    *,
    organisation: Organisation,
    campaign: Campaign,
    ticked: Iterable[tuple[int, int]],
    since_on: date,
    by: Member,
    at: datetime,
) -> int:
    """The unit says which of its people have which services: claims by the unit's word. `ticked`: pairs of a person's
    and a service's id; of others' people, or of services nobody asks for, none is taken. Returns how many were new."""
    if since_on > at.date():
        raise BadInput(f"Ngày {since_on:%d/%m/%Y} còn ở phía trước: xin ghi ngày đã có.")
    lines = lines_of(organisation, campaign, at.date())
    lacking = {(line.entry.person_id, asked.service_id): asked for line in lines for asked in line.missing}
    said = f"{organisation.pk}/{since_on}/{at.isoformat()}"
    claims = [
        NewClaim(
            id=uuid.uuid5(CLAIM_OF_UNIT, f"{said}/{person}/{service}/{asked.level}"),
            subject={"person_id": person}, service=asked.service, level=asked.level, source=Source.UNIT,
            since_on=since_on, stated_by=organisation, campaign=campaign, origin=ORIGIN,
            origin_id=str(organisation.pk),
        )
        for (person, service) in sorted(set(ticked)) if (asked := lacking.get((person, service)))
    ]  # fmt: skip
    record_claims(claims, by=by, at=at)
    if claims:
        log_event("roster.ticked", about=organisation, by=by, at=at, count=len(claims))
    return len(claims)


@transaction.atomic
def take_back(*, organisation: Organisation, ticked: Iterable[tuple[int, int]], by: Member, at: datetime) -> int:
    """The unit takes its own word back, of its own people; nobody else's."""
    chosen = Q(pk__in=[])
    for person, service in set(ticked):
        chosen |= Q(person=person, service=service)
    rows = Claim.objects.filter(chosen, stated_by=organisation, origin=ORIGIN, retracts=None, retracted_by=None)
    own = list(rows.filter(person__roster_entries__organisation=organisation).distinct())
    retract_claims(own, by=by, at=at)
    return len(own)


# -- counts without names


@dataclass(frozen=True)
class StatedRow:
    """What a unit last stated of a group without names: a whole, or who has one service."""

    group: str
    asked: CampaignService | None
    latest: CountClaim | None


def stated_rows(organisation: Organisation, campaign: Campaign | None) -> list[StatedRow]:
    """For each group this unit states without names: its whole, and each service a campaign asks of the group."""
    groups = STATED_GROUPS.get(organisation.kind, ())
    said = organisation.count_claims.filter(group__in=groups, retracts=None, retracted_by=None)
    latest: dict[tuple[str, int | None, int], CountClaim] = {}
    for claim in said.order_by("-on", "-stored_at"):
        latest.setdefault((claim.group, claim.service_id, claim.level if claim.service_id else 1), claim)
    rows = [StatedRow(group, None, latest.get((group, None, 1))) for group in groups]
    asked = campaign.asked_services.filter(group__in=groups).select_related("service") if campaign else ()
    return rows + [StatedRow(a.group, a, latest.get((a.group, a.service_id, a.level))) for a in asked]


@transaction.atomic
def state_counts(
    *,
    organisation: Organisation,
    campaign: Campaign | None,
    wholes: dict[str, int],
    counts: dict[int, int],
    on: date,
    document: str,
    by: Member,
    at: datetime,
) -> int:
    """Store what a unit states without names: the whole of each group, and by the campaign's service who has it. The
    same figures of the same day again change nothing."""
    if on > at.date():
        raise BadInput(f"Ngày {on:%d/%m/%Y} còn ở phía trước: xin ghi ngày của số liệu.")
    rows = stated_rows(organisation, campaign)
    stored = 0
    for row in rows:
        base = wholes.get(row.group)
        number = base if row.asked is None else counts.get(row.asked.pk)
        if number is None or _stated_before(row, number, on, base):
            continue
        state_count(
            area=organisation.area, stated_by=organisation, group=row.group, count=number, on=on, document=document,
            service=row.asked.service if row.asked else None, level=row.asked.level if row.asked else 1,
            base=base if row.asked else None, campaign=campaign, origin=ORIGIN, by=by, at=at,
        )  # fmt: skip
        stored += 1
    return stored


def _stated_before(row: StatedRow, number: int, on: date, base: int | None) -> bool:
    latest = row.latest
    return (
        latest is not None and latest.on == on and latest.count == number and (row.asked is None or latest.base == base)
    )


# -- the list of units


@dataclass(frozen=True)
class UnitLine:
    unit: Organisation
    people: int
    linked: int


def units_of(member: Member, on: date) -> list[UnitLine]:
    """The units of the member's area and how many of their people are written down."""
    units = Organisation.objects.filter(area__path__startswith=member.area.path)
    units = units.filter(Q(valid_to=None) | Q(valid_to__gte=on)).order_by("order", "name")
    counts = dict(
        RosterEntry.objects.filter(current(on), organisation__in=units).values_list("organisation")
        .annotate(n=Count("pk")).values_list("organisation", "n")
    )  # fmt: skip
    linked = dict(
        RosterEntry.objects.filter(current(on), organisation__in=units, person__household__isnull=False)
        .values_list("organisation").annotate(n=Count("pk")).values_list("organisation", "n")
    )  # fmt: skip
    return [UnitLine(unit, counts.get(unit.pk, 0), linked.get(unit.pk, 0)) for unit in units.select_related("area")]
