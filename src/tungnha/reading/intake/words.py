"""Words with their places on a page, and how words become lines. Lengths in points, y grows downwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True)
class Word:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float = 1.0  # 0…1; below 1 only where letters were read from a picture
    tight: bool = False  # no space before it on its line

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def inside(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        return x0 <= (self.x0 + self.x1) / 2 <= x1 and y0 <= self.middle <= y1


@dataclass
class Row:
    """Words that stand side by side, from left to right."""

    words: list[Word]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(w.x1 for w in self.words)

    @property
    def y0(self) -> float:
        return median(w.y0 for w in self.words)

    @property
    def y1(self) -> float:
        return median(w.y1 for w in self.words)

    @property
    def base(self) -> float:
        """The line letters stand on: most have no foot below it, and dashes float above it."""
        high = max(w.height for w in self.words)
        ends = sorted(w.y1 for w in self.words if w.height > 0.5 * high)
        return ends[len(ends) // 5]

    @property
    def height(self) -> float:
        return max(w.height for w in self.words)

    @property
    def text(self) -> str:
        return join_words(self.words)


@dataclass
class PageWords:
    """One page: its words, its ruled tables, its size."""

    width: float
    height: float
    words: list[Word]
    tables: list["RuledTable"] = field(default_factory=list)


@dataclass
class RuledCell:
    """A cell between rulings; `rows` and `columns` are half-open ranges of the table's grid."""

    x0: float
    y0: float
    x1: float
    y1: float
    rows: tuple[int, int]
    columns: tuple[int, int]
    words: list[Word] = field(default_factory=list)


@dataclass
class RuledTable:
    x0: float
    y0: float
    x1: float
    y1: float
    xs: tuple[float, ...]  # the edges of its columns
    cells: list[RuledCell]


def join_words(words: Sequence[Word]) -> str:
    out = ""
    for word in words:
        out = word.text if not out else out + ("" if word.tight else " ") + word.text
    return out


def glue(before: str, after: str) -> str:
    """Two lines of one paragraph. A symbol or a date broken at its hyphen or stroke is whole again."""
    if before.endswith(SOFT_HYPHEN):
        return before.rstrip(SOFT_HYPHEN) + after
    last = before.rsplit(" ", 1)[-1]
    symbol = len(last) > 1 and last[-1] in "-/" and any(c.isdigit() or c == "/" for c in last) and after[:1].isalnum()
    return before + after if symbol else f"{before} {after}"


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words grouped by height on the page: who shares half of the lower one's height stands in one row."""
    rows: list[list[Word]] = []
    extents: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        best, most = -1, 0.45
        for i in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            top, bottom = extents[i]
            shared = min(bottom, word.y1) - max(top, word.y0)
            share = shared / max(1e-6, min(bottom - top, word.height))
            if share > most:
                best, most = i, share
        if best < 0:
            rows.append([word])
            extents.append((word.y0, word.y1))
        else:
            rows[best].append(word)
            top, bottom = extents[best]
            if word.height > 0.6 * (bottom - top):  # a dash tells little about where the line runs
                n = len(rows[best])
                extents[best] = (top + (word.y0 - top) / n, bottom + (word.y1 - bottom) / n)
    made = [Row(sorted(row, key=lambda w: w.x0)) for row in rows]
    return sorted(made, key=lambda row: row.y0)
