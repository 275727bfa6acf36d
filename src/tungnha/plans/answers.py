"""The options of a draft's questions, once its rows are a plan's: what each would set, by row instead of place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tungnha.plans import parts
from tungnha.plans.models import PlanChange

Part = PlanChange.Part
SECTION_PART = {"targets": Part.TARGET, "tasks": Part.TASK, "steps": Part.TASK, "reporting": Part.DUTY}
ANNEX = "appendix_targets"

Made = Mapping[tuple[str, str], int]  # (section, id of the row or its place) → primary key


def row_keys(section: str, n: int, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """By what a question may speak of a row: its id of the review, else its place in the list."""
    return [(section, str(row["id"]))] if row.get("id") else [(section, str(n)), (section, f"{section}-{n}")]


def kept_options(options: list[Any], made: Made, headline: int | None) -> list[Any]:
    """Options as a running plan keeps them: words, or words with the columns they set."""
    return [_kept(option, made, headline) for option in options]


def _kept(option: Any, made: Made, headline: int | None) -> Any:
    if not isinstance(option, dict):
        return str(option)
    given = option.get("changes") or option.get("set") or ([option] if "path" in option else [])
    words = str(option.get("text") or option.get("label") or option.get("value"))
    changes = [change for each in given if isinstance(each, dict) and (change := _change(each, made, headline))]
    return {"text": words, "changes": changes} if changes else words


def _change(given: Mapping[str, Any], made: Made, headline: int | None) -> dict[str, Any] | None:
    section, key, name = _place(given)
    if section == ANNEX:
        column = parts.ANNEX.get(name)
        return _set(Part.TARGET, headline, column, given.get("value")) if headline and column else None
    part = SECTION_PART.get(section)
    row = made.get((section, key))
    return _set(part, row, parts.column_of(part, name), given.get("value")) if part and row else None


def _set(part: str, row: int | None, column: str | None, value: Any) -> dict[str, Any] | None:
    return {"part": part, "row": row, "field": column, "value": value} if row and column else None


def _place(given: Mapping[str, Any]) -> tuple[str, str, str]:
    """(section, row, field) of `{item: "targets-2", field: "value"}` or of `{path: "targets.2.value"}`."""
    if "item" in given:
        item = str(given["item"])
        return item.rpartition("-")[0], item, str(given.get("field") or "")
    section, _, rest = str(given.get("path") or "").partition(".")
    place, _, name = rest.partition(".")
    return section, place, name
