"""What became another number since a report was sent, and what a correction changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from tungnha.plans.models import Target
from tungnha.progress import queries as progress
from tungnha.progress.board import Board
from tungnha.progress.counting import way_of
from tungnha.reports import figures
from tungnha.reports.models import Submission, SubmittedFigure
from tungnha.reports.models.submissions import PARTS
from tungnha.units.models import Area


@dataclass(frozen=True)
class Change:
    """A number a unit's report gave that would be another one today, for the report's own day."""

    target: int
    name: str
    then: int | None
    now: int | None
    url: str = ""


def since_sent(submission: Submission) -> list[Change]:
    """What was learnt after sending about the day the report speaks of (“thay đổi sau khi gửi”). Only numbers that the
    product counts can change by themselves; what came about later belongs to the next report."""
    rows = [row for row in submission.figures.all() if row.computed is not None]
    if not rows:
        return []
    on = timezone.localtime(submission.sent_at).date()
    known = figures.computed_for(submission.obligation.organisation, [row.target for row in rows], on)
    return [
        Change(row.target_id, row.target.label, row.computed, known[row.target_id].count, known[row.target_id].url)
        for row in rows
        if row.target_id in known and known[row.target_id].count != row.computed
    ]


def of_board(rows: Iterable[Submission], within: Area) -> dict[int, list[Change]]:
    """`since_sent` for all units of one period at once, by submission: one look at the ledger for each day on which
    something was sent, not for each unit. `within`: the area of the plan they report on."""
    by_day: dict[date, list[Submission]] = defaultdict(list)
    for row in rows:
        if any(figure.computed is not None for figure in row.figures.all()):
            by_day[timezone.localtime(row.sent_at).date()].append(row)
    found: dict[int, list[Change]] = {}
    for on, sent in by_day.items():
        known = _counted_again(sent, within, on)
        for row in sent:
            made = [_changed(figure, known.get((row.pk, figure.target_id))) for figure in row.figures.all()]
            if changed := [one for one in made if one is not None]:
                found[row.pk] = changed
    return found


def _counted_again(rows: list[Submission], within: Area, on: date) -> dict[tuple[int, int], int | None]:
    """(submission, target) → what the product counts today for that day; without those it counts no more."""
    asked = {f.target_id for row in rows for f in row.figures.all() if f.computed is not None}
    targets = [(t, way_of(t.measure)) for t in progress.targets().filter(pk__in=asked) if t.measure]
    counted = {t.pk: t for t, way in targets if way == "things"}
    board = Board(list(counted.values()), within, on)
    places = {area.pk: area for area in (within, *board.below)}
    of_units = {t.pk: _roster(t, within, on) for t, way in targets if way == "units"}
    known: dict[tuple[int, int], int | None] = {}
    for row in rows:
        unit = row.obligation.organisation
        for figure in row.figures.all():
            if figure.computed is None:
                continue
            if figures.speaks_for_area(unit):
                if unit.area_id in places and figure.target_id in counted:
                    again = board.figure(counted[figure.target_id], places[unit.area_id])
                    known[row.pk, figure.target_id] = again.now
            elif unit.pk in of_units.get(figure.target_id, {}):
                known[row.pk, figure.target_id] = of_units[figure.target_id][unit.pk]
    return known


def _roster(target: Target, within: Area, on: date) -> dict[int, int]:
    return {row.unit.pk: row.now for row in progress.roster_rows(target, within, on)}


def _changed(figure: SubmittedFigure, now: int | None) -> Change | None:
    if figure.computed is None or now is None or now == figure.computed:
        return None
    return Change(figure.target_id, figure.target.label, figure.computed, now)


def between(before: Submission | None, after: Submission) -> tuple[list[dict[str, Any]], list[str]]:
    """(figures that differ: target, name, then, now; names of parts that differ) from one submission to the next."""
    old = {row.target_id: row for row in before.figures.select_related("target__measure")} if before else {}
    new = {row.target_id: row for row in after.figures.select_related("target__measure")}
    rows = []
    for target in sorted(old.keys() | new.keys()):
        then, now = old.get(target), new.get(target)
        if (then.count if then else None) != (now.count if now else None):
            some = now or then
            assert some is not None
            rows.append(
                {
                    "target": target, "name": some.target.label, "then": then.count if then else None,
                    "now": now.count if now else None,
                }
            )  # fmt: skip
    parts = [name for name in PARTS if getattr(after, name) != (getattr(before, name) if before else "")]
    return rows, parts
