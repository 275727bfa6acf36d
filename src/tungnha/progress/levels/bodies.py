"""Organisations side by side: their own people against what is asked of them, what they state, who is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tungnha.drafting.numbers import rate_value
from tungnha.plans.models import Target
from tungnha.plans.rules import needed_count
from tungnha.progress import queries
from tungnha.progress.board import Board
from tungnha.progress.figures import Figure
from tungnha.progress.rules_ranking import Entry, Placed, ranked
from tungnha.progress.showing import day_word, link
from tungnha.units.models import Organisation


@dataclass(frozen=True)
class Body:
    """One unit's figure of one target. now None: it has not said."""

    unit: Organisation
    now: int | None
    base: int | None
    needed: int | None

    @property
    def rate(self) -> Decimal | None:
        return rate_value(self.now, self.base)

    @property
    def state(self) -> str:
        if self.now is None:
            return "no_data"
        if self.needed is None:
            return "no_level"
        return "reached" if self.now >= self.needed else "behind"


def of_figure(board: Board, found: Figure) -> list[Placed[Body]]:
    """The units of one target by what each had to do; those without a figure have no place."""
    target = found.target
    if found.way == "stated" and target.measure is not None:
        rows = queries.unit_rows(target.measure, found.area, found.on, board.stated)
        bodies = [Body(r.unit, r.count, r.base, _needed(target, r.base)) for r in rows]
    else:
        of_rosters = queries.roster_rows(target, found.area, found.on)
        bodies = [Body(r.unit, r.now, r.base, _needed(target, r.base)) for r in of_rosters]
    return ranked(Entry(key=body, now=body.now, needed=body.needed) for body in bodies)


def _needed(target: Target, base: int | None) -> int | None:
    """A unit is asked for the plan's per cent of its own people; a number for all together is nobody's own."""
    if target.unit != "%" or base is None:
        return None
    return needed_count(
        comparator=target.comparator, value=target.value, unit=target.unit, base=base, stated_count=None
    ).count


COLUMNS: tuple[dict[str, Any], ...] = (
    {"key": "name", "label": "Đơn vị"},
    {"key": "rank", "label": "Hạng"},
    {"key": "state", "label": "Tình trạng", "kind": "status"},
    {"key": "now", "label": "Đang có", "kind": "count", "link": "url"},
    {"key": "base", "label": "Tổng số", "kind": "count"},
    {"key": "rate", "label": "Tỷ lệ", "kind": "percent"},
    {"key": "remaining", "label": "Còn phải thêm", "kind": "count"},
)


def table(rows: Sequence[Placed[Body]], found: Figure, *, opens: bool) -> list[dict[str, Any]]:
    return [
        {
            "name": body.unit.name, "now": body.now, "base": body.base, "rate": body.rate, "state": body.state,
            "rank": "không xếp" if row.rank is None else str(row.rank),
            "remaining": None if body.now is None or body.needed is None else max(body.needed - body.now, 0),
            "url": link("progress:missing", found.target.pk, noi=found.area.code, xem="donvi", ngay=day_word(found.on))
            if opens and found.way == "units" and body.now is not None else "",
        }
        for row in rows for body in [row.entry.key]
    ]  # fmt: skip
