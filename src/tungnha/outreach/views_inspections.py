"""Inspections: the desk writes them down, a village or unit sees its own and says what was mended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.outreach.forms_inspections import FindingForm, InspectionForm, ItemForm, StepForm
from tungnha.outreach.frames import base_of, campaign_of, frame, tabs
from tungnha.outreach.models import ChecklistItem, Finding, FindingStep, Inspection
from tungnha.outreach.operations import inspections as operations
from tungnha.outreach.queries import inspections as queries
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

DESK = (Role.OFFICER,)
ANSWERS = (Role.TEAM_LEADER, Role.UNIT_OFFICER)  # for the place that was inspected
READ = (*DESK, *ANSWERS, Role.LEADER, Role.DATA_STEWARD)
ROWS_A_PAGE = 50


@only(*READ)
def index(request: MemberRequest) -> HttpResponse:
    """Every inspection one may see, what is still to be mended first."""
    member, on = request.member, clock.today()
    rows = queries.told(list(queries.visible(member)), on)
    rows.sort(key=lambda row: (not row.overdue, not row.still_open))  # a steady sort: the latest first within each
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "base": base_of(member), "tabs": tabs(member, "outreach:inspections"), "page": page, "rows": list(page),
        "total": len(rows), "still_open": sum(row.still_open for row in rows),
        "overdue": sum(row.overdue for row in rows), "may_write": _may_write(member),
    }  # fmt: skip
    return render(request, "outreach/inspections.html", context)


def _may_write(member: Member) -> bool:
    return member.has_role(*DESK) and member.area.kind == Area.Kind.COMMUNE


@only(*DESK)
def write(request: MemberRequest) -> HttpResponse:
    """One visit, written down whole."""
    member, on = request.member, clock.today()
    _must_write(member)
    villages = list(Area.objects.villages().filter(parent=member.area).standing_on(on))
    units = list(Organisation.objects.filter(area=member.area, valid_to=None).exclude(kind="team"))
    items = queries.checklist(member.area)
    form = InspectionForm(request.POST or None, villages=villages, units=units, items=items, on=on)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            made = operations.record_inspection(
                area=member.area, of=form.place, on=found["on"], inspectors=found["inspectors"], words=found["words"],
                seen=form.seen(), to_mend=form.to_mend(), campaign=campaign_of(request), key=found["key"], by=member,
                at=clock.now(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi lần kiểm tra.")
            return redirect("outreach:inspection", made.pk)
    context = {"form": form, "has_items": bool(items)}
    return render(request, "outreach/inspection_write.html", context, status=400 if form.errors else 200)


def _must_write(member: Member) -> None:
    if not _may_write(member):
        raise Http404("an inspection is written by the commune's desk")


@only(*READ)
def inspection(request: MemberRequest, pk: int) -> HttpResponse:
    """One inspection; the desk adds what else is to be mended."""
    member = request.member
    found = get_visible_or_404(queries.visible(member), member, pk=pk)
    form = FindingForm(request.POST or None)
    if request.method == "POST" and _runs(member, found) and form.is_valid():
        try:
            operations.add_finding(inspection=found, by=member, at=clock.now(), **form.cleaned_data)
            messages.success(request, "Đã thêm điều phải khắc phục.")
            return redirect("outreach:inspection", pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    return _page(request, found, form, {})


def _runs(member: Member, found: Inspection) -> bool:
    return _may_write(member) and found.area_id == member.area_id


def _page(request: MemberRequest, found: Inspection, form: FindingForm, typed: dict[int, StepForm]) -> HttpResponse:
    """`typed`: finding → its form as it was typed, when it was not taken."""
    member, back = request.member, reverse("outreach:inspections")
    (line,) = queries.told([found], clock.today())
    context = {
        "inspection": found, "line": line, "form": form, "runs": _runs(member, found),
        "answers": _answers_for(member, found),
        "findings": [(one, typed.get(one.finding.pk) or _step_form(one.finding)) for one in line.findings],
        **frame(member, None, ("Kiểm tra", back), (str(found), ""), back=back),
    }  # fmt: skip
    return render(request, "outreach/inspection.html", context, status=400 if form.errors or typed else 200)


def _step_form(finding: Finding, sent: Any = None) -> StepForm:
    return StepForm(sent, initial={"on": clock.today()}, auto_id=f"s{finding.pk}-%s")  # several on one page


def _answers_for(member: Member, found: Any) -> bool:
    """Whether the member speaks for the place that was inspected."""
    if member.has_role(Role.TEAM_LEADER):
        return bool(found.village_id == member.area_id)
    return member.has_role(Role.UNIT_OFFICER) and found.organisation_id == member.organisation_id


@only(*DESK, *ANSWERS)
@require_POST
def step(request: MemberRequest, pk: int) -> HttpResponse:
    """The place says it is mended; the desk confirms or sends it back."""
    member = request.member
    rows = Finding.objects.select_related("inspection__village", "inspection__organisation", "inspection__area")
    found: Finding = get_visible_or_404(rows, member, pk=pk)
    wanted, form = request.POST.get("buoc", ""), _step_form(found, request.POST)
    allowed = {FindingStep.Step.FIXED, FindingStep.Step.AGAIN} if _runs(member, found.inspection) else set()
    if _answers_for(member, found.inspection):
        allowed = allowed | {FindingStep.Step.SAID}
    if wanted not in allowed:
        raise Http404("not this member's to say")
    if form.is_valid():
        try:
            operations.say_step(finding=found, step=wanted, by=member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi.")
            return redirect("outreach:inspection", found.inspection_id)
    whole = get_visible_or_404(queries.visible(member), member, pk=found.inspection_id)
    return _page(request, whole, FindingForm(), {found.pk: form})


@only(*DESK)
def checklist(request: MemberRequest) -> HttpResponse:
    """What an inspection looks at here: added to, or no longer asked."""
    member = request.member
    _must_write(member)
    if request.method == "POST" and "bo-mau" in request.POST:
        operations.lay_checklist(area=member.area, by=member, at=clock.now())
        return redirect("outreach:inspection-checklist")
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_item(area=member.area, by=member, at=clock.now(), **form.cleaned_data)
            messages.success(request, "Đã thêm một điều cần xem.")
            return redirect("outreach:inspection-checklist")
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {"form": form, "items": queries.checklist(member.area)}
    return render(request, "outreach/inspection_checklist.html", context, status=400 if form.errors else 200)


@only(*DESK)
@require_POST
def remove_item(request: MemberRequest, pk: int) -> HttpResponse:
    own = ChecklistItem.objects.filter(area=request.member.area)
    item = get_visible_or_404(own, request.member, pk=pk)
    operations.remove_item(item=item, by=request.member, at=clock.now())
    messages.success(request, "Thôi xem điều này; các lần kiểm tra cũ vẫn giữ.")
    return redirect("outreach:inspection-checklist")
