"""Step 1: what rows and people are found by. Each key is one whole number; whoever has none gets NO_KEY."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tungnha.matching.arrays import Array, Ints, Longs, mixed_columns
from tungnha.matching.cleaning_cells import NINE, TWELVE
from tungnha.matching.cleaning_names import Names
from tungnha.matching.cleaning_places import village_key
from tungnha.matching.listing import CodedList
from tungnha.matching.registers import CodedRegister

NO_KEY = -1

__all__ = ["KINDS", "NAME_AND_DATE", "NO_KEY", "NUMBERS", "Kind", "Side", "key", "kinds", "numbers", "village_key"]


class Side(NamedTuple):
    """The columns that keys are made of, of the people of a register or of the rows of a list."""

    names: Names
    name: Ints
    number: Longs
    old_number: Longs
    phone: Longs
    village: Ints
    extras: dict[str, Ints]
    year: Ints
    day: Ints
    second_phone: Longs | None = None
    is_list: bool = False

    @classmethod
    def of_register(cls, held: CodedRegister, names: Names) -> Side:
        """`names`: of the list, which begins with those of the register."""
        extras = {name: codes.codes for name, codes in held.extras.items()}
        return cls(
            names, held.name, held.number, held.old_number, held.phone, held.village, extras, _years(held.birth),
            _days(held.birth),
        )  # fmt: skip

    @classmethod
    def of_list(cls, held: CodedList) -> Side:
        twelve = np.where(held.number_kind == TWELVE, held.number, 0)
        nine = np.where(held.number_kind == NINE, held.number, held.other_number)
        extras = {name: codes.codes for name, codes in held.extras.items()}
        return cls(
            held.names, held.name, twelve, nine, held.phone, held.places.village, extras, _years(held.birth),
            _days(held.birth), held.second_phone, is_list=True,
        )  # fmt: skip

    def of(self, which: Array | slice) -> Side:
        """Some people or rows."""
        second = None if self.second_phone is None else self.second_phone[which]
        return Side(
            self.names, self.name[which], self.number[which], self.old_number[which], self.phone[which],
            self.village[which], {name: codes[which] for name, codes in self.extras.items()}, self.year[which],
            self.day[which], second, self.is_list,
        )  # fmt: skip

    def of_name(self, codes: Array) -> Array:
        return _known(codes[self.name])


def _years(birth: Ints) -> Ints:
    """Two digits: a list may not say the century. Below zero where not known."""
    return np.where(birth > 0, birth // 10000 % 100, -1).astype(np.int32)


def _days(birth: Ints) -> Ints:
    """Day and month in whatever order; 1 January is no day, it may stand for the year alone. Below zero for none."""
    month, day = birth // 100 % 100, birth % 100
    known = (day > 0) & ~((day == 1) & (month == 1))
    return np.where(known, np.minimum(day, month) * 32 + np.maximum(day, month), -1).astype(np.int32)


class Kind(NamedTuple):
    """A way to find people: `keys` gives one or several keys for everybody.

    `most`: blocks of more people than this prove too little and are left out.
    """

    name: str
    most: int
    keys: Callable[[Side], list[Longs]]


def kinds(extras: list[str]) -> tuple[Kind, ...]:
    """The kinds after the number itself, which goes first and alone."""
    return (*KINDS, *(Kind(f"extra:{name}", 15, _text_of(name)) for name in extras))


def _text_of(name: str) -> Callable[[Side], list[Longs]]:
    return lambda side: [key(_known(side.extras[name]))]


def key(*parts: Array) -> Longs:
    """One number of several; NO_KEY where any part is below zero."""
    missing = parts[0] < 0
    for part in parts[1:]:
        missing = missing | (part < 0)
    found = mixed_columns(parts) if len(parts) > 1 else parts[0].astype(np.int64)
    found[missing] = NO_KEY
    return found


def _known(codes: Array) -> Array:
    """0 stands for nothing in tables of texts."""
    return np.where(codes > 0, codes, -1)


def numbers(side: Side) -> list[Longs]:
    """Twelve digits and nine digits never meet: they are of different length."""
    return [_known(side.number), _known(side.old_number)]


def _phones(side: Side) -> list[Longs]:
    found = [_known(side.phone)]
    return found if side.second_phone is None else [*found, _known(side.second_phone)]


def _name_and_year(side: Side) -> list[Longs]:
    """A list is asked for the years beside its own too."""
    name, year = side.of_name(side.names.fold), side.year
    near = (0, 1, -1) if side.is_list else (0,)
    return [key(name, np.where(year < 0, -1, (year + step) % 100)) for step in near]


def _slipped_number(side: Side) -> list[Longs]:
    """The first nine digits and the given name; the last six and the year: one digit off leaves one of them whole."""
    number = _known(side.number)
    head, tail = np.where(number < 0, -1, number // 1000), np.where(number < 0, -1, number % 10**6)
    return [key(head, side.of_name(side.names.last)), key(tail, side.year)]


def _name_less_one(side: Side) -> list[Longs]:
    """The name with one syllable left out, for each of them, and the year: one syllable slipped, or one dropped."""
    year = side.year
    return [key(side.of_name(less), year) for less in side.names.less_one]


# Looked for one after the other, each for rows that the ones before did not settle.
NUMBERS = (Kind("number", 50, numbers),)
NAME_AND_DATE = (Kind("name and date", 50, lambda side: [key(side.of_name(side.names.fold), side.year, side.day)]),)
KINDS: tuple[Kind, ...] = (
    Kind("phone", 12, _phones),
    Kind("name and year", 60, _name_and_year),
    Kind("name and day", 40, lambda side: [key(side.of_name(side.names.fold), side.day)]),
    Kind("ends and year", 40, lambda side: [key(side.of_name(side.names.ends), side.year)]),
    Kind("syllables and year", 30, lambda side: [key(side.of_name(side.names.bag), side.year)]),
    Kind("full date", 25, lambda side: [key(side.year, side.day)]),
    Kind("date and family", 40, lambda side: [key(side.year, side.day, side.of_name(side.names.first))]),
    Kind("date and given", 40, lambda side: [key(side.year, side.day, side.of_name(side.names.last))]),
    Kind("date and village", 40, lambda side: [key(side.year, side.day, side.village)]),
    Kind("name and village", 40, lambda side: [key(side.of_name(side.names.fold), side.village)]),
    Kind("name", 30, lambda side: [key(side.of_name(side.names.fold))]),
    Kind("given, year and village", 40, lambda side: [key(side.of_name(side.names.last), side.year, side.village)]),
    Kind("family, year and village", 40, lambda side: [key(side.of_name(side.names.first), side.year, side.village)]),
    Kind("name less one and year", 40, _name_less_one),
    Kind("slipped number", 20, _slipped_number),
)
