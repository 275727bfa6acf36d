"""An area says who answers a subject in it, and how fast."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.voices.models import SubjectRule
from tungnha.voices.rules.subjects import catalogue

LONGEST = 60  # working days


@transaction.atomic
def rule(
    *, area: Area, code: str, owner: Organisation | None, answer_days: int, above_days: int, by: Member, at: datetime
) -> SubjectRule:
    """From now on; what waits already keeps its day. The rule before it ends and stays to be read."""
    if code not in {one.code for one in catalogue()}:
        raise BadInput("Không có chủ đề này: mời tải lại trang.")
    if not (1 <= answer_days <= LONGEST and 1 <= above_days <= LONGEST):
        raise BadInput(f"Số ngày làm việc phải từ 1 đến {LONGEST}.")
    if owner is not None and owner.area_id != area.pk:
        raise BadInput(f"“{owner.name}” không thuộc {area.full_name}: mời chọn đơn vị khác.")
    Area.objects.select_for_update(of=("self",), no_key=True).get(pk=area.pk)
    SubjectRule.objects.filter(area=area, code=code, ended_at=None).update(ended_at=at)
    row = SubjectRule.objects.create(
        area=area, code=code, owner=owner, answer_days=answer_days, above_days=above_days, at=at, by=by
    )
    log_event("difficulty.ruled", about=row, by=by, at=at, subject=code)
    return row
