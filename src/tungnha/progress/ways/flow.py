"""Of everyone who came, how many were advised or helped: times (lượt), never persons, since the plan's start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from tungnha.drafting.numbers import rate_value
from tungnha.field import flows
from tungnha.ledger.models import Measure
from tungnha.progress.ways.registry import Point, Way
from tungnha.progress.ways.slots import Slot, Tally
from tungnha.units.models import Area


def _since(flow: flows.FlowRows, day: date) -> Q:
    return Q(**{f"{flow.at}__gte": day if flow.only_day else _start(day)})


def _up_to(flow: flows.FlowRows, day: date) -> Q:
    """To the end of a day."""
    after = day + timedelta(days=1)
    return Q(**{f"{flow.at}__lt": after if flow.only_day else _start(after)})


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def tally(slots: Sequence[Slot], area: Area) -> Tally:
    """One query a measure: few count a flow."""
    found: Tally = {}
    for slot in slots:
        flow, days, name = flows.rows_of(slot.measure.source), slot.days, slot.name
        begins, now, then = _since(flow, days.start), _up_to(flow, days.on), _up_to(flow, days.since)
        wanted = {
            f"own_{name}": begins & now, f"ever_{name}": begins & now, f"now_{name}": flow.done & begins & now,
            f"then_{name}": flow.done & begins & then, f"gained_{name}": flow.done & begins & now & ~then,
        }  # fmt: skip
        rows = flow.rows.filter(**{f"{flow.area}__path__startswith": area.path}).order_by()
        counts = {key: Count("pk", filter=q) for key, q in wanted.items()}
        for row in rows.values_list(f"{flow.area}__path").annotate(**counts).values(f"{flow.area}__path", *wanted):
            found.setdefault(row.pop(f"{flow.area}__path"), {}).update(row)
    return found


@dataclass(frozen=True)
class FlowDay:
    on: date
    came: int
    done: int

    @property
    def rate(self) -> object:
        return rate_value(self.done, self.came)


def days(measure: Measure, area: Area, from_on: date, to_on: date) -> list[FlowDay]:
    """Each day on which somebody came, the latest first."""
    flow = flows.rows_of(measure.source)
    within = _since(flow, from_on) & _up_to(flow, to_on)
    rows = flow.rows.filter(within, **{f"{flow.area}__path__startswith": area.path})
    day = F(flow.at) if flow.only_day else TruncDate(flow.at)
    by_day = rows.order_by().annotate(day=day).values_list("day")
    counts = by_day.annotate(came=Count("pk"), done=Count("pk", filter=flow.done)).order_by("-day")
    return [FlowDay(*row) for row in counts]


def history(measure: Measure, area: Area, from_on: date, to_on: date) -> list[Point]:
    """How many had been advised by the end of each day."""
    done = {day.on: day.done for day in days(measure, area, from_on, to_on)}
    points, count = [], 0
    for number in range((to_on - from_on).days + 1):
        day = from_on + timedelta(days=number)
        count += done.get(day, 0)
        points.append((day, count))
    return points


def why_none(measure: Measure) -> str:
    found = flows.FLOWS[measure.source["flow"]]
    return f"Chưa có lượt {found.label} nào từ khi kế hoạch bắt đầu. Ghi từng lượt ở trang {found.page}."


FLOW = Way(
    name="flow", label="lượt người đến (một cửa, buổi hỗ trợ)", why_none=why_none, tally=tally, history=history,
    base_words="sổ ghi từng lượt", in_villages=False, steady=True, unit=lambda measure: "lượt",
)  # fmt: skip
