"""What a unit said and told people in its period, as sentences of its report: done with whose figure, late, coming."""

from __future__ import annotations

from collections.abc import Iterator

from tungnha.drafting.dates import short_date
from tungnha.drafting.numbers import in_prose
from tungnha.outreach.models import ActivityPart
from tungnha.outreach.queries import activities
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
