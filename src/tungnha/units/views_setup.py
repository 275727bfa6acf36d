"""Thiết lập: a commune's villages, organisations and members. Groups stand in views_setup_groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.units import clock, setup
from tungnha.units import queries_setup as queries
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.forms_setup import (
    EndForm,
    EndVillageForm,
    MemberForm,
    OrganisationForm,
    VillageForm,
    VillagesForm,
)  # fmt: skip
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

DESK = (Role.OFFICER, Role.DATA_STEWARD)
PAGE = 50


def attempt(form: forms.Form, deed: Callable[[], Any]) -> Any:
    """Do the one thing a form asks for; a problem goes back to the top of the form."""
    try:
        return deed()
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return None


def get_own_or_404(rows: Any, member: Member, pk: int, area: str = "area") -> Any:
    """As get_visible_or_404, and inside the own area: a commune sees its province's bodies, but sets up its own."""
    found = get_visible_or_404(rows, member, pk=pk)
    where: Area = getattr(found, area) if area else found
    if not member.area.contains(where):
        log_event("scope.refused", about=found, by=member, at=clock.now())
        raise Http404("above one's own area")
    return found


def by_now(request: MemberRequest) -> dict[str, Any]:
    return {"by": request.member, "at": clock.now()}


@only(*DESK)
def home(request: MemberRequest) -> HttpResponse:
    """What is set up and what is still to do, in the order it is best done."""
    commune, today = request.member.area, clock.today()
    villages = [row for row in queries.village_rows(commune, today) if not row["ended"]]
    bodies = queries.organisations_of(commune).filter(queries.current(today))
    teams = queries.group_table("team", commune, today)
    context = {
        "villages": len(villages), "organisations": bodies.count(), "founded": teams.founded,
        "reporting": bodies.filter(must_report=True).count(), "persons": sum(row["persons"] for row in villages),
        "members": queries.members_of(commune).filter(queries.current(today)).count(),
        "without_team": sum(row["members"] == 0 for row in villages),
    }  # fmt: skip
    return render(request, "units/setup_home.html", context)


# -- villages


@only(*DESK)
def villages(request: MemberRequest) -> HttpResponse:
    form = VillagesForm(request.POST or None)
    commune = request.member.area
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, lambda: setup.add_villages(commune=commune, text=form.cleaned_data["text"], **by_now(request))
        )
        if made is not None:
            messages.success(request, f"Đã thêm {len(made)} thôn.")
            return redirect("units:setup-villages")
    rows = queries.village_rows(commune, clock.today())
    standing = [row for row in rows if not row["ended"]]
    total = {key: sum(row[key] for row in standing) for key in ("households", "persons", "members")}
    context = {"form": form, "rows": rows, "standing": len(standing), "total": total}
    return render(request, "units/setup_villages.html", context)


@only(*DESK)
def village(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_own_or_404(Area.objects.villages(), request.member, pk, area="")
    if request.method != "POST":
        return _village_page(request, found)
    form = VillageForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: setup.edit_village(village=found, **form.cleaned_data, **by_now(request))
    ):
        messages.success(request, f"Đã lưu {found.full_name}.")
        return redirect("units:setup-villages")
    return _village_page(request, found, form=form)


@require_POST
@only(*DESK)
def village_end(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_own_or_404(Area.objects.villages(), request.member, pk, area="")
    form = EndVillageForm(request.POST, village=found, on=clock.today(), prefix="end")
    if form.is_valid() and attempt(
        form, lambda: setup.end_village(village=found, **form.cleaned_data, **by_now(request))
    ):
        messages.success(request, f"{found.title} kết thúc từ {form.cleaned_data['on']:%d/%m/%Y}.")
        return redirect("units:setup-villages")
    return _village_page(request, found, end=form)


def _village_page(request: MemberRequest, found: Area, **forms_shown: Any) -> HttpResponse:
    initial = {"full_name": found.full_name, "place": found.order or 1}
    context = {
        "village": Area.objects.get(pk=found.pk), "form": VillageForm(initial=initial),
        "end": EndVillageForm(village=found, on=clock.today(), prefix="end", initial={"on": clock.today()}),
        "into": [s.successor for s in found.successions.select_related("successor")],
        "row": next(r for r in queries.village_rows(found.parent or found, clock.today()) if r["village"] == found),
    } | forms_shown  # fmt: skip
    return render(request, "units/setup_village.html", context)


# -- organisations


@only(*DESK)
def organisations(request: MemberRequest) -> HttpResponse:
    today = clock.today()
    rows = list(queries.organisations_of(request.member.area))
    standing = [one for one in rows if one.valid_to is None or one.valid_to >= today]
    ended = [one for one in rows if one not in standing]
    return render(request, "units/setup_organisations.html", {"rows": standing, "ended": ended})


@only(*DESK)
def organisation_add(request: MemberRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, commune=request.member.area, on=clock.today())
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: setup.add_organisation(facts=form.facts(), **by_now(request)))
        if made:
            messages.success(request, f"Đã thêm {made.name}.")
            return redirect("units:setup-organisations")
    return render(request, "units/setup_organisation.html", {"form": form})


@only(*DESK)
def organisation(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_own_or_404(Organisation.objects.select_related("area"), request.member, pk)
    if request.method != "POST":
        return _organisation_page(request, found)
    form = OrganisationForm(request.POST, commune=request.member.area, on=clock.today(), itself=found)
    if form.is_valid() and attempt(
        form, lambda: setup.edit_organisation(organisation=found, facts=form.facts(), **by_now(request))
    ):
        messages.success(request, f"Đã lưu {found.name}.")
        return redirect("units:setup-organisations")
    return _organisation_page(request, found, form=form)


@require_POST
@only(*DESK)
def organisation_end(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_own_or_404(Organisation.objects.select_related("area"), request.member, pk)
    form = EndForm(request.POST, prefix="end")
    if form.is_valid() and attempt(
        form, lambda: setup.end_organisation(organisation=found, **form.cleaned_data, **by_now(request))
    ):
        messages.success(request, f"{found.name} kết thúc ngày {form.cleaned_data['on']:%d/%m/%Y}.")
        return redirect("units:setup-organisations")
    return _organisation_page(request, found, end=form)


def _organisation_page(request: MemberRequest, found: Organisation, **forms_shown: Any) -> HttpResponse:
    initial = {field: getattr(found, field) for field in setup.OrganisationFacts.__dataclass_fields__}
    form = OrganisationForm(initial=initial, commune=request.member.area, on=clock.today(), itself=found)
    context = {
        "organisation": Organisation.objects.get(pk=found.pk), "form": form,
        "end": EndForm(prefix="end", initial={"on": clock.today()}),
        "staff": found.members.filter(queries.current(clock.today())).select_related("user", "area"),
    } | forms_shown  # fmt: skip
    return render(request, "units/setup_organisation.html", context)


# -- members


@only(*DESK)
def members(request: MemberRequest) -> HttpResponse:
    today = clock.today()
    rows = queries.members_of(request.member.area)
    within = asked_id(request.GET.get("thon"))
    if within is not None:
        rows = rows.filter(area=within)
    now, gone = rows.filter(queries.current(today)), rows.exclude(queries.current(today))
    ended = "da-thoi" in request.GET
    page = Paginator(gone if ended else now, PAGE).get_page(request.GET.get("trang"))
    tabs = [
        {"url": f"?thon={within or ''}", "label": f"Đang làm việc ({now.count()})", "current": not ended},
        {"url": f"?da-thoi=1&thon={within or ''}", "label": f"Đã thôi ({gone.count()})", "current": ended},
    ]
    return render(request, "units/setup_members.html", {"page": page, "tabs": tabs})


@only(*DESK)
def member_add(request: MemberRequest) -> HttpResponse:
    """The first password is drawn on the answer itself, never kept: loading the page again cannot show it."""
    form = MemberForm(request.POST or None, commune=request.member.area, on=clock.today())
    if request.method == "POST" and form.is_valid():
        new = attempt(form, lambda: setup.admit_member(**form.cleaned_data, **by_now(request)))
        if new is not None:
            return render(request, "units/setup_password.html", {"of": new.member, "password": new.password})
    return render(request, "units/setup_member_add.html", {"form": form})


@only(*DESK)
def member(request: MemberRequest, pk: int) -> HttpResponse:
    return _member_page(request, get_own_or_404(queries.members_of(request.member.area), request.member, pk))


@require_POST
@only(*DESK)
def member_end(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_own_or_404(Member.objects.select_related("user", "area"), request.member, pk)
    form = EndForm(request.POST, prefix="end")
    if form.is_valid() and attempt(
        form, lambda: setup.end_member(member=found, **form.cleaned_data, **by_now(request))
    ):
        messages.success(request, f"{found.user.full_name} thôi làm {found.get_role_display()}.")
        return redirect("units:setup-members")
    return _member_page(request, found, end=form)


@require_POST
@only(*DESK)
def member_password(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_own_or_404(Member.objects.select_related("user", "area"), request.member, pk)
    password = setup.reset_password(member=found, **by_now(request))
    return render(request, "units/setup_password.html", {"of": found, "password": password, "again": True})


def _member_page(request: MemberRequest, found: Member, **forms_shown: Any) -> HttpResponse:
    others = found.user.memberships.filter(area__path__startswith=request.member.area.path).exclude(pk=found.pk)
    context = {
        "of": found, "login": queries.login_shown(found), "others": others.select_related("area", "organisation"),
        "end": EndForm(prefix="end", initial={"on": clock.today()}),
    } | forms_shown  # fmt: skip
    return render(request, "units/setup_member.html", context)
