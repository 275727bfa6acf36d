"""Good ways of working: told by a village or unit, approved, copied by others, with what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.outreach import figures
from tungnha.outreach.forms_recognition import CopyForm, DecideForm, PracticeForm
from tungnha.outreach.frames import DESK, base_of, campaign_of, frame, places_of, tabs
from tungnha.outreach.models import GoodPractice, PracticeCopy
from tungnha.outreach.operations import recognition as operations
from tungnha.outreach.queries import recognition as queries
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

TELL = (Role.OFFICER, Role.TEAM_LEADER, Role.UNIT_OFFICER)
DECIDE = (Role.OFFICER, Role.LEADER)
COPY = (Role.OFFICER, Role.TEAM_LEADER)
READ = (*DESK, Role.TEAM_LEADER, Role.UNIT_OFFICER)
HERE = "outreach:practices"


@only(*READ)
def index(request: MemberRequest) -> HttpResponse:
    member = request.member
    rows = list(queries.practices_for(member))
    context = {
        "base": base_of(member), "tabs": tabs(member, HERE), "may_tell": member.has_role(*TELL),
        "rows": [(row, sum(one.ended_on is None for one in row.copies.all())) for row in rows],
    }  # fmt: skip
    return render(request, "outreach/practices.html", context)


@only(*TELL)
def write(request: MemberRequest) -> HttpResponse:
    member, campaign = request.member, campaign_of(request)
    commune = member.area.commune
    if campaign is None or commune is None:
        raise Http404("no campaign it belongs to")
    lines = figures.of_place(campaign, commune, clock.today())
    form = PracticeForm(request.POST or None, places=places_of(member), lines=lines)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "words", "proof", "since_on", "figure", "key")}
        try:
            made = operations.name_practice(
                area=commune, campaign=campaign, of=form.place, by=member, at=clock.now(), **said
            )
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã nêu cách làm; xã xét xong thì các thôn đều xem được.")
            return redirect("outreach:practice", made.pk)
    context = {"base": base_of(member), "form": form, "back_url": reverse(HERE), "back_label": "Cách làm hay"}
    return render(request, "outreach/practice_write.html", context, status=400 if form.errors else 200)


@only(*READ)
def practice(request: MemberRequest, pk: int) -> HttpResponse:
    """What, where, by which proof; who copied it, and the figure before and after."""
    return _page(request, get_visible_or_404(queries.practices_for(request.member), request.member, pk=pk))


def _page(
    request: MemberRequest, found: GoodPractice, copy_form: CopyForm | None = None,
    decide_form: DecideForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The forms: as they were typed, when they were not taken."""
    member, today, back = request.member, clock.today(), reverse(HERE)
    copying, copies = member.has_role(*COPY) and bool(found.approved), list(found.copies.all())
    context = {
        "practice": found, "effects": queries.effects(found, today), "copies": copies,
        "followed": sum(one.ended_on is None for one in copies),
        "may_decide": member.has_role(*DECIDE) and found.decided_at is None and member.area_id == found.area_id,
        "may_copy": copying, "decide_form": decide_form or DecideForm(), "copy_form": copy_form or _copy_form(member),
        "own_path": member.area.path, "today": today,
        **frame(member, None, ("Cách làm hay", back), (found.title, ""), back=back),
    }  # fmt: skip
    return render(request, "outreach/practice.html", context, status=400 if copy_form or decide_form else 200)


def _copy_form(member: Member, sent: Any = None) -> CopyForm:
    villages = Area.objects.villages().filter(path__startswith=member.area.path).standing_on(clock.today())
    own = villages.first() if member.has_role(Role.TEAM_LEADER) else None
    return CopyForm(sent, villages=villages, initial={"from_on": clock.today(), "village": own}, auto_id="copy-%s")


@only(*DECIDE)
@require_POST
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    own = GoodPractice.objects.filter(area=request.member.area)
    found, form = get_visible_or_404(own, request.member, pk=pk), DecideForm(request.POST)
    if form.is_valid():
        try:
            operations.decide_practice(
                practice=found, approved=request.POST.get("xet") == "dong-y", by=request.member, at=clock.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi ý kiến.")
            return redirect("outreach:practice", found.pk)
    return _page(request, found, decide_form=form)


@only(*COPY)
@require_POST
def copy(request: MemberRequest, pk: int) -> HttpResponse:
    member = request.member
    found, form = get_visible_or_404(queries.practices_for(member), member, pk=pk), _copy_form(member, request.POST)
    if form.is_valid():
        try:
            operations.copy_practice(practice=found, by=member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi thôn làm theo.")
            return redirect("outreach:practice", found.pk)
    return _page(request, found, form)


@only(*COPY)
@require_POST
def end_copy(request: MemberRequest, pk: int) -> HttpResponse:
    own = PracticeCopy.objects.filter(village__path__startswith=request.member.area.path)
    found = get_visible_or_404(own.select_related("practice"), request.member, pk=pk)
    operations.end_copy(copy=found, by=request.member, at=clock.now())
    messages.success(request, "Đã ghi thôn thôi làm theo.")
    return redirect("outreach:practice", found.practice_id)
