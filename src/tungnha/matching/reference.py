"""The register as the repair of a list asks for it: in bulk, by number and by telephone."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from tungnha.matching import cleaning_columns
from tungnha.matching.arrays import Ints
from tungnha.matching.registers import CodedRegister, found_by
from tungnha.matching.repair.mending import Known

MOST_BORN = 1_000  # people of one birth that are looked at: of a commune all of a year, of a province those of a day


class RegisterReference:
    """`repair.mending.Reference` on a coded register."""

    def __init__(self, register: CodedRegister) -> None:
        self._register = register
        self._by_birth: Ints | None = None  # its people in the order of their births, when asked for
        folds = register.names.book.folded
        self._syllables = list(folds)
        self._villages = list(register.places.villages)
        self._names: dict[int, str] = {}

    def by_number(self, numbers: Sequence[str]) -> list[Known | None]:
        return self._known(self._register.holders(cleaning_columns.numbers(numbers)[1]))

    def by_phone(self, phones: Sequence[str]) -> list[Known | None]:
        wanted = cleaning_columns.phones(phones)[0]
        return self._known(found_by(*self._register.with_phones(wanted), wanted))

    def by_birth(self, births: Sequence[tuple[int, int, int]]) -> list[list[Known]]:
        """Everybody born then, (year, month, day), or in a year with no month; nobody where that would be too many."""
        held = self._register.birth
        order = self._by_birth
        if order is None:
            order = self._by_birth = np.argsort(held, kind="stable").astype(np.int32)
        ordered = held[order]
        found = []
        for year, month, day in births:
            first = year * 10000 + month * 100 + day
            low, high = np.searchsorted(ordered, [first, first + (1 if month else 10000)])
            people = order[low:high] if high - low <= MOST_BORN else order[:0]
            found.append([one for one in self._known(people) if one is not None])
        return found

    def villages(self) -> frozenset[str]:
        return self._places

    @cached_property
    def _places(self) -> frozenset[str]:
        kinds = {0: ("",), 1: ("", "thon ", "ban ", "xom "), 2: ("", "khu pho ", "to dan pho ")}
        said = self._register.village >= 0
        pairs = self._register.village[said].astype(np.int64) * len(kinds) + self._register.village_kind[said]
        known = (divmod(pair, len(kinds)) for pair in np.flatnonzero(np.bincount(pairs)).tolist())
        return frozenset(prefix + self._villages[village] for village, kind in known for prefix in kinds[kind])

    def _known(self, people: Ints) -> list[Known | None]:
        held = self._register
        found: list[Known | None] = [None] * len(people)
        at = np.flatnonzero(people >= 0)
        who = people[at]
        columns = (held.name[who], held.birth[who], held.sex[who], held.village[who], held.phone[who])
        for row, name, birth, sex, village, phone in zip(
            at.tolist(), *(column.tolist() for column in columns), strict=True
        ):
            found[row] = Known(
                self.name_of(name), birth // 10000, birth // 100 % 100, birth % 100, ("", "male", "female")[sex],
                self._villages[village] if village >= 0 else "", f"{phone:010}" if phone else "",
            )  # fmt: skip
        return found

    def name_of(self, name: int) -> str:
        known = self._names.get(name)
        if known is None:
            row = self._register.names.folded[name]
            known = self._names[name] = " ".join(self._syllables[code] for code in row.tolist() if code)
        return known
