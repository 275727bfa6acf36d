"""Erasing what names a person, everywhere at once (Luật 91/2025/QH15 Đ14; docs/decisions/0017-erasure.md).

Driven by the models themselves: every table that points at a person, and its `privacy.personal` fields. Rows stay, so
that counts and the ground of past figures stay; they name nobody any more.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat, TruncYear

from tungnha.identity import names
from tungnha.people import finding
from tungnha.people.models import (
    Erasure,
    Household,
    Person,
    PersonChange,
    RightsRequest,
    Tombstone,
)
from tungnha.people.models.erasures import Why
from tungnha.people.operations.establishments import forget_owner
from tungnha.people.operations.history import change_of
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.protection import EncryptedTextField

NOBODY = "Đã xóa thông tin"
BLANK_NAME = "(đã xóa)"
# What was asked and answered is proof of the answer: it forgets its names by itself (operations.rights.forget_old).
KEPT = {"people.RightsRequest"}
# Rows that are nothing but words about the person, or a question that has nobody left to be asked about.
DELETED = {"people.NameWord", "people.Need", "people.LikelyDouble", "people.Doubt"}
# A business is not its owner: the tie is cut, and what names the owner goes (`_leave_businesses`).
APART = {"people.Establishment"}


class Erased(Problem):
    """What a phone or a file speaks of was erased here and does not come back."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            "Thông tin này đã được xóa theo luật và không khôi phục được. Bản ghi trên máy chưa được nhận; "
            "xin bỏ bản ghi ấy. Nếu người này còn ở xã, xin báo phụ trách dữ liệu."
        )


def refuse_erased(keys: Iterable[uuid.UUID]) -> None:
    """Raises Erased when one of these keys has a tombstone: before a row with a key from outside is stored."""
    if Tombstone.objects.filter(key__in=list(keys)).exists():
        raise Erased


def living(rows: Any, key: uuid.UUID) -> Any:
    """The row of a key that a phone sends; None if there never was one. Raises Erased for one that was erased."""
    found = rows.filter(key=key).first()
    if found is None:
        refuse_erased([key])
    return found


@transaction.atomic
def erase(
    *, person: Person, why: str, area: Area, by: Member, at: datetime, request: RightsRequest | None = None
) -> Erasure:
    """Erase one person, with every record that was merged into it. What is already erased changes nothing."""
    persons = [p for p in cluster(person) if p.erased_at is None]
    rows = blank_persons(persons, why=why, by=by, at=at)
    done = Erasure.objects.create(
        area=area, why=why, request=request, persons=len(persons), rows=dict(rows), at=at, by=by
    )
    log_event("person.erased", about=done, by=by, at=at, why=why, rows=sum(rows.values()))
    return done


def cluster(person: Person) -> list[Person]:
    """The record that stands for a person, and all that were merged into it, near or far."""
    while person.merged_into is not None:
        person = person.merged_into
    return with_merged([person])


def with_merged(persons: Sequence[Person]) -> list[Person]:
    """These records and all that were merged into them: a record merged away keeps its name until it is erased."""
    found, newest = list(persons), list(persons)
    while newest:
        newest = list(Person.objects.filter(merged_into__in=newest).exclude(pk__in=[p.pk for p in found]))
        found += newest
    return found


def blank_persons(persons: Sequence[Person], *, why: str, by: Member, at: datetime) -> Counter[str]:
    """Blank these persons and all that points at them; how many rows of which table. One transaction of the caller."""
    ids, rows = [p.pk for p in persons], Counter[str]()
    if not ids:
        return rows
    homes = list(Household.objects.filter(persons__in=ids).distinct())
    for relation in _pointing_at(Person):
        rows += _blank_relation(relation, ids, at)
    rows += _leave_businesses(persons, by, at)
    rows += _clear_mentions(homes, persons)
    _bury(persons, why, at)
    rows["people.Person"] += _blank_selves(persons, at)
    rows += _close_homes(homes, why, at)
    PersonChange.objects.bulk_create(
        change_of(PersonChange.Kind.ERASED, person=person, at=at, by=by, origin="erasure") for person in persons
    )
    finding.refresh(ids)
    return rows


# --- what points at somebody ------------------------------------------------------------------------------------------


def _pointing_at(model: type[models.Model]) -> list[Any]:
    """Foreign keys to a model, of every room, without the model's own and those kept."""
    return [
        relation
        for relation in model._meta.related_objects
        if (relation.one_to_many or relation.one_to_one)
        and relation.related_model is not model
        and relation.related_model._meta.label not in KEPT | APART | {"people.Person"}
    ]


def _blank_relation(relation: Any, ids: Sequence[int], at: datetime) -> Counter[str]:
    model, name = relation.related_model, relation.field.name
    rows = model._default_manager.filter(**{f"{name}__in": ids})
    if model._meta.label in DELETED:
        return Counter({model._meta.label: rows.delete()[0]})
    if any(field.name == "to_on" for field in model._meta.fields):
        rows.filter(to_on=None).update(to_on=at.date())  # a place on a roster, in a group, a telephone: ended
    return Counter({model._meta.label: blank_rows(rows)})


def blank_rows(rows: Any) -> int:
    """Put its blank into every personal field of these rows; how many rows."""
    model = rows.model
    blanks = {name: _blank_of(model._meta.get_field(name), how) for name, how in model.privacy.personal.items()}
    if not blanks:
        return 0
    changed: int = rows.order_by().update(**blanks)
    return changed


def _blank_of(field: Any, how: str) -> Any:
    if how == "null" or (how == "year" and field.null and not isinstance(field, models.DateField)):
        return None
    if how == "year":
        return TruncYear(F(field.name))
    if how == "name" and not isinstance(field, EncryptedTextField):
        return Value(BLANK_NAME[: field.max_length]) if field.max_length else Value(BLANK_NAME)
    if isinstance(field, models.JSONField):
        return field.default() if callable(field.default) else [] if field.default is None else field.default
    if field.name.endswith("_ix"):  # what equality is tested on must stay unlike every other, and be like nothing
        return Concat(Value("xoa-"), Cast("pk", models.CharField()))
    return None if field.null and not isinstance(field, (models.CharField, models.TextField)) else ""


# --- the person itself ------------------------------------------------------------------------------------------------


def _blank_selves(persons: Sequence[Person], at: datetime) -> int:
    """No name, no day of birth, no home. Sex, year of birth and residence stay: past counts rest on them."""
    for person in persons:
        person.key, person.erased_at, person.household, person.is_head = uuid.uuid4(), at, None, False
        person.full_name, person.folded_name, person.sort_key, person.relation = NOBODY, "", "", ""
        if person.birth_date is not None:
            person.birth_date, person.birth_precision = person.birth_date.replace(month=1, day=1), "year"
    fields = [
        "key", "erased_at", "household", "is_head", "full_name", "folded_name", "sort_key", "relation", "birth_date",
        "birth_precision",
    ]  # fmt: skip
    return Person.objects.bulk_update(persons, fields, batch_size=200)


def _bury(rows: Sequence[Any], why: str, at: datetime) -> None:
    kind = Tombstone.Kind.PERSON if rows and isinstance(rows[0], Person) else Tombstone.Kind.HOUSEHOLD
    Tombstone.objects.bulk_create(Tombstone(key=row.key, kind=kind, why=why, at=at) for row in rows)


# --- the home ---------------------------------------------------------------------------------------------------------


def _close_homes(homes: Sequence[Household], why: str, at: datetime) -> Counter[str]:
    """A home where nobody is left on the register has no address any more, and no notes."""
    taken = set(Person.objects.filter(household__in=homes, erased_at=None).values_list("household_id", flat=True))
    empty = [home for home in homes if home.pk not in taken]
    if not empty:
        return Counter()
    rows = Counter[str]()
    for relation in _pointing_at(Household):
        rows[relation.related_model._meta.label] += blank_rows(
            relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": empty})
        )
    _bury(empty, why, at)
    rows["people.Household"] += blank_rows(Household.objects.filter(pk__in=[home.pk for home in empty]))
    for home in empty:
        Household.objects.filter(pk=home.pk).update(key=uuid.uuid4(), left_on=home.left_on or at.date())
    return +rows


def _clear_mentions(homes: Sequence[Household], persons: Sequence[Person]) -> Counter[str]:
    """Notes about a home others still live in, where they name the erased: the whole note goes."""
    rows = Counter[str]()
    told = [names.tidy(p.full_name) for p in persons]
    for relation in _pointing_at(Household):
        model = relation.related_model
        texts = [n for n, how in model.privacy.personal.items() if how == "empty"]
        if not texts:
            continue
        found = model._default_manager.filter(**{f"{relation.field.name}__in": homes}).only("pk", *texts)
        hit = [
            row.pk for row in found if any(mentions(str(getattr(row, n) or ""), name) for n in texts for name in told)
        ]
        rows[model._meta.label] += blank_rows(model._default_manager.filter(pk__in=hit)) if hit else 0
    return +rows


def _names_one(text: str, full_names: Sequence[str]) -> bool:
    return any(mentions(text, name) for name in full_names)


def mentions(text: str, full_name: str) -> bool:
    """Whether a note names somebody: the whole name however it is typed, or the given name as it is written."""
    text = names.tidy(text)
    if names.fold(full_name) in names.fold(text):
        return True
    given = full_name.split()[-1] if full_name.split() else ""
    return bool(given) and re.search(rf"(?<!\w){re.escape(given)}(?!\w)", text) is not None


def _leave_businesses(persons: Sequence[Person], by: Member, at: datetime) -> Counter[str]:
    """Cut the tie to the owner. A household's business keeps existing without what is the owner's."""
    left = sum(forget_owner(person=person, by=by, at=at, names_her=mentions) for person in persons)
    return Counter({"people.Establishment": left} if left else {})


__all__ = [
    "Erased",
    "Why",
    "blank_persons",
    "blank_rows",
    "cluster",
    "erase",
    "living",
    "mentions",
    "refuse_erased",
    "with_merged",
]
