"""A call at a seller's is stored once; what was done there and what is there now become claims with it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from tungnha.field.models import SellerVisit
from tungnha.field.seller_rules import is_asked_of
from tungnha.field.seller_steps import source_of
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.operations import NewClaim, record_claims, retract_claim
from tungnha.ledger.queries import standings_held
from tungnha.people.models import Establishment
from tungnha.units.models import Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

ORIGIN = "seller-visit"
CLAIM_OF_CALL = uuid.UUID("6f0c3c5e-5d0a-4a53-9a53-0d1f5a1be002")
SPOKE = (SellerVisit.Outcome.MET, SellerVisit.Outcome.DESK)


@dataclass(frozen=True)
class Step:
    """What was done for the seller, or what the seller has now. Level 0: has it no more."""

    service: Service
    level: int = 1


@transaction.atomic
def record_seller_visit(
    *,
    visit_id: uuid.UUID,
    establishment: Establishment,
    outcome: str,
    made_at: datetime,
    by: Member,
    at: datetime,
    steps: Sequence[Step] = (),
    note: str = "",
    campaign: Campaign | None = None,
) -> SellerVisit:
    """Store one call. Sent twice by the same member, the second time changes nothing; the same id with other content is
    refused. A level that is no higher than what is held already claims nothing: nobody falls by being asked again."""
    note = hide_typed_numbers(" ".join(note.split()))[:500]
    row = Establishment.objects.select_for_update(no_key=True).get(pk=establishment.pk)
    known = SellerVisit.objects.filter(id=visit_id).first()
    if known is not None:
        return _same_or_refuse(known, row, outcome, note, steps, by)
    _check(row, outcome, steps, note, made_at, at)
    try:
        with transaction.atomic():
            visit = SellerVisit.objects.create(
                id=visit_id, establishment=row, campaign=campaign, outcome=outcome, note=note, made_by=by,
                made_at=made_at, stored_at=at,
            )  # fmt: skip
    except IntegrityError:  # the same call came for another establishment at one moment
        return _same_or_refuse(SellerVisit.objects.get(id=visit_id), row, outcome, note, steps, by)
    news = _news(row, steps, visit)
    record_claims([_claim(visit, step) for step in news], by=by, at=at)
    log_event("seller.visited", about=row, by=by, at=at, outcome=outcome, steps=len(news))
    return visit


@transaction.atomic
def take_back(*, claim: Claim, by: Member, at: datetime) -> None:
    """A step that was recorded by mistake: said so by a second claim; both stay to be seen."""
    if claim.origin != ORIGIN or claim.retracts_id is not None:
        raise BadInput("Chỉ rút lại được bước đã ghi ở trang này; ghi nhận từ danh sách thì rút cả danh sách.")
    retract_claim(claim, by=by, at=at)


def _check(row: Establishment, outcome: str, steps: Sequence[Step], note: str, made_at: datetime, at: datetime) -> None:
    if row.closed_on is not None:
        raise Locked(f"{row.name} đã ghi nghỉ từ ngày {row.closed_on:%d/%m/%Y}: muốn ghi tiếp, xin mở lại trước.")
    if made_at > at:
        raise BadInput("Giờ ghi trên máy đang chạy trước giờ thật: xin chỉnh lại đồng hồ của máy rồi gửi lại.")
    if steps and outcome not in SPOKE:
        raise BadInput("Đã chọn chưa gặp được, nên không ghi được đã làm gì. Xin bỏ dấu các bước, hoặc chọn đã gặp.")
    if not steps and not note and outcome in SPOKE:
        raise BadInput("Chưa có gì để lưu: xin bấm vào việc đã làm hoặc điều cơ sở đã có.")
    for step in steps:
        if step.service.counts != "establishment" or not is_asked_of(step.service.code, row.kind):
            raise BadInput(f"“{step.service.name}” không phải bước của {row.get_kind_display()}.")
    codes = [step.service.pk for step in steps]
    if len(codes) != len(set(codes)):
        raise BadInput("Một việc được ghi hai mức khác nhau: xin chọn một.")


def _news(row: Establishment, steps: Sequence[Step], visit: SellerVisit) -> list[Step]:
    """What these steps add to what is held: an act each time it is done, a state only when it is higher or lost."""
    on = visit.made_at.date()
    held = dict(standings_held(on).filter(establishment=row).values_list("service", "level"))
    return [
        step
        for step in steps
        if step.service.kind == Service.Kind.EVENT
        or step.level > held.get(step.service.pk, 0)
        or (step.level == 0 and step.service.pk in held)
    ]


def _claim(visit: SellerVisit, step: Step) -> NewClaim:
    return NewClaim(
        id=uuid.uuid5(CLAIM_OF_CALL, f"{visit.id}/{step.service.code}"),
        subject={"establishment_id": visit.establishment_id}, service=step.service, level=step.level,
        source=source_of(visit.made_by), since_on=visit.made_at.date(), campaign=visit.campaign, origin=ORIGIN,
        origin_id=str(visit.id), made_at=visit.made_at, stated_by=visit.made_by.organisation,
    )  # fmt: skip


def _same_or_refuse(
    known: SellerVisit, row: Establishment, outcome: str, note: str, steps: Sequence[Step], by: Member
) -> SellerVisit:
    """A button pressed twice gives back the first. What was stored is among what is sent: the rest was no news."""
    stored = Claim.objects.filter(origin=ORIGIN, origin_id=str(known.pk)).values_list("service", "level")
    sent = {(step.service.pk, step.level) for step in steps}
    same = (known.establishment_id, known.outcome, known.note, known.made_by_id) == (row.pk, outcome, note, by.pk)
    if not same or not set(stored) <= sent:
        raise BadInput("Lượt này đã được lưu với nội dung khác: xin mở lại trang rồi ghi thành một lượt mới.")
    return known
