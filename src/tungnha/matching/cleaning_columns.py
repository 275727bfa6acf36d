"""Columns of numbers, dates and telephones as whole numbers. Cells of the usual form are read all together, digit by
digit; each other text is read once, by `cleaning_cells`, which alone says how a cell is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from tungnha.identity.dates import FIRST_YEAR, LAST_YEAR
from tungnha.matching.arrays import Bools, Bytes, Ints, Longs
from tungnha.matching.cleaning_cells import TWELVE, date_code, number_code, one_phone, phone_codes, sex_code

WIDTH = 12  # letters of the longest usual form
_ZERO = ord("0")
_SIGNS = np.array([ord(sign) for sign in "/.-"], np.uint32)
_DAYS = np.array((0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
_BLOCKS = np.array([bool(one_phone(f"0{block:02}1111111")) for block in range(100)])  # first two of nine digits in use

T = TypeVar("T")


class _Cells:
    """The texts of a column, letter by letter."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        shown = texts if not len(texts) or self.lengths.max() <= WIDTH else [text[:WIDTH] for text in texts]
        letters = np.array(shown, dtype=f"<U{WIDTH}").view(np.uint32).reshape(-1, WIDTH)
        self.letters = np.ascontiguousarray(letters.T)  # [place, text]

    def of_digits(self, length: int) -> Longs:
        """Which texts are so many digits and nothing else."""
        held = np.flatnonzero(self.lengths == length)
        return held[self._digits(held, range(length))]

    def days_first(self) -> Longs:
        """Which texts look like 31/12/1990."""
        held = np.flatnonzero(self.lengths == 10)
        signs = np.isin(self.letters[2][held], _SIGNS) & np.isin(self.letters[5][held], _SIGNS)
        return held[signs & self._digits(held, (0, 1, 3, 4, 6, 7, 8, 9))]

    def _digits(self, held: Longs, places: Sequence[int]) -> Bools:
        found = np.ones(len(held), bool)
        for place in places:
            found &= self.letters[place][held] - np.uint32(_ZERO) < 10  # what lies below wraps round
        return found

    def number(self, held: Longs, start: int, stop: int) -> Longs:
        """The number that the digits of some texts make."""
        value = np.zeros(len(held), np.int64)
        for place in range(start, stop):
            value = value * 10 + (self.letters[place][held].astype(np.int64) - _ZERO)
        return value

    def rest(self, done: Bools, read: Callable[[str], T]) -> tuple[list[int], list[T]]:
        """What is read of each text that is not done, and holds something."""
        places = np.flatnonzero(~done & (self.lengths > 0)).tolist()
        texts = [self.texts[at] for at in places]
        kept = {text: read(text) for text in dict.fromkeys(texts)}
        return places, [kept[text] for text in texts]


def numbers(texts: Sequence[str]) -> tuple[Bytes, Longs]:
    """As `number_code`."""
    cells = _Cells(texts)
    kind, value = np.zeros(len(texts), np.int8), np.zeros(len(texts), np.int64)
    twelve, eleven = cells.of_digits(12), cells.of_digits(11)
    value[twelve], value[eleven] = cells.number(twelve, 0, 12), cells.number(eleven, 0, 11)
    done = np.zeros(len(texts), bool)
    done[twelve[value[twelve] % 111_111_111_111 != 0]] = True  # a number of one digit only is none
    done[eleven[value[eleven] >= 10**10]] = True
    kind[done] = TWELVE
    places, read = cells.rest(done, number_code)
    kind[places] = [of for of, _ in read]
    value[places] = [number for _, number in read]
    return kind, value


def dates(texts: Sequence[str]) -> Ints:
    """As `date_code`."""
    cells = _Cells(texts)
    held = cells.days_first()
    day, month, year = cells.number(held, 0, 2), cells.number(held, 3, 5), cells.number(held, 6, 10)
    sound = (month >= 1) & (month <= 12) & (day >= 1) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    sound &= day <= _DAYS[np.where(sound, month, 0)]
    code, done = np.zeros(len(texts), np.int32), np.zeros(len(texts), bool)
    code[held[sound]] = (year * 10000 + month * 100 + day)[sound]
    done[held[sound]] = True
    places, read = cells.rest(done, date_code)
    code[places] = read
    return code


def phones(texts: Sequence[str]) -> tuple[Longs, Longs]:
    """The first two numbers of each cell, 0 where there is none."""
    cells = _Cells(texts)
    first, second = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.int64)
    for length, start in ((10, 1), (9, 0)):
        held = cells.of_digits(length)
        value = cells.number(held, 0, length)
        own = (value < 10**9) & _BLOCKS[value // 10**7 % 100] if start else _BLOCKS[value // 10**7]
        first[held[own]] = value[own]
    places, read = cells.rest(first > 0, phone_codes)
    first[places] = [one[0] if one else 0 for one in read]
    second[places] = [one[1] if len(one) > 1 else 0 for one in read]
    return first, second


def sexes(texts: Sequence[str]) -> Bytes:
    kept = {text: sex_code(text) for text in dict.fromkeys(texts)}
    return np.array([kept[text] for text in texts], dtype=np.int8)
