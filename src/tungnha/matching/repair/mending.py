"""The whole repair of one list."""

from collections.abc import Collection, Mapping

import numpy as np

from tungnha.matching.repair import births, digits, places, repeats, sideways, slips, together, wordings
from tungnha.matching.repair.facts import Facts, Known, Reference, Registered
from tungnha.matching.repair.forms import forms_of
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
    forms = [forms_of(column) for column in work.cells.columns]
    if together.join_births(work, forms):
        forms = [forms_of(column) for column in work.cells.columns]
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
    births.mend_packed(work, known.facts, people)
    births.mend_order(work, known.again(), people, None)
    births.mend_ages(work, known.facts, people)
    births.mend_short_years(work, known.facts, people)
    births.mend_constant_days(work, known.facts, people)
    births.mend_count(work, known.again(), people, None)
    slips.mend_slips(work, known, people)
    births.mend_order(work, known.facts, people, known.by_number)
    births.mend_count(work, known.facts, people, known.by_number)
    places.fill_villages(work, known.facts, people, found, reference, known.by_number)
    repeats.mend_repeats(work, known.again(), people, known.by_number, known.by_phone)
    wordings.mend_short(work, known.facts, people, known.by_number, known.by_phone)


class Looks:
    """The facts of the rows as they are by now, and whom the register has for them. Read anew only after a change."""

    def __init__(self, work: Work, people: Rows, reference: Reference | None) -> None:
        self._work, self._people, self._reference = work, people, reference
        self._steps = -1
        self.facts: Facts
        self.by_number: Registered | None = None
        self.by_phone: Registered | None = None
        self.again()

    def again(self) -> Facts:
        if self._steps != len(self._work.steps):
            self._steps = len(self._work.steps)
            self.facts = Facts(self._work.cells.fields, self._people.tolist(), self._reference)
            self._look_up()
        return self.facts

    def _look_up(self) -> None:
        if self._reference is None:
            return
        facts = self.facts
        asked = np.ones(facts.size, bool)
        if facts.size > ALL_LOOKED_UP:
            asked = (np.arange(facts.size) // 16) % SAMPLED == 0
        self.by_number = Registered(facts, facts.numbers, self._reference.by_number)
        self.by_phone = Registered(facts, facts.phones, self._reference.by_phone)
        self.by_number.look_up(asked)
        self.by_phone.look_up(asked)
