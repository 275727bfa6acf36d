"""Step 2: which people are worth comparing with which rows: those that share a key.

Few people are left once those whose keys no row wants are sifted out: sorting these costs half of what handing them to
DuckDB, joining and fetching them does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tungnha.matching.arrays import Ints, Longs, among, distinct
from tungnha.matching.keys import NAME_AND_DATE, NO_KEY, NUMBERS, Kind, Side, kinds
from tungnha.matching.listing import CodedList
from tungnha.matching.registers import CodedRegister

__all__ = ["NAME_AND_DATE", "NUMBERS", "Joiner", "Pairs"]

BLOCK = 1 << 17  # people whose keys are made together
SIEVE = 22  # bits


class Pairs:
    """Pairs of a row and a person, ascending, each once."""

    def __init__(self, row: Ints, person: Ints) -> None:
        self.row = row
        self.person = person

    def __len__(self) -> int:
        return len(self.row)

    @classmethod
    def of(cls, packed: Sequence[Longs]) -> Pairs:
        together = distinct(np.concatenate(packed)) if packed else np.zeros(0, np.int64)
        return cls((together >> 32).astype(np.int32), (together & 0xFFFFFFFF).astype(np.int32))

    def without(self, others: Longs) -> Pairs:
        """These pairs but those that are among the packed `others`, which ascend."""
        fresh = ~among((self.row.astype(np.int64) << 32) | self.person, others)
        return Pairs(self.row[fresh], self.person[fresh])


class Joiner:
    """Finds the people of some rows of a list."""

    def __init__(self, register: CodedRegister, rows: CodedList) -> None:
        self._people = Side.of_register(register, rows.names)
        self._rows = Side.of_list(rows)
        self._kinds = kinds(list(register.extras))

    def pairs(self, which: Longs, only: Sequence[Kind] | None) -> Pairs:
        """Of the rows `which`, by the kinds of keys `only`, or by all but the numbers."""
        chosen = self._kinds if only is None else only
        return Pairs.of([self.by(kind, which) for kind in chosen if len(which)])

    def by(self, kind: Kind, which: Longs) -> Longs:
        """Packed pairs that share a key of this kind; some may be there twice."""
        row_keys, rows = _flat(kind.keys(self._rows.of(which)), which)
        if not len(row_keys):
            return np.zeros(0, np.int64)
        person_keys, persons = self._people_by(kind, row_keys)
        if not len(persons):
            return np.zeros(0, np.int64)
        return _shared(kind.most, row_keys, rows, person_keys, persons)

    def _people_by(self, kind: Kind, wanted: Longs) -> tuple[Longs, Ints]:
        """The keys of people, and whose they are: all that are wanted, and some that only look so.

        Keys are made for some people at a time, and most that no row wants are dropped at once: the keys of four
        million people would not fit beside each other.
        """
        sieve = np.zeros(1 << SIEVE, bool)
        sieve[_sifted(wanted)] = True
        keys, persons = [], []
        for start in range(0, len(self._people.name), BLOCK):
            for one in kind.keys(self._people.of(slice(start, start + BLOCK))):
                held = np.flatnonzero(sieve[_sifted(one)])
                held = held[one[held] != NO_KEY]
                keys.append(one[held])
                persons.append((held + start).astype(np.int32))
        if not keys:
            return np.zeros(0, np.int64), np.zeros(0, np.int32)
        return np.concatenate(keys), np.concatenate(persons)


def _sifted(keys: Longs) -> Longs:
    return np.asarray((keys ^ (keys >> SIEVE)) & ((1 << SIEVE) - 1))


def _flat(keys: list[Longs], owners: Longs) -> tuple[Longs, Ints]:
    """All keys one behind the other, those without a key left out, and whose they are."""
    held = [np.flatnonzero(one != NO_KEY) for one in keys]
    flat = [one[at] for one, at in zip(keys, held, strict=True)]
    return np.concatenate(flat), np.concatenate([owners[at] for at in held]).astype(np.int32)


def _shared(most: int, row_keys: Longs, rows: Ints, person_keys: Longs, persons: Ints) -> Longs:
    """Packed pairs of a row and a person of one key. Blocks are measured in the register, so that a part of a list
    finds the people that the whole list would find."""
    order = np.argsort(person_keys)
    held = person_keys[order]
    row_order = np.argsort(row_keys)  # looked up in their order: neighbours lie near each other
    wanted = row_keys[row_order]
    start = np.searchsorted(held, wanted, "left")
    count = np.searchsorted(held, wanted, "right") - start
    kept = np.flatnonzero((count > 0) & (count <= most))
    start, count = start[kept], count[kept]
    at = np.arange(count.sum()) + np.repeat(start - (np.cumsum(count) - count), count)
    packed = np.repeat(rows[row_order[kept]].astype(np.int64) << 32, count)
    return np.asarray(packed | persons[order[at]])
