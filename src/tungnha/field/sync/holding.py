"""Which households a phone holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tungnha.field import queries
from tungnha.field.models import HouseholdShare
from tungnha.people.models import Household
from tungnha.units.models import Campaign, Member, Role

HASH_LENGTH = 32  # hex digits


def campaigns_of(member: Member, on: date) -> list[Campaign]:
    """What runs where the member works, the newest first. Read once for a member as loaded."""
    known: dict[date, list[Campaign]] = member.__dict__.setdefault("_campaigns_of", {})
    if on not in known:
        known[on] = list(queries.campaigns_for(member, on))
    return known[on]


def held_by(member: Member, on: date) -> QuerySet[Any]:
    """A team leader's phone holds the village; a team member's what is shared out to him until a day, or the whole
    village where nothing is shared out to anybody. Nobody else carries households about."""
    rows = Household.objects.visible_to(member).filter(left_on=None)
    if member.role == Role.TEAM_LEADER:
        return rows
    if member.role != Role.TEAM_MEMBER:
        return rows.none()
    shares = HouseholdShare.objects.filter(
        HouseholdShare.holds_on(on), campaign__in=campaigns_of(member, on), household__village=member.area_id
    )
    if not shares.exists():
        return rows
    return rows.filter(pk__in=shares.filter(member=member).values("household"))


def hash_of(keys: Iterable[str]) -> str:
    """What a phone says of the keys it holds, so that both notice when they differ."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:HASH_LENGTH]
