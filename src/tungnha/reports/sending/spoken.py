"""What a unit said and told people in its period, as sentences of its report: done with whose figure, late, coming;
and how many of a team were active in the quarter."""

from __future__ import annotations

from collections.abc import Iterator

from tungnha.drafting.dates import short_date
from tungnha.drafting.numbers import in_prose
from tungnha.outreach.models import ActivityPart
from tungnha.outreach.queries import activities, money
from tungnha.plans.models import Duty
from tungnha.reports.sending.known import Told, UnitPeriod

MOST = 5  # of what is late, and of what comes next


def tell_unit(period: UnitPeriod) -> Iterator[Told]:
    """“Lồng ghép họp thôn, họp đoàn thể: 01 lần, 64 người dự, tiếp cận, 48 hộ có mặt.”"""
    campaign, unit = period.owed.duty.plan.campaign, None if period.is_village else period.owed.organisation
    for row in activities.counts(campaign, period.area, period.since, period.until, unit):
        said = [f"{in_prose(row.times)} lần"]
        said += [f"{in_prose(row.people)} người dự, tiếp cận"] if row.people else []
        said += [f"{in_prose(row.views)} lượt xem"] if row.views else []
        said += [f"{in_prose(row.households)} hộ có mặt"] if row.households else []
        yield Told("narrative", f"{row.label[:1].upper()}{row.label[1:]}: {', '.join(said)}.")
    open_parts = ActivityPart.objects.filter(
        activity__campaign=campaign, area=period.area, organisation=unit, cancelled_at=None
    ).exclude(result__done=True)
    rows = open_parts.select_related("activity").order_by("activity__to_on", "pk")
    for part in rows.filter(activity__to_on__range=(period.since, period.until))[:MOST]:
        if part.is_late(period.until):
            yield Told("shortcomings", f"Chưa làm: {_named(part)} (hạn {short_date(part.activity.to_on)}).")
    for part in rows.filter(activity__from_on__gt=period.until)[:MOST]:
        yield Told("next_tasks", f"{_named(part, first=True)}, ngày {short_date(part.activity.from_on)}.")


def _named(part: ActivityPart, *, first: bool = False) -> str:
    name = part.activity.name.rstrip(". ")
    return name if first or name[:2].isupper() else name[:1].lower() + name[1:]


def tell_team(period: UnitPeriod) -> Iterator[Told]:
    """“Thành viên Tổ hoạt động trong quý II/2026: 02/03 người (…).” in the report of a quarter, where a norm says who
    is active."""
    if not period.is_village or period.owed.duty.frequency != Duty.Frequency.QUARTERLY:
        return
    found = money.active_in(period.area, [period.area], money.Quarter.of(period.until))
    if found is not None:
        yield Told("narrative", f"Thành viên Tổ hoạt động trong {found.quarter}: {in_figures(found)}.")


def in_figures(found: money.ActiveTeams) -> str:
    """`31/36 người (có ít nhất 01 việc được ghi, theo Nghị quyết …)`"""
    rule = f"có ít nhất {in_prose(found.norm.least)} việc được ghi, theo {found.norm.legal_source}"
    return f"{in_prose(found.active)}/{in_prose(found.members)} người ({rule})"
