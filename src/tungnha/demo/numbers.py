"""Numbers of the invented people: of the true form, and plainly made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from tungnha.demo.households import Draft
from tungnha.demo.names import Bag, bag
from tungnha.demo.records import TEMPORARY
from tungnha.identity.numbers import PROVINCES

PREFIXES = tuple(
    f"0{tens}{ones}"
    for tens, digits in ((3, "23456789"), (7, "06789"), (8, "1234568"), (9, "01346789"))
    for ones in digits
)


def own_telephone(rng: Random, used: set[str]) -> str:
    while True:
        number = f"{rng.choice(PREFIXES)}000{rng.randrange(10_000):04d}"
        if number not in used:
            used.add(number)
            return number


def has_own_telephone(years: float) -> float:
    if years < 18:
        return 0.55 if years > 15 else 0.0
    return 0.94 if years < 60 else 0.55 if years < 75 else 0.2


def give_telephones(rng: Random, household: list[Draft], own: Callable[[], str | None]) -> None:
    """Most grown people have their own; of the others some answer a relative's, some have none."""
    for person in household:
        if rng.random() < has_own_telephone(person.years):
            person.telephone = own()
    shared = next((p.telephone for p in household if p.telephone), None)
    for person in household:
        if person.telephone is None and person.is_over_15 and rng.random() < 0.4:
            person.telephone = shared


BORN_HERE = bag("006 84, 019 9, 004 3, 020 2, 008 1, 001 1")
BORN_ELSEWHERE = bag("006 45, 019 24, 004 10, 020 8, 008 4, 002 2, 024 2, 001 2, 034 1, 036 1, 038 1")


def born_in(rng: Random, person: Draft, home: Bag) -> str | None:
    """The code of the province of birth; none for the few of the very old who never got a number."""
    if person.years > 80 and rng.random() < 0.05:
        return None
    return (BORN_ELSEWHERE if person.married_in or person.residence == TEMPORARY else home).draw(rng)


def head_of(province: str, male: bool, year: int) -> str:
    """The six digits that tell the province, century and sex, and year of birth."""
    return f"{province}{2 * (year // 100 - 19) + (not male)}{year % 100:02d}"


def personal_number(rng: Random, person: Draft, born: date, used: set[str], home: Bag) -> str | None:
    """Twelve digits of the true form, made up; a few of the very old never got one."""
    province = born_in(rng, person, home)
    if province is None:
        return None
    head = head_of(province, person.male, born.year)
    while True:
        number = f"{head}99{rng.randrange(10_000):04d}"
        if number not in used:
            used.add(number)
            return number


# Any number of people

_EACH = 10_000  # numbers of one province, sex and year
_STEP = 104_729  # a prime that divides no count below, so that every place is met once
_FORMS = ((0, _EACH), (1, 9_000), (2, 9_000), (3, 9_000), (4, 9_000))  # where 000 stands; how many of that form


class Invented:
    """Numbers for any number of people, all distinct, without remembering one of them.

    Personal numbers keep the mark 99xxxx; when the 10,000 of one province, sex and year are used, those born then are
    from the next province of the table. Telephones keep 000 after the prefix as long as they last (280,000); then 000
    stands further behind (0912 100 0345, 0912 310 0034 …); after 1.3 million there are no more, and people share.
    """

    def __init__(self, seed: str) -> None:
        self._rng = Random(seed)
        self._used: dict[str, int] = {}
        self._starts: dict[object, int] = {}
        self._telephones = self._all_telephones()

    def personal(self, province: str, male: bool, year: int) -> str | None:
        """None when all provinces are used up: 630,000 people of one sex and one year."""
        for code in _provinces_from(province):
            head = head_of(code, male, year)
            used = self._used.get(head, 0)
            if used < _EACH:
                self._used[head] = used + 1
                return f"{head}99{self._place(head, used, _EACH):04d}"
        return None

    def telephone(self) -> str | None:
        return next(self._telephones, None)

    def _place(self, group: object, at: int, count: int) -> int:
        """The at-th place of a walk through `count` places that looks like chance."""
        if group not in self._starts:
            self._starts[group] = self._rng.randrange(count)
        return (self._starts[group] + at * _STEP) % count

    def _all_telephones(self) -> Iterator[str]:
        for zeros_at, count in _FORMS:
            for at in range(count * len(PREFIXES)):
                rest, prefix = divmod(self._place(zeros_at, at, count * len(PREFIXES)), len(PREFIXES))
                digits = _with_zeros(rest, zeros_at)
                if digits.find("000") == zeros_at:
                    yield PREFIXES[prefix] + digits


def _provinces_from(first: str) -> Iterator[str]:
    yield first
    yield from (code for code in PROVINCES if code > first)
    yield from (code for code in PROVINCES if code < first)


def _with_zeros(rest: int, at: int) -> str:
    """Seven digits with 000 at that place, and no zero just before it."""
    if at == 0:
        return f"000{rest:04d}"
    others, before = f"{rest // 9:03d}", str(1 + rest % 9)
    return f"{others[: at - 1]}{before}000{others[at - 1 :]}"
