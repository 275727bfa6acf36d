"""What closing a phase will do, and what it leaves: its figures as they were, a paper to sign, next year's plan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from tungnha.drafting.dates import short_date
from tungnha.drafting.numbers import in_prose
from tungnha.ledger.models import Service
from tungnha.plans.models import Duty, Plan, Target
from tungnha.plans.rules import VIETNAM, level_words
from tungnha.plans.work import board as tasks
from tungnha.plans.work.rules import FINISHED, State
from tungnha.progress import queries as progress
from tungnha.reports import figures
from tungnha.reports.below import parts, said, tables
from tungnha.reports.below.said import key_of
from tungnha.reports.duties.rates import Rate, rate_of
from tungnha.reports.models import Obligation, Paper, PhaseClosing
from tungnha.reports.queries import standings
from tungnha.units.models import Member, Phase

FORM = 1


def open_phases(member: Member, on: date) -> list[tuple[Plan, Phase]]:
    """The phases of the member's own plans that have begun and were not closed; those that are over first."""
    plans = Plan.objects.visible_to(member).filter(campaign__area=member.area_id)
    found = []
    for plan in plans.select_related("campaign__area", "organisation").prefetch_related("campaign__phases"):
        for phase in plan.campaign.phases.all():
            begun = phase.starts_on is None or phase.starts_on <= on
            if phase.closed_at is None and begun and phase.kind == Phase.Kind.PEAK:
                found.append((plan, phase))
    return sorted(found, key=lambda one: (one[1].ends_on or date.max, one[0].pk))


def closings_of(member: Member) -> QuerySet[PhaseClosing]:
    rows: QuerySet[PhaseClosing] = PhaseClosing.objects.visible_to(member)
    return rows.select_related(
        "plan__campaign__area", "plan__organisation", "phase", "by__user", "reopening__by__user"
    )  # fmt: skip


# --- what will happen ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WillHappen:
    """What pressing the button does, said before it is pressed."""

    plan: Plan
    phase: Phase
    at: datetime
    ending: tuple[Duty, ...]  # these ask for nothing more
    going_on: tuple[Duty, ...]
    obligations: int  # not due yet, which nobody owes any more
    still_missing: int  # due, not sent: stay owed
    is_early: bool

    @property
    def is_last(self) -> bool:
        """Whether the plan's work is over but for what goes on: then it is a tổng kết."""
        return is_last(self.plan, self.phase, self.at.astimezone(VIETNAM).date())


def will_happen(plan: Plan, phase: Phase, at: datetime) -> WillHappen:
    duties = list(plan.duties.exclude(kind="difficulty").select_related("addressee", "plan__organisation"))
    ending = [duty for duty in duties if duty.phase_id == phase.pk]
    on = at.astimezone(VIETNAM).date()
    due = Obligation.objects.filter(duty__in=ending, due_at__lte=at, closed_at=None).select_related("organisation")
    missing = sum(row.state in ("missing", "returned") for row in standings(list(due), at))
    return WillHappen(
        plan, phase, at, tuple(ending),
        tuple(duty for duty in duties if duty.phase_id != phase.pk and comes_again(duty)),
        not_due(ending, at).count(), missing, phase.ends_on is not None and on <= phase.ends_on,
    )  # fmt: skip


def not_due(duties: Sequence[Duty], at: datetime) -> Any:
    """What was sent ahead of its day stays as it is."""
    return Obligation.objects.filter(duty__in=duties, due_at__gt=at, closed_at=None, submissions=None)


def comes_again(duty: Duty) -> bool:
    """A report of one day is not kept up."""
    return duty.frequency != Duty.Frequency.ONCE


def is_last(plan: Plan, phase: Phase, on: date) -> bool:
    """No other peak is open, and no target falls due after this day. A plan that gives its targets no day at all and
    goes on as everyday work is not over with its peak."""
    phases, targets = plan.campaign.phases, plan.targets.exclude(role=Target.Role.MESSAGE)
    if phases.filter(kind=Phase.Kind.PEAK, closed_at=None).exclude(pk=phase.pk).exists():
        return False
    if phases.filter(kind=Phase.Kind.STEADY).exists() and not targets.exclude(due_on=None).exists():
        return False
    return not targets.filter(due_on__gt=on).exists()


# --- what is kept ----------------------------------------------------------------------------------------------------


def content_of(plan: Plan, phase: Phase, at: datetime) -> dict[str, Any]:
    """The figures of all targets with their places, tasks and reports, as they stood at an instant."""
    area, on = plan.campaign.area, at.astimezone(VIETNAM).date()
    targets = list(progress.targets().filter(plan=plan).order_by("-headline", "order", "id"))
    since = phase.starts_on or plan.issued_on or plan.campaign.started_on or on
    counted = progress.Board.around(targets, area, on, since)
    by_target = {t.pk: counted.figure(t, area) for t in targets}
    services = {s.code: s for s in Service.objects.all()}
    rows = [figures.target_row(by_target[t.pk], services) for t in targets]
    figures.tell_apart(rows)
    shown = tables.asked_for(targets, by_reports=False) if counted.below else []
    made = [tables.table_of(t, by_target[t.pk], counted, said.NOTHING, figures.opens) for t in shown]
    period = parts.ReportPeriod(plan, area, None, since, on, at)
    return {
        "form": FORM, "plan": plan.pk, "phase": phase.pk, "name": phase.name, "at": at.astimezone(VIETNAM).isoformat(),
        "starts_on": since.isoformat(), "ends_on": (min(phase.ends_on, on) if phase.ends_on else on).isoformat(),
        "is_last": is_last(plan, phase, on),
        "targets": rows, "villages": made[0] if made else None, "annexes": made[1:],
        "sections": parts.told(period), "tasks": task_sums(plan, at), "reports": rate_words(plan, at),
        "beside": tables.beside_of(rows),
    }  # fmt: skip


def task_sums(plan: Plan, at: datetime) -> dict[str, int]:
    """How many of the plan's tasks are finished, go on, are overdue; rows above others are not counted twice."""
    rows = [row for row in tasks.load([plan], at) if not row.children]
    states = [row.state for row in rows]
    return {
        "all": len(rows), "finished": sum(state in FINISHED for state in states),
        "steady": sum(state is State.STEADY for state in states),
        "overdue": sum(state is State.OVERDUE for state in states),
    }  # fmt: skip


def rate_words(plan: Plan, at: datetime) -> dict[str, int]:
    rate = rate_of_plan(plan, at)
    return {"expected": rate.expected, "received": rate.received, "on_time": rate.on_time}


def rate_of_plan(plan: Plan, at: datetime) -> Rate:
    rows = list(
        Obligation.objects.filter(duty__plan=plan, duty__compiled=False, due_at__lte=at, closed_at=None)
        .select_related("organisation")
    )  # fmt: skip
    return rate_of((row.state, True) for row in standings(rows, at))


def will_go_on(closing: PhaseClosing, at: datetime) -> int:
    """How many reports would be owed again if the phase were opened now: those its closing gave up, not due yet. Of
    each period that passed meanwhile nothing is asked."""
    return Obligation.objects.filter(duty__plan=closing.plan_id, due_at__gt=at, closed_at=closing.at).count()


def papers_of(closing: PhaseClosing) -> list[Paper]:
    """What was drafted or issued from the frozen figures: it does not follow when the phase goes on."""
    return list(Paper.objects.filter(source=source_of(closing), put_aside_at=None).order_by("pk"))


def source_of(closing: PhaseClosing) -> str:
    return f"closing:{closing.pk}"


def reopened_source(source: str) -> PhaseClosing | None:
    """The closing a paper was drafted from, where its phase was opened again since."""
    kind, _, pk = source.partition(":")
    if kind != "closing" or not pk.isdecimal():
        return None
    rows = PhaseClosing.objects.filter(pk=int(pk), reopening__isnull=False)
    found: PhaseClosing | None = rows.select_related("reopening", "phase").first()
    return found


def kept_of(closing: PhaseClosing) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(closing.content)
    return found


# --- words -----------------------------------------------------------------------------------------------------------


def duty_line(duty: Duty) -> str:
    """`hằng tháng: các đơn vị`: how often, and who."""
    frequency = duty.get_frequency_display()
    return f"{frequency}: {duty.who or 'các đơn vị'}"


def reports_sentence(of: dict[str, int]) -> str:
    if not of["expected"]:
        return ""
    return (
        f"Chế độ báo cáo: nhận {in_prose(of['received'])}/{in_prose(of['expected'])} báo cáo phải gửi, trong đó "
        f"{in_prose(of['on_time'])} đúng hạn."
    )


def tasks_sentence(of: dict[str, int]) -> str:
    if not of["all"]:
        return ""
    said = [f"Nhiệm vụ: xong {in_prose(of['finished'])}/{in_prose(of['all'] - of['steady'])} nhiệm vụ có thời hạn"]
    if of["steady"]:
        said.append(f"{in_prose(of['steady'])} nhiệm vụ làm thường xuyên")
    if of["overdue"]:
        said.append(f"{in_prose(of['overdue'])} nhiệm vụ quá hạn")
    return f"{'; '.join(said)}."


def target_line(row: dict[str, Any]) -> str:
    """`đạt`, `chưa đạt, còn 12 người`, `chưa có số liệu`: against the plan's own number, nothing graded."""
    if row["reached"] is None:
        return "chưa có số liệu"
    if row["needed"] is None:
        return "không đặt mức"
    left = row["needed"] - row["reached"]
    return "đạt" if left <= 0 else f"chưa đạt, còn {in_prose(left)} {row['unit']}"


def old_level(target: Target) -> str:
    return level_words(target.comparator, target.value, target.unit)


def day(iso: str) -> str:
    return short_date(date.fromisoformat(iso[:10]))


def as_rate(row: dict[str, Any]) -> Decimal | None:
    return Decimal(row["rate"]) if row["rate"] is not None else None


__all__ = ["content_of", "key_of", "open_phases", "will_happen"]
