"""Every change of a person or a household leaves what stood before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tungnha.people.models import Household, Person, PersonChange
from tungnha.units.models import Member


def change_of(
    kind: str,
    *,
    at: datetime,
    by: Member | None,
    person: Person | None = None,
    household: Household | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    origin: str = "desk",
    origin_id: str = "",
) -> PersonChange:
    """The row, not yet stored: for whoever writes many at once."""
    return PersonChange(
        person=person, household=household, kind=kind, before_text=told(before), after_text=told(after),
        reason=reason[:300], origin=origin, origin_id=origin_id, at=at, by=by,
    )  # fmt: skip


def remember(kind: str, **said: Any) -> PersonChange:
    """Store one step. Takes what `change_of` takes."""
    change = change_of(kind, **said)
    change.save()
    return change


def told(values: Mapping[str, Any] | None) -> str:
    """How a step keeps what stood, or what stands."""
    return json.dumps(dict(values), ensure_ascii=False, default=str) if values else ""
