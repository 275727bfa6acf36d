"""The people and doors that operations speak of, by the keys the phone knows them by: many at once."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence

from tungnha.field.models import KnownAs
from tungnha.people.models import Household, Person, Tombstone
from tungnha.people.operations.steps import GONE
from tungnha.people.register.merged import standing_for
from tungnha.units import bulk
from tungnha.units.models import Member

ERASED = "Thông tin này đã được xóa theo yêu cầu của người dân, nên không ghi thêm được."
NO_HOUSEHOLD = "Hộ này không còn trong địa bàn của anh/chị, nên chưa ghi vào sổ."
NO_PERSON = "Có người trong lượt này không còn trong sổ ở hộ này, nên chưa ghi."
SERVICE_UNKNOWN = "Máy chủ chưa biết tiện ích ghi trong lượt này."


def households(keys: Collection[uuid.UUID], member: Member, columns: Sequence[str] = ()) -> dict[uuid.UUID, Household]:
    """key → the household, within scope; a key a phone made for one that stood here already leads to it. `columns`:
    all that is needed of them, where they are many."""
    rows = Household.objects.visible_to(member).select_related("village")
    if columns:
        rows = rows.select_related(None).only(*columns)
    found: dict[uuid.UUID, Household] = {row.key: row for row in rows.filter(key__in=keys)}
    missing = set(keys) - set(found)
    if missing:
        others = KnownAs.objects.filter(key__in=missing, household__isnull=False).values_list("key", "household")
        known = dict(others)
        by_pk = {row.pk: row for row in rows.filter(pk__in=known.values())} if known else {}
        found |= {key: by_pk[pk] for key, pk in known.items() if pk in by_pk}
    return found


def persons(keys: Collection[uuid.UUID], columns: Collection[str] = ()) -> dict[uuid.UUID, Person]:
    """key → the record that stands for the person now: one merged into another leads there. Whether she may be spoken
    of, her household says: it is loaded within the member's scope. `columns`: as of `households`."""
    rows = bulk.instances(Person, columns, "key", keys) if columns else Person.objects.filter(key__in=keys).order_by()
    found: dict[uuid.UUID, Person] = {row.key: row for row in rows}
    missing = set(keys) - set(found)
    if missing:
        known = dict(KnownAs.objects.filter(key__in=missing, person__isnull=False).values_list("key", "person"))
        by_pk = Person.objects.in_bulk(known.values()) if known else {}
        found |= {key: by_pk[pk] for key, pk in known.items() if pk in by_pk}
    merged = {key: person for key, person in found.items() if person.merged_into_id is not None}
    if merged:
        now = standing_for([person.pk for person in merged.values()])
        found |= {key: now[person.pk] for key, person in merged.items()}
    return found


def erased(keys: Iterable[uuid.UUID]) -> bool:
    """Whether one of the keys was somebody's, or a home's, whose data was erased."""
    return Tombstone.objects.filter(key__in=list(keys)).exists()


def why_not_here(person: Person | None, household: Household) -> str | None:
    """Why somebody cannot be spoken of behind this door any more; None where she can."""
    if person is None or person.erased_at is not None:
        return NO_PERSON
    if person.household_id != household.pk:
        return f"{person.full_name} đã chuyển sang hộ khác trong sổ, nên lượt này chưa ghi."
    return None


def is_gone(person: Person) -> bool:
    return person.residence in GONE
