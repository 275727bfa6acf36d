"""Rows of tables: those that a page end or a line end cut in two are one again, heads told again are dropped."""

import re
from dataclasses import dataclass, replace

from .fold import fold, is_upper, key, starts_lower


@dataclass(frozen=True)
class RawLine:
    """One line on its way to a paragraph or a table row."""

    text: str
    gap: bool  # a blank line stood before it
    page: int | None = None  # from 1; None when the file tells no pages
    turned: bool = False  # a page end stood before it
    tail: int = 0  # length of its last line as written, by which wraps are told
    turns: tuple[tuple[int, int], ...] = ()  # (offset in `text`, page) where joined text goes on on another page

    def joined(self, text: str, at: int, line: "RawLine") -> "RawLine":
        """This line with another joined to it, whose words stand from offset `at` on."""
        turns = self.turns
        if line.page is not None and line.page != (turns[-1][1] if turns else self.page):
            turns = (*turns, (at, line.page))
        return replace(self, text=text, tail=line.tail, turns=turns)

    @property
    def is_row(self) -> bool:
        return "\t" in self.text


_HEAD_WORDS = ("stt", "tt", "so tt")
_NAMED = re.compile(
    r"\b(chu tri|phoi hop|thoi gian|thoi han|noi dung|nhiem vu|cong viec|ket qua|san pham|tien do|don vi|co quan"
    r"|hoan thanh)\b"
)


def is_table_head(line: str) -> bool:
    """A row of column names: it starts with STT/TT or names a lead and a deadline."""
    cells = [key(cell) for cell in line.split("\t")]
    if len(cells) < 2:
        return False
    named = sum(bool(_NAMED.search(cell)) for cell in cells if len(cell) < 60)
    return cells[0] in _HEAD_WORDS or (named >= 3 and named >= len(cells) - 1)


def same_head(one: str, other: str) -> bool:
    """Whether two rows of column names are one, a slip or a lost space aside."""
    a, b = ([key(cell).replace(" ", "") for cell in row.split("\t")] for row in (one, other))
    return len(a) == len(b) and sum(x == y for x, y in zip(a, b, strict=True)) >= 0.75 * len(a)


def _merge_cells(above: str, below: str) -> str:
    a, b = above.split("\t"), below.split("\t")
    width = max(len(a), len(b))
    a, b = a + [""] * (width - len(a)), b + [""] * (width - len(b))
    return "\t".join(f"{x} {y}".strip() for x, y in zip(a, b, strict=True))


def _is_cut_row(row: str, after_head: bool) -> bool:
    """The second half of a row that a page end cut: no number of its own, and it starts in mid-sentence."""
    cells = row.split("\t")
    if cells[0] or not any(cells):
        return False
    first = next(cell for cell in cells if cell)
    return after_head or starts_lower(first)


def join_rows(lines: list[RawLine]) -> list[RawLine]:
    out: list[RawLine] = []
    head: str | None = None
    after_head = False
    for line in lines:
        if not line.is_row:
            if out and out[-1].is_row and head and not line.gap and _goes_on(line.text):
                # A line break inside a cell: the text goes on in the cell that was open.
                out[-1] = out[-1].joined(f"{out[-1].text} {line.text}", len(out[-1].text) + 1, line)
            else:
                out.append(line)
                head = head if out[-1].is_row else None if _starts_block(line.text) else head
            continue
        if is_table_head(line.text):
            repeated = head is not None and same_head(head, line.text) and out[-1].is_row
            head, after_head = line.text, repeated
            if not repeated:
                out.append(line)
            continue
        if out and out[-1].is_row and _is_cut_row(line.text, after_head) and out[-1].text != head:
            # Cells of both halves stand side by side: no one place is where the page turns.
            out[-1] = replace(out[-1], text=_merge_cells(out[-1].text, line.text))
        else:
            out.append(line)
        after_head = False
    return out


def _starts_block(text: str) -> bool:
    return is_upper(text) or bool(re.match(r"(?:phu luc|noi nhan|ghi chu|\(kem theo|[ivx]+\.)", fold(text)))


def _goes_on(text: str) -> bool:
    return starts_lower(text) or text.startswith(("- ", "+ "))
