"""A reporting duty as a recurrence rule of RFC 5545, section 3.3.10: the rule calendars come again by. Pure.

The rule names the days that hold the last good instant, as people say them: “trước ngày 20” comes on the 19th (its
last instant is 24:00), “trước 10 giờ 00 thứ Năm” on Thursday, “trước ngày 1” on the last day of the month before. A
31st in a short month is its last day, as in `periods`. docs/decisions/0040-duties.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from .deadlines import QUARTER_ENDS, VIETNAM, BeforeRule, Terms, due_instant
from .periods import why_no_dates

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SHORTEST_MONTH = 28
ENTRY = dt.timedelta(minutes=30)  # how long a deadline is drawn in a calendar, ending with it
COMES_AGAIN = ("daily", "weekly", "monthly", "quarterly", "yearly")


@dataclass(frozen=True)
class Recurrence:
    """`text`: the value of an RRULE without its end; `back`: how many days before the named day its days lie."""

    text: str
    back: int

    def until(self, last_named_day: dt.date) -> str:
        """The rule with its end: nothing after the day the plan names last. UNTIL stands in UTC (3.3.10)."""
        end = dt.datetime.combine(last_named_day - dt.timedelta(days=self.back), dt.time(23, 59, 59), VIETNAM)
        return f"{self.text};UNTIL={end.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def recurrence(duty: Terms, rule: BeforeRule = "before") -> Recurrence | None:
    """The rule of a duty; None where it has no dates, comes once, or comes in steps no rule can say (every second of
    uneven months): each of its deadlines then stands alone."""
    if why_no_dates(duty) or duty.frequency not in COMES_AGAIN:
        return None
    back, step = days_back(duty, rule), duty.interval or 1
    if duty.frequency == "daily":
        return Recurrence(_joined("DAILY", step), back)
    if duty.frequency == "weekly":
        return Recurrence(_joined("WEEKLY", step, f"BYDAY={DAYS[(duty.weekday - 1 - back) % 7]}"), back)
    return _by_month(duty, step, back)


def days_back(duty: Terms, rule: BeforeRule) -> int:
    """From the named day back to the day a deadline's entry begins on: 1 where the last instant is 24:00 before it."""
    named = dt.date(2026, 6, 17)
    begins = due_instant(named, time=duty.time, inclusive=duty.inclusive, rule=rule) - ENTRY
    return (named - begins.date()).days


def entry(due_at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The half hour before a deadline, as a calendar draws it."""
    end = due_at.astimezone(VIETNAM)
    return end - ENTRY, end


def _by_month(duty: Terms, step: int, back: int) -> Recurrence | None:
    number = duty.day_of_month or duty.due_on.day
    months = _months(duty)
    if step > 1 and months:
        if 12 % len(months) or len({(b - a) % 12 for a, b in zip(months, [*months[1:], months[0]], strict=True)}) > 1:
            return None
        step, months = step * 12 // len(months), ()
    if number == 1 and back:
        months = tuple(sorted((month - 2) % 12 + 1 for month in months))
    return Recurrence(_joined("MONTHLY", step, *_in_months(months), *_on_day(number, back)), back)


def _months(duty: Terms) -> tuple[int, ...]:
    if duty.months:
        return tuple(sorted(set(duty.months)))
    if duty.frequency == "quarterly":
        return QUARTER_ENDS
    return (duty.due_on.month,) if duty.frequency == "yearly" else ()


def _in_months(months: Sequence[int]) -> tuple[str, ...]:
    return (f"BYMONTH={','.join(map(str, months))}",) if months else ()


def _on_day(number: int, back: int) -> tuple[str, ...]:
    """`19`; the last of a month that is too short: of the two days named the first is meant (BYSETPOS)."""
    if number == 1 and back:
        return ("BYMONTHDAY=-1",)
    if number <= SHORTEST_MONTH:
        return (f"BYMONTHDAY={number - back}",)
    return (f"BYMONTHDAY={number - back},{-1 - back}", "BYSETPOS=1")


def _joined(frequency: str, step: int, *more: str) -> str:
    every = (f"INTERVAL={step}",) if step > 1 else ()
    return ";".join((f"FREQ={frequency}", *every, *more))
