"""A list as the cross-check leaves it, laid straight into the tables: the review's tests need no engine."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tungnha.lists.models import IncomingList, ListRow
from tungnha.units import clock


def make_list(*, campaign: Any, area: Any, sender: Any, service: Any, by: Any, name: str = "vnpt.xlsx") -> IncomingList:
    return IncomingList.objects.create(
        campaign=campaign, area=area, sender=sender, service=service, name=name, sha256="0" * 64, sheet="Sheet1",
        header_row=1, titles=["Họ và tên", "Ngày sinh", "Số CCCD", "Thôn"], lines=0,
        columns={"full_name": 0, "birth": 1, "personal_number": 2, "village": 3}, as_of_on=date(2026, 5, 25),
        received_at=clock.now(), received_by=by, state=IncomingList.State.CHECKED, matched_at=clock.now(),
    )  # fmt: skip


def make_row(
    received: IncomingList,
    number: int,
    cells: dict[str, str],
    candidates: list[tuple[Any, float, str]] = (),
    **more: Any,
) -> ListRow:
    """`candidates`: (person, probability, pattern). Ambiguous unless told otherwise."""
    raw = [cells.get(field, "") for field in ("full_name", "birth", "personal_number", "village")]
    return ListRow.objects.create(**{
        "incoming": received, "number": number, "raw": json.dumps(raw, ensure_ascii=False),
        "read": json.dumps(cells, ensure_ascii=False), "verdict": "ambiguous",
        "candidates": [[person.pk, ["cùng họ tên"], likely, pattern] for person, likely, pattern in candidates],
        "probability": candidates[0][1] if candidates else 0.0, "reasons": ["cần cán bộ xem"], **more,
    })  # fmt: skip
