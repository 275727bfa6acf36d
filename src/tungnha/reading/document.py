"""The repaired document: one text, its fold, its lines with offsets, and the zones a plan has."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from .fold import fold, key
from .repair import RawLine, is_table_head, repair
from .zones import find_zones, is_signature_line

__all__ = ["Document", "Line", "is_plan", "is_signature_line", "open_document", "place_lines"]


@dataclass(frozen=True)
class Line:
    """One repaired paragraph or table row; `text` sits at `start`..`end` of the document's text."""

    text: str
    start: int
    end: int
    gap: bool
    page: int | None = None  # the page it begins on, from 1; None when the file tells no pages
    turns: tuple[tuple[int, int], ...] = ()  # (offset in `text`, page) where it goes on on another page

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def is_row(self) -> bool:
        return "\t" in self.text

    def cells(self) -> list[tuple[str, int, int]]:
        out, at = [], self.start
        for cell in self.text.split("\t"):
            out.append((cell.strip(), at, at + len(cell)))
            at += len(cell) + 1
        return out


@dataclass
class Document:
    """The whole text and its zones (indexes into `lines`)."""

    text: str
    lines: list[Line]
    head_start: int = 0  # after a letter that stands before the plan
    head_end: int = 0  # the line that names the kind of document
    body_start: int = 0  # first line after the title
    body_end: int = 0  # "Nơi nhận" or the signature
    annex_start: int = 0
    annex_end: int = 0
    foot: tuple[int, int] = (0, 0)
    doc_type: str | None = None
    title_inline: str = ""
    folded: str = field(default="")
    rest: int = 0  # offset at which another document begins in the same file; the end of the text where none does
    paths: dict[int, str] = field(default_factory=dict)  # line → labels of its section ("II.2.a"), of body lines

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def _rows(self) -> dict[int, tuple[int, int]]:
        """Line → (table, row), both from 1; the head of a table is its row 0."""
        out: dict[int, tuple[int, int]] = {}
        table = row = 0
        for i, line in enumerate(self.lines):
            if line.is_row:
                goes_on = i - 1 in out and not is_table_head(line.text)
                table, row = (table, row + 1) if goes_on else (table + 1, 0 if is_table_head(line.text) else 1)
                out[i] = (table, row)
        return out

    def place(self, at: int) -> dict[str, int | str | None]:
        """Where an offset stands: page, line of the text (from 1), table and row, section ("II.2.a")."""
        if not self.lines:
            return {"page": None, "line": 1, "table": None, "row": None, "section": None}
        i = max(0, bisect_right(self._starts, at) - 1)
        line = self.lines[i]
        page = next((p for offset, p in reversed(line.turns) if at - line.start >= offset), line.page)
        table, row = self._rows.get(i, (None, None))
        return {"page": page, "line": i + 1, "table": table, "row": row, "section": self.paths.get(i) or None}

    def quote(self, start: int, end: int) -> str:
        return self.text[start:end]

    @property
    def head(self) -> list[Line]:
        return self.lines[self.head_start : self.head_end]

    @property
    def head_at(self) -> int:
        """Offset at which the plan's own head begins: 0, or after the letter it was sent with."""
        return self.lines[self.head_start].start if 0 < self.head_start < len(self.lines) else 0

    @property
    def body(self) -> list[Line]:
        return self.lines[self.body_start : self.body_end]

    @property
    def annex(self) -> list[Line]:
        return self.lines[self.annex_start : self.annex_end]


def place_lines(raw: list[RawLine]) -> tuple[str, list[Line]]:
    lines, at, parts = [], 0, []
    for line in raw:
        lines.append(Line(line.text, at, at + len(line.text), line.gap, line.page, line.turns))
        parts.append(line.text)
        at += len(line.text) + 1
    return "\n".join(parts), lines


def open_document(raw: str) -> Document:
    text, lines = place_lines(repair(raw))
    zones = find_zones(lines)
    head_start, head_end = zones.head
    return Document(
        text=text, lines=lines[: zones.end], folded=fold(text), head_start=head_start, head_end=head_end,
        body_start=zones.body[0], body_end=zones.body[1], foot=zones.foot, annex_start=zones.annex[0],
        annex_end=zones.annex[1], doc_type=zones.kind, title_inline=zones.title_inline,
        rest=lines[zones.end].start if zones.end < len(lines) else len(text),
    )  # fmt: skip


def is_plan(doc: Document) -> bool:
    """Whether enough of a plan's frame is there to read it as one."""
    folded = doc.folded
    romans = len(re.findall(r"^(?:I|II|III|IV|V|VI|VII|VIII)\s?[.\-]\s?\S", doc.text, re.MULTILINE))
    signs = [
        doc.doc_type is not None,
        "to chuc thuc hien" in folded or "phan cong" in folded,
        "noi nhan" in folded,
        romans >= 2,
        bool(re.search(r"(?:can cu|thuc hien) .{0,80}\bso\b", folded)),
        "ke hoach" in folded,
        "muc dich" in folded,
        any(line.folded.startswith("ke hoach") for line in doc.lines[:8]),
    ]
    return sum(signs) >= 3 or (doc.doc_type is not None and sum(signs) >= 2 and len(key(doc.text)) > 60)
