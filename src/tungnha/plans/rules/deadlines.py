"""“Trước ngày D” (docs/decisions/0007-before-day.md): the first instant that is late, and the words for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
UNIT_WORDS = {"daily": "ngày", "weekly": "tuần", "monthly": "tháng", "quarterly": "quý", "yearly": "năm"}
QUARTER_ENDS = (3, 6, 9, 12)

BeforeRule = Literal["before", "until"]


class Terms(Protocol):
    """When a duty is due: what plans.Duty and a row of a draft both say (a blank is None)."""

    frequency: Any
    interval: Any
    weekday: Any
    day_of_month: Any
    months: Any
    time: Any
    due_on: Any
    inclusive: Any


@dataclass
class When:
    """Terms without a row behind them: for a draft, for a test."""

    frequency: str
    interval: int | None = 1
    weekday: int | None = None
    day_of_month: int | None = None
    months: Sequence[int] | None = None
    time: dt.time | None = None
    due_on: dt.date | None = None
    inclusive: bool | None = None


def due_instant(
    day: dt.date, *, time: dt.time | None, inclusive: bool | None, rule: BeforeRule = "before"
) -> dt.datetime:
    """The first instant that is late, in Vietnamese time.

    An hour names the instant itself. Without one, “trước ngày 20” read strictly ends with the 19th; where the plan says
    “đến hết ngày 20” (inclusive), or says nothing and the setting is "until", it ends with the 20th.
    """
    if time is not None:
        return dt.datetime.combine(day, time, VIETNAM)
    late_from = day + dt.timedelta(days=1) if _whole_day(inclusive, rule) else day
    return dt.datetime.combine(late_from, dt.time(0), VIETNAM)


def named_day(
    due_at: dt.datetime, *, time: dt.time | None, inclusive: bool | None, rule: BeforeRule = "before"
) -> dt.date:
    """The day the plan names, back from the instant: “đến hết ngày 19” is late from the 20th and speaks of the 19th."""
    day = due_at.astimezone(VIETNAM).date()
    return day - dt.timedelta(days=1) if time is None and _whole_day(inclusive, rule) else day


def _whole_day(inclusive: bool | None, rule: BeforeRule) -> bool:
    return rule == "until" if inclusive is None else inclusive


def due_words(terms: Terms, rule: BeforeRule = "before") -> str:
    """`trước 10 giờ 00 thứ Năm hằng tuần`, `trước ngày 20 hằng tháng (hạn cuối: 24 giờ ngày 19)`."""
    if terms.frequency == "adhoc":
        return "đột xuất, khi có yêu cầu"
    if terms.frequency == "unspecified":
        return "kế hoạch không nêu kỳ"
    if terms.frequency == "daily":
        return f"trước {_hour(terms.time)} {_every(terms)}" if terms.time else _every(terms)
    if terms.frequency == "weekly":
        return _weekly_words(terms, rule)
    return _dated_words(terms, rule)


def _weekly_words(terms: Terms, rule: BeforeRule) -> str:
    if terms.weekday is None:
        return f"{_every(terms)}, chưa nêu thứ mấy"
    name = WEEKDAYS[terms.weekday - 1]
    if terms.time:
        return f"trước {_hour(terms.time)} {name} {_every(terms)}"
    if _whole_day(terms.inclusive, rule):
        return f"trong {name} {_every(terms)} (hạn cuối: 24 giờ {name})"
    return f"trước {name} {_every(terms)} (hạn cuối: 24 giờ {WEEKDAYS[terms.weekday - 2]})"


def _dated_words(terms: Terms, rule: BeforeRule) -> str:
    """Monthly, quarterly, yearly and once: a day, of a month or of the calendar."""
    once = terms.frequency == "once"
    every = "" if once else f" {_every(terms)}"
    if terms.due_on is None and (once or terms.day_of_month is None):
        return "một lần, chưa nêu ngày" if once else f"{every.strip()}, chưa nêu ngày"
    if once:
        day = short_day(terms.due_on)
        before = short_day(terms.due_on - dt.timedelta(days=1))
    else:
        number = terms.day_of_month or terms.due_on.day
        day = str(number)
        before = str(number - 1) if number > 1 else "cuối tháng trước"
    if terms.time:
        return f"trước {_hour(terms.time)} ngày {day}{every}"
    if _whole_day(terms.inclusive, rule):
        return f"đến hết ngày {day}{every} (hạn cuối: 24 giờ ngày {day})"
    return f"trước ngày {day}{every} (hạn cuối: 24 giờ ngày {before})"


def _every(terms: Terms) -> str:
    word = UNIT_WORDS[terms.frequency]
    if terms.interval and terms.interval > 1:
        return f"{terms.interval} {word} một lần"
    if terms.frequency == "quarterly":
        return f"hằng quý (các tháng {_listed(terms.months or QUARTER_ENDS)})"
    if terms.months:
        return (
            f"các tháng {_listed(terms.months)} hằng năm"
            if len(terms.months) > 1
            else f"tháng {terms.months[0]} hằng năm"
        )
    return f"hằng {word}"


def _listed(months: Sequence[int]) -> str:
    return ", ".join(str(month) for month in months)


def _hour(at: dt.time) -> str:
    return f"{at.hour} giờ {at.minute:02d}"


def short_day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def weekend_note(day: dt.date) -> str:
    """`21/6/2026 là Chủ nhật`; nothing on a working day. Said, never acted on: the deadline does not move by itself."""
    return f"{short_day(day)} là {WEEKDAYS[day.weekday()]}" if day.weekday() >= 5 else ""
