"""What a visit or a sitting tells the register: who moved or died waits for the desk, who was met is confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tungnha.field.models import Visit, VisitResult
from tungnha.people.models import Household, Person, Telephone
from tungnha.people.operations import confirming, correcting, noting
from tungnha.people.operations.steps import GONE
from tungnha.units.models import Member

# Who is spoken of so was not met; a team's word about the register waits for the desk.
NOT_MET = {VisitResult.Outcome.AWAY, VisitResult.Outcome.MOVED, VisitResult.Outcome.DECEASED}
TOLD = {VisitResult.Outcome.MOVED: "moved", VisitResult.Outcome.DECEASED: "deceased"}


def listed(household: Household) -> list[Person]:
    """Whom the register holds to live behind this door."""
    return list(household.persons.exclude(residence__in=GONE).order_by("-is_head", "birth_date", "pk"))


def without_telephone(persons: Iterable[Person]) -> set[int]:
    """Those nothing can be dialled for: only they are asked for a number."""
    ids = {person.pk for person in persons}
    return ids - set(Telephone.objects.filter(person__in=ids, to_on=None).values_list("person", flat=True))


def tell(
    visit: Visit, said: Sequence[tuple[Person, str, str]], *, still_right: bool,
    telephones: Sequence[tuple[Person, str]], by: Member, at: datetime,
) -> None:  # fmt: skip
    """`said`: (person, outcome, reason) of each result. `still_right`: the team read the names out and all live here.
    A telephone is asked for only where none is known; one that somebody else found meanwhile stays the main one."""
    about: dict[str, Any] = {
        "by": by,
        "at": at,
        "said_at": visit.made_at,
        "origin": "visit",
        "origin_id": str(visit.pk),
    }
    for person, outcome, reason in said:
        if outcome in TOLD:
            noting.say(kind=TOLD[VisitResult.Outcome(outcome)], about=person, words=reason, **about)
    if visit.outcome == Visit.Outcome.MOVED:
        noting.say(kind="moved", about=visit.household, **about)
    if visit.outcome in (Visit.Outcome.MET, Visit.Outcome.COME_BACK):
        not_met = {person.pk for person, outcome, _ in said if outcome in NOT_MET}
        gone = {person.pk for person, outcome, _ in said if outcome in TOLD}
        met = {person.pk for person, _, _ in said} - not_met
        if still_right:
            met |= {person.pk for person in listed(visit.household)} - gone
        confirming.confirm_all(
            met,
            how=Person.Confirmed.VISIT,
            on=visit.made_at.date(),
            by=by,
            at=at,
            origin="visit",
            origin_id=str(visit.pk),
        )
    lacking = without_telephone([person for person, _ in telephones])
    for person, number in telephones:
        if person.household_id == visit.household_id:
            correcting.add_telephone(
                person=person, text=number, main=person.pk in lacking, by=by, at=at, source="Tổ đến nhà", origin="visit"
            )


def tell_who_came(person: Person, session_id: int, *, by: Member, at: datetime) -> None:
    """Whoever comes to a sitting lives."""
    confirming.confirm_all(
        [person.pk], how=Person.Confirmed.DESK, on=at.date(), by=by, at=at, origin="session", origin_id=str(session_id)
    )
