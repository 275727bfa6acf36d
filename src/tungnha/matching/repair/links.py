"""Pairs of columns that agree more often for one person than by chance, and how much each row tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tungnha.matching.repair.facts import Facts, Ints, Registered
from tungnha.matching.repair.paths import Floats

MOST_FOR, MOST_AGAINST = 6.0, 3.0  # nats that one witness may tell of one row
FEWEST = 8  # rows before two columns are compared


@dataclass
class Part:
    """Two arrays that are equal where they speak of one person; 0 where not known."""

    a: Ints
    b: Ints
    usual: float  # how often they are, as far as known beforehand
    agree: float = 0.0
    yes: float = 0.0
    no: float = 0.0

    def compared(self, a: Ints, b: Ints) -> Floats:
        both, same = met_at(a, b)
        return np.array([0.0, self.no, self.yes])[both.view(np.int8) + same.view(np.int8)]

    def share(self, lag: int) -> tuple[float, int]:
        both, same = met_at(shifted(self.a, lag), self.b)
        count = int(np.count_nonzero(both))
        return (int(np.count_nonzero(same)) / count if count else 0.0), count

    @cached_property
    def in_place(self) -> tuple[float, int]:
        return self.share(0)

    @cached_property
    def by_chance(self) -> float:
        """How often the values of two rows agree that do not belong together."""
        values = np.bincount(self.b[self.b > 0])
        others = np.bincount(self.a[self.a > 0], minlength=len(values))[: len(values)]
        known = max(int(values.sum()), 1) * max(int((self.a > 0).sum()), 1)
        return min(max(float((values * others).sum() / known), 1e-4), 0.9)

    def weigh(self, lags: Sequence[int]) -> bool:
        """Learn how often the two agree here, for one person and by chance. False where they tell nothing."""
        share, count = self.in_place
        if count < FEWEST:
            return False
        chance = self.by_chance
        best = max([share, *(self.share(lag)[0] for lag in lags)])
        self.agree = min(max(best, (self.usual + max(best, chance)) / 2), 0.995)
        if self.agree < chance + 0.08 or (self.usual < 0.6 and best < 0.6 * self.usual):
            return False
        self.yes = float(np.log(self.agree / chance))
        self.no = float(np.log((1 - self.agree) / (1 - chance)))
        return True


def met_at(a: Ints, b: Ints) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Where both are known, and of these where they are equal."""
    known = b != 0
    return known & (a != 0), known & (a == b)


@dataclass
class Link:
    """Two columns that agree for one person: the arrays `a` of its parts belong to field `of`, the `b` to field `to`.

    Parts of one link are one witness: the register's name of a number is wrong in both its words, or in none.
    """

    of: str
    to: str
    parts: list[Part]
    weight: float = 1.0  # of a value that is another's: what the register says of one number is one witness, not five

    def at(self, lag: int, *, other_way: bool = False) -> Floats:
        """Log ratio, row by row, of `a` (or of `b`) read `lag` rows further down: one person's against anybody's."""
        total = np.zeros(len(self.parts[0].a))
        for part in self.parts:
            a, b = (part.a, shifted(part.b, lag)) if other_way else (shifted(part.a, lag), part.b)
            total += part.compared(a, b)
        return np.clip(total, -MOST_AGAINST, MOST_FOR) if len(self.parts) > 1 else total

    def of_both(self, lag: int, other: int) -> Floats:
        """The same where `a` is read `lag` and `b` `other` rows further down."""
        moved = [(shifted(part.a, lag), shifted(part.b, other), part) for part in self.parts]
        total: Floats = sum((part.compared(a, b) for a, b, part in moved), np.zeros(len(self.parts[0].a)))
        return np.clip(total, -MOST_AGAINST, MOST_FOR) if len(self.parts) > 1 else total

    def weigh(self, lags: Sequence[int]) -> bool:
        kept = [part for part in self.parts if part.weigh(lags)]
        self.parts = kept or self.parts
        return bool(kept)

    def told(self, still: Floats) -> float:
        """Nats that a row tells where the two columns belong together. `still`: as they stand."""
        known = still != 0
        each = sum(part.agree * part.yes + (1 - part.agree) * part.no for part in self.parts)
        return float(max(each, 0.0) * known.mean())


def shifted(values: npt.NDArray[np.int64], lag: int) -> npt.NDArray[np.int64]:
    """values[r + lag], 0 beyond the ends."""
    if lag == 0:
        return values
    moved = np.zeros_like(values)
    if abs(lag) < len(values):
        if lag > 0:
            moved[:-lag] = values[lag:]
        else:
            moved[-lag:] = values[:lag]
    return moved


def links_of(facts: Facts, by_number: Registered | None, by_phone: Registered | None) -> list[Link]:
    number, phone, birth, sex, name, village = (
        "personal_number", "phone", "birth", "sex", "full_name", "village",
    )  # fmt: skip
    links = [
        Link(number, birth, [Part(facts.number_year, facts.birth_year, 0.93)]),
        Link(number, sex, [Part(facts.number_sex, facts.sex, 0.98)]),
        Link(number, name, [Part(facts.number_sex, facts.name_sex, 0.97)]),
        Link(sex, name, [Part(facts.sex, facts.name_sex, 0.97)]),
    ]
    if by_number is not None:
        links += [
            Link(
                number, name, [Part(by_number.given, facts.given, 0.9), Part(by_number.family, facts.family, 0.9)], 0.5
            ),
            Link(number, village, [Part(by_number.village, facts.village, 0.5)], 0.5),
            Link(number, phone, [Part(by_number.phone, facts.phone_word, 0.3)], 0.5),
        ]
    if by_phone is not None:
        links += [
            Link(phone, name, [Part(by_phone.given, facts.given, 0.4), Part(by_phone.family, facts.family, 0.45)], 0.4),
            Link(phone, birth, [Part(by_phone.year, facts.birth_year, 0.4)], 0.4),
            Link(phone, village, [Part(by_phone.village, facts.village, 0.4)], 0.4),
            Link(phone, sex, [Part(by_phone.sex, facts.sex, 0.6)], 0.4),
        ]
    return links
