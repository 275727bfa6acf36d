"""What a phone needs to check badges without a network and to show its member's own: `badges` of docs/sync-forms.md."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.urls import reverse

from tungnha.units.badges import operations as badges
from tungnha.units.badges import token
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Badge, Member

BLOCK = 14  # days: what is sealed ahead changes once in so many, and a phone is never without for as long


def for_phones(member: Member, at: datetime) -> dict[str, Any]:
    """Public keys, who is no longer believed, one's own badge with a seal for each day of this block and the next."""
    today = at.astimezone(VIETNAM).date()
    own = badges.badge_of(member, today)
    return {
        "keys": badges.public_keys(today), "revoked": badges.revoked_serials(today),
        "mine": _mine(own, today) if own is not None and not badges.has_ended(own, today) else None,
    }  # fmt: skip


def _mine(badge: Badge, today: date) -> dict[str, Any]:
    body = badges.body_of(badge)
    first = token.number_of(today) // BLOCK * BLOCK
    days = [token.FIRST_DAY + timedelta(days=first + n) for n in range(2 * BLOCK)]
    assert badge.key.private is not None
    return {
        "url": reverse("web:public-badge-check", args=[token.mark_of(body)]), "body": token.to_text(body),
        "secret": badge.secret, "name": badge.name, "team": badge.team, "to": badge.valid_to.isoformat(),
        "days": {
            day.isoformat(): _seal(badge.serial, day, badge.key.private)
            for day in days if badge.valid_from <= day <= badge.valid_to
        },
    }  # fmt: skip


@lru_cache(maxsize=4096)
def _seal(serial: str, day: date, private: str) -> str:
    return token.day_seal(serial, day, private)
