"""Households of several shapes, drawn as they are met in a mountain commune."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tungnha.demo.ages import OVER_15, YEAR, aged, spouse_of, steady
from tungnha.demo.names import ELSEWHERE, Bag
from tungnha.demo.records import HOME, SampleSignature


@dataclass(slots=True)
class Draft:
    """A person while the household is being put together; mother and father are places in the same list."""

    family: str
    male: bool
    days: int  # age on the reference day
    relation: str
    married_in: bool = False
    mother: int | None = None
    father: int | None = None
    given: str = ""
    residence: str = HOME
    occupation: str = "other"
    workplace: str | None = None
    telephone: str | None = None
    signature: SampleSignature | None = None
    household: int = -1
    village: int = -1

    @property
    def years(self) -> float:
        return self.days / YEAR

    @property
    def is_over_15(self) -> bool:
        return self.days > OVER_15


def _births(rng: Random, mother: int) -> list[int]:
    """Ages in days of a woman's children: born when she was between 18.8 and 39, at least a year apart."""
    wanted = rng.choices((0, 1, 2, 3, 4), (2, 9, 47, 31, 11) if mother < 55 * YEAR else (2, 8, 28, 36, 26))[0]
    ages: list[int] = []
    at = min(33.0, max(18.8, rng.gauss(22.8, 3.0)))
    while len(ages) < wanted and at < 39.0 and mother - at * YEAR > 20:
        child = steady(mother - at * YEAR)
        if not ages or ages[-1] - child > 330:
            ages.append(child)
        at += max(1.1, rng.gauss(3.4, 1.3))
    return ages


def _stays_home(rng: Random, days: int) -> bool:
    years = days / YEAR
    return rng.random() < (1.0 if years < 19 else 0.7 if years < 23 else 0.4 if years < 31 else 0.12)


def _lone(rng: Random, family: str, low: float, high: float, women: float) -> list[Draft]:
    return [Draft(family, rng.random() > women, aged(rng, low, high), "chủ hộ")]


def _couple(rng: Random, family: str, wife_family: str, low: float, high: float) -> list[Draft]:
    husband = aged(rng, low, high)
    pair = [
        Draft(family, True, husband, "chủ hộ"),
        Draft(wife_family, False, spouse_of(rng, husband), "vợ", married_in=True),
    ]
    if rng.random() < 0.14:  # a woman may be the head
        pair[0].relation, pair[1].relation = "chồng", "chủ hộ"
    return pair


def _with_children(rng: Random, people: list[Draft], *, all_home: bool = False) -> list[Draft]:
    """The couple's own children who still live here."""
    for days in _births(rng, people[1].days):
        if all_home or _stays_home(rng, days):
            people.append(Draft(people[0].family, rng.random() < 0.52, days, "con", mother=1, father=0))
    return people


def _with_parents(rng: Random, people: list[Draft], grandmother_family: str) -> list[Draft]:
    """The husband's parents, one or both, live with the couple."""
    mother = steady(people[0].days + rng.uniform(19.0, 35.0) * YEAR)
    father = steady(mother + rng.uniform(-1, 6) * YEAR)
    alive = rng.choices(("both", "mother", "father"), (45, 42, 13))[0]
    if alive in ("both", "mother") and mother < 97 * YEAR:
        people[0].mother = len(people)
        people.append(Draft(grandmother_family, False, mother, "mẹ", married_in=True))
    if alive in ("both", "father") and father < 95 * YEAR:
        people[0].father = len(people)
        people.append(Draft(people[0].family, True, father, "bố"))
    return people


def _with_son_married(rng: Random, people: list[Draft], wife_family: str) -> list[Draft]:
    """A grown son has brought his wife home; their small children are the head's grandchildren."""
    sons = [at for at, p in enumerate(people) if p.relation == "con" and p.male and 22 < p.years < 38]
    if not sons:
        return people
    son = sons[0]
    wife = len(people)
    people.append(Draft(wife_family, False, spouse_of(rng, people[son].days), "con dâu", married_in=True))
    family = people[son].family
    for days in _births(rng, people[wife].days)[:2]:
        people.append(Draft(family, rng.random() < 0.52, days, "cháu", mother=wife, father=son))
    return people


def _lone_parent(rng: Random, family: str, mother_family: str) -> list[Draft]:
    """A widow, or a mother alone: the children carry the name of a father who is not in the list."""
    people = [Draft(mother_family, False, aged(rng, 24, 58), "chủ hộ")]
    for days in _births(rng, people[0].days):
        if _stays_home(rng, days):
            people.append(Draft(family, rng.random() < 0.52, days, "con", mother=0))
    return people


def draw_household(rng: Random, families: Bag) -> list[Draft]:
    """One household of one of the kinds met in a mountain commune, seven people at most."""
    kind = rng.choices(
        ("elder", "single", "old couple", "couple", "stem", "joint", "lone parent"), (4, 3, 6, 44, 27, 12, 4)
    )[0]
    own, inlaw = families.draw(rng), (families if rng.random() < 0.5 else ELSEWHERE).draw(rng)
    if kind == "elder":
        return _lone(rng, own, 61, 93, women=0.75)
    if kind == "single":
        return _lone(rng, own, 22, 57, women=0.4)
    if kind == "old couple":
        return _couple(rng, own, inlaw, 60, 88)
    if kind == "lone parent":
        return _lone_parent(rng, own, inlaw)
    if kind == "joint":
        people = _with_children(rng, _couple(rng, own, inlaw, 46, 68))
        return _with_son_married(rng, people, ELSEWHERE.draw(rng))
    people = _with_children(rng, _couple(rng, own, inlaw, 23, 56 if kind == "couple" else 52))
    return people if kind == "couple" else _with_parents(rng, people, ELSEWHERE.draw(rng))
