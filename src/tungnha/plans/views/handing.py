"""A plan handed down: one grid of all its targets, and what each lower unit gets out of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.plans import handing, operations
from tungnha.plans.forms_handing import HandDownForm
from tungnha.plans.models import Plan, Target
from tungnha.plans.rules import level_words
from tungnha.plans.views.documents import WRITERS
from tungnha.plans.views.plans import must_be_written_by, own_plan
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.problems import BadInput
from tungnha.units.requests import MemberRequest, asked_id


@only(*WRITERS)
def hand_down(request: MemberRequest, pk: int) -> HttpResponse:
    """The grid: proposed, corrected by hand, kept unfinished, handed down."""
    found = own_plan(request, pk)
    columns = handing.columns_of(found, clock.today())
    if request.method != "POST":
        return _page(request, found, HandDownForm(columns))
    deed = request.POST.get("do", "give")
    if deed.startswith("propose"):
        return _page(request, found, HandDownForm(columns, request.POST, propose=deed.partition(":")[2] or "all"))
    form = HandDownForm(columns, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    return _save(request, found, form, settle=deed == "give")


def _save(request: MemberRequest, found: Plan, form: HandDownForm, *, settle: bool) -> HttpResponse:
    try:
        made = operations.hand_down(
            plan=found, wanted=form.wanted(), settle=settle, by=request.member, at=clock.now()
        )  # fmt: skip
    except operations.HandedDownMeanwhile as late:
        return _meanwhile(request, found, late)
    except BadInput as problem:
        form.add_error(None, problem.sentence)
        return _page(request, found, form, status=400)
    messages.success(request, _said(len(made), settle))
    return redirect("plans:hand-down", found.pk)


def _said(count: int, settle: bool) -> str:
    if not count:
        return "Các số vẫn như lần giao trước, không có gì thay đổi."
    if not settle:
        return "Đã lưu để làm tiếp; các số này chưa được giao."
    return f"Đã giao {count} chỉ tiêu; các số cộng lại đúng bằng chỉ tiêu chung."


def _meanwhile(request: MemberRequest, found: Plan, late: operations.HandedDownMeanwhile) -> HttpResponse:
    """What was typed stays; the page now stands on the other officer's step and shows its numbers beside."""
    columns = handing.columns_of(found, clock.today())
    sent = request.POST.copy()
    for column in columns:
        sent[f"t{column.target.pk}-base"] = str(column.number)
    form = HandDownForm(columns, sent)
    form.is_valid()
    form.add_error(None, late.sentence)
    return _page(request, found, form, status=late.status)


def _page(request: MemberRequest, found: Plan, form: HandDownForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "plan": found,
        "form": form,
        "shown": [row | {"level": _level(row["column"].target)} for row in form.shown()],
        "grids": form.grids(),
        "areas": form.areas,
        "given": any(column.is_given for column in form.columns),
        "villages": found.campaign.area.kind == "commune",
    }
    return render(request, "plans/hand_down.html", context, status=status)


def _level(target: Target) -> str:
    return level_words(target.comparator, target.value, target.unit)


@only(*WRITERS)
@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """The latest hand-down of one target taken back."""
    rows = Target.objects.select_related("plan__campaign__area", "measure")
    target: Target = get_visible_or_404(rows, request.member, pk=pk)
    must_be_written_by(request, target, target.plan)
    try:
        step = operations.undo_hand_down(
            target=target, base_number=asked_id(request.POST.get("base")) or 0, by=request.member, at=clock.now()
        )
        back = "trở lại số của lần trước" if step.counts else "trở lại chưa giao"
        messages.success(request, f"Đã hoàn tác: “{target.label}” {back}.")
    except (BadInput, operations.HandedDownMeanwhile) as problem:
        messages.error(request, problem.sentence)
    return redirect(reverse("plans:hand-down", args=[target.plan_id]))
