"""Days as numbers, and how many things count on which of them. Pure: no database, no clock.

A span is (first, last) by `date.toordinal()`, `OPEN` for one that does not end. What is counted in a village is a bag
of spans: how many things count from this day to that one. A thing that had it, lost it and has it again is two spans,
and a pair of them besides, so that who is new since a day can be told from who came back.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

OPEN = date.max.toordinal()
Span = tuple[int, int]


@dataclass
class Bag:
    """How many things count when. `again`: pairs of spans of one thing; `ever`: of how many anything was said."""

    spans: Counter[Span] = field(default_factory=Counter)
    again: Counter[tuple[int, int, int, int]] = field(default_factory=Counter)
    ever: int = 0

    def add(self, spans: Sequence[Span]) -> None:
        """The days of one thing, which do not touch each other."""
        self.spans.update(spans)
        if len(spans) > 1:
            self.again.update((*one, *other) for one, other in combinations(sorted(spans), 2))

    def on(self, day: int) -> int:
        return sum(n for (first, last), n in self.spans.items() if first <= day <= last)

    def both(self, then: int, day: int) -> int:
        """How many count on an earlier day and on a later one."""
        stayed = sum(n for (first, last), n in self.spans.items() if first <= then and day <= last)
        return stayed + sum(n for (a, b, c, d), n in self.again.items() if a <= then <= b and c <= day <= d)

    def steps(self) -> Counter[int]:
        """By how much the count changes on each day."""
        found: Counter[int] = Counter()
        for (first, last), n in self.spans.items():
            found[first] += n
            if last != OPEN:
                found[last + 1] -= n
        return found


def within(spans: Iterable[Span], first_day: int, last_day: int) -> list[Span]:
    """What is to be seen of spans from one day to another: what began before begins there, what ends after is open."""
    return [
        (max(first, first_day), OPEN if last >= last_day else last)
        for first, last in spans
        if first <= last_day and last >= first_day and first <= last
    ]


def either(*parts: Iterable[Span]) -> list[Span]:
    """Days that lie in any of the parts."""
    merged: list[Span] = []
    for first, last in sorted(span for part in parts for span in part if span[0] <= span[1]):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def both(left: Iterable[Span], right: Sequence[Span]) -> list[Span]:
    """Days that lie in both."""
    return either((max(a, c), min(b, d)) for a, b in left for c, d in right)


# --- kept ------------------------------------------------------------------------------------------------------------


def pack(counted: Counter[Span] | Counter[tuple[int, int, int, int]]) -> bytes:
    """As little-endian numbers of four bytes: the days, then how many; sorted, so that the same is the same."""
    numbers = array("i", (number for key, n in sorted(counted.items()) if n for number in (*key, n)))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def numbers_of(kept: bytes | memoryview) -> array[int]:
    numbers = array("i")
    numbers.frombytes(bytes(kept))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


class Kept:
    """What is kept of one village, read once for all days that are asked of it."""

    __slots__ = ("again", "first", "last", "many")

    def __init__(self, spans: bytes | memoryview, again: bytes | memoryview = b"") -> None:
        numbers = numbers_of(spans)
        self.first, self.last, self.many = numbers[0::3], numbers[1::3], numbers[2::3]
        self.again = again

    def on(self, day: int) -> int:
        """How many count on a day."""
        return self._begun(day, day)

    def stayed(self, then: int, day: int) -> int:
        """How many count on an earlier day and on a later one."""
        return self._begun(then, day) + (unpack(b"", self.again).both(then, day) if self.again else 0)

    def began(self, after: int, by: int) -> int:
        """How many begin later than one day and no later than another, whether they have ended or not."""
        return sum(self.many[bisect_right(self.first, after) : bisect_right(self.first, by)])

    def _begun(self, by: int, until: int) -> int:
        """How many had begun by one day and have not ended before another. Spans lie sorted by their first day; where
        none of them has ended, which is so of most, nothing but the sum is looked at."""
        n = bisect_right(self.first, by)
        last, many = self.last[:n], self.many[:n]
        if not n or min(last) >= until:
            return sum(many)
        return sum([k for end, k in zip(last, many, strict=True) if end >= until])


def unpack(spans: bytes | memoryview, again: bytes | memoryview = b"", ever: int = 0) -> Bag:
    n, m = numbers_of(spans), numbers_of(again)
    bag = Bag(ever=ever)
    bag.spans.update(dict(zip(zip(n[0::3], n[1::3], strict=True), n[2::3], strict=True)))
    if m:
        pairs = zip(m[0::5], m[1::5], m[2::5], m[3::5], strict=True)
        bag.again.update(dict(zip(pairs, m[4::5], strict=True)))
    return bag
