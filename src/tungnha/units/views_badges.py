"""Badges of members: given, taken back, printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from tungnha.drafting.qr import qr_svg
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.badges import operations as badges
from tungnha.units.badges import token
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Badge, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest


class IssueForm(forms.Form):
    """To whom, until when. Whoever has none, or one that ends soon, is offered."""

    valid_to = forms.DateField(label="Thẻ dùng đến hết ngày", widget=DayInput())

    def __init__(self, *args: Any, rows: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"] = forms.ModelMultipleChoiceField(
            label="Cấp cho", queryset=Member.objects.filter(pk__in=[row.pk for row in rows]).select_related("user"),
            error_messages={"required": "Xin chọn ít nhất một người để cấp thẻ."},
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip


def _people(member: Member) -> list[Member]:
    """Who works in the area now, with the badge that stands."""
    held = Prefetch("badges", Badge.objects.filter(revoked_at=None), to_attr="held")
    rows = Member.objects.filter(area__path__startswith=member.area.path, user__is_active=True)
    rows = rows.select_related("user", "organisation", "area__parent").prefetch_related(held)
    return [row for row in rows.order_by("area__kind", "area__order", "user__full_name", "pk") if row.is_current]


def _line(row: Member, today: date) -> dict[str, Any]:
    badge: Badge | None = next(iter(row.held), None)  # type: ignore[attr-defined]
    state = "no_data" if badge is None else "expired" if badge.valid_to < today else "done"
    words = {"no_data": "chưa có thẻ", "expired": "hết hạn", "done": "đang dùng"}[state]
    return {"member": row, "badge": badge, "state": state, "words": words}


@only(*badges.ISSUERS)
def index(request: MemberRequest) -> HttpResponse:
    people, today = _people(request.member), clock.today()
    form = IssueForm(request.POST or None, rows=people, initial={"valid_to": date(today.year, 12, 31)})
    if request.method == "POST" and form.is_valid():
        try:
            made = badges.issue(
                members=list(form.cleaned_data["members"]), valid_to=form.cleaned_data["valid_to"], by=request.member,
                at=clock.now(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã cấp {len(made)} thẻ. Mời in, cắt, ép nhựa rồi trao tận tay.")
            return redirect("units:badges-print")
    rows = [_line(row, today) for row in people]
    form.fields["members"].choices = [  # type: ignore[attr-defined]
        (row.pk, f"{row.user.full_name}, {row.get_role_display()}, {row.area.full_name}") for row in people
    ]
    context = {"rows": rows, "form": form, "having": sum(row["state"] == "done" for row in rows)}
    return render(request, "units/badges.html", context)


@only(*badges.ISSUERS)
def print_sheet(request: MemberRequest) -> HttpResponse:
    """Cards to cut out, ten a page; of one (?the=) or of all that stand."""
    today, wanted = clock.today(), request.GET.get("the", "")
    rows = Badge.objects.visible_to(request.member).filter(revoked_at=None, valid_to__gte=today)
    rows = rows.select_related("key", "member__user", "member__area").order_by("member__area__order", "name")
    rows = rows.filter(serial=wanted) if wanted else rows
    log_event("badge.printed", about=None, by=request.member, at=clock.now(), count=len(rows))
    cards = [_card(request, badge) for badge in rows if not badges.has_ended(badge, today)]
    context = {"cards": cards, "back_url": reverse("units:badges"), "area": request.member.area}
    return render(request, "units/badges_print.html", context)


def _card(request: MemberRequest, badge: Badge) -> dict[str, Any]:
    body = badges.body_of(badge)
    address = request.build_absolute_uri(reverse("web:public-badge-check", args=[token.mark_of(body)]))
    drawn = qr_svg(f"{address}#{token.to_text(body)}", f"Mã QR trên thẻ của {badge.name}")
    return {"badge": badge, "qr": mark_safe(drawn)}


@require_POST
@only(*badges.ISSUERS)
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    badge = get_visible_or_404(Badge.objects.select_related("member__area"), request.member, pk=pk)
    badges.revoke(badge=badge, by=request.member, at=clock.now())
    messages.success(request, f"Đã thu hồi thẻ của {badge.name}: quét mã trên thẻ sẽ báo ngay là đã thu hồi.")
    return redirect("units:badges")
