"""Who opened whose page: once per member, person and day, so that a day's work is a handful of rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tungnha.people.models import Person
from tungnha.units import clock
from tungnha.units.models import Event, Member

VIEWED = "person.viewed"


def note_views(persons: Iterable[int | Person], *, by: Member, at: datetime, where: str = "person") -> int:
    """Remember that a member looked at these people (ids or rows); how many were new today. One question to the
    database, and one insert the first time. `where` is the kind of page: person, household, visit, session, roster.

    Two requests in the same instant may both be first: the log then says the same thing twice, and harms nobody.
    """
    wanted = {str(p.pk if isinstance(p, Person) else p) for p in persons}
    if not wanted:
        return 0
    start = clock.start_of(at)
    known = Event.objects.filter(
        member_id=by.pk, at__gte=start, verb=VIEWED, about=Person._meta.label, about_id__in=wanted
    ).values_list("about_id", flat=True)
    new = sorted(wanted - set(known), key=int)
    Event.objects.bulk_create(
        Event(
            at=at, verb=VIEWED, member_id=by.pk, actor=by.get_role_display(), area_path=by.area.path,
            about=Person._meta.label, about_id=pk, data={"where": where},
        )
        for pk in new
    )  # fmt: skip
    return len(new)
