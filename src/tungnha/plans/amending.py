"""A later paper held against the plan that runs: what it would add, change or remove, row by row (decision 0011)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from tungnha.identity import names
from tungnha.plans import parts, whom
from tungnha.plans.models import Duty, Plan, PlanChange, PlanVersion, Target, Task
from tungnha.plans.operations.confirming import last_day
from tungnha.plans.operations.versions import Edit
from tungnha.units.models import Area, Organisation

Part, Kind, Cause = PlanChange.Part, PlanChange.Kind, PlanVersion.Cause
Row = Target | Task | Duty
Content = Mapping[str, Any]

ALIKE: dict[str, float] = {Part.TARGET: 0.6, Part.TASK: 0.65, Part.DUTY: 0.75}
SECTIONS = ((Part.TARGET, "targets"), (Part.TASK, "tasks"), (Part.DUTY, "reporting"))
TIMING = ("weekday", "day_of_month", "months", "time", "due_on")
LOOKED_AT = 4000  # letters from the top: title, bases and the first words say what a paper amends
_SYMBOL = r"(\d{1,5}\s*/\s*[A-ZĐ][A-ZĐ&\- ]*[A-ZĐ])"
_AMENDS = re.compile(
    r"(?P<deed>(?i:sửa đổi|bổ sung|điều chỉnh|thay thế))[^.\n]{0,160}?"
    rf"(?i:kế hoạch\s+số)\s*:?\s*(?P<symbol>{_SYMBOL})"
)


@dataclass(frozen=True)
class Proposed:
    """One change the paper would make, to be ticked by an officer."""

    key: str
    edit: Edit
    kind: str
    label: str
    lines: tuple[tuple[str, str, str], ...]  # field, old, new

    @property
    def part_words(self) -> str:
        return str(Part(self.edit.part).label)

    @property
    def kind_words(self) -> str:
        return str(Kind(self.kind).label)


def amended_plan(text: str, area: Area) -> tuple[Plan | None, str]:
    """The plan of its own area that a paper says it amends or replaces, and which of the two."""
    for found in _AMENDS.finditer(text[:LOOKED_AT]):
        number, _, symbol = re.sub(r"\s", "", found["symbol"]).partition("/")
        rows = Plan.objects.filter(campaign__area=area, number__in=(number, number.lstrip("0")))
        plan = next((p for p in rows if names.fold(re.sub(r"\s", "", p.symbol)) == names.fold(symbol)), None)
        if plan is not None:
            return plan, Cause.REPLACED if found["deed"].lower() == "thay thế" else Cause.PAPER
    return None, Cause.PAPER


def proposed(plan: Plan, content: Content, bodies: Sequence[Organisation], cause: str) -> list[Proposed]:
    """What an opened or prepared draft would change in a plan, in the order the page shows it."""
    found: list[Proposed] = []
    for part, section in SECTIONS:
        said = [_said(part, row) for row in content.get(section) or []]
        standing: list[Row] = list(parts.MODELS[part].objects.filter(plan=plan))
        pairs = _matched(part, standing, said)
        for n, values in enumerate(said):
            row = pairs.get(n)
            if row is None:
                found.append(_added(part, n, values, content[section][n], plan, bodies))
            elif (change := _changed(part, row, values)) is not None:
                found.append(change)
        if cause == Cause.REPLACED:
            kept = {row.pk for row in pairs.values()}
            found += [_removed(part, row) for row in standing if row.pk not in kept]
    return found


def _said(part: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A draft's row by the columns it would be kept in; what it does not say is left out."""
    values = {}
    for name, value in row.items():
        column = parts.column_of(part, name)
        if column is not None and value not in (None, "", []):
            values[column] = _last_day(value) if column == "due_on" else value
    if part == Part.DUTY:
        values["kind"] = row.get("kind") or ""
    return values


def _last_day(iso: Any) -> Any:
    day = last_day(iso)
    return day.isoformat() if day else None


# --- which row is meant ----------------------------------------------------------------------------------------------


def _matched(part: str, standing: Sequence[Row], said: Sequence[Mapping[str, Any]]) -> dict[int, Row]:
    """Place in the paper → the row it speaks of: the most alike first, each row once."""
    by_part: dict[str, Callable[[Any, Mapping[str, Any]], float]] = {
        Part.TARGET: _targets_alike,
        Part.TASK: _tasks_alike,
        Part.DUTY: _duties_alike,
    }
    alike = by_part[part]
    scores = [(alike(row, values), -n, -row.pk, n, row) for n, values in enumerate(said) for row in standing]
    found: dict[int, Row] = {}
    taken: set[int] = set()
    for score, _, _, n, row in sorted(scores, key=lambda s: s[:3], reverse=True):
        if score >= ALIKE[part] and n not in found and row.pk not in taken:
            found[n] = row
            taken.add(row.pk)
    return found


def _ratio(a: Any, b: Any) -> float:
    one, two = (names.fold(re.sub(r"[\d.,%>≥]+", " ", str(text or ""))).split() for text in (a, b))
    return SequenceMatcher(None, one, two).ratio() if one and two else 0.0


def _targets_alike(row: Target, said: Mapping[str, Any]) -> float:
    if (said.get("unit") or "%") != row.unit:
        return 0.0
    same_measure = row.measure is not None and row.measure.code == said.get("measure")
    due = parts.read(Part.TARGET, "due_on", said.get("due_on"))
    same_day = due is None or row.due_on is None or due == row.due_on
    return _ratio(row.text, said.get("text")) + 0.1 * same_measure + 0.05 * same_day


def _tasks_alike(row: Task, said: Mapping[str, Any]) -> float:
    return _ratio(row.name, said.get("name"))


def _duties_alike(row: Duty, said: Mapping[str, Any]) -> float:
    if (said.get("kind") or "") != row.kind:
        return 0.0
    same_period = said.get("frequency") == row.frequency
    who = 1.0 if not row.who and not said.get("who") else _ratio(row.who, said.get("who"))
    return 0.8 * who + 0.2 * same_period if who > 0.85 else 0.6 * who + 0.2 * same_period


# --- what it changes -------------------------------------------------------------------------------------------------


def _changed(part: str, row: Row, said: Mapping[str, Any]) -> Proposed | None:
    values = dict(said)
    if isinstance(row, Duty) and values.get("frequency") not in (None, row.frequency):
        values = dict.fromkeys(TIMING) | values  # another period has its own day and hour
    differing = {}
    for name, value in values.items():
        new, old = parts.read(part, name, value), getattr(row, name)
        if new != old and not (isinstance(new, str) and isinstance(old, str) and _same_words(new, old)):
            differing[name] = parts.plain(new)
    if not differing:
        return None
    lines = tuple(
        (
            parts.FIELDS[part][name].label,
            parts.said(part, name, parts.plain(getattr(row, name))),
            parts.said(part, name, value),
        )
        for name, value in differing.items()
    )
    return Proposed(f"{part}-{row.pk}", Edit(part, row.pk, differing), Kind.CHANGED, parts.label_of(part, row), lines)


def _same_words(a: str, b: str) -> bool:
    return re.sub(r"\W+", " ", a).strip().casefold() == re.sub(r"\W+", " ", b).strip().casefold()


def _added(
    part: str, n: int, said: Mapping[str, Any], row: Mapping[str, Any], plan: Plan, bodies: Sequence[Organisation]
) -> Proposed:
    area = plan.campaign.area
    found = whom.expand(row.get("organisations") or [], bodies, plan.organisation_id, area.kind)
    more = {"quote": str(row.get("quote") or ""), "organisations": found}
    label = str(said.get("text") or said.get("name") or said.get("who") or "")
    lines = (("", "", parts.in_words(part, said)),)
    return Proposed(f"{part}-new-{n}", Edit(part, None, dict(said), more=more), Kind.ADDED, label, lines)


def _removed(part: str, row: Row) -> Proposed:
    values = {name: parts.plain(getattr(row, name)) for name in parts.FIELDS[part]}
    lines = (("", parts.in_words(part, values), ""),)
    return Proposed(f"{part}-{row.pk}", Edit(part, row.pk, remove=True), Kind.REMOVED, parts.label_of(part, row), lines)
