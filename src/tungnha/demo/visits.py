"""Who called at which invented door, and what came of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from tungnha.demo.ages import youth
from tungnha.demo.names import bag
from tungnha.demo.records import HANOI, Population, SamplePerson, years_of

HAS_ALREADY, SET_UP_NOW = "has_already", "set_up_now"


@dataclass(frozen=True, slots=True)
class SampleTeam:
    """A village's team (Tổ công nghệ số cộng đồng): three or four of its people, the leader first."""

    village_index: int
    member_indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SampleVisit:
    """What came of one visit for one person (lượt đến nhà)."""

    id: uuid.UUID
    village_index: int
    household_index: int
    person_index: int
    by_index: int  # the member of the team
    made_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class SampleVisits:
    """The visits of some weeks in order of time, and the signatures they added, day by day."""

    visits: tuple[SampleVisit, ...]
    new_signatures: tuple[tuple[int, date], ...]  # (person, day); empty unless growth was asked for


def make_teams(population: Population, seed: int = 2026) -> tuple[SampleTeam, ...]:
    """Each village's team: a leader, a woman of the union, a young person, and often a fourth."""
    rng = Random(f"{seed}/teams")
    wanted = (("Nam", 40, 63), ("Nữ", 30, 56), (None, 19, 33), (None, 30, 60))
    teams = []
    for village in range(len(population.villages)):
        people = [p for p in population.counted() if p.village_index == village and p.telephone]
        members: list[int] = []
        for sex, low, high in wanted[: 4 if rng.random() < 0.7 else 3]:
            fit = [
                p.index
                for p in people
                if low <= years_of(p, population.reference) < high and sex in (None, p.sex) and p.index not in members
            ]
            members.append(rng.choice(fit))
        teams.append(SampleTeam(village, tuple(members)))
    return tuple(teams)


def make_visits(
    population: Population,
    seed: int = 2026,
    *,
    first: date | None = None,
    last: date | None = None,
    growth: int = 0,
    coverage: float = 0.22,
) -> SampleVisits:
    """Visits from first to last (the three weeks before the reference day unless told), and what came of them.

    Without growth no signature is added: whoever is set up at the door is one of those the population
    already has, on the day that signature began. With growth exactly so many others are set up, more of them
    in the later weeks.
    `coverage` is the share of households called on besides those.
    """
    first = first or population.reference - timedelta(days=21)
    last = last or population.reference - timedelta(days=1)
    return _Rounds(population, Random(f"{seed}/visits/{growth}"), first, last).make(growth, coverage)


_OUTCOMES = bag(
    "refused 15, away 33, no_smartphone 8, expired_card 7, forgot_password 19, sim_other_name 9, afraid_of_fraud 9"
)
_OUTCOMES_OF_THE_OLD = bag(
    "refused 17, away 8, no_smartphone 46, expired_card 6, forgot_password 7, sim_other_name 5, afraid_of_fraud 11"
)
_COMES_BACK = bag("away 50, forgot_password 30, sim_other_name 12, expired_card 8")  # before it works


class _Rounds:
    """Who is called on which day, then what happens at each door."""

    def __init__(self, population: Population, rng: Random, first: date, last: date) -> None:
        self.population, self.rng = population, rng
        self.counted = population.counted()
        self.first, self.last = first, last
        self.days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        # Evenings all week, most of all at week-ends; later weeks see more than the first.
        weights = [
            (1.0 + 1.5 * n / len(self.days)) * (2.2 if day.weekday() >= 5 else 1.0) for n, day in enumerate(self.days)
        ]
        self._day_weights = weights
        self.calls: dict[tuple[int, date], dict[int, str]] = {}  # (household, day) -> outcomes already known
        self.since = {p.index: p.signature.since for p in self.counted if p.signature}

    def make(self, growth: int, coverage: float) -> SampleVisits:
        """Earlier signatures first: the growth's also begin in these days, but all of it is called on."""
        self._recall_earlier_signatures()
        new = self._grow(growth)
        self._call_on_others(coverage)
        added = tuple(sorted(new.items(), key=lambda item: (item[1], item[0])))
        return SampleVisits(tuple(self._visits()), added)

    def _day(self) -> date:
        return self.rng.choices(self.days, self._day_weights)[0]

    def _call(self, person: SamplePerson, day: date, outcome: str) -> None:
        self.calls.setdefault((person.household_index, day), {})[person.index] = outcome

    def _grow(self, growth: int) -> dict[int, date]:
        """Choose who is set up; for one in six an earlier visit had come to nothing."""
        villages, reference = self.population.villages, self.population.reference
        keyed = sorted(
            (
                self.rng.random() ** (1 / (youth(years_of(p, reference)) * villages[p.village_index].eagerness)),
                p.index,
            )
            for p in self.counted
            if p.signature is None
        )
        new: dict[int, date] = {}
        for index in sorted(index for _, index in keyed[-growth:]) if growth else ():
            person, day = self.population.persons[index], self._day()
            new[index] = self.since[index] = day
            self._call(person, day, SET_UP_NOW)
            earlier = day - timedelta(days=self.rng.randrange(2, 9))
            if earlier >= self.first and self.rng.random() < 1 / 6:
                self._call(person, earlier, _COMES_BACK.draw(self.rng))
        return new

    def _recall_earlier_signatures(self) -> None:
        """Of the signatures that began in these days, two in three were set up at the door."""
        for index, since in list(self.since.items()):
            if self.first <= since <= self.last and self.rng.random() < 0.66:
                self._call(self.population.persons[index], since, SET_UP_NOW)

    def _call_on_others(self, coverage: float) -> None:
        for household in self.population.households:
            eager = self.population.villages[household.village_index].eagerness
            if self.rng.random() < coverage * (0.5 + eager / 2):
                self.calls.setdefault((household.index, self._day()), {})

    def _visits(self) -> list[SampleVisit]:
        teams = make_teams(self.population)
        members: dict[int, list[SamplePerson]] = {}
        for person in self.counted:
            members.setdefault(person.household_index, []).append(person)
        settled: set[int] = set()  # who need not be asked again
        visits = []
        for household, day in sorted(self.calls, key=lambda call: (call[1], call[0])):
            at = self._clock(day)
            by = self.rng.choice(teams[self.population.households[household].village_index].member_indexes)
            for person in members.get(household, []):
                if person.index in settled:
                    continue
                outcome = self.calls[household, day].get(person.index) or self._outcome(person, day)
                if outcome in (HAS_ALREADY, SET_UP_NOW):
                    settled.add(person.index)
                at += timedelta(minutes=self.rng.randrange(2, 14))
                identity = uuid.UUID(int=self.rng.getrandbits(128), version=4)
                visits.append(SampleVisit(identity, person.village_index, household, person.index, by, at, outcome))
        return sorted(visits, key=lambda visit: (visit.made_at, visit.person_index))

    def _outcome(self, person: SamplePerson, day: date) -> str:
        if self.since.get(person.index, date.max) <= day:
            return HAS_ALREADY
        old = years_of(person, self.population.reference) > 63
        return (_OUTCOMES_OF_THE_OLD if old else _OUTCOMES).draw(self.rng)

    def _clock(self, day: date) -> datetime:
        """Evenings after work; at week-ends mornings and afternoons too."""
        hour = self.rng.choice((8, 9, 10, 14, 15, 16, 18, 19) if day.weekday() >= 5 else (17, 18, 18, 19, 19, 20))
        return datetime.combine(day, time(hour, self.rng.randrange(60)), HANOI)
