"""What leading adds to what every phone is told (docs/sync-forms.md, Config): messages, and the leader's glance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from tungnha.field.leading import messages
from tungnha.field.leading.glance import village_now
from tungnha.field.sync import config
from tungnha.units.models import Area, Member, Role

QUARTER = 15  # minutes


def glance(member: Member, at: datetime) -> dict[str, Any] | None:
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
             "revoked": d.revoked_at is not None, "contact_at": _roughly(d.contact_at)}
            for h in now.hands for d in h.devices
        ],
    }  # fmt: skip


def _roughly(at: datetime | None) -> str | None:
    """To the quarter of an hour: a leader's own sync must not change what she is told at the next one."""
    if at is None:
        return None
    local = timezone.localtime(at)
    return local.replace(minute=local.minute // QUARTER * QUARTER, second=0, microsecond=0).isoformat()


def lay() -> None:
    config.provide("messages", messages.for_phone)
    config.provide("glance", glance)
