"""What the pages of a campaign of words have in common: who may do what, which campaign, their tabs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tungnha.outreach.frames import DESK, base_of, campaign_of, campaigns_of
from tungnha.outreach.models import ActivityPart
from tungnha.outreach.queries import activities
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404
from tungnha.units.models import Campaign, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.requests import MemberRequest

WRITERS = (Role.OFFICER, Role.DATA_STEWARD)
APPROVERS = (*WRITERS, Role.LEADER)
PLACES = (Role.TEAM_LEADER, Role.TEAM_MEMBER, Role.UNIT_OFFICER)
READERS = (*DESK, *PLACES)
PLANNERS = (*WRITERS, Role.TEAM_LEADER, Role.UNIT_OFFICER)
TICKERS = (Role.TEAM_LEADER, Role.OFFICER)
TABS = (
    ("grid", "Bảng", "outreach:campaign", DESK),
    ("mine", "Việc của mình", "outreach:campaign-mine", PLACES),
    ("month", "Kế hoạch tháng", "outreach:campaign-month", READERS),
    ("texts", "Lời soạn sẵn", "outreach:texts", READERS),
    ("news", "Tin", "outreach:news", READERS),
    ("themes", "Chủ đề, hình thức", "outreach:campaign-themes", DESK),
)


def kept(request: MemberRequest, **more: Any) -> str:
    """What an address carries on: the campaign, where one was chosen by hand."""
    words = {"dot": request.POST.get("dot") or request.GET.get("dot"), **more}
    found = urlencode({name: value for name, value in words.items() if value not in (None, "")})
    return f"?{found}" if found else ""


def address(request: MemberRequest, route: str, *args: Any, **more: Any) -> str:
    return reverse(route, args=args) + kept(request, **more)


def frame(request: MemberRequest, campaign: Campaign | None, here: str) -> dict[str, Any]:
    """The phone's frame for a village's team, the desk's for the others; one tap from campaign to campaign."""
    member = request.member
    several = list(campaigns_of(member)[:8])
    return {
        "base": base_of(member), "campaign": campaign, "here": here, "today_tab": here,
        "over_on": campaign.ended_on if campaign and campaign.ended_on and campaign.ended_on < clock.today() else None,
        "tabs": [
            {"label": label, "url": address(request, route), "current": name == here}
            for name, label, route, roles in TABS if member.has_role(*roles)
        ],
        "campaigns": [
            {"label": c.name, "url": f"?dot={c.pk}", "current": c == campaign} for c in several
        ] if len(several) > 1 else [],
        "kept_campaign": request.POST.get("dot") or request.GET.get("dot") or "",
        "may_write": member.has_role(*WRITERS), "may_approve": member.has_role(*APPROVERS),
        "may_plan": member.has_role(*PLANNERS), "is_team": member.role in VILLAGE_ROLES,
    }  # fmt: skip


def way_back(request: MemberRequest, here: str, *above: tuple[str, str]) -> dict[str, Any]:
    """From a page below the tabs: at a desk the path to it (`above`: labels and addresses, the last is where one came
    from), on a team's phone the arrow."""
    back: dict[str, Any] = {"back_url": above[-1][1], "back_label": "Quay lại"}
    if base_of(request.member) == "web/base.html":
        back["crumbs"] = [*({"label": label, "url": url} for label, url in above), {"label": here, "url": ""}]
    return back


def campaign_or_empty(request: MemberRequest, here: str) -> Campaign | HttpResponse:
    """The campaign a page is about, or the page that says there is none yet."""
    found = campaign_of(request)
    if found is not None:
        return found
    return render(request, "outreach/campaign_none.html", frame(request, None, here))


def own_campaign_or_404(request: MemberRequest) -> Campaign:
    """The campaign a desk works on: of its own area."""
    found = campaign_of(request)
    if found is None or not found.area.path.startswith(request.member.area.path):
        raise Http404("not this desk's campaign")
    return found


def part_or_404(request: MemberRequest, pk: int) -> ActivityPart:
    found: ActivityPart = get_visible_or_404(activities.loaded(ActivityPart.objects.all()), request.member, pk=pk)
    return found


def answered_or_404(request: MemberRequest, pk: int) -> ActivityPart:
    """A part the member may speak for."""
    found = part_or_404(request, pk)
    if not activities.answers_for(request.member, found):
        raise Http404("another place's part")
    return found
