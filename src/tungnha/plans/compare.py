"""What differs between two readings of one document, in words a person can weigh. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

HIDDEN = ("span", "quote", "confidence", "spans", "duty_spans", "recipient_finds", "origin")


@dataclass(frozen=True)
class Difference:
    """One value said in two ways."""

    section: str
    row: int
    key: str
    mine: str
    theirs: str


def differences(theirs: dict[str, Any], mine: dict[str, Any], sections: dict[str, str]) -> list[Difference]:
    """Row by row, value by value, in the order of the page; `sections` maps keys to headings."""
    found = []
    for key, heading in sections.items():
        left, right = (_rows(content.get(key)) for content in (theirs, mine))
        for n in range(max(len(left), len(right))):
            a, b = (rows[n] if n < len(rows) else {} for rows in (left, right))
            for name in [*a, *(name for name in b if name not in a)]:
                if name not in HIDDEN and _words(a.get(name)) != _words(b.get(name)):
                    found.append(Difference(heading, n + 1, name, _words(b.get(name)), _words(a.get(name))))
    return found


def _rows(value: Any) -> list[dict[str, Any]]:
    rows = value if isinstance(value, list) else [value]
    return [row if isinstance(row, dict) else {"text": row} for row in rows if row]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else ""
    if isinstance(value, list):
        return " · ".join(str(item) for item in value)
    return "" if value is None else str(value)
