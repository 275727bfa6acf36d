"""Paragraphs and tables of any source, and the one way they become text.

A docx, an odt and a web page are first brought into these few shapes; what is a head set as a table, what a
cell merged over rows, what a heading of two storeys, is then decided once for all of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Union

from ..fold import UPPER, fold, is_upper, key

PAGE = "\f"


@dataclass
class Para:
    """A paragraph; "\\n" is a line broken by hand, "\\t" a tab as typed. PAGE alone is the end of a page."""

    text: str


@dataclass
class Cell:
    """A cell at grid column `column`; `below` where it is the lower part of a cell merged over rows."""

    blocks: list["Block"] = field(default_factory=list)
    column: int = 0
    span: int = 1
    below: bool = False

    @cached_property
    def text(self) -> str:
        """Its words in one line. Asked for only once the cell is complete."""
        return _joined([_piece(lines) for block in self.blocks for lines in _block_lines(block)])


@dataclass
class Grid:
    rows: list[list[Cell]] = field(default_factory=list)
    page_before: set[int] = field(default_factory=set)  # rows that begin a page


Block = Union[Para, Grid]  # noqa: UP007 (a forward name in Cell)


def render(blocks: Iterable[Block]) -> str:
    """The text of a document."""
    parts: list[str] = []
    for part in _parts(list(blocks)):
        if part == PAGE and (not parts or parts[-1] == PAGE):
            continue  # a page end told twice, or before anything
        parts.append(part)
    while parts and parts[-1] == PAGE:
        parts.pop()
    return "\n\n".join(parts)


def _parts(blocks: list[Block]) -> Iterator[str]:
    columns = _typed_columns(blocks)
    for at, block in enumerate(blocks):
        if isinstance(block, Grid):
            yield from _grid_parts(block)
        elif block.text == PAGE:
            yield PAGE
        elif at in columns:
            yield _tidy(block.text)
        else:
            yield from filter(None, [_paragraph(block.text)])


# -- paragraphs

# Heads and signatures set with tabs: two columns in one line.
_PLACE_DATE = re.compile(
    rf"^\s*[\w .\-]{{0,25}}\b[{UPPER}][\w.]*, ngày [\d .…]{{0,12}}tháng [\d .…]{{0,12}}năm\b", re.MULTILINE
)
_BESIDE = re.compile(
    r"^(?:so\s*:|noi nhan|cong hoa xa hoi|doc lap|dang cong san|uy ban|hoi dong|ban chi dao|tm\.|kt\.|tl\.|tuq\.)"
)
_LIST_MARK = re.compile(
    r"^(?:[-–—+•●○▪*]|\(?[\w.]{1,7}[.)]|\(?\w{1,2}\)?|(?:điều|bước|phần|mục)\s+\w+[.:]?)$", re.IGNORECASE
)


def _paragraph(text: str) -> str:
    return "\n".join(filter(None, map(_line, text.split("\n"))))


# Two cells that lost the table between them: "- Lưu: VT.TM. ỦY BAN NHÂN DÂN".
_GLUED = re.compile(r"(?<=[\w.;)])(?=(?:TM|KT|TL|TUQ)\. ?[^\W\d_])")


def _line(line: str) -> str:
    """Tabs that align become spaces; tabs between the two columns of a head or signature stay."""
    if "Lưu" in line:
        line = _GLUED.sub("\t", line)
    filled = [cell.strip() for cell in line.split("\t") if cell.strip()]
    if 2 <= len(filled) <= 3 and not _LIST_MARK.match(filled[0]):
        beside = any(_BESIDE.search(fold(x)) or is_upper(x) or _PLACE_DATE.search(x) for x in filled[1:])
        if beside or (filled[0].startswith("- ") and _is_name(filled[-1])):
            return "\t".join(filled)
    return " ".join(filled)


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(word.isalpha() and word[0].isupper() for word in words)


def _tidy(line: str) -> str:
    return "\t".join(cell.strip() for cell in re.sub(r"\s*\n\s*", " ", line).strip(" \n").split("\t"))


def _typed_columns(blocks: list[Block]) -> set[int]:
    """Places of paragraphs that make a table with tabs: a head STT …, and lines with as many tabs below it."""
    out: set[int] = set()
    width = 0
    for at, block in enumerate(blocks):
        tabs = block.text.strip().count("\t") if isinstance(block, Para) else 0
        if tabs >= 2 and isinstance(block, Para) and key(block.text.split("\t")[0]) in ("stt", "tt"):
            width = tabs
        if width and tabs == width:
            out.add(at)
        elif isinstance(block, Grid) or block.text.strip():
            width = 0
    return out if len(out) > 1 else set()


# -- tables

_LAYOUT = re.compile(r"^\s*(?:so\s*:|noi nhan|cong hoa xa hoi|dang cong san|doc lap|tm\.|kt\.|tl\.|tuq\.)")
_COUNTER = ("stt", "tt", "so tt", "so thu tu")


def _grid_parts(grid: Grid) -> Iterator[str]:
    grid = _trimmed(grid)
    if not grid.rows:
        return
    if _is_wrapper(grid):
        for row in grid.rows:
            for cell in row:
                yield from _parts(cell.blocks)
    elif _is_layout(grid):
        for column in sorted({cell.column for row in grid.rows for cell in row}):
            for row in grid.rows:
                for cell in row:
                    if cell.column == column and not cell.below:
                        yield from _parts(cell.blocks)
    else:
        yield _rows(grid)


def _trimmed(grid: Grid) -> Grid:
    """Without rows that hold nothing; a page that began with such a row begins with the next."""
    rows: list[list[Cell]] = []
    pages: set[int] = set()
    page = False
    for at, row in enumerate(grid.rows):
        page = page or at in grid.page_before
        if any(cell.below or cell.text.strip() for cell in row):
            if page:
                pages.add(len(rows))
            rows.append(row)
            page = False
    return Grid(rows, pages)


def _is_wrapper(grid: Grid) -> bool:
    """A table of one column, or of few whose cells hold whole tables, is only a frame around text."""
    columns = {cell.column for row in grid.rows for cell in row if cell.text.strip()}
    if len(columns) <= 1:
        return True
    return len(columns) <= 2 and any(
        isinstance(block, Grid) and len(block.rows) >= 2 and max(map(len, block.rows)) >= 2
        for row in grid.rows
        for cell in row
        for block in cell.blocks
    )


def _is_layout(grid: Grid) -> bool:
    """Head and signature of official documents are borderless tables; they are read column by column."""
    if len(grid.rows) > 6 or key(grid.rows[0][0].text) in _COUNTER:
        return False
    if len({cell.column for row in grid.rows for cell in row if cell.text.strip()}) > 3:
        return False
    lines = (line for row in grid.rows for cell in row for block in cell.blocks for line in _all_lines(block))
    return any(_LAYOUT.search(fold(line)) or _PLACE_DATE.search(line) for line in lines)


def _rows(grid: Grid) -> str:
    """Rows of tab-separated cells; what a cell merged over rows says stands at its top only."""
    width = max(cell.column + cell.span for row in grid.rows for cell in row)
    table = []
    for row in grid.rows:
        line = [""] * width
        for cell in row:
            if not cell.below:
                line[cell.column] = f"{line[cell.column]} {cell.text}".strip()
        table.append(line)
    head = _head_rows(grid, table)
    used = [i for i in range(width) if any(line[i] for line in table)]
    pages = {max(0, at - head[1]) if at > 0 else 0 for at in grid.page_before}
    lines = ["\t".join(line[i] for i in used) for line in head[0]]
    return "\n".join(PAGE + line if at in pages and at else line for at, line in enumerate(lines))


def _head_rows(grid: Grid, table: list[list[str]]) -> tuple[list[list[str]], int]:
    """A heading of two storeys ("Cơ quan thực hiện" over "Chủ trì", "Phối hợp") becomes one row.

    Asked for: the first row has a cell over several columns, and the second fills just those columns, the others
    being merged from above. Returns the rows and how many were folded away.
    """
    if len(grid.rows) < 3:
        return table, 0
    first, second = grid.rows[0], grid.rows[1]
    spans = [cell for cell in first if cell.span > 1 and cell.text.strip()]
    below = [cell for cell in second if not cell.below and cell.text.strip()]
    merged = [cell for cell in second if cell.below]
    inside = all(any(s.column <= c.column < s.column + s.span for s in spans) for c in below)
    if not (spans and merged and below and inside) or any(
        re.search(r"\d{2}", c.text) and len(c.text) > 40 for c in below
    ):
        return table, 0
    head = list(table[0])
    for span in spans:
        for cell in below:
            if span.column <= cell.column < span.column + span.span:
                head[cell.column] = f"{span.text} {cell.text}"
    return [head, *table[2:]], 1


# -- words of a cell

_UNIT = re.compile(
    r"^(?:Phòng|Công an|UBND|Ủy ban|Uỷ ban|Sở|Ban|Hội|Đoàn|Trung tâm|Văn phòng|Các|Trạm|Tổ|Trường|Thôn|Quân sự"
    r"|Mặt trận|Liên đoàn|Chi cục|Cục|Đảng ủy|Đảng uỷ|Bộ|Viễn thông|Bưu điện|Ngân hàng|BHXH|Bảo hiểm)\b"
)


_NOT_WHOLE = re.compile(r"^(?:Ban Thường trực|Ban Chấp hành|Ban Thường vụ|Văn phòng|Trung tâm|Các|Tổ)$")


def _block_lines(block: Block) -> Iterator[list[str]]:
    """The paragraphs of a cell, each as its lines; a table in a cell gives a paragraph for each row."""
    if isinstance(block, Grid):
        for row in block.rows:
            yield [cell.text for cell in row if not cell.below and cell.text]
    elif block.text != PAGE:
        yield block.text.split("\n")


def _all_lines(block: Block) -> Iterator[str]:
    for lines in _block_lines(block):
        yield from lines


def _piece(lines: list[str]) -> str:
    return " ".join(" ".join(lines).replace("\t", " ").replace(PAGE, " ").split())


def _joined(pieces: list[str]) -> str:
    """Paragraphs of a cell in one line; two units one below the other are told apart by ";"."""
    out = ""
    for piece in filter(None, pieces):
        two_units = _UNIT.match(piece) and _UNIT.match(out) and not _NOT_WHOLE.match(out)
        if not out:
            out = piece
        elif two_units and out[-1] not in ".,;:-–(&":
            out = f"{out}; {piece}"
        else:
            out = f"{out} {piece}"
    return out
