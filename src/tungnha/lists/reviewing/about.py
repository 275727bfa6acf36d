"""What the room tells on a person's page: the rows of lists that are hers, and who decided so."""

from __future__ import annotations

from typing import Any

from tungnha.lists.models import ListRow
from tungnha.lists.models.review import DESK
from tungnha.units.models import Member

SHOWN = 15


def tell(records: list[int], reader: Member) -> dict[str, Any] | None:
    """For the desk only: the newest first, each leading to the decisions behind it. None where there is none."""
    if not reader.has_role(*DESK):
        return None
    rows = ListRow.objects.visible_to(reader).filter(person__in=records, verdict=ListRow.Verdict.LINKED)
    rows = rows.select_related("incoming__service", "incoming__sender", "decided_by__user")
    told = list(rows.defer("raw", "read", "incoming__content").order_by("-incoming__received_at", "number")[:SHOWN])
    return {"rows": told} if told else None
