"""What a run found, as columns; and, one by one, as verdicts with their reasons in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from tungnha.identity.dates import BadDate, read_date
from tungnha.identity.numbers import why_no_personal_number
from tungnha.matching.arrays import Array, Bools, Bytes, Floats, Ints, Longs, first_of_each
from tungnha.matching.cleaning_cells import date_code, number_code
from tungnha.matching.decide import AMBIGUOUS, LINKED, NOT_FOUND, UNREADABLE
from tungnha.matching.reasons import pattern_text, reasons_of
from tungnha.matching.records import VERDICTS, Candidate, Reasons, Verdict, counts_of
from tungnha.matching.tables import Mended

NOTHING_TO_READ = "thiếu cả họ tên lẫn số định danh"
NOBODY = "không ai trong sổ khớp đủ với dòng này"
PERHAPS = "dòng ghi ít hoặc sai, người này vẫn có thể có trong sổ"
UNSURE = 0.9  # the probability below which that must be said
DOUBLE = "trùng với dòng {}"


@dataclass(frozen=True)
class Outcome:
    """One entry for each row of the table, in its order.

    `verdict`: index of `VERDICTS`. `person`: place in `ids`, -1 for none; given when linked, and when ambiguous if
    more likely than not. `pattern`: how the best candidate agrees. `double_of`: the earlier row linked to the same
    person, -1 for none. The candidates of row r are [first[r], first[r + 1]) of the arrays `candidate_*`, best first.
    """

    row_ids: list[int | str]
    ids: Array
    verdict: Bytes
    person: Ints
    probability: Floats
    pattern: Longs
    double_of: Longs
    first: Longs
    candidate_person: Ints
    candidate_probability: Floats
    candidate_pattern: Longs
    mended: Mended
    weights: dict[str, Any]
    extras: tuple[str, ...] = ()
    reread: Mapping[str, str] = field(default_factory=dict)  # names that are read otherwise than written, and why

    def __len__(self) -> int:
        return len(self.verdict)

    def person_id(self, row: int) -> Any:
        """The id as the register has it; None for none."""
        return _plain(self.ids[self.person[row]]) if self.person[row] >= 0 else None

    def reasons(self, row: int) -> Reasons:
        """Of the verdict, without what could not be read of the row (`problems`)."""
        match int(self.verdict[row]):
            case code if code == UNREADABLE:
                return (NOTHING_TO_READ,)
            case code if code == NOT_FOUND:
                return (NOBODY, PERHAPS) if self.unsure[row] else (NOBODY,)
        said = reasons_of(int(self.pattern[row]), self.extras)
        if self.double_of[row] >= 0:
            return (DOUBLE.format(self.row_ids[self.double_of[row]]), *said)
        several = int(self.first[row + 1] - self.first[row])
        if self.verdict[row] == AMBIGUOUS and several > 1:
            return (f"{several} người trong sổ có thể là dòng này", *said)
        return said

    @cached_property
    def unsure(self) -> Bools:
        """Rows that were found nowhere and may well be somebody's of the register."""
        return np.asarray((self.verdict == NOT_FOUND) & (self.probability < UNSURE))

    def pattern_text(self, row: int) -> str:
        return pattern_text(int(self.pattern[row]), self.extras)

    def candidates(self, row: int) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(
                _plain(self.ids[self.candidate_person[at]]), float(self.candidate_probability[at]),
                reasons_of(int(self.candidate_pattern[at]), self.extras),
                pattern_text(int(self.candidate_pattern[at]), self.extras),
            )
            for at in range(int(self.first[row]), int(self.first[row + 1]))
        )  # fmt: skip

    def problems(self, row: int) -> Reasons:
        """A sentence for each cell of the row that could not be read, or was read otherwise than written."""
        cells = self.mended.cells
        said: list[str | None] = []
        if "full_name" in cells:
            said.append(self.reread.get(cells["full_name"][row]))
        number = _cell(cells, "personal_number", row)
        if number and "personal_number" not in self.extras and not number_code(number)[0]:
            said.append(f"số định danh: {why_no_personal_number(number)}")
        birth = _cell(cells, "birth", row)
        if birth and not date_code(birth):
            said.append(_why_no_date(birth))
        return tuple(filter(None, said))

    def verdicts(self) -> Iterator[Verdict]:
        """As the rooms take them. `row_no` is the row's id where that is a number, else its place in the table."""
        for row, row_id in enumerate(self.row_ids):
            code = int(self.verdict[row])
            person = self.mended.kinds[row] == "person"
            double = int(self.double_of[row])
            yield Verdict(
                row_no=row_id if isinstance(row_id, int) else row,
                verdict=VERDICTS[code], person_id=self.person_id(row),
                candidates=self.candidates(row) if code in (LINKED, AMBIGUOUS) else (),
                probability=float(self.probability[row]),
                reasons=(*self.reasons(row), *self.problems(row)) if person else (),
                double_of=None if double < 0 else self._number_of(double),
            )  # fmt: skip

    def _number_of(self, row: int) -> int:
        row_id = self.row_ids[row]
        return row_id if isinstance(row_id, int) else row

    @cached_property
    def counts(self) -> dict[str, int]:
        """As `CrossCheck.counts`."""
        words = (VERDICTS[code] for code in self.verdict.tolist())
        return counts_of(words, (self.double_of >= 0).tolist(), self.mended.kinds)


def _plain(id_: Any) -> Any:
    return id_.item() if isinstance(id_, np.generic) else id_


def _cell(cells: dict[str, list[str]], name: str, row: int) -> str:
    return cells[name][row].strip() if name in cells else ""


def _why_no_date(text: str) -> str | None:
    try:
        read_date(text)
    except BadDate as problem:
        return f"ngày sinh: {problem}"
    return None


def laid_out(row: Ints, people: Ints, chance: Floats, shown: Array, most: int, least: float) -> Array:
    """The pairs that are kept as candidates: of the rows `shown` those of at least the chance `least`, the best first,
    `most` of each row."""
    worth = np.flatnonzero(shown[row] & (chance >= least))
    order = worth[np.lexsort((people[worth], -chance[worth], row[worth]))]
    start = first_of_each(row[order])
    place = np.arange(len(order)) - np.maximum.accumulate(np.where(start, np.arange(len(order)), 0))
    return np.asarray(order[place < most])
