"""Step 2: which people are worth comparing with which rows: those that share a key. Done by DuckDB, in this process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np

from tungnha.matching.arrays import Array, Ints, Longs, distinct
from tungnha.matching.keys import NAME_AND_DATE, NO_KEY, NUMBERS, Kind, Side, kinds
from tungnha.matching.listing import CodedList
from tungnha.matching.registers import CodedRegister, Settings

__all__ = ["NAME_AND_DATE", "NUMBERS", "Joiner", "Pairs", "connect"]

# Blocks are measured in the register, so that a part of a list finds the people that the whole list would find.
_JOIN = """
    with hit as materialized (
        select p.key, p.person from people p semi join wanted w using (key)
    ), small as (
        select key from hit group by key having count(*) <= {most}
    )
    select w.row, hit.person from wanted w join small using (key) join hit using (key)
"""


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
        """These pairs but those that are among the packed `others`."""
        packed = (self.row.astype(np.int64) << 32) | self.person
        fresh = ~np.isin(packed, others, assume_unique=True)
        return Pairs(self.row[fresh], self.person[fresh])


def connect(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A database in memory. Nothing of it goes to the disk unless a folder is named for that."""
    spill = settings.spill_to
    return duckdb.connect(config={
        "threads": settings.threads, "memory_limit": f"{settings.memory_mb}MB", "temp_directory": spill,
        "preserve_insertion_order": True,
    })  # fmt: skip


class Joiner:
    """Finds the people of some rows of a list."""

    def __init__(self, register: CodedRegister, rows: CodedList, settings: Settings) -> None:
        self._sql = connect(settings)
        self._people = Side.of_register(register, rows.names)
        self._rows = Side.of_list(rows)
        self._kinds = kinds(list(register.extras))

    def pairs(self, which: Longs, only: Sequence[Kind] | None) -> Pairs:
        """Of the rows `which`, by the kinds of keys `only`, or by all but the numbers."""
        chosen = self._kinds if only is None else only
        return Pairs.of([self.by(kind, which) for kind in chosen if len(which)])

    def by(self, kind: Kind, which: Longs) -> Longs:
        """Packed pairs that share a key of this kind; some may be there twice."""
        row_keys, rows = _flat([keys[which] for keys in kind.keys(self._rows)], which)
        if not len(row_keys):
            return np.zeros(0, np.int64)
        person_keys, persons = _flat(kind.keys(self._people), None)
        found = _run(self._sql, kind.most, row_keys, rows, person_keys, persons)
        return np.asarray((found["row"].astype(np.int64) << 32) | found["person"])


def _flat(keys: list[Longs], which: Array | None) -> tuple[Longs, Ints]:
    """All keys one behind the other, those without a key left out, and whose they are."""
    flat, owners = [], []
    for one in keys:
        held = np.flatnonzero(one != NO_KEY)
        flat.append(one[held])
        owners.append((held if which is None else which[held]).astype(np.int32))
    return np.concatenate(flat), np.concatenate(owners)


def _run(
    connection: duckdb.DuckDBPyConnection, most: int, row_keys: Longs, rows: Ints, person_keys: Longs, persons: Ints
) -> dict[str, Any]:
    connection.register("wanted", {"key": row_keys, "row": rows})
    connection.register("people", {"key": person_keys, "person": persons})
    try:
        return connection.execute(_JOIN.format(most=most)).fetchnumpy()
    finally:
        connection.unregister("wanted")
        connection.unregister("people")
