"""That what the register says still holds: by an official list, a card, at the door or at the desk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from tungnha.people.models import Person, PersonChange
from tungnha.people.operations.history import told
from tungnha.people.operations.steps import hold
from tungnha.units import bulk
from tungnha.units.models import Member
from tungnha.units.operations import log_event

BATCH = 500
COLUMNS = ("id", "confirmed_on", "confirmed_how")
OFFICIAL = (Person.Confirmed.LIST, Person.Confirmed.CARD)
CHANGE_COLUMNS = (
    "person_id", "kind", "before_text", "after_text", "reason", "origin", "origin_id", "at", "by_id",
)  # fmt: skip


@transaction.atomic
def confirm_person(*, person: Person, how: str, by: Member, at: datetime) -> Person:
    """Somebody who knows says that the record is right as of today."""
    held = hold(person)
    confirm_all([held.pk], how=how, on=at.date(), by=by, at=at)
    log_event("person.confirmed", about=held, by=by, at=at, how=how)
    held.refresh_from_db()
    return held


def confirm_all(
    persons: Collection[int] | Mapping[int, str], *, how: str, on: date, by: Member | None, at: datetime,
    origin: str = "desk", origin_id: str = "",
) -> int:  # fmt: skip
    """Move the day of confirmation forward for many, and remember each. Returns for how many. A mapping says of each
    person by which visit or row.

    The day is that of the latest word, the way that of the surest: who was once checked against an official list or a
    card stays so when a team later finds her at home. The caller stands in a transaction.
    """
    origins = persons if isinstance(persons, Mapping) else dict.fromkeys(persons, origin_id)
    ordered, done = sorted(persons), 0
    for start in range(0, len(ordered), BATCH):
        stand = bulk.rows_of(Person, COLUMNS, "id", ordered[start : start + BATCH], merged_into_id=None)
        rows = sorted(row for row in stand if _is_news(row[1], row[2], how, on))
        after = told({"confirmed_on": on, "confirmed_how": how})
        maker = by.pk if by else None
        bulk.insert(
            PersonChange, CHANGE_COLUMNS,
            (
                (pk, PersonChange.Kind.CONFIRMED.value, told({"confirmed_on": was_on, "confirmed_how": was_how}), after,
                 "", origin, origins[pk], at, maker)
                for pk, was_on, was_how in rows
            ),
        )  # fmt: skip
        keeps = {pk for pk, _, was_how in rows if was_how in OFFICIAL and how not in OFFICIAL}
        bulk.update(Person, {pk for pk, _, _ in rows} - keeps, confirmed_on=on, confirmed_how=how)
        bulk.update(Person, keeps, confirmed_on=on)
        done += len(rows)
    return done


def _is_news(was_on: date | None, was_how: str, how: str, on: date) -> bool:
    """A later day, or the same by a surer word."""
    if was_on is None or was_on < on:
        return True
    return was_on == on and how in OFFICIAL and was_how not in OFFICIAL
