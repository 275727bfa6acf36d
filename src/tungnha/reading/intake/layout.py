"""Pages of placed words → the paragraphs and tables their writer set.

What a printed page loses is brought back from its geometry: which lines are one paragraph (how far a line is
filled, how it is indented, how far it stands from the one above), which stand side by side (the two columns of a
head and of a foot), what is only the page's own (numbers, running heads), and what goes on over the page end. A
paragraph or a row that a page end cuts belongs to the page on which it begins.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median

from ..fold import fold, is_upper, key, starts_lower
from .blocks import PAGE, Block, Cell, Grid, Para
from .slips import mend_annex, mend_label
from .words import PageWords, Row, RuledTable, Word, glue, rows_of

_PAGE_NUMBER = re.compile(r"^(?:[-–—|]\s*)?(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—|])?$", re.IGNORECASE)
_MARKER = re.compile(
    r"^(?:[-–—+•●○▪*·]\s*\S|\(?\d{1,2}(?:\.\d{1,2})*[.)/]?\s|\d{1,2}(?:\.\d{1,2})*[.)]\S|[a-zđA-ZĐ][.)]"
    r"|[IVX]{1,5}\s?[.\-)]\s?|bước\s+\d|điều\s+\d|phụ lục|phần\s+(?:[ivx]+|thứ))",
    re.IGNORECASE,
)
_STT = re.compile(r"^(?:ST|STT|TT)$")
_ENDS = (".", ";", ":", "!", "?", "…", "./.")
_RIGHT_ANCHOR = re.compile(r"^(?:cong hoa xa hoi|dang cong san|doc lap)")


@dataclass
class PrintedGrid(Grid):
    """A ruled table; `edges` are the x of its column edges, by which its rest on the next page is known."""

    edges: tuple[float, ...] = ()


@dataclass
class Line:
    """A row of a stream (the body, or one column of a head or foot) with what the paragraph rules ask of it."""

    row: Row
    text: str
    left: float  # the stream's margins
    right: float
    unit: float  # a usual letter's height
    column: bool = False  # of a head or foot
    new_page: bool = False

    @property
    def indent(self) -> float:
        return self.row.x0 - self.left

    @property
    def slack(self) -> float:
        return self.right - self.row.x1

    @property
    def centred(self) -> bool:
        # A first line's indent is about three letters; a short last line has no indent.
        return self.indent > 1.2 * self.unit and abs(self.indent - self.slack) < max(2 * self.unit, 0.12 * self.indent)


Item = Line | Grid


def blocks_of(pages: Sequence[PageWords]) -> list[Block]:
    """The document's paragraphs and tables in reading order, PAGE between pages."""
    drop_running_lines(pages)
    out: list[Block] = []
    last: Line | None = None
    for number, page in enumerate(pages):
        items = list(_items(page))
        waiting = number > 0  # the page end is told after what began before it
        pitch = _pitch(items)
        for item in items:
            if isinstance(item, Grid):
                if waiting and out and isinstance(out[-1], Grid) and _goes_on_below(out[-1], item):
                    _append_rows(out[-1], item)
                else:
                    out += [Para(PAGE), item] if waiting else [item]
                waiting, last = False, None
                continue
            if waiting and last is not None and _continues(last, item, None):
                _extend(out, item)  # still the page before: `waiting` goes on
            elif last is not None and not waiting and _continues(last, item, pitch):
                _extend(out, item)
            else:
                if waiting:
                    out.append(Para(PAGE))
                out.append(Para(item.text))
                waiting = False
            last = item
        if waiting:
            out.append(Para(PAGE))
    return out


def _extend(out: list[Block], line: Line) -> None:
    """Put a line to the paragraph that is open; a page end that came between moves behind it."""
    at = len(out) - 1
    while at >= 0 and isinstance(out[at], Para) and out[at].text == PAGE:  # type: ignore[union-attr]
        at -= 1
    open_one = out[at]
    assert isinstance(open_one, Para)
    open_one.text = glue(open_one.text, line.text)


# -- what belongs to the page only


def drop_running_lines(pages: Sequence[PageWords]) -> None:
    """Page numbers, and heads and feet that stand on most pages, go."""
    edges: list[list[Row]] = []
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        rows = rows_of([w for w in page.words if not 0.09 < w.middle / page.height < 0.91])
        edges.append(rows)
        seen.update({_running(row, page) for row in rows})
    often = max(3, len(pages) // 2)
    for number, (page, rows) in enumerate(zip(pages, edges, strict=True)):
        gone: set[int] = set()
        for row in rows:
            alone = _PAGE_NUMBER.match(row.text) and len(row.words) <= 5
            if alone or (number > 0 and seen[_running(row, page)] >= often):
                gone |= {id(w) for w in row.words}
        if gone:
            page.words = [w for w in page.words if id(w) not in gone]


def _running(row: Row, page: PageWords) -> tuple[str, int]:
    return re.sub(r"\d+", "#", key(row.text)), round(row.y0 / page.height * 40)


# -- one page


def _items(page: PageWords) -> Iterator[Item]:
    """Lines and tables of a page from top to bottom, columns of a head or foot one after the other."""
    tables = sorted(page.tables, key=lambda t: t.y0)
    words = [w for w in page.words if not any(w.inside(t.x0, t.y0, t.x1, t.y1) for t in tables)]
    unit = median([w.height for w in words]) if words else 12.0
    bands: list[list[Word]] = [[] for _ in range(len(tables) + 1)]
    for word in words:
        bands[sum(word.middle > (t.y0 + t.y1) / 2 for t in tables)].append(word)
    rows = [rows_of(band) for band in bands]
    if any(word.confidence < 1 for word in words):
        for band_rows in rows:
            for row in band_rows:
                mend_label(row)
                mend_annex(row)
    margins = _margins([row for band in rows for row in band], page, unit)
    for at, band in enumerate(rows):
        yield from _lines(band, margins, unit)
        if at < len(tables):
            yield _grid(tables[at])


def _margins(rows: list[Row], page: PageWords, unit: float) -> tuple[float, float]:
    """Left and right edge of the text: where several lines begin, and the farthest that several reach."""
    longer = [row for row in rows if row.x1 - row.x0 > 0.25 * page.width] or rows
    if not longer:
        return 0.1 * page.width, 0.93 * page.width
    wide = [row for row in rows if row.x1 - row.x0 > 0.5 * page.width]
    wide = wide if len(wide) >= 3 else longer
    starts, ends = sorted(row.x0 for row in longer), sorted(row.x1 for row in wide)
    left = next((a for a, b in pairwise(starts) if b - a < 0.4 * unit), starts[0])
    right = next((b for b, a in pairwise(reversed(ends)) if b - a < 0.5 * unit), ends[-1])
    return left, right


def _lines(rows: list[Row], margins: tuple[float, float], unit: float) -> Iterator[Line]:
    left, right = margins
    at = 0
    while at < len(rows):
        found = _side_by_side(rows, at, margins, unit)
        if found is None:
            yield Line(rows[at], rows[at].text, left, right, unit)
            at += 1
            continue
        end, gutter = found
        words = [w for row in rows[at:end] for w in row.words]
        for side in ([w for w in words if w.x0 < gutter], [w for w in words if w.x0 >= gutter]):
            column = rows_of(side)
            edges = min(r.x0 for r in column), max(r.x1 for r in column)
            for row in column:
                yield Line(row, row.text, *edges, unit, column=True)
        at = end


def _side_by_side(rows: list[Row], at: int, margins: tuple[float, float], unit: float) -> tuple[int, float] | None:
    """A run of rows from `at` that an empty upright strip divides: (first row after it, x of the strip).

    It starts at a row that is divided itself; one-sided rows just above it on the right belong to it as well.
    """
    left, right = margins
    start = at
    while start < min(at + 4, len(rows)) and rows[start].x0 > left + 0.35 * (right - left):
        start += 1  # a signature may begin a little above "Nơi nhận"
    if start >= len(rows):
        return None
    best: tuple[int, float] | None = None
    for gap0, gap1 in _gaps(rows[start], unit):
        if (
            not 0.15 < ((gap0 + gap1) / 2 - left) / max(1.0, right - left) < 0.85
            or rows[at].x0 < gap0 < rows[at].x1 < gap0
        ):
            continue
        if any(_crosses(row, gap0, gap1, unit) for row in rows[at:start]):
            continue
        end, low, high = start + 1, gap0, gap1
        while end < len(rows):
            free = _free(rows[end], low, high)
            if free is None or free[1] - free[0] < 0.7 * unit:
                break
            low, high = free
            end += 1
        end = _trimmed_end(rows, start, end, (low + high) / 2)
        both = sum(row.x0 < low and row.x1 > high for row in rows[at:end])
        sides = [
            any(w.x1 <= low + 1 for r in rows[at:end] for w in r.words),
            any(w.x0 >= high - 1 for r in rows[at:end] for w in r.words),
        ]
        if end - at >= 2 and both and all(sides) and (best is None or end > best[0]):
            best = end, (low + high) / 2
    return best


def _gaps(row: Row, unit: float) -> list[tuple[float, float]]:
    """Empty strips inside a row wide enough to part two columns."""
    out = []
    for a, b in pairwise(row.words):
        anchor = _RIGHT_ANCHOR.match(fold(" ".join(w.text for w in row.words[row.words.index(b) :])))
        if b.x0 - a.x1 > (0.5 if anchor else 1.6) * unit:
            out.append((a.x1, b.x0))
    return out


def _free(row: Row, low: float, high: float) -> tuple[float, float] | None:
    """The widest part of the strip low…high that the row leaves empty."""
    edges = [low]
    for word in row.words:
        if word.x1 > low and word.x0 < high:
            edges += [word.x0, word.x1]
    edges.append(high)
    parts = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
    return max(parts, key=lambda p: p[1] - p[0]) if parts else None


def _crosses(row: Row, low: float, high: float, unit: float) -> bool:
    free = _free(row, low, high)
    return free is None or free[1] - free[0] < 0.7 * unit


def _trimmed_end(rows: list[Row], start: int, end: int, gutter: float) -> int:
    """Rows after the last divided one stay while they go on a column; a far lower one begins something new."""
    last = max(i for i in range(start, end) if rows[i].x0 < gutter < rows[i].x1)
    kept = last + 1
    while kept < end:
        far = rows[kept].y0 - rows[kept - 1].y1 > 7 * rows[kept].height
        title = is_upper(rows[kept].text) and key(rows[kept].text).split(" ")[0] in (
            "ke",
            "chuong",
            "phuong",
            "phu",
            "de",
        )
        if far or title:
            break
        kept += 1
    return kept


# -- paragraphs


def _pitch(items: list[Item]) -> float | None:
    """The usual distance from line to line."""
    lines = [item for item in items if isinstance(item, Line) and not item.column]
    steps = sorted(b.row.base - a.row.base for a, b in pairwise(lines) if b.row.base > a.row.base)
    return steps[len(steps) // 3] if len(steps) >= 4 else None


def _continues(before: Line, line: Line, pitch: float | None) -> bool:
    """Whether a line goes on with the paragraph of the one before. `pitch` None: a page end lies between."""
    if line.column or before.column:
        return line.column and before.column and pitch is not None and _goes_on_in_column(before, line)
    if before.centred or line.centred:
        return _heading_goes_on(before, line, pitch)
    if before.text.endswith("./.") or (is_upper(before.text) != is_upper(line.text) and not _full(before, line)):
        return False
    if not _full(before, line):
        return False
    if pitch is not None and line.row.base - before.row.base > 1.7 * pitch:
        return False
    marked = bool(_MARKER.match(line.text))
    indented = line.indent > 0.8 * line.unit
    if marked and (indented or before.text.endswith(_ENDS)):
        return False
    if indented and before.indent < 0.5 * before.unit:
        return starts_lower(line.text) and not marked and not before.text.endswith(_ENDS)
    spaced = pitch is not None and line.row.base - before.row.base > 1.18 * pitch
    if before.text.endswith(_ENDS) and not starts_lower(line.text) and (spaced or indented):
        return False
    return not (marked and spaced)


def _heading_goes_on(before: Line, line: Line, pitch: float | None) -> bool:
    """A heading set in the middle that filled its line; other lines set in the middle are lines of their own."""
    if before.centred or not line.centred or is_upper(before.text) != is_upper(line.text) or not _full(before, line):
        return False
    near = pitch is not None and line.row.base - before.row.base < 1.3 * pitch
    return near and before.indent < 1.2 * before.unit and not before.text.endswith(_ENDS)


def _full(line: Line, after: Line) -> bool:
    """Whether the first word of the next line had no room left on this one."""
    first = after.row.words[0]
    return line.slack < (first.x1 - first.x0) + 0.45 * line.unit


def _goes_on_in_column(before: Line, line: Line) -> bool:
    """A recipient over two lines."""
    if line.row.y0 < before.row.y0 or not starts_lower(line.text) or is_upper(before.text):
        return False
    return not _MARKER.match(line.text) and not before.text.endswith((";", ".", ":"))


# -- tables


def _grid(table: RuledTable) -> Grid:
    grid = PrintedGrid(edges=table.xs)
    count = max(cell.rows[1] for cell in table.cells)
    for at in range(count):
        row = []
        for cell in sorted(table.cells, key=lambda c: c.columns):
            if cell.rows[0] <= at < cell.rows[1]:
                below = at > cell.rows[0]
                blocks: list[Block] = [] if below else list(_cell_paragraphs(cell.words, cell.x0, cell.x1))
                row.append(Cell(blocks, cell.columns[0], cell.columns[1] - cell.columns[0], below))
        grid.rows.append(row)
    return grid


def _cell_paragraphs(words: list[Word], x0: float, x1: float) -> Iterator[Para]:
    rows = rows_of(words)
    if not rows:
        return
    unit = median(w.height for w in words)
    edge = max([row.x1 for row in rows])
    edge = max(edge, x1 - 0.9 * unit) if edge > x1 - 2 * unit else edge
    text = rows[0].text
    for before, row in pairwise(rows):
        if _STT.match(text + row.text):
            text += row.text  # a column too narrow for its own name
            continue
        room = edge - before.x1 - 0.3 * unit
        full = row.words[0].x1 - row.words[0].x0 > room
        marked = re.match(r"^(?:[-–+•]\s|\d{1,2}[.)]\s|[a-zđ]\)\s)", row.text)
        if (full and not marked) or (starts_lower(row.text) and not marked):
            text = glue(text, row.text)
        else:
            yield Para(text)
            text = row.text
    yield Para(text)


def _goes_on_below(above: Grid, grid: Grid) -> bool:
    """Whether a table at the head of a page is the one that stood at the foot of the page before."""
    if not (isinstance(above, PrintedGrid) and isinstance(grid, PrintedGrid)):
        return False
    a, b = above.edges, grid.edges
    if not a or len(a) != len(b):
        return False
    wide = max(a[-1] - a[0], 1.0)
    return all(abs((x - a[0]) - (y - b[0])) < 0.04 * wide for x, y in zip(a, b, strict=True))


def _append_rows(above: Grid, grid: Grid) -> None:
    rows = list(grid.rows)
    head = 0
    while head < min(3, len(rows), len(above.rows)) and _same_row(rows[head], above.rows[head]):
        head += 1
    rows = rows[head:]
    if rows and _cut(above.rows[-1], rows[0]):
        for cell in rows[0]:
            match = next((c for c in above.rows[-1] if c.column == cell.column), None)
            if match is not None and cell.text:
                match.blocks = _merged(match.blocks, cell.blocks)
                match.__dict__.pop("text", None)
        rows = rows[1:]
    if rows:
        above.page_before.add(len(above.rows))
    above.rows += rows


def _merged(above: list[Block], below: list[Block]) -> list[Block]:
    if above and below and isinstance(above[-1], Para) and isinstance(below[0], Para):
        return [*above[:-1], Para(glue(above[-1].text, below[0].text)), *below[1:]]
    return above + below


def _same_row(a: list[Cell], b: list[Cell]) -> bool:
    """A head told again; letters read by eye may differ a little. Figures below it may not."""
    said_a, said_b = "|".join(key(c.text) for c in a), "|".join(key(c.text) for c in b)
    figures_a, figures_b = re.sub(r"\D", "", said_a), re.sub(r"\D", "", said_b)
    if len(said_a) < len(a) + 3 or (figures_b and figures_a != figures_b):
        return False
    return said_a == said_b or SequenceMatcher(None, said_a, said_b, autojunk=False).ratio() > 0.9


def _cut(above: list[Cell], row: list[Cell]) -> bool:
    """The second half of a row that the page end cut: without a number of its own, and in mid-sentence."""
    first = row[0].text.strip()
    filled = [cell for cell in row if cell.text.strip()]
    if first or not filled or len(row) < 2:
        return False
    by_column = {cell.column: cell.text.strip() for cell in above}
    return any(
        starts_lower(cell.text.strip())
        or (by_column.get(cell.column, "") and not by_column[cell.column].endswith(_ENDS))
        for cell in filled
    )
