"""Where the heading of a population file is, when it has two or three rows and merged groups: pure, no database."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tungnha.identity import names
from tungnha.matching.columns import LOOKED_FOR, PERSON_FIELDS, SEARCHED_ROWS, guess_columns
from tungnha.matching.sources import Row
from tungnha.people.importing import rules

Guess = Callable[[Sequence[object], dict[str, int]], dict[str, int]]
DEEPEST = 3  # rows of a heading
LONGEST_TITLE = 80
LOOKED_AT = SEARCHED_ROWS + 60  # rows that are held while the heading is looked for


@dataclass(frozen=True)
class Header:
    """A heading found: its rows in the list looked at, a title and a field for each column."""

    first: int
    last: int
    titles: tuple[str, ...]
    words: tuple[str, ...]  # as they stand in its cells, each once
    columns: dict[str, int]

    @property
    def mark(self) -> str:
        """What two files of one shape have in common."""
        said = [names.fold(title) for title in self.titles]
        while said and not said[-1]:
            said.pop()
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def find(rows: Sequence[Row], guess: Guess = rules.guess) -> Header | None:
    """The rows that name most fields, at least two and a person's name or number; of equals the deepest, the first.
    `guess`: what the words of a heading say, beside what every list has."""
    best: tuple[int, int, int] = (1, 9, 0)
    found: Header | None = None
    for at in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, DEEPEST + 1):
            last = at + depth - 1
            if last >= len(rows) or rows[last].line - rows[at].line != depth - 1 or not _can_be(rows[at : last + 1]):
                break
            if depth > 1 and _is_a_title(rows[at]):
                break
            header = _header(rows, at, last, guess)
            score = (len(header.columns), depth, -at)
            if score > best and _names_a_person(header.columns):
                best, found = score, header
    return found


def _names_a_person(columns: dict[str, int]) -> bool:
    return bool({*PERSON_FIELDS, "given_name"}.intersection(columns))


def _can_be(block: Sequence[Row]) -> bool:
    """Every row is short words (a heading is never empty); below the first, only what parts a group above it, or
    stands merged into it."""
    for row in block:
        if not row.cells or any(len(str(cell)) > LONGEST_TITLE or _is_figure(cell) for cell in row.cells):
            return False
    return all(_parts_the_row_above(above.cells, below.cells) for above, below in itertools.pairwise(block))


def _is_a_title(row: Row) -> bool:
    """One line of words from the first column on, merged or not: the name of the list, no group of columns."""
    return bool(row.cells) and row.cells[0] != "" and len({cell for cell in row.cells if cell != ""}) == 1


def _is_figure(cell: Any) -> bool:
    return not isinstance(cell, str) or sum(char.isdigit() for char in cell) > 4


def _parts_the_row_above(above: Sequence[Any], below: Sequence[Any]) -> bool:
    """Whether a row holds titles below groups: under one group stand at least two different words, and no name of a
    person stands there (a name would fill the column of names, which no group has above it)."""
    told = [(at, str(cell)) for at, cell in enumerate(below) if cell != "" and cell != _of(above, at)]
    if len(told) < 2:
        return False
    groups: dict[str, set[str]] = {}
    group = ""
    for at in range(max(len(above), len(below))):
        if _of(above, at) != "":
            group = str(_of(above, at))
        if _of(below, at) not in ("", group):
            groups.setdefault(group, set()).add(str(_of(below, at)))
    filled_alone = sum(
        1 for at, _ in told if _of(above, at) != "" and _of(above, at + 1) not in ("", _of(above, at))
        and _of(above, at - 1) != _of(above, at)
    )  # fmt: skip
    return any(len(words) > 1 for words in groups.values()) and filled_alone * 2 <= len(told)


def _of(cells: Sequence[Any], at: int) -> Any:
    return cells[at] if 0 <= at < len(cells) else ""


def _header(rows: Sequence[Row], first: int, last: int, guess: Guess) -> Header:
    titles = _titles([row.cells for row in rows[first : last + 1]])
    sample = [row.cells for row in rows[last + 1 : last + 51]]
    columns = guess(titles, guess_columns(titles, sample))
    if last > first:
        columns = _by_the_lowest_word(rows[last].cells, columns, guess)
    words = dict.fromkeys(str(cell) for row in rows[first : last + 1] for cell in row.cells if cell != "")
    return Header(first, last, tuple(titles), tuple(words), columns)


def _by_the_lowest_word(cells: Sequence[Any], columns: dict[str, int], guess: Guess) -> dict[str, int]:
    """“Hộ khẩu thường trú ▸ Xóm”: the lower word alone says what the column is, where the whole title does not."""
    alone = guess([str(cell) for cell in cells], {})
    taken = set(columns.values())
    plain = {field: at for field, at in alone.items() if field not in rules.PARTS_OF_A_FIELD}
    return columns | {field: at for field, at in plain.items() if field not in columns and at not in taken}


def _titles(block: Sequence[Sequence[Any]]) -> list[str]:
    """One title a column: the group, then what parts it. A group's blank right-hand cells belong to it where there
    are words below."""
    width = max(map(len, block))
    said: list[list[str]] = [[] for _ in range(width)]
    for depth, cells in enumerate(block):
        group = ""
        for at in range(width):
            word = names.tidy(str(_of(cells, at)))
            below = any(_of(lower, at) != "" for lower in block[depth + 1 :])
            group = word or (group if below else "")
            if group and group not in said[at]:
                said[at].append(group)
    return [" ".join(words) for words in said]


def not_found(sheets: Sequence[str], look_for: str = LOOKED_FOR) -> str:
    named = ", ".join(f"“{sheet}”" for sheet in sheets)
    return f"Không tìm thấy dòng tiêu đề ở trang {named}; đã tìm các cột {look_for}."
