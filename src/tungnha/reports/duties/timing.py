"""When a unit that has not sent is reminded. Pure: no database, no clock.

A rule is a working day and an hour before the deadline (the day before at 08:00; the day itself at 08:00), or minutes
beside the instant (30 after it). Nobody is disturbed at night, on a weekend or at Tết: what should be said then is said
before, while the deadline is ahead, and afterwards on the next worked day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tungnha.units.calendar import DAY, VIETNAM, Calendar

QUIET_FROM, QUIET_UNTIL = time(21), time(6, 30)
MORNING = time(8)
INSTANT = timedelta(microseconds=1)
STALE = timedelta(hours=24)  # a reminder that could not be given within a day is not given at all


@dataclass(frozen=True)
class Rule:
    """`days` working days before the last day at `at`; or `minutes` from the instant (negative: before it)."""

    days: int | None = None
    at: time | None = None
    minutes: int | None = None
    by_mail: bool = True

    @property
    def key(self) -> str:
        if self.minutes is not None:
            return f"m{self.minutes:+d}"
        assert self.at is not None
        return f"d{self.days}@{self.at:%H%M}"

    @property
    def is_after(self) -> bool:
        return self.minutes is not None and self.minutes > 0


DEFAULTS = (Rule(days=1, at=MORNING), Rule(days=0, at=MORNING), Rule(minutes=30))


@dataclass(frozen=True)
class Occasion:
    """One time at which something is said of one deadline."""

    key: str
    at: datetime
    is_after: bool
    by_mail: bool


def occasions(due_at: datetime, rules: Iterable[Rule], calendar: Calendar) -> list[Occasion]:
    """Every time a deadline is reminded of, in order. Two that fall on the same instant are one; a reminder that would
    come after the deadline it warns of is left out."""
    found: dict[datetime, Occasion] = {}
    for rule in rules:
        at = moment(due_at, rule, calendar)
        if rule.is_after or at < due_at:
            found.setdefault(at, Occasion(rule.key, at, rule.is_after, rule.by_mail))
    return [found[at] for at in sorted(found)]


def moment(due_at: datetime, rule: Rule, calendar: Calendar) -> datetime:
    due = due_at.astimezone(VIETNAM)
    if rule.minutes is not None:
        at = due + timedelta(minutes=rule.minutes)
        return later(at, calendar) if rule.is_after else earlier(at, calendar)
    assert rule.at is not None
    day = worked(day_of_last_instant(due), calendar)
    for _ in range(rule.days or 0):
        day = worked(day - DAY, calendar)
    return datetime.combine(day, rule.at, VIETNAM)


def day_of_last_instant(due_at: datetime) -> date:
    return (due_at.astimezone(VIETNAM) - INSTANT).date()


def worked(day: date, calendar: Calendar) -> date:
    """The day itself when it is worked, else the last worked day before it."""
    while not calendar.is_working(day):
        day -= DAY
    return day


def later(at: datetime, calendar: Calendar) -> datetime:
    """The first moment from `at` on at which somebody may be disturbed."""
    day = at.date() + DAY if at.time() >= QUIET_FROM else at.date()
    next_day = calendar.next_working(day)
    if next_day != at.date() or at.time() < QUIET_UNTIL:
        return datetime.combine(next_day, QUIET_UNTIL, VIETNAM)
    return at


def earlier(at: datetime, calendar: Calendar) -> datetime:
    """The last moment up to `at` at which somebody may be disturbed."""
    day = at.date() - DAY if at.time() < QUIET_UNTIL else at.date()
    before = worked(day, calendar)
    if before != at.date() or at.time() >= QUIET_FROM:
        return datetime.combine(before, QUIET_FROM, VIETNAM) - timedelta(minutes=1)
    return at


def to_give(found: Sequence[Occasion], *, due_at: datetime, at: datetime) -> Occasion | None:
    """Which of them is to be given at an instant: the latest that has come. What nobody could give for a day (the
    machine stood still; the report was asked for late) is not made up for, and no warning comes after its deadline."""
    come = [one for one in found if one.at <= at]
    if not come:
        return None
    last = come[-1]
    if at - last.at >= STALE or (not last.is_after and at >= due_at):
        return None
    return last


def rule_words(rule: Rule) -> str:
    """`trước 1 ngày làm việc, lúc 08 giờ 00`; `sau hạn 30 phút`."""
    if rule.minutes is not None:
        length = _length(abs(rule.minutes))
        return f"{'sau' if rule.minutes > 0 else 'trước'} hạn {length}" if rule.minutes else "đúng lúc đến hạn"
    assert rule.at is not None
    day = f"trước {rule.days} ngày làm việc" if rule.days else "chính ngày hạn"
    return f"{day}, lúc {rule.at.hour} giờ {rule.at.minute:02d}"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} giờ" if hours else "", f"{rest} phút" if rest else "") if part)
