"""That what the register says still holds: by an official list, a card, at the door or at the desk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from tungnha.people.models import Person, PersonChange
from tungnha.people.operations.history import change_of
from tungnha.people.operations.steps import hold
from tungnha.units.models import Member
from tungnha.units.operations import log_event

BATCH = 500
OFFICIAL = (Person.Confirmed.LIST, Person.Confirmed.CARD)


@transaction.atomic
def confirm_person(*, person: Person, how: str, by: Member, at: datetime) -> Person:
    """Somebody who knows says that the record is right as of today."""
    held = hold(person)
    confirm_all([held.pk], how=how, on=at.date(), by=by, at=at)
    log_event("person.confirmed", about=held, by=by, at=at, how=how)
    held.refresh_from_db()
    return held


def confirm_all(
    persons: Collection[int], *, how: str, on: date, by: Member | None, at: datetime, origin: str = "desk",
    origin_id: str = "",
) -> int:  # fmt: skip
    """Move the day of confirmation forward for many, and remember each. Returns for how many.

    The day is that of the latest word, the way that of the surest: who was once checked against an official list or a
    card stays so when a team later finds her at home. The caller stands in a transaction.
    """
    ordered, done = sorted(persons), 0
    newer = Q(confirmed_on=None) | Q(confirmed_on__lt=on)
    if how in OFFICIAL:  # the same day, by a surer word
        newer |= Q(confirmed_on=on) & ~Q(confirmed_how__in=OFFICIAL)
    for start in range(0, len(ordered), BATCH):
        rows = list(Person.objects.filter(newer, pk__in=ordered[start : start + BATCH], merged_into=None))
        changes = []
        for person in rows:
            before = {"confirmed_on": person.confirmed_on, "confirmed_how": person.confirmed_how}
            person.confirmed_on = on
            if how in OFFICIAL or person.confirmed_how not in OFFICIAL:
                person.confirmed_how = how
            changes.append(
                change_of(
                    PersonChange.Kind.CONFIRMED, person=person, before=before, origin=origin, origin_id=origin_id,
                    after={"confirmed_on": on, "confirmed_how": how}, by=by, at=at,
                )
            )  # fmt: skip
        Person.objects.bulk_update(rows, ["confirmed_on", "confirmed_how"], batch_size=200)
        PersonChange.objects.bulk_create(changes, batch_size=BATCH)
        done += len(rows)
    return done
