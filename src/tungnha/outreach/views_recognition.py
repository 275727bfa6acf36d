"""Proposals to praise: made by a village or unit, looked at by the culture office, decided by a paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.outreach import figures
from tungnha.outreach.forms_recognition import CommendationForm, StepForm
from tungnha.outreach.frames import DESK, base_of, campaign_of, frame, places_of, tabs
from tungnha.outreach.models import Commendation
from tungnha.outreach.operations import recognition as operations
from tungnha.outreach.operations.recognition import Step
from tungnha.outreach.queries import recognition as queries
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

PROPOSE = (Role.OFFICER, Role.TEAM_LEADER, Role.UNIT_OFFICER)
READ = (*DESK, Role.TEAM_LEADER, Role.UNIT_OFFICER)
HERE = "outreach:commendations"
ROWS_A_PAGE = 50
# What each may say: the culture office looks, the chairman decides (or the office types the decision it was given).
SAYS: dict[str, frozenset[str]] = {
    Role.OFFICER: frozenset({Step.AGREED, Step.OBJECTED, Step.DECIDED, Step.REFUSED}),
    Role.LEADER: frozenset({Step.DECIDED, Step.REFUSED}),
}


@only(*READ)
def index(request: MemberRequest) -> HttpResponse:
    """Every proposal one may see; the desk drafts the Tờ trình for those that were agreed to."""
    member = request.member
    rows = queries.proposals(Commendation.objects.visible_to(member))
    campaign = campaign_of(request)
    ready = queries.ready_to_submit(campaign, member.area) if campaign and member.has_role(*DESK) else []
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "base": base_of(member), "tabs": tabs(member, HERE), "page": page, "rows": list(page), "ready": ready,
        "campaign": campaign, "may_propose": member.has_role(*PROPOSE) and campaign is not None,
        "may_draft": member.has_role(Role.OFFICER) and member.area.kind == Area.Kind.COMMUNE and bool(ready),
        "decided": sum(row.last == Step.DECIDED for row in rows), "total": len(rows),
    }  # fmt: skip
    return render(request, "outreach/commendations.html", context)


@only(*PROPOSE)
def propose(request: MemberRequest) -> HttpResponse:
    """Who, for what; the figures come by themselves."""
    member, campaign = request.member, campaign_of(request)
    commune = member.area.commune
    if campaign is None or commune is None:
        raise Http404("no campaign to be praised for")
    places = places_of(member)
    form = CommendationForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("person_name", "form", "why", "key")}
        try:
            made = operations.propose(area=commune, campaign=campaign, of=form.place, by=member, at=clock.now(), **said)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã gửi đề nghị.")
            return redirect("outreach:commendation", made.pk)
    context = {
        "base": base_of(member), "form": form, "campaign": campaign, "back_url": reverse(HERE),
        "back_label": "Khen thưởng",
        "lines": figures.of_place(campaign, places[0], clock.today()) if len(places) == 1 else [],
    }  # fmt: skip
    return render(request, "outreach/commendation_write.html", context, status=400 if form.errors else 200)


def _may_say(member: Member, row: queries.CommendationLine) -> frozenset[str]:
    mine = SAYS.get(member.role, frozenset())
    if row.commendation.area_id != member.area_id:  # what is the commune's to say no other level says
        mine = frozenset()
    if row.commendation.made_by_id == member.pk:
        mine = mine | {Step.TAKEN_BACK}
    return row.may_follow & mine


@only(*READ)
def commendation(request: MemberRequest, pk: int) -> HttpResponse:
    """One proposal: whom, for what, by which figures, then and now."""
    return _page(request, get_visible_or_404(Commendation, request.member, pk=pk), StepForm())


def _page(request: MemberRequest, found: Commendation, form: StepForm) -> HttpResponse:
    member, back = request.member, reverse(HERE)
    (row,) = queries.proposals(Commendation.objects.filter(pk=found.pk))
    said = row.commendation
    place = said.village or said.organisation
    now = figures.of_place(said.campaign, place, clock.today()) if place is not None else []
    context: dict[str, Any] = {
        "row": row, "commendation": said, "kept": queries.figures_for(member, said.figures),
        "now": {line.name: line.value for line in now}, "may": _may_say(member, row), "form": form,
        **frame(member, None, ("Khen thưởng", back), (f"Đề nghị số {said.pk}", ""), back=back),
    }  # fmt: skip
    return render(request, "outreach/commendation.html", context, status=400 if form.errors else 200)


@only(*PROPOSE, Role.LEADER)
@require_POST
def step(request: MemberRequest, pk: int) -> HttpResponse:
    found: Commendation = get_visible_or_404(Commendation, request.member, pk=pk)
    (row,) = queries.proposals(Commendation.objects.filter(pk=found.pk))
    wanted, form = request.POST.get("buoc", ""), StepForm(request.POST)
    if wanted not in _may_say(request.member, row):
        raise Http404("not this member's to say now")
    if form.is_valid():
        try:
            operations.say(commendation=found, step=wanted, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi.")
            return redirect("outreach:commendation", found.pk)
    return _page(request, found, form)
