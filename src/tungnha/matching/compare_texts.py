"""General fields that both files hold (street, suburb, postcode): the same, nearly the same, different."""

from __future__ import annotations

from collections import Counter
from enum import IntEnum

import numpy as np

from tungnha.matching.arrays import Bytes, Ints


class TextLevel(IntEnum):
    MISSING = 0
    SAME = 1
    NEAR = 2
    PARTLY = 3  # a part of it in common
    DIFFERENT = 4


def text_levels(texts: dict[str, int], written: Ints, known: Ints) -> Bytes:
    """`texts` has all texts by code, of both sides; each distinct pair is looked at once."""
    packed = (written.astype(np.int64) << 32) | known
    pairs, at = np.unique(packed, return_inverse=True)
    by_code = list(texts)
    found = np.zeros(len(pairs), np.int8)
    for place, pair in enumerate(pairs.tolist()):
        found[place] = _level(by_code[pair >> 32], by_code[pair & 0xFFFFFFFF])
    return found[at]


def _level(one: str, other: str) -> int:
    if not one or not other:
        return TextLevel.MISSING
    if one == other:
        return TextLevel.SAME
    alike = _alike(one, other)
    if alike >= 0.72:
        return TextLevel.NEAR
    return TextLevel.PARTLY if alike >= 0.45 else TextLevel.DIFFERENT


def _alike(one: str, other: str) -> float:
    """The share of pairs of letters in common: 1 for the same, 0 for nothing."""
    left, right = _pairs(one), _pairs(other)
    return 2 * (left & right).total() / (len(one) + len(other) + 2)


def _pairs(text: str) -> Counter[str]:
    framed = f" {text} "
    return Counter(framed[at : at + 2] for at in range(len(framed) - 1))
