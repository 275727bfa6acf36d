"""What a page of one area shows: its targets, the parts below by one of them, its units, what hinders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from tungnha.plans.models import Target
from tungnha.progress import queries
from tungnha.progress.board import Board
from tungnha.progress.figures import Figure, VillageRow
from tungnha.progress.rules import URGENCY
from tungnha.units.models import Area, Member

MOST_TARGETS = 12


@dataclass(frozen=True)
class Look:
    """One area on one day. `chosen` is the target its parts are ranked by."""

    area: Area
    on: date
    since: date | None
    reader: Member
    board: Board
    figures: Sequence[Figure]
    chosen: Figure | None
    others: int = 0  # targets that found no room
    found: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[VillageRow]:
        """The parts below from best to worst; of a village the villages of its commune, for its own place only."""
        if self.chosen is None or self.chosen.way not in ("things", "units"):
            return []
        return queries.rows_of(self.board, self.chosen.target, latest=False)

    @property
    def own(self) -> VillageRow | None:
        """A village's own line in the ranking of its commune."""
        if self.area.kind != Area.Kind.VILLAGE:
            return None
        return next((row for row in self.rows if row.village.pk == self.area.pk), None)


def look_at(area: Area, reader: Member, on: date, *, wanted: int | None = None, since: date | None = None) -> Look:
    """The targets that speak of an area, the headlines first, then those in need of a look."""
    targets = targets_of(area, reader)
    shown = sorted(targets, key=lambda t: t.pk != wanted)[:MOST_TARGETS]
    board = Board.around(shown, area, on, since)
    figures = sorted((board.figure(t, area) for t in shown), key=_first)
    return Look(area, on, since, reader, board, figures, _chosen(figures, wanted), len(targets) - len(shown))


def _first(found: Figure) -> tuple[bool, int]:
    """The plan's own headlines, then what is in red."""
    return not found.target.headline, URGENCY.index(found.state)


def targets_of(area: Area, reader: Member) -> list[Target]:
    """Of the plans of the area and of those above it; a plan below speaks of its own part only."""
    above = area.ancestor_paths()
    rows = queries.targets().visible_to(reader).filter(plan__campaign__area__path__in=above)
    found = rows.filter(role=Target.Role.TARGET, measure__isnull=False).order_by("-headline", "due_on", "order", "id")
    return list(found)


def _chosen(figures: Sequence[Figure], wanted: int | None) -> Figure | None:
    """The one asked for, else the first that opens to people in villages."""
    asked = next((f for f in figures if f.target.pk == wanted), None)
    return asked or next((f for f in figures if f.way == "things"), None) or next(iter(figures), None)
