"""What the areas below said in their reports of one period, by area and by what is counted. Never zero for silence.

A commune is spoken for by its People's Committee (or steering committee), a village by its team. An area that went into
another one since it sent is read for the other: what all its forerunners gave is added up, unless the new one has
spoken itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tungnha.plans.models import Target
from tungnha.reports.models import HandedUp, Obligation, SubmittedFigure
from tungnha.reports.queries import Board
from tungnha.units.models import Area, AreaSuccession

SPEAKERS = ("committee", "steering", "team")
Key = int | str  # a measure, or a target without one


@dataclass(frozen=True)
class Said:
    """One number an area gave, beside what was counted for it at that moment; `by`: whose reports it is added from."""

    count: int
    base: int | None
    computed: int | None
    opens: tuple[Any, ...]
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Below:
    """What was said below one area for one period. `owing`: the areas that run their own reports."""

    said: Mapping[tuple[int, Key], Said]
    owing: frozenset[int]
    sent: frozenset[int]

    def of(self, area: Area, target: Target) -> Said | None:
        return self.said.get((area.pk, key_of(target)))


NOTHING = Below({}, frozenset(), frozenset())


def key_of(target: Target) -> Key:
    """Two targets that count the same are one question."""
    return target.measure_id or f"target {target.pk}"


def load(board: Board, standing: Iterable[Area]) -> Below:
    """A fixed number of statements, however many areas there are. `standing`: the areas the report has rows for."""
    rows = [row for row in board.rows if row.obligation.organisation.kind in SPEAKERS]
    latest = {row.latest.pk: row.obligation for row in rows if row.is_in and row.latest is not None}
    into = _into({row.obligation.organisation.area_id for row in rows} - {area.pk for area in standing})
    figures = SubmittedFigure.objects.filter(submission__in=latest, count__isnull=False).select_related("target")
    reports = dict(HandedUp.objects.filter(submission__in=latest).values_list("submission", "report"))
    own: dict[tuple[int, Key], Said] = {}
    parts: dict[tuple[int, Key], list[Said]] = {}
    for figure in figures.order_by("submission__number", "pk"):
        owed = latest[figure.submission_id]
        told = _said(figure, owed, reports.get(figure.submission_id))
        area, key = owed.organisation.area_id, key_of(figure.target)
        if area in into:
            parts.setdefault((into[area], key), []).append(told)
        else:
            own[area, key] = told
    forerunners = {area: sum(to == area for to in into.values()) for area in into.values()}
    for (area, key), found in parts.items():
        if (area, key) not in own and len(found) == forerunners[area]:
            own[area, key] = _together(found)
    speaking = {into.get(row.obligation.organisation.area_id, row.obligation.organisation.area_id) for row in rows}
    sent = {into.get(o.organisation.area_id, o.organisation.area_id) for o in latest.values()}
    return Below(own, frozenset(speaking), frozenset(sent))


def _into(ended: set[int]) -> dict[int, int]:
    """Area that is no more → the one it went into, as far as it is one alone."""
    if not ended:
        return {}
    found: dict[int, list[int]] = {}
    for before, after in AreaSuccession.objects.filter(predecessor__in=ended).values_list("predecessor", "successor"):
        found.setdefault(before, []).append(after)
    return {before: after[0] for before, after in found.items() if len(after) == 1}


def _said(figure: SubmittedFigure, owed: Obligation, report: int | None) -> Said:
    opens = ("reports:report", [report]) if report is not None else ("reports:obligation", [owed.pk])
    return Said(figure.count or 0, figure.base, figure.computed, opens, (owed.organisation.label,))


def _together(found: Sequence[Said]) -> Said:
    """What several areas gave before they became one; it opens the first of them."""
    bases = [one.base for one in found]
    computed = [one.computed for one in found]
    return Said(
        sum(one.count for one in found),
        sum(b for b in bases if b is not None) if None not in bases else None,
        sum(c for c in computed if c is not None) if None not in computed else None,
        found[0].opens, tuple(name for one in found for name in one.by),
    )  # fmt: skip
