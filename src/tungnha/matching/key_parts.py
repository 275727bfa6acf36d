"""What the keys need: which ways a row can be found by at all, and which of their parts a row and a person share.

A key needs parts of fields whole: "name and year" the name without marks and the year. A row that holds no year, or
whose name and year are shared by more people than a block may hold, cannot be found that way, whoever it is.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from tungnha.matching.arrays import Array, Bools, Bytes, Floats, Ints, Longs
from tungnha.matching.compare_names import NameLevel
from tungnha.matching.keys import NAME_AND_DATE, NUMBERS, Side, kinds
from tungnha.matching.proofs import FEW, FEW_OF_ALL
from tungnha.matching.weigh import Scales

# The parts, as bits. KNOWN: the names are near enough for a pair of one date to be taken for one person.
FOLD, ENDS, BAG, FIRST, LAST, LESS_FAMILY, LESS_GIVEN, LESS_MIDDLE, KNOWN = (1 << at for at in range(9))
YEAR, NEAR, DAY = 1, 2, 4
WHOLE, HEAD, TAIL = 1, 2, 4
SIZES = {"full_name": 1 << 9, "birth": 1 << 3, "village": 1 << 1, "personal_number": 1 << 3}
JOINT = tuple(SIZES)  # fields whose parts stand together in keys; any other is a key of its own

Needs = dict[str, int]
WAYS: dict[str, tuple[Needs, ...]] = {  # by kind of key; of several ways one is enough
    "number": ({"personal_number": WHOLE},),
    "name and date": ({"full_name": FOLD, "birth": YEAR | DAY},),
    "phone": ({"phone": WHOLE},),
    "name and year": ({"full_name": FOLD, "birth": NEAR},),
    "name and day": ({"full_name": FOLD, "birth": DAY},),
    "ends and year": ({"full_name": ENDS, "birth": YEAR},),
    "syllables and year": ({"full_name": BAG, "birth": YEAR},),
    "full date": ({"full_name": KNOWN, "birth": YEAR | DAY},),
    "date and family": ({"full_name": FIRST, "birth": YEAR | DAY},),
    "date and given": ({"full_name": LAST, "birth": YEAR | DAY},),
    "date and village": ({"full_name": KNOWN, "birth": YEAR | DAY, "village": WHOLE},),
    "name and village": ({"full_name": FOLD, "village": WHOLE},),
    "name": ({"full_name": FOLD},),
    "given, year and village": ({"full_name": LAST, "birth": YEAR, "village": WHOLE},),
    "family, year and village": ({"full_name": FIRST, "birth": YEAR, "village": WHOLE},),
    "name less one and year": (
        {"full_name": LESS_FAMILY, "birth": YEAR}, {"full_name": LESS_GIVEN, "birth": YEAR},
        {"full_name": LESS_MIDDLE, "birth": YEAR},
    ),
    "slipped number": ({"personal_number": HEAD, "full_name": LAST}, {"personal_number": TAIL, "birth": YEAR}),
}  # fmt: skip

# What a row's own name looks like. A syllable that hardly anybody bears was damaged more often than not, and ways that
# need it are open only because it is damaged.
PLAIN, TWO_SYLLABLES, TURNED, ODD_FAMILY, ODD_MIDDLE, ODD_GIVEN, ODD_SYLLABLES, WITH_INITIALS, NAMELESS = range(9)
LOOKS = {"full_name": 9, "birth": 3, "village": 2, "personal_number": 3, "phone": 1}
PLACES = 3  # no village is written; one the register knows; another


class Way(NamedTuple):
    kind: str
    most: int
    needs: Needs


class KeyParts:
    """Of one list and one register."""

    def __init__(self, scales: Scales) -> None:
        self.register, self.rows = scales.register, scales.rows
        self._of_age = scales.common.of_age
        self._people, self._list = Side.of_register(self.register, self.rows.names), Side.of_list(self.rows)
        every = (*NUMBERS, *NAME_AND_DATE, *kinds(list(self.register.extras)))
        self.ways = tuple(Way(kind.name, kind.most, needs) for kind in every for needs in _ways(kind.name))
        self.alone = {next(iter(way.needs)): at for at, way in enumerate(self.ways) if not way.needs.keys() & SIZES}
        names = self.rows.names
        by_name = {FOLD: names.fold, ENDS: names.ends, BAG: names.bag, FIRST: names.first, LAST: names.last,
                   LESS_FAMILY: names.but_first, LESS_GIVEN: names.but_last}  # fmt: skip
        self._codes: dict[int, Array] = by_name

    # -- rows

    def open(self, rows: Array) -> Longs:
        """The ways each row can be found by, as bits."""
        held, shares = self.held(rows), self._shares(rows)
        people = float(max(len(self.register), 1))
        found = np.zeros(len(rows), np.int64)
        for at, way in enumerate(self.ways):
            able = np.ones(len(rows), bool)
            block = np.full(len(rows), people)
            for field, parts in way.needs.items():
                able &= (held[field] & parts) == parts
                for part, share in shares.get(field, {}).items():
                    if parts & part:
                        block *= share
            if not way.needs.keys() & shares.keys():
                block[:] = 0.0
            elif way.needs.get("birth", 0) & (YEAR | NEAR) and way.needs.get("full_name", 0) & _WITH_GIVEN:
                block *= self._of_age[rows]
            found |= (able & (block <= way.most)).astype(np.int64) << at
        return found

    def held(self, rows: Array) -> dict[str, Array]:
        """The parts each row holds at all."""
        own = self._list.of(rows)
        long = self.rows.names.lengths[own.name] >= 3
        name = np.where(long, SIZES["full_name"] - 1, SIZES["full_name"] - 1 - LESS_FAMILY - LESS_GIVEN - LESS_MIDDLE)
        second = own.phone * 0 if own.second_phone is None else own.second_phone
        return {
            "full_name": np.where(own.name > 0, name, 0),
            "birth": np.where(own.year >= 0, YEAR | NEAR, 0) | np.where(own.day >= 0, DAY, 0),
            "village": (own.village >= 0).astype(np.int64),
            "personal_number": np.where(own.number > 0, WHOLE | HEAD | TAIL, np.where(own.old_number > 0, WHOLE, 0)),
            "phone": ((own.phone > 0) | (second > 0)).astype(np.int64),
            **{f"extra:{name}": (codes > 0).astype(np.int64) for name, codes in own.extras.items()},
        }

    def _shares(self, rows: Array) -> dict[str, dict[int, Floats]]:
        """Of the register's people, those who have the part as the row has it; no more than one has a number."""
        own, seen = self._list.of(rows), self._seen

        def share(field: str, part: int, written: Array) -> Floats:
            held = seen[field, part]
            return np.where(written >= 0, held[np.maximum(written, 0)], 0.0)

        names = {part: share("full_name", part, codes[own.name]) for part, codes in self._codes.items()}
        names[LESS_MIDDLE] = np.where(self.rows.names.lengths[own.name] == 3, names[ENDS], 0.0)
        year = share("birth", YEAR, own.year)
        extras = {f"extra:{name}": {WHOLE: share(f"extra:{name}", WHOLE, codes)} for name, codes in own.extras.items()}
        return {
            "full_name": names, "birth": {YEAR: year, NEAR: year, DAY: share("birth", DAY, own.day)},
            "village": {WHOLE: share("village", WHOLE, own.village)}, **extras,
        }  # fmt: skip

    @cached_property
    def _seen(self) -> dict[tuple[str, int], Floats]:
        """By field, part and code: the share of the register's people who have it."""
        people, every = self._people, max(len(self.register), 1)
        held = {("birth", YEAR): (people.year, 100), ("birth", DAY): (people.day, 32 * 32),
                ("village", WHOLE): (people.village, len(self.register.places.villages) + 1)}  # fmt: skip
        for name, codes in people.extras.items():
            held[f"extra:{name}", WHOLE] = codes, int(self._list.extras[name].max(initial=0)) + 1
        seen = {at: np.bincount(codes[codes >= 0], minlength=size) / every for at, (codes, size) in held.items()}
        borne, bearers = self._borne
        for part, codes in self._codes.items():
            held_by = np.bincount(codes[borne], weights=bearers, minlength=int(codes.max()) + 1)
            seen["full_name", part] = held_by / every
        return seen

    @cached_property
    def _borne(self) -> tuple[Longs, Longs]:
        """The names of the register's people, and how many bear each."""
        held = np.bincount(self.register.name, minlength=len(self.rows.names))
        borne = np.flatnonzero(held)
        return borne, held[borne]

    def looks(self, rows: Array) -> dict[str, Bytes]:
        """What each field of the rows looks like, with `LOOKS` more where it stands in a doubtful block."""
        own = self._list.of(rows)
        found = {
            "full_name": self._name_looks(own.name),
            "birth": np.where(own.day >= 0, 2, np.where(own.year >= 0, 1, 0)),
            "village": (own.village >= 0).astype(np.int8),
            "personal_number": np.where(own.number > 0, 2, np.where(own.old_number > 0, 1, 0)),
            "phone": np.zeros(len(rows), np.int8),
        }
        for field, held in self.rows.trust.items():
            if field in found:
                found[field] = found[field] + LOOKS[field] * held[rows]
        return {field: held.astype(np.int8) for field, held in found.items()}

    def places(self, rows: Array) -> Bytes:
        village = self.rows.places.village[rows]
        return np.where(village >= 0, 1, np.where(village == -1, 0, 2)).astype(np.int8)

    def _name_looks(self, name: Array) -> Bytes:
        names = self.rows.names
        written, last = names.folded[name], np.maximum(names.lengths[name] - 1, 0)
        odd = self._odd[0][written]
        found = np.full(len(name), PLAIN, np.int8)
        found[names.lengths[name] <= 2] = TWO_SYLLABLES
        found[self._odd[1][written[:, 0]]] = TURNED
        found[odd.any(axis=1)] = ODD_MIDDLE
        found[odd[np.arange(len(name)), last]] = ODD_GIVEN
        found[odd[:, 0]] = ODD_FAMILY
        found[odd.sum(axis=1) > 1] = ODD_SYLLABLES
        found[self._letters[written].any(axis=1)] = WITH_INITIALS
        found[name == 0] = NAMELESS
        return found

    @cached_property
    def _odd(self) -> tuple[Bools, Bools]:
        """By folded syllable: whether hardly anybody bears it; whether hardly anybody's name begins with it."""
        names, (borne, bearers) = self.rows.names, self._borne
        few = max(FEW, FEW_OF_ALL * len(self.register))
        size = int(names.folded.max()) + 1
        columns = [np.bincount(names.folded[borne, at], weights=bearers, minlength=size)
                   for at in range(names.folded.shape[1])]  # fmt: skip
        seldom = np.asarray(np.sum(columns, axis=0) < few)
        seldom[0] = False
        return seldom, columns[0] < few

    @cached_property
    def _letters(self) -> Bools:
        """By folded syllable: whether it is one letter."""
        names = self.rows.names
        found = np.zeros(int(names.folded.max()) + 1, bool)
        codes = (names.book.folded.get(letter, 0) for letter in "abcdefghijklmnopqrstuvwxyz")
        found[[code for code in codes if 0 < code < len(found)]] = True
        return found

    # -- pairs

    def shared(self, row: Ints, person: Ints, name_level: Bytes) -> dict[str, Ints]:
        """The parts that each pair shares, by field."""
        own, other = self._list.of(row), self._people.of(person)
        both = (own.number > 0) & (other.number > 0)
        number = same(own.number, other.number) | same(own.old_number, other.old_number)
        phone = same(own.phone, other.phone)
        if own.second_phone is not None:
            phone = phone | same(own.second_phone, other.phone)
        years = (own.year >= 0) & (other.year >= 0)
        gap = (own.year - other.year) % 100
        day = (own.day >= 0) & (own.day == other.day)
        found = {
            "full_name": self._shared_names(own.name, other.name, name_level),
            "birth": YEAR * (years & (gap == 0)) | NEAR * (years & ((gap <= 1) | (gap == 99))) | DAY * day,
            "village": WHOLE * ((own.village >= 0) & (own.village == other.village)),
            "personal_number": WHOLE * number | HEAD * (both & (own.number // 1000 == other.number // 1000))
            | TAIL * (both & (own.number % 10**6 == other.number % 10**6)),
            "phone": WHOLE * phone,
            **{f"extra:{name}": WHOLE * same(codes, other.extras[name]) for name, codes in own.extras.items()},
        }  # fmt: skip
        return {field: held.astype(np.int32) for field, held in found.items()}

    def _shared_names(self, own: Ints, other: Ints, level: Bytes) -> Array:
        found = KNOWN * ((level > NameLevel.MISSING) & (level <= NameLevel.OTHER_FAMILY))
        for part in (FOLD, ENDS, BAG, FIRST, LAST):
            found = found | part * same(self._codes[part][own], self._codes[part][other])
        names = self.rows.names
        differ = names.folded[own] != names.folded[other]
        length = names.lengths[own]
        alike = (length == names.lengths[other]) & (length >= 3)
        none, one = alike & (differ.sum(axis=1) == 0), alike & (differ.sum(axis=1) == 1)
        last = differ[np.arange(len(own)), np.maximum(length - 1, 0)]
        found = found | LESS_FAMILY * (none | (one & differ[:, 0])) | LESS_GIVEN * (none | (one & last))
        return np.asarray(found | LESS_MIDDLE * (none | (one & ~differ[:, 0] & ~last)))


_WITH_GIVEN = FOLD | ENDS | BAG | LAST | LESS_FAMILY | LESS_MIDDLE


def _ways(kind: str) -> tuple[Needs, ...]:
    return WAYS.get(kind) or ({kind: WHOLE},)


def same(one: Array, other: Array) -> Bools:
    """The same, and not nothing."""
    return np.asarray((one == other) & (one > 0))
