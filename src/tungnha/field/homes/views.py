"""Households: informed by which form, shown how, one who can, one who helps. By village, then door by door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.field.campaigns import campaign_of, campaign_tabs
from tungnha.field.homes import operations, queries
from tungnha.field.homes.forms import ContactForm, HelperForm, TickForm
from tungnha.field.homes.rules import in_words
from tungnha.field.homes.wanted import Wanted, measures_of, wanted_of
from tungnha.field.leading import pages
from tungnha.field.leading.pages import ACT, READ, address, frame, no_campaign, village_or_404
from tungnha.field.models import HouseholdHelper, HouseholdInformed
from tungnha.field.sharing.queries import team_of
from tungnha.ledger.models import Measure
from tungnha.people.models import Household
from tungnha.people.operations.viewing import note_views
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Campaign, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_text

DOORS_A_PAGE = 50
COLUMNS = {
    "informed": "Được thông tin", "shown": "Được làm mẫu", "capable": "Có người làm được", "helped": "Có người giúp",
}  # fmt: skip
SHOWS = {
    "all": "Tất cả", **COLUMNS, "no-informed": "Chưa được thông tin", "no-shown": "Chưa được làm mẫu",
    "no-capable": "Chưa có người làm được", "no-one": "Chưa ai làm được, chưa ai giúp",
}  # fmt: skip


def _measure(request: MemberRequest, campaign: Campaign) -> tuple[Measure | None, list[Measure]]:
    """(the measure that says who can, all there are): the one the address names, else the plan's first."""
    found = measures_of(campaign)
    chosen = next((m for m in found if m.code == request.GET.get("cach")), found[0] if found else None)
    return chosen, found


def _columns(measure: Measure | None) -> list[str]:
    """Who can and who helps are two columns, told apart; without a measure nobody can say who can."""
    return [name for name in COLUMNS if measure is not None or name not in ("capable",)]


def _about(request: MemberRequest, campaign: Campaign) -> dict[str, Any]:
    measure, found = _measure(request, campaign)
    return {
        "campaign": campaign, "campaigns": campaign_tabs(request, campaign), "measure": measure,
        "measures": [
            {"label": m.name, "url": pages.kept(request, cach=m.code), "current": m == measure} for m in found
        ] if len(found) > 1 else [],
        "titles": [COLUMNS[name] for name in _columns(measure)],
    }  # fmt: skip


# --- by village ------------------------------------------------------------------------------------------------------


@only(*READ)
def homes(request: MemberRequest) -> HttpResponse:
    """Every village of the commune, tested for itself: “11/12 thôn đạt từ 90,00%”."""
    member = request.member
    if member.has_role(Role.TEAM_LEADER):
        return redirect(address(request, "field:homes-village", member.area_id))
    campaign, on = campaign_of(request), clock.today()
    if campaign is None:
        return render(request, "field/leading/homes.html", {"campaign": None})
    about = _about(request, campaign)
    measure: Measure | None = about["measure"]
    lines = queries.by_village(member.area, campaign, on, measure)
    wanted = [w for w in wanted_of(campaign) if w.column != "capable" or w.measure == measure]
    context = about | {
        "on": on, "tests": [_test(w, lines) for w in wanted], "whole": sum(line.base for line in lines),
        "rows": [_row(request, line, wanted, measure) for line in lines],
        "totals": [_total(line.count_of(name) for line in lines) for name in _columns(measure)],
        "loudspeaker": queries.loudspeaker_counts(campaign), "may_act": member.has_role(*ACT),
        "kept_campaign": request.GET.get("dot", ""),
    }  # fmt: skip
    return render(request, "field/leading/homes.html", context)


def _total(counts: Iterable[int | None]) -> int | None:
    """Of the villages that are known; None where none is."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _test(wanted: Wanted, lines: list[queries.VillageHomes]) -> dict[str, Any]:
    """One target, tested village by village; those that do not reach it by name."""
    tested = [(line, wanted.reached(line.count_of(wanted.column), line.base)) for line in lines if line.base]
    return {
        "name": wanted.measure.name, "words": wanted.words.removeprefix("đạt "), "all": len(tested),
        "reached": sum(1 for _, yes in tested if yes), "known": any(yes is not None for _, yes in tested),
        "others": [line.area.title for line, yes in tested if yes is False],
        "unknown": [line.area.title for line, _ in tested if line.count_of(wanted.column) is None],
    }  # fmt: skip


def _row(
    request: MemberRequest, line: queries.VillageHomes, wanted: list[Wanted], measure: Measure | None
) -> dict[str, Any]:
    url = address(request, "field:homes-village", line.area.pk, cach=measure.code if measure else None)
    tests = {w.column: w.reached(line.count_of(w.column), line.base) for w in wanted}
    return {
        "area": line.area, "base": line.base, "url": url, "alone": line.alone if measure else None,
        "alone_url": f"{url}{'&' if '?' in url else '?'}loc=no-one",
        "cells": [
            (COLUMNS[name], line.count_of(name), tests.get(name), f"{url}{'&' if '?' in url else '?'}loc={name}")
            for name in _columns(measure)
        ],
    }  # fmt: skip


@only(*ACT)
@require_POST
def loudspeaker(request: MemberRequest) -> HttpResponse:
    """Whether hearing the loudspeaker alone informs a household: a setting of the campaign, for the commune's desk."""
    campaign = campaign_of(request)
    if campaign is None or request.member.has_role(Role.TEAM_LEADER) or not _own(request, campaign):
        raise Http404("the desk decides for its own campaigns")
    counts = request.POST.get("tinh") == "co"
    operations.choose_loudspeaker(campaign=campaign, counts=counts, by=request.member, at=clock.now())
    messages.success(request, f"Từ nay hộ chỉ nghe loa {'được' if counts else 'không được'} tính là đã được thông tin.")
    return redirect(address(request, "field:homes"))


def _own(request: MemberRequest, campaign: Campaign) -> bool:
    return bool(campaign.area.path.startswith(request.member.area.path))


# --- one village -----------------------------------------------------------------------------------------------------


@only(*READ)
def homes_village(request: MemberRequest, pk: int) -> HttpResponse:
    area, on = village_or_404(request, pk), clock.today()
    campaign = campaign_of(request)
    if campaign is None:
        return no_campaign(request, area, "homes")
    about = _about(request, campaign)
    measure: Measure | None = about["measure"]
    show = request.GET.get("loc", "all")
    show = show if show in SHOWS else "all"
    text = asked_text(request, "tim")
    page = Paginator(queries.homes_in(area, campaign, on, measure, show, text), DOORS_A_PAGE)
    shown = page.get_page(request.GET.get("trang"))
    shown.object_list = queries.told(list(shown.object_list), campaign, on, measure)
    line = next((row for row in queries.by_village(area, campaign, on, measure) if row.area == area), None)
    context = frame(request, area, "homes") | about | {
        "page": shown, "rows": [_door(request, home, measure) for home in shown], "show": show, "text": text,
        "line": line, "columns": [
            (COLUMNS[n], line.count_of(n), pages.kept(request, loc=n, cach=request.GET.get("cach")))
            for n in _columns(measure)
        ] if line else [],
        "filters": [
            {"label": label, "url": pages.kept(request, loc=code, cach=request.GET.get("cach")),
             "current": code == show}
            for code, label in SHOWS.items() if (measure is not None or code not in ("capable", "no-capable", "no-one"))
            and (code not in COLUMNS or code == show)
        ],
        "tick_url": address(request, "field:homes-tick", area.pk),
    }  # fmt: skip
    return render(request, "field/leading/homes_village.html", context)


def _door(request: MemberRequest, home: Any, measure: Measure | None) -> dict[str, Any]:
    return {
        "home": home, "forms": in_words(home.forms), "url": address(request, "field:homes-household", home.pk),
        "head": home.heads[0].full_name if home.heads else "Chưa rõ chủ hộ",
        "earlier": home.is_informed and not home.forms,
    }  # fmt: skip


@only(*ACT)
def tick(request: MemberRequest, pk: int) -> HttpResponse:
    """After a village meeting, a round of leaflets: all who were there at once."""
    area, on = village_or_404(request, pk), clock.today()
    campaign = campaign_of(request)
    if campaign is None:
        return no_campaign(request, area, "homes")
    rows = list(queries.homes_in(area, campaign, on, None))
    form = TickForm(request.POST or None, homes=rows, initial={"on": on})
    if request.method == "POST" and form.is_valid():
        try:
            done = operations.tick(
                households=form.chosen(), campaign=campaign, form=form.cleaned_data["form"],
                on=form.cleaned_data["on"], by=request.member, at=clock.now(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã đánh dấu {done} hộ.{_same(form, done)}")
            return redirect(address(request, "field:homes-village", area.pk))
    chosen = set(form.data.getlist("doors")) if form.is_bound else set()  # type: ignore[attr-defined]
    forms = queries.informed_forms([home.pk for home in rows], campaign)
    lanes: dict[str, list[dict[str, Any]]] = {}
    for home in rows:
        lanes.setdefault(home.lane or "Chưa ghi ngõ", []).append({
            "home": home, "head": home.heads[0].full_name if home.heads else "Chưa rõ chủ hộ",
            "chosen": str(home.pk) in chosen, "forms": in_words(forms.get(home.pk, [])),
        })  # fmt: skip
    context = frame(request, area, "homes") | {
        "campaign": campaign, "form": form, "lanes": pages.folded(lanes),
        "back_url": address(request, "field:homes-village", area.pk), "back_label": "Hộ gia đình",
    }  # fmt: skip
    return render(request, "field/leading/homes_tick.html", context)


def _same(form: TickForm, done: int) -> str:
    same = len(form.chosen()) - done
    return f" {same} hộ đã đánh dấu từ trước." if same else ""


# --- one household ---------------------------------------------------------------------------------------------------


def _household(request: MemberRequest, pk: int) -> tuple[Household, Area, Campaign]:
    home = get_visible_or_404(Household.objects.select_related("village"), request.member, pk=pk)
    campaign = campaign_of(request)
    if campaign is None:
        raise Http404("no campaign runs here")
    return home, village_or_404(request, home.village_id), campaign


@only(*READ)
def household(request: MemberRequest, pk: int) -> HttpResponse:
    """One household: how it was informed, who can, who helps; the leader names a helper here."""
    home, area, campaign = _household(request, pk)
    on = clock.today()
    about = _about(request, campaign)
    measure: Measure | None = about["measure"]
    form = HelperForm(request.POST or None, team=team_of(area, on), initial={"from_on": on})
    if request.method == "POST" and request.member.has_role(*ACT) and form.is_valid():
        try:
            operations.set_helper(household=home, campaign=campaign, by=request.member, at=clock.now(), **form.deed())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã phân người giúp.")
            return redirect(address(request, "field:homes-household", home.pk))
    (told,) = queries.told([home], campaign, on, measure)
    able = queries.capable_people(home, measure, on) if measure else []
    note_views([p.pk for p in home.persons.all()], by=request.member, at=clock.now(), where="household")
    context = frame(request, area, "homes") | about | {
        "home": told, "able": able, "form": form, "contact_form": ContactForm(today=on, initial={"on": on}),
        "informings": queries.informings_of(home, campaign), "helpers": queries.helper_history(home, campaign),
        "head": next((p.full_name for p in home.persons.all() if p.is_head), "Chưa rõ chủ hộ"),
        "back_url": address(request, "field:homes-village", area.pk), "back_label": "Hộ gia đình",
        "visits": home.visits.filter(campaign=campaign).select_related("made_by__user")[:5],
    }  # fmt: skip
    return render(request, "field/leading/homes_household.html", context)


@only(*ACT)
@require_POST
def helper(request: MemberRequest, pk: Any) -> HttpResponse:
    """Note that the helper was in touch, or that she helps no more."""
    found = get_visible_or_404(
        HouseholdHelper.objects.select_related("household", "member__user"), request.member, pk=pk
    )
    village_or_404(request, found.household.village_id)
    if request.POST.get("viec") == "thoi":
        operations.end_helper(helper=found, by=request.member, at=clock.now())
        messages.success(request, f"{found.member.user.full_name} thôi giúp hộ {found.household.code}.")
    else:
        _contact(request, found, clock.today())
    return redirect(address(request, "field:homes-household", found.household_id))


def _contact(request: MemberRequest, found: HouseholdHelper, on: date) -> None:
    form = ContactForm(request.POST, today=on)
    if form.is_valid():
        operations.note_contact(helper=found, on=form.cleaned_data["on"], by=request.member, at=clock.now())
        messages.success(request, "Đã ghi ngày liên lạc.")
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))


@only(*ACT)
@require_POST
def withdraw(request: MemberRequest, pk: Any) -> HttpResponse:
    """A tick made by mistake."""
    row = get_visible_or_404(HouseholdInformed.objects.select_related("household"), request.member, pk=pk)
    village_or_404(request, row.household.village_id)
    if operations.withdraw(informings=[row], by=request.member, at=clock.now()):
        messages.success(request, "Đã bỏ đánh dấu. Lời ghi cũ vẫn giữ để xem.")
    else:
        messages.error(request, "Lời ghi này có từ lượt đến nhà hoặc buổi hỗ trợ nên không bỏ bằng tay được.")
    return redirect(address(request, "field:homes-household", row.household_id))
