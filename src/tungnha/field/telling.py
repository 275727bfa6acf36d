"""What a visit or a sitting tells the register: who moved or died waits for the desk, who was met is confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tungnha.field.models import Visit, VisitResult
from tungnha.people.models import Household, Person, Telephone
from tungnha.people.operations import confirming, correcting, noting
from tungnha.people.operations.steps import GONE
from tungnha.units.models import Member

# Who is spoken of so was not met; a team's word about the register waits for the desk.
NOT_MET = {VisitResult.Outcome.AWAY, VisitResult.Outcome.MOVED, VisitResult.Outcome.DECEASED}
MET = {Visit.Outcome.MET, Visit.Outcome.COME_BACK}
TOLD = {VisitResult.Outcome.MOVED: "moved", VisitResult.Outcome.DECEASED: "deceased"}


def listed(household: Household) -> list[Person]:
    """Whom the register holds to live behind this door."""
    return list(household.persons.exclude(residence__in=GONE).order_by("-is_head", "birth_date", "pk"))


def without_telephone(persons: Iterable[Person]) -> set[int]:
    """Those nothing can be dialled for: only they are asked for a number."""
    ids = {person.pk for person in persons}
    return ids - set(Telephone.objects.filter(person__in=ids, to_on=None).values_list("person", flat=True))


def listed_in(households: Collection[int]) -> list[int]:
    """The ids of those the register holds to live behind any of these doors."""
    if not households:
        return []
    rows = Person.objects.filter(household__in=households).exclude(residence__in=GONE).order_by()
    return list(rows.values_list("pk", flat=True))


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one visit tells. `said`: (person, outcome, reason) of each result. `still_right`: the team read the names
    out and all live here."""

    visit: Visit
    said: Sequence[tuple[Person, str, str]]
    still_right: bool
    telephones: Sequence[tuple[Person, str]]


def tell(told: Sequence[Told], *, by: Member, at: datetime) -> None:
    """A telephone is asked for only where none is known; one that somebody else found meanwhile stays the main one."""
    for one in told:
        _note_who_is_gone(one, by, at)
    _confirm(told, by, at)
    phones = [(one.visit, person, number) for one in told for person, number in one.telephones]
    lacking = without_telephone([person for _, person, _ in phones]) if phones else set()
    for visit, person, number in phones:
        if person.household_id == visit.household_id:
            correcting.add_telephone(
                person=person, text=number, main=person.pk in lacking, by=by, at=at, source="Tổ đến nhà", origin="visit"
            )


def _note_who_is_gone(one: Told, by: Member, at: datetime) -> None:
    about: dict[str, Any] = {
        "by": by, "at": at, "said_at": one.visit.made_at, "origin": "visit", "origin_id": str(one.visit.pk)
    }  # fmt: skip
    for person, outcome, reason in one.said:
        if outcome in TOLD:
            noting.say(kind=TOLD[VisitResult.Outcome(outcome)], about=person, words=reason, **about)
    if one.visit.outcome == Visit.Outcome.MOVED:
        noting.say(kind="moved", about=one.visit.household, **about)


def _confirm(told: Sequence[Told], by: Member, at: datetime) -> None:
    """Who was met lives here as of that day: one statement for each day."""
    at_home: dict[int, set[int]] = defaultdict(set)
    whole = {one.visit.household_id for one in told if one.still_right and one.visit.outcome in MET}
    if whole:
        rows = Person.objects.filter(household__in=whole).exclude(residence__in=GONE).order_by()
        for home, person in rows.values_list("household_id", "pk"):
            at_home[home].add(person)
    met_on: dict[date, dict[int, str]] = defaultdict(dict)
    for one in told:
        if one.visit.outcome not in MET:
            continue
        day = met_on[one.visit.made_at.date()]
        for person in _met(one, at_home):
            day.setdefault(person, str(one.visit.pk))
    for on, persons in sorted(met_on.items()):
        confirming.confirm_all(persons, how=Person.Confirmed.VISIT, on=on, by=by, at=at, origin="visit")


def _met(one: Told, at_home: dict[int, set[int]]) -> set[int]:
    not_met = {person.pk for person, outcome, _ in one.said if outcome in NOT_MET}
    gone = {person.pk for person, outcome, _ in one.said if outcome in TOLD}
    met = {person.pk for person, _, _ in one.said} - not_met
    return met | (at_home[one.visit.household_id] - gone) if one.still_right else met


def tell_who_came(person: Person, session_id: int, *, by: Member, at: datetime) -> None:
    """Whoever comes to a sitting lives."""
    confirming.confirm_all(
        [person.pk], how=Person.Confirmed.DESK, on=at.date(), by=by, at=at, origin="session", origin_id=str(session_id)
    )
