"""A department's own people: its rooms by what they are to have (VNeID, Sổ SKĐT, App, đào tạo), no village needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tungnha.plans.models import Plan, Target
from tungnha.progress import queries as progress
from tungnha.progress.counting import way_of
from tungnha.reports.below.said import key_of
from tungnha.reports.below.showing import EVERYBODY, OFFICIALS, TEAMS
from tungnha.reports.models import SubmittedFigure
from tungnha.reports.queries import Board
from tungnha.units.models import Area, Organisation

Cell = dict[str, Any]


def grid_of(plan: Plan, targets: Sequence[Target], area: Area, on: date, board: Board) -> dict[str, Any] | None:
    """Unit × target, {now, base} of each from the rosters; a unit without one stands with what it reported, or with
    nothing. None where the plan asks nothing of units' own people."""
    asked: dict[Any, Target] = {}
    for target in targets:
        if target.measure and way_of(target.measure) == "units":
            asked.setdefault(key_of(target), target)
    if not asked:
        return None
    own = _own_units(plan, area, board)
    counted: dict[int, dict[int, Cell]] = {}
    units: dict[int, Organisation] = {}
    for target in asked.values():
        for row in progress.roster_rows(target, area, on):
            if own is None or row.unit.pk in own:
                units[row.unit.pk] = row.unit
                cell = {"now": row.now, "base": row.base, "source": "register"}
                counted.setdefault(row.unit.pk, {})[target.pk] = cell
    _add_reported(counted, units, list(asked.values()), board)
    rows = [
        {
            "unit": unit.pk, "name": unit.label, "opens": ["field:roster", [unit.pk]],
            "cells": [counted[unit.pk].get(target.pk) for target in asked.values()],
        }
        for unit in sorted(units.values(), key=lambda one: (one.order, one.name))
    ]  # fmt: skip
    columns = [{"target": target.pk, "name": target.label} for target in asked.values()]
    if not rows:
        return None
    totals = [_sum(rows, n) for n in range(len(columns))]
    return {"of": _whose(units.values()), "columns": columns, "rows": rows, "total": totals}


def _whose(units: Iterable[Organisation]) -> str:
    """What the people of these units are called together."""
    teams = [unit.kind == Organisation.Kind.TEAM for unit in units]
    return TEAMS if all(teams) else EVERYBODY if any(teams) else OFFICIALS


def _own_units(plan: Plan, area: Area, board: Board) -> set[int] | None:
    """In a province the issuer's own rooms and who reports here; in a commune every unit (None)."""
    if area.kind != Area.Kind.PROVINCE:
        return None
    rooms = set(Organisation.objects.filter(parent=plan.organisation_id).values_list("pk", flat=True))
    reporting = {row.obligation.organisation_id for row in board.rows if row.obligation.organisation.area_id == area.pk}
    return rooms | reporting | {plan.organisation_id}


def _add_reported(
    counted: dict[int, dict[int, Cell]], units: dict[int, Organisation], asked: Sequence[Target], board: Board
) -> None:
    """What units without a roster here stated in their reports; a unit of the duty that said nothing has its row."""
    latest = {row.latest.pk: row.obligation.organisation for row in board.rows if row.is_in and row.latest is not None}
    by_key = {key_of(target): target.pk for target in asked}
    figures = SubmittedFigure.objects.filter(submission__in=latest, count__isnull=False).select_related("target")
    for figure in figures.order_by("submission__number"):
        wanted, unit = by_key.get(key_of(figure.target)), latest[figure.submission_id]
        if wanted is None or wanted in counted.get(unit.pk, {}):
            continue
        units[unit.pk] = unit
        cell = {"now": figure.count, "base": figure.base, "source": "report"}
        counted.setdefault(unit.pk, {})[wanted] = cell
    rooms = {u.parent_id for u in units.values() if u.parent_id}
    for row in board.rows:
        unit = row.obligation.organisation
        if units and unit.pk not in units and unit.parent_id is not None and unit.parent_id in rooms:
            units[unit.pk] = unit
            counted[unit.pk] = {}


def _sum(rows: Sequence[dict[str, Any]], n: int) -> Cell | None:
    """Of the units that have a number; how many of them is told beside."""
    cells = [row["cells"][n] for row in rows if row["cells"][n] is not None]
    if not cells:
        return None
    bases = [cell["base"] for cell in cells]
    return {
        "now": sum(cell["now"] for cell in cells), "base": sum(bases) if None not in bases else None,
        "known": len(cells), "of": len(rows),
    }  # fmt: skip
