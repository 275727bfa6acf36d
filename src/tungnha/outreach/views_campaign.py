"""The campaign of words: the grid, one place's row of it, its themes, forms and messages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.outreach import topics
from tungnha.outreach.campaign_pages import (
    PLACES,
    READERS,
    WRITERS,
    address,
    campaign_or_empty,
    frame,
    own_campaign_or_404,
    way_back,
)
from tungnha.outreach.forms_campaign import FormForm, KindsForm, MessageForm, OfferForm, ThemeForm, TopicForm
from tungnha.outreach.frames import DESK
from tungnha.outreach.kinds import called
from tungnha.outreach.models import ActivityPart, KeyMessage, OutreachForm, Theme
from tungnha.outreach.operations import themes as operations
from tungnha.outreach.proposals import Proposal, offered
from tungnha.outreach.queries import activities
from tungnha.outreach.queries.grid import OTHER, Cell, Grid, GridPlace, forms_in, grid
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Campaign, Organisation
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

STATES = {
    "done": ("✓", "đã làm"), "part": ("◐", "đã làm, còn việc đã lên lịch"), "planned": ("○", "đã lên lịch"),
    "late": ("!", "quá ngày chưa báo"), "empty": ("", "còn trống"),
}  # fmt: skip


# --- the grid --------------------------------------------------------------------------------------------------------


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """Themes by forms over all villages, then village by village: what is done, planned, late, empty at a glance."""
    if not request.member.has_role(*DESK):
        return redirect(address(request, "outreach:campaign-mine"))
    campaign = campaign_or_empty(request, "grid")
    if isinstance(campaign, HttpResponse):
        return campaign
    month = request.GET.get("thang", "")
    days = activities.month_of(month, clock.today()) if month else None
    found = grid(campaign, request.member.area, clock.today(), days)
    chosen = asked_id(request.GET.get("hinh-thuc"))
    chosen = chosen if chosen in {form.pk for form in found.forms} else None
    empty, whole = found.empty()
    context = frame(request, campaign, "grid") | {
        "grid": found, "summary": [_summary(request, found, theme) for theme in found.themes],
        "lines": [_line(request, found, place, forms_in(found, chosen)) for place in found.places],
        "empty": empty, "whole": whole, "month": month, "states": _legend(), "slogan": _slogan(campaign),
        "forms": [
            {"label": "Mọi hình thức", "url": address(request, "outreach:campaign", thang=month),
             "current": chosen is None},
            *({"label": f"{form.mark} {form.name}", "current": form.pk == chosen,
               "url": address(request, "outreach:campaign", thang=month, **{"hinh-thuc": form.pk})}
              for form in found.forms),
        ],
        "months": [
            {"label": "Cả đợt", "current": not month,
             "url": address(request, "outreach:campaign", **{"hinh-thuc": chosen})},
            {"label": "Tháng này", "current": month == f"{clock.today():%Y-%m}",
             "url": address(request, "outreach:campaign", thang=f"{clock.today():%Y-%m}", **{"hinh-thuc": chosen})},
        ],
    }  # fmt: skip
    return render(request, "outreach/campaign_grid.html", context)


def _legend() -> list[dict[str, str]]:
    return [{"state": state, "mark": mark, "words": words} for state, (mark, words) in STATES.items()]


def _slogan(campaign: Campaign) -> KeyMessage | None:
    return KeyMessage.objects.filter(campaign=campaign, sort="slogan", removed_at=None).first()


def _summary(request: MemberRequest, found: Grid, theme: Theme) -> dict[str, Any]:
    """A theme's row: for each form “35/37”, how many more are planned, how many have nothing."""
    cells = []
    for form in found.forms:
        done, opened, empty = found.reached(theme, form.pk)
        all_of = done + opened + empty
        late = sum(found.cell(place, theme, (form.pk,)).late for place in found.villages if not place.is_past)
        cells.append({
            "form": form, "done": done, "open": opened, "empty": empty, "all": all_of,
            "state": "late" if late else "done" if done == all_of and all_of else "part" if done
            else "planned" if opened else "empty",
            "url": address(request, "outreach:activity-new", **{"chu-de": theme.pk, "hinh-thuc": form.pk}),
        })  # fmt: skip
    return {"theme": theme, "cells": cells}


def _marked(cell: Cell) -> dict[str, Any]:
    mark, words = STATES[cell.state]
    return {"state": cell.state, "mark": mark, "words": words}


def _line(request: MemberRequest, found: Grid, place: GridPlace, forms: Any) -> dict[str, Any]:
    return {
        "name": place.name, "is_past": place.is_past,
        "cells": [(theme, _marked(found.cell(place, theme, forms))) for theme in found.themes],
        "url": address(request, "outreach:campaign-unit", place.organisation.pk) if place.organisation
        else address(request, "outreach:campaign-place", place.area.pk) if place.is_village else "",
    }  # fmt: skip


# --- one place -------------------------------------------------------------------------------------------------------


@only(*PLACES)
def mine(request: MemberRequest) -> HttpResponse:
    """What a village's team, or a unit, has to do, and what it has done."""
    member = request.member
    if member.role not in VILLAGE_ROLES:
        return _place(request, "mine", unit=member.organisation)
    return _place(request, "mine", village=member.area)


@only(*DESK)
def place(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Area.objects.villages().filter(path__startswith=request.member.area.path)
    return _place(request, "grid", village=get_visible_or_404(rows, request.member, pk=pk))


@only(*DESK)
def unit(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Organisation.objects.filter(area__path__startswith=request.member.area.path)
    return _place(request, "grid", unit=get_visible_or_404(rows, request.member, pk=pk))


def _place(
    request: MemberRequest, here: str, village: Area | None = None, unit: Organisation | None = None
) -> HttpResponse:
    campaign = campaign_or_empty(request, here)
    if isinstance(campaign, HttpResponse):
        return campaign
    if village is None and unit is None:
        raise Http404("a member of no unit has no part")
    rows = activities.loaded(ActivityPart.objects.visible_to(request.member).filter(activity__campaign=campaign))
    rows = rows.filter(organisation=unit) if unit else rows.filter(area=village, organisation=None)
    parts, on = list(rows.order_by("activity__to_on", "pk")), clock.today()
    area = village or (unit.area if unit else campaign.area)
    found = grid(campaign, area, on)
    row = next(
        (p for p in found.places if (p.organisation == unit if unit else p.area == village and not p.organisation)),
        GridPlace(area, unit),
    )
    context = frame(request, campaign, here) | {
        "name": unit.label if unit else area.title, "slogan": _slogan(campaign), "states": _legend(), "grid": found,
        "waiting": [shown_part(part) for part in parts if not part.is_done and part.cancelled_at is None],
        "done": [shown_part(part) for part in reversed(parts) if part.is_done][:30],
        "rows": [
            {"theme": theme, "cells": [(form, _marked(found.cell(row, theme, (form.pk,)))) for form in found.forms]}
            for theme in found.themes
        ],
        "own": here == "mine",
    }  # fmt: skip
    if here == "grid":
        context |= way_back(request, context["name"], ("Tuyên truyền", address(request, "outreach:campaign")))
    return render(request, "outreach/campaign_place.html", context)


def shown_part(part: ActivityPart) -> dict[str, Any]:
    """A part as one row of a list."""
    on, activity, result = clock.today(), part.activity, part.result
    late = part.is_late(on)
    return {
        "part": part, "late": late,
        "status": "done" if part.is_done else "late" if late else "upcoming" if activity.from_on > on else "due",
        "status_label": "đã làm" if part.is_done else "quá ngày chưa báo" if late
        else "sắp tới" if activity.from_on > on else "đang chờ làm",
        "result": result if part.is_done else None,
    }  # fmt: skip


# --- themes, forms, messages -----------------------------------------------------------------------------------------


@only(*DESK)
def themes(request: MemberRequest) -> HttpResponse:
    """What the campaign speaks of and in which forms; what the plan offers and is not taken up yet."""
    campaign = campaign_or_empty(request, "themes")
    if isinstance(campaign, HttpResponse):
        return campaign
    forms: dict[str, Any] = {
        "theme_form": ThemeForm(auto_id="theme-%s"), "form_form": FormForm(auto_id="form-%s"),
        "message_form": MessageForm(auto_id="message-%s"),
    }  # fmt: skip
    if request.method == "POST":
        if not request.member.has_role(*WRITERS):
            raise Http404("only the desk changes it")
        campaign = own_campaign_or_404(request)
        refused = _add(request, campaign)
        if refused is None:
            return redirect(address(request, "outreach:campaign-themes"))
        forms |= refused
    known: dict[str, list[Any]] = {
        "themes": list(Theme.objects.filter(campaign=campaign, removed_at=None)),
        "forms": list(OutreachForm.objects.filter(campaign=campaign, removed_at=None)),
        "said": list(KeyMessage.objects.filter(campaign=campaign, removed_at=None).order_by("-sort", "order")),
    }
    context = frame(request, campaign, "themes") | forms | {
        "offer": _left(offered(campaign), known) if request.member.has_role(*WRITERS) else None,
        "themes": [
            {"theme": t, "topic": topics.topic_of(t.topic), "form": TopicForm(
                initial={"topic": t.topic, "pillar": t.pillar}, prefix=f"t{t.pk}")} for t in known["themes"]
        ],
        "forms": [
            {"form": f, "kinds": called(f.kinds), "change": KindsForm(initial={"kinds": f.kinds}, prefix=f"f{f.pk}")}
            for f in known["forms"]
        ],
        "said": known["said"],
    }  # fmt: skip
    return render(request, "outreach/campaign_themes.html", context, status=200 if not _errors(forms) else 400)


def _errors(forms: dict[str, Any]) -> bool:
    return any(form.is_bound and form.errors for form in forms.values())


def _add(request: MemberRequest, campaign: Campaign) -> dict[str, Any] | None:
    """The one form that was sent, kept; None, or what was refused."""
    by, at = request.member, clock.now()
    deeds: dict[str, tuple[str, Any, Any]] = {
        "theme": ("theme_form", ThemeForm, operations.add_theme),
        "form": ("form_form", FormForm, operations.add_form),
        "message": ("message_form", MessageForm, operations.say_message),
    }
    what = request.POST.get("them", "")
    name, kind, deed = deeds.get(what, deeds["theme"])
    form = kind(request.POST, auto_id=f"{what if what in deeds else 'theme'}-%s")  # three forms on one page
    if form.is_valid():
        try:
            deed(campaign=campaign, by=by, at=at, **form.cleaned_data)
            messages.success(request, "Đã thêm.")
            return None
        except Problem as problem:
            form.add_error(None, problem.sentence)
    return {name: form}


def _left(proposal: Proposal, known: dict[str, list[Any]]) -> dict[str, list[tuple[int, Any]]]:
    """What of the plan's offer is not taken up yet, each with its place in the offer."""
    names = {str(row) for rows in known.values() for row in rows}
    has_slogan = any(row.sort == "slogan" for row in known["said"])
    left: dict[str, list[tuple[int, Any]]] = {
        name: [(n, one) for n, one in enumerate(getattr(proposal, name)) if one.name not in names]
        for name in ("themes", "forms", "slogans", "messages")
    }
    if known["forms"]:  # the forms of a campaign that has some are its own
        left["forms"] = [(n, one) for n, one in left["forms"] if one.section]
    if has_slogan:
        left["slogans"] = []
    left["any"] = [one for rows in list(left.values()) for one in rows]
    return left


@only(*WRITERS)
@require_POST
def take(request: MemberRequest) -> HttpResponse:
    """Take up what was ticked of the plan's offer."""
    campaign = own_campaign_or_404(request)
    proposal = offered(campaign)
    counts = {
        "themes": len(proposal.themes), "columns": len(proposal.forms), "slogan": len(proposal.slogans),
        "messages": len(proposal.messages),
    }  # fmt: skip
    form = OfferForm(request.POST, counts=counts)
    if not form.is_valid():
        messages.error(request, "Kế hoạch vừa có bản khác: mời xem lại rồi chọn.")
        return redirect(address(request, "outreach:campaign-themes"))
    data = form.cleaned_data
    try:
        made = operations.take_offered(
            campaign=campaign, themes=[proposal.themes[n] for n in data["themes"]],
            forms=[proposal.forms[n] for n in data["columns"]],
            messages=[proposal.messages[n] for n in data["messages"]],
            slogan=proposal.slogans[data["slogan"]] if data["slogan"] is not None else None, by=request.member,
            at=clock.now(),
        )  # fmt: skip
        messages.success(request, f"Đã lấy {made} mục từ kế hoạch." if made else "Chưa chọn mục nào mới.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect(address(request, "outreach:campaign-themes"))


ROWS: dict[str, Any] = {"chu-de": Theme, "hinh-thuc": OutreachForm, "thong-diep": KeyMessage}


@only(*WRITERS)
@require_POST
def change(request: MemberRequest, what: str, pk: int) -> HttpResponse:
    """A theme's ready words and pillar, a form's kinds; or the row is removed."""
    if what not in ROWS:
        raise Http404("no such row")
    own = ROWS[what].objects.filter(campaign__area__path__startswith=request.member.area.path, removed_at=None)
    row = get_visible_or_404(own.select_related("campaign"), request.member, pk=pk)
    by, at = request.member, clock.now()
    if "bo" in request.POST:
        operations.remove(row=row, by=by, at=at)
        messages.success(request, "Đã bỏ. Việc đã làm vẫn giữ để xem.")
    elif what == "chu-de" and (form := TopicForm(request.POST, prefix=f"t{pk}")).is_valid():
        operations.change_theme(theme=row, by=by, at=at, **form.cleaned_data)
        messages.success(request, "Đã lưu.")
    elif what == "hinh-thuc" and (kinds := KindsForm(request.POST, prefix=f"f{pk}")).is_valid():
        operations.change_form(form=row, kinds=kinds.cleaned_data["kinds"], by=by, at=at)
        messages.success(request, "Đã lưu.")
    else:
        messages.error(request, "Chưa lưu được: mời chọn lại.")
    return redirect(address(request, "outreach:campaign-themes") + f"#{what}-{pk}")


__all__ = ["OTHER", "change", "index", "mine", "place", "shown_part", "take", "themes", "unit"]
