"""Line repair: raw text of a file → paragraphs as their writer meant them, each with the page it begins on.

Joins what page ends and line wraps cut, strips HTML and markdown, re-joins table rows cut in two and drops
column heads repeated on the next page. It never changes a letter, number, date or name, only the spaces and line
ends between them: slips inside words are answered when matching (see fold.py), so a quote is what the file says.
"""

import re
from dataclasses import dataclass, replace

from .cleaning import clean, one_space
from .drawings import LAYOUT, undraw_columns, undraw_tables
from .fold import fold, is_upper
from .spacing import respace, words_of
from .table_rows import RawLine, is_table_head, join_rows
from .wraps import join_lines

__all__ = ["RawLine", "is_table_head", "repair"]

_RULE = re.compile(r"^(?:[\s_\-=*.—–~|]{3,}|[|_*\s]+)$")
_PAGE_NUMBER = re.compile(r"^(?:[-–—]\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?$", re.IGNORECASE)
_MARK_APART = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ]) (?=[.)] \S)")


def _lone_cell(cells: list[str]) -> str:
    # A row whose only text is not in the first cell is a cut row; keep its shape so that it can be re-joined.
    if any(cells) and (cells[0] == "" or len(cells) > 3):
        return "\t".join(cells)
    return "".join(cells)


def _tidy(line: str) -> str:
    if "\t" in line:
        cells = [one_space(cell) for cell in line.split("\t")]
        return "\t".join(cells) if sum(map(bool, cells)) > 1 else _lone_cell(cells)
    return _MARK_APART.sub(r"\1", re.sub(r"^#{1,6}\s+", "", one_space(line)))


def _office(cell: str) -> bool:
    """An office of a signature block, which stands beside the recipients."""
    return is_upper(cell) and bool(
        re.match(r"(?:pho )?(?:chu tich|giam doc|truong ban|bi thu|truong phong)", fold(cell))
    )


def _split_layout(line: str) -> list[str]:
    """Two-column heads and signature blocks arrive as rows; their cells are separate lines."""
    if "\t" not in line:
        return [line]
    cells = [c for c in line.split("\t") if c]
    beside = len(cells) == 2 and cells[0].startswith("- ")  # a recipient, and the signature beside it
    if beside or (len(cells) <= 3 and any(LAYOUT.search(fold(cell)) or _office(cell) for cell in cells)):
        return cells
    return [line]


@dataclass
class _Reader:
    """Turns written lines into RawLines: drops rules and page numbers, counts pages."""

    paged: bool
    page: int = 1
    gap: bool = True
    turned: bool = False

    def take(self, written: str) -> list[RawLine]:
        if written == "\f":
            self.page, self.gap, self.turned = self.page + 1, True, True
            return []
        line = _tidy(written)
        bare = line.strip()
        number = bool(_PAGE_NUMBER.match(bare)) and "\t" not in line
        if not bare or number or _RULE.match(bare):
            self.gap, self.turned = True, self.turned or number
            return []
        out = []
        for part in _split_layout(line):
            text = part if "\t" in part else part.strip()
            out.append(
                RawLine(text, self.gap, page=self.page if self.paged else None, turned=self.turned, tail=len(text))
            )
            self.gap = self.turned = False
        return out


def raw_lines(raw: str) -> list[RawLine]:
    text = clean(raw)
    written = undraw_columns(undraw_tables(text.replace("\f", "\n\f\n").split("\n")))
    reader = _Reader(paged="\f" in text)
    return [line for each in written for line in reader.take(each)]


def _without_running_heads(lines: list[RawLine]) -> list[RawLine]:
    """A line told again at the top of page after page is the page's, not the plan's."""
    tops = [i for i, line in enumerate(lines) if line.turned and not line.is_row and 8 <= len(line.text) <= 120]
    times: dict[str, int] = {}
    for i in tops:
        words = re.sub(r"\d+", "#", fold(lines[i].text))
        times[words] = times.get(words, 0) + 1
    again = {i for i in tops if times[re.sub(r"\d+", "#", fold(lines[i].text))] >= 3}
    out: list[RawLine] = []
    for i, line in enumerate(lines):
        if i in again and i + 1 < len(lines):
            lines[i + 1] = replace(lines[i + 1], gap=True, turned=True)
        else:
            out.append(line)
    return out


def _respaced(lines: list[RawLine]) -> list[RawLine]:
    known = words_of(line.text for line in lines)
    return [replace(line, text=respace(line.text, known)) for line in lines]


_LONGEST = 6_000  # letters of a paragraph; a full page has some 3,000
_LONGEST_ROW = 12_000


def _bounded(line: RawLine) -> list[RawLine]:
    """No paragraph is longer than two pages: what is was never one, and reading it would take for ever."""
    limit = _LONGEST_ROW if line.is_row else _LONGEST
    if len(line.text) <= limit:
        return [line]
    out, at = [], 0
    while at < len(line.text):
        end = at + limit
        if end < len(line.text):
            stop = max(line.text.rfind(mark, at + limit // 2, end) for mark in (". ", "; ", " "))
            end = stop + 1 if stop > 0 else end
        page = next((p for offset, p in reversed(line.turns) if offset <= at), line.page)
        turns = tuple((offset - at, p) for offset, p in line.turns if at < offset < end)
        out.append(replace(line, text=line.text[at:end].strip(" "), gap=line.gap and at == 0, page=page, turns=turns))
        at = end
    return [piece for piece in out if piece.text.strip()]


def repair(raw: str) -> list[RawLine]:
    """The repaired lines of a file, in order."""
    joined = join_rows(join_lines(_without_running_heads(raw_lines(raw))))
    return _respaced([piece for line in joined for piece in _bounded(line)])
