"""The indicators of a plan that units type: all of them, a new one, the figures of a day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tungnha.plans.models import Plan
from tungnha.progress import showing
from tungnha.progress.counted import MEASURE_WRITERS
from tungnha.progress.indicators import operations
from tungnha.progress.indicators.forms import FiguresForm, IndicatorForm
from tungnha.progress.indicators.queries import Typed, may_add, may_type, of_plan, typed_of
from tungnha.progress.loading import READERS
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

TYPERS = tuple(sorted({*READERS, Role.UNIT_OFFICER}))
COLUMNS: tuple[dict[str, Any], ...] = (
    {"key": "name", "label": "Chỉ số", "link": "url"},
    {"key": "words", "label": "Số gần nhất"},
    {"key": "share", "label": "Trong số, tỷ lệ"},
    {"key": "source", "label": "Tính đến ngày, nguồn"},
    {"key": "unit", "label": "Đơn vị ghi"},
)


def _plan(request: MemberRequest, pk: int) -> Plan:
    rows = Plan.objects.select_related("campaign__area", "organisation")
    found: Plan = get_visible_or_404(rows, request.member, pk=pk)
    return found


def _crumbs(plan: Plan, last: str) -> list[dict[str, str]]:
    first = [{"label": "Tiến độ", "url": showing.link("progress:index")}]
    if last:
        first.append({"label": "Chỉ số theo dõi", "url": showing.link("progress:indicators", plan.pk)})
    return [*first, {"label": last or "Chỉ số theo dõi", "url": ""}]


@only(*TYPERS)
@require_safe
def of_a_plan(request: MemberRequest, pk: int) -> HttpResponse:
    """What stands of each, of which day, from where; what nobody has typed says so."""
    plan = _plan(request, pk)
    found = typed_of(of_plan(plan), clock.today())
    return render(request, "progress/indicators/index.html", {
        "plan": plan, "columns": COLUMNS, "rows": [_row(one) for one in found],
        "may_add": may_add(request.member, plan),
        "may_type": any(may_type(request.member, one.target) for one in found),
        "waiting": sum(one.value is None for one in found), "total": len(found), "crumbs": _crumbs(plan, ""),
    })  # fmt: skip


def _row(one: Typed) -> dict[str, Any]:
    return {
        "name": one.target.label, "url": showing.link("progress:target", one.target.pk),
        "words": one.words or "chưa có số liệu", "share": one.share, "source": one.source or "–",
        "unit": one.unit.label if one.unit is not None else "",
    }  # fmt: skip


@only(*MEASURE_WRITERS)
def add(request: MemberRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    if not may_add(request.member, plan):
        raise Http404("another level's plan")
    form = IndicatorForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, plan, {"part_of": None} | form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {"plan": plan, "form": form, "crumbs": _crumbs(plan, "Thêm chỉ số")}
    return render(request, "progress/indicators/add.html", context, status=400 if form.errors else 200)


def _added(request: MemberRequest, plan: Plan, said: dict[str, Any]) -> HttpResponse:
    measure = said.pop("measure")
    if measure is not None:
        operations.watch(plan=plan, measure=measure, by=request.member, at=clock.now())
        messages.success(request, "Đã thêm chỉ số để theo dõi.")
        return redirect("progress:plan-measures", pk=plan.pk)
    operations.add_indicator(plan=plan, by=request.member, at=clock.now(), **said)
    messages.success(request, f"Đã thêm chỉ số. {said['typed_by'].label} ghi số, kèm ngày và nguồn.")
    return redirect("progress:indicators", pk=plan.pk)


@only(*TYPERS)
def type_in(request: MemberRequest, pk: int) -> HttpResponse:
    """One day and one source, a number for each indicator of the unit; a blank one stays as it was."""
    plan = _plan(request, pk)
    today = clock.today()
    rows = [one for one in typed_of(of_plan(plan), today) if may_type(request.member, one.target)]
    if not rows:
        raise Http404("no figure of this unit's in the plan")
    form = FiguresForm(request.POST or None, rows=rows, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = operations.type_figures(
                values=form.values, on=said["on"], source=said["source"], by=request.member, at=clock.now()
            )
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            done = f"Đã ghi {len(made)} số." if made else "Các số này đã ghi từ trước."
            messages.success(request, f"{done} Số cũ vẫn còn để đối chiếu.")
            return redirect("progress:indicators", pk=plan.pk)
    context = {"plan": plan, "form": form, "crumbs": _crumbs(plan, "Ghi số")}
    return render(request, "progress/indicators/type.html", context, status=400 if form.errors else 200)
