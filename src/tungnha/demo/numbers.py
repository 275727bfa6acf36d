"""Numbers of the invented people: of the true form, and plainly made up."""

from __future__ import annotations

from datetime import date
from random import Random

from tungnha.demo.households import Draft
from tungnha.demo.names import Bag, bag
from tungnha.demo.records import TEMPORARY

_PREFIXES = tuple(
    f"0{tens}{ones}"
    for tens, digits in ((3, "23456789"), (7, "06789"), (8, "1234568"), (9, "01346789"))
    for ones in digits
)


def _own_telephone(rng: Random, used: set[str]) -> str:
    while True:
        number = f"{rng.choice(_PREFIXES)}000{rng.randrange(10_000):04d}"
        if number not in used:
            used.add(number)
            return number


def has_own_telephone(years: float) -> float:
    if years < 18:
        return 0.55 if years > 15 else 0.0
    return 0.94 if years < 60 else 0.55 if years < 75 else 0.2


def give_telephones(rng: Random, household: list[Draft], used: set[str]) -> None:
    """Most grown people have their own; of the others some answer a relative's, some have none."""
    for person in household:
        if rng.random() < has_own_telephone(person.years):
            person.telephone = _own_telephone(rng, used)
    shared = next((p.telephone for p in household if p.telephone), None)
    for person in household:
        if person.telephone is None and person.is_over_15 and rng.random() < 0.4:
            person.telephone = shared


BORN_HERE = bag("006 84, 019 9, 004 3, 020 2, 008 1, 001 1")
BORN_ELSEWHERE = bag("006 45, 019 24, 004 10, 020 8, 008 4, 002 2, 024 2, 001 2, 034 1, 036 1, 038 1")


def personal_number(rng: Random, person: Draft, born: date, used: set[str], home: Bag) -> str | None:
    """Twelve digits of the true form, made up; a few of the very old never got one."""
    if person.years > 80 and rng.random() < 0.05:
        return None
    province = (BORN_ELSEWHERE if person.married_in or person.residence == TEMPORARY else home).draw(rng)
    century = 2 * (born.year // 100 - 19) + (0 if person.male else 1)
    while True:
        number = f"{province}{century}{born.year % 100:02d}99{rng.randrange(10_000):04d}"
        if number not in used:
            used.add(number)
            return number
