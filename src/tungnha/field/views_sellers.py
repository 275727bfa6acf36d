"""At a seller's door, and at the desk: what was done, what is there now. One page, big buttons."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.field import operations_sellers as operations
from tungnha.field.forms_sellers import SellerVisitForm
from tungnha.field.models import SellerVisit
from tungnha.field.seller_rules import HELPED
from tungnha.field.seller_steps import TOLD_KEY, Steps, key_of
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Claim
from tungnha.ledger.queries import standings_held
from tungnha.people.models import Establishment
from tungnha.people.sellers import queries as sellers
from tungnha.people.views.establishments import DESK, EDITORS
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Campaign, Member, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_text

TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
PAGE = 40
SHOWS = {"noi": "Chưa tuyên truyền", "giup": "Chưa hỗ trợ", "": "Tất cả"}


@only(*TEAM)
def index(request: MemberRequest) -> HttpResponse:
    """The sellers of the team's village: first those nobody has spoken to."""
    member, today = request.member, clock.today()
    every = Establishment.objects.visible_to(member).filter(sellers.open_on(today)).exclude(eligible=False)
    show = request.GET.get("loc", "noi")
    show = show if show in SHOWS else "noi"
    text = asked_text(request, "tim")
    text = "" if sellers.is_secret(text) else text
    rows = sellers.find(_shown(every, show, today), text)
    page = Paginator(rows.select_related("village").order_by("folded_words", "id"), PAGE).get_page(
        request.GET.get("trang")
    )
    words = Steps().words_of(list(page), today)
    tabs = [
        {"url": f"?loc={key}", "label": f"{label} ({_shown(every, key, today).count()})", "current": key == show}
        for key, label in SHOWS.items()
    ]
    context = {
        "page": page, "rows": [(row, words.get(row.pk, [])) for row in page], "tabs": tabs, "show": show, "text": text,
    }  # fmt: skip
    return render(request, "field/sellers.html", context)


def _shown(rows: QuerySet[Any], show: str, on: date) -> QuerySet[Any]:
    key = {"noi": TOLD_KEY, "giup": key_of(HELPED, 1)}.get(show)
    reached = Steps().reached(key, on) if key else None
    return rows.exclude(reached) if reached is not None else rows


def _load(request: MemberRequest, pk: int) -> Establishment:
    found: Establishment = get_visible_or_404(Establishment.objects.select_related("village"), request.member, pk=pk)
    return found


@only(*EDITORS)
def seller(request: MemberRequest, pk: int) -> HttpResponse:
    """One call: tick what was done and what is there, write a word, press how it went."""
    row, member = _load(request, pk), request.member
    at_door = member.role in VILLAGE_ROLES
    form = SellerVisitForm(request.POST or None, row=row, initial={"visit_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid() and _record(request, form, row):
        return redirect("field:sellers" if at_door else reverse("people:establishment", args=[row.pk]))
    held = {s.service_id: s for s in standings_held(clock.today()).filter(establishment=row)}
    context = {
        "row": row, "form": form, "asked": form.asked(held), "at_door": at_door,
        "calls": SellerVisit.objects.visible_to(member).filter(establishment=row).select_related("made_by__user")[:5],
        "back_url": reverse("field:sellers") if at_door else reverse("people:establishment", args=[row.pk]),
        "back_label": "Các cơ sở" if at_door else "Trang của cơ sở",
    }  # fmt: skip
    return render(request, "field/seller.html", context, status=400 if form.errors else 200)


def _record(request: MemberRequest, form: SellerVisitForm, row: Establishment) -> bool:
    data, now = form.cleaned_data, clock.now()
    try:
        operations.record_seller_visit(
            visit_id=data["visit_id"], establishment=row, outcome=data["outcome"], steps=form.steps(),
            note=data["note"], campaign=_campaign(request.member), made_at=now, by=request.member, at=now,
        )  # fmt: skip
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return False
    messages.success(request, f"Đã lưu {row.name}.")
    if hide_typed_numbers(data["note"]) != data["note"]:
        messages.warning(request, "Số trong ghi chú đã được che: không ghi số căn cước, số điện thoại, số tài khoản.")
    return True


def _campaign(member: Member) -> Campaign | None:
    """The newest campaign that asks something of establishments, else none: sellers are helped the year round."""
    asking = Campaign.objects.visible_to(member).filter(asked_services__service__counts="establishment", ended_on=None)
    found: Campaign | None = asking.distinct().order_by("-pk").first()
    return found


@only(*EDITORS)
@require_POST
def take_back(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """A step recorded by mistake: by whoever recorded it, or by the desk."""
    rows = Claim.objects.filter(establishment__isnull=False)
    claim = _claim(request, rows, pk)
    try:
        operations.take_back(claim=claim, by=request.member, at=clock.now())
        messages.success(request, "Đã rút lại. Cả hai ghi nhận vẫn còn để xem.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("people:establishment", pk=claim.establishment_id)


def _claim(request: MemberRequest, rows: QuerySet[Any], pk: uuid.UUID) -> Claim:
    """Of an establishment within scope; not the word of somebody else, unless one sits at the desk."""
    member = request.member
    if not member.has_role(*DESK):
        rows = rows.filter(made_by=member)
    known = rows.filter(pk=pk).first()
    get_visible_or_404(Establishment, member, pk=known.establishment_id if known else 0)
    assert known is not None
    return known
