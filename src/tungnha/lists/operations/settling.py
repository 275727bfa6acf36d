"""What the machine left open, settled by an officer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tungnha.lists.models import ListRow
from tungnha.lists.operations.locks import lock
from tungnha.people.models import Person
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


@transaction.atomic
def settle_row(*, row: ListRow, person: Person | None, by: Member, at: datetime) -> ListRow:
    """An officer says who a doubtful row is, or that it is none of ours; until the list is confirmed it can be said
    again. The machine's reasons stay to be read."""
    lock(row.incoming)
    if person is not None:
        taken = row.incoming.rows.filter(person=person, verdict=ListRow.Verdict.LINKED).exclude(pk=row.pk).first()
        if taken is not None:
            raise BadInput(f"{person.full_name} đã khớp với dòng {taken.number}: xin xem lại một trong hai dòng.")
    row.person = person
    row.verdict = ListRow.Verdict.LINKED if person else ListRow.Verdict.NOT_FOUND
    row.decided_at, row.decided_by = at, by
    row.save(update_fields=["person", "verdict", "decided_at", "decided_by"])
    log_event("list.row_settled", about=row.incoming, by=by, at=at, row=row.number, linked=person is not None)
    return row
