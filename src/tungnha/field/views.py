"""The team's pages: next house first."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.field import operations, queries, telling
from tungnha.field.campaigns import campaign_of, campaign_tabs
from tungnha.field.forms import VisitForm
from tungnha.field.models import Visit
from tungnha.field.queries import PersonAtDoor
from tungnha.field.rules import FIRST_OUTCOMES, next_step
from tungnha.field.schedule.whom import called_before
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.models import Household
from tungnha.people.operations.viewing import note_views
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Campaign, Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_text

TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
PAGE = 40
SHOWS = {"todo": "Còn thiếu", "due": "Đến hẹn", "never": "Chưa đến", "all": "Tất cả"}


def _kept(request: MemberRequest, campaign: Campaign) -> str:
    """What an address carries so that a campaign chosen by hand stays chosen."""
    return f"dot={campaign.pk}" if request.GET.get("dot") else ""


@only(*TEAM)
def worklist(request: MemberRequest) -> HttpResponse:
    member: Member = request.member
    campaign, today = campaign_of(request), clock.today()
    if campaign is None:
        return render(request, "field/no_campaign.html")
    show = request.GET.get("loc", "todo")
    show = show if show in SHOWS else "todo"
    text = asked_text(request, "tim")
    page = Paginator(queries.worklist(member, campaign, today, text, show), PAGE).get_page(request.GET.get("trang"))
    page.object_list = queries.with_missing(page.object_list, campaign, today, member)
    invited = called_before([household.pk for household in page], campaign, clock.now())
    for household in page:
        household.next_step = (
            next_step(household.last_outcome, household.come_back, today) if household.last_outcome else ""
        )
        household.invited = invited.get(household.pk, "")
    progress = queries.village_progress(member, campaign, today)
    kept = _kept(request, campaign)
    tabs = [
        {"url": f"?loc={code}&{kept}".rstrip("&"), "label": f"{label} ({progress[code]})", "current": code == show}
        for code, label in SHOWS.items()
    ]
    context = {
        "campaign": campaign, "page": page, "text": text, "show": show, "tabs": tabs, "progress": progress,
        "campaigns": [] if request.htmx else campaign_tabs(request, campaign), "kept": kept,
    }  # fmt: skip
    return render(request, "field/_worklist.html" if request.htmx else "field/worklist.html", context)


@only(*TEAM)
def household(request: MemberRequest, pk: int) -> HttpResponse:
    """One door: who lives here, who is missing what; record the visit."""
    member: Member = request.member
    found = get_visible_or_404(Household.objects.select_related("village"), member, pk=pk)
    campaign = campaign_of(request)
    if campaign is None:
        raise Http404("no campaign asks for anything here")
    at_door = queries.at_the_door(found, campaign, clock.today())
    # What someone else recorded since the page was opened must not lose what was answered on it.
    asked = _as_asked(at_door) if request.method == "POST" else at_door
    form = VisitForm(request.POST or None, at_door=asked, initial={"visit_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid() and _record(request, form, found, campaign):
        return redirect(_next_house(request, campaign, found))
    note_views([row.person for row in at_door], by=member, at=clock.now(), where="visit")
    context = _door(found, campaign, at_door, form)
    context["back_url"] = f"{reverse('field:worklist')}?{_kept(request, campaign)}".rstrip("?")
    return render(request, "field/household.html", context)


def _as_asked(at_door: list[PersonAtDoor]) -> list[PersonAtDoor]:
    """Every service as a page may have asked it that was opened before anyone had it."""
    return [replace(row, services=[replace(s, standing=None) for s in row.services]) for row in at_door]


def _record(request: MemberRequest, form: VisitForm, household: Household, campaign: Campaign) -> bool:
    try:
        _store(request, form, household, campaign, made_at=clock.now())
    except operations.OtherContent as problem:
        if not _sent_before(request, form, household, campaign):
            form.add_error(None, problem.sentence)
            return False
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return False
    messages.success(request, f"Đã lưu hộ {household.code}.")
    if hide_typed_numbers(form.cleaned_data["note"]) != form.cleaned_data["note"]:
        messages.warning(request, "Số trong ghi chú đã được che: không ghi số căn cước, số điện thoại, số tài khoản.")
    return True


def _store(
    request: MemberRequest, form: VisitForm, household: Household, campaign: Campaign, *, made_at: datetime
) -> None:
    data = form.cleaned_data
    away = data["outcome"] not in (Visit.Outcome.MET, Visit.Outcome.COME_BACK)
    operations.record_visit(
        visit_id=data["visit_id"], household=household, campaign=campaign, outcome=data["outcome"],
        results=() if away else form.results(), come_back_on=data["come_back_on"], informed=data["informed"],
        shown_how=data["shown_how"], note=data["note"], cannot_read=() if away else form.cannot_read(),
        still_right=not away and data["still_right"], telephones=() if away else form.telephones(), made_at=made_at,
        by=request.member, at=clock.now(),
    )  # fmt: skip


def _sent_before(request: MemberRequest, form: VisitForm, household: Household, campaign: Campaign) -> bool:
    """Whether the button was only pressed twice, or pressed again for want of an answer: the same, dated as the
    first was."""
    earlier = Visit.objects.filter(pk=form.cleaned_data["visit_id"], made_by=request.member).first()
    if earlier is None:
        return False
    try:
        _store(request, form, household, campaign, made_at=earlier.made_at)
    except operations.OtherContent:
        return False
    return True


def _next_house(request: MemberRequest, campaign: Campaign, done: Household) -> str:
    never = queries.worklist(request.member, campaign, clock.today(), show="never")
    following = never.exclude(pk=done.pk).first()
    address = reverse("field:household", args=[following.pk]) if following else reverse("field:worklist")
    return f"{address}?{_kept(request, campaign)}".rstrip("?")


def _door(found: Household, campaign: Campaign, at_door: list[queries.PersonAtDoor], form: VisitForm) -> dict[str, Any]:
    rows = []
    for row in at_door:
        asked = []
        for now in row.services:
            name = VisitForm.name_of(row.person.pk, now.asked.service_id)
            bound = form[name] if name in form.fields else None
            asked.append((now, bound, form[f"{name}-why"] if bound else None, _options(bound)))
        more = [VisitForm.reading_of(row.person.pk), VisitForm.phone_of(row.person.pk)]
        rows.append((row, asked, [form[name] for name in more if name in form.fields]))
    visits = found.visits.filter(campaign=campaign).select_related("made_by__user").prefetch_related("results")[:5]
    return {
        "household": found, "campaign": campaign, "rows": rows, "form": form, "visits": visits,
        "back_label": "Hộ cần đến", "listed": telling.listed(found),
        "invited": called_before([found.pk], campaign, clock.now()).get(found.pk, ""),
    }  # fmt: skip


def _options(bound: Any) -> dict[str, Any]:
    """The four frequent answers as large buttons, the rest in a list."""
    if bound is None:
        return {}
    labels = dict(bound.field.choices)
    chosen = bound.value() or ""
    return {
        "first": [(code, labels[code], chosen == code) for code in FIRST_OUTCOMES],
        "others": [(c, label, chosen == c) for c, label in bound.field.choices if c and c not in FIRST_OUTCOMES],
        "chosen": chosen,
    }
