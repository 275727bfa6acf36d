"""What the room tells on a person's page: visits and sittings."""

from __future__ import annotations

from typing import Any

from tungnha.field.models import CheckIn, Invitation, VisitResult
from tungnha.units.models import Member

SHOWN = 15


def tell(records: list[int], reader: Member) -> dict[str, Any] | None:
    """Latest first, within the reader's scope. None where there is nothing to see."""
    results = (
        VisitResult.objects.visible_to(reader).filter(person__in=records).order_by("-visit__made_at", "service__order")
    )
    came = CheckIn.objects.visible_to(reader).filter(person__in=records).order_by("-made_at")
    asked = Invitation.objects.visible_to(reader).filter(person__in=records, taken_off_at=None)
    asked = asked.exclude(session__check_ins__person__in=records).order_by("-session__starts_at")
    told = {
        "results": list(results.select_related("visit__made_by__user", "service")[:SHOWN]),
        "came": list(came.select_related("session__place", "made_by__user")[:SHOWN]),
        "asked": list(asked.select_related("session__place")[:SHOWN]),
    }
    return told if any(told.values()) else None
