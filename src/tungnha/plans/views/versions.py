"""A plan changed by a later paper, and the story of its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.plans import amending, operations, parts, queries
from tungnha.plans.forms import AmendForm
from tungnha.plans.models import Plan, PlanChange, PlanDocument, PlanVersion
from tungnha.plans.prepare import prepared
from tungnha.plans.views.documents import WRITERS, own_document
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, members_only, only
from tungnha.units.problems import BadInput, Problem
from tungnha.units.requests import MemberRequest

SEVERAL = PlanChange.Kind.CHANGED


@only(*WRITERS)
def amend(request: MemberRequest, pk: int) -> HttpResponse:
    """A paper that was read, held against a plan that runs: what it changes, each ticked by the officer."""
    document = own_document(request, pk)
    if PlanVersion.objects.filter(document=document).exists():
        return redirect("plans:history", document.amendment.plan_id)
    if hasattr(document, "plan"):
        return redirect("plans:plan", document.plan.pk)
    found, cause = amending.amended_plan(document.text, document.area)
    running = Plan.objects.filter(campaign__area=document.area).select_related("campaign")
    data = request.POST if request.method == "POST" else request.GET if "plan" in request.GET else None
    form = AmendForm(data, plans=running, initial={"plan": found, "cause": cause})
    plan, cause = (form.cleaned_data["plan"], form.cleaned_data["cause"]) if form.is_valid() else (found, cause)
    rows = _proposed(document, plan, cause) if plan else []
    if request.method == "POST" and plan and form.is_valid():
        try:
            return _take(request, document, plan, cause, rows)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {
        "document": document, "form": form, "plan": plan, "rows": rows, "recognised": found,
        "unticked": _unticked(request, rows),
        "status_of": {"added": "new", "changed": "doing", "removed": "missing"},
    }  # fmt: skip
    return render(request, "plans/amend.html", context, status=400 if form.errors else 200)


def _unticked(request: MemberRequest, rows: list[amending.Proposed]) -> set[str]:
    """What the officer had left out stays left out when the page comes back; what is new on it is ticked."""
    if request.method != "POST":
        return set()
    shown = set(request.POST.getlist("shown"))
    return {row.key for row in rows if row.key in shown and not request.POST.get(f"take-{row.key}")}


def _proposed(document: PlanDocument, plan: Plan, cause: str) -> list[amending.Proposed]:
    bodies = queries.organisations_near(document.area)
    draft = queries.latest_draft(document)
    content = prepared(draft.content, bodies=bodies, area_name=document.area.name)
    return amending.proposed(plan, content, bodies, cause)


def _take(
    request: MemberRequest, document: PlanDocument, plan: Plan, cause: str, rows: list[amending.Proposed]
) -> HttpResponse:
    ticked = [row.edit for row in rows if request.POST.get(f"take-{row.key}")]
    if not ticked:
        raise BadInput("Chưa chọn thay đổi nào; mời đánh dấu những thay đổi cần ghi vào kế hoạch.")
    base = request.POST.get("base_version", "")
    version = operations.make_version(
        plan=plan, base_version=int(base) if base.isdigit() and len(base) < 7 else 0, cause=cause, edits=ticked,
        by=request.member, at=clock.now(), words=document.name, document=document,
    )  # fmt: skip
    if version is None:
        raise BadInput("Các thay đổi này đã có trong kế hoạch rồi.")
    messages.success(request, f"Đã ghi bản số {version.number} của kế hoạch.")
    return redirect(reverse("plans:history", args=[plan.pk]))


@members_only
def history(request: MemberRequest, pk: int) -> HttpResponse:
    """Every version: by which word, who, when; what was added, changed from what to what, removed."""
    found: Plan = get_visible_or_404(
        Plan.objects.select_related("campaign__area", "confirmed_by__user", "document"), request.member, pk=pk
    )
    return render(request, "plans/history.html", {"plan": found, "versions": versions_of(found)})


def versions_of(plan: Plan) -> list[dict[str, Any]]:
    """The newest first, the changes of one row together."""
    rows = plan.versions.select_related("made_by__user", "document", "question").prefetch_related("changes")
    return [{"row": version, "groups": _groups(version)} for version in rows.order_by("-number")]


def _groups(version: PlanVersion) -> list[dict[str, Any]]:
    made: dict[tuple[str, int, str], dict[str, Any]] = {}
    for change in version.changes.all():
        head = {"part": change.get_part_display(), "kind": change.kind, "kind_words": change.get_kind_display()}
        group = made.setdefault((change.part, change.row, change.kind), {**head, "label": change.label, "lines": []})
        group["lines"].append(_line(change))
    return list(made.values())


def _line(change: PlanChange) -> dict[str, str]:
    if change.kind == SEVERAL:
        field = parts.FIELDS[change.part].get(change.field)
        return {
            "field": field.label if field else change.field,
            "old": parts.said(change.part, change.field, change.old),
            "new": parts.said(change.part, change.field, change.new),
        }
    return {"field": "", "old": _row(change.part, change.old), "new": _row(change.part, change.new)}


def _row(part: str, values: Any) -> str:
    return parts.in_words(part, values) if values else ""
