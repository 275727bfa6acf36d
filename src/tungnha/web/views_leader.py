"""The leader's one screen, and the number of somebody to ring: shown one at a time, and logged."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member, Role
from tungnha.units.operations import log_event
from tungnha.units.requests import MemberRequest
from tungnha.web import leader

LOOKERS = (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
RINGS = (Role.LEADER, Role.OFFICER)


@only(*LOOKERS)
@require_safe
def screen(request: MemberRequest) -> HttpResponse:
    now = clock.now()
    found = leader.screen(request.member, now)
    return render(request, "web/leader.html", {
        "screen": found, "rings": request.member.has_role(*RINGS), "place_name": request.member.area.title,
    })  # fmt: skip


@only(*RINGS)
@require_POST
def call(request: MemberRequest, pk: int) -> HttpResponse:
    """The telephone a colleague logs in with, whole: for this once, by somebody of the same area's desk."""
    who = get_visible_or_404(Member.objects.select_related("user", "area", "organisation"), request.member, pk=pk)
    log_event("call.number_shown", about=who, by=request.member, at=clock.now())
    return render(request, "web/leader_call.html", {
        "who": who, "phone": who.user.phone or "", "crumbs": [
            {"label": "Một màn hình", "url": reverse("web:leader")}, {"label": "Gọi điện", "url": ""}],
    })  # fmt: skip
