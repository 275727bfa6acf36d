"""The official app for everything else: what it is called here, and what it counts each month."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest
from tungnha.voices import forms
from tungnha.voices.models import AppMonth
from tungnha.voices.operations import feedback as operations
from tungnha.voices.views.common import ABOVE, DESK, frame

READERS = (*ABOVE, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER)
WRITERS = (*DESK, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER)
NAMERS = (*DESK, Role.PROVINCE_OFFICER)


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    return _page(request)


@only(*NAMERS)
@require_POST
def name(request: MemberRequest) -> HttpResponse:
    form = forms.AppForm(request.POST, auto_id="id_app_%s")
    does = partial(operations.name_app, area=request.member.area, by=request.member, at=clock.now())
    return _taken(request, "app_form", form, does, "Đã lưu: trang dành cho người dân chỉ sang ứng dụng này.")


@only(*WRITERS)
@require_POST
def month(request: MemberRequest) -> HttpResponse:
    form = forms.MonthForm(request.POST, auto_id="id_month_%s")
    does = partial(operations.state_month, **_who(request))
    return _taken(request, "month_form", form, does, "Đã ghi số liệu của tháng.")


@only(*WRITERS)
@require_POST
def file(request: MemberRequest) -> HttpResponse:
    form = forms.MonthsForm(request.POST, auto_id="id_file_%s")
    does = partial(operations.import_months, **_who(request))
    return _taken(request, "file_form", form, does, "Đã ghi số liệu của {} tháng.", wrong_at="text")


def _taken(
    request: MemberRequest, which: str, form: Form, does: Callable[..., Any], said: str, wrong_at: str | None = None
) -> HttpResponse:
    """One of the forms of the page: done and said (`{}` is how many), or drawn again with what is wrong with it."""
    if form.is_valid():
        try:
            made = does(**form.cleaned_data)
        except Problem as problem:
            form.add_error(wrong_at, problem.sentence)
        else:
            messages.success(request, said.format(len(made)) if isinstance(made, list) else said)
            return redirect("voices:app")
    return _page(request, **{which: form})


def _who(request: MemberRequest) -> dict[str, Any]:
    member = request.member
    return {"area": member.area, "organisation": member.organisation, "by": member, "at": clock.now()}


def _page(request: MemberRequest, **tried: Any) -> HttpResponse:
    member = request.member
    app = operations.app_of(member.area)
    rows = AppMonth.objects.filter(area=member.area).select_related("organisation", "by__user")
    if member.role == Role.UNIT_OFFICER:
        rows = rows.filter(organisation=member.organisation)
    told: set[Any] = set()
    shown = [(row, (row.month, row.organisation_id) in told or told.add((row.month, row.organisation_id)))  # type: ignore[func-returns-value]
             for row in rows[:60]]  # fmt: skip
    first = {"name": app.name, "url": app.url, "hotline": app.hotline, "how_to": app.how_to} if app else {}
    context = frame(member, "app") | {
        "app": app, "rows": [{"row": row, "replaced": bool(replaced)} for row, replaced in shown],
        **_forms(member, first), **tried,
        "form": next(iter(tried.values()), None), "opened": dict.fromkeys(tried, True),
    }  # fmt: skip
    return render(request, "voices/app.html", context, status=400 if tried else 200)


def _forms(member: Member, first: dict[str, Any]) -> dict[str, Any]:
    """Those the member may fill in; several stand on one page, each with ids of its own."""
    found: dict[str, Any] = {}
    if member.has_role(*WRITERS):
        found["month_form"] = forms.MonthForm(auto_id="id_month_%s")
        found["file_form"] = forms.MonthsForm(auto_id="id_file_%s")
    if member.has_role(*NAMERS):
        found["app_form"] = forms.AppForm(initial=first, auto_id="id_app_%s")
    return found
