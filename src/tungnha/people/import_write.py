"""Writes a plan into the register, in batches. Called inside the one transaction of the import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from tungnha.people.import_plan import CHUNK, KIND, Change, Plan
from tungnha.people.models import Household, Identifier, Person, Telephone

BATCH = 1000
UPDATE_BATCH = 200  # an update of many rows is one long CASE: short ones are quicker
# What a change is called, and the columns it writes.
WRITES: dict[str, tuple[str, ...]] = {
    "full_name": ("full_name", "folded_name", "sort_key"),
    "birth": ("birth_date", "birth_precision"),
    "residence": ("residence", "residence_since"),
    "household": ("household",), "sex": ("sex",), "relation": ("relation",), "is_head": ("is_head",),
}  # fmt: skip


def write(plan: Plan, source: str) -> dict[str, Any]:
    """Households, then people, then their numbers. Returns who was added, updated and left, by id."""
    _households(plan)
    known = [change for change in plan.changes if not change.is_new]
    new = [change for change in plan.changes if change.is_new]
    for change in plan.changes:
        if change.is_new or "household" in change.fields:
            change.person.household = plan.homes[change.home]
    _make_room_for_heads(plan, known)
    _update(known)
    Person.objects.bulk_create([change.person for change in new], batch_size=BATCH)
    _numbers(plan.changes, source)
    return {
        "added": [change.person.pk for change in new],
        "updated": [[change.person.pk, change.fields] for change in known if change.fields],
        "unchanged": [change.person.pk for change in known if not change.fields],
    }


def _households(plan: Plan) -> None:
    lived_in = {change.home for change in plan.changes}
    homes = {id(home): home for key, home in plan.homes.items() if key in lived_in}
    fresh = [home for home in homes.values() if home.pk is None]
    after = _latest_order(fresh)
    for home in fresh:
        after[home.village_id] += 1
        home.order = after[home.village_id]
    Household.objects.bulk_create(fresh, batch_size=BATCH)
    addressed = [home for home in homes.values() if home.pk in plan.addressed]
    Household.objects.bulk_update(addressed, ["lane", "house"], batch_size=UPDATE_BATCH)


def _latest_order(fresh: Iterable[Household]) -> defaultdict[int, int]:
    villages = {home.village_id for home in fresh}
    rows = Household.objects.filter(village__in=villages).order_by().values_list("village").annotate(Max("order"))
    return defaultdict(int, {village: order or 0 for village, order in rows})


def _make_room_for_heads(plan: Plan, known: list[Change]) -> None:
    """The database allows one head a household at every moment: those who leave the place leave it first."""
    moving = [c.person.pk for c in known if {"household", "is_head"}.intersection(c.fields)]
    leaving = moving + [person.pk for person in plan.demoted]
    for at in range(0, len(leaving), CHUNK):
        Person.objects.filter(pk__in=leaving[at : at + CHUNK]).update(is_head=False)
    Person.objects.bulk_update(plan.demoted, ["relation"], batch_size=UPDATE_BATCH)


def _update(known: list[Change]) -> None:
    """People whose same fields change are written together."""
    together: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    for change in known:
        columns = {column for field in change.fields for column in WRITES.get(field, ())}
        if "household" in change.fields:
            columns.add("is_head")
        if columns:
            change.person.fill_keys()
            together[tuple(sorted(columns))].append(change.person)
    for written, people in together.items():
        Person.objects.bulk_update(people, written, batch_size=UPDATE_BATCH)


def _numbers(changes: list[Change], source: str) -> None:
    identifiers, telephones = [], []
    for change in changes:
        if change.number:
            identifier = Identifier(person=change.person, kind=KIND[change.number.kind], source=source)
            identifier.set_value(change.number.value)
            identifiers.append(identifier)
        for at, digits in enumerate(change.phones):
            telephone = Telephone(person=change.person, main=at == 0 and not change.has_phone, source=source)
            telephone.set_number(digits)
            telephones.append(telephone)
    Identifier.objects.bulk_create(identifiers, batch_size=BATCH)
    Telephone.objects.bulk_create(telephones, batch_size=BATCH)
