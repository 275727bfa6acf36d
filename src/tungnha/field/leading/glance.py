"""The village at a glance, for its leader: on the phone (config part `glance`) and on the page “Thôn hôm nay”."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tungnha.field import queries as field
from tungnha.field.sharing.queries import Village, village_of
from tungnha.units.models import Area, Campaign, Member, Role


def village_now(area: Area, member: Member, at: datetime) -> Village | None:
    """The village in the newest campaign that asks for something there; None where none runs."""
    campaign = field.campaigns_for(member, at.date()).order_by("-pk").first()
    return village_of(area, campaign, at.date()) if campaign else None


def for_phone(member: Member, at: datetime) -> dict[str, Any] | None:
    """The config's part `glance`: for leaders of a team only."""
    if member.role != Role.TEAM_LEADER or member.area.kind != Area.Kind.VILLAGE:
        return None
    now = village_now(member.area, member, at)
    if now is None:
        return None
    return {
        "households": len(now.doors), "done": now.done, "today": now.today,
        "members": [
            {"id": h.member.pk, "name": h.member.user.full_name, "to_do": h.to_do, "done": h.done, "today": h.today}
            for h in now.hands
        ],
        "devices": [
            {"id": str(d.pk), "member": h.member.pk, "name": str(d), "held": d.held,
             "revoked": d.revoked_at is not None, "contact_at": d.contact_at.isoformat() if d.contact_at else None}
            for h in now.hands for d in h.devices
        ],
    }  # fmt: skip


def campaign_of(member: Member, wanted: int | None, at: datetime) -> Campaign | None:
    """The campaign an address names, else the newest."""
    rows = field.campaigns_for(member, at.date())
    return rows.filter(pk=wanted).first() if wanted is not None else rows.order_by("-pk").first()
