"""The register as the repair of a list asks for it: in bulk, by number and by telephone."""

from collections.abc import Sequence

import numpy as np

from tungnha.matching.arrays import Ints
from tungnha.matching.cleaning_cells import number_code, phone_codes
from tungnha.matching.registers import CodedRegister, found_by
from tungnha.matching.repair.mending import Known


class RegisterReference:
    """`repair.mending.Reference` on a coded register."""

    def __init__(self, register: CodedRegister) -> None:
        self._register = register
        folds = register.names.book.folded
        self._syllables = list(folds)
        self._villages = list(register.places.villages)

    def by_number(self, numbers: Sequence[str]) -> list[Known | None]:
        wanted = np.array([number_code(number)[1] for number in numbers], np.int64)
        return self._known(self._register.holders(wanted))

    def by_phone(self, phones: Sequence[str]) -> list[Known | None]:
        wanted = np.array([next(iter(phone_codes(phone)), 0) for phone in phones], np.int64)
        return self._known(found_by(*self._register.with_phones(wanted), wanted))

    def villages(self) -> frozenset[str]:
        kinds = {0: ("",), 1: ("", "thon ", "ban ", "xom "), 2: ("", "khu pho ", "to dan pho ")}
        pairs = np.unique(np.stack([self._register.village, self._register.village_kind.astype(np.int32)], 1), axis=0)
        known = ((self._villages[village], kind) for village, kind in pairs.tolist() if village >= 0)
        return frozenset(prefix + name for name, kind in known for prefix in kinds[kind])

    def _known(self, people: Ints) -> list[Known | None]:
        held = self._register
        found: list[Known | None] = [None] * len(people)
        for at in np.flatnonzero(people >= 0).tolist():
            person = int(people[at])
            year, rest = divmod(int(held.birth[person]), 10000)
            village, phone = int(held.village[person]), int(held.phone[person])
            found[at] = Known(
                name=self.name_of(int(held.name[person])), year=year, month=rest // 100, day=rest % 100,
                sex=("", "male", "female")[held.sex[person]],
                village=self._villages[village] if village >= 0 else "", phone=f"{phone:010}" if phone else "",
            )  # fmt: skip
        return found

    def name_of(self, name: int) -> str:
        row = self._register.names.folded[name]
        return " ".join(self._syllables[code] for code in row.tolist() if code)
