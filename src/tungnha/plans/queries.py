"""What is asked about plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from tungnha.plans import review_ops
from tungnha.plans.models import Draft, Duty, Plan, PlanDocument, Target
from tungnha.plans.models.documents import DraftChange
from tungnha.plans.prepare import prepared
from tungnha.plans.rules import BeforeRule, Period, obligation_periods
from tungnha.units.models import Area, Member, Organisation, Phase

LOOK_AHEAD = timedelta(days=400)  # a yearly report is due within it


def plans_visible(member: Member | None) -> QuerySet[Any]:
    """The plans a member may read: of the own area, and of those above and below it."""
    rows: QuerySet[Any] = Plan.objects.visible_to(member).select_related(
        "campaign__area", "organisation", "parent__campaign"
    )
    return rows


def plans_with_counts(member: Member | None) -> QuerySet[Any]:
    """For the list: each plan with how many targets and tasks it has, and how many questions still wait."""
    return (
        plans_visible(member)
        .annotate(
            target_count=Count("targets", filter=Q(targets__removed_in=None), distinct=True),
            task_count=Count("tasks", filter=Q(tasks__removed_in=None), distinct=True),
            child_count=Count("children", distinct=True),
            waiting_count=Count("questions", filter=Q(questions__answered_at=None), distinct=True),
        )
        .order_by("-confirmed_at", "-pk")
    )


def documents_waiting(member: Member) -> QuerySet[Any]:
    """Documents of the member's own level that were read and not confirmed yet."""
    waiting = PlanDocument.objects.filter(area=member.area, plan=None, amendment=None)
    rows: QuerySet[Any] = waiting.select_related("uploaded_by__user")
    return rows


def targets_of(plan: Plan) -> QuerySet[Any]:
    """Its targets as it orders them, with the measure each is counted by; messages and indicators too."""
    rows: QuerySet[Any] = plan.targets.select_related("measure").order_by("order", "id")
    return rows


def headline_target(plan: Plan, on: date) -> Target | None:
    """The target at the head of the page and of the report's annex: the one so marked, else the next that is due.

    Without a mark the counted targets decide: the earliest whose day has not passed on `on`, else the last that has.
    """
    counted = [t for t in targets_of(plan) if t.role == Target.Role.TARGET]
    marked = [t for t in counted if t.headline]
    if marked:
        return marked[0]
    dated = sorted((t for t in counted if t.due_on and t.measure_id), key=lambda t: (t.due_on, t.order))
    ahead = [t for t in dated if t.due_on >= on]
    return (ahead or dated[::-1] or counted or [None])[0]


def milestones_of(target: Target) -> list[Target]:
    """The targets of the same plan and measure with a day and a level, in order: the path (35% on 31/7, 63,80% …)."""
    if target.measure_id is None:
        return [target]
    same = Target.objects.filter(plan=target.plan_id, measure=target.measure_id, role=Target.Role.TARGET)
    return sorted(same.exclude(value=None).exclude(due_on=None), key=lambda t: (t.due_on, t.order))


def phases_of(duty: Duty) -> list[Phase]:
    """The phases a duty belongs to: its own, else all of its campaign."""
    return [duty.phase] if duty.phase else list(duty.plan.campaign.phases.all())


def before_rule() -> BeforeRule:
    """How this installation reads “trước ngày D”."""
    return cast("BeforeRule", settings.BEFORE_DAY_RULE)


def next_due(duty: Duty, on: date) -> Period | None:
    """The first period of a duty that is not yet late at the start of the day `on`."""
    window = {"start": on, "end": on + LOOK_AHEAD}
    periods = obligation_periods(duty, phases=phases_of(duty), rule=before_rule(), **window)
    return next((period for period in periods if period.due_at.date() >= on), None)


def latest_draft(document: PlanDocument) -> Draft:
    """The last state on the line; rival states beside it do not count."""
    found: Draft = document.drafts.filter(beside=None).order_by("-number").select_related("saved_by__user")[0]
    return found


def changes_of(draft: Draft) -> list[DraftChange]:
    """What was changed in a draft since it was numbered, in order."""
    return list(draft.changes.select_related("made_by__user").order_by("number"))


def as_log(rows: Sequence[DraftChange]) -> list[review_ops.Change]:
    """The same for the rules of a review."""
    return [review_ops.Change(row.number, row.operation, tuple(row.touched)) for row in rows]


def latest_change_number(document: PlanDocument) -> int:
    """The number of the last change ever made to a document's drafts; 0 before the first."""
    return document.changes.aggregate(last=Max("number"))["last"] or 0


def opened_draft(document: PlanDocument, draft: Draft, bodies: Sequence[Organisation]) -> review_ops.Content:
    """A draft with what is offered beside it, every row with an id: what changes are played over."""
    return review_ops.opened(prepared(draft.content, bodies=bodies, area_name=document.area.name))


def organisations_near(area: Area) -> list[Organisation]:
    """The bodies a plan of this area may speak of: its own, those below (of communes only their committees, where
    the plan is a province's), and those of the levels above."""
    below = Q(area__path__startswith=area.path)
    if area.kind == Area.Kind.PROVINCE:
        committees = Q(area__parent=area, kind=Organisation.Kind.COMMITTEE)
        below = Q(area=area) | committees
    rows = Organisation.objects.filter(below | Q(area__path__in=area.ancestor_paths()), valid_to=None)
    return list(rows.select_related("area").order_by("area__path", "order", "name"))
