"""What pages of this room have in common: the phone's frame for a village's team, the desk's for the commune."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.urls import NoReverseMatch, reverse

from tungnha.units import clock
from tungnha.units.access import get_visible_or_404
from tungnha.units.models import Area, Campaign, Member, Organisation, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.requests import MemberRequest, asked_id

DESK = (Role.OFFICER, Role.LEADER, Role.DATA_STEWARD)


def base_of(member: Member) -> str:
    return "web/phone_base.html" if member.role in VILLAGE_ROLES else "web/base.html"


def village_or_404(request: MemberRequest, pk: int) -> Area:
    """A village of the member's own area."""
    rows = Area.objects.villages().filter(path__startswith=request.member.area.path).select_related("parent")
    found: Area = get_visible_or_404(rows, request.member, pk=pk)
    return found


def campaigns_of(member: Member) -> Any:
    """The campaigns of the member's area and above it, the newest first."""
    return Campaign.objects.visible_to(member).filter(area__path__in=member.area.ancestor_paths()).order_by("-pk")


def campaign_of(request: MemberRequest) -> Campaign | None:
    """The campaign the address names, else the newest of the member's own commune, else of the province."""
    rows = campaigns_of(request.member)
    wanted = asked_id(request.POST.get("dot") or request.GET.get("dot"))
    if wanted is None:
        return min(rows, key=lambda one: (-len(one.area.path), -one.pk), default=None) if rows else None
    found: Campaign = get_visible_or_404(rows, request.member, pk=wanted)
    return found


def frame(member: Member, village: Area | None, *crumbs: tuple[str, str], back: str = "") -> dict[str, Any]:
    """`crumbs`: (label, address) from the room's page to here; the team has a way back instead."""
    made: dict[str, Any] = {"base": base_of(member)}
    if village is not None:
        made |= {"village": village, "place_name": village.title}
    if made["base"] == "web/base.html":
        made["crumbs"] = [{"label": label, "url": url} for label, url in crumbs]
    elif back:
        made |= {"back_url": back, "back_label": "Quay lại"}
    return made


# What the desk looks into, praises and pays: three nouns under one word of the bar.
TABS = (
    ("Kiểm tra", "outreach:inspections", (*DESK, Role.TEAM_LEADER, Role.UNIT_OFFICER)),
    ("Gọi lại hộ", "progress:call-backs", DESK),
    ("Khen thưởng", "outreach:commendations", (*DESK, Role.TEAM_LEADER, Role.UNIT_OFFICER)),
    ("Cách làm hay", "outreach:practices", (*DESK, Role.TEAM_LEADER, Role.UNIT_OFFICER)),
    ("Kinh phí", "outreach:money", (*DESK, Role.TEAM_LEADER)),
)


def tabs(member: Member, here: str) -> list[dict[str, Any]]:
    """Those a member may open and that are there."""
    found = []
    for label, route, roles in TABS:
        if member.has_role(*roles):
            with suppress(NoReverseMatch):
                found.append({"label": label, "url": reverse(route), "current": route == here})
    return found


def places_of(member: Member) -> list[Area | Organisation]:
    """Whom a member speaks of: the own village, the own unit; the commune's desk of all of them."""
    if member.role in VILLAGE_ROLES:
        return [member.area]
    if member.has_role(Role.UNIT_OFFICER):
        return [member.organisation] if member.organisation is not None else []
    villages = Area.objects.villages().filter(parent=member.area).standing_on(clock.today())
    units = Organisation.objects.filter(area=member.area, valid_to=None).exclude(kind=Organisation.Kind.TEAM)
    return [*villages, *units]
