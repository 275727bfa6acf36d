"""A list under repair: its cells as they are by now, and every step that was taken, so that any can be left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tungnha.matching.repair.letters import Kept
from tungnha.matching.tables import Mend, Mended, TextTable

Rows = npt.NDArray[np.int64]
Apply = Callable[["Cells"], None]

USUAL, DOUBTFUL, NOT_USED = 0, 1, 2  # trust

TITLES = {
    "full_name": "họ tên", "personal_number": "số định danh", "old_number": "số CMND", "birth": "ngày sinh",
    "sex": "giới tính", "phone": "điện thoại", "village": "địa chỉ", "commune": "xã", "household": "số hộ",
    "since": "ngày thực hiện", "status": "kết quả", "note": "ghi chú", "id": "mã dòng",
}  # fmt: skip


class Cells:
    """What a mend changes. Columns as in the file; fields once the layout of the rows is known."""

    def __init__(self, table: TextTable, fields: Mapping[str, int]) -> None:
        self.table = table
        self.columns: list[list[str]] = list(table.columns)
        self.fields = {field: list(table.columns[at]) for field, at in fields.items()}
        self.kinds = ["person"] * len(table)
        self.trust: dict[str, bytearray] = {}

    def column(self, at: int) -> list[str]:
        """A column to be changed: a copy of the file's own."""
        if self.columns[at] is self.table.columns[at]:
            self.columns[at] = list(self.table.columns[at])
        return self.columns[at]

    def field(self, field: str) -> list[str]:
        """The cells of a field; a field the list has no column for begins empty."""
        if field not in self.fields:
            self.fields[field] = [""] * len(self.table)
        return self.fields[field]

    def distrust(self, field: str, rows: Iterable[int], level: int) -> None:
        kept = self.trust.setdefault(field, bytearray(len(self.table)))
        for row in rows:
            kept[row] = max(kept[row], level)


@dataclass(frozen=True)
class Step:
    mend: Mend
    apply: Apply


class Work:
    """The cells with every sure mend done, and the steps that led there."""

    def __init__(self, table: TextTable, fields: Mapping[str, int]) -> None:
        self.table = table
        self.given = dict(fields)
        self.base = dict(fields)
        self.titled: dict[str, int] | None = None  # whose header names the field, where that is not its column
        self.cells = Cells(table, fields)
        self.letters = Kept()
        self.steps: list[Step] = []
        self.blank: Apply | None = None
        self.lost: dict[str, set[int]] = defaultdict(set)  # rows whose cell of a field fell off the table
        self.of_names: dict[str, set[int]] = defaultdict(set)  # rows whose cell of a field stood in that of the name
        self._ids: set[str] = set()

    def do(
        self,
        kind: str,
        field: str | None,
        rows: Rows | Sequence[int],
        words: str,
        apply: Apply,
        *,
        sure: bool = True,
        extra: str = "",
    ) -> None:
        """Take a step and keep it. `words` say what, after the lines; what is not sure changes only trust."""
        if not len(rows):
            return
        first, last = int(min(rows)), int(max(rows))
        name = ":".join(part for part in (kind, extra, field or "", str(self.table.row_ids[first])) if part)
        while name in self._ids:
            name += "+"
        self._ids.add(name)
        sentence = f"{self.span(first, last, len(rows))}: {words}"
        self.steps.append(Step(Mend(name, kind, field, first, last, sentence, len(rows), sure), apply))
        apply(self.cells)

    def span(self, first: int, last: int, rows: int) -> str:
        """ "dòng 512–870", "34 dòng từ dòng 12 đến dòng 900" """
        a, b = self.table.row_ids[first], self.table.row_ids[last]
        if first == last:
            return f"dòng {a}"
        return f"dòng {a}–{b}" if rows == last - first + 1 else f"{rows} dòng từ dòng {a} đến dòng {b}"

    def title(self, field: str) -> str:
        """A field as the list calls it."""
        at = (self.base if self.titled is None else self.titled).get(field)
        header = self.table.header[at].strip() if at is not None and at < len(self.table.header) else ""
        return f"“{' '.join(header.split())}”" if header else TITLES.get(field, field)

    def mended(self, undone: Collection[str]) -> Mended:
        cells = self.cells
        if any(step.mend.id in undone for step in self.steps):
            cells = Cells(self.table, self.given)
            if self.blank:
                self.blank(cells)
            for step in self.steps:
                if step.mend.id not in undone:
                    step.apply(cells)
        trust = {field: levels for field, levels in cells.trust.items() if any(levels)}
        mends = sorted((step.mend for step in self.steps), key=lambda mend: (mend.first, mend.last, mend.id))
        return Mended(cells=cells.fields, kinds=cells.kinds, trust=trust, mends=tuple(mends))


def put(field: str, rows: Rows | Sequence[int], texts: Sequence[str]) -> Apply:
    """A step that writes these texts into these rows of a field."""
    kept = list(zip((int(row) for row in rows), texts, strict=True))

    def apply(cells: Cells) -> None:
        column = cells.field(field)
        for row, text in kept:
            column[row] = text

    return apply


def rewrite(field: str, rows: Rows | Sequence[int], read: Callable[[str], str]) -> Apply:
    """A step that reads the cells of these rows anew, each text once."""
    kept = [int(row) for row in rows]

    def apply(cells: Cells) -> None:
        column = cells.field(field)
        known: dict[str, str] = {}
        for row in kept:
            text = column[row]
            if text not in known:
                known[text] = read(text)
            column[row] = known[text]

    return apply


def distrust(field: str, rows: Rows | Sequence[int], level: int) -> Apply:
    kept = [int(row) for row in rows]
    return lambda cells: cells.distrust(field, kept, level)
