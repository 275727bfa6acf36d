"""A table of people as it was written: text cells in columns, in the order of the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TextTable:
    """`columns[c][r]` is the text of row r in column c, "" where nothing stands; all columns are of one length.

    `header` has one text per column. `row_ids[r]` names row r to people: its line in the file, or the value of the
    file's own id column.
    """

    header: list[str]
    columns: list[list[str]]
    row_ids: list[int | str]

    def __len__(self) -> int:
        return len(self.row_ids)

    @classmethod
    def of_rows(cls, header: Sequence[object], rows: Iterable[tuple[int, Sequence[object]]]) -> "TextTable":
        """From (line, cells) as the readers of workbooks give them; short rows are filled up."""
        lines = list(rows)
        width = max([len(header), *(len(cells) for _, cells in lines)], default=0)
        columns: list[list[str]] = [[""] * len(lines) for _ in range(width)]
        for at, (_, cells) in enumerate(lines):
            for column, cell in enumerate(cells):
                if cell is not None and cell != "":
                    columns[column][at] = cell if isinstance(cell, str) else str(cell)
        texts = [str(cell or "") for cell in header]
        return cls([*texts, *[""] * (width - len(texts))], columns, [line for line, _ in lines])


@dataclass(frozen=True)
class Mend:
    """One thing the repair did or noticed, in words an officer reads, and how to name it again.

    `id` stays the same when the same file is read again ("swap:birth:512"), so that an officer can undo it.
    `sure` mends are done unless undone; the others are only told. `first`/`last` are indices of rows, inclusive.
    """

    id: str
    kind: str
    field: str | None
    first: int
    last: int
    words: str
    rows: int
    sure: bool = True


@dataclass(frozen=True)
class Mended:
    """A list after repair: one text per field and row, what kind of line each row is, and how far to trust a field.

    `cells[field][r]` for the canonical fields of `FIELDS` that the list has. `kinds[r]` is "person", or "title",
    "total", "header", "blank" for lines that speak of nobody. `trust[field][r]` is 0 as usual, 1 in a block where the
    field's values are often another row's (weights are then learnt apart), 2 not to be used at all.
    """

    cells: dict[str, list[str]]
    kinds: list[str]
    trust: dict[str, bytearray] = field(default_factory=dict)
    mends: tuple[Mend, ...] = ()


# What a list or a register may hold, in this order where an order is needed.
FIELDS = (
    "id", "full_name", "personal_number", "old_number", "birth", "sex", "phone", "village", "commune", "household",
    "since", "status", "note",
)  # fmt: skip
