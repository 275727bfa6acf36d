"""What is done with the register."""

from __future__ import annotations

from datetime import datetime

from tungnha.people.models import Person
from tungnha.units.models import Member
from tungnha.units.operations import log_event


def unmask(*, person: Person, purpose: str, by: Member, at: datetime) -> dict[str, list[str]]:
    """Give a person's numbers and telephones in full, once, and remember who asked and what for."""
    log_event("person.unmasked", about=person, by=by, at=at, purpose=purpose)
    return {
        "numbers": [identifier.value for identifier in person.identifiers.all()],
        "telephones": [telephone.number for telephone in person.telephones.filter(to_on=None)],
    }
