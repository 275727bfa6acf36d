"""Offers of operators: what, for whom, until when, and which villages have been told."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tungnha.outreach.answering import pressed, tried
from tungnha.outreach.forms_offers import OfferForm, TellingForm
from tungnha.outreach.models import Offer, OfferTelling
from tungnha.outreach.operations import offers as operations
from tungnha.outreach.queries import offers as queries
from tungnha.outreach.sections import framed
from tungnha.outreach.views_materials import READERS as OF_MATERIALS
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member, Role
from tungnha.units.requests import MemberRequest, asked_id

READERS = (*OF_MATERIALS, Role.PARTNER)
WRITERS = (Role.OFFICER, Role.DATA_STEWARD, Role.PARTNER)
AGREERS = (Role.OFFICER, Role.DATA_STEWARD, Role.LEADER)
TELLERS = (Role.OFFICER, Role.DATA_STEWARD, Role.TEAM_LEADER, Role.TEAM_MEMBER)


@only(*READERS)
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    member, today = request.member, clock.today()
    rows = queries.told(list(queries.offers_for(member)[:200]), member, today)
    context = {
        "rows": [(row, queries.state_of(row.offer, today)) for row in rows], "may_write": member.has_role(*WRITERS),
        **framed(member, "offers"),
    }  # fmt: skip
    return render(request, "outreach/offers.html", context)


@only(*WRITERS)
def write(request: MemberRequest) -> HttpResponse:
    member = request.member
    form = OfferForm(request.POST if request.method == "POST" else None, member=member)
    if form.is_bound:
        made = tried(form, lambda data: operations.write_offer(area=member.area, by=member, at=clock.now(), **data))
        if made is not None:
            messages.success(request, "Đã ghi. Xã đồng ý rồi mới báo đến thôn.")
            return redirect("outreach:offer", pk=made.pk)
    context = {"form": form, **framed(member, "offers", "Ghi ưu đãi")}
    return render(request, "outreach/offer_write.html", context, status=400 if form.errors else 200)


def _offer(request: MemberRequest, pk: int) -> Offer:
    found: Offer = get_visible_or_404(queries.offers_for(request.member), request.member, pk=pk)
    return found


@only(*READERS)
@require_safe
def offer(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _offer(request, pk), TellingForm(initial={"on": clock.today()}))


def _page(request: MemberRequest, found: Offer, form: TellingForm, ticked: tuple[int, ...] = ()) -> HttpResponse:
    member, today = request.member, clock.today()
    state = queries.state_of(found, today)
    (told,) = queries.told([found], member, today)
    context = {
        "offer": found, "state": state, "told": told, "form": form, "ticked": ticked,
        "may_tell": member.has_role(*TELLERS) and state in ("used", "coming"), "member_id": member.pk,
        "may_agree": _own(member, found) and member.has_role(*AGREERS), "may_withdraw": _withdraws(member, found),
        **framed(member, "offers", found.title),
    }  # fmt: skip
    return render(request, "outreach/offer.html", context, status=400 if form.errors else 200)


def _own(member: Member, found: Offer) -> bool:
    return member.area_id == found.area_id


def _withdraws(member: Member, found: Offer) -> bool:
    """The desk, and the operator its own."""
    if found.withdrawn_at is not None or not _own(member, found):
        return False
    return member.has_role(*AGREERS) or (member.is_partner and member.organisation_id == found.organisation_id)


@only(*AGREERS)
@require_POST
def agree(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(Offer.objects.filter(area=request.member.area), request.member, pk=pk)
    words = "Xã đã đồng ý: báo đến thôn được, bà con xem được."
    return _settled(request, found, operations.agree, words)


@only(*AGREERS, Role.PARTNER)
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = _offer(request, pk)
    if not _withdraws(request.member, found):
        raise Http404("not theirs to withdraw")
    return _settled(request, found, operations.withdraw, "Ưu đãi này đã thôi.")


def _settled(request: MemberRequest, found: Offer, deed: Any, words: str) -> HttpResponse:
    do = partial(deed, offer=found, by=request.member, at=clock.now())
    return pressed(request, do, words, "outreach:offer", found.pk)


@only(*TELLERS)
@require_POST
def tell(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _offer(request, pk), TellingForm(request.POST)
    ticked = tuple(number for text in request.POST.getlist("area") if (number := asked_id(text)))
    areas = [a for a in queries.villages_of(found, request.member, clock.today()) if a.pk in ticked]
    tell = partial(operations.tell, offer=found, areas=areas, by=request.member, at=clock.now())
    if (count := tried(form, lambda data: tell(**data))) is None:
        return _page(request, found, form, ticked)
    messages.success(request, f"Đã ghi: báo đến {count} nơi.")
    return redirect("outreach:offer", pk=found.pk)


@only(*TELLERS)
@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """By who said it, or by the desk."""
    rows = OfferTelling.objects.select_related("offer", "area")
    telling: OfferTelling = get_visible_or_404(rows, request.member, pk=pk)
    if telling.by_id != request.member.pk and not request.member.has_role(*AGREERS):
        raise Http404("said by somebody else")
    operations.take_telling_back(telling=telling, by=request.member, at=clock.now())
    messages.success(request, f"Đã rút: chưa báo đến {telling.area.title}.")
    return redirect("outreach:offer", pk=telling.offer_id)
