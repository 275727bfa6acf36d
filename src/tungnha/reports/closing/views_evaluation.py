"""Evaluation sheets: all units of a plan, one unit line by line, the weights, the files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.people.protection.giving import as_file
from tungnha.plans.models import Plan
from tungnha.reports.closing import evaluation, evaluation_papers, operations
from tungnha.reports.closing.evaluation import Sheet
from tungnha.reports.closing.views import READERS, TITLE, own_plan
from tungnha.reports.duties.sections import crumbs
from tungnha.reports.forms import OwnIds
from tungnha.reports.operations.shared import is_desk
from tungnha.reports.views import as_word
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Organisation, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest
from tungnha.units.typed import WholeNumberField

OWN = (Role.UNIT_OFFICER, Role.TEAM_LEADER)
DECIDERS = (Role.OFFICER, Role.LEADER, Role.PROVINCE_OFFICER)


def _weight(label: str) -> forms.IntegerField:
    return WholeNumberField(
        label=label, min_value=0, max_value=100, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
    )


class WeightsForm(OwnIds):
    """How much each part weighs; a hundred together."""

    targets = _weight("Chỉ tiêu đạt")
    tasks = _weight("Nhiệm vụ đúng hạn")
    reports = _weight("Báo cáo đúng hạn")


@require_safe
@only(*READERS)
def units(request: MemberRequest, pk: int) -> HttpResponse:
    return _units(request, own_plan(request, pk), None)


def _units(request: MemberRequest, plan: Plan, form: WeightsForm | None) -> HttpResponse:
    found = evaluation.sheets(plan, clock.now())
    weights = evaluation.weights_of(plan)
    start = {key: getattr(weights, key) for key, _ in evaluation.KINDS} if weights else None
    return render(request, "reports/closing/evaluation.html", {
        "plan": plan, "weights": weights, "rows": [_row(plan, sheet) for sheet in found],
        "form": form or WeightsForm(initial=start), "note": evaluation_papers.NO_GRADE, "now": clock.now(),
        "may_weigh": is_desk(request.member, plan.campaign.area, *DECIDERS), "open_weights": form is not None,
        "crumbs": crumbs((TITLE, reverse("reports:closing")), ("Đánh giá đơn vị", "")),
    }, status=422 if form is not None else 200)  # fmt: skip


def _row(plan: Plan, sheet: Sheet) -> dict[str, Any]:
    points = evaluation_papers.decimal_vi(sheet.points) + f"/{sheet.points_of}" if sheet.points is not None else ""
    made: dict[str, Any] = {
        "unit": sheet.unit.label, "url": reverse("reports:evaluation-unit", args=[plan.pk, sheet.unit.pk]),
        "points": points,
    }  # fmt: skip
    for one in sheet.sums:
        made[one.key] = f"{one.good}/{one.of}" if one.of else "–"
    return made


@require_POST
@only(*DECIDERS)
def weigh(request: MemberRequest, pk: int) -> HttpResponse:
    plan, form = own_plan(request, pk), WeightsForm(request.POST)
    if form.is_valid():
        try:
            operations.weigh(plan=plan, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã đặt trọng số; các phiếu tính lại theo trọng số này.")
            return redirect("reports:evaluation", pk=pk)
    return _units(request, plan, form)


def _sheet(request: MemberRequest, pk: int, unit: int) -> tuple[Plan, Sheet]:
    """The desk of the plan opens every unit's; a unit's officer the own."""
    member = request.member
    if member.has_role(*OWN):
        if member.organisation_id != unit:
            raise Http404("another unit's sheet")
        rows = Plan.objects.select_related("campaign__area__parent", "organisation__area")
        plan: Plan = get_visible_or_404(rows, member, pk=pk)
    else:
        plan = own_plan(request, pk)
    body: Organisation = get_visible_or_404(Organisation.objects.all(), member, pk=unit)
    found = evaluation.sheets(plan, clock.now(), only=body)
    if not found:
        raise Http404("the plan asks nothing of this unit")
    return plan, found[0]


@require_safe
@only(*READERS, *OWN)
def unit(request: MemberRequest, pk: int, unit: int) -> HttpResponse:
    plan, sheet = _sheet(request, pk, unit)
    above = [(TITLE, reverse("reports:closing")), ("Đánh giá đơn vị", reverse("reports:evaluation", args=[pk]))]
    return render(request, "reports/closing/evaluation_unit.html", {
        "plan": plan, "sheet": sheet, "note": evaluation_papers.NO_GRADE,
        "parts": [
            {
                "key": one.key, "label": one.label, "words": evaluation_papers.sum_words(one),
                "lines": [_line(line, one.key) for line in sheet.lines[one.key]],
            }
            for one in sheet.sums
        ],
        "points": evaluation_papers.decimal_vi(sheet.points) if sheet.points is not None else "",
        "crumbs": crumbs(*([] if request.member.has_role(*OWN) else above), (sheet.unit.label, "")),
    })  # fmt: skip


def _line(line: evaluation.Line, kind: str) -> dict[str, Any]:
    words = (evaluation_papers.MARKS if kind == "targets" else evaluation_papers.TIMES)[line.good]
    tone = {True: "reached", False: "far", None: "upcoming"}[line.good]
    return {
        "title": line.name, "url": line.url, "meta": line.value, "status": tone,
        "status_label": words[:1].upper() + words[1:],
    }  # fmt: skip


@require_safe
@only(*READERS)
def xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    plan, at = own_plan(request, pk), clock.now()
    data = evaluation_papers.workbook(plan, evaluation.sheets(plan, at), at)
    log_event("evaluation.given", about=plan, by=request.member, at=at, kind="xlsx")
    return as_file(data, "danh-gia-don-vi.xlsx")


@require_safe
@only(*READERS, *OWN)
def docx(request: MemberRequest, pk: int, unit: int) -> HttpResponse:
    plan, sheet = _sheet(request, pk, unit)
    log_event("evaluation.given", about=plan, by=request.member, at=clock.now(), kind="docx")
    return as_word(evaluation_papers.unit_docx(plan, sheet, clock.now()), "phieu-danh-gia.docx")
