"""Visits are stored once; what was gained becomes claims in the same transaction. A page stores one, a phone fifty:
each table is written once for all of them (docs/decisions/0030-sync.md has the figures)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from tungnha.field import telling
from tungnha.field.homes.operations import note_visits
from tungnha.field.models import Visit, VisitResult
from tungnha.field.rules import ASKS_A_REASON, meaning_of
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, add_claims
from tungnha.people.models import Household, Need, Person
from tungnha.people.operations import needs
from tungnha.units import bulk
from tungnha.units.models import Campaign, Member
from tungnha.units.operations import log_events
from tungnha.units.problems import BadInput

# Every id below a visit is derived from the visit's own, so that the same visit sent twice makes the same rows.
CLAIM_OF_VISIT = uuid.UUID("6f0c3c5e-5d0a-4a53-9a53-0d1f5a1be001")
INFORMED, SHOWN_HOW = "duoc-thong-tin", "duoc-lam-mau"
VISIT_COLUMNS = tuple(field.attname for field in Visit._meta.concrete_fields)


class OtherContent(BadInput):
    """The same id came with other content: refused, never merged."""

    def __init__(self) -> None:
        super().__init__(
            "Lượt đến nhà này đã được lưu với nội dung khác. Nội dung mới chưa được lưu; xin ghi thành một lượt mới."
        )


@dataclass(frozen=True, kw_only=True)
class NewResult:
    """What became of one person and one service; `level` is the level the campaign asks for."""

    person: Person
    service: Service
    outcome: str
    reason: str = ""
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class NewVisit:
    """One knock on a door. `forms`: by which forms the household was informed, where somebody said so; `still_right`:
    the team read the names out and all live here."""

    id: uuid.UUID
    household: Household
    campaign: Campaign
    outcome: str
    made_at: datetime
    results: Sequence[NewResult] = ()
    come_back_on: date | None = None
    informed: bool = False
    forms: tuple[str, ...] = ()
    shown_how: bool = False
    note: str = ""
    cannot_read: Sequence[Person] = ()
    still_right: bool = False
    telephones: Sequence[tuple[Person, str]] = ()


def record_visit(
    *,
    visit_id: uuid.UUID,
    household: Household,
    campaign: Campaign,
    outcome: str,
    made_at: datetime,
    by: Member,
    at: datetime,
    results: Sequence[NewResult] = (),
    come_back_on: date | None = None,
    informed: bool = False,
    forms: tuple[str, ...] = (),
    shown_how: bool = False,
    note: str = "",
    cannot_read: Sequence[Person] = (),
    still_right: bool = False,
    telephones: Sequence[tuple[Person, str]] = (),
) -> Visit:
    """Store one knock on a door: `record_visits` of one."""
    visit = NewVisit(
        id=visit_id, household=household, campaign=campaign, outcome=outcome, made_at=made_at, results=results,
        come_back_on=come_back_on, informed=informed, forms=forms, shown_how=shown_how, note=note,
        cannot_read=cannot_read, still_right=still_right, telephones=telephones,
    )  # fmt: skip
    return record_visits([visit], by=by, at=at)[0]


@transaction.atomic
def record_visits(visits: Sequence[NewVisit], *, by: Member, at: datetime) -> list[Visit]:
    """Store knocks on doors, all or none. One sent twice changes nothing the second time; the same id with other
    content is refused. What people have or were helped to get becomes claims by the team's word. A number typed into a
    note is hidden before it is stored. Who has no smartphone or cannot read is laid before the desk, to be helped
    first; so is who moved or died (field.telling). Who was met is confirmed. Raises BadInput for the first that is
    wrong."""
    visits = [_cleaned(visit) for visit in visits]
    known = _known(visits, by)
    fresh = {visit.id: visit for visit in reversed(visits) if visit.id not in known}
    for visit in visits:
        if visit.id in fresh and visit != fresh[visit.id]:
            raise OtherContent
    for visit in fresh.values():
        check_visit(visit, at)
    _lock(fresh.values())
    try:
        with transaction.atomic():
            rows = [_row(visit, by, at) for visit in reversed(fresh.values())]
            bulk.insert(Visit, VISIT_COLUMNS, ([getattr(row, name) for name in VISIT_COLUMNS] for row in rows))
    except IntegrityError:  # the same visit came twice at one moment; the first is stored by now
        if len(visits) > 1:
            raise  # whoever sends many sends them one by one then
        return [_known(visits, by)[visits[0].id]]
    _store_what_follows([(fresh[row.id], row) for row in rows], by, at)
    stored = known | {row.id: row for row in rows}
    return [stored[visit.id] for visit in visits]


def _cleaned(visit: NewVisit) -> NewVisit:
    results = tuple(replace(r, reason=hide_typed_numbers(r.reason)) if r.reason else r for r in visit.results)
    note = hide_typed_numbers(visit.note) if visit.note else ""
    return replace(visit, results=results, note=note)


def _row(visit: NewVisit, by: Member, at: datetime) -> Visit:
    return Visit(
        id=visit.id, household=visit.household, campaign=visit.campaign, outcome=visit.outcome,
        come_back_on=visit.come_back_on, informed=visit.informed, shown_how=visit.shown_how, note=visit.note,
        made_by=by, made_at=visit.made_at, stored_at=at,
    )  # fmt: skip


def _known(visits: Sequence[NewVisit], by: Member) -> dict[uuid.UUID, Visit]:
    """Those that are stored already, as they were sent. Raises OtherContent."""
    there = [key for (key,) in bulk.rows_of(Visit, ["id"], "id", {visit.id for visit in visits})]
    if not there:
        return {}
    known: dict[uuid.UUID, Visit] = Visit.objects.in_bulk(there)
    results: dict[uuid.UUID, set[tuple[object, ...]]] = defaultdict(set)
    columns = ("visit_id", "person_id", "service_id", "outcome", "reason")
    for visit_id, *result in VisitResult.objects.filter(visit__in=known).values_list(*columns):
        results[visit_id].add(tuple(result))
    for visit in visits:
        if visit.id in known and not _same(known[visit.id], results[visit.id], visit, by):
            raise OtherContent
    return known


def _same(known: Visit, results: set[tuple[object, ...]], visit: NewVisit, by: Member) -> bool:
    wanted = _row(visit, by, known.stored_at)
    sent = {(r.person.pk, r.service.pk, r.outcome, r.reason) for r in visit.results}
    names = [field.attname for field in Visit._meta.concrete_fields]
    return results == sent and all(getattr(known, name) == getattr(wanted, name) for name in names)


def check_visit(visit: NewVisit, at: datetime) -> None:
    """Raises BadInput for what nobody can have seen at a door."""
    if visit.made_at > at:
        raise BadInput("Giờ ghi trên máy đang chạy trước giờ thật: xin chỉnh lại đồng hồ của máy rồi gửi lại.")
    if visit.outcome == Visit.Outcome.COME_BACK and visit.come_back_on is None:
        raise BadInput("Hẹn quay lại ngày nào? Xin chọn ngày hẹn.")
    if visit.come_back_on is not None and visit.come_back_on < visit.made_at.date():
        raise BadInput(f"Ngày hẹn {visit.come_back_on:%d/%m/%Y} đã qua: xin chọn ngày từ hôm nay trở đi.")
    if visit.results and visit.outcome not in (Visit.Outcome.MET, Visit.Outcome.COME_BACK):
        raise BadInput("Đã chọn không gặp ai ở nhà này, nên không ghi được kết quả cho từng người.")
    for result in visit.results:
        if result.person.household_id != visit.household.pk:
            raise BadInput(f"{result.person.full_name} không thuộc hộ này: xin mở đúng hộ rồi ghi.")
        if result.outcome == ASKS_A_REASON and not result.reason.strip():
            raise BadInput(f"{result.person.full_name}: đã chọn “lý do khác”, xin ghi lý do.")


def _lock(visits: Iterable[NewVisit]) -> None:
    """Two phones that speak of the same homes at once wait here for each other, always in one order: households, then
    persons, as the ledger does after. On SQLite there is one writer anyway."""
    if not connection.features.has_select_for_update:
        return
    homes, persons = set(), set()
    for visit in visits:
        homes.add(visit.household.pk)
        persons |= {r.person.pk for r in visit.results} | {p.pk for p, _ in visit.telephones}
    list(Household.objects.select_for_update(no_key=True).filter(pk__in=homes).order_by("pk").values_list("pk"))
    persons |= set(telling.listed_in({v.household.pk for v in visits if v.still_right}))
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk").values_list("pk"))


def _store_what_follows(stored: Sequence[tuple[NewVisit, Visit]], by: Member, at: datetime) -> None:
    """Of visits just stored: claims, results, who needs help, what the register is told, the log."""
    if not stored:
        return
    claims, results = _claims_of(stored)
    added = {claim.id for claim in add_claims(claims, by=by, at=at)}
    bulk.insert(
        VisitResult, ("visit_id", "person_id", "service_id", "outcome", "reason", "claim_id"),
        (
            (row.id, r.person.pk, r.service.pk, str(r.outcome), r.reason, claim if claim in added else None)
            for row, r, claim in results
        ),
    )  # fmt: skip
    _offer_help([visit for visit, _ in stored], by, at)
    telling.tell([_told(visit, row) for visit, row in stored], by=by, at=at)
    note_visits([(row, visit.forms or ("visit",)) for visit, row in stored if visit.forms or visit.informed], at=at)
    log_events(
        "visit.recorded", by=by, at=at,
        about=[(row, {"outcome": visit.outcome, "results": len(visit.results)}) for visit, row in stored],
    )  # fmt: skip


def _told(visit: NewVisit, row: Visit) -> telling.Told:
    said = [(r.person, r.outcome, r.reason) for r in visit.results]
    return telling.Told(visit=row, said=said, still_right=visit.still_right, telephones=visit.telephones)


def _offer_help(visits: Sequence[NewVisit], by: Member, at: datetime) -> None:
    no_device = {r.person for v in visits for r in v.results if r.outcome == VisitResult.Outcome.NO_SMARTPHONE}
    cannot_read = {p for v in visits for p in v.cannot_read if p.household_id == v.household.pk}
    for kind, persons in ((Need.Kind.NO_DEVICE, no_device), (Need.Kind.CANNOT_READ, cannot_read)):
        if persons:
            needs.offer(persons=sorted(persons, key=lambda p: p.pk), kind=kind, said_by=Need.Word.VISIT, by=by, at=at)


ResultOfVisit = tuple[Visit, NewResult, uuid.UUID | None]  # its claim, where it claims something


def _claims_of(stored: Sequence[tuple[NewVisit, Visit]]) -> tuple[list[NewClaim], list[ResultOfVisit]]:
    of_households = {s.code: s for s in Service.objects.filter(code__in=(INFORMED, SHOWN_HOW))}
    claims: list[NewClaim] = []
    results: list[ResultOfVisit] = []
    for visit, row in stored:
        for result in visit.results:
            level = meaning_of(result.outcome, result.level).level
            if level is not None:
                claims.append(_claim(row, {"person_id": result.person.pk}, result.service, level))
            results.append((row, result, claims[-1].id if level is not None else None))
        for code, happened in ((INFORMED, visit.informed), (SHOWN_HOW, visit.shown_how)):
            if happened and code in of_households:
                claims.append(_claim(row, {"household_id": row.household_id}, of_households[code], 1))
    return claims, results


def _claim_id(visit: Visit, service: Service, subject: dict[str, int]) -> uuid.UUID:
    return uuid.uuid5(CLAIM_OF_VISIT, f"{visit.id}/{service.code}/{subject}")


def _claim(visit: Visit, subject: dict[str, int], service: Service, level: int) -> NewClaim:
    return NewClaim(
        id=_claim_id(visit, service, subject), subject=subject, service=service, level=level, source=Source.VISIT,
        since_on=visit.made_at.date(), campaign=visit.campaign, origin="visit", origin_id=str(visit.id),
        made_at=visit.made_at, stated_by=visit.made_by.organisation,
    )  # fmt: skip


__all__ = [
    "CLAIM_OF_VISIT", "Claim", "NewResult", "NewVisit", "OtherContent", "check_visit", "record_visit",
    "record_visits",
]  # fmt: skip
