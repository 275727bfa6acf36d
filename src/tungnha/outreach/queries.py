"""Which materials there are, and which go along to the door."""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from tungnha.outreach.models import Material
from tungnha.units.models import Area, Member


def materials_of(area: Area, on: date) -> QuerySet[Material]:
    """What is shown in an area on a day: approved here or further up, not withdrawn, not run out, and of several
    versions the latest that is approved."""
    replaced = Material.objects.filter(replaces__isnull=False, approved_at__isnull=False).values("replaces")
    return Material.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        area__path__in=area.ancestor_paths(),
        approved_at__isnull=False,
        withdrawn_at=None,
    ).exclude(pk__in=replaced)


def latest_versions(member: Member) -> QuerySet[Material]:
    """Every material the member may see, each in its latest version, drafts and withdrawn ones too."""
    rows = Material.objects.visible_to(member).filter(replaced_by=None)
    return rows.select_related("area", "approved_by__user").prefetch_related("services")


def for_phones(member: Member, at: datetime) -> list[dict[str, Any]]:
    """The part `materials` of what a phone is told (docs/sync.md)."""
    rows = materials_of(member.area, at.date()).filter(for_door=True)
    return [
        {"id": row.pk, "title": row.title, "words": row.words, "picture": as_address(row.picture)}
        for row in rows.order_by("order", "title", "pk")
    ]


def as_address(picture: bytes | memoryview | None) -> str:
    """A picture as an address that needs no request."""
    return "data:image/webp;base64," + base64.b64encode(bytes(picture)).decode() if picture else ""
