"""How often the parts of keys stay whole, before the rows at hand were looked at: the levels of `Weights`, as parts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tungnha.matching.arrays import Floats
from tungnha.matching.compare import BirthLevel, NumberLevel, PhoneLevel, PlaceLevel
from tungnha.matching.compare_names import NameLevel
from tungnha.matching.compare_texts import TextLevel
from tungnha.matching.key_parts import (
    BAG,
    DAY,
    ENDS,
    FIRST,
    HEAD,
    KNOWN,
    LAST,
    LESS_FAMILY,
    LESS_GIVEN,
    LESS_MIDDLE,
    LOOKS,
    NEAR,
    SIZES,
    TAIL,
    WHOLE,
    YEAR,
)  # fmt: skip
from tungnha.matching.weights import Weights

Shares = dict[str, Floats]  # by field: [look, state]

_N, _B, _M, _P = NameLevel, BirthLevel, NumberLevel, PlaceLevel
_SLIPPED = (LAST | LESS_FAMILY | KNOWN, ENDS | FIRST | LAST | LESS_MIDDLE | KNOWN, FIRST | LESS_GIVEN | KNOWN)
_SAME = (SIZES["full_name"] - 1,)
_ENDS = (ENDS | FIRST | LAST | KNOWN,)
NAME_PARTS: dict[int, tuple[int, ...]] = {  # of several each is as likely
    _N.SAME: _SAME, _N.UNMARKED: _SAME, _N.ONE_TONE: _SAME, _N.TONES: _SAME, _N.HEARD: _SLIPPED, _N.SLIP: _SLIPPED,
    _N.SLIPS: (KNOWN, FIRST | KNOWN, LAST | KNOWN), _N.INITIALS: _ENDS, _N.DROPPED: _ENDS, _N.ADDED: _ENDS,
    _N.DROPPED_SLIP: (FIRST | KNOWN, LAST | KNOWN), _N.ORDER: (BAG | KNOWN,), _N.OTHER_GIVEN: _SLIPPED[2:],
    _N.OTHER_MIDDLE: _SLIPPED[1:2], _N.OTHER_FAMILY: _SLIPPED[:1], _N.SAME_GIVEN: (LAST,), _N.SAME_FAMILY: (FIRST,),
    _N.DIFFERENT: (0,),
}  # fmt: skip
BIRTH_PARTS: dict[int, tuple[int, ...]] = {
    _B.SAME: (YEAR | NEAR | DAY,), _B.CROSSED: (YEAR | NEAR | DAY,), _B.FIRST_DAY: (YEAR | NEAR,),
    _B.DAY: (YEAR | NEAR,), _B.MONTH: (YEAR | NEAR,), _B.PART: (YEAR | NEAR,), _B.SAME_YEAR: (YEAR | NEAR,),
    _B.YEAR_SLIP: (NEAR | DAY, DAY), _B.YEAR_WRONG: (DAY,), _B.OTHER: (0,), _B.ONLY_YEAR: (YEAR | NEAR,),
    _B.ONLY_NEAR: (NEAR, 0), _B.ONLY_OTHER: (0,),
}  # fmt: skip
NUMBER_PARTS: dict[int, tuple[int, ...]] = {  # of twelve digits, the last three slip, or the first six, or the others
    _M.SAME: (WHOLE | HEAD | TAIL,), _M.OLD: (WHOLE,), _M.ONE_DIGIT: (HEAD, TAIL, TAIL, 0),
    _M.CROSSED: (HEAD, TAIL, TAIL, 0), _M.HOUSEHOLD: (0,), _M.OTHER: (0,), _M.UNKNOWN: (0,),
}  # fmt: skip
PLACE_PARTS: dict[int, tuple[int, ...]] = {
    _P.VILLAGE: (WHOLE,), _P.NEARLY: (WHOLE,), _P.KIND: (WHOLE,), _P.IN_COMMUNE: (0,), _P.OTHER: (0,),
}  # fmt: skip


def expected(weights: Weights, alone: Mapping[str, int]) -> Shares:
    """By look, first of rows as usual, then of doubtful blocks; a look without a value has nothing whole."""

    def told(field: str, context: int, parts: Mapping[int, tuple[int, ...]], trust: int) -> Floats:
        shares = np.zeros(SIZES.get(field, 2))
        for level, masks in parts.items():
            for mask in masks:
                shares[mask] += weights.shares[field][trust, context, level] / len(masks)
        return shares

    found: dict[str, list[Floats]] = {field: [] for field in SIZES}
    for trust in (0, 1):
        name = told("full_name", 0, NAME_PARTS, trust)
        found["full_name"] += [name] * (LOOKS["full_name"] - 1) + [_nothing("full_name")]
        found["birth"] += [_nothing("birth"), *(told("birth", at, BIRTH_PARTS, trust) for at in (1, 0))]
        found["village"] += [_nothing("village"), told("village", 0, PLACE_PARTS, trust)]
        numbers = [told("personal_number", at, NUMBER_PARTS, trust) for at in (1, 0)]
        found["personal_number"] += [_nothing("personal_number"), *numbers]
    shares = {field: normal(np.stack(rows)) for field, rows in found.items()}
    for field in alone:
        level = PhoneLevel.SAME if field == "phone" else TextLevel.SAME
        whole = weights.shares[field][:, 0, level]
        whole = whole if field == "phone" else whole[:1]
        shares[field] = np.stack([1 - whole, whole], axis=1)
    return shares


def _nothing(field: str) -> Floats:
    found = np.zeros(SIZES[field])
    found[0] = 1.0
    return found


def normal(shares: Floats) -> Floats:
    """Each row sums to one."""
    held: Floats = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    return held
