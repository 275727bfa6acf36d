"""The village at a glance, for its leader."""

from __future__ import annotations

from datetime import datetime

from tungnha.field import queries as field
from tungnha.field.sharing.queries import Village, village_of
from tungnha.units.models import Area, Member


def village_now(area: Area, member: Member, at: datetime) -> Village | None:
    """The village in the newest campaign that asks for something there; None where none runs."""
    campaign = field.campaigns_for(member, at.date()).order_by("-pk").first()
    return village_of(area, campaign, at.date()) if campaign else None
