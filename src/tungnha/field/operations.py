"""Visits and support sessions are stored once; what was gained becomes claims in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tungnha.field import telling
from tungnha.field.models import CheckIn, Staffing, SupportSession, Visit, VisitResult
from tungnha.field.rules import ASKS_A_REASON, meaning_of
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Household, Need, Person, Place
from tungnha.people.operations import needs
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

# Every id below a visit is derived from the visit's own, so that the same visit sent twice makes the same rows.
CLAIM_OF_VISIT = uuid.UUID("6f0c3c5e-5d0a-4a53-9a53-0d1f5a1be001")


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


@transaction.atomic
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
    shown_how: bool = False,
    note: str = "",
    cannot_read: Sequence[Person] = (),
    still_right: bool = False,
    telephones: Sequence[tuple[Person, str]] = (),
) -> Visit:
    """Store one knock on a door. Sent twice, the second time changes nothing; the same id with other content is
    refused. What people have or were helped to get becomes claims by the team's word. A number typed into a note is
    hidden before it is stored. Who has no smartphone or cannot read is laid before the desk, to be helped first;
    so is who moved or died (field.telling). Who was met is confirmed."""
    results, note = [replace(r, reason=hide_typed_numbers(r.reason)) for r in results], hide_typed_numbers(note)
    fields = {
        "household": household, "campaign": campaign, "outcome": outcome, "come_back_on": come_back_on,
        "informed": informed, "shown_how": shown_how, "note": note, "made_at": made_at, "made_by": by,
    }  # fmt: skip
    known = Visit.objects.filter(id=visit_id).first()
    if known is not None:
        _same_or_refuse(known, fields, results)
        return known
    _check_visit(household, outcome, results, come_back_on, made_at, at)
    try:
        with transaction.atomic():
            visit = Visit.objects.create(id=visit_id, stored_at=at, **fields)
    except IntegrityError:  # the same visit came twice at one moment; the first is stored by now
        known = Visit.objects.get(id=visit_id)
        _same_or_refuse(known, fields, results)
        return known
    claims = record_claims(_claims_of(visit, results), by=by, at=at)
    by_person = {(claim.person_id, claim.service_id): claim for claim in claims}
    VisitResult.objects.bulk_create(
        VisitResult(
            visit=visit, person=r.person, service=r.service, outcome=r.outcome, reason=r.reason,
            claim=by_person.get((r.person.pk, r.service.pk)),
        )
        for r in results
    )  # fmt: skip
    _offer_help(household, results, cannot_read, by, at)
    said = [(r.person, r.outcome, r.reason) for r in results]
    telling.tell(visit, said, still_right=still_right, telephones=telephones, by=by, at=at)
    log_event("visit.recorded", about=visit, by=by, at=at, outcome=outcome, results=len(results))
    return visit


def _offer_help(
    household: Household, results: Sequence[NewResult], cannot_read: Sequence[Person], by: Member, at: datetime
) -> None:
    no_device = {r.person for r in results if r.outcome == VisitResult.Outcome.NO_SMARTPHONE}
    at_home = {person for person in cannot_read if person.household_id == household.pk}
    for kind, persons in ((Need.Kind.NO_DEVICE, no_device), (Need.Kind.CANNOT_READ, at_home)):
        if persons:
            needs.offer(persons=sorted(persons, key=lambda p: p.pk), kind=kind, said_by=Need.Word.VISIT, by=by, at=at)


def _same_or_refuse(known: Visit, fields: dict[str, object], results: Sequence[NewResult]) -> None:
    stored = set(known.results.values_list("person_id", "service_id", "outcome", "reason"))
    sent = {(r.person.pk, r.service.pk, r.outcome, r.reason) for r in results}
    if stored != sent or any(getattr(known, name) != value for name, value in fields.items()):
        raise OtherContent


def _check_visit(
    household: Household,
    outcome: str,
    results: Sequence[NewResult],
    come_back_on: date | None,
    made_at: datetime,
    at: datetime,
) -> None:
    if made_at > at:
        raise BadInput("Giờ ghi trên máy đang chạy trước giờ thật: xin chỉnh lại đồng hồ của máy rồi gửi lại.")
    if outcome == Visit.Outcome.COME_BACK and come_back_on is None:
        raise BadInput("Hẹn quay lại ngày nào? Xin chọn ngày hẹn.")
    if come_back_on is not None and come_back_on < made_at.date():
        raise BadInput(f"Ngày hẹn {come_back_on:%d/%m/%Y} đã qua: xin chọn ngày từ hôm nay trở đi.")
    if results and outcome not in (Visit.Outcome.MET, Visit.Outcome.COME_BACK):
        raise BadInput("Đã chọn không gặp ai ở nhà này, nên không ghi được kết quả cho từng người.")
    for result in results:
        if result.person.household_id != household.pk:
            raise BadInput(f"{result.person.full_name} không thuộc hộ này: xin mở đúng hộ rồi ghi.")
        if result.outcome == ASKS_A_REASON and not result.reason.strip():
            raise BadInput(f"{result.person.full_name}: đã chọn “lý do khác”, xin ghi lý do.")


def _claims_of(visit: Visit, results: Sequence[NewResult]) -> list[NewClaim]:
    claims = []
    for result in results:
        level = meaning_of(result.outcome, result.level).level
        if level is not None:
            claims.append(_claim(visit, {"person_id": result.person.pk}, result.service, level))
    happened = {"duoc-thong-tin": visit.informed, "duoc-lam-mau": visit.shown_how}
    for service in Service.objects.filter(code__in=[code for code, was in happened.items() if was]):
        claims.append(_claim(visit, {"household_id": visit.household_id}, service, 1))
    return claims


def _claim(visit: Visit, subject: dict[str, int], service: Service, level: int) -> NewClaim:
    name = f"{visit.id}/{service.code}/{subject}"
    return NewClaim(
        id=uuid.uuid5(CLAIM_OF_VISIT, name), subject=subject, service=service, level=level, source=Source.VISIT,
        since_on=visit.made_at.date(), campaign=visit.campaign, origin="visit", origin_id=str(visit.id),
        made_at=visit.made_at, stated_by=visit.made_by.organisation,
    )  # fmt: skip


@transaction.atomic
def plan_session(
    *,
    campaign: Campaign,
    area: Area,
    place: Place | str,
    starts_at: datetime,
    ends_at: datetime,
    services: Sequence[Service],
    staff: Sequence[Member],
    organisations: Sequence[Organisation],
    name: str,
    by: Member,
    at: datetime,
) -> SupportSession:
    """Set a sitting at a place; one that is only named is made, unless the village has one of that name. Nobody can be
    in two places at once, and a place holds one sitting at a time."""
    if ends_at <= starts_at:
        raise BadInput("Giờ kết thúc phải sau giờ bắt đầu.")
    place = _hold(place, area, staff)
    overlapping = SupportSession.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at, cancelled_at=None)
    if overlapping.filter(place=place).exists():
        raise BadInput(f"{place.name} đã có một buổi khác trùng giờ: xin chọn giờ khác hoặc nơi khác.")
    busy = Staffing.objects.filter(session__in=overlapping, member__in=staff).select_related(
        "member__user", "session__place"
    )
    for staffing in busy:
        raise BadInput(
            f"{staffing.member} đã có mặt ở {staffing.session.place.name} vào giờ đó: "
            "một người không ở hai nơi cùng lúc. Xin chọn người khác hoặc giờ khác."
        )
    session = SupportSession.objects.create(
        campaign=campaign, area=area, place=place, starts_at=starts_at, ends_at=ends_at, name=name
    )
    session.services.set(services)
    Staffing.objects.bulk_create(
        [Staffing(session=session, organisation=m.organisation, member=m) for m in staff if m.organisation]
        + [Staffing(session=session, organisation=o) for o in organisations]
    )
    log_event("session.planned", about=session, by=by, at=at, area=area.code)
    return session


def _hold(place: Place | str, area: Area, staff: Sequence[Member]) -> Place:
    """Two officers who plan at one moment wait here for each other: the first takes the place and the people."""
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    if isinstance(place, str):
        named = Place.objects.filter(area=area, name__iexact=place.strip()).first()
        place = named or Place.objects.create(name=place.strip(), kind=Place.Kind.CULTURE_HOUSE, area=area)
    list(Member.objects.select_for_update(no_key=True).filter(pk__in=[m.pk for m in staff]).order_by("pk"))
    held: Place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    return held


@transaction.atomic
def check_in(
    *,
    session: SupportSession,
    person: Person | None,
    done: Sequence[tuple[Service, int]],
    by: Member,
    at: datetime,
    check_in_id: uuid.UUID | None = None,
) -> CheckIn:
    """Note that someone came, and what was done for them. One who is not on the register needs no name; then nothing
    can be claimed for them. The same person a second time adds what was done since; an id of another sitting is
    refused."""
    if session.cancelled_at is not None:
        raise BadInput("Buổi hỗ trợ này đã hủy: không điểm danh được nữa.")
    if person is None and done:
        raise BadInput("Muốn ghi việc đã làm thì phải chọn người trong sổ nhân khẩu.")
    came = _came(session, person, by, at, check_in_id)
    claims = [
        NewClaim(
            id=uuid.uuid5(CLAIM_OF_VISIT, f"{came.id}/{service.code}/{level}"), subject={"person_id": person.pk},
            service=service, level=level, source=Source.SESSION, since_on=at.date(), campaign=session.campaign,
            origin="session", origin_id=str(session.pk), made_at=at, stated_by=by.organisation,
        )
        for service, level in done
        if person is not None
    ]  # fmt: skip
    record_claims(claims, by=by, at=at)
    if person is not None:
        telling.tell_who_came(person, session.pk, by=by, at=at)
    log_event("session.checked_in", about=session, by=by, at=at, done=len(claims))
    return came


def _came(
    session: SupportSession, person: Person | None, by: Member, at: datetime, check_in_id: uuid.UUID | None
) -> CheckIn:
    new = {"session": session, "person": person, "made_by": by, "made_at": at, "stored_at": at}
    wanted = {"id": check_in_id} if check_in_id is not None else {"session": session, "person": person}
    if person is None and check_in_id is None:
        return CheckIn.objects.create(**new)
    try:
        with transaction.atomic():
            came = CheckIn.objects.get_or_create(**wanted, defaults=new)[0]
            if (came.session_id, came.person_id) != (session.pk, person.pk if person else None):
                raise BadInput("Lượt điểm danh này đã được lưu cho một buổi khác; xin tải lại trang rồi điểm danh lại.")
            return came
    except IntegrityError:  # another desk checked the same person in
        return CheckIn.objects.get(session=session, person=person)


__all__ = [
    "Claim", "NewResult", "OtherContent", "check_in", "plan_session", "record_visit",
]  # fmt: skip
