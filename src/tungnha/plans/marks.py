"""The plan's text with the places of its finds: lines cut where a find starts or ends, tables as tables. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeGuard

from tungnha.reading.document import Line as TextLine
from tungnha.reading.sections import ITEM, PARAGRAPH, ROMAN, read_mark


@dataclass(frozen=True)
class Find:
    """One thing read: its key (`targets-2`), the short sign shown in the text (`CT3`), and where it stands.

    `part` marks a further place of the same thing (a duty of a unit, the same target said again): it gets no sign.
    """

    key: str
    sign: str
    start: int
    end: int
    part: bool = False

    @property
    def kind(self) -> str:
        return KIND_OF.get(self.key.rpartition("-")[0], "frame")


@dataclass
class Piece:
    """A stretch of a line from place `at` of the text; `finds` are those that start here, `keys` all that cover it."""

    text: str
    at: int
    keys: list[str] = field(default_factory=list)
    kind: str = ""
    finds: list[Find] = field(default_factory=list)

    @property
    def marked(self) -> bool:
        return bool(self.keys)


@dataclass
class Cell:
    """A cell of a table; a paragraph is one cell."""

    pieces: list[Piece]

    @property
    def is_long(self) -> bool:
        return sum(len(piece.text) for piece in self.pieces) > LONG_CELL


@dataclass
class Line:
    """A paragraph, or a row of a table: then its pieces lie in cells."""

    number: int
    start: int
    cells: list[Cell]
    level: str = "text"  # head | heading | point | item | caps | text
    page: int = 0  # the page that begins here

    @property
    def pieces(self) -> list[Piece]:
        return [piece for cell in self.cells for piece in cell.pieces]


@dataclass
class Block:
    """Lines that stand together: one paragraph, or the rows of one table."""

    lines: list[Line]
    is_table: bool = False

    @property
    def width(self) -> int:
        return max(len(line.cells) for line in self.lines)


LONG_CELL = 40  # characters; a column of longer cells is given room
#: section of a draft → the letters of its sign
SIGNS = {
    "header": "Đ", "scope": "PV", "legal_bases": "CC", "targets": "CT", "tasks": "NV", "steps": "B",
    "assignments": "PC", "reporting": "BC", "phases": "GĐ", "appendix_targets": "PL", "recipients": "NN",
    "signer": "K", "contact": "LH", "supervisor": "PT", "questions": "H",
}  # fmt: skip
#: section → the kind its words are drawn as; whatever is not named is part of the document's frame
KIND_OF = {
    "targets": "target", "appendix_targets": "target", "reporting": "duty", "tasks": "task", "steps": "task",
    "assignments": "unit",
}  # fmt: skip
HEAD = "header-0"
SHORT_HEADING = 120  # a numbered line longer than this, or that ends as a sentence does, is a paragraph
#: what covers what, where several kinds lie over the same words
KINDS = ("target", "duty", "task", "unit", "frame")


def marked_blocks(text: str, finds: Sequence[Find], pages: Sequence[int] = ()) -> list[Block]:
    """The text as it reads: paragraphs, and rows that follow each other as one table."""
    blocks: list[Block] = []
    for line in marked_lines(text, finds, pages):
        in_table = len(line.cells) > 1
        if in_table and blocks and blocks[-1].is_table and not line.page:
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block([line], in_table))
    return blocks


def marked_lines(
    text: str, finds: Sequence[Find], pages: Sequence[int] = (), only: set[int] | None = None
) -> Iterator[Line]:
    """Every line of the text (or those numbered in `only`), cut into pieces."""
    ordered = sorted(finds, key=lambda f: (f.start, -f.end))
    waiting, open_finds, at = 0, [], 0
    for number, raw in enumerate(text.split("\n")):
        end = at + len(raw)
        while waiting < len(ordered) and ordered[waiting].start <= end:
            open_finds.append(ordered[waiting])
            waiting += 1
        open_finds = [find for find in open_finds if find.end > at]
        if only is None or number in only:
            page = bisect_right(pages, at) + 1 if pages and _opens_page(pages, at, end) else 0
            in_head = any(find.key == HEAD for find in open_finds) and raw.strip() != ""
            level = "head" if in_head else _level(raw, at, end)
            yield Line(number, at, list(_cells(raw, at, open_finds)), level, page)
        at = end + 1


def _opens_page(pages: Sequence[int], at: int, end: int) -> bool:
    return bisect_right(pages, end) > bisect_right(pages, at - 1)


def lines_between(text: str, spans: Sequence[Sequence[int]]) -> set[int]:
    """The numbers of the lines these places of the text lie on."""
    starts = [0, *(n + 1 for n, char in enumerate(text) if char == "\n")]
    found: set[int] = set()
    for start, end in spans:
        found |= set(range(bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1))))
    return found


def _level(raw: str, at: int, end: int) -> str:
    if "\t" in raw or not raw.strip():
        return "text"
    level, label, _ = read_mark(TextLine(raw, at, end, False))
    if level <= ROMAN:
        return "heading" if label else "caps"
    if level >= PARAGRAPH:
        return "text"
    if level < ITEM:
        return "point" if len(raw) <= SHORT_HEADING and not raw.rstrip().endswith((".", ";")) else "text"
    return "item"


def _cells(raw: str, at: int, finds: Sequence[Find]) -> Iterator[Cell]:
    for cell in raw.split("\t"):
        yield Cell(_pieces(cell, at, finds))
        at += len(cell) + 1


def _pieces(text: str, at: int, finds: Sequence[Find]) -> list[Piece]:
    """The words of one cell. A find that starts on the tab before it starts here."""
    end = at + len(text)
    here = [find for find in finds if find.start <= end and find.end > at]
    cuts = {at, end}
    for find in here:
        cuts |= {min(max(place, at), end) for place in (find.start, find.end)}
    made = [_piece(text[a - at : b - at], a, b, here) for a, b in pairwise(sorted(cuts))]
    return made or [Piece("", at, finds=[find for find in here if find.start == at and not find.part])]


def _piece(text: str, start: int, end: int, finds: list[Find]) -> Piece:
    over = [find for find in finds if find.start <= start and find.end >= end]
    kinds = {find.kind for find in over if not find.part} or {"part" for _ in over}
    kind = next((kind for kind in (*KINDS, "part") if kind in kinds), "")
    signs = [find for find in finds if find.start == start and not find.part]
    return Piece(text, start, list(dict.fromkeys(find.key for find in over)), kind, signs)


def finds_of(content: dict[str, Any], length: int) -> list[Find]:
    """The finds of a draft that stand somewhere in its text."""
    found: list[Find] = []
    for section in SIGNS:
        value = content.get(section)
        rows = value if isinstance(value, list) else [value]
        if section == "recipients" and not any(isinstance(row, dict) for row in rows):
            rows = content.get("recipient_finds") or []
        for n, row in enumerate(rows):
            if isinstance(row, dict):
                found += _places(row, str(row.get("id") or f"{section}-{n}"), isinstance(value, list), length)
    return found


def _places(row: dict[str, Any], key: str, many: bool, length: int) -> list[Find]:
    section, _, place = key.rpartition("-")
    sign = f"{SIGNS[section]}{int(place) + 1}" if many and place.isdecimal() else SIGNS[section]
    own = row.get("span")
    found = [Find(key, sign, own[0], own[1])] if is_span(own, length) else []
    for span in [*(row.get("also") or ()), *(row.get("duty_spans") or ())]:
        if is_span(span, length) and span != own:
            found.append(Find(key, sign, span[0], span[1], part=True))
    return found


def is_span(span: Any, length: int) -> TypeGuard[list[int]]:
    return (
        isinstance(span, list)
        and len(span) == 2
        and all(isinstance(place, int) for place in span)
        and 0 <= span[0] < span[1] <= length
    )
