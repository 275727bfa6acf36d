"""Which reports a duty asks for between two days: one period each, with the instant it becomes late."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .deadlines import QUARTER_ENDS, VIETNAM, BeforeRule, Terms, due_instant

ONE_DAY = dt.timedelta(days=1)
DATED = ("daily", "weekly", "monthly", "quarterly", "yearly", "once")


class Stretch(Protocol):
    """A phase of a campaign, as far as a deadline is concerned; `ends_on` is included, a blank is open."""

    starts_on: Any
    ends_on: Any


@dataclass(frozen=True)
class Period:
    """One report owed: `2026-W22`, the days it covers, the first instant that is late, and the day the plan names."""

    key: str
    starts_on: dt.date
    ends_on: dt.date
    due_at: dt.datetime
    day: dt.date


def obligation_periods(
    duty: Terms, *, phases: Sequence[Stretch], start: dt.date, end: dt.date, rule: BeforeRule = "before"
) -> list[Period]:
    """The periods of a duty whose named day lies from `start` to `end`, both included, and inside the phases.

    `phases` are those the duty belongs to: [duty.phase] where it has one, else all of its campaign ([] : no bounds).
    A period covers the days from the last deadline before it up to the day before its own; what lies outside the
    phases is cut off. A closed phase (`closed_at`) ends on the day it was closed. A duty without a day has none.
    """
    opens, closes = _bounds(phases)
    low, high = max(start, opens or start), min(end, closes or end)
    if low > high or why_no_dates(duty):
        return []
    anchor = opens or dt.date(2026, 1, 1)
    made, before = [], None
    for day in _days(duty, anchor, opens, high):
        due_at = due_instant(day, time=duty.time, inclusive=duty.inclusive, rule=rule)
        if day >= low:
            made.append(_period(duty, day, due_at, before, opens, rule))
        before = due_at.date()
    return made


def why_no_dates(duty: Terms) -> str:
    """Why a duty has no dates of its own; "" when it has. Said on the page, and asked about; never filled in."""
    if duty.frequency == "adhoc":
        return "Chỉ báo cáo khi có yêu cầu."
    if duty.frequency not in DATED:
        return "Kế hoạch chưa nêu kỳ báo cáo."
    if duty.frequency == "weekly" and not duty.weekday:
        return "Kế hoạch chưa nêu báo cáo vào thứ mấy."
    if duty.frequency == "once" and duty.due_on is None:
        return "Kế hoạch chưa nêu ngày báo cáo."
    if duty.frequency in ("monthly", "quarterly", "yearly") and not (duty.day_of_month or duty.due_on):
        return "Kế hoạch chưa nêu báo cáo vào ngày nào."
    if duty.frequency == "yearly" and not (duty.months or duty.due_on):
        return "Kế hoạch chưa nêu báo cáo vào tháng nào."
    return ""


def _bounds(phases: Sequence[Stretch]) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of the phases together; None where one of them is open, or there are none."""
    opens = [phase.starts_on for phase in phases if phase.starts_on]
    closes = [day for day in map(_end, phases) if day]
    return (
        min(opens) if opens and len(opens) == len(phases) else None,
        max(closes) if closes and len(closes) == len(phases) else None,
    )


def _end(phase: Stretch) -> dt.date | None:
    """Closing a phase closes the obligations that are not due yet."""
    closed_at: dt.datetime | None = getattr(phase, "closed_at", None)
    closed_on = closed_at.astimezone(VIETNAM).date() if closed_at else None
    days = [day for day in (phase.ends_on, closed_on) if day is not None]
    return min(days) if days else None


def _days(duty: Terms, anchor: dt.date, opens: dt.date | None, high: dt.date) -> Iterator[dt.date]:
    """The days the plan names, in order, from the opening (or well before the window) to `high`."""
    if duty.frequency == "once":
        yield from [duty.due_on] if (opens or duty.due_on) <= duty.due_on <= high else []
        return
    first = opens or min(anchor, high.replace(month=1, day=1, year=high.year - 2))
    step = duty.interval or 1
    if duty.frequency in ("daily", "weekly"):
        yield from _every_so_many_days(duty, anchor, first, high, step)
        return
    months = list(_months(duty, first, high))
    kept = [day for day in months if day >= first]
    # Every second one counts from the first that falls into the phase.
    yield from kept[::step]


def _every_so_many_days(duty: Terms, anchor: dt.date, first: dt.date, high: dt.date, step: int) -> Iterator[dt.date]:
    length = 7 if duty.frequency == "weekly" else 1
    named = duty.weekday if duty.frequency == "weekly" else None
    origin = _next_weekday(anchor, named)
    day = _next_weekday(first, named)
    while day <= high:
        if ((day - origin).days // length) % step == 0:
            yield day
        day += dt.timedelta(days=length)


def _next_weekday(day: dt.date, weekday: int | None) -> dt.date:
    return day if weekday is None else day + dt.timedelta(days=(weekday - day.isoweekday()) % 7)


def _months(duty: Terms, first: dt.date, high: dt.date) -> Iterator[dt.date]:
    named = set(duty.months or _default_months(duty))
    number = duty.day_of_month or duty.due_on.day
    year, month = first.year, first.month
    while (year, month) <= (high.year, high.month):
        if month in named:
            day = dt.date(year, month, min(number, calendar.monthrange(year, month)[1]))
            if day <= high:
                yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _default_months(duty: Terms) -> Sequence[int]:
    if duty.frequency == "quarterly":
        return QUARTER_ENDS
    return (duty.due_on.month,) if duty.frequency == "yearly" else range(1, 13)


def _period(
    duty: Terms, day: dt.date, due_at: dt.datetime, before: dt.date | None, opens: dt.date | None, rule: BeforeRule
) -> Period:
    ends_on = due_at.date() - ONE_DAY
    if before is None:
        earlier = due_instant(_one_back(duty, day), time=duty.time, inclusive=duty.inclusive, rule=rule).date()
        before = max(earlier, opens) if opens else earlier
    return Period(_key(duty.frequency, day), min(before, ends_on), ends_on, due_at, day)


def _one_back(duty: Terms, day: dt.date) -> dt.date:
    """The named day before the first one, as if the duty had run already."""
    step = duty.interval or 1
    if duty.frequency in ("daily", "weekly"):
        return day - dt.timedelta(days=step * (7 if duty.frequency == "weekly" else 1))
    if duty.frequency == "once":
        return day.replace(month=1, day=1)
    return _back_months(day, step * {"monthly": 1, "quarterly": 3, "yearly": 12}[duty.frequency])


def _back_months(day: dt.date, count: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _key(frequency: str, day: dt.date) -> str:
    if frequency == "weekly":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return {
        "daily": day.isoformat(),
        "monthly": f"{day:%Y-%m}",
        "quarterly": f"{day.year}-Q{(day.month + 2) // 3}",
        "yearly": f"{day:%Y-%m}",
        "once": "once",
    }[frequency]
