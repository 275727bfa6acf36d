"""Whole plans in our own words with what a careful person finds in them, read and measured part by part.

Floors stand a little under what is reached: they fall when a change loses what was found. They are no forecast of how
another plan is read; own_plans/README.md says which sets were read unseen, and with which figures.
"""

import json
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from tungnha import reading

from .own_score import shares

HERE = Path(__file__).parent / "own_plans"
SETS = ("first", "second", "blind", "kinds")
FLOORS = {"first": 0.98, "second": 0.94, "blind": 0.98, "kinds": 0.98}
FLOOR_OF_A_PLAN = 0.84
PLANS = sorted(HERE.glob("*/*.txt"))


@cache
def measured(plan: Path) -> dict[str, float]:
    wanted = json.loads(plan.with_name(f"{plan.stem}.gold.json").read_text(encoding="utf-8"))
    return shares(wanted, reading.read(plan))


def mean_of(plan: Path) -> float:
    return mean(measured(plan).values())


def of_set(name: str) -> list[Path]:
    return [p for p in PLANS if p.parent.name == name]


def test_every_set_is_there():
    assert {p.parent.name for p in PLANS} == set(SETS)
    assert all(p.with_name(f"{p.stem}.gold.json").exists() for p in PLANS)


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_plan_is_read(plan):
    assert mean_of(plan) >= FLOOR_OF_A_PLAN, measured(plan)


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_read(name):
    assert mean(map(mean_of, of_set(name))) >= FLOORS[name]


def test_table(capsys):
    """Prints the shares of each part over each set, and of each plan."""
    lines = []
    for name in SETS:
        parts: dict[str, list[float]] = defaultdict(list)
        for plan in of_set(name):
            lines.append(f"  {mean_of(plan):.3f}  {name}/{plan.stem}")
            for part, share in measured(plan).items():
                parts[part].append(share)
        lines.append(f"{mean(map(mean_of, of_set(name))):.3f}  {name}: ")
        lines[-1] += ", ".join(f"{part} {mean(found):.2f}" for part, found in parts.items())
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert len(lines) == len(PLANS) + len(SETS)


def test_what_is_missed_and_what_is_invented_both_cost():
    plan = HERE / "blind" / "forest-fire-without-targets.txt"
    wanted = json.loads(plan.with_name(f"{plan.stem}.gold.json").read_text(encoding="utf-8"))
    whole = shares(wanted, json.loads(json.dumps({**_as_found(wanted), "targets": []})))
    assert all(share == 1 for share in whole.values()), whole
    fewer = shares(wanted, {**_as_found(wanted), "assignments": _as_found(wanted)["assignments"][1:]})
    more = shares(wanted, {**_as_found(wanted), "recipients": [*wanted["recipients"], "UBND xã Không Có"]})
    target = {"value": 9, "unit": "%", "text": "x", "subject": "x", "due": None, "comparator": "=", "population": "x"}
    invented = shares(wanted, {**_as_found(wanted), "targets": [target]})
    assert fewer["assignments"] < 1
    assert more["recipients"] < 1
    assert invented["targets"] == 0


def _as_found(wanted):
    """An annotation in the form of a draft, every field there."""
    reports = [{"who": None, "to": None, **r} for r in wanted["reporting"]]
    units = [{**a, "n_duties": a.get("n_duties") or len(a["duties"])} for a in wanted["assignments"]]
    return {**wanted, "reporting": reports, "assignments": units}
