"""What a figure means against its target: pace, path, state, forecast, fair shares. Pure: no database, no clock.

docs/decisions/0008-figures.md says why.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

WEEK = 7  # days
WEEKS_LOOKED_AT = 4
WEEKS_ENOUGH = 2

Point = tuple[date, int]

# State → the word of it. The page's tone and icon of each stand in web.words.
STATE_WORDS = {
    "reached": "đạt",
    "on_path": "đúng tiến độ",
    "behind": "chậm",
    "overdue": "quá hạn",
    "no_data": "chưa có số liệu",
    "no_due": "chưa có hạn",
    "no_level": "chưa nêu mức",
    "watched": "theo dõi",
}
# What must be seen first on a page of many targets.
URGENCY = ("overdue", "behind", "no_data", "no_level", "no_due", "on_path", "reached", "watched")


# --- pace ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pace:
    """How many are still to come, in how many days, so how many a day (one decimal, rounded to the nearest)."""

    remaining: int
    days_left: int
    per_day: Decimal | None


def needed_per_day(now: int | None, needed: int | None, on: date, due_on: date | None) -> Pace | None:
    """What it takes a day from now on. Days are due − on: on 28/5 there are 64 to 31/7. On the due day itself all that
    remains is for that day; after it no pace can help. None while a number is missing."""
    if now is None or needed is None or due_on is None:
        return None
    remaining, days = max(needed - now, 0), (due_on - on).days
    if days < 0:
        return Pace(remaining, days, None)
    return Pace(remaining, days, _one_decimal(Fraction(remaining, max(days, 1))))


def share_each(remaining: int, days_left: int, hands: int) -> Decimal | None:
    """What it takes a day of each of so many teams or members; None where nobody is at work, or the day is over."""
    if hands <= 0 or days_left < 0:
        return None
    return _one_decimal(Fraction(remaining, max(days_left, 1) * hands))


def _one_decimal(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


# --- path ------------------------------------------------------------------------------------------------------------


def expected_on(day: date, path: Sequence[Point]) -> Fraction | None:
    """Where the way leads on a day: straight lines from the start through each milestone; flat before and after."""
    if len(path) < 2:
        return None
    if day <= path[0][0]:
        return Fraction(path[0][1])
    for (from_on, low), (to_on, high) in pairwise(path):
        if day <= to_on:
            gone = Fraction((day - from_on).days, (to_on - from_on).days)
            return low + (high - low) * gone
    return Fraction(path[-1][1])


def make_path(start: Point | None, milestones: Iterable[Point]) -> list[Point]:
    """A way that never goes back: by day, one point a day (the higher), each milestone no lower than the one before."""
    path = [start] if start is not None else []
    for on, count in sorted(milestones):
        if path and on <= path[-1][0]:
            if on == path[-1][0] and len(path) > 1:
                path[-1] = (on, max(count, path[-1][1]))
            continue
        path.append((on, max(count, path[-1][1]) if path else count))
    return path


def whole_people(expected: Fraction | None) -> int | None:
    """The smallest whole number that is on the way."""
    return None if expected is None else math.ceil(expected)


def state_of(
    *, now: int | None, needed: int | None, on: date, due_on: date | None, expected: int | None, watched: bool = False
) -> str:
    """One word for where a figure stands. Reached comes first, whatever the day; missing is a state, not zero."""
    if watched:
        return "no_data" if now is None else "watched"
    if now is None:
        return "no_data"
    if needed is None:
        return "no_level"
    if now >= needed:
        return "reached"
    if due_on is None:
        return "no_due"
    if on > due_on:
        return "overdue"
    return "on_path" if expected is None or now >= expected else "behind"


def state_short_of_all(on: date, due_on: date | None) -> str:
    """The state of a sum that is enough while one of the places that must each be there is not."""
    if due_on is None:
        return "no_due"
    return "overdue" if on > due_on else "on_path"


# --- forecast --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Forecast:
    """When the needed number would be there if things go on as in the last weeks: a range, or why there is none."""

    why: str
    earliest: date | None = None
    latest: date | None = None
    slow_per_day: Decimal | None = None
    fast_per_day: Decimal | None = None
    at_due: tuple[int, int] | None = None


def forecast(history: Sequence[Point], needed: int | None, due_on: date | None = None) -> Forecast:
    """Carry on the slowest and the fastest of the last whole weeks (two at least, four at most)."""
    if needed is None:
        return Forecast("Chưa biết phải đạt bao nhiêu nên chưa dự báo được.")
    if not history or (history[-1][0] - history[0][0]).days < WEEK * WEEKS_ENOUGH:
        return Forecast("Chưa đủ hai tuần số liệu để dự báo.")
    today, now = history[-1]
    if now >= needed:
        return Forecast("Đã đủ số phải đạt.", today, today)
    slow, fast = _weekly_gains(history)
    at_due = None
    if due_on is not None and due_on > today:
        days = (due_on - today).days
        at_due = (now + math.floor(slow * days), now + math.floor(fast * days))
    why = "Theo tuần chậm nhất và tuần nhanh nhất trong các tuần gần đây."
    if fast <= 0:
        why = "Các tuần gần đây không tăng: giữ như vậy thì không đạt."
    return Forecast(
        why, _day_of(now, needed, fast, today), _day_of(now, needed, slow, today),
        _one_decimal(slow), _one_decimal(fast), at_due,
    )  # fmt: skip


def _weekly_gains(history: Sequence[Point]) -> tuple[Fraction, Fraction]:
    today = history[-1][0]
    weeks = min((today - history[0][0]).days // WEEK, WEEKS_LOOKED_AT)
    ends = [_count_on(history, today - timedelta(days=WEEK * back)) for back in range(weeks + 1)]
    gains = [Fraction(later - earlier, WEEK) for later, earlier in pairwise(ends)]
    return min(gains), max(gains)


def _count_on(history: Sequence[Point], day: date) -> int:
    """The latest count known on a day; the first one before it begins."""
    return next((count for on, count in reversed(history) if on <= day), history[0][1])


def _day_of(now: int, needed: int, per_day: Fraction, today: date) -> date | None:
    if per_day <= 0:
        return None
    days = math.ceil((needed - now) / per_day)
    return today + timedelta(days=days) if days <= 3660 else None  # beyond ten years is no forecast


# --- shares ----------------------------------------------------------------------------------------------------------


def fair_shares(total: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Whole numbers in proportion to the weights that add up to the total exactly: largest remainder, ties by key."""
    whole = sum(weights.values())
    if whole <= 0:
        return {}
    exact = {key: Fraction(total * weight, whole) for key, weight in weights.items()}
    shares = {key: math.floor(value) for key, value in exact.items()}
    left = total - sum(shares.values())
    for key in sorted(exact, key=lambda k: (shares[k] - exact[k], k))[:left]:
        shares[key] += 1
    return shares


# --- counting along days ---------------------------------------------------------------------------------------------

Span = tuple[date, date | None]  # first day it counts, last day (None: on and on)


def along_days(spans: Iterable[tuple[date, date | None, int]], from_on: date, to_on: date) -> list[Point]:
    """How many spans cover each day, from the first to the last day asked for. Each span is (first, last, how many)."""
    change: dict[date, int] = {}
    for first, last, n in spans:
        if first > to_on or (last is not None and last < from_on):
            continue
        begins = max(first, from_on)
        change[begins] = change.get(begins, 0) + n
        if last is not None and last < to_on:
            change[last + timedelta(days=1)] = change.get(last + timedelta(days=1), 0) - n
    points, count = [], 0
    for number in range((to_on - from_on).days + 1):
        day = from_on + timedelta(days=number)
        count += change.get(day, 0)
        points.append((day, count))
    return points


def either(*parts: Sequence[Span]) -> list[Span]:
    """Days that lie in any of the parts, as spans that do not touch."""
    merged: list[Span] = []
    for first, last in sorted((span for part in parts for span in part), key=lambda s: (s[0], s[1] or date.max)):
        if merged and (merged[-1][1] is None or first <= merged[-1][1] + timedelta(days=1)):
            before = merged[-1][1]
            end = None if before is None or last is None else max(before, last)
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((first, last))
    return merged


def both(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """Days that lie in both."""
    found: list[Span] = []
    for first, last in left:
        for other_first, other_last in right:
            begins = max(first, other_first)
            ends = min((d for d in (last, other_last) if d is not None), default=None)
            if ends is None or begins <= ends:
                found.append((begins, ends))
    return either(found)
