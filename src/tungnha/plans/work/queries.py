"""What is asked about tasks: by their units, by the desk, by the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from tungnha.drafting.numbers import in_prose
from tungnha.plans.models import Plan, TaskEntry
from tungnha.plans.queries import plans_visible
from tungnha.plans.rules import short_day
from tungnha.plans.work import board, rules
from tungnha.plans.work.board import Row
from tungnha.plans.work.rules import State
from tungnha.units.models import Member, Role
from tungnha.units.scope import visible_to

FAR = dt.date.max


@dataclass(frozen=True)
class Overdue:
    """A task that is past its last day, for “tồn tại, hạn chế”."""

    task: int
    no: str
    name: str
    leads: tuple[str, ...]
    last_day: dt.date
    days: int
    done: int = 0
    total: int = 0  # places of its grid; 0: it has none
    lacking: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """`4.1. Hẹn lịch …: quá hạn 01 ngày (hạn đến hết 31/5/2026), mới xong 11/14 nơi, còn thiếu …`"""
        named = f"{self.no}. {self.name}" if self.no else self.name
        said = f"{named.rstrip('. ')}: quá hạn {in_prose(self.days)} ngày (hạn đến hết {short_day(self.last_day)})"
        if self.total:
            said += f", mới xong {in_prose(self.done)}/{in_prose(self.total)} nơi, còn thiếu {', '.join(self.lacking)}"
        return said


@dataclass(frozen=True)
class Done:
    """One thing that was done in a period, as its unit said it."""

    task: int
    no: str
    name: str
    who: str  # the place, else whoever leads the task
    on: dt.date
    words: str
    outputs: dict[str, int] = field(default_factory=dict)
    link: str = ""


def overdue(plan: Plan, at: dt.datetime) -> list[Overdue]:
    """The plan's tasks that are overdue at an instant, longest first. Of a row above others only the rows below."""
    on = timezone.localtime(at).date()
    found = [
        Overdue(
            task=row.task.pk, no=row.task.no, name=" ".join(row.task.name.split()),
            leads=tuple(body.label for body in row.leads), last_day=last, days=(on - last).days, done=row.done,
            total=len(row.places), lacking=tuple(one.place.title for one in row.lacking),
        )
        for row in board.load([plan], at)
        if row.state is State.OVERDUE and not row.children and (last := late_since(row)) is not None
    ]  # fmt: skip
    return sorted(found, key=lambda one: -one.days)


def late_since(row: Row) -> dt.date | None:
    """The last day that is over: the earliest of its overdue places, else the task's own."""
    stands = [one.stand for one in row.places] or [row.own]
    return min((one.last_day for one in stands if one.state is State.OVERDUE and one.last_day), default=None)


def done_between(plan: Plan, start: dt.date, end: dt.date, *, at: dt.datetime) -> list[Done]:
    """What was done from one day to another (both counted), as recorded by an instant and not taken back since."""
    rows = TaskEntry.objects.filter(task__plan=plan, task__removed_in=None, made_at__lte=at, step__in=("doing", "done"))
    rows = rows.filter(on__range=(start, end)).exclude(Q(retracted_by__made_at__lte=at))
    found = rows.select_related("task", "area", "organisation").prefetch_related("task__leads")
    return [
        Done(
            task=row.task_id, no=row.task.no, name=" ".join(row.task.name.split()), who=_who(row), on=row.on,
            words=row.words, outputs=row.outputs, link=row.link,
        )
        for row in found.order_by("task__order", "on", "pk")
        if row.words or row.outputs or row.link
    ]  # fmt: skip


def _who(row: TaskEntry) -> str:
    where = row.area.title if row.area else row.organisation.label if row.organisation else ""
    return where or ", ".join(body.label for body in row.task.leads.all())


def outputs_between(plan: Plan, start: dt.date, end: dt.date, *, at: dt.datetime) -> dict[str, int]:
    """`{"tin": 3, "hội nghị": 1}` of a period."""
    return rules.summed(one.outputs for one in done_between(plan, start, end, at=at))


def running(member: Member, on: dt.date) -> list[Plan]:
    """The plans a member may read whose campaign has not ended, newest first."""
    rows = plans_visible(member).filter(Q(campaign__ended_on=None) | Q(campaign__ended_on__gte=on))
    return list(rows.order_by("-confirmed_at", "-pk"))


def mine(member: Member, at: dt.datetime) -> list[Row]:
    """“Việc của tôi”: what is late first, then the next due; what has no day, then what is finished, last."""
    rows = board.load(running(member, timezone.localtime(at).date()), at, member=member)
    return sorted((row for row in rows if not row.children), key=_urgency)


def _urgency(row: Row) -> tuple[bool, bool, bool, dt.date, int]:
    state = my_state(row)
    return (
        row.co_operates and not row.is_mine, state in rules.FINISHED, state is State.STEADY, row.last_day or FAR,
        row.task.order,
    )  # fmt: skip


def my_state(row: Row) -> State:
    """How far the member's own part is: of the places it speaks for; of the whole, where it leads all of them."""
    own = [one.stand.state for one in row.places if one.is_mine]
    leads_all = row.is_mine and len(own) < len(row.places)
    return rules.roll(own) if own and not leads_all else row.state


def of_area(member: Member, at: dt.datetime) -> list[Row]:
    """All tasks of the plans of the member's own area that run: what its leader and its desk look over."""
    on = timezone.localtime(at).date()
    return board.load([plan for plan in running(member, on) if plan.campaign.area_id == member.area_id], at)


def seen(rows: Any, member: Member) -> Any:
    """Of entries (or extensions) those a member may read: a desk all of its area's; a unit or a village its own, and
    all of a task it leads."""
    visible = visible_to(rows, member)
    if member.role in (Role.UNIT_OFFICER, Role.PARTNER) and member.organisation_id is not None:
        own = Q(organisation=member.organisation_id) | Q(organisation__collector=member.organisation_id)
        led = Q(task__leads=member.organisation_id) & (
            Q(area=None, organisation=None) | Q(task__units__removed_at=None, task__units__isnull=False)
        )
        return rows.filter(pk__in=rows.model._default_manager.filter(own | led).values("pk"))
    return visible


def entries_of(task: Any, member: Member) -> list[TaskEntry]:
    """A task's entries as the member may read them, latest first, with their words."""
    rows = seen(TaskEntry.objects.filter(task=task), member)
    whole = rows.select_related("area", "organisation", "made_by__user", "made_by__organisation", "retracted_by")
    return list(whole.order_by("-pk"))


def sums(rows: Sequence[Row]) -> dict[State, int]:
    """State → how many tasks; rows above others are not counted beside their own rows."""
    found = dict.fromkeys(rules.LABELS, 0)
    for row in rows:
        if not row.children:
            found[row.state] += 1
    return found
