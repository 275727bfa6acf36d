"""The whole repair of one list."""

from collections.abc import Collection, Mapping

import numpy as np

from tungnha.matching.repair import (
    births,
    digits,
    places,
    repeats,
    sideways,
    slip_mends,
    together,
    whole_cells,
    wordings,
)
from tungnha.matching.repair.facts import Facts, Known, Reference, Registered
from tungnha.matching.repair.forms import Bytes, forms_of
from tungnha.matching.repair.work import Rows, Work
from tungnha.matching.tables import Mended, TextTable

ALL_LOOKED_UP = 20_000  # lists up to so many rows are looked up whole
SAMPLED = 8  # of longer ones one stretch in so many

__all__ = ["Known", "Reference", "mend"]


def mend(
    table: TextTable,
    fields: Mapping[str, int],
    reference: Reference | None = None,
    undone: Collection[str] = (),
) -> Mended:
    """Find block errors and mend what is sure. `fields` says which column is what (field → index of column)."""
    work = Work(table, fields)
    if len(table) and table.columns:
        _repair(work, reference)
    return work.mended(undone)


def _repair(work: Work, reference: Reference | None) -> None:
    sideways.clean_characters(work)
    sideways.read_old_fonts(work)
    forms = _forms(work)
    if together.join_births(work, forms):
        forms = _forms(work)
    sideways.name_columns(work, forms, reference)
    found = sideways.part_lines(work, forms)
    people = found.people
    if not len(people):
        return
    sideways.set_right(work, forms, found)
    digits.mend_digits(work, people)
    together.join_sexes(work, forms, people)
    together.part_names(work, people)
    wordings.mend_typing(work, people)
    wordings.mend_order(work, people)
    known = Looks(work, people, reference)
    births.mend_packed(work, known.again(), people)
    births.mend_order(work, known.again(), people, None, small_too=False)
    births.mend_ages(work, known.again(), people)
    births.mend_short_years(work, known.again(), people)
    births.mend_constant_days(work, known.again(), people)
    births.mend_count(work, known.again(), people, None)
    slip_mends.mend_slips(work, known, people)
    whole_cells.doubt_whole_cells(work, known, people)
    births.mend_order(work, known.again(), people, known.by_number)
    births.mend_count(work, known.again(), people, known.by_number)
    places.fill_villages(work, known.again(), people, found, reference, known.by_number)
    repeats.mend_repeats(work, known.again(), people, known.by_number, known.by_phone)
    wordings.mend_short(work, people, known.by_number, known.by_phone)


def _forms(work: Work) -> list[Bytes]:
    return [forms_of(column, work.letters.of(column)) for column in work.cells.columns]


class Looks:
    """The facts of the rows as they are by now, and whom the register has for them. Read anew only where changed."""

    def __init__(self, work: Work, people: Rows, reference: Reference | None) -> None:
        self._work = work
        self._steps = -1
        self.reference = reference
        self.facts = Facts(people.tolist(), len(work.table), work.letters)
        self.by_number = Registered(self.facts, reference.by_number) if reference is not None else None
        self.by_phone = Registered(self.facts, reference.by_phone) if reference is not None else None
        self.again()

    def again(self) -> Facts:
        if self._steps != len(self._work.steps):
            self._steps = len(self._work.steps)
            changed = self.facts.read(self._work.cells.fields)
            if self.by_number is not None and "personal_number" in changed:
                self.by_number.of(self.facts.numbers)
            if self.by_phone is not None and "phone" in changed:
                self.by_phone.of(self.facts.phones)
            self._look_up()
        return self.facts

    def _look_up(self) -> None:
        asked = np.ones(self.facts.size, bool)
        if self.facts.size > ALL_LOOKED_UP:
            asked = (np.arange(self.facts.size) // 16) % SAMPLED == 0
        for known in (self.by_number, self.by_phone):
            if known is not None:
                known.look_up(asked)
