"""Pages of keys: one's own, those of others, and where a plan's reports go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.people.protection.giving import as_file
from tungnha.plans.models import Plan
from tungnha.reports.duties.sections import crumbs
from tungnha.reports.exchange import envelope, keys, sending
from tungnha.reports.exchange.forms import DestinationForm, KeyForm, RevokeForm
from tungnha.reports.models import OtherKey, OwnKey
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

TITLE = "Trao đổi với cấp trên, cấp dưới"
FILE_TYPE = "application/octet-stream"


@require_safe
@only(*keys.WRITERS)
def index(request: MemberRequest) -> HttpResponse:
    return _page(request)


def _page(
    request: MemberRequest, *, key_form: Any = None, revoking: int | None = None, why: Any = None
) -> HttpResponse:
    area = request.member.area
    own = keys.own_key(area)
    others = list(OtherKey.objects.filter(area=area).select_related("organisation", "made_by__user", "ended_by__user"))
    bad = bool((key_form and key_form.errors) or (why and why.errors))
    return render(request, "reports/exchange/keys.html", {
        "own": own, "own_mark": envelope.mark_of(own.public) if own else "",
        "old": list(OwnKey.objects.filter(area=area).exclude(ended_at=None)),
        "others": [
            {
                "key": one, "mark": envelope.mark_of(one.public),
                "form": why if one.pk == revoking else RevokeForm(auto_id=f"revoke-{one.pk}-%s"),
                "is_open": one.pk == revoking,
            }
            for one in others
        ],
        "key_form": key_form or KeyForm(area=area),
        "form": key_form if key_form is not None else why,
        "crumbs": crumbs((TITLE, reverse("reports:exchange")), ("Khóa", "")),
    }, status=400 if bad else 200)  # fmt: skip


@require_POST
@only(*keys.WRITERS)
def make(request: MemberRequest) -> HttpResponse:
    keys.make_key(area=request.member.area, by=request.member, at=clock.now())
    messages.success(request, "Đã tạo khóa. Xin tải tệp khóa gửi nơi kia, rồi đọc dãy số qua điện thoại cho họ.")
    return redirect("reports:exchange-keys")


@require_safe
@only(*keys.WRITERS)
def card(request: MemberRequest) -> HttpResponse:
    own = keys.own_key(request.member.area)
    if own is None:
        messages.error(request, "Chưa có khóa nên chưa có tệp khóa: xin tạo khóa trước.")
        return redirect("reports:exchange-keys")
    return as_file(keys.card_of(own).encode(), f"khoa-{own.area.code}{envelope.SUFFIX}", FILE_TYPE)


@require_POST
@only(*keys.WRITERS)
def register(request: MemberRequest) -> HttpResponse:
    form = KeyForm(request.POST, request.FILES, area=request.member.area)
    if form.is_valid():
        try:
            made = keys.register_key(
                area=request.member.area, organisation=form.cleaned_data["organisation"],
                public=form.cleaned_data["file"], typed=form.cleaned_data["digits"], by=request.member, at=clock.now(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error("digits", problem.sentence)
        else:
            messages.success(request, f"Đã đăng ký khóa của {made.organisation.name}.")
            return redirect("reports:exchange-keys")
    return _page(request, key_form=form)


@require_POST
@only(*keys.WRITERS)
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    key: OtherKey = get_visible_or_404(OtherKey.objects.filter(area=request.member.area_id), request.member, pk=pk)
    form = RevokeForm(request.POST, auto_id=f"revoke-{pk}-%s")
    if form.is_valid():
        keys.revoke_key(key=key, why=form.cleaned_data["why"], by=request.member, at=clock.now())
        messages.success(
            request, f"Đã thu hồi khóa của {key.organisation.name}. Tệp ký bằng khóa ấy không vào được nữa."
        )
        return redirect("reports:exchange-keys")
    return _page(request, revoking=pk, why=form)


@only(*keys.WRITERS)
def destination(request: MemberRequest, pk: int) -> HttpResponse:
    """Where the reports of one of our plans go."""
    rows = Plan.objects.filter(campaign__area=request.member.area_id).select_related("campaign__area", "parent")
    plan: Plan = get_visible_or_404(rows, request.member, pk=pk)
    if plan.campaign.area_id != request.member.area_id:
        raise Http404("the plan of another desk")
    form = DestinationForm(request.POST or None, area=request.member.area, initial=_initial(plan))
    if request.method == "POST" and form.is_valid():
        try:
            sending.set_destination(plan=plan, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error("url", problem.sentence)
        else:
            messages.success(request, "Đã ghi nơi nhận báo cáo của kế hoạch này.")
            return redirect("reports:exchange")
    return render(request, "reports/exchange/destination.html", {
        "plan": plan, "form": form, "has_keys": form.fields["key"].queryset.exists(),  # type: ignore[attr-defined]
        "crumbs": crumbs((TITLE, reverse("reports:exchange")), ("Nơi nhận", "")),
    }, status=400 if form.errors else 200)  # fmt: skip


def _initial(plan: Plan) -> dict[str, Any]:
    """What was said before; else what our plan says of the one above it."""
    before = sending.destination_of(plan)
    if before is not None:
        return {
            "key": before.key_id,
            "url": before.url,
            "above_symbol": before.above_symbol,
            "above_on": before.above_on,
        }
    if plan.parent is not None:
        return {"above_symbol": plan.parent.full_symbol, "above_on": plan.parent.issued_on}
    return {}
