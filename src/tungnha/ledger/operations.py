"""Claims are added, never changed; the standing follows in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from tungnha.ledger.models import CampaignService, Claim, CountClaim, Measure, Service, Standing
from tungnha.ledger.models.claims import SUBJECTS
from tungnha.ledger.rules import Decision, Said, decide, expiry, parse_rule, parts_of
from tungnha.units import bulk
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event, log_events
from tungnha.units.problems import BadInput

BATCH = 500  # rows a statement; SQLite allows 32,766 variables


@dataclass(frozen=True, kw_only=True)
class NewClaim:
    """What is said: `subject` names exactly one counted thing, as {"person_id": 7}."""

    subject: dict[str, int]
    service: Service
    since_on: date
    source: str
    level: int = 1
    until_on: date | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    stated_by: Organisation | None = None
    where: str = ""
    channel: str = ""
    provider: str = ""
    campaign: Campaign | None = None
    origin: str = ""
    origin_id: str = ""
    made_at: datetime | None = None


@transaction.atomic
def record_claims(claims: Sequence[NewClaim], *, by: Member | None, at: datetime) -> list[Claim]:
    """Add claims and settle what they are about, in one transaction. A claim whose id is stored already is passed over:
    a phone may send twice. One event is logged for the whole."""
    return [_row(claim, by=by, at=at) for claim in add_claims(claims, by=by, at=at)]


def add_claims(claims: Sequence[NewClaim], *, by: Member | None, at: datetime) -> list[NewClaim]:
    """The same, for whoever needs no rows back: those that are new. The caller stands in a transaction."""
    _lock(claim.subject for claim in claims)
    known = _known_ids([c.id for c in claims])
    fresh = [claim for claim in claims if claim.id not in known]
    if not fresh:
        return []
    maker = by.pk if by else None
    bulk.insert(Claim, COLUMNS, (_values(claim, maker, at) for claim in fresh))
    settle_subjects((claim.service.pk, *next(iter(claim.subject.items()))) for claim in fresh)
    log_events("claims.recorded", about=[(None, {"count": len(fresh), "origin": fresh[0].origin})], by=by, at=at)
    return fresh


def _known_ids(ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    return {key for (key,) in bulk.rows_of(Claim, ["id"], "id", ids)}


def record_claim(claim: NewClaim, *, by: Member | None, at: datetime) -> Claim:
    """Add one claim; the same id a second time gives back the first."""
    added = record_claims([claim], by=by, at=at)
    return added[0] if added else Claim.objects.get(id=claim.id)


def _one_thing(subject: dict[str, int]) -> dict[str, int]:
    if len(subject) != 1 or next(iter(subject)).removesuffix("_id") not in SUBJECTS:
        raise ValueError(f"a claim is about one counted thing, not {subject}")
    return subject


# Of the table of claims, in the order of `_values`; what a new claim never has (`retracts_id`) is left empty.
COLUMNS = (
    "id", "service_id", "level", "since_on", "until_on", "source", "stated_by_id", "where", "channel", "provider",
    "campaign_id", "origin", "origin_id", "made_by_id", "made_at", "stored_at", *(f"{name}_id" for name in SUBJECTS),
)  # fmt: skip


def _values(new: NewClaim, made_by: int | None, at: datetime) -> tuple[Any, ...]:
    if new.since_on > at.date():
        raise BadInput(f"Ngày {new.since_on:%d/%m/%Y} còn ở phía trước: xin ghi ngày đã có, không ghi ngày dự kiến.")
    until_on = new.until_on or expiry(new.since_on, new.service.validity_months)
    subject = new.subject.get
    return (
        new.id, new.service.pk, new.level, new.since_on, until_on, str(new.source),
        new.stated_by.pk if new.stated_by else None, new.where, new.channel, new.provider,
        new.campaign.pk if new.campaign else None, new.origin, new.origin_id, made_by, new.made_at or at, at,
        *(subject(f"{name}_id") for name in SUBJECTS),
    )  # fmt: skip


def _row(new: NewClaim, *, by: Member | None, at: datetime) -> Claim:
    """The row as it stands now, for whoever goes on with it."""
    made = Claim(**dict(zip(COLUMNS, _values(new, by.pk if by else None, at), strict=True)))
    made._state.adding, made._state.db = False, Claim.objects.db
    made.service, made.made_by = new.service, by
    return made


def retract_claim(claim: Claim, *, by: Member, at: datetime) -> Claim:
    """Take a claim back by a second one, so that what was said and that it was wrong both stay to be seen."""
    return retract_claims([claim], by=by, at=at)[0]


@transaction.atomic
def retract_claims(claims: Sequence[Claim], *, by: Member, at: datetime) -> list[Claim]:
    """Take claims back, each by a second one. One that is taken back already gives the claim that did it. One event is
    logged for the whole: a list of thousands is withdrawn in a few statements, while everybody else waits."""
    _lock([claim.subject_filter for claim in claims])
    done = {row.retracts_id: row for row in _by_ids("retracts", [claim.id for claim in claims])}
    wrong = [claim for claim in claims if claim.id not in done]
    taken_back = [_taking_back(claim, by=by, at=at) for claim in wrong]
    Claim.objects.bulk_create(taken_back, batch_size=BATCH)
    settle(wrong)
    if wrong:
        log_event("claim.retracted", about=wrong[0], by=by, at=at, count=len(wrong), origin=wrong[0].origin)
    done |= {row.retracts_id: row for row in taken_back}
    return [done[claim.id] for claim in claims]


def _taking_back(claim: Claim, *, by: Member, at: datetime) -> Claim:
    return Claim(
        service=claim.service, level=claim.level, since_on=claim.since_on, until_on=claim.until_on,
        source=claim.source, stated_by=claim.stated_by, campaign=claim.campaign, origin="retraction",
        origin_id=str(claim.id), made_by=by, made_at=at, stored_at=at, retracts=claim, **claim.subject_filter,
    )  # fmt: skip


def _by_ids(name: str, ids: Sequence[uuid.UUID]) -> Iterator[Claim]:
    """Claims by many ids, a batch at a time."""
    for start in range(0, len(ids), BATCH):
        yield from Claim.objects.filter(**{f"{name}__in": ids[start : start + BATCH]})


def _lock(subjects: Iterable[dict[str, int]]) -> None:
    """Before anything is read: who says something of the same things at once waits here. Always in one order, or two
    that cross would wait for each other; "no key", so that rows that only point at a person need not wait. On SQLite
    there is one writer anyway."""
    wanted: dict[str, set[int]] = {}
    for subject in subjects:
        for name, pk in _one_thing(subject).items():
            wanted.setdefault(name, set()).add(pk)
    if not connection.features.has_select_for_update:
        return
    for name, pks in sorted(wanted.items()):
        things: Any = Claim._meta.get_field(name).related_model
        rows = things._default_manager.select_for_update(no_key=True).order_by("pk")
        ordered = sorted(pks)
        for start in range(0, len(ordered), BATCH):
            list(rows.filter(pk__in=ordered[start : start + BATCH]).values_list("pk", flat=True))


def settle(claims: Iterable[Claim]) -> None:
    """Make anew the standings of all that these claims are about, which the caller has locked."""
    settle_subjects((claim.service_id, *next(iter(claim.subject_filter.items()))) for claim in claims)


def settle_subjects(subjects: Iterable[tuple[int, str, int]]) -> None:
    """The same by (service, "person_id", id)."""
    wanted: dict[str, set[Thing]] = {}
    for service_id, subject, pk in subjects:
        wanted.setdefault(subject, set()).add((service_id, pk))
    for subject, things in wanted.items():
        ordered = sorted(things, key=lambda thing: (thing[1], thing[0]))
        for start in range(0, len(ordered), BATCH):
            _settle(subject, ordered[start : start + BATCH])


def _settle(subject: str, things: Sequence[Thing]) -> None:
    """Standings that come out as they stand are left alone: no phone is told of them."""
    said = _said_of(subject, things)
    stand = _standings_of(subject, things)
    fresh: list[tuple[Any, ...]] = []
    for thing in things:
        decision = decide(said[thing])
        wanted = _standing(thing, decision) if decision else None
        if wanted is not None and stand.get(thing, (None,))[1:] == wanted:
            del stand[thing]
        elif wanted is not None:
            fresh.append(wanted)
    bulk.delete(Standing, [row[0] for row in stand.values()])
    bulk.insert(Standing, (*STANDING_COLUMNS, subject), fresh)


def _said_of(subject: str, things: Sequence[Thing]) -> dict[Thing, list[Said]]:
    """What was said of each thing and stands: neither taken back nor the taking back of something."""
    said: dict[Thing, list[Said]] = {thing: [] for thing in things}
    columns = ("service_id", subject, "id", "level", "since_on", "until_on", "source", "made_at")
    rows = bulk.rows_of(Claim, columns, subject, {pk for _, pk in things}, retracts_id=None)
    found = [row for row in rows if (row[0], row[1]) in said]
    taken_back = {key for (key,) in bulk.rows_of(Claim, ["retracts_id"], "retracts_id", [row[2] for row in found])}
    for service_id, pk, *facts in found:
        if facts[0] not in taken_back:
            said[service_id, pk].append(Said(*facts))
    return said


def _standings_of(subject: str, things: Sequence[Thing]) -> dict[Thing, tuple[Any, ...]]:
    """As they stand, with their number before them."""
    asked = set(things)
    rows = bulk.rows_of(Standing, ("id", *STANDING_COLUMNS, subject), subject, {pk for _, pk in things})
    return {(row[1], row[-1]): tuple(row) for row in rows if (row[1], row[-1]) in asked}


Thing = tuple[int, int]  # a service, and the number of what is counted
STANDING_COLUMNS = ("service_id", "level", "since_on", "until_on", "decided_by_id", "contested_by_id")


def settle_anew(subjects: Mapping[str, Collection[int]]) -> None:
    """Make anew the standings of things whose claims were moved: {"people.Person": ids, "people.Telephone": ids}. What
    merging two records and taking them apart again calls."""
    for subject in SUBJECTS:
        things: Any = Claim._meta.get_field(subject).related_model
        pks = sorted(subjects.get(things._meta.label, ()))
        _lock([{f"{subject}_id": pk} for pk in pks])
        for start in range(0, len(pks), BATCH):
            batch = pks[start : start + BATCH]
            about = {f"{subject}__in": batch}
            services = set(Claim.objects.filter(**about).order_by().values_list("service", flat=True))
            services |= set(Standing.objects.filter(**about).order_by().values_list("service", flat=True))
            _settle(f"{subject}_id", [(service_id, pk) for pk in batch for service_id in services])


def _standing(thing: Thing, decision: Decision) -> tuple[Any, ...]:
    (service_id, pk), winner, rival = thing, decision.winner, decision.rival
    return (
        service_id, winner.level, winner.since_on, winner.until_on, winner.id, rival.id if rival else None, pk
    )  # fmt: skip


@transaction.atomic
def state_count(
    *,
    area: Area,
    stated_by: Organisation,
    group: str,
    count: int,
    on: date,
    by: Member | None,
    at: datetime,
    service: Service | None = None,
    level: int = 1,
    base: int | None = None,
    document: str = "",
    campaign: Campaign | None = None,
    origin: str = "",
    origin_id: str = "",
) -> CountClaim:
    """Store a count without names: who states it, of whom, as of which day, in which document (C3 b)."""
    if base is not None and count > base:
        raise BadInput(f"Số lượng {count} lớn hơn tổng số {base}: xin kiểm tra lại hai số này.")
    stated = CountClaim.objects.create(
        area=area, stated_by=stated_by, group=group, service=service, level=level, count=count, base=base, on=on,
        document=document, campaign=campaign, origin=origin, origin_id=origin_id, made_by=by, stored_at=at,
    )  # fmt: skip
    log_event("count.stated", about=stated, by=by, at=at, group=group, area=area.code, count=count)
    return stated


@transaction.atomic
def ask_for_services(*, campaign: Campaign, measures: Sequence[Measure]) -> None:
    """Note which services a campaign is about, from the measures of its plan's targets: the worklists know no plan.

    Services asked for before stay; where two measures ask the same, the lower level is enough to visit for.
    """
    services = {service.code: service for service in Service.objects.all()}
    wanted: dict[tuple[str, str], int] = {}
    for measure in measures:
        for part in parts_of(parse_rule(measure.rule)):
            key = (part.service, measure.group)
            wanted[key] = min(part.level, wanted.get(key, part.level))
    for order, ((code, group), level) in enumerate(wanted.items()):
        if code in services:
            CampaignService.objects.get_or_create(
                campaign=campaign, service=services[code], group=group, defaults={"level": level, "order": order}
            )


@transaction.atomic
def stop_asking(*, campaign: Campaign, measures: Sequence[Measure]) -> None:
    """A campaign asks for these services no longer, in these groups. What was noted of them stays."""
    for measure in measures:
        codes = {part.service for part in parts_of(parse_rule(measure.rule))}
        campaign.asked_services.filter(service__code__in=codes, group=measure.group).delete()


@transaction.atomic
def retract_count(stated: CountClaim, *, by: Member, at: datetime) -> CountClaim:
    """Take a count without names back by a second row, as `retract_claim` does: both stay to be seen."""
    if hasattr(stated, "retracted_by"):
        return stated.retracted_by
    taken_back = CountClaim.objects.create(
        area=stated.area, stated_by=stated.stated_by, group=stated.group, service=stated.service, level=stated.level,
        count=stated.count, base=stated.base, on=stated.on, document=stated.document, campaign=stated.campaign,
        origin="retraction", origin_id=str(stated.id), made_by=by, stored_at=at, retracts=stated,
    )  # fmt: skip
    log_event("count.retracted", about=stated, by=by, at=at, group=stated.group)
    return taken_back
