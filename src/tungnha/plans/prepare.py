"""A draft with everything that is offered beside it: what the review page shows and, once saved, the plan becomes.

A row an officer has saved keeps what she decided, blanks included.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from tungnha.plans import guesses, whom

Content = dict[str, Any]


def prepared(content: Content, *, bodies: Sequence[Any], area_name: str) -> Content:
    """The same draft, its open decisions offered."""
    made = copy.deepcopy(content)
    annex = guesses.own_annex_row(content, area_name)
    made["targets"] = guesses.prepare_targets(made.get("targets") or [], annex)
    made["recipients"] = recipient_rows(made)
    return matched_again(made, bodies)


def matched_again(content: Content, bodies: Sequence[Any]) -> Content:
    """Rows whose words an officer changed, or that are new, are matched to the register; the rest stays as it is."""
    peak = guesses.has_peak(content)
    made = dict(content)
    made["reporting"] = [_duty(row, bodies, peak) for row in made.get("reporting") or []]
    made["assignments"] = [_with_bodies(row, row.get("unit"), bodies) for row in made.get("assignments") or []]
    made["tasks"] = [_task(row, bodies) for row in made.get("tasks") or []]
    made["steps"] = [_with_bodies(row, row.get("lead"), bodies) for row in made.get("steps") or []]
    return made


def recipient_rows(content: Content) -> list[dict[str, Any]]:
    """“Nơi nhận” as rows: with their places in the text while the reader's list still stands."""
    finds = content.get("recipient_finds") or []
    lines = content.get("recipients") or []
    texts = [line["text"] if isinstance(line, dict) else line for line in lines]
    if [find.get("text") for find in finds] == texts:
        return [dict(find) for find in finds]
    return [{"text": text} for text in texts]


def _with_bodies(row: dict[str, Any], words: str | None, bodies: Sequence[Any]) -> dict[str, Any]:
    if "organisations" in row:
        return row
    return row | {"organisations": whom.match_units(words, bodies)}


def _task(row: dict[str, Any], bodies: Sequence[Any]) -> dict[str, Any]:
    """Blank cells of a merged table take what stands above them; the row says from where."""
    if "organisations" not in row:
        inherited = row.get("inherits") or {}
        row = row | {key: row.get(key) or inherited.get(key) for key in ("lead", "co")}
        row.setdefault("steady", is_steady(row))
    return _with_bodies(row, row.get("lead"), bodies)


def is_steady(row: dict[str, Any]) -> bool:
    return not row.get("due") and "thuong xuyen" in whom.key(row.get("due_text") or "")


def _duty(row: dict[str, Any], bodies: Sequence[Any], peak: bool) -> dict[str, Any]:
    """What is offered stands under what is there: a key the officer saved wins, blank or not."""
    issuer = next((str(body.pk) for body in bodies if body.kind == "committee" and body.area.kind == "commune"), "")
    reporters = whom.match_units(row.get("who"), bodies) if row.get("who") else [issuer] if issuer else []
    offered = {
        "phase": guesses.guess_phase(row, peak),
        "inclusive": guesses.guess_inclusive(row),
        "organisations": reporters,
        "addressee": whom.match_one(row.get("to"), bodies),
        "via": whom.via(row.get("to")),
        "compiled": guesses.guess_compiled(
            row, issuer_reports=bool(issuer) and reporters == [issuer], kind=whom.guess_kind(row.get("who") or "")
        ),
    }
    return offered | row


def named_bodies(content: Content) -> list[str]:
    """Every text of a draft that names bodies."""
    texts = [row.get("unit") for row in content.get("assignments") or []]
    texts += [row.get("who") for row in content.get("reporting") or []]
    texts += [row.get(key) for row in content.get("tasks") or [] for key in ("lead", "co")]
    return [text for text in texts if text]
