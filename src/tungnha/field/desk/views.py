"""The page that stays open all day, the faces beside it, the days before, the typed series."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.field import queries as field
from tungnha.field.desk import operations, queries
from tungnha.field.desk.forms import SeriesForm, ValueForm, VisitorForm
from tungnha.field.models import DeskVisit, SatisfactionMark, SupportSession, TypedSeries
from tungnha.ledger.queries import standings_held
from tungnha.people.models import Person
from tungnha.people.operations.viewing import note_views
from tungnha.units import clock
from tungnha.units.access import View, get_visible_or_404, only
from tungnha.units.models import Campaign, Member, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id, asked_text

CLERKS = (Role.OFFICER, Role.DATA_STEWARD, Role.UNIT_OFFICER)
READERS = (*CLERKS, Role.LEADER)
SHOWN = 12
FACES = {3: ("Hài lòng", "happy"), 2: ("Bình thường", "fair"), 1: ("Chưa hài lòng", "unhappy")}


def at_the_desk(view: View) -> View:
    """For officers, and the staff of the centre that runs the desk; for all others the page does not exist."""

    @only(*CLERKS)
    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.works_at_desk(request.member):
            raise Http404("not at the desk")
        return view(request, *args, **kwargs)

    return guarded


def _campaign(member: Member) -> Campaign | None:
    return field.campaigns_for(member, clock.today()).order_by("-pk").first()


@at_the_desk
def desk(request: MemberRequest) -> HttpResponse:
    """The next visitor: three taps, and the next."""
    member = request.member
    campaign = _campaign(member)
    services = queries.services_of_desk(campaign)
    form = VisitorForm(request.POST or None, services=services, initial={"visit_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid() and _record(request, form, campaign):
        return redirect("field:desk")
    chosen = _chosen(request, form)
    return render(request, "field/desk.html", _page(member, form, chosen), status=400 if form.errors else 200)


def _record(request: MemberRequest, form: VisitorForm, campaign: Campaign | None) -> bool:
    data = form.cleaned_data
    try:
        visit = operations.record_visitor(
            visit_id=data["visit_id"], area=request.member.area, come_from=data["come_from"], outcome=data["outcome"],
            person=_person(request, data["person"]), done=form.done_services(), why=data["why"], campaign=campaign,
            by=request.member, at=clock.now(),
        )  # fmt: skip
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return False
    whom = f" cho {visit.person.full_name}" if visit.person else ""
    messages.success(request, f"Đã ghi một lượt khách{whom}: {visit.get_outcome_display()}.")
    return True


def _person(request: MemberRequest, pk: int | None) -> Person | None:
    """One this clerk found on this page today: what was never looked up here cannot be named."""
    if not pk:
        return None
    member = request.member
    if member.sees_whole_area(names=True):
        found: Person = get_visible_or_404(Person, member, pk=pk)
        return found
    if pk not in request.session.get("desk-found", []):
        raise Http404("not found at this desk")
    rows = Person.objects.filter(household__village__path__startswith=member.area.path)
    return rows.filter(pk=pk, merged_into=None, erased_at=None).first()


def _chosen(request: MemberRequest, form: VisitorForm) -> Person | None:
    return _person(request, asked_id(form.data.get("person"))) if form.is_bound else None


def _page(member: Member, form: VisitorForm, chosen: Person | None) -> dict[str, Any]:
    today = clock.today()
    rows = DeskVisit.objects.visible_to(member).filter(pk__in=queries.visitors(member.area, today, today))
    return {
        "form": form, "chosen": chosen, "flow": queries.flow(member.area, today, today), "today": today,
        "visits": rows.select_related("person").prefetch_related("services__service")[:SHOWN],
        "by_name": member.sees_whole_area(names=True),
    }  # fmt: skip


@at_the_desk
@require_POST
def find(request: MemberRequest) -> HttpResponse:
    """Who the visitor is. Posted, so that no number stands in an address; each look is on record."""
    member, text = request.member, asked_text(request, "tim")
    found = queries.look_up(text, member)
    _remember(request, found)
    note_views(found, by=member, at=clock.now(), where="desk")
    if not found and queries.is_a_whole_number(text):
        log_event("desk.looked_up", about=None, by=member, at=clock.now(), found=0)
    held = {
        (s.person_id, s.service_id): s.level for s in standings_held(clock.today()).filter(person__in=found)
    }  # fmt: skip
    services = queries.services_of_desk(_campaign(member))
    rows = [
        (person, [(service.label, held.get((person.pk, service.pk), 0) >= level) for service, level in services])
        for person in found
    ]
    context = {
        "rows": rows, "text": text, "whole": queries.is_a_whole_number(text),
        "by_name": member.sees_whole_area(names=True),
    }  # fmt: skip
    if request.htmx:
        return render(request, "field/_desk_found.html", context)
    form = VisitorForm(services=services, initial={"visit_id": uuid.uuid4()})
    return render(request, "field/desk.html", _page(member, form, None) | context | {"looked": True})


def _remember(request: MemberRequest, found: list[Person]) -> None:
    known = request.session.get("desk-found", [])
    request.session["desk-found"] = [*known, *(p.pk for p in found if p.pk not in known)][-200:]


@at_the_desk
@require_POST
def take_back(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    visit = get_visible_or_404(DeskVisit, request.member, pk=pk)
    try:
        operations.take_back(visit=visit, by=request.member, at=clock.now())
        messages.success(request, "Đã lấy lại lượt khách ấy: không đếm nữa.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("field:desk")


@only(*READERS)
def days(request: MemberRequest) -> HttpResponse:
    """The figures of a month: each day, what was done, why not, how pleased."""
    member = request.member
    if not (queries.works_at_desk(member) or member.has_role(Role.LEADER)):
        raise Http404("not at the desk")
    first, last = _month(request.GET.get("thang", ""))
    area = member.area
    context = {
        "first": first, "flow": queries.flow(area, first, last), "rows": queries.by_day(area, first, last),
        "done": queries.services_done(area, first, last), "why_not": queries.why_not(area, first, last),
        "faces": [(FACES[value][0], n) for value, n in queries.faces(area, ["desk"], first, last).items()],
        "before": (first - timedelta(days=1)).replace(day=1), "after": last + timedelta(days=1), "today": clock.today(),
    }  # fmt: skip
    return render(request, "field/desk_days.html", context)


def _month(text: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = clock.today().replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1) if first.year < 9999 else first
    return first, following - timedelta(days=1)


# --- faces ------------------------------------------------------------------------------------------------------------


@only(*CLERKS, Role.TEAM_LEADER, Role.TEAM_MEMBER, Role.PARTNER)
def faces(request: MemberRequest) -> HttpResponse:
    """Three faces for a screen that looks at the visitor; of a session, with ?buoi=."""
    member, session = request.member, _session(request)
    if session is None and not queries.works_at_desk(member):
        raise Http404("not at the desk")
    if request.method == "POST":
        value = request.POST.get("mark", "")
        try:
            operations.mark(
                area=session.area if session else member.area, where="session" if session else "desk",
                value=int(value) if value in ("1", "2", "3") else 0, on=clock.today(), session=session,
            )  # fmt: skip
        except Problem as problem:
            messages.error(request, problem.sentence)
            return redirect(request.get_full_path())
        return render(
            request, "field/faces.html", {"thanks": True, "session": session, "again": request.get_full_path()}
        )
    context = {"faces": [(value, *FACES[value]) for value in SatisfactionMark.Mark.values[::-1]], "session": session}
    return render(request, "field/faces.html", context)


def _session(request: MemberRequest) -> SupportSession | None:
    if not request.GET.get("buoi"):
        return None
    found: SupportSession = get_visible_or_404(SupportSession, request.member, pk=asked_id(request.GET["buoi"]))
    return found


# --- typed series -----------------------------------------------------------------------------------------------------


@only(*READERS)
def all_series(request: MemberRequest) -> HttpResponse:
    member = request.member
    may_write = queries.works_at_desk(member)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and not may_write:
        raise Http404("not at the desk")
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.start_series(area=member.area, by=member, at=clock.now(), **form.cleaned_data)
            return redirect("field:series-one", pk=made.pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    rows = TypedSeries.objects.visible_to(member).filter(area=member.area)
    told = [(series, queries.standing_values(series)[-1:], queries.change_since_start(series)) for series in rows]
    context = {"rows": told, "form": form, "may_write": may_write}
    return render(request, "field/series.html", context, status=400 if form.errors else 200)


@only(*READERS)
def series(request: MemberRequest, pk: int) -> HttpResponse:
    member = request.member
    found = get_visible_or_404(TypedSeries, member, pk=pk)
    may_write = queries.works_at_desk(member) and found.area_id == member.area_id
    if request.method == "POST" and not may_write:
        raise Http404("not at the desk")
    form = ValueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.type_value(series=found, by=member, at=clock.now(), **form.cleaned_data)
            messages.success(request, "Đã ghi.")
            return redirect("field:series-one", pk=found.pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    stands = {value.pk for value in queries.standing_values(found)}
    typed = found.values.select_related("made_by__user").order_by("-on", "-pk")
    context = {
        "series": found, "form": form, "may_write": may_write and found.ended_at is None,
        "change": queries.change_since_start(found),
        "rows": [(value, value.pk in stands) for value in typed],
    }  # fmt: skip
    return render(request, "field/series_one.html", context, status=400 if form.errors else 200)


@at_the_desk
@require_POST
def end_series(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(TypedSeries.objects.filter(area=request.member.area), request.member, pk=pk)
    operations.end_series(series=found, by=request.member, at=clock.now())
    messages.success(request, "Đã thôi theo dõi số liệu này; những gì đã ghi vẫn còn.")
    return redirect("field:series")
