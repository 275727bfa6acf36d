"""Pages of a phase's end: what will happen, what was frozen, the papers that begin from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.plans.models import Plan
from tungnha.reports import showing
from tungnha.reports.below import paper as tables
from tungnha.reports.below import showing as below
from tungnha.reports.closing import operations, phases, sealing
from tungnha.reports.closing.forms import ReopenForm
from tungnha.reports.duties.sections import crumbs, sections
from tungnha.reports.models import PhaseClosing
from tungnha.reports.operations.shared import is_desk
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Phase, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

DECIDERS = (Role.OFFICER, Role.LEADER, Role.PROVINCE_OFFICER)
READERS = (*DECIDERS, Role.DATA_STEWARD)
WRITERS = (Role.OFFICER, Role.PROVINCE_OFFICER)
TITLE = "Kết thúc đợt, đánh giá"


def own_plan(request: MemberRequest, pk: int) -> Plan:
    """A plan of the member's own level."""
    rows = Plan.objects.filter(campaign__area=request.member.area_id)
    found: Plan = get_visible_or_404(
        rows.select_related("campaign__area__parent", "organisation__area"), request.member, pk=pk
    )
    return found


@require_safe
@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    member, on = request.member, clock.today()
    plans = Plan.objects.visible_to(member).filter(campaign__area=member.area_id).select_related("campaign")
    return render(request, "reports/closing/index.html", {
        "sections": sections(member, "reports:closing"), "crumbs": crumbs((TITLE, "")),
        "open": [_phase_row(plan, phase, on) for plan, phase in phases.open_phases(member, on)],
        "closed": [_closed_row(one) for one in phases.closings_of(member).filter(plan__campaign__area=member.area_id)],
        "plans": [
            {
                "title": plan.campaign.name, "url": reverse("reports:evaluation", args=[plan.pk]), "pk": plan.pk,
                "text": "Phiếu đánh giá từng đơn vị",
            }
            for plan in plans
        ],
        "may_write": member.has_role(*WRITERS),
    })  # fmt: skip


def _phase_row(plan: Plan, phase: Phase, on: Any) -> dict[str, Any]:
    over = phase.ends_on is not None and phase.ends_on < on
    day = f"đến hết ngày {showing.short_day(phase.ends_on)}" if phase.ends_on else "chưa có ngày kết thúc"
    return {
        "title": f"{phase.name}: {plan.campaign.name}",
        "url": reverse("reports:closing-phase", args=[plan.pk, phase.pk]),
        "meta": day, "status": "due" if over else "doing", "status_label": "Đã hết hạn, chưa kết thúc" if over else "",
    }  # fmt: skip


def _closed_row(closing: PhaseClosing) -> dict[str, Any]:
    again = f", chốt lần {closing.edition}" if closing.edition > 1 else ""
    return {
        "title": f"{closing.phase.name}: {closing.plan.campaign.name}",
        "status": "returned" if closing.is_reopened else "locked",
        "status_label": "Đã mở lại" if closing.is_reopened else "Đã chốt",
        "url": reverse("reports:closing-kept", args=[closing.pk]),
        "meta": f"ngày {showing.short_day(closing.at.astimezone(showing.VIETNAM).date())}{again}",
    }  # fmt: skip


@only(*READERS)
def close(request: MemberRequest, plan: int, phase: int) -> HttpResponse:
    """What will happen, before it does; then it happens once."""
    found = own_plan(request, plan)
    one = found.campaign.phases.filter(pk=phase).first()
    if one is None:
        raise Http404("no phase of this plan")
    kept = PhaseClosing.objects.filter(plan=found, phase=one, reopening=None).first()
    if kept is not None:
        return redirect("reports:closing-kept", pk=kept.pk)
    at = clock.now()
    if request.method == "POST":
        try:
            kept = operations.close_phase(plan=found, phase=one, by=request.member, at=at)
        except Problem as problem:
            messages.error(request, problem.sentence)
        else:
            messages.success(request, "Đã kết thúc đợt; số liệu được chốt lại như lúc này.")
            return redirect("reports:closing-kept", pk=kept.pk)
    will = phases.will_happen(found, one, at)
    return render(request, "reports/closing/phase.html", {
        "plan": found, "phase": one, "will": will, "may_close": is_desk(request.member, found.campaign.area, *DECIDERS),
        "ending": [showing.duty_words(duty) for duty in will.ending],
        "going_on": [showing.duty_words(duty) for duty in will.going_on],
        "crumbs": crumbs((TITLE, reverse("reports:closing")), (one.name, "")),
    })  # fmt: skip


@require_safe
@only(*READERS)
def kept(request: MemberRequest, pk: int) -> HttpResponse:
    """The figures as they were when the phase was closed; every number opens as of that day."""
    found: PhaseClosing = get_visible_or_404(phases.closings_of(request.member), request.member, pk=pk)
    return _kept_page(request, found)


def _kept_page(request: MemberRequest, found: PhaseClosing, why_form: Any = None) -> HttpResponse:
    content = phases.kept_of(found)
    problems = sealing.problems_of_closing(found)
    mine = found.plan.campaign.area_id == request.member.area_id
    return render(request, "reports/closing/kept.html", {
        "closing": found, "kept": content, "problems": problems, "mark": sealing.mark_of(found.sha256),
        "figures": [showing.figure_of(row) for row in content["targets"]],
        "tables": [below.places(table, showing.url_of) for table in tables.tables_of(content)],
        "facts": [
            line
            for line in (phases.tasks_sentence(content["tasks"]), phases.reports_sentence(content["reports"]))
            if line
        ],
        "word": "tổng kết" if content["is_last"] else "sơ kết",
        "may_write": mine and request.member.has_role(*WRITERS), "is_last": content["is_last"],
        "may_reopen": is_desk(request.member, found.plan.campaign.area, *DECIDERS) and not found.is_reopened,
        "why_form": why_form or ReopenForm(), "form": why_form, "will_go_on": phases.will_go_on(found, clock.now()),
        "papers": phases.papers_of(found) if mine else [],
        "is_over": found.phase.ends_on is not None and found.phase.ends_on < clock.today(),
        "crumbs": crumbs((TITLE, reverse("reports:closing")), (found.phase.name, "")),
    }, status=400 if why_form is not None else 200)  # fmt: skip


@require_POST
@only(*DECIDERS)
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """A closed phase goes on, with a reason."""
    found: PhaseClosing = get_visible_or_404(
        phases.closings_of(request.member).filter(plan__campaign__area=request.member.area_id), request.member, pk=pk
    )
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _kept_page(request, found, form)
    operations.reopen_phase(closing=found, why=form.cleaned_data["why"], by=request.member, at=clock.now())
    messages.success(request, "Đã mở lại đợt. Số liệu đã chốt vẫn giữ nguyên; kết thúc lần nữa thì chốt lần mới.")
    return redirect("reports:closing-kept", pk=pk)


@require_POST
@only(*WRITERS)
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    found: PhaseClosing = get_visible_or_404(
        phases.closings_of(request.member).filter(plan__campaign__area=request.member.area_id), request.member, pk=pk
    )
    made = operations.draft_summary(closing=found, by=request.member, at=clock.now())
    messages.success(request, "Đã lập dự thảo từ số liệu đã chốt. Xin viết thêm bài học, biểu dương rồi trình ký.")
    return redirect("reports:paper", pk=made.pk)


@require_POST
@only(*WRITERS)
def next_year(request: MemberRequest, pk: int) -> HttpResponse:
    found = own_plan(request, pk)
    made = operations.draft_next_year(plan=found, by=request.member, at=clock.now())
    log_event("plan.next_year_drafted", about=found, by=request.member, at=clock.now(), paper=made.pk)
    messages.success(request, "Đã lập dự thảo kế hoạch năm sau từ kế hoạch này. Mức của năm sau để trống, xin ghi.")
    return redirect("reports:paper", pk=made.pk)
