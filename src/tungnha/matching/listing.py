"""A list from outside as columns of whole numbers, coded by the dictionaries of the register it is held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tungnha.matching.arrays import Array, Bools, Bytes, Ints, Longs
from tungnha.matching.cleaning_cells import NINE, TWELVE
from tungnha.matching.cleaning_columns import dates, numbers, phones, sexes
from tungnha.matching.cleaning_names import Names
from tungnha.matching.cleaning_places import Places, find_places
from tungnha.matching.registers import EXTRA, CodedRegister, TextCodes, extra_key

TRUSTED = ("full_name", "personal_number", "birth", "sex", "phone", "village")
UNUSED = 2  # trust of a field that is not to be used


@dataclass(frozen=True)
class CodedList:
    """One entry for each row in all arrays. `names` holds the register's names first, then the list's own."""

    names: Names
    name: Ints
    number_kind: Bytes
    number: Longs
    other_number: Longs  # nine digits in a column or place of their own, 0 where none
    birth: Ints
    sex: Bytes
    phone: Longs
    second_phone: Longs
    places: Places
    readable: Bools  # it has a name or a number
    extras: dict[str, TextCodes] = field(default_factory=dict)
    trust: dict[str, Bytes] = field(default_factory=dict)  # 0 as usual, 1 in a doubtful block

    def __len__(self) -> int:
        return len(self.name)

    def take(self, rows: Array) -> CodedList:
        """Some of its rows; the dictionaries stay."""
        places = self.places
        return replace(
            self, name=self.name[rows], number_kind=self.number_kind[rows], number=self.number[rows],
            other_number=self.other_number[rows], birth=self.birth[rows], sex=self.sex[rows], phone=self.phone[rows],
            second_phone=self.second_phone[rows], readable=self.readable[rows],
            places=Places(places.village[rows], places.kind[rows], places.commune[rows], places.nearly[rows]),
            extras={name: TextCodes(held.texts, held.codes[rows]) for name, held in self.extras.items()},
            trust={name: held[rows] for name, held in self.trust.items()},
        )  # fmt: skip


def code_list(
    register: CodedRegister,
    cells: Mapping[str, Sequence[str]],
    kinds: Sequence[str],
    trust: Mapping[str, bytearray] | None = None,
) -> CodedList:
    """`cells`, `kinds`, `trust` as a `Mended` has them. Rows that speak of nobody are coded as empty."""
    count = len(kinds)
    levels = {name: np.frombuffer(bytes(held), np.uint8).astype(np.int8) for name, held in (trust or {}).items()}
    speaks = np.array([kind == "person" for kind in kinds], dtype=bool)
    empty = [""] * count

    def column(name: str) -> Sequence[str]:
        held = cells.get(name)
        if held is None:
            return empty
        hidden = ~speaks
        if name in levels:
            hidden = hidden | (levels[name] >= UNUSED)
        if not hidden.any():
            return held
        shown = list(held)
        for at in np.flatnonzero(hidden).tolist():
            shown[at] = ""
        return shown

    distinct, at = _distinct(column("full_name"))
    names, name = register.names.with_texts(distinct)
    kind, number = numbers(column("personal_number"))
    other = _nine(column("old_number"))
    kind, number = _moved(kind, number, other)
    phone, second = phones(column("phone"))
    coded = CodedList(
        names=names, name=name[at], number_kind=kind, number=number, other_number=other,
        birth=dates(column("birth")), sex=sexes(column("sex")), phone=phone, second_phone=second,
        places=find_places(register.places, column("village"), column("commune") if "commune" in cells else None),
        readable=np.zeros(count, bool), extras=_extras(register, column),
        trust={name: np.minimum(held, 1).astype(np.int8) for name, held in levels.items() if name in TRUSTED},
    )  # fmt: skip
    return replace(coded, readable=speaks & _readable(coded))


def _readable(coded: CodedList) -> Bools:
    """It says a name or a number, or three of the texts that both files hold."""
    texts = sum((held.codes > 0 for held in coded.extras.values()), np.zeros(len(coded), np.int8))
    return np.asarray((coded.name > 0) | (coded.number_kind > 0) | (coded.other_number > 0) | (texts >= 3))


def _distinct(texts: Sequence[str]) -> tuple[list[str], Ints]:
    places: dict[str, int] = {}
    at = np.array([places.setdefault(text, len(places)) for text in texts], np.int32)
    return list(places), at


def _nine(texts: Sequence[str]) -> Longs:
    kind, number = numbers(texts)
    return np.where(kind == NINE, number, 0)


def _moved(kind: Bytes, number: Longs, other: Longs) -> tuple[Bytes, Longs]:
    """A nine-digit number in the column of old numbers is the row's number where it has no other."""
    take = (kind == 0) & (other > 0)
    return np.where(take, np.int8(NINE), kind).astype(np.int8), np.where(take, other, number)


def _extras(register: CodedRegister, column) -> dict[str, TextCodes]:  # type: ignore[no-untyped-def]
    """Codes behind those of the register for what it does not hold."""
    found = {}
    for name, held in register.extras.items():
        texts = dict(held.texts)
        keys = [extra_key(text) for text in column(name if name == "personal_number" else EXTRA + name)]
        found[name] = TextCodes(texts, np.array([texts.setdefault(key, len(texts)) for key in keys], np.int32))
    return found


__all__ = ["TWELVE", "CodedList", "code_list"]
