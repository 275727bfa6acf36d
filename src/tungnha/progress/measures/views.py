"""Ways of counting: all there are, one of them, a new one tried before it is kept, another one for a target."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.ledger.models import Measure
from tungnha.ledger.queries import measures_for
from tungnha.people.protection.giving import as_file
from tungnha.plans.models import Plan, Target
from tungnha.plans.rules import level_words
from tungnha.progress import counted, queries, showing
from tungnha.progress.loading import READERS, crumbs, target_or_404
from tungnha.progress.measures import operations, tables
from tungnha.progress.measures.forms import MeasureForm, initial_of
from tungnha.progress.measures.queries import seen_by, targets_by, targets_of, try_for
from tungnha.progress.openers import rows_behind, with_homes, with_words
from tungnha.progress.ways import is_named
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id, asked_text

WRITERS = counted.MEASURE_WRITERS
ROWS_A_PAGE, MEASURES_A_PAGE = 50, 40
TRY, KEEP = "xem", "giu"


def may_write(request: MemberRequest, target: Target | None = None) -> bool:
    """Of a target, whose plan it is; else whoever may make one at all."""
    return request.member.has_role(*WRITERS) if target is None else counted.may_choose(request, target)


def _target(request: MemberRequest) -> Target | None:
    """The target the page was opened from, by “chi_tieu”."""
    asked = asked_text(request, "chi_tieu")
    return target_or_404(request, asked_id(asked) or 0) if asked else None


def _measure_or_404(request: MemberRequest, code: str) -> Measure:
    found = seen_by(request.member).filter(code=code).first()
    if found is None:
        raise Http404("no such way of counting within sight")
    return found


def _place(request: MemberRequest, target: Target | None) -> Area:
    """Where a measure is tried: the member's part of the target's plan, else the member's own area."""
    part = queries.part_of(target.plan, request.member.area) if target is not None else None
    return part or request.member.area


# --- what there is ---------------------------------------------------------------------------------------------------


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    rows = seen_by(request.member)
    text = asked_text(request, "tim")
    if text:
        rows = rows.filter(name__icontains=text)
    page = Paginator(rows, MEASURES_A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "progress/measures.html", {
        "page": page, "columns": tables.INDEX_COLUMNS, "rows": [tables.index_row(measure) for measure in page],
        "text": text, "may_write": may_write(request),
        "crumbs": [{"label": "Tiến độ", "url": reverse("progress:index")}, {"label": "Cách tính"}],
    })  # fmt: skip


@only(*READERS)
def one(request: MemberRequest, code: str) -> HttpResponse:
    """What is put over what, what it gives today, which targets are counted so."""
    measure, target = _measure_or_404(request, code), _target(request)
    if target is not None and target.measure_id != measure.pk:
        target = None
    area = _place(request, target)
    using = targets_by(measure, request.member)
    return render(request, "progress/measure.html", {
        "measure": measure, "tried": try_for(measure, area, clock.today(), target), "area": area, "target": target,
        "using": using[:20], "using_count": using.count(), "later": measure.replaced_by.order_by("pk"),
        "facts": tables.facts_of(measure), "may_write": may_write(request, target), "today": clock.today(),
        "crumbs": [{"label": "Cách tính", "url": reverse("progress:measures")}, {"label": measure.name}],
    })  # fmt: skip


# --- a new one -------------------------------------------------------------------------------------------------------


@only(*WRITERS)
def new(request: MemberRequest) -> HttpResponse:
    """Say what is counted, see the sentence and the number, keep it; with “chi_tieu” it becomes that target's."""
    target, old = _target(request), _old(request)
    if not may_write(request, target):
        raise Http404("another level's target")
    area = _place(request, target)
    said = request.POST if request.method == "POST" else request.GET if TRY in request.GET else None
    form = MeasureForm(said, area=area, initial=_initial(target, old))
    valid = said is not None and form.is_valid()
    if request.method == "POST" and valid:
        return _keep(request, form.measure, target, old)
    tried = try_for(form.measure, area, clock.today(), target) if valid else None
    named = valid and is_named(form.measure)
    query = request.GET.urlencode()
    return render(request, "progress/measure_new.html", {
        "form": form, "target": target, "old": old, "area": area, "measure": form.measure if valid else None,
        "tried": tried, "said": [(name, said.get(name, "")) for name in form.fields] if said else [],
        "opens": {"things": form.counted not in ("visit", "figure"), form.counted: True},
        "rows_url": f"{reverse('progress:measure-try')}?{query}" if named and tried else "",
        "crumbs": [{"label": "Cách tính", "url": reverse("progress:measures")}, {"label": "Đặt cách tính mới"}],
    }, status=400 if form.errors else 200)  # fmt: skip


def _old(request: MemberRequest) -> Measure | None:
    code = asked_text(request, "thay")
    return _measure_or_404(request, code) if code else None


def _initial(target: Target | None, old: Measure | None) -> dict[str, Any]:
    if old is not None:
        return initial_of(old)
    return {"name": (target.text[:200] if target else ""), "unit": target.unit if target else "%"}


def _keep(request: MemberRequest, wanted: Measure, target: Target | None, old: Measure | None) -> HttpResponse:
    member, now = request.member, clock.now()
    try:
        made = operations.make_measure(wanted, area=member.area, by=member, at=now, replaces=old)
        if target is not None:
            operations.choose_measure(target, made, by=member, at=now)
    except Problem as problem:
        messages.error(request, problem.sentence)
        return redirect(request.get_full_path())
    if target is None:
        messages.success(request, "Đã giữ cách tính mới. Chỉ tiêu nào cũng chọn được cách này.")
        return redirect("progress:measure", code=made.code)
    messages.success(request, "Đã đổi cách tính của chỉ tiêu. Báo cáo đã khóa vẫn giữ số cũ.")
    return redirect("progress:target", pk=target.pk)


@only(*WRITERS)
def try_rows(request: MemberRequest) -> HttpResponse:
    """The rows behind the number of a measure that is not kept yet: the address says all of it."""
    target = _target(request)
    area = _place(request, target)
    form = MeasureForm(request.GET or None, area=area)
    if not form.is_valid() or not is_named(form.measure):
        return redirect(f"{reverse('progress:measure-new')}?{request.GET.urlencode()}")
    measure, today = form.measure, clock.today()
    behind: Any = rows_behind(measure, area, "now", on=today, since=today)
    seen = with_homes(behind.visible_to(request.member), measure.counts)
    page = Paginator(seen, ROWS_A_PAGE).get_page(request.GET.get("trang"))
    rows = [showing.row_words(row, measure.counts, request.member) for row in with_words(measure, list(page))]
    return render(request, "progress/measure_rows.html", {
        "measure": measure, "area": area, "page": page, "rows": rows, "total": behind.count(), "today": today,
        "kind": measure.counts, "title": "Ai, cái gì được tính",
        "back_url": f"{reverse('progress:measure-new')}?{request.GET.urlencode()}",
        "crumbs": [{"label": "Cách tính", "url": reverse("progress:measures")}, {"label": "Xem thử", "url": ""}],
    })  # fmt: skip


# --- another one for a target ----------------------------------------------------------------------------------------


@only(*WRITERS)
def choose(request: MemberRequest, pk: int) -> HttpResponse:
    """All ways there are, those nearest to the words of the target first."""
    target = target_or_404(request, pk)
    if not may_write(request, target):
        raise Http404("another level's target")
    if request.method == "POST":
        measure = measures_for(request.member.area).filter(code=request.POST.get("measure", "")).first()
        if measure is None:
            messages.error(request, "Mời chọn một cách tính trong danh sách.")
            return redirect("progress:choose-measure", pk=pk)
        operations.choose_measure(target, measure, by=request.member, at=clock.now())
        messages.success(request, "Đã đổi cách tính của chỉ tiêu. Báo cáo đã khóa vẫn giữ số cũ.")
        return redirect("progress:target", pk=pk)
    found = tables.nearest_first(target, measures_for(request.member.area))
    shown = asked_text(request, "chon")
    tried = next((m for m in found if m.code == shown), None)
    return render(request, "progress/measure_choose.html", {
        "target": target, "measures": found, "level": level_words(target.comparator, target.value, target.unit),
        "shown": tried, "today": clock.today(), "area": _place(request, target),
        "tried": try_for(tried, _place(request, target), clock.today(), target) if tried else None,
        "crumbs": [*crumbs(request, target, _place(request, target)), {"label": "Chọn cách tính", "url": ""}],
    })  # fmt: skip


# --- the four columns ------------------------------------------------------------------------------------------------


def _plan(request: MemberRequest, pk: int) -> Plan:
    plan: Plan = get_visible_or_404(
        Plan.objects.select_related("campaign__area", "organisation"), request.member, pk=pk
    )
    return plan


@only(*READERS)
def of_plan(request: MemberRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    return render(request, "progress/plan_measures.html", {
        "plan": plan, "rows": [tables.four_columns(target) for target in targets_of(plan)],
        "columns": tables.FOUR_COLUMNS, "crumbs": [{"label": "Tiến độ", "url": reverse("progress:index")},
                                                   {"label": "Bảng chỉ tiêu và cách tính"}],
    })  # fmt: skip


@only(*READERS)
def of_plan_print(request: MemberRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    rows = [tables.four_columns(target) for target in targets_of(plan)]
    return render(request, "progress/plan_measures_print.html", {
        "plan": plan, "rows": rows, "columns": tables.PRINTED_COLUMNS, "printed_at": clock.now(),
        "issuing_body": plan.organisation.name, "back_url": reverse("progress:plan-measures", args=[plan.pk]),
    })  # fmt: skip


@only(*READERS)
def of_plan_xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    """Words and numbers of a plan: no person stands in it."""
    plan = _plan(request, pk)
    return as_file(tables.workbook(plan, targets_of(plan)), f"chi-tieu-cach-tinh-{plan.pk}.xlsx")
