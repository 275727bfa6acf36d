"""The samples that were drawn, and one sample call by call. Only the commune's desk sees them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.outreach.frames import campaigns_of, tabs
from tungnha.outreach.models import Inspection
from tungnha.people.operations.viewing import note_views
from tungnha.progress.callbacks import operations, queries
from tungnha.progress.callbacks.forms import DrawForm, TryForm, first_error
from tungnha.progress.models import CallBack, CallBackSample, CallBackTry
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

READ = (Role.OFFICER, Role.LEADER, Role.DATA_STEWARD)
ACT = (Role.OFFICER,)
HERE = "progress:call-backs"
WEEKS = 4


@only(*READ)
def index(request: MemberRequest) -> HttpResponse:
    """Every sample that was drawn here; a new one."""
    member, today = request.member, clock.today()
    campaigns = campaigns_of(member)
    may_act = member.has_role(*ACT) and member.area.kind == Area.Kind.COMMUNE and campaigns.exists()
    form = DrawForm(
        request.POST or None, campaigns=campaigns, inspections=Inspection.objects.visible_to(member),
        villages=Area.objects.villages().filter(parent=member.area).standing_on(today),
        initial={"from_on": today - timedelta(weeks=WEEKS), "to_on": today, "campaign": campaigns.first()},
    )  # fmt: skip
    if request.method == "POST":
        if not may_act:
            raise Http404("not this member's to draw")
        made = _draw(request, form) if form.is_valid() else None
        if made is not None:
            messages.success(request, f"Đã rút {made.size} lượt trong {made.frame_size} lượt.")
            return redirect("progress:call-back", made.pk)
    rows = CallBackSample.objects.visible_to(member).select_related("area", "campaign", "drawn_by__user")
    context = {
        "tabs": tabs(member, HERE), "rows": [(row, queries.sums_of(queries.lines_of(row))) for row in rows[:30]],
        "form": form, "may_act": may_act,
    }  # fmt: skip
    return render(request, "progress/callbacks/index.html", context, status=400 if form.errors else 200)


def _draw(request: MemberRequest, form: DrawForm) -> CallBackSample | None:
    found = dict(form.cleaned_data)
    area = found.pop("village") or request.member.area
    try:
        return operations.draw_sample(area=area, by=request.member, at=clock.now(), **found)
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return None


@only(*READ)
def sample(request: MemberRequest, pk: int) -> HttpResponse:
    """One draw: how it can be drawn again, whom to call, what came of it."""
    member, now = request.member, clock.now()
    rows = CallBackSample.objects.select_related("area", "campaign", "inspection", "drawn_by__user")
    found: CallBackSample = get_visible_or_404(rows, member, pk=pk)
    lines = queries.lines_of(found)
    note_views([line.head.pk for line in lines if line.head], by=member, at=now, where="household")
    context: dict[str, Any] = {
        "sample": found, "lines": lines, "sums": queries.sums_of(lines), "proof": queries.prove(found),
        "by_member": queries.by_member(lines), "may_act": member.has_role(*ACT), "today": now.date(),
        "outcomes": CallBackTry.Outcome.choices,
        "crumbs": [{"label": "Gọi lại hộ", "url": reverse(HERE)}, {"label": f"Mẫu số {found.pk}", "url": ""}],
    }  # fmt: skip
    return render(request, "progress/callbacks/sample.html", context)


@only(*ACT)
@require_POST
def note_try(request: MemberRequest, pk: int) -> HttpResponse:
    found: CallBack = get_visible_or_404(CallBack.objects.select_related("sample"), request.member, pk=pk)
    form = TryForm(request.POST)
    try:
        if not form.is_valid():
            raise Problem(first_error(form))
        operations.note_try(call_back=found, by=request.member, at=clock.now(), **form.cleaned_data)
        messages.success(request, f"Đã ghi kết quả gọi lượt {found.number}.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect(reverse("progress:call-back", args=[found.sample_id]) + f"#luot-{found.number}")
