"""What the pages of tasks have in common: who runs a plan's tasks, who may speak of one, how a row is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import reverse

from tungnha.plans.models import Plan, Task
from tungnha.plans.rules import short_day
from tungnha.plans.views.plans import writes_plan
from tungnha.plans.work import board, queries, rules
from tungnha.plans.work.board import PlaceStand, Row
from tungnha.plans.work.rules import State
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404
from tungnha.units.models import Member, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.operations import log_event
from tungnha.units.requests import MemberRequest

DESK = (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
SPEAKERS = (*DESK, Role.UNIT_OFFICER, Role.PARTNER, Role.TEAM_LEADER, Role.TEAM_MEMBER)
PLANS = Plan.objects.select_related("campaign__area", "organisation")
TASKS = Task.objects.select_related("plan__campaign__area", "plan__organisation", "parent")


def base_of(member: Member) -> str:
    return "web/phone_base.html" if member.role in VILLAGE_ROLES else "web/base.html"


def runs(member: Member, plan: Plan) -> bool:
    """Who confirms, sends back, grants: the desk that writes the plan, and the leader of its area."""
    leads = member.has_role(Role.LEADER) and member.area_id == plan.campaign.area_id
    return leads or writes_plan(member, plan)


def watches(member: Member, plan: Plan) -> bool:
    """Who sees every place of every task: who runs it, and the desks of the levels above."""
    above = member.has_role(*DESK) and plan.campaign.area.path.startswith(member.area.path)
    return above or runs(member, plan)


def plan_or_404(request: MemberRequest, pk: int) -> Plan:
    found: Plan = get_visible_or_404(PLANS, request.member, pk=pk)
    return found


def row_or_404(request: MemberRequest, pk: int) -> Row:
    """A task as the member may see it: all of it, or the own part. Who has no part in it sees what the plan says."""
    task: Task = get_visible_or_404(TASKS, request.member, pk=pk)
    only = None if watches(request.member, task.plan) else request.member
    rows = board.load([task.plan], clock.now(), member=only, only=pk)
    found = next((row for row in rows if row.task.pk == pk), None)
    return found or strangers_row(task)


def strangers_row(task: Task) -> Row:
    """What the plan says of a task, for somebody who has no part in it."""
    terms = board.terms_of_place(task, "", clock.now())
    own = rules.stand([], terms, clock.today())
    return Row(task=task, leads=list(task.leads.all()), terms=terms, own=own, places=[], outputs={})


def must_run(request: MemberRequest, about: Model, plan: Plan) -> None:
    if not runs(request.member, plan):
        refuse(request, about)


def refuse(request: MemberRequest, about: Model) -> None:
    log_event("scope.refused", about=about, by=request.member, at=clock.now())
    raise Http404("not theirs to do")


def speaks_for(request: MemberRequest, row: Row) -> list[tuple[str, str]]:
    """The places a member may say something of, blank for the task as a whole. A row above others has none: what is
    done is said of the rows below."""
    if row.children:
        return []
    all_places = [(one.place.key, one.place.title) for one in row.places]
    whole = ("", "Cả việc này")
    if runs(request.member, row.task.plan):
        return [*all_places, whole] if all_places else [whole]
    own = [(one.place.key, one.place.title) for one in row.places if one.is_mine]
    if row.is_mine and not own:
        return [*all_places, whole]
    if row.is_mine:
        return own + [one for one in all_places if one not in own] if len(all_places) > len(own) else own
    return own


def due_words(row: Row) -> str:
    """`hạn đến hết 31/5/2026`; what the plan says where it names no day."""
    if row.last_day is not None:
        return f"hạn đến hết {short_day(row.last_day)}"
    return " ".join(row.task.due_text.split()) or "kế hoạch không nêu thời gian"


def shown(row: Row, *, mine: bool = False) -> dict[str, Any]:
    """One task for a list: state, when, who, what is missing."""
    state = queries.my_state(row) if mine else row.state
    today = clock.today()
    since = queries.late_since(row)
    return {
        "row": row, "task": row.task, "state": state, "label": state_label(state, row),
        "due": due_words(row), "days": (today - since).days if state is State.OVERDUE and since else 0,
        "url": reverse("plans:work-task", args=[row.task.pk]),
        "leads": ", ".join(body.label for body in row.leads) or " ".join(row.task.lead.split()),
        "outputs": rules.output_words(row.outputs), "lacking": row.lacking_words(),
        "waiting": len(row.waiting), "is_late": row.is_late and state in rules.FINISHED,
    }  # fmt: skip


def state_label(state: State, row: Row | None = None) -> str:
    if row is not None and row.is_quiet and state is State.STEADY:
        return "Thường xuyên, lâu chưa ghi"
    label = rules.LABELS[state]
    return label[:1].upper() + label[1:]


def places_shown(places: Sequence[PlaceStand]) -> list[dict[str, Any]]:
    """Grid rows: what lacks first."""
    today = clock.today()
    rows = [
        {
            "one": one, "place": one.place, "state": one.stand.state, "label": state_label(one.stand.state),
            "days": one.stand.days_over(today), "last": one.stand.last, "outputs": rules.output_words(one.outputs),
            "is_late": one.stand.is_late, "to_confirm": one.stand.state is State.DONE,
        }
        for one in places
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row["one"].has_done)
