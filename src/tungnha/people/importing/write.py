"""Writes one part into the register, in batches. Called inside the part's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model, Q

from tungnha.people import finding
from tungnha.people.importing.plan import KIND, WRITES, Change, PartPlan, Run
from tungnha.people.importing.register import CHUNK, chunks
from tungnha.people.models import Household, Identifier, Person, PersonChange, PopulationFile, Telephone
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.people.operations.history import change_of
from tungnha.units.models import Member
from tungnha.units.protection import blind_index

BATCH = 1000
UPDATE_BATCH = 200  # an update of many rows is one long CASE: short ones are quicker


def write(plan: PartPlan, run: Run, file: PopulationFile, orders: dict[str, int], by: Member, at: datetime) -> Any:
    """Households, then people, then their numbers, then what stood before. Returns who was added, updated and left:
    {"added": [[first, last]], "updated": [[pk, line, [fields]]], "unchanged": [[pk, line]], "heads": [[home, line]]}.
    """
    known = [change for change in plan.changes if not change.is_new]
    new = [change for change in plan.changes if change.is_new]
    _households(plan, run, orders)
    for change in plan.changes:
        if change.is_new or "household" in change.fields:
            change.person.household = plan.homes[change.home]
    for change in new:
        change.person.fill_keys()
        if file.official:
            change.person.confirmed_on, change.person.confirmed_how = file.as_of_on, Person.Confirmed.LIST
    _make_room_for_heads(plan, known)
    _update(known)
    Person.objects.bulk_create([change.person for change in new], batch_size=BATCH)
    _numbers(plan.changes, file.source)
    if file.official:
        _confirm([change.person.pk for change in known], file.as_of_on)
    _remember(plan, known, file, by, at)
    _refresh(plan, known, new)
    return {
        "added": _ranges(change.person.pk for change in new),
        "updated": [[c.person.pk, c.row.line, list(dict.fromkeys(c.fields))] for c in known if c.fields],
        "unchanged": [[c.person.pk, c.row.line] for c in known if not c.fields],
        "heads": [[plan.homes[key].pk, line] for key, line in plan.heads.items() if plan.homes[key].pk],
    }


def _households(plan: PartPlan, run: Run, orders: dict[str, int]) -> None:
    lived_in = {change.home for change in plan.changes}
    fresh = [(key, home) for key, home in plan.homes.items() if key in lived_in and home.pk is None]
    for key, home in fresh:
        home.order = orders.get(str(home.village_id), 0) + plan.orders[key] + 1
    Household.objects.bulk_create([home for _, home in fresh], batch_size=BATCH)
    for _, home in fresh:
        run.codes.put(home.village_id, home.code, home.pk)
    addressed = [home for home in plan.homes.values() if home.pk in plan.addressed]
    Household.objects.bulk_update(addressed, ["lane", "house"], batch_size=UPDATE_BATCH)


def _make_room_for_heads(plan: PartPlan, known: list[Change]) -> None:
    """The database allows one head a household at every moment: those who leave the place leave it first."""
    moving = [c.person.pk for c in known if {"household", "is_head"}.intersection(c.fields)]
    leaving = moving + [person.pk for person, _ in plan.demoted]
    for some in chunks(leaving, CHUNK):
        Person.objects.filter(pk__in=some).update(is_head=False)
    Person.objects.bulk_update([person for person, _ in plan.demoted], ["relation"], batch_size=UPDATE_BATCH)


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
    """Numbers and telephones are written past the models: of a million people there are two million, and the objects
    would cost more than the encryption."""
    number, phone = Identifier._meta.get_field("value"), Telephone._meta.get_field("number")
    identifiers: list[tuple[Any, ...]] = []
    telephones: list[tuple[Any, ...]] = []
    for change in changes:
        pk = change.person.pk
        if change.number:
            index = change.index or blind_index(change.number.value, NUMBER_INDEX)
            value, kind = number.get_prep_value(change.number.value), str(KIND[change.number.kind])
            identifiers.append((pk, kind, value, index, str(Identifier.Status.ACTIVE), source, None, None))
        for at, digits in enumerate(change.phones):
            main = at == 0 and not change.has_phone
            index = blind_index(digits, PHONE_INDEX)
            telephones.append((phone.get_prep_value(digits), index, pk, main, None, None, source))
    _insert(
        Identifier,
        ("person_id", "kind", "value", "value_ix", "status", "source", "valid_from", "valid_to"),
        identifiers,
    )
    _insert(Telephone, ("number", "number_ix", "person_id", "main", "from_on", "to_on", "source"), telephones)


def _insert(model: type[Model], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    assert set(columns) == {field.column for field in model._meta.concrete_fields} - {"id"}
    quote = connection.ops.quote_name
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) VALUES "
    one = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for some in chunks(rows, BATCH):
            cursor.execute(into + ", ".join([one] * len(some)), [value for row in some for value in row])


def _confirm(ids: list[int], on: date) -> None:
    """An official list says again that these people are there; an older one than what is known says nothing new."""
    for some in chunks(ids):
        older = Person.objects.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=on), pk__in=some)
        older.update(confirmed_on=on, confirmed_how=Person.Confirmed.LIST)


# -- what stood before


def _remember(plan: PartPlan, known: list[Change], file: PopulationFile, by: Member, at: datetime) -> None:
    """One step a household: it can be looked at, and taken back, as a whole. Who was added is kept in ImportPart: a
    million rows that say nothing but "new" would be half of the table."""
    step: dict[str, int] = {}
    for change in plan.changes:
        step.setdefault(change.home, change.row.line)
    kept: list[PersonChange] = []

    def keep(kind: str, key: str, **said: Any) -> None:
        kept.append(
            change_of(kind, at=at, by=by, reason=f"Theo {file.source}, {file.as_of_on:%d/%m/%Y}", origin="import",
                      origin_id=f"{file.pk}:{step[key]}", **said)
        )  # fmt: skip

    for change in known:
        if not set(change.fields) - {"address"}:
            continue
        after = {name: getattr(change.person, name) for name in change.before}
        before = {name: old for name, old in change.before.items() if after[name] != old}
        after = {name: after[name] for name in before}
        if change.number:
            after["number"] = change.number.value
        if change.phones:
            after["telephone"] = ", ".join(change.phones)
        keep(_kind(change), change.home, person=change.person, before=before, after=after)
    by_home: dict[int, str] = {plan.homes[key].pk: key for key in step}
    for person, before in plan.demoted:
        after = {name: getattr(person, name) for name in before}
        keep(PersonChange.Kind.CORRECTED, by_home[person.household_id or 0], person=person, before=before, after=after)
    for pk, before in plan.addressed.items():
        home = plan.homes[by_home[pk]]
        after = {name: getattr(home, name) for name in before}
        keep(PersonChange.Kind.CORRECTED, by_home[pk], household=home, before=before, after=after)
    PersonChange.objects.bulk_create(kept, batch_size=BATCH)


def _kind(change: Change) -> str:
    if "household" in change.fields:
        return PersonChange.Kind.MOVED
    if set(change.fields) <= {"residence", "address"}:
        return PersonChange.Kind.RESIDENCE
    return PersonChange.Kind.CORRECTED


def _refresh(plan: PartPlan, known: list[Change], new: list[Change]) -> None:
    """The words a search walks."""
    changed = [c.person.pk for c in known if {"full_name", "household", "residence", "birth"}.intersection(c.fields)]
    finding.refresh([c.person.pk for c in new] + changed)


def _ranges(ids: Iterable[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for pk in sorted(ids):
        if found and found[-1][1] + 1 == pk:
            found[-1][1] = pk
        else:
            found.append([pk, pk])
    return found
