"""What is done with the register."""

from __future__ import annotations

from datetime import datetime

from tungnha.people.models import Identifier, Person, Telephone
from tungnha.units.models import Member
from tungnha.units.operations import log_event


def unmask(*, person: Person, purpose: str, by: Member, at: datetime) -> dict[str, list[str]]:
    """Give a person's numbers and telephones in full, once, and remember who asked and what for. Only those that
    lie within the asker's scope: a partner knows who came to a session, not her numbers."""
    log_event("person.unmasked", about=person, by=by, at=at, purpose=purpose)
    return {
        "numbers": [i.value for i in Identifier.objects.visible_to(by).filter(person=person)],
        "telephones": [t.number for t in Telephone.objects.visible_to(by).filter(person=person, to_on=None)],
    }
