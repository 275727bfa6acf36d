"""Words people are asked with, and what they agreed to or took back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.people.forms.protection import ConsentForm, NoticeForm, WithdrawForm
from tungnha.people.models import Consent, ConsentNotice, Person
from tungnha.people.operations import consents
from tungnha.people.views.protection import DESK, STEWARD, attempt, desk_crumbs
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Role
from tungnha.units.requests import MemberRequest

COLLECTORS = (STEWARD, Role.OFFICER, Role.TEAM_LEADER, Role.TEAM_MEMBER)


@only(*DESK)
def notices(request: MemberRequest) -> HttpResponse:
    """The words in use, each with how many hold; a new one or a new version."""
    member = request.member
    may_act = member.role == STEWARD
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and may_act and form.is_valid():
        said = {"area": member.area, "by": member, "at": clock.now(), **form.cleaned_data}
        made = attempt(form, lambda: consents.write_notice(**said))
        if made is not None:
            messages.success(request, f"Đã lưu mẫu “{made}”.")
            return redirect("people:consent-notices")
    rows = [
        {"notice": row, "holds": row.consents.filter(withdrawn_at=None).count(), "all": row.consents.count()}
        for row in ConsentNotice.objects.filter(area=member.area)
    ]
    context = {"form": form, "rows": rows, "may_act": may_act, "crumbs": desk_crumbs(request, ("Sự đồng ý", ""))}
    return render(request, "people/consent_notices.html", context)


@only(*DESK, Role.TEAM_LEADER, Role.TEAM_MEMBER)
def notice(request: MemberRequest, pk: int) -> HttpResponse:
    """The sheet to read out and to sign."""
    found = get_visible_or_404(ConsentNotice.objects.select_related("area"), request.member, pk=pk)
    context = {
        "notice": found, "issuing_body": f"UBND {found.area.full_name}", "printed_at": clock.now(),
        "channels": Consent.Channel.choices,
    }  # fmt: skip
    return render(request, "people/consent_print.html", context)


def latest_notices(commune: Area | None) -> Any:
    """The words in use: of each purpose the last version."""
    rows = ConsentNotice.objects.filter(area=commune)
    latest = {row.purpose: row.pk for row in rows.order_by("version")}
    return rows.filter(pk__in=latest.values())


@only(*COLLECTORS)
def of_person(request: MemberRequest, pk: int) -> HttpResponse:
    """What one person agreed to and took back; one more to record."""
    person = get_visible_or_404(Person, request.member, pk=pk)
    commune = request.member.area.commune
    usable = latest_notices(commune)
    form = ConsentForm(request.POST or None, notices=usable)
    if request.method == "POST" and form.is_valid():
        said = {"person": person, "by": request.member, "at": clock.now(), **form.cleaned_data}
        if attempt(form, lambda: consents.give(**said)) is not None:
            messages.success(request, "Đã ghi sự đồng ý.")
            return redirect("people:consents-of", pk=pk)
    rows = Consent.objects.filter(person=person).select_related("notice", "collected_by__user")
    context = {"person": person, "form": form, "rows": rows, "has_notices": usable.exists()}
    return render(request, "people/consents_of.html", context)


@only(*COLLECTORS)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Taking back is as easy as giving: one field, by whoever hears it."""
    found = get_visible_or_404(Consent.objects.select_related("person", "notice"), request.member, pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"consent": found, "by": request.member, "at": clock.now(), **form.cleaned_data}
        if attempt(form, lambda: consents.withdraw(**said)) is not None:
            messages.success(request, "Đã ghi rút lại. Từ bây giờ không dùng dữ liệu cho mục đích ấy nữa.")
            return redirect("people:consents-of", pk=found.person_id)
    context = {
        "form": form, "title": "Rút lại sự đồng ý", "action": "Ghi rút lại",
        "lead": f"{found.person.full_name}: {found.notice}.",
        "crumbs": [{"label": "Sự đồng ý của người này", "url": reverse("people:consents-of", args=[found.person_id])},
                   {"label": "Rút lại", "url": ""}],
    }  # fmt: skip
    return render(request, "people/protection_form.html", context)
