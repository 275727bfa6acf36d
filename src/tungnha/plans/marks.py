"""The plan's text with the places of its finds: lines cut where a find starts or ends. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Find:
    """One thing read: its key (`targets-2`), the short sign shown in the text (`CT3`), and where it stands."""

    key: str
    sign: str
    start: int
    end: int


@dataclass
class Piece:
    """A stretch of a line; `finds` are those that start here."""

    text: str
    marked: bool
    finds: list[Find] = field(default_factory=list)


@dataclass
class Line:
    pieces: list[Piece]
    cells: bool  # a row of a table: cells are set apart by tabs


def marked_lines(text: str, finds: Sequence[Find]) -> list[Line]:
    """Every line of the text, cut into pieces."""
    lines, at = [], 0
    ordered = sorted(finds, key=lambda f: (f.start, -f.end))
    for raw in text.split("\n"):
        end = at + len(raw)
        here = [f for f in ordered if f.start <= end and f.end > at]
        lines.append(Line(_pieces(text, at, end, here), "\t" in raw))
        at = end + 1
    return lines


def _pieces(text: str, at: int, end: int, finds: list[Find]) -> list[Piece]:
    cuts = {at, end}
    for find in finds:
        cuts |= {min(max(place, at), end) for place in (find.start, find.end)}
    places = sorted(cuts)
    made = [
        Piece(
            text[a:b].replace("\t", " | "),
            any(f.start <= a and f.end >= b for f in finds),
            [f for f in finds if f.start == a],
        )
        for a, b in pairwise(places)
    ]
    return made or [Piece("", False, [f for f in finds if f.start == at])]


#: section of a draft → the letters of its sign
SIGNS = {
    "header": "Đ", "scope": "PV", "legal_bases": "CC", "targets": "CT", "tasks": "NV", "steps": "B",
    "assignments": "PC", "reporting": "BC", "phases": "GĐ", "appendix_targets": "PL", "recipients": "NN",
    "signer": "K", "contact": "LH", "supervisor": "PT",
}  # fmt: skip


def finds_of(content: dict[str, Any], length: int) -> list[Find]:
    """The finds of a draft that stand somewhere in its text."""
    found = []
    for section, letters in SIGNS.items():
        value = content.get("recipient_finds" if section == "recipients" else section)
        rows = value if isinstance(value, list) else [value]
        for n, row in enumerate(rows):
            span = row.get("span") if isinstance(row, dict) else None
            if span and is_span(span, length):
                sign = letters if not isinstance(value, list) else f"{letters}{n + 1}"
                found.append(Find(f"{section}-{n}", sign, span[0], span[1]))
    return found


def is_span(span: Any, length: int) -> bool:
    return (
        isinstance(span, list)
        and len(span) == 2
        and all(isinstance(place, int) for place in span)
        and 0 <= span[0] < span[1] <= length
    )
