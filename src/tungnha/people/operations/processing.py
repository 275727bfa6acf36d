"""Processing records and regular checks are written; each change of a record is a version of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.models import ProcessingRecord, ProtectionCheck, Retention
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, OutOfDate


@transaction.atomic
def write_record(
    *,
    area: Area,
    campaign: Campaign | None,
    by: Member,
    at: datetime,
    replaces: ProcessingRecord | None = None,
    **said: Any,
) -> ProcessingRecord:
    """A new record, or the next version of one: `said` holds the fields of ProcessingRecord. Raises BadInput for what
    would be no record (no fields, no end), OutOfDate when somebody wrote the next version meanwhile."""
    _check(campaign, said)
    try:
        with transaction.atomic():
            record = ProcessingRecord.objects.create(
                area=area, campaign=campaign, replaces=replaces, version=replaces.version + 1 if replaces else 1,
                by=by, at=at, **said,
            )  # fmt: skip
    except IntegrityError as twice:
        raise OutOfDate("Có người vừa lưu bản mới của hồ sơ này. Xin mở lại bản mới rồi sửa tiếp.") from twice
    Retention.objects.filter(record=replaces, confirmed_at=None, cancelled_at=None).update(cancelled_at=at)
    log_event("processing.recorded", about=record, by=by, at=at, version=record.version, basis=record.basis)
    return record


def _check(campaign: Campaign | None, said: dict[str, Any]) -> None:
    if not said.get("fields"):
        raise BadInput("Chọn ít nhất một trường dữ liệu: không xử lý gì thì không cần hồ sơ.")
    until, months = said.get("keep_until"), said.get("keep_months")
    if until is not None and months is not None:
        raise BadInput("Thời hạn giữ: chọn một trong hai, đến một ngày hoặc thêm mấy tháng.")
    if campaign is not None and until is None and months is None:
        raise BadInput("Giữ tên đến bao giờ? Ghi một ngày, hoặc mấy tháng sau khi kế hoạch kết thúc.")


@transaction.atomic
def note_check(
    *, area: Area, kind: str, on: date, looked_at: str, found: str, to_do: str, next_on: date, by: Member, at: datetime
) -> ProtectionCheck:
    """Write down one check. Raises BadInput for one still to come, or a next one that is not after it."""
    if on > at.date():
        raise BadInput("Ngày làm còn ở phía trước: xin ghi sau khi đã làm.")
    if next_on <= on:
        raise BadInput("Lần sau phải sau lần này: xin xem lại ngày.")
    check = ProtectionCheck.objects.create(
        area=area,
        kind=kind,
        on=on,
        looked_at=hide_typed_numbers(looked_at),
        found=hide_typed_numbers(found),
        to_do=hide_typed_numbers(to_do),
        next_on=next_on,
        by=by,
        at=at,
    )
    log_event("protection.checked", about=check, by=by, at=at, kind=kind)
    return check
