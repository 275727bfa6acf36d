"""What is done here: a base is stated. All else is only read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from tungnha.ledger.models import CountClaim
from tungnha.ledger.operations import state_count
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
