"""The lasting address of each plan: its code to be printed, what it opens, the links the plan gave itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.drafting.qr import qr_svg
from tungnha.outreach import known
from tungnha.outreach.models import PlanAddress, PlanLink
from tungnha.outreach.operations import addresses as operations
from tungnha.outreach.queries import addresses as queries
from tungnha.outreach.queries.public import public_rows
from tungnha.outreach.sections import framed
from tungnha.outreach.views_materials import READERS
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Campaign, Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

KEEPERS = (Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
EACH_PAGE = 50
NO_ADDRESS = (
    "Máy chủ chưa được báo địa chỉ của mình (TUNGNHA_ADDRESS) nên giấy in ra chưa có mã QR: mời báo người quản trị."
)


class LinkForm(forms.Form):
    url = forms.CharField(label="Đường dẫn", max_length=800)
    words = forms.CharField(label="Nói về", max_length=200)


@only(*READERS)
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Every plan the member sees, with its code."""
    member, today = request.member, clock.today()
    rows = Campaign.objects.visible_to(member).select_related("area", "address")
    page = Paginator(rows, EACH_PAGE).get_page(request.GET.get("trang"))
    shown = [(row, row.ended_on is not None and row.ended_on < today) for row in page]
    context = {"page": page, "rows": shown, **framed(member, "addresses")}
    return render(request, "outreach/addresses.html", context)


def _shown(campaign: Campaign) -> dict[str, Any]:
    """The code as it is drawn and typed. Where nobody has said how the product is reached, the page's own place has to
    do: it is right for who looks, and is not printed."""
    address: PlanAddress = queries.address_of(campaign, clock.now())
    whole = queries.full_address(address)
    path = reverse("outreach:public-plan", args=[address.code])
    return {
        "campaign": campaign, "code": address.code, "path": path, "typed": whole.split("://", 1)[-1].rstrip("/"),
        "qr": qr_svg(whole, f"Mã QR mở tài liệu của kế hoạch, mã {address.code}") if whole else "",
        "no_address": "" if whole else NO_ADDRESS,
    }  # fmt: skip


@only(*READERS)
@require_safe
def address(request: MemberRequest, pk: int) -> HttpResponse:
    member = request.member
    campaign = get_visible_or_404(Campaign.objects.select_related("area", "organisation"), member, pk=pk)
    return _page(request, campaign, LinkForm())


def _page(request: MemberRequest, campaign: Campaign, form: LinkForm) -> HttpResponse:
    context = _shown(campaign) | {
        "form": form, "may_keep": _keeps(request.member, campaign),
        "links": PlanLink.objects.filter(campaign=campaign).select_related("shown_by__user"),
        "public": public_rows(campaign, clock.today()).defer("picture", "words"),
        "contact": known.contact_of(campaign), **framed(request.member, "addresses", campaign.name),
    }  # fmt: skip
    return render(request, "outreach/address.html", context, status=400 if form.errors else 200)


def _keeps(member: Member, campaign: Campaign) -> bool:
    return member.has_role(*KEEPERS) and member.area_id == campaign.area_id


@only(*READERS)
@require_safe
def sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """A sheet to be put up: the code as large as the paper, what it opens, the address for those who type."""
    campaign = get_visible_or_404(Campaign.objects.select_related("area", "organisation"), request.member, pk=pk)
    back = reverse("outreach:address", args=[campaign.pk])
    return render(request, "outreach/address_print.html", _shown(campaign) | {
        "back_url": back, "contact": known.contact_of(campaign), "issuing_body": campaign.organisation.name,
    })  # fmt: skip


def _own(request: MemberRequest) -> Any:
    return Campaign.objects.filter(area=request.member.area)


@only(*KEEPERS)
@require_POST
def add_link(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = get_visible_or_404(_own(request).select_related("area", "organisation"), request.member, pk=pk)
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            operations.keep_link(
                campaign=campaign, found=PlanLink.Found.TYPED, by=request.member, at=clock.now(), **form.cleaned_data
            )
            messages.success(request, "Đã ghi đường dẫn. Bà con thấy khi bấm “Cho bà con xem”.")
            return redirect("outreach:address", pk=campaign.pk)
        except Problem as problem:
            form.add_error("url", problem.sentence)
    return _page(request, campaign, form)


@only(*KEEPERS)
@require_POST
def show_link(request: MemberRequest, pk: int) -> HttpResponse:
    rows = PlanLink.objects.filter(campaign__in=_own(request))
    link = get_visible_or_404(rows, request.member, pk=pk)
    shown = request.POST.get("shown") == "1"
    operations.show_link(link=link, shown=shown, by=request.member, at=clock.now())
    said = "Bà con xem được đường dẫn này." if shown else "Bà con không còn thấy đường dẫn này."
    messages.success(request, said)
    return redirect("outreach:address", pk=link.campaign_id)
