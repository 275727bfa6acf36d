"""The review queue (hàng chờ xem): laid out once, handed out row by row, one officer to a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from tungnha.lists.models import IncomingList, ListRow, ReviewPlace
from tungnha.lists.reviewing.order import asked, candidates_of, in_order
from tungnha.people.models import Person
from tungnha.units.models import Member

# A row is an officer's for so long after the page last asked; an open page asks every half minute.
LEASE = timedelta(minutes=3)
BATCH = 500
State = ReviewPlace.State


@transaction.atomic
def lay_out(*, received: IncomingList) -> int:
    """Give every doubtful row that has none a place in the queue. Returns how many. Done again, nothing happens."""
    waiting = received.rows.filter(verdict=ListRow.Verdict.AMBIGUOUS, kind=ListRow.Kind.PERSON, place=None)
    rows = list(waiting.order_by("number").defer("raw", "read", "said_number"))
    if not rows:
        return 0
    kept = {row.pk: row for row in rows}
    first = (received.places.aggregate(last=Max("place"))["last"] or 0) + 1
    order = in_order(asked(r.pk, r.number, r.probability, candidates_of(r.candidates)) for r in rows)
    known = set(Person.objects.filter(pk__in={one.best for one in order}).values_list("pk", flat=True))
    places = [
        ReviewPlace(
            place=at, question=one.question, alike=one.alike, likely=one.likely, alone=one.alone,
            best_id=one.best if one.best in known else None, **_as_the_machine_left_it(kept[one.row_id]),
        )
        for at, one in enumerate(order, first)
    ]  # fmt: skip
    ReviewPlace.objects.bulk_create(places, batch_size=BATCH, ignore_conflicts=True)  # two officers came at once
    return len(places)


def place_of(row: ListRow) -> ReviewPlace:
    """The place of a row; one that the machine was sure of gets one, behind all others, when somebody looks at it."""
    place: ReviewPlace | None = ReviewPlace.objects.filter(row=row).first()
    if place is not None:
        return place
    last = ReviewPlace.objects.filter(incoming=row.incoming_id).aggregate(last=Max("place"))["last"] or 0
    one = asked(row.pk, row.number, row.probability, candidates_of(row.candidates))
    made, _ = ReviewPlace.objects.get_or_create(
        row=row, defaults={
            "place": last + 1, "question": one.question, "likely": one.likely, "alone": one.alone,
            "best_id": row.person_id or one.best, "state": State.SETTLED, **_as_the_machine_left_it(row),
        },
    )  # fmt: skip
    return made


def _as_the_machine_left_it(row: ListRow) -> dict[str, object]:
    return {
        "incoming_id": row.incoming_id, "row_id": row.pk, "machine_verdict": row.verdict,
        "machine_person_id": row.person_id, "machine_double": row.double_of,
    }  # fmt: skip


# -- who looks at what


def waiting(received: IncomingList, *, start: int = 0, most: int = 50) -> list[ReviewPlace]:
    """The next rows nobody has decided, in the order they are asked, from a place on; what was put off comes last."""
    rows = received.places.select_related("row__incoming", "taken_by__user").order_by("place")
    found = list(rows.filter(state=State.OPEN, place__gte=start)[:most])
    if len(found) < most:
        found += rows.filter(state=State.LATER)[: most - len(found)]
    return found


def free_for(by: Member, at: datetime) -> Q:
    return Q(taken_by=None) | Q(taken_by=by) | Q(taken_until=None) | Q(taken_until__lte=at)


def take_next(
    *, received: IncomingList, by: Member, at: datetime, after: ReviewPlace | None = None
) -> ReviewPlace | None:
    """The next row nobody else looks at, from a place on and then from the beginning; it is this officer's for a while.
    None when nothing is left for her."""
    while True:
        found = next(filter(None, (rows.first() for rows in _ways_on(received, free_for(by, at), after))), None)
        if found is None:
            release(received=received, by=by)
            return None
        if take(place=found, by=by, at=at):
            return found


def _ways_on(received: IncomingList, free: Q, after: ReviewPlace | None) -> Iterator[QuerySet[ReviewPlace]]:
    """Where to look, in turn: what is open before what was put off, from here on before from the beginning, another
    row before the same."""
    for state in (State.OPEN, State.LATER):
        rows = received.places.filter(free, state=state).order_by("place")
        if after is not None:
            yield rows.filter(place__gt=after.place)
            rows = rows.exclude(pk=after.pk)
        yield rows
    if after is not None:
        yield received.places.filter(free, pk=after.pk).exclude(state=State.SETTLED)


def take(*, place: ReviewPlace, by: Member, at: datetime) -> bool:
    """Look at this row. False while another officer does. An officer looks at one row of a list at a time."""
    mine = ReviewPlace.objects.filter(pk=place.pk).filter(free_for(by, at))
    if not mine.update(taken_by=by, taken_until=at + LEASE):
        place.refresh_from_db()
        return False
    ReviewPlace.objects.filter(incoming=place.incoming_id, taken_by=by).exclude(pk=place.pk).update(
        taken_by=None, taken_until=None
    )
    place.taken_by, place.taken_until = by, at + LEASE
    return True


def release(*, received: IncomingList, by: Member) -> None:
    """She leaves: the row is free at once."""
    received.places.filter(taken_by=by).update(taken_by=None, taken_until=None)
