"""Who came, what was done, what was practised, what was not wanted: stored once, claimed in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tungnha.drafting.dates import in_vietnam
from tungnha.field import telling
from tungnha.field.homes.operations import note_session
from tungnha.field.models import CheckIn, CheckInService, SupportSession
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.models.services import Counted
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Person, Telephone
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

# Every id below a check-in is derived from the check-in's own, so that the same sent twice makes the same rows.
CLAIM_OF_SESSION = uuid.UUID("6f0c3c5e-5d0a-4a53-9a53-0d1f5a1be001")
MOST_TOPICS, LONGEST_TOPIC = 12, 80


@dataclass(frozen=True, kw_only=True)
class ServiceDone:
    """`telephone`: which number was verified, for what counts telephones. `channel`: one the service knows, or none."""

    service: Service
    level: int = 1
    channel: str = ""
    telephone: Telephone | None = None


@dataclass(frozen=True, kw_only=True)
class ServiceRefused:
    service: Service
    why: str = CheckInService.Why.REFUSED


@transaction.atomic
def check_in(
    *,
    session: SupportSession,
    person: Person | None,
    done: Sequence[ServiceDone | tuple[Service, int]] = (),
    by: Member,
    at: datetime,
    check_in_id: uuid.UUID | None = None,
    refused: Sequence[ServiceRefused] = (),
    topics: Sequence[str] = (),
    how: str = "",
    made_at: datetime | None = None,
) -> CheckIn:
    """Note that someone came, and what was done for them. One who is not on the register needs no name: it is counted
    what was done, and nothing is claimed. The same person a second time, on another phone too, adds what was done
    since; an id of another sitting is refused. What counts telephones has one row and one claim for each number."""
    made_at = made_at or at
    if made_at > at:
        raise BadInput("Giờ ghi trên máy đang chạy trước giờ thật: xin chỉnh lại đồng hồ của máy rồi gửi lại.")
    if session.cancelled_at is not None:
        raise BadInput("Buổi hỗ trợ này đã hủy: không điểm danh được nữa.")
    said = [one if isinstance(one, ServiceDone) else ServiceDone(service=one[0], level=one[1]) for one in done]
    for one in said:
        _check_done(one, person)
    came = _came(session, person, how, by, made_at, at, check_in_id)
    rows = _rows(came, said, refused, by, made_at)
    fresh = [row for row in rows if _is_new(row)]
    _claim(came, fresh, person, session, by, made_at, at)
    _practised(came, topics)
    if person is not None:
        telling.tell_who_came(person, session.pk, by=by, at=at)
        note_session(session, [person], by=by, at=at)
    done_now = sum(row.outcome == CheckInService.Outcome.DONE for row in fresh)
    log_event("session.checked_in", about=session, by=by, at=at, done=done_now)
    return came


def _check_done(one: ServiceDone, person: Person | None) -> None:
    if one.service.counts == Counted.TELEPHONE and person is not None:
        if one.telephone is None:
            raise BadInput(f"{one.service.label}: xin chọn số điện thoại đã làm.")
        if one.telephone.person_id != person.pk:
            raise BadInput(f"{one.service.label}: số điện thoại này không phải của {person.full_name}.")
    if one.channel and one.service.channels and one.channel not in one.service.channels:
        raise BadInput(f"{one.service.label}: không có kênh “{one.channel}”. Chọn: {', '.join(one.service.channels)}.")


def _came(
    session: SupportSession, person: Person | None, how: str, by: Member, made_at: datetime, at: datetime,
    check_in_id: uuid.UUID | None,
) -> CheckIn:  # fmt: skip
    """One row a person, whoever notes it and however often; a nameless one by the id it was pressed with."""
    same: dict[str, Any] = {"session": session, "person": person}
    new: dict[str, Any] = {
        **same, "how": how or (CheckIn.How.NAME if person else CheckIn.How.NONE), "made_by": by, "made_at": made_at,
        "stored_at": at,
    }  # fmt: skip
    if check_in_id is not None:
        known = CheckIn.objects.filter(pk=check_in_id).first()
        if known is not None:
            if (known.session_id, known.person_id) != (session.pk, person.pk if person else None):
                raise BadInput("Lượt điểm danh này đã được lưu cho một buổi khác; xin tải lại trang rồi điểm danh lại.")
            return known
        new["id"] = check_in_id
    if person is not None and (known := CheckIn.objects.filter(**same).first()) is not None:
        return known
    try:
        with transaction.atomic():
            return CheckIn.objects.create(**new)
    except IntegrityError:  # another desk checked the same person in
        found: CheckIn = CheckIn.objects.get(**same if person is not None else {"pk": check_in_id})
        return found


def _rows(
    came: CheckIn, done: Sequence[ServiceDone], refused: Sequence[ServiceRefused], by: Member, made_at: datetime
) -> list[CheckInService]:
    about = {"check_in": came, "made_by": by, "made_at": made_at}
    rows = [
        CheckInService(
            **about, service=one.service, outcome=CheckInService.Outcome.DONE, level=one.level, channel=one.channel,
            telephone=one.telephone,
        )
        for one in done
    ]  # fmt: skip
    rows += [
        CheckInService(**about, service=one.service, outcome=CheckInService.Outcome.REFUSED, why=one.why)
        for one in refused
    ]
    return rows


def _is_new(row: CheckInService) -> bool:
    """Stores a row unless the same is stored: sent twice, or pressed on two phones."""
    same = {
        "check_in": row.check_in, "service": row.service, "outcome": row.outcome, "telephone": row.telephone,
    }  # fmt: skip
    if CheckInService.objects.filter(**same).exists():
        return False
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _claim(
    came: CheckIn, rows: Sequence[CheckInService], person: Person | None, session: SupportSession, by: Member,
    made_at: datetime, at: datetime,
) -> None:  # fmt: skip
    """What was done for somebody of the register becomes claims: of the person, or of the telephone."""
    if person is None:
        return
    by_id: dict[uuid.UUID, CheckInService] = {}
    claims = []
    for row in rows:
        if row.outcome != CheckInService.Outcome.DONE or row.service.counts not in (
            Counted.PERSON, Counted.TELEPHONE,
        ):  # fmt: skip
            continue
        subject = {"telephone_id": row.telephone.pk} if row.telephone is not None else {"person_id": person.pk}
        same = f"{came.pk}/{row.service.code}/{row.level}" + (f"/t{row.telephone.pk}" if row.telephone else "")
        claim_id = uuid.uuid5(CLAIM_OF_SESSION, same)
        by_id[claim_id] = row
        claims.append(
            NewClaim(
                id=claim_id, subject=subject, service=row.service, level=row.level, source=Source.SESSION,
                since_on=in_vietnam(made_at).date(), campaign=session.campaign, channel=row.channel, origin="session",
                origin_id=str(session.pk), made_at=made_at, stated_by=by.organisation,
            )
        )  # fmt: skip
    record_claims(claims, by=by, at=at)
    for claim in Claim.objects.filter(pk__in=list(by_id)):
        row = by_id[claim.pk]
        row.claim = claim
        row.save(update_fields=["claim"])


def _practised(came: CheckIn, topics: Sequence[str]) -> None:
    """Topics are added, each once, in the order they were practised; a number typed there is hidden."""
    tidy = [hide_typed_numbers(" ".join(topic.split())[:LONGEST_TOPIC]) for topic in topics if topic.strip()]
    if not tidy:
        return
    held = CheckIn.objects.select_for_update(no_key=True).get(pk=came.pk)
    held.topics = list(dict.fromkeys([*held.topics, *tidy]))[:MOST_TOPICS]
    held.save(update_fields=["topics"])
    came.topics = held.topics
