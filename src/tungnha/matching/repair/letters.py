"""All cells of a column as one array of letters: what most cells say is read from it at once."""

from __future__ import annotations

import re
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


def rows_with(pattern: re.Pattern[str], cells: Sequence[str]) -> list[int]:
    """Indices of the cells in which the pattern is found. It may look for `BETWEEN` as the end of a cell."""
    text = BETWEEN.join(cells)
    starts = [found.start() for found in pattern.finditer(text)]
    if not starts:
        return []
    rows: list[int] = np.unique(np.searchsorted(np.cumsum(_sizes(cells) + 1), starts, side="right")).tolist()
    return rows


def _sizes(cells: Sequence[str]) -> Ints:
    return np.fromiter(map(len, cells), np.int64, len(cells))


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
        return _sizes(self._cells)

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

    def kinds(self, kind_of: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """For each cell the kinds of its letters, a bit each."""
        found: npt.NDArray[np.uint8] = np.bitwise_or.reduceat(kind_of[self.codes], self.starts)
        return found

    def any_of(self, table: Bools) -> Ints:
        return self.rows(table[self.codes])


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
