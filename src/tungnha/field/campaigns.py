"""Which campaign a page is about."""

from __future__ import annotations

from typing import Any

from tungnha.field.queries import campaigns_for
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404
from tungnha.units.models import Campaign
from tungnha.units.requests import MemberRequest, asked_id


def campaign_of(request: MemberRequest) -> Campaign | None:
    """The campaign being worked on: the one the page was about, the one in the address, else the newest."""
    rows = campaigns_for(request.member, clock.today())
    wanted = asked_id(request.POST.get("dot") or request.GET.get("dot"))
    if wanted is None:
        return rows.order_by("-pk").first()
    found: Campaign = get_visible_or_404(rows, request.member, pk=wanted)
    return found


def campaign_tabs(request: MemberRequest, chosen: Campaign | None) -> list[dict[str, Any]]:
    """Where several campaigns run at once, one tap leads from one to the other."""
    rows = list(campaigns_for(request.member, clock.today()).order_by("-pk"))
    return [{"url": f"?dot={c.pk}", "label": c.name, "current": c == chosen} for c in rows] if len(rows) > 1 else []
