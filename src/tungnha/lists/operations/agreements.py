"""Under which paper a sender hands its lists in, and how long their content is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tungnha.ledger.models import Service
from tungnha.lists.models import Agreement
from tungnha.lists.models.agreements import KEPT_DAYS
from tungnha.lists.rules import FIELDS
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

USUAL_PURPOSE = "Đối chiếu với sổ dân cư: ai đã có, ai chưa có"
MOST_DAYS = 730


def agreement_for(sender: Organisation, service: Service, on: date) -> Agreement | None:
    """The latest agreement that holds with a sender on a day, for this service or for any."""
    rows = Agreement.objects.filter(Q(services=service) | Q(services=None), sender=sender).distinct()
    return next((one for one in rows.order_by("-signed_on", "-pk") if one.holds_on(on)), None)


def keep_until(agreement: Agreement | None, received_on: date) -> date:
    """The last day a list's content is kept: so many days from the day it came."""
    return received_on + timedelta(days=agreement.keep_days if agreement else KEPT_DAYS)


@transaction.atomic
def make_agreement(
    *,
    area: Area,
    sender: Organisation,
    number: str,
    signed_on: date,
    purpose: str,
    services: Sequence[Service],
    fields: Sequence[str],
    keep_days: int,
    by: Member,
    at: datetime,
    valid_until: date | None = None,
) -> Agreement:
    """Note under which paper a sender gives its lists: from now on they come under it by themselves."""
    number, purpose = " ".join(number.split()), " ".join(purpose.split())
    if not number or not purpose:
        raise BadInput("Cần số, ký hiệu văn bản và mục đích: mời ghi đủ hai ô ấy.")
    if signed_on > at.date():
        raise BadInput("Ngày ký còn ở phía trước: mời ghi ngày trên văn bản.")
    if valid_until is not None and valid_until < signed_on:
        raise BadInput("Ngày hết hiệu lực đứng trước ngày ký: mời xem lại hai ngày này.")
    if not 1 <= keep_days <= MOST_DAYS:
        raise BadInput(f"Số ngày giữ nội dung phải từ 1 đến {MOST_DAYS}.")
    if set(fields) - set(FIELDS):
        raise BadInput("Có cột không rõ là gì: mời chọn lại các cột được giao.")
    made = Agreement.objects.create(
        area=area, sender=sender, number=number[:120], signed_on=signed_on, purpose=purpose[:300], fields=list(fields),
        valid_until=valid_until, keep_days=keep_days, made_at=at, made_by=by,
    )  # fmt: skip
    made.services.set(services)
    log_event("list.agreement_made", about=made, by=by, at=at, services=[s.code for s in services], days=keep_days)
    return made


@transaction.atomic
def end_agreement(*, agreement: Agreement, by: Member, at: datetime) -> Agreement:
    """From today on no list comes under it; those that came stay under it."""
    held: Agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if held.ended_on is not None:
        raise Locked("Thỏa thuận này đã thôi áp dụng rồi.")
    held.ended_on, held.ended_by = at.date(), by
    held.save(update_fields=["ended_on", "ended_by"])
    log_event("list.agreement_ended", about=held, by=by, at=at)
    return held
