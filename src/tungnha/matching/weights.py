"""What a level speaks for: how often people who are this row's person show it. Learnt from the list at hand.

`usual[context, level]` is the share of true pairs that show a level, given the context (what the row and the person
hold at all: a full date or only a year). The shares of rows of doubtful blocks are held apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tungnha.matching.arrays import Bytes, Floats, Ints, Longs
from tungnha.matching.cleaning_cells import NINE, ROUNDED
from tungnha.matching.common import BANDS
from tungnha.matching.compare import BITS, BirthLevel, NumberLevel, PhoneLevel, PlaceLevel
from tungnha.matching.compare_names import NameLevel
from tungnha.matching.compare_texts import TextLevel

VERSION = 1
LEVELS = 1 << BITS
PRIOR_PAIRS = 40.0  # what is known beforehand counts like so many true pairs


def _row(**shares: float) -> dict[str, float]:
    return shares


# What is expected before a list was seen, by field and context; need not sum to one.
EXPECTED: dict[str, list[dict[Any, float]]] = {
    "full_name": [{
        NameLevel.SAME: 0.45, NameLevel.UNMARKED: 0.40, NameLevel.ONE_TONE: 0.010, NameLevel.TONES: 0.002,
        NameLevel.HEARD: 0.02, NameLevel.SLIP: 0.04, NameLevel.SLIPS: 0.003, NameLevel.INITIALS: 0.02,
        NameLevel.DROPPED: 0.03, NameLevel.ADDED: 0.002, NameLevel.DROPPED_SLIP: 0.002, NameLevel.ORDER: 0.01,
        NameLevel.OTHER_GIVEN: 0.005, NameLevel.OTHER_MIDDLE: 0.003, NameLevel.OTHER_FAMILY: 0.001,
        NameLevel.SAME_GIVEN: 0.0005, NameLevel.SAME_FAMILY: 0.001, NameLevel.DIFFERENT: 0.0003,
    }],
    "personal_number": [
        {NumberLevel.SAME: 0.94, NumberLevel.OLD: 0.002, NumberLevel.ONE_DIGIT: 0.025, NumberLevel.CROSSED: 0.01,
         NumberLevel.HOUSEHOLD: 0.006, NumberLevel.OTHER: 0.006},
        {NumberLevel.OLD: 0.97, NumberLevel.ONE_DIGIT: 0.005, NumberLevel.HOUSEHOLD: 0.003, NumberLevel.OTHER: 0.01,
         NumberLevel.UNKNOWN: 0.02},
        {NumberLevel.ROUNDED: 0.96, NumberLevel.HOUSEHOLD: 0.005, NumberLevel.OTHER: 0.03},
    ],
    "birth": [
        {BirthLevel.SAME: 0.90, BirthLevel.CROSSED: 0.03, BirthLevel.FIRST_DAY: 0.015, BirthLevel.DAY: 0.015,
         BirthLevel.MONTH: 0.01, BirthLevel.YEAR_SLIP: 0.012, BirthLevel.YEAR_WRONG: 0.003,
         BirthLevel.PART: 0.004, BirthLevel.SAME_YEAR: 0.003, BirthLevel.OTHER: 0.003},
        {BirthLevel.ONLY_YEAR: 0.93, BirthLevel.ONLY_NEAR: 0.05, BirthLevel.ONLY_OTHER: 0.01},
        {BirthLevel.YEAR_KNOWN: 0.96, BirthLevel.YEAR_KNOWN_OTHER: 0.03},
    ],
    "sex": [{1: 0.992, 2: 0.008}],
    "phone": [
        {PhoneLevel.SAME: 0.50, PhoneLevel.ONE_DIGIT: 0.008, PhoneLevel.HOUSEHOLD: 0.10, PhoneLevel.ELSEWHERE: 0.02,
         PhoneLevel.UNHELD: 0.37},
        {PhoneLevel.HOUSEHOLD: 0.12, PhoneLevel.ELSEWHERE: 0.02, PhoneLevel.UNHELD_NONE: 0.86},
    ],
    "village": [
        {PlaceLevel.VILLAGE: 0.84, PlaceLevel.NEARLY: 0.10, PlaceLevel.KIND: 0.01, PlaceLevel.OTHER: 0.05},
        {PlaceLevel.VILLAGE: 0.84, PlaceLevel.NEARLY: 0.09, PlaceLevel.KIND: 0.01, PlaceLevel.IN_COMMUNE: 0.05,
         PlaceLevel.OTHER: 0.01},
        {PlaceLevel.COMMUNE: 0.98, PlaceLevel.OTHER: 0.02},
    ],
}  # fmt: skip
EXPECTED_EXTRA: list[dict[Any, float]] = [
    {TextLevel.SAME: 0.80, TextLevel.NEAR: 0.10, TextLevel.PARTLY: 0.04, TextLevel.DIFFERENT: 0.06}
]
# In a doubtful block the value is often another row's.
LETTING_GO: dict[str, dict[Any, float]] = {
    "personal_number": {NumberLevel.SAME: 0.4, NumberLevel.HOUSEHOLD: 0.2, NumberLevel.OTHER: 0.4},
    "phone": {PhoneLevel.SAME: 0.2, PhoneLevel.HOUSEHOLD: 0.3, PhoneLevel.ELSEWHERE: 0.2, PhoneLevel.UNHELD: 0.3},
    "birth": {BirthLevel.SAME: 0.5, BirthLevel.CROSSED: 0.2, BirthLevel.OTHER: 0.3},
    "village": {PlaceLevel.VILLAGE: 0.5, PlaceLevel.IN_COMMUNE: 0.2, PlaceLevel.OTHER: 0.3},
}


@dataclass(frozen=True)
class Weights:
    """`shares[field][trust, context, level]`; `ages` by band of birth: how many times more often than by chance people
    of that age are on the list; `outside`: the share of rows whose person is not in the register."""

    shares: dict[str, Floats]
    ages: Floats
    outside: float = 0.12
    repeated: float = 0.1  # how much rarer somebody who is claimed by a row is another row's person too
    fits_year: float = 0.95  # of rows with number and year of birth, those that agree
    fits_sex: float = 0.98
    patterns: dict[str, float] = field(default_factory=dict)  # what officers' words add, in nats

    @classmethod
    def expected(cls, extras: Sequence[str] = ()) -> Weights:
        fields = {**EXPECTED, **{f"extra:{name}": EXPECTED_EXTRA for name in extras}}
        return cls({name: _expected(name, rows) for name, rows in fields.items()}, np.ones(BANDS))

    def to_json(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "shares": {name: _rounded(held) for name, held in self.shares.items()},
            "ages": [round(float(value), 6) for value in self.ages],
            **{name: round(getattr(self, name), 6) for name in ("outside", "repeated", "fits_year", "fits_sex")},
            "patterns": self.patterns,
        }

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Weights:
        return cls(
            {name: np.array(rows, dtype=np.float64) for name, rows in held["shares"].items()},
            np.array(held["ages"], dtype=np.float64), held["outside"], held["repeated"], held["fits_year"],
            held["fits_sex"], dict(held.get("patterns", {})),
        )  # fmt: skip

    def settled(self) -> Weights:
        """As they will be read again from what is kept, so that a run with kept weights says the same."""
        return Weights.from_json(self.to_json())


def _rounded(held: Floats) -> list[Any]:
    found: list[Any] = np.round(held, 8).tolist()
    return found


def _expected(name: str, rows: list[dict[Any, float]]) -> Floats:
    shares = np.zeros((2, len(rows), LEVELS))
    for context, row in enumerate(rows):
        for level, share in row.items():
            shares[:, context, level] = share
        for level, share in LETTING_GO.get(name, {}).items():
            if row.get(level):
                shares[1, context, level] = share
    return _normal(shares)


def _normal(shares: Floats) -> Floats:
    held: Floats = shares / np.maximum(shares.sum(axis=2, keepdims=True), 1e-12)
    return held


# -- contexts


def contexts(name: str, levels: Bytes, kinds: Bytes, old_known: Bytes) -> Bytes:
    """Which row of the shares a pair is judged by. `kinds`: of the rows' numbers."""
    if name == "personal_number":
        return np.where(kinds == NINE, 1, np.where(kinds == ROUNDED, 2, 0)).astype(np.int8)
    if name == "birth":
        known = (levels == BirthLevel.YEAR_KNOWN) | (levels == BirthLevel.YEAR_KNOWN_OTHER)
        only = (levels >= BirthLevel.ONLY_YEAR) & (levels <= BirthLevel.ONLY_OTHER)
        return np.where(known, 2, np.where(only, 1, 0)).astype(np.int8)
    return old_known


# -- learning

COUNTS_OF_ONE = 1024  # a pair that is surely true counts so many; whole numbers, so that parts sum to the same


@dataclass(frozen=True)
class Counts:
    """How often true pairs show each level; whole numbers, so that the counts of parts of a list may be added."""

    levels: dict[str, Longs]  # [trust, context, level]
    ages: Longs
    matched: int
    rows: int

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            {name: held + other.levels[name] for name, held in self.levels.items()},
            self.ages + other.ages, self.matched + other.matched, self.rows + other.rows,
        )  # fmt: skip


def count(cells: dict[str, Ints], bands: Ints, chances: Floats, rows: int) -> Counts:
    """`cells[field]`: trust, context and level of each pair as one number; `chances`: of each pair being true."""
    whole = np.rint(chances * COUNTS_OF_ONE).astype(np.int64)
    kept = whole > 0
    some = whole[kept].astype(np.float64)  # exact: far below 2^53
    levels = {}
    for name, flat in cells.items():
        size = 2 * 4 * LEVELS
        levels[name] = np.bincount(flat[kept], weights=some, minlength=size).astype(np.int64).reshape(2, 4, LEVELS)
    ages = np.bincount(bands[kept], weights=some, minlength=BANDS).astype(np.int64)
    return Counts(levels, ages, int(whole.sum()), rows * COUNTS_OF_ONE)


def learn(before: Weights, expected: Weights, counts: Counts, people_by_age: Longs) -> Weights:
    """The weights that the counts speak for; what was expected weighs like PRIOR_PAIRS pairs."""
    shares = {}
    for name, held in expected.shares.items():
        seen = counts.levels[name][:, : held.shape[1]] / COUNTS_OF_ONE
        shares[name] = np.where(held > 0, _normal(seen * (held > 0) + PRIOR_PAIRS * held), 0.0)
    matched = counts.matched / COUNTS_OF_ONE
    everybody = max(int(people_by_age.sum()), 1)
    by_age = counts.ages / COUNTS_OF_ONE
    expected_by_age = matched * people_by_age / everybody
    ages = (by_age + 3.0) / (expected_by_age + 3.0)
    ages *= everybody / max(float((ages * people_by_age).sum()), 1e-9)
    rows = counts.rows / COUNTS_OF_ONE
    outside = (rows - matched + 0.12 * 10) / (rows + 10)
    return replace(before, shares=shares, ages=ages, outside=float(min(max(outside, 0.002), 0.95)))
