"""Small things done to whole arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.uint8]
Array = npt.NDArray[Any]

_ODD = np.uint64(0x9E3779B97F4A7C15)
_ROUND = np.uint64(0xBF58476D1CE4E5B9)


def mixed(rows: Array) -> Longs:
    """One 63-bit number for each row of whole numbers: two rows that differ get one number once in 10^18 times.

    A row of zeros gets 0.
    """
    return mixed_columns([rows[:, column] for column in range(rows.shape[1])])


def mixed_columns(columns: Sequence[Array]) -> Longs:
    """The same of columns that do not lie beside each other."""
    held = columns[0].astype(np.uint64) * _ODD
    for column in columns[1:]:
        held ^= held >> np.uint64(29)
        held *= _ROUND
        held += column.astype(np.uint64) * _ODD
    held ^= held >> np.uint64(32)
    held >>= np.uint64(1)
    return held.view(np.int64)


def unique_codes(rows: Array) -> Ints:
    """A code for each row, equal for equal rows; for a row of zeros 0."""
    hashes = mixed(rows)
    found, codes = np.unique(hashes, return_inverse=True)
    if len(found) and found[0] == 0:
        return codes.astype(np.int32)
    return (codes + 1).astype(np.int32)


def distinct(values: Longs) -> Longs:
    """Ascending, each once; sorting beats hashing on the millions of pairs that come here."""
    held = np.sort(values)
    return held[first_of_each(held)]


def first_of_each(values: Array) -> Bools:
    """Where a run of equal values begins."""
    found = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def one_of(levels: Array, wanted: Iterable[int]) -> Bools:
    """Where a level (below 128, as `Bytes` hold them) is one of those wanted."""
    table = np.zeros(128, bool)
    table[list(wanted)] = True
    found: Bools = table[levels]
    return found


def among(values: Array, wanted: Array) -> Bools:
    """Which values are among the wanted ones, which ascend."""
    if not len(wanted):
        return np.zeros(len(values), bool)
    at = np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)
    found: Bools = wanted[at] == values
    return found


def across(found: Bools) -> Bytes:
    """How many are true in each row of few columns: numpy's own count over such an axis takes four times as long."""
    count = np.zeros(len(found), np.int8)
    for column in range(found.shape[1]):
        count += found[:, column]
    return count


def raise_to(least: Array, row: Array, values: Array) -> None:
    """`least[row]` becomes the greatest value of each row, where that is greater. `row` ascends."""
    if len(row):
        starts = np.flatnonzero(first_of_each(row))
        at = row[starts]
        least[at] = np.maximum(least[at], np.maximum.reduceat(values, starts))


def joined(*arrays: Array) -> Any:
    return np.concatenate(arrays)


def counted(codes: Array, among: Array, size: int) -> Longs:
    """How many of `among`, themselves codes, hold each code below `size`."""
    return np.bincount(codes[among], minlength=size)
