"""How a whole is handed down in whole numbers that add up to it exactly (docs/decisions/0010-hand-down.md). Pure.

Largest remainder: everyone takes the whole part of the exact share; what is left goes, one each, to the largest
remainders. Of equal remainders the smaller key (the id of the area or body) comes first, so that the same question
always has the same answer, in whatever order it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction


def by_weight(total: int, weights: Mapping[int, int]) -> dict[int, int]:
    """`total` in proportion to the weights. ValueError where a number is negative or there is nothing to go by."""
    if total < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("a share of a negative number")
    whole = sum(weights.values())
    if whole == 0:
        raise ValueError("nothing to divide by")
    exact = {key: Fraction(total * weight, whole) for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    left = total - sum(parts.values())
    for key in sorted(exact, key=lambda k: (parts[k] - exact[k], k))[:left]:
        parts[key] += 1
    return parts


def equally(total: int, keys: Iterable[int]) -> dict[int, int]:
    """`total` in parts that differ by one at the most."""
    return by_weight(total, dict.fromkeys(keys, 1))


def by_remaining(total: int, bases: Mapping[int, int], now: Mapping[int, int]) -> dict[int, int]:
    """Everyone keeps what they have; what is missing of `total` goes by how many are still without.

    Where all together have more than `total` already, it goes by what they have. Nobody is asked for more than their
    base as long as `total` is not more than all bases together.
    """
    have = {key: now.get(key, 0) for key in bases}
    missing = total - sum(have.values())
    if missing <= 0:
        return by_weight(total, have) if any(have.values()) else by_weight(total, bases)
    without = {key: max(base - have[key], 0) for key, base in bases.items()}
    if not any(without.values()):
        return by_weight(total, bases)
    more = by_weight(missing, without)
    return {key: have[key] + more[key] for key in bases}
