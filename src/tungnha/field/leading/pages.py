"""What the pages of a team leader have in common: who may read and act, which village, which campaign, their tabs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tungnha.field.leading import contested
from tungnha.field.models import PhoneOperation
from tungnha.units.access import get_visible_or_404
from tungnha.units.models import Area, Member, Role
from tungnha.units.requests import MemberRequest, asked_id

ACT = (Role.TEAM_LEADER, Role.OFFICER)
READ = (*ACT, Role.LEADER, Role.DATA_STEWARD)
TABS = {
    "today": ("Hôm nay", "field:team-village"),
    "sharing": ("Phân hộ", "field:sharing"),
    "homes": ("Hộ gia đình", "field:homes-village"),
    "devices": ("Máy của Tổ", "field:devices"),
    "waiting": ("Cần xem", "field:waiting"),
    "rivals": ("Hai lời khác nhau", "field:rivals"),
    "messages": ("Lời nhắn", "field:messages"),
}


def village_or_404(request: MemberRequest, pk: int) -> Area:
    rows = Area.objects.villages().filter(path__startswith=_own(request.member)).select_related("parent")
    found: Area = get_visible_or_404(rows, request.member, pk=pk)
    return found


def _own(member: Member) -> str:
    return member.area.path


def kept(request: MemberRequest, **more: Any) -> str:
    """What an address carries on: the campaign, where one was chosen by hand."""
    words = {"dot": request.POST.get("dot") or request.GET.get("dot"), **more}
    found = urlencode({name: value for name, value in words.items() if value not in (None, "")})
    return f"?{found}" if found else ""


def address(request: MemberRequest, route: str, *args: Any, **more: Any) -> str:
    return reverse(route, args=args) + kept(request, **more)


def operations_in(village: Area, member: Member) -> Any:
    """What phones of a village's team sent and nobody has looked at yet."""
    return PhoneOperation.objects.visible_to(member).filter(
        device__member__area=village, answer__in=PhoneOperation.WAITING, settled_at=None
    )


def frame(request: MemberRequest, village: Area, here: str) -> dict[str, Any]:
    """The phone's frame for the team, the desk's for the commune; tabs with what waits."""
    member = request.member
    team = member.has_role(Role.TEAM_LEADER)
    badges = {
        "waiting": operations_in(village, member).count() or "",
        "rivals": contested.standings_in(village).count() or "",
    }
    found: dict[str, Any] = {
        "base": "web/phone_base.html" if team else "web/base.html", "village": village,
        "may_act": member.has_role(*ACT), "place_name": village.title, "kept": kept(request),
        "kept_campaign": asked_id(request.POST.get("dot") or request.GET.get("dot")),
        "tabs": [
            {"label": label, "url": address(request, route, village.pk), "current": name == here,
             "badge": badges.get(name, "")}
            for name, (label, route) in TABS.items()
        ],
    }  # fmt: skip
    if not team:
        found["crumbs"] = [
            {"label": "Các thôn hôm nay", "url": address(request, "field:team-today")},
            {"label": village.title, "url": ""},
        ]
    return found


FEW = 40  # doors that stand open at once; more are folded by lane


def folded(lanes: dict[str, list[dict[str, Any]]]) -> list[tuple[str, str, bool, list[dict[str, Any]]]]:
    """(lane, its heading, whether it stands open, its doors): a village's doors on a small screen."""
    few = sum(len(doors) for doors in lanes.values()) <= FEW
    return [
        (lane, f"{lane}: {len(doors)} hộ", few or any(d["chosen"] for d in doors), doors)
        for lane, doors in lanes.items()
    ]


def no_campaign(request: MemberRequest, village: Area, here: str) -> HttpResponse:
    return render(request, "field/leading/no_campaign.html", frame(request, village, here))
