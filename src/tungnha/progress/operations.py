"""What is done here: a base is stated, and one is chosen for a plan. All else is only read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from tungnha.ledger.models import CountClaim
from tungnha.ledger.operations import state_count
from tungnha.plans.models import Plan
from tungnha.progress.choices import READINGS
from tungnha.progress.models import BaseChoice
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


@transaction.atomic
def state_bases(
    *,
    area: Area,
    group: str,
    stated_by: Organisation,
    count: int,
    on: date,
    by: Member,
    at: datetime,
    document: str = "",
    villages: Mapping[Area, int] | None = None,
) -> CountClaim:
    """Store the number a competent body gives as the base of an area, and its parts by village where it gave them.

    Nothing is overwritten: the latest day stands, the earlier ones stay to be seen. The parts need not add up; both
    stand and the page shows the gap. The very same statement a second time changes nothing.
    """
    if on > at.date():
        raise BadInput(f"Ngày {on:%d/%m/%Y} còn ở phía trước: xin ghi ngày của số liệu trong văn bản.")
    if count <= 0:
        raise BadInput("Số phải tính phải lớn hơn 0: nếu chưa có số thì để trống, không ghi 0.")
    parts = dict(villages or {})
    strange = next((village for village in parts if village.parent_id != area.pk), None)
    if strange is not None:
        raise BadInput(f"{strange.title} không thuộc {area.full_name}: xin bỏ dòng này.")
    total = _state(area, group, stated_by, count, on, document, by, at)
    for village, part in parts.items():
        _state(village, group, stated_by, part, on, document, by, at)
    log_event("base.stated", about=total, by=by, at=at, group=group, area=area.code, villages=len(parts))
    return total


def _state(
    area: Area, group: str, stated_by: Organisation, count: int, on: date, document: str, by: Member, at: datetime
) -> CountClaim:
    same = CountClaim.objects.filter(
        area=area, group=group, stated_by=stated_by, count=count, on=on, document=document, service=None,
        retracts=None, retracted_by=None,
    ).first()  # fmt: skip
    if same is not None:
        return same
    return state_count(
        area=area, stated_by=stated_by, group=group, count=count, on=on, document=document, by=by, at=at
    )  # fmt: skip


@transaction.atomic
def choose_base(
    *,
    plan: Plan,
    group: str,
    uses: str,
    claim: CountClaim | None,
    read_as: str,
    reason: str,
    by: Member,
    at: datetime,
) -> BaseChoice:
    """From now on a plan's targets of a group are measured against this number. What was chosen before stays to be
    seen. Reports that are frozen keep the number they were made with."""
    if not reason.strip():
        raise BadInput("Xin ghi vì sao chọn số này: năm sau người khác còn hiểu.")
    if read_as and read_as not in READINGS.get(group, {}):
        raise BadInput("Nhóm này không hiểu được như vậy: xin chọn một cách hiểu trong danh sách.")
    if claim is not None and (
        claim.group != group or claim.service_id is not None or claim.area_id != plan.campaign.area_id
    ):
        raise BadInput("Số này không phải của nhóm và địa bàn này: xin chọn một số trong danh sách.")
    if claim is not None and hasattr(claim, "retracted_by"):
        raise BadInput("Số này đã được rút lại: xin chọn số khác.")
    choice = BaseChoice.objects.create(
        plan=plan, group=group, uses=uses, claim=claim, read_as="" if read_as == group else read_as,
        reason=reason.strip(), at=at, by=by,
    )  # fmt: skip
    log_event("base.chosen", about=plan, by=by, at=at, group=group, uses=uses, read_as=choice.read_as)
    return choice
