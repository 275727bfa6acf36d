"""Who is ahead and who is behind, by what was to be done by now, not by size. Pure: no database, no clock.

docs/decisions/0038-ranking.md says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeVar

FEW = 5  # with fewer to be done by now, one person more or less is a fifth and more
BEFORE_LEAST = 7  # days of an own earlier pace, below which there is none to rise against
RISE_LEAST = 3  # people more than the earlier pace would have brought
FAR = Fraction(1, 2)  # less than half of what was to be done by now: far behind

Key = TypeVar("Key")

# One sentence, said on every page that ranks.
IN_WORDS = (
    "Xếp theo phần đã làm trên phần phải làm đến hôm nay của chính từng nơi, không xếp theo đông hay ít người; "
    "nơi đạt đủ chỉ tiêu đứng đầu và bằng nhau; nơi chưa có số liệu hoặc chưa nêu mức không xếp hạng."
)


@dataclass(frozen=True, kw_only=True)
class Entry(Generic[Key]):
    """One place (or unit) in a ranking. Counts of people or of what else is counted; None: not known, which is not 0.

    expected: where its own way leads on the day; None without a way. Then all that is needed is what was to be done.
    then: the count on `since`; start: the count on `start_on`.
    """

    key: Key
    now: int | None
    needed: int | None
    expected: int | None = None
    start: int | None = None
    then: int | None = None
    start_on: date | None = None
    since: date | None = None
    on: date | None = None

    @property
    def begun_with(self) -> int:
        return self.start or 0

    @property
    def reached(self) -> bool:
        return self.now is not None and self.needed is not None and self.now >= self.needed

    @property
    def goal(self) -> int | None:
        """What should be there by now; past the due day all that is needed."""
        return self.needed if self.expected is None else self.expected

    @property
    def to_do(self) -> int | None:
        """How many were to come since the start, by now."""
        return None if self.goal is None else max(self.goal - self.begun_with, 0)

    @cached_property
    def share(self) -> Fraction | None:
        """What was done of what was to be done by now; below zero where it has become fewer. Where nothing was to be
        done yet, what is there of what should be there."""
        if self.now is None or self.needed is None or self.goal is None:
            return None
        if self.to_do:
            return Fraction(self.now - self.begun_with, self.to_do)
        return Fraction(self.now, self.goal) if self.goal else Fraction(1)

    @property
    def is_few(self) -> bool:
        """One person would move it too far to call it best or worst."""
        return not self.reached and self.to_do is not None and self.to_do < FEW

    @property
    def gained(self) -> int | None:
        return None if self.now is None or self.then is None else self.now - self.then

    @cached_property
    def more_than_before(self) -> Fraction | None:
        """How many more (below zero: fewer) came in the period than the own earlier pace would have brought."""
        if self.gained is None or self.then is None or not (self.start_on and self.since and self.on):
            return None
        before, days = (self.since - self.start_on).days, (self.on - self.since).days
        if before < BEFORE_LEAST or days <= 0:
            return None
        return self.gained - Fraction(max(self.then - self.begun_with, 0), before) * days

    @property
    def rises(self) -> bool:
        more = self.more_than_before
        return more is not None and more >= RISE_LEAST

    @property
    def falls(self) -> bool:
        """Slower than before by as many, while there is still something to do."""
        more = self.more_than_before
        return not self.reached and more is not None and more <= -RISE_LEAST


@dataclass(frozen=True)
class Placed(Generic[Key]):
    """An entry with its place. Equal shares share a place; `rank` None: without a figure or a level there is none."""

    entry: Entry[Key]
    rank: int | None
    tied: bool = False

    @property
    def share(self) -> Fraction | None:
        return self.entry.share

    @property
    def is_far(self) -> bool:
        return not self.entry.reached and self.share is not None and self.share < FAR


def ranked(entries: Iterable[Entry[Key]]) -> list[Placed[Key]]:
    """From best to worst; those that tie, and those without a place, stay in the order they came in."""
    rows = list(entries)
    known = sorted((e for e in rows if e.share is not None), key=_best_first)
    places: list[Placed[Key]] = []
    for number, entry in enumerate(known, 1):
        same = bool(places) and _best_first(entry) == _best_first(places[-1].entry)
        if same and not places[-1].tied:
            places[-1] = Placed(places[-1].entry, places[-1].rank, tied=True)
        places.append(Placed(entry, places[-1].rank if same else number, tied=same))
    return places + [Placed(e, None) for e in rows if e.share is None]


def _best_first(entry: Entry[Key]) -> tuple[bool, Fraction]:
    """Who has all that is needed is done: there is no first among the finished."""
    return not entry.reached, Fraction(0) if entry.reached else -(entry.share or Fraction(0))


def best(rows: Sequence[Placed[Key]], most: int = 3) -> list[Placed[Key]]:
    """To be praised: on the way or ahead of it, enough people to say so."""
    return [r for r in rows if r.share is not None and r.share >= 1 and not r.entry.is_few][:most]


def worst(rows: Sequence[Placed[Key]], most: int = 3) -> list[Placed[Key]]:
    """To be helped first, the last one first: behind the own way, enough people to say so."""
    behind = [r for r in rows if r.share is not None and r.share < 1 and not r.entry.reached and not r.entry.is_few]
    return behind[::-1][:most]


def risers(rows: Sequence[Placed[Key]], most: int = 3) -> list[Placed[Key]]:
    """Who gained most over the own earlier pace, measured by what each had to do in all."""
    found = [r for r in rows if r.entry.rises]
    return sorted(found, key=lambda r: -_rise(r.entry))[:most]


def _rise(entry: Entry[Key]) -> Fraction:
    return (entry.more_than_before or Fraction(0)) / max((entry.needed or 0) - entry.begun_with, 1)
