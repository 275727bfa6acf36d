"""What it takes from here to each milestone: a day, a team, a member; and what the last weeks would bring by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count

from tungnha.drafting.numbers import count, decimal_vi
from tungnha.field.models import Visit
from tungnha.progress.board import Board
from tungnha.progress.figures import Figure
from tungnha.progress.rules import Forecast, Point, forecast, needed_per_day, share_each
from tungnha.units.calendar import end_of
from tungnha.units.models import Area

ACTIVE_DAYS = 14


@dataclass(frozen=True)
class Hands:
    """Who was at doors lately: teams (villages) and members."""

    teams: int
    members: int


@dataclass(frozen=True)
class Step:
    """One milestone from today: what is left, a day, a team and a member, and what the last weeks would bring."""

    on: date
    needed: int
    remaining: int
    days_left: int
    per_day: Decimal | None
    per_team: Decimal | None
    per_member: Decimal | None
    forecast: Forecast

    @property
    def reached(self) -> bool:
        return self.remaining == 0

    @property
    def outlook(self) -> str:
        """`sure` where even the slowest week would do, `open`, `unlikely` where even the fastest would not, or ""."""
        if self.reached or self.forecast.at_due is None:
            return ""
        low, high = self.forecast.at_due
        return "sure" if low >= self.needed else "open" if high >= self.needed else "unlikely"


def hands_in(area: Area, campaign: int, on: date) -> Hands:
    rows = Visit.objects.filter(
        campaign=campaign, household__village__path__startswith=area.path,
        made_at__gte=end_of(on - timedelta(days=ACTIVE_DAYS)), made_at__lt=end_of(on),
    )  # fmt: skip
    counts = rows.aggregate(
        teams=Count("household__village", distinct=True), members=Count("made_by", distinct=True)
    )  # fmt: skip
    return Hands(**counts)


def steps(board: Board, found: Figure, history: Sequence[Point], hands: Hands) -> list[Step]:
    """The milestones still to come, and those gone by that were not reached."""
    if found.now is None or found.pace is None:
        return []
    made = []
    for milestone in board.milestones(found.target, found.area):
        needed = milestone.needed.count
        pace = needed_per_day(found.now, needed, found.on, milestone.on)
        if needed is None or pace is None:
            continue
        made.append(Step(
            milestone.on, needed, pace.remaining, pace.days_left, pace.per_day,
            share_each(pace.remaining, pace.days_left, hands.teams),
            share_each(pace.remaining, pace.days_left, hands.members),
            forecast(history, needed, milestone.on),
        ))  # fmt: skip
    return made


def words(step: Step, unit: str) -> str:
    """`cần 24,2 người mỗi ngày (mỗi Tổ 2,1; mỗi người đi nhà 0,8), còn 64 ngày`."""
    if step.reached:
        return "đã đủ"
    if step.per_day is None:
        return f"đã quá {-step.days_left} ngày, còn thiếu"
    each = [f"mỗi {who} {decimal_vi(n, 1)}" for who, n in
            (("Tổ đang đi", step.per_team), ("người đang đi", step.per_member)) if n is not None]  # fmt: skip
    left = "hạn là hôm nay" if step.days_left == 0 else f"còn {step.days_left} ngày"
    split = f" ({'; '.join(each)})" if each else ""
    if not step.per_day:  # so few for so many days that a day would be 0,0
        return f"cần thêm {count(step.remaining)} {unit}, {left}"
    return f"cần {decimal_vi(step.per_day, 1)} {unit} mỗi ngày{split}, {left}"


def fan(found: Forecast, due_on: date | None) -> tuple[date, int, int] | None:
    """(day, lowest, highest) as the chart draws a forecast."""
    return (due_on, *found.at_due) if found.at_due is not None and due_on is not None else None
