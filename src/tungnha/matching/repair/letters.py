"""All cells of a column as one array of letters: what most cells say is read from it at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

BETWEEN = "\0"  # stands in no cell, and is no space
FEW = 16  # one letter in so many: found letters are then looked up one by one


def letter_table(letters: str) -> Bools:
    table = np.zeros(0x10000, bool)
    table[[ord(letter) for letter in letters]] = True
    return table


DIGIT = letter_table("0123456789")
_OF_A_DATE = DIGIT + np.uint8(2) * letter_table("/.-")
_OF_TEXT = letter_table(
    "".join(map(chr, (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0xD7), *range(0xD8, 0xF7),
                      *range(0xF8, 0x100), *range(0x1EA0, 0x1EFA)))) + "ĂăĐđĨĩŨũƠơƯư"
)  # fmt: skip
_UNSEEN = letter_table(
    "".join(map(chr, (*range(1, 32), 0x7F, 0xA0, *range(0x2000, 0x200C), 0x202F, 0x2060, 0x3000, 0xFEFF)))
    + "".join(map(chr, range(0xFF01, 0xFF5F)))
)
_OF_UNICODE = letter_table("".join(map(chr, range(0x1EA0, 0x1EFA))) + "đĐăĂơƠưƯĩĨũŨ")

# What a letter is, a bit each. Every letter but `BETWEEN` is of one of the first six kinds.
A_LETTER, A_BLANK, A_DIGIT, A_POINT, A_SIGN, STRANGE = (1 << by for by in range(6))
UNSEEN = 1 << 6  # wide digits, no-break spaces, line breaks: nothing a reader sees
NOT_ASCII = 1 << 7
OF_UNICODE = 1 << 8  # no old font has them at its code
NO_VIETNAMESE = 1 << 9  # digits, f, j, w, z: keys of TELEX and VNI


def _kinds() -> npt.NDArray[np.uint16]:
    kinds = np.where(_OF_TEXT, A_LETTER, STRANGE).astype(np.uint16)
    kinds[33:127] = np.where(_OF_TEXT[33:127], A_LETTER, A_SIGN)
    kinds[DIGIT] = A_DIGIT
    kinds[[0, ord(" "), ord(".")]] = 0, A_BLANK, A_POINT
    kinds[_UNSEEN] |= UNSEEN
    kinds[0x80:] |= NOT_ASCII
    kinds[_OF_UNICODE] |= OF_UNICODE
    kinds[letter_table("fjwzFJWZ0123456789")] |= NO_VIETNAMESE
    return kinds


_KINDS = _kinds()


class Letters:
    """The letters of all cells, one behind the other with `BETWEEN` behind each; none beyond the first 65,536."""

    def __init__(self, cells: Sequence[str]) -> None:
        text = BETWEEN.join(cells) + BETWEEN
        self.ascii = text.isascii()
        narrow = text.encode("utf-16-le", "surrogatepass")
        if len(narrow) == 2 * len(text):
            self.codes = np.frombuffer(narrow, np.uint16)
        else:
            wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
            self.codes = np.minimum(wide, 0xFFFF).astype(np.uint16)
        self._cells = cells

    @cached_property
    def sizes(self) -> Ints:
        return np.fromiter(map(len, self._cells), np.int64, len(self._cells))

    @cached_property
    def ends(self) -> Ints:
        """Where each cell and the sign behind it end."""
        ends: Ints = np.cumsum(self.sizes + 1)
        return ends

    @cached_property
    def starts(self) -> Ints:
        starts: Ints = self.ends - self.sizes - 1
        return starts

    def rows(self, found: Bools) -> Ints:
        """The cells in which something was found; `found` is one for each letter."""
        if not len(self._cells) or not found.any():
            return np.zeros(0, np.int64)
        if np.count_nonzero(found) * FEW > len(found):
            return np.flatnonzero(np.logical_or.reduceat(found, self.starts))
        return self.rows_at(np.flatnonzero(found))

    def rows_at(self, places: Ints) -> Ints:
        """The cells of these letters (places ascend), each once."""
        rows = np.searchsorted(self.ends, places, side="right")
        return rows[np.concatenate([[True], rows[1:] != rows[:-1]])] if len(rows) else rows

    def count(self, found: Bools) -> Ints:
        """How many letters were found in each cell; none of them is `BETWEEN`."""
        total = np.cumsum(found, dtype=np.int32)[self.ends - 1]
        return np.diff(total, prepend=np.int32(0)).astype(np.int64)

    @cached_property
    def kinds(self) -> npt.NDArray[np.uint16]:
        """For each cell the kinds of its letters, a bit each."""
        if not len(self._cells):
            return np.zeros(0, np.uint16)
        found: npt.NDArray[np.uint16] = np.bitwise_or.reduceat(_KINDS.take(self.codes), self.starts)
        return found

    @cached_property
    def blanks(self) -> Ints:
        """Where the spaces stand."""
        return np.flatnonzero(self.codes == ord(" "))

    def of(self, rows: Ints) -> Letters:
        """Of some of the cells."""
        return Letters([self._cells[row] for row in rows.tolist()])

    def opens_with(self, kinds: int) -> Bools:
        """The cells whose first letter is of one of these kinds."""
        return _KINDS.take(self.codes[self.starts]) & kinds > 0

    def rows_of(self, kinds: int) -> Ints:
        """The cells with a letter of one of these kinds."""
        return np.flatnonzero(self.kinds & kinds)

    def any_of(self, table: Bools) -> Ints:
        return self.rows(table[self.codes])


class Kept:
    """The letters of columns that were laid out before, while one list is repaired: most columns never change."""

    MOST = 12  # columns
    MOST_ROWS = 150_000  # the letters of longer lists would take too much beside each other

    def __init__(self) -> None:
        self._held: list[tuple[list[str], Letters]] = []

    def of(self, cells: Sequence[str]) -> Letters:
        if len(cells) > self.MOST_ROWS:
            return Letters(cells)
        own = list(cells)
        for at, (held, letters) in enumerate(self._held):
            if held == own:
                self._held.append(self._held.pop(at))
                return letters
        letters = Letters(own)
        self._held = [*self._held[1 - self.MOST :], (own, letters)]
        return letters


class Slashed(NamedTuple):
    """Cells written d/m/yyyy, with one or two digits of each and a stroke, point or hyphen between."""

    rows: Ints
    first: Ints
    second: Ints
    year: Ints


def slashed(letters: Letters) -> Slashed:
    """The cells of that form."""
    codes, sizes = letters.codes, letters.sizes
    rows = np.flatnonzero((sizes >= 8) & (sizes <= 10) & DIGIT[codes[letters.starts]])
    starts = letters.starts[rows]
    kinds = _OF_A_DATE[codes[np.minimum(starts[:, None] + np.arange(10), len(codes) - 1)]]
    kinds[np.arange(10) >= sizes[rows][:, None]] = 0
    parting = kinds == 2
    one = parting.argmax(axis=1)  # where the first sign stands
    other = 9 - parting[:, ::-1].argmax(axis=1)
    sound = ((kinds == 1).sum(axis=1) == sizes[rows] - 2) & (parting.sum(axis=1) == 2)
    sound &= (one <= 2) & (other - one >= 2) & (other - one <= 3) & (sizes[rows] - other == 5)
    rows, starts, one, other = rows[sound], starts[sound], one[sound], other[sound]
    return Slashed(
        rows,
        _value(codes, starts, starts + one),
        _value(codes, starts + one + 1, starts + other),
        _value(codes, starts + other + 1, starts + other + 5),
    )


def _value(codes: npt.NDArray[np.uint16], starts: Ints, ends: Ints) -> Ints:
    """The whole numbers whose digits stand there."""
    total = np.zeros(len(starts), np.int64)
    for by in range(int((ends - starts).max(initial=0))):
        at = starts + by
        inside = at < ends
        total = np.where(inside, total * 10 + codes[np.where(inside, at, 0)].astype(np.int64) - ord("0"), total)
    return total
