"""One figure: where a target stands in an area on a day, what it rests on, and what is said beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tungnha.drafting.numbers import rate_value
from tungnha.ledger.queries import Base
from tungnha.plans.models import Target
from tungnha.plans.rules import Needed
from tungnha.progress.rules import STATE_WORDS, Pace, Point
from tungnha.progress.rules_ranking import Entry, Placed
from tungnha.progress.stated import Stated
from tungnha.units.models import Area


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Where a target stands in an area on a day. What is not known is None, and `why_none` says why."""

    target: Target
    area: Area
    on: date
    since: date
    way: str
    now: int | None
    why_none: str
    base: Base | None
    needed: Needed
    gained: int | None = None
    lost: int | None = None
    change: int | None = None
    start_on: date | None = None
    start_count: int | None = None
    start_named: int | None = None
    path: tuple[Point, ...] = ()
    expected_today: int | None = None
    pace: Pace | None = None
    state: str = "no_data"
    stated: tuple[Stated, ...] = ()

    @property
    def rate_of_base(self) -> Decimal | None:
        return rate_value(self.now, self.base.count if self.base else None)

    @property
    def rate_of_needed(self) -> Decimal | None:
        return rate_value(self.now, self.needed.count)

    @property
    def exact_of_needed(self) -> Fraction | None:
        return Fraction(self.now, self.needed.count) if self.now is not None and self.needed.count else None

    @property
    def remaining(self) -> int | None:
        if self.now is None or self.needed.count is None:
            return None
        return max(self.needed.count - self.now, 0)

    @property
    def per_day(self) -> Decimal | None:
        return self.pace.per_day if self.pace else None

    @property
    def days_left(self) -> int | None:
        return self.pace.days_left if self.pace else None

    @property
    def reached(self) -> bool | None:
        if self.now is None or self.needed.count is None:
            return None
        return self.now >= self.needed.count

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def base_label(self) -> str:
        """Whose figure the base is and of what day: a rate never stands without it."""
        if self.base is None or self.base.count is None:
            return "chưa có số phải tính"
        on = f", {self.base.on.day}/{self.base.on.month}/{self.base.on.year}" if self.base.on else ""
        document = f", {self.base.document}" if self.base.document else ""
        return f"({self.base.whose}{on}{document})"

    @property
    def nameless_at_start(self) -> int | None:
        """How many of those the plan says it began with have no name in the ledger: shown, never added."""
        stated = self.target.starting_count
        if self.area.pk != self.target.plan.campaign.area_id:  # the plan's word is about its whole area
            return None
        if stated is None or self.start_named is None or self.start_named >= stated:
            return None
        return stated - self.start_named


def entry_of(found: Figure) -> Entry[Figure]:
    """A figure as the ranking takes it."""
    then = found.now - found.change if found.now is not None and found.change is not None else None
    return Entry(
        key=found, now=found.now, needed=found.needed.count, expected=found.expected_today, start=found.start_count,
        then=then, start_on=found.start_on, since=found.since, on=found.on,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class VillageRow:
    """One village (or commune) in the ranking of a target (decision 0038)."""

    placed: Placed[Figure]
    latest_on: date | None
    silent: bool

    @property
    def figure(self) -> Figure:
        return self.placed.entry.key

    @property
    def rank(self) -> int | None:
        """Its place; none without a figure, or without a level to measure it by."""
        return self.placed.rank

    @property
    def level(self) -> str:
        """As tiles and bars show it: reached, on_path, behind, far; "" where nothing is known."""
        if self.figure.now is None:
            return ""
        if self.figure.state == "overdue" or (self.figure.state == "behind" and self.placed.is_far):
            return "far"
        return self.figure.state if self.figure.state in ("reached", "behind") else "on_path"

    @property
    def village(self) -> Area:
        return self.figure.area

    @property
    def now(self) -> int | None:
        return self.figure.now

    @property
    def base(self) -> Base | None:
        return self.figure.base

    @property
    def needed(self) -> Needed:
        return self.figure.needed

    @property
    def change(self) -> int | None:
        return self.figure.change

    @property
    def rate_of_base(self) -> Decimal | None:
        return self.figure.rate_of_base

    @property
    def rate_of_needed(self) -> Decimal | None:
        return self.figure.rate_of_needed

    @property
    def state(self) -> str:
        return self.figure.state


@dataclass(frozen=True)
class BaseSum:
    """Whether the bases of the villages add up to the commune's."""

    villages: int
    stated: int
    sum: int | None
    whole: int | None

    @property
    def gap(self) -> int | None:
        return None if self.sum is None or self.whole is None else self.sum - self.whole

    @property
    def agrees(self) -> bool | None:
        return None if self.gap is None else self.gap == 0


@dataclass(frozen=True)
class Milestone:
    """A day on the way of a measure, and how many it takes then."""

    target: Target
    on: date
    needed: Needed
