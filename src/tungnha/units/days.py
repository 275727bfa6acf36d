"""The working calendar of an area: the law's rule and what officers entered for the area or for one above it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from tungnha.units.calendar import Calendar
from tungnha.units.models import Area, DayOff, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


def calendar_of(area: Area) -> Calendar:
    """One statement. The decision nearest to the area wins: a commune may say of itself what its province did not."""
    rows = DayOff.objects.filter(area__path__in=area.ancestor_paths()).order_by("area__path")
    decided = {row.date: row for row in rows}
    off = {day: row.name for day, row in decided.items() if row.kind == DayOff.Kind.OFF}
    working = {day: row.name for day, row in decided.items() if row.kind == DayOff.Kind.WORKING}
    return Calendar(off=off, working=working)


@transaction.atomic
def decide_day(*, area: Area, day: date, kind: str, name: str, source: str, by: Member, at: datetime) -> DayOff:
    """Enter that a day is off, or worked. A day decided before is refused: take the old decision back first."""
    plain = calendar_of(area)
    if kind == DayOff.Kind.WORKING and plain.is_working(day):
        raise BadInput(f"Ngày {day:%d/%m/%Y} vốn là ngày làm việc, không cần nhập.")
    if kind == DayOff.Kind.OFF and not plain.is_working(day):
        raise BadInput(f"Ngày {day:%d/%m/%Y} đã là ngày nghỉ ({plain.why_off(day)}), không cần nhập.")
    try:
        with transaction.atomic():
            row = DayOff.objects.create(area=area, date=day, kind=kind, name=name, source=source, at=at, by=by)
    except IntegrityError as twice:
        raise BadInput(f"Ngày {day:%d/%m/%Y} đã được nhập. Muốn đổi, xin bỏ dòng cũ rồi nhập lại.") from twice
    log_event("day.decided", about=row, by=by, at=at, date=day.isoformat(), kind=kind)
    return row


@transaction.atomic
def withdraw_day(*, row: DayOff, by: Member, at: datetime) -> None:
    log_event("day.withdrawn", about=row, by=by, at=at, date=row.date.isoformat(), kind=row.kind)
    row.delete()
