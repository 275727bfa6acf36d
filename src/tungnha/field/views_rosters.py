"""The head of an organisation on one page: own people, who is missing, one form."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tungnha.field import rosters, rosters_rooms
from tungnha.field.campaigns import campaign_of, campaign_tabs
from tungnha.field.forms_rosters import SinceForm, StatedForm
from tungnha.people.models import RosterQuestion
from tungnha.people.queries import GROUP_NAMES
from tungnha.people.rosters.access import HEADS, KEEPERS, READERS, may_keep, own_organisation_or_404
from tungnha.people.rosters.rules import STATED_GROUPS, group_of, usual_kind, why_no_roster
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Campaign, Member, Organisation
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

FORMER = 50
PAIR = re.compile(r"^([0-9]{1,15})-([0-9]{1,15})$")


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """All units of the commune for its desk; a head goes to the own one."""
    member = request.member
    if member.has_role(*HEADS):
        return _rooms(request) or _own(member)
    waiting = RosterQuestion.objects.visible_to(member).filter(answered_at=None, entry__to_on=None).count()
    lines = [(line, why_no_roster(line.unit.kind)) for line in rosters.units_of(member, clock.today())]
    return render(request, "field/rosters.html", {"lines": lines, "waiting": waiting})


def _own(member: Member) -> HttpResponse:
    if member.organisation_id is None:
        raise Http404("no unit of one's own")
    return redirect("field:roster", pk=member.organisation_id)


def _rooms(request: MemberRequest) -> HttpResponse | None:
    """For who works for a body with rooms: what each room still lacks, and whose names those are."""
    campaign, today = campaign_of(request), clock.today()
    rooms = rosters_rooms.rooms_of(request.member, campaign, today)
    if not rooms:
        return None
    context = {
        "body": request.member.organisation, "rooms": rooms, "campaign": campaign,
        "campaigns": campaign_tabs(request, campaign), "whole": rosters_rooms.whole_of(rooms),
        "people": sum(len(room.lines) for room in rooms),
    }  # fmt: skip
    return render(request, "field/rosters_rooms.html", context)


@only(*READERS)
def roster(request: MemberRequest, pk: int) -> HttpResponse:
    """Own people, who is missing, one form: a tick says that someone has a service, by the unit's word."""
    unit = own_organisation_or_404(request.member, pk, to_read=True)
    keeps = may_keep(request.member, unit)
    campaign, today = campaign_of(request), clock.today()
    form = SinceForm(request.POST or None, initial={"since_on": today})
    if request.method == "POST" and not keeps:
        raise Http404("read only")
    if request.method == "POST" and campaign and form.is_valid() and _say(request, form, unit, campaign):
        return redirect(f"{request.path}?dot={campaign.pk}")
    lines = [] if why_no_roster(unit.kind) else rosters.lines_of(unit, campaign, today)
    columns = rosters.columns_of(lines)
    show = asked_id(request.GET.get("thieu"))
    shown = [line for line in lines if show is None or any(a.service_id == show for a in line.missing)]
    context = {
        "unit": unit, "keeps": keeps, "campaign": campaign, "form": form, "lines": shown, "columns": columns,
        "people": len(lines), "linked": sum(1 for line in lines if line.entry.person.household_id),
        "show": next((c.asked for c in columns if c.asked.service_id == show), None), "today": today,
        "refused": why_no_roster(unit.kind), "group_name": GROUP_NAMES.get(_group(unit), ""),
        "campaigns": campaign_tabs(request, campaign), "former": rosters.former_of(unit, today)[:FORMER],
        "states": [GROUP_NAMES[group] for group in STATED_GROUPS.get(unit.kind, ())],
    }  # fmt: skip
    return render(request, "field/roster.html", context, status=400 if form.errors else 200)


def _group(unit: Organisation) -> str:
    return group_of(unit.kind, usual_kind(unit.kind)) or ""


def _pairs(request: MemberRequest, name: str) -> list[tuple[int, int]]:
    found = (PAIR.match(text) for text in request.POST.getlist(name))
    return [(int(pair[1]), int(pair[2])) for pair in found if pair]


def _say(request: MemberRequest, form: SinceForm, unit: Organisation, campaign: Campaign) -> bool:
    common: dict[str, Any] = {"organisation": unit, "by": request.member, "at": clock.now()}
    has, back = _pairs(request, "co"), _pairs(request, "rut")
    if not has and not back:
        form.add_error(None, "Chưa đánh dấu ai. Đánh dấu vào ô của người đã có, rồi bấm Ghi nhận.")
        return False
    try:
        new = rosters.say_who_has(campaign=campaign, ticked=has, since_on=form.cleaned_data["since_on"], **common)
        gone = rosters.take_back(ticked=back, **common)
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return False
    messages.success(request, f"Đã ghi {new} điều đã có" + (f", rút lại {gone} điều ghi nhầm." if gone else "."))
    return True


@only(*KEEPERS)
def stated(request: MemberRequest, pk: int) -> HttpResponse:
    """Counts without names: armed forces, pupils, workers of a firm."""
    unit = own_organisation_or_404(request.member, pk)
    campaign = campaign_of(request)
    if unit.kind not in STATED_GROUPS:
        raise Http404("this unit states nothing without names")
    rows = rosters.stated_rows(unit, campaign)
    form = StatedForm(request.POST or None, rows=rows, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            stored = rosters.state_counts(
                organisation=unit, campaign=campaign, wholes=form.wholes(), counts=form.counts(),
                on=form.cleaned_data["on"], document=form.cleaned_data["document"], by=request.member, at=clock.now(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã ghi {stored} số liệu." if stored else "Số liệu này đã ghi từ trước.")
            return redirect("field:roster", pk=unit.pk)
    context = {"unit": unit, "form": form, "rows": rows, "campaign": campaign}
    return render(request, "field/roster_stated.html", context, status=400 if form.errors else 200)
