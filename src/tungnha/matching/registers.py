"""The register (sổ) as columns of whole numbers: four million people are arrays, never four million objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tungnha.identity import names as written
from tungnha.matching.arrays import Array, Bytes, Ints, Longs, among
from tungnha.matching.cleaning_cells import NINE, TWELVE, number_code, phone_codes, sex_code
from tungnha.matching.cleaning_names import Names, SyllableBook
from tungnha.matching.cleaning_places import PlaceBook, learn_place
from tungnha.matching.records import RegisterRow

if TYPE_CHECKING:
    import duckdb

EXTRA = "extra:"  # of a field that both files hold and nothing more is known of


@dataclass(frozen=True)
class Settings:
    """What a run may use. `memory_mb`: of each process of Spark. `chunk_rows`: rows of the list that are compared at a
    time."""

    memory_mb: int = 1536
    chunk_rows: int = 120_000


@dataclass(frozen=True)
class TextCodes:
    """Distinct texts of a general field; text 0 is none."""

    texts: dict[str, int]
    codes: Ints  # by person


@dataclass(frozen=True)
class CodedRegister:
    """One entry for each person, in the order of their ids, in all arrays. 0 is "not known" unless said otherwise."""

    ids: Array  # int64, or text where an id is no whole number; ascending
    names: Names
    name: Ints
    number: Longs
    old_number: Longs
    others: Longs  # [n, 2]: person, further number; ascending by number
    birth: Ints  # as cleaning_cells.date_code
    sex: Bytes
    phone: Longs
    places: PlaceBook
    village: Ints  # NOTHING where none
    village_kind: Bytes
    commune: Ints
    household: Ints  # -1 where not known
    extras: dict[str, TextCodes] = field(default_factory=dict)
    number_texts: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of_rows(cls, rows: Iterable[RegisterRow]) -> CodedRegister:
        """From people held in memory, as the rooms have them."""
        held = sorted(rows, key=lambda row: row.id)
        others = [(at, value) for at, row in enumerate(held) for value in map(number_code, row.other_numbers)]
        old = {at: number for at, (kind, number) in reversed(others) if kind == NINE}
        more = [(at, number) for at, (kind, number) in others if kind == TWELVE or (kind == NINE and old[at] != number)]
        book = _Book()
        columns: dict[str, list[Any]] = {
            "full_name": [row.full_name for row in held],
            "birth": [row.birth.date.year * 10000
                      + (row.birth.precision != "year") * row.birth.date.month * 100
                      + (row.birth.precision == "day") * row.birth.date.day if row.birth else 0 for row in held],
            "sex": [sex_code(row.sex or "") for row in held],
            "phone": [next(iter(phone_codes(row.phone or "")), 0) for row in held],
        }  # fmt: skip
        numbers = [number_code(row.personal_number or "") for row in held]
        names, name = book.names([str(text) for text in columns["full_name"]])
        places = book.places([(row.village or "", row.commune or "") for row in held])
        homes: dict[object, int] = {}
        return cls(
            ids=np.array([row.id for row in held], dtype=np.int64), names=names, name=name,
            number=np.array([value if kind == TWELVE else 0 for kind, value in numbers], np.int64),
            old_number=np.array(
                [value if kind == NINE else old.get(at, 0) for at, (kind, value) in enumerate(numbers)], np.int64
            ),
            others=_by_number(more), birth=np.array(columns["birth"], np.int32), sex=np.array(columns["sex"], np.int8),
            phone=np.array(columns["phone"], np.int64), places=book.place_book, village=places[:, 0].copy(),
            village_kind=places[:, 1].astype(np.int8), commune=places[:, 2].copy(),
            household=np.array(
                [-1 if row.household is None else homes.setdefault(row.household, len(homes)) for row in held], np.int32
            ),
            extras=_extras_of_rows(held),
        )  # fmt: skip

    # -- looked up

    def with_numbers(self, wanted: Longs) -> tuple[Longs, Ints]:
        """(numbers ascending, person of each) of all who have one of the wanted numbers, the smaller person first."""
        kept = [held_by(numbers, wanted) for numbers in (self.number, self.old_number, self.others[:, 1])]
        numbers = [self.number[kept[0]], self.old_number[kept[1]], self.others[kept[2], 1]]
        return _ascending(np.concatenate(numbers), np.concatenate([kept[0], kept[1], self.others[kept[2], 0]]))

    def with_phones(self, wanted: Longs) -> tuple[Longs, Ints]:
        """The same by telephone."""
        people = held_by(self.phone, wanted)
        return _ascending(self.phone[people], people)

    def holders(self, numbers: Longs) -> Ints:
        """The person of each number, -1 where nobody has it; of several the first."""
        return found_by(*self.with_numbers(numbers), numbers)


def held_by(values: Longs, wanted: Longs) -> Longs:
    """Where a wanted value stands; 0 is none. Most of millions are told by a few of their bits."""
    bits = 22
    sieve = np.zeros(1 << bits, bool)
    sieve[(wanted ^ (wanted >> bits)) & ((1 << bits) - 1)] = True
    maybe = np.flatnonzero(sieve[(values ^ (values >> bits)) & ((1 << bits) - 1)] & (values > 0))
    return np.asarray(maybe[among(values[maybe], np.sort(wanted))], np.int64)


def _ascending(keys: Longs, people: Longs) -> tuple[Longs, Ints]:
    order = np.lexsort((people, keys))
    return keys[order], people[order].astype(np.int32)


def found_by(keys: Longs, people: Ints, wanted: Longs) -> Ints:
    """The first person of each wanted key, -1 for none. `keys` ascend."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int32)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where((keys[at] == wanted) & (wanted > 0), people[at], np.int32(-1)).astype(np.int32)


def _by_number(pairs: list[tuple[int, int]]) -> Longs:
    return np.array(sorted(set(pairs), key=lambda one: (one[1], one[0])), dtype=np.int64).reshape(-1, 2)


def _extras_of_rows(held: Sequence[RegisterRow]) -> dict[str, TextCodes]:
    found = {}
    for name in sorted({name for row in held for name in row.extra}):
        texts: dict[str, int] = {"": 0}
        codes = [texts.setdefault(extra_key(row.extra.get(name, "")), len(texts)) for row in held]
        found[name] = TextCodes(texts, np.array(codes, np.int32))
    return found


def extra_key(text: str) -> str:
    """What is compared of a general field: its letters and digits without marks or case."""
    return " ".join(written.fold(text).split())


class _Book:
    """What is learnt while the texts of a register are read."""

    def __init__(self) -> None:
        self.syllables = SyllableBook()
        self.place_book = PlaceBook()

    def names(self, texts: Sequence[str]) -> tuple[Names, Ints]:
        return Names.of(self.syllables, texts)

    def places(self, texts: Sequence[tuple[str, str]]) -> Ints:
        kept = {text: learn_place(self.place_book, *text) for text in sorted(set(texts))}
        return np.array([kept[text] for text in texts], np.int32).reshape(-1, 3)


# -- from files


def read_register(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, str], settings: Settings | None = None
) -> CodedRegister:
    """From a relation of DuckDB ("read_parquet('so.parquet')"), `columns` naming the column of each field.

    Numbers, telephones and ids are cast in SQL; each distinct name, date, place and sex comes out once and is read.
    """
    from tungnha.matching.register_sql import Reader

    return Reader(connection, relation, columns).read()
