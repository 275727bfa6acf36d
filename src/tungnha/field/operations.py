"""Support sessions and who came. Visits are in field.operations_visits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from tungnha.field import telling
from tungnha.field.models import CheckIn, Staffing, SupportSession
from tungnha.field.operations_visits import (
    CLAIM_OF_VISIT,
    Claim,
    NewResult,
    NewVisit,
    OtherContent,
    record_visit,
    record_visits,
)
from tungnha.ledger.models import Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Person, Place
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


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
    "Claim", "NewResult", "NewVisit", "OtherContent", "check_in", "plan_session", "record_visit", "record_visits",
]  # fmt: skip
