"""Số phải tính: what the register counts and what bodies state, side by side; and which of them each plan uses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.people.queries import AGES, GROUP_NAMES
from tungnha.plans.models import Plan
from tungnha.progress import bases, operations
from tungnha.progress.choices import words_of
from tungnha.progress.forms import StateBaseForm
from tungnha.progress.forms_bases import ChooseBaseForm, LookBaseForm
from tungnha.progress.loading import own_area_or_404
from tungnha.progress.openers import base_statements, with_homes
from tungnha.progress.showing import link
from tungnha.progress.views import READ_BASES as READERS
from tungnha.progress.views import STATERS
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

PAGE = 50


def _asked(request: MemberRequest) -> tuple[str, str, Area, date]:
    """(group, column, area, day); an area outside the member's own does not exist."""
    group, column, code, on = LookBaseForm(request.GET).asked(clock.today())
    return group, column, own_area_or_404(request, code), on


def _opens(group: str, column: str, area: Area, on: date) -> str:
    return link("progress:base-rows", nhom=group, cot=column, noi=area.code, ngay=on.isoformat())


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """Every group of the member's area on a day."""
    _, _, area, on = _asked(request)
    rows = [
        {
            "name": line.name, "url": link("progress:base", nhom=line.group, ngay=on.isoformat(), noi=area.code),
            "counted": line.counted, "counted_url": _opens(line.group, "counted", area, on) if line.counts else "",
            "away": line.counts.get("away"), "unknown": line.counts.get("unknown"), "unsure": line.counts.get("unsure"),
            "unsure_url": _opens(line.group, "unsure", area, on) if line.counts.get("unsure") else "",
            "official": line.official, "whose": _whose(line), "on": line.stated.on if line.stated else None,
            "gap": line.gap,
        }
        for line in bases.lines_of(area, on)
    ]  # fmt: skip
    context = {
        "rows": rows,
        "area": area,
        "on": on,
        "today": clock.today(),
        "crumbs": _crumbs(),
    }
    return render(request, "progress/bases.html", context)


def _whose(line: bases.BaseLine) -> str:
    if line.stated is not None:
        return f"{line.stated.stated_by.label}{', ' + line.stated.document if line.stated.document else ''}"
    return f"{line.of_units[1]} đơn vị báo" if line.of_units else ""


@only(*READERS)
def base(request: MemberRequest) -> HttpResponse:
    """One group: what it is made of, every official figure, each village, and which number the plans use."""
    group, _, area, on = _asked(request)
    line = next(found for found in bases.lines_of(area, on) if found.group == group)
    columns = bases.columns_of(group)
    made_of = [
        {"words": words, "count": line.counts[column], "url": _opens(group, column, area, on)}
        for column, words in columns.items()
    ]  # fmt: skip
    statements = [
        {
            "claim": claim, "gap": line.counted - claim.count if line.counted is not None else None,
        }
        for claim in base_statements(area, group, on)
    ]  # fmt: skip
    own = area.pk == request.member.area_id and area.kind == Area.Kind.COMMUNE
    may = own and request.member.has_role(*STATERS) and bases.way_of_group(group) in ("residents", "things")
    context = {
        "line": line, "group": group, "name": GROUP_NAMES[group], "area": area, "on": on, "today": clock.today(),
        "made_of": made_of, "statements": statements, "villages": _village_rows(group, area, on), "may": may,
        "units": bases.unit_lines(group, area, on), "uses": bases.plans_using(group, area), "aged": group in AGES,
        "reading": words_of(group, ""), "groups": _tabs(group, area, on), "way": bases.way_of_group(group),
        "village_columns": [words for column, words in columns.items() if column in VILLAGE_COLUMNS],
        "state_url": link("progress:state-group-base", nhom=group), "crumbs": [*_crumbs(), _crumb(GROUP_NAMES[group])],
    }  # fmt: skip
    return render(request, "progress/base.html", context)


VILLAGE_COLUMNS = ("counted", "away", "unsure")


def _village_rows(group: str, area: Area, on: date) -> list[dict[str, Any]]:
    words = bases.columns_of(group)
    columns = [column for column in words if column in VILLAGE_COLUMNS]
    return [
        {
            "name": found.area.full_name, "stated": found.stated, "gap": found.gap,
            "cells": [(words[c], found.counts[c], _opens(group, c, found.area, on)) for c in columns],
        }
        for found in bases.village_lines(group, area, on)
    ]  # fmt: skip


def _tabs(group: str, area: Area, on: date) -> list[dict[str, Any]]:
    return [
        {"label": GROUP_NAMES[g].capitalize(), "url": link("progress:base", nhom=g, noi=area.code, ngay=on.isoformat()),
         "current": g == group}
        for g in bases.GROUPS
    ]  # fmt: skip


def _crumb(label: str, url: str = "") -> dict[str, str]:
    return {"label": label[:1].upper() + label[1:], "url": url}


def _group_crumbs(group: str, last: str, **place: str) -> list[dict[str, str]]:
    return [*_crumbs(), _crumb(GROUP_NAMES[group], link("progress:base", nhom=group, **place)), _crumb(last)]


def _crumbs() -> list[dict[str, str]]:
    return [_crumb("Tiến độ", reverse("progress:index")), _crumb("Số phải tính", reverse("progress:bases"))]


@only(*READERS)
def rows(request: MemberRequest) -> HttpResponse:
    """The people or things behind one number, within the reader's scope."""
    group, column, area, on = _asked(request)
    if not column:
        raise Http404("what is only stated has no rows")
    behind: Any = bases.open_rows(group, column, area, on)
    kind = bases.THING_GROUPS.get(group, "person")
    seen = with_homes(behind.visible_to(request.member), kind)
    page = Paginator(seen, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page, "kind": kind, "total": behind.count(), "words": bases.columns_of(group)[column],
        "name": GROUP_NAMES[group], "area": area, "on": on,
        "counts_only": not request.member.sees_whole_area(names=True),
        "crumbs": _group_crumbs(group, bases.columns_of(group)[column], noi=area.code, ngay=on.isoformat()),
    }  # fmt: skip
    return render(request, "progress/base_rows.html", context)


@only(*STATERS)
def state(request: MemberRequest) -> HttpResponse:
    """A body's number of a group, whatever plan asks for it: typed in once, for all of them."""
    group, _, area, _ = _asked(request)
    if area.kind != Area.Kind.COMMUNE or bases.way_of_group(group) not in ("residents", "things"):
        raise Http404("no base of this group is stated here")
    form = StateBaseForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key != "keep_gap"}
        try:
            operations.state_bases(area=area, group=group, by=request.member, at=clock.now(), **said)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi. Số cũ vẫn còn để đối chiếu.")
            return redirect(link("progress:base", nhom=group))
    context = {
        "form": form, "area": area, "name": GROUP_NAMES[group], "back": link("progress:base", nhom=group),
        "crumbs": _group_crumbs(group, "Ghi số mới"),
    }  # fmt: skip
    return render(request, "progress/base_state.html", context, status=400 if form.errors else 200)


@only(*STATERS)
def choose(request: MemberRequest, pk: int) -> HttpResponse:
    """Which number a plan's targets of a group are measured against, and why."""
    group = LookBaseForm(request.GET).asked(clock.today())[0]
    plan: Plan = get_visible_or_404(Plan.objects.select_related("campaign__area"), request.member, pk=pk)
    area, today = plan.campaign.area, clock.today()
    use = next((u for u in bases.plans_using(group, area) if u.plan.pk == plan.pk), None)
    if area.pk != request.member.area_id:
        log_event("scope.refused", about=plan, by=request.member, at=clock.now())
        raise Http404("another area's plan")
    if use is None:
        raise Http404("the plan counts nothing of this group")
    line = next(found for found in bases.lines_of(area, today) if found.group == group)
    form = ChooseBaseForm(
        request.POST or None, group=group, claims=base_statements(area, group, today), counted=line.counted,
        told=use.stated_base, initial=_now(use, group),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            operations.choose_base(plan=plan, group=group, by=request.member, at=clock.now(), **form.chosen)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã chọn. Tỷ lệ của kế hoạch được tính theo số này.")
            return redirect(link("progress:base", nhom=group))
    context = {
        "form": form, "plan": plan, "use": use, "name": GROUP_NAMES[group], "back": link("progress:base", nhom=group),
        "crumbs": _group_crumbs(group, "Chọn số để tính"),
    }  # fmt: skip
    return render(request, "progress/base_choose.html", context, status=400 if form.errors else 200)


def _now(use: bases.PlanUse, group: str) -> dict[str, str]:
    choice = use.choice
    if choice is None:
        return {"uses": "latest", "read_as": group}
    return {"uses": f"claim-{choice.claim_id}" if choice.claim_id else choice.uses, "read_as": choice.read_as or group}
