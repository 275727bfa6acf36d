"""The repaired document: one text, its fold, its lines with offsets, and the zones a plan has."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from .fold import fold, is_upper, key
from .repair import RawLine, is_table_head, repair

_TYPE = re.compile(r"^(ke hoach|chuong trinh hanh dong|chuong trinh|phuong an|de an|kich ban)\b[\s.:]*(.*)$")
_ANNEX = re.compile(r"^(?:phu luc|bieu mau|mau so|bieu so)(?:\s+(?:so\s+)?[\divx]+)?\b")


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
    head_end: int = 0  # the line that names the kind of document
    body_start: int = 0  # first line after the title
    body_end: int = 0  # "Nơi nhận" or the signature
    annex_start: int = 0
    foot: tuple[int, int] = (0, 0)
    doc_type: str | None = None
    title_inline: str = ""
    folded: str = field(default="")
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
        return self.lines[: self.head_end]

    @property
    def body(self) -> list[Line]:
        return self.lines[self.body_start : self.body_end]

    @property
    def annex(self) -> list[Line]:
        return self.lines[self.annex_start :]


def place_lines(raw: list[RawLine]) -> tuple[str, list[Line]]:
    lines, at, parts = [], 0, []
    for line in raw:
        lines.append(Line(line.text, at, at + len(line.text), line.gap, line.page, line.turns))
        parts.append(line.text)
        at += len(line.text) + 1
    return "\n".join(parts), lines


def _find_type(lines: list[Line]) -> tuple[int | None, str | None, str]:
    """The line KẾ HOẠCH (title may follow on it). Capitals are asked for: bodies of text say "Kế hoạch" too."""
    for i, line in enumerate(lines[:120]):
        found = _TYPE.match(line.folded)
        if not found or line.is_row:
            continue
        words = line.text[: found.end(1)]
        if is_upper(words) or (len(line.text) < 12 and not found.group(2)):
            return i, words.capitalize(), line.text[found.start(2) :].strip()
    return None, None, ""


_FOOT = re.compile(r"^noi nhan\b")
_SIGN = re.compile(r"^(?:(?:tm|kt|tl|tuq|q)\s?\.|[tk]/[mtl]\.?\s)\s?[a-z]")
_TITLE_WORDS = re.compile(
    r"^(?:(?:q\.|quyen)\s*)?(?:pho )?(?:chu tich|giam doc|truong ban|bi thu|truong phong|hieu truong|cuc truong"
    r"|vien truong|chanh van phong|tong giam doc|chi cuc truong|truong cong an|thu truong|bo truong|to truong)\b"
)


def is_signature_line(line: Line) -> bool:
    return (
        not line.is_row
        and is_upper(line.text)
        and len(line.text) < 80
        and bool(_SIGN.match(line.folded) or _TITLE_WORDS.match(line.folded))
    )


def _find_foot(lines: list[Line], after: int) -> tuple[int, int]:
    """Where the recipients and the signature stand: (first line, first annex line)."""
    start = next((i for i in range(after, len(lines)) if _FOOT.match(lines[i].folded)), None)
    if start is not None:
        while start > after and (is_signature_line(lines[start - 1]) or _looks_like_name(lines, start - 1, after)):
            start -= 1
    else:
        start = next((i for i in range(after, len(lines)) if is_signature_line(lines[i])), None)
    if start is None:
        annex = _find_annex(lines, after)
        return annex, annex
    return start, _find_annex(lines, start)


def _looks_like_name(lines: list[Line], i: int, after: int) -> bool:
    words = lines[i].text.split()
    above = any(is_signature_line(x) for x in lines[max(after, i - 2) : i])
    return above and 2 <= len(words) <= 5 and all(w[0].isupper() for w in words if w[0].isalpha())


def _find_annex(lines: list[Line], after: int) -> int:
    for i in range(after, len(lines)):
        line = lines[i]
        if line.is_row and len(line.text.split("\t")) >= 3:
            # The table's own heading lines stand just above it.
            return _above_table(lines, i, after)
        if _ANNEX.match(line.folded) and len(line.text) < 120 and (is_upper(line.text) or len(line.text) < 40):
            return i
        if i > after + 3 and is_upper(line.text) and re.match(r"^(?:danh muc|bang|bieu)\b", line.folded):
            return i
    return len(lines)


def _above_table(lines: list[Line], row: int, after: int) -> int:
    i = row
    while i - 1 > after and (is_upper(lines[i - 1].text) or lines[i - 1].text.startswith("(")):
        if is_signature_line(lines[i - 1]):
            break
        i -= 1
    return i


def open_document(raw: str) -> Document:
    text, lines = place_lines(repair(raw))
    doc = Document(text=text, lines=lines, folded=fold(text))
    type_line, doc.doc_type, doc.title_inline = _find_type(lines)
    doc.head_end = 0 if type_line is None else type_line
    doc.body_start = 0 if type_line is None else type_line + 1
    doc.body_end, doc.annex_start = _find_foot(lines, doc.body_start)
    doc.foot = (doc.body_end, doc.annex_start)
    if doc.body_end == doc.annex_start and any(_FOOT.match(x.folded) for x in doc.head):
        # A plan annexed to a decision: number, recipients and signature stand before the plan.
        first = next(i for i, x in enumerate(lines) if _FOOT.match(x.folded))
        doc.foot = (first, doc.head_end)
    return doc


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
