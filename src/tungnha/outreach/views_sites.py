"""Banners, panels, notices: what was asked of which places, and what hangs there."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.outreach.answering import pressed, tried
from tungnha.outreach.forms_sites import PostingForm, SiteForm, TickForm
from tungnha.outreach.models import PostedSite, Posting, SiteEntry
from tungnha.outreach.operations import sites as operations
from tungnha.outreach.queries import sites as queries
from tungnha.outreach.sections import framed
from tungnha.outreach.views_materials import READERS
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member, Role
from tungnha.units.requests import MemberRequest, asked_id

ASKERS = (Role.OFFICER, Role.DATA_STEWARD)
TICKERS = (*ASKERS, Role.TEAM_LEADER, Role.TEAM_MEMBER, Role.UNIT_OFFICER)


@only(*READERS)
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    member, today = request.member, clock.today()
    rows = queries.standings(list(queries.postings(member)[:100]), member)
    context = {
        "rows": [(row, row.is_late(today)) for row in rows], "may_ask": member.has_role(*ASKERS),
        **framed(member, "postings"),
    }  # fmt: skip
    return render(request, "outreach/postings.html", context)


@only(*ASKERS)
def ask(request: MemberRequest) -> HttpResponse:
    member = request.member
    form = PostingForm(request.POST if request.method == "POST" else None, area=member.area)

    def make(data: dict[str, Any]) -> Posting:
        given = {name: data[name] for name in ("title", "form", "material", "campaign", "due_on")}
        return operations.ask_posting(area=member.area, sites=form.wanted(), by=member, at=clock.now(), **given)

    if form.is_bound and (made := tried(form, make)) is not None:
        messages.success(request, "Đã lập. Các thôn, đơn vị đánh dấu được nơi của mình.")
        return redirect("outreach:posting", pk=made.pk)
    context = {"form": form, **framed(member, "postings", "Lập đợt treo, niêm yết")}
    return render(request, "outreach/posting_ask.html", context, status=400 if form.errors else 200)


def _posting(request: MemberRequest, pk: int) -> Any:
    return get_visible_or_404(queries.postings(request.member), request.member, pk=pk)


@only(*READERS)
@require_safe
def posting(request: MemberRequest, pk: int) -> HttpResponse:
    found = _posting(request, pk)
    return _page(request, found, TickForm(initial={"on": clock.today()}))


def _page(request: MemberRequest, found: Posting, form: TickForm, ticked: tuple[int, ...] = ()) -> HttpResponse:
    member, standing = request.member, queries.standing(found, request.member)
    mine = set(_spoken_for(member).filter(posting=found).values_list("pk", flat=True)) if _ticks(member, found) else ()
    context = {
        "posting": found, "standing": standing, "form": form, "ticked": ticked, "may_tick": bool(mine), "mine": mine,
        "is_late": standing.is_late(clock.today()), "may_close": _own(member, found) and found.closed_at is None,
        **framed(member, "postings", found.title),
    }  # fmt: skip
    return render(request, "outreach/posting.html", context, status=400 if form.errors else 200)


def _ticks(member: Member, found: Posting) -> bool:
    return member.has_role(*TICKERS) and found.closed_at is None


def _spoken_for(member: Member) -> Any:
    """The places a member says something of: a unit sees those of the commune, and speaks for its own."""
    rows = PostedSite.objects.visible_to(member)
    return rows.filter(organisation=member.organisation_id) if member.has_role(Role.UNIT_OFFICER) else rows


def _own(member: Member, found: Posting) -> bool:
    return member.has_role(*ASKERS) and member.area_id == found.area_id


@only(*TICKERS)
@require_POST
def tick(request: MemberRequest, pk: int) -> HttpResponse:
    """The ticked places have it since that day."""
    found, form = _posting(request, pk), TickForm(request.POST)
    wanted = tuple(number for text in request.POST.getlist("site") if (number := asked_id(text)))
    rows = _spoken_for(request.member).filter(posting=found, pk__in=wanted)

    def note(data: dict[str, Any]) -> Any:
        sites = dict.fromkeys(rows.select_related("posting", "area"), data["quantity"])
        return operations.tick(sites=sites, on=data["on"], by=request.member, at=clock.now())

    if (made := tried(form, note)) is None:
        return _page(request, found, form, wanted)
    messages.success(request, f"Đã ghi {len(made)} nơi.")
    return redirect("outreach:posting", pk=found.pk)


@only(*READERS)
def site(request: MemberRequest, pk: int) -> HttpResponse:
    """One place: what was said of it, one after the other, and what is said now."""
    member = request.member
    rows = PostedSite.objects.select_related("posting__area", "area", "organisation")
    found: PostedSite = get_visible_or_404(rows, member, pk=pk)
    may_tick = _ticks(member, found.posting) and _spoken_for(member).filter(pk=found.pk).exists()
    form = SiteForm(request.POST or None, request.FILES or None, initial={"on": clock.today()})
    if request.method == "POST":
        if not may_tick:
            raise Http404("not for this role")
        if tried(form, lambda data: _say(request, found, data)) is not None:
            messages.success(request, "Đã ghi.")
            return redirect("outreach:posting", pk=found.posting_id)
    entries = found.entries.select_related("by__user", "taken_back_by__user").order_by("-at", "-id")
    above = (found.posting.title, reverse("outreach:posting", args=[found.posting_id]))
    context = {
        "site": found, "form": form, "may_tick": may_tick, "entries": entries, "member_id": member.pk,
        "may_correct": _own(member, found.posting), **framed(member, "postings", found.name, above),
    }  # fmt: skip
    return render(request, "outreach/posting_site.html", context, status=400 if form.errors else 200)


def _say(request: MemberRequest, found: PostedSite, given: dict[str, Any]) -> Any:
    return operations.tick(
        sites={found: given["quantity"]}, on=given["on"], is_up=given["is_up"], picture=given["picture"],
        by=request.member, at=clock.now(),
    )  # fmt: skip


@only(*READERS)
@require_safe
def picture(request: MemberRequest, pk: int) -> HttpResponse:
    entry = get_visible_or_404(SiteEntry.objects.exclude(picture=None), request.member, pk=pk)
    response = HttpResponse(bytes(entry.picture), content_type="image/webp")
    return response


@only(*TICKERS)
@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """By who said it, or by the desk that asked."""
    entry: SiteEntry = get_visible_or_404(SiteEntry.objects.select_related("site__posting"), request.member, pk=pk)
    if entry.by_id != request.member.pk and not _own(request.member, entry.site.posting):
        raise Http404("said by somebody else")
    do = partial(operations.take_back, entry=entry, by=request.member, at=clock.now())
    return pressed(request, do, "Đã rút lời ghi ấy.", "outreach:site", entry.site_id)


@only(*ASKERS)
@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(Posting.objects.filter(area=request.member.area), request.member, pk=pk)
    do = partial(operations.close_posting, posting=found, by=request.member, at=clock.now())
    return pressed(request, do, "Đã thôi theo dõi đợt này.", "outreach:posting", found.pk)
