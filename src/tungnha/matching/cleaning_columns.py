"""Columns of numbers, dates and telephones as whole numbers. Cells of the usual form are read all together, digit by
digit; each other text is read once, by `cleaning_cells`, which alone says how a cell is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from tungnha.identity.dates import EXCEL_DAY_ZERO, FIRST_YEAR, LAST_SERIAL, LAST_YEAR
from tungnha.matching.arrays import Bools, Bytes, Ints, Longs
from tungnha.matching.cleaning_cells import (
    NINE,
    TWELVE,
    date_code,
    number_code,
    of_spreadsheet,
    one_phone,
    phone_codes,
    sex_code,
)

WIDTH = 12  # letters of the longest usual form
BETWEEN = "\0"  # stands in hardly any cell
_NO_SIGNS = str.maketrans("", "", " .-")
DATES = ("dd/mm/yyyy", "d/mm/yyyy", "dd/m/yyyy", "d/m/yyyy", "yyyy/mm/dd")  # or with points or hyphens
PHONES = ("0", "", "84", "+84")  # what stands before the nine digits of a number
_ZERO = ord("0")
_STROKE, _POINT, _HYPHEN = map(ord, "/.-")
_DAYS = np.array((0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
_BLOCKS = np.array([bool(one_phone(f"0{block:02}1111111")) for block in range(100)])  # first two of nine digits in use

T = TypeVar("T")


class _Cells:
    """The texts of a column, letter by letter."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.lengths = _lengths(texts)
        shown = texts if not len(texts) or self.lengths.max() <= WIDTH else [text[:WIDTH] for text in texts]
        letters = np.array(shown, dtype=f"<U{WIDTH}").view(np.uint32).reshape(-1, WIDTH)
        self.letters = np.ascontiguousarray(letters.T)  # [place, text]

    def of_digits(self, length: int) -> Longs:
        """Which texts are so many digits and nothing else."""
        held = np.flatnonzero(self.lengths == length)
        return held[self._digits(held, range(length))]

    def written(self, layout: str) -> Longs:
        """Which texts are laid out so: digits, but for a stroke, point or hyphen where the layout has a stroke."""
        held = np.flatnonzero(self.lengths == len(layout))
        for place, sign in enumerate(layout):
            if sign == "/":
                letters = self.letters[place][held]
                held = held[(letters == _STROKE) | (letters == _POINT) | (letters == _HYPHEN)]
        return held[self._digits(held, [place for place, sign in enumerate(layout) if sign != "/"])]

    def _digits(self, held: Longs, places: Sequence[int]) -> Bools:
        found = np.ones(len(held), bool)
        for place in places:
            found &= self.letters[place][held] - np.uint32(_ZERO) < 10  # what lies below wraps round
        return found

    def opening_with(self, opening: str, digits: int) -> Longs:
        """Which texts open so, so many digits behind it and nothing else."""
        held = np.flatnonzero(self.lengths == len(opening) + digits)
        for place, letter in enumerate(opening):
            held = held[self.letters[place][held] == ord(letter)]
        return held[self._digits(held, range(len(opening), len(opening) + digits))]

    def number(self, held: Longs, start: int, stop: int) -> Longs:
        """The number that the digits of some texts make."""
        value = np.zeros(len(held), np.int64)
        for place in range(start, stop):
            value = value * 10 + (self.letters[place][held].astype(np.int64) - _ZERO)
        return value

    def rest(self, done: Bools, read: Callable[[str], T]) -> tuple[list[int], list[T]]:
        """What is read of each text that is not done, and holds something."""
        return _rest(self.texts, np.flatnonzero(~done & (self.lengths > 0)), read)


def _rest(texts: Sequence[str], which: Longs, read: Callable[[str], T]) -> tuple[list[int], list[T]]:
    places = which.tolist()
    left = [texts[at] for at in places]
    kept = {text: read(text) for text in dict.fromkeys(left)}
    return places, [kept[text] for text in left]


def _lengths(texts: Sequence[str]) -> Longs:
    return np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))


def _without_signs(texts: Sequence[str]) -> list[str]:
    """Without spaces, points and hyphens."""
    joined = BETWEEN.join(texts)
    for sign in " .-":
        joined = joined.replace(sign, "")
    parted = joined.split(BETWEEN)
    return parted if len(parted) == len(texts) else [text.translate(_NO_SIGNS) for text in texts]


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
    nine = cells.of_digits(9)
    value[nine] = cells.number(nine, 0, 9)
    nine = nine[value[nine] % 111_111_111 != 0]
    kind[nine], done[nine] = NINE, True
    places, read = cells.rest(done, number_code)
    kind[places] = [of for of, _ in read]
    value[places] = [number for _, number in read]
    return kind, value


def dates(texts: Sequence[str]) -> Ints:
    """As `date_code`."""
    cells = _Cells(texts)
    code, done = np.zeros(len(texts), np.int32), np.zeros(len(texts), bool)
    for layout in DATES:
        held = cells.written(layout)
        day, month, year = (cells.number(held, layout.index(one), layout.rindex(one) + 1) for one in "dmy")
        sound = (month >= 1) & (month <= 12) & (day >= 1) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
        sound &= day <= _DAYS[np.where(sound, month, 0)]
        if layout[0] == "y":
            sound &= (month != 2) | (day < 29)  # is left to the calendar
        code[held[sound]] = (year * 10000 + month * 100 + day)[sound]
        done[held[sound]] = True
    _years_and_days(cells, code, done)
    places, read = cells.rest(done, date_code)
    code[places] = read
    return code


def _years_and_days(cells: _Cells, code: Ints, done: Bools) -> None:
    """Years alone, and the days that a spreadsheet counts."""
    held = cells.of_digits(4)
    year = cells.number(held, 0, 4)
    sound = (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    code[held[sound]] = year[sound] * 10000
    done[held[sound]] = True
    held = cells.of_digits(5)
    serial = cells.number(held, 0, 5)
    sound = (serial >= 10_000) & (serial <= LAST_SERIAL)
    days = np.datetime64(EXCEL_DAY_ZERO, "D") + serial[sound]
    months = days.astype("datetime64[M]")
    year, month = np.divmod(months.astype(np.int64), 12)
    day = (days - months).astype(np.int64)
    code[held[sound]] = (year + 1970) * 10000 + (month + 1) * 100 + day + 1
    done[held[sound]] = True


def phones(texts: Sequence[str]) -> tuple[Longs, Longs]:
    """The first two numbers of each cell, 0 where there is none."""
    cells = _Cells(_without_signs(texts))
    first, second = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.int64)
    for opening in PHONES:
        held = cells.opening_with(opening, 9)
        value = cells.number(held, len(opening), len(opening) + 9)
        own = _BLOCKS[value // 10**7]
        first[held[own]] = value[own]
    for at in np.flatnonzero((first > 0) & (cells.lengths != _lengths(texts))).tolist():
        if of_spreadsheet(texts[at]):
            first[at] = 0
    places, read = _rest(texts, np.flatnonzero((first == 0) & (cells.lengths > 0)), phone_codes)
    first[places] = [one[0] if one else 0 for one in read]
    second[places] = [one[1] if len(one) > 1 else 0 for one in read]
    return first, second


def sexes(texts: Sequence[str]) -> Bytes:
    kept = {text: sex_code(text) for text in dict.fromkeys(texts)}
    return np.array([kept[text] for text in texts], dtype=np.int8)
