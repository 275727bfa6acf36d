"""Invented people for the samples: villages, households, persons, signatures, and who was visited when.

Every person here is made by a seeded generator and is nobody. Personal numbers have the true form (province
of birth, century and sex, year, six digits) but the last six always begin with 99, and telephones always have
000 after the prefix, so that a reader of a screen or a file sees at a glance that they are made up. That does
not prove that no such number was ever issued: never dial one, never look one up.

Ages are drawn in days before the reference date, so the same seed gives the same village at any date: moving
the reference moves every birth date with it (and the year inside a personal number) and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tungnha.demo.ages import draw_precision, known_part
from tungnha.demo.households import Draft, draw_household
from tungnha.demo.jobs import give_occupations, give_signatures
from tungnha.demo.names import FAMILIES, Bag, bag, family_bag, given_name
from tungnha.demo.numbers import BORN_HERE, give_telephones, own_telephone, personal_number
from tungnha.demo.records import (
    AWAY,
    HOME,
    PLAN_DAY,
    TEMPORARY,
    Population,
    SampleHousehold,
    SamplePerson,
    SampleVillage,
)
from tungnha.demo.villages import HIEP_LUC, LANES, share_out


def make_population(
    seed: int = 2026,
    villages: Sequence[SampleVillage] = HIEP_LUC,
    adults_over_15: int = 5480,
    away_over_15: int = 32,
    with_signature: int = 340,
    *,
    reference: date = PLAN_DAY,
    flavour: str = "bac-kan",
    commune: str = "Hiệp Lực",
    province: str = "Thái Nguyên",
    code_prefix: str = "HL",
) -> Population:
    """A commune with exactly so many people over 15 who count, so many away, and so many signatures.

    Without arguments: the sample of Hiệp Lực. A village gets its share of the people by its own `adults`.
    """
    rng = Random(f"{seed}/{code_prefix}")
    home = BORN_HERE if flavour == "bac-kan" else bag("038 96, 040 1, 037 1, 001 1, 036 1")
    counted, away = (share_out(total, [v.adults for v in villages]) for total in (adults_over_15, away_over_15))
    households: list[list[Draft]] = []
    lanes: list[str] = []
    for at in range(len(villages)):
        clans = rng.sample(sorted(FAMILIES[flavour]), 2)
        made = _fill_village(rng, counted[at] + away[at], family_bag(flavour, clans))
        _settle(rng, made, village=at, away=away[at], first=len(households))
        lanes += sorted(rng.choice(LANES) for _ in made)
        households += made
    people = [person for household in households for person in household]
    give_occupations(rng, people, adults_over_15)
    telephones: set[str] = set()
    for household in households:
        give_telephones(rng, household, lambda: own_telephone(rng, telephones))
    give_signatures(rng, people, with_signature, villages, reference)
    digits = Random(f"{seed}/{code_prefix}/digits")
    register = _Register(rng, commune, province, code_prefix, reference, villages, home, digits)
    return register.write(households, lanes)


def _settle(rng: Random, households: list[list[Draft]], *, village: int, away: int, first: int) -> None:
    """A few small households are temporary; exactly `away` grown people of the others work elsewhere."""
    for at, household in enumerate(households):
        passing = len(household) <= 4 and household[0].years < 45 and rng.random() < 0.07
        for person in household:
            person.household, person.village = first + at, village
            person.residence = TEMPORARY if passing else HOME
    movable = [
        p
        for household in households
        for p in household
        if p.residence == HOME and p.relation in ("con", "con dâu", "chồng") and 18.5 < p.years < 48
    ]
    for person in rng.sample(movable, away):
        person.residence = AWAY


@dataclass
class _Register:
    """Turns drafts into persons: names, dates, numbers and codes."""

    rng: Random
    commune: str
    province: str
    prefix: str
    reference: date
    villages: Sequence[SampleVillage]
    home: Bag
    digits: Random  # a stream of its own: a repeated number must not change the names drawn after it
    numbers: set[str] = field(default_factory=set)
    persons: list[SamplePerson] = field(default_factory=list)
    households: list[SampleHousehold] = field(default_factory=list)

    def write(self, households: list[list[Draft]], lanes: list[str]) -> Population:
        serial: dict[int, int] = {}
        for drafts, lane in zip(households, lanes, strict=True):
            village = drafts[0].village
            serial[village] = serial.get(village, 0) + 1
            self._household(drafts, village, serial[village], lane)
        return Population(
            self.commune,
            self.province,
            self.reference,
            tuple(self.villages),
            tuple(self.households),
            tuple(self.persons),
        )

    def _household(self, drafts: list[Draft], village: int, serial: int, lane: str) -> None:
        code, first = f"{self.prefix}-{village + 1:02d}-{serial:03d}", len(self.persons)
        where = self.villages[village]
        taken: set[str] = set()
        for at, draft in enumerate(drafts):
            self.persons.append(self._person(draft, f"{code}-{at + 1}", first, taken))
        heads = [first + at for at, draft in enumerate(drafts) if draft.relation == "chủ hộ"]
        address = f"Số {serial}, {lane}, {where.kind} {where.name}, xã {self.commune}, tỉnh {self.province}"
        members = tuple(range(first, first + len(drafts)))
        self.households.append(SampleHousehold(len(self.households), code, village, lane, address, heads[0], members))

    def _person(self, draft: Draft, code: str, first: int, taken: set[str]) -> SamplePerson:
        born = self.reference - timedelta(days=draft.days)
        # The fashion of names is that of the plan's day, so a moved demo keeps its names.
        year = (PLAN_DAY - timedelta(days=draft.days)).year
        precision = draw_precision(self.rng, draft.years)
        return SamplePerson(
            index=len(self.persons),
            code=code,
            household_index=len(self.households),
            village_index=draft.village,
            full_name=self._name(draft, year, taken),
            sex="Nam" if draft.male else "Nữ",
            birth_date=known_part(born, precision),
            birth_precision=precision,
            personal_number=personal_number(self.digits, draft, born, self.numbers, self.home),
            telephone=draft.telephone,
            residence=draft.residence,
            relation=draft.relation,
            occupation=draft.occupation,
            workplace=draft.workplace,
            mother=None if draft.mother is None else first + draft.mother,
            father=None if draft.father is None else first + draft.father,
            signature=draft.signature,
        )

    def _name(self, draft: Draft, year: int, taken: set[str]) -> str:
        while True:
            name = f"{draft.family} {given_name(self.rng, year=year, male=draft.male)}"
            if name not in taken:
                taken.add(name)
                return name


def _fill_village(rng: Random, over_15: int, families: Bag) -> list[list[Draft]]:
    """Households until exactly so many people over 15 live in them."""
    households: list[list[Draft]] = []
    while over_15:
        people = draw_household(rng, families)
        adults = sum(person.is_over_15 for person in people)
        if adults <= over_15 and len(people) <= 7:
            households.append(people)
            over_15 -= adults
    return households
