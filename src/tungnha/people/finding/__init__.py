"""The words of every name, kept true beside the register, so that a search walks them (people/finding/searching.py).

Person.save and Household.save keep them by a signal. Whoever writes names, births, residence or households past
save() (bulk_create, bulk_update, update) calls `refresh`; whoever moves households to another village past save()
calls `refresh_households`. `faults` holds the words against the register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Mod

from tungnha.people.finding import words as name_words
from tungnha.people.models import NameWord, Person
from tungnha.units.database import refresh_statistics

BATCH = 2000  # persons read at once
ROWS = 500  # words written by one statement: SQLite takes 32,766 values in one
HERE, AWAY, GONE = 0, 1, 2
STATES = {Person.Residence.AWAY: AWAY, Person.Residence.MOVED: GONE, Person.Residence.DECEASED: GONE}
COLUMNS = ("commune_id", "village_id", "word", "place", "person_id", "spelled", "year", "state", "other_id")


class Row(NamedTuple):
    """One row of NameWord, in the order of COLUMNS."""

    commune: int
    village: int
    word: int
    place: bytes
    person: int
    spelled: str
    year: int | None
    state: int
    other: int | None


def refresh(persons: Iterable[int]) -> int:
    """Make the search words of these persons anew. Returns how many rows were written or removed.

    A merged record is found under its own name and leads to the one it went into, so both are made anew.
    """
    changed = 0
    for batch in _batches(persons):
        with transaction.atomic():
            changed += _refresh(_with_merged(set(batch)))
    return changed


def refresh_households(households: Iterable[int]) -> int:
    """The same for everyone who lives in these households."""
    changed = 0
    for batch in _batches(households):
        changed += refresh(list(Person.objects.filter(household__in=batch).order_by().values_list("pk", flat=True)))
    return changed


def rebuild() -> int:
    """Make all words anew, and leave those that are right. Returns how many rows were wrong."""
    changed = refresh(_every_person())
    refresh_statistics(NameWord)
    return changed


def tend(at: datetime) -> int:
    """Look at one 24th of the register, by the hour, and mend what is wrong there: in a day all of it is looked at.
    Returns how many rows were wrong; there are some only where somebody wrote past save() and told nobody."""
    mine = Person.objects.annotate(part=Mod("pk", 24)).filter(part=at.hour).order_by("pk")
    return refresh(list(mine.values_list("pk", flat=True)))


def fill(person: type[models.Model], name_word: type[models.Model]) -> None:
    """All words of a register that has none yet. Takes the models, for a migration has its own."""
    rows: list[Row] = []
    for batch in _batches(_every_person(person)):
        rows += _wanted(_known(set(batch), person))
        rows = _insert(rows, name_word, leave=ROWS)
    _insert(rows, name_word)


def faults(limit: int = 20) -> list[str]:
    """Where the words and the register differ, by the number of the person; none when all is well. Names no name."""
    found: list[str] = []
    for batch in _batches(_every_person()):
        wanted, held = Counter(_wanted(_known(set(batch)))), Counter(_held(batch).values())
        found += [f"person {row.person}: a word is missing" for row in sorted(wanted - held, key=_by_person)]
        found += [f"person {row.person}: a word too many" for row in sorted(held - wanted, key=_by_person)]
        if len(found) >= limit:
            return found[:limit]
    return found


# -- one batch


class _Known(NamedTuple):
    """What the words of one name need: whose name, who is found by it, where she lives."""

    pk: int
    full_name: str
    person: int
    commune: int
    village: int
    year: int | None
    state: int


def _with_merged(persons: set[int]) -> set[int]:
    """And those they were merged into, and those who carry their names now."""
    fresh = persons
    while fresh:
        into = Person.objects.filter(pk__in=fresh, merged_into__isnull=False).order_by()
        carry = NameWord.objects.filter(other__in=fresh).values_list("person", flat=True)
        fresh = {pk for pk in (*into.values_list("merged_into", flat=True), *carry) if pk is not None} - persons
        persons = persons | fresh
    return persons


def _refresh(persons: set[int]) -> int:
    held = _held(persons)
    wanted = set(_wanted(_known(persons)))
    first = {row: pk for pk, row in reversed(held.items())}  # two requests at once may both have written a row
    wrong = [pk for pk, row in held.items() if row not in wanted or first[row] != pk]
    missing = sorted(wanted - set(held.values()))
    for at in range(0, len(wrong), ROWS):
        NameWord.objects.filter(pk__in=wrong[at : at + ROWS]).delete()
    _insert(missing)
    return len(wrong) + len(missing)


def _held(persons: Iterable[int]) -> dict[int, Row]:
    rows = NameWord.objects.filter(person__in=list(persons)).values_list("pk", *COLUMNS)
    return {pk: Row._make(bytes(cell) if at == 3 else cell for at, cell in enumerate(row)) for pk, *row in rows}


def _known(persons: Iterable[int], model: type[models.Model] = Person) -> Iterator[_Known]:
    """Their own names, then those of the records merged into them."""
    own = {known.pk: known for known in _read(Q(pk__in=list(persons)), model)}
    yield from own.values()
    carriers, level = own, set(own)
    while level:
        found = model._default_manager.filter(merged_into__in=level, erased_at=None)
        merged = list(found.values_list("pk", "full_name", "merged_into"))
        others = {}
        for pk, full_name, into in merged:
            others[pk] = carriers[into]._replace(pk=pk, full_name=full_name)
        yield from others.values()
        carriers, level = others, set(others)


def _read(which: Q, model: type[models.Model]) -> Iterator[_Known]:
    found = model._default_manager.filter(which, erased_at=None, merged_into=None, household__isnull=False)
    for pk, name, residence, born, village, commune in found.order_by().values_list(
        "pk", "full_name", "residence", "birth_date", "household__village_id", "household__village__parent_id"
    ):
        year = born.year if born else None
        yield _Known(pk, name, pk, commune, village, year, STATES.get(residence, HERE))


def _wanted(known: Iterable[_Known]) -> list[Row]:
    """Rows of their names, own names before others'. The own name decides where somebody stands; a merged record's
    has a row for each of its words, and says nothing new when it is the same name."""
    rows: list[Row] = []
    place: dict[int, bytes] = {}
    said: set[tuple[int, str]] = set()
    for one in known:
        name = name_words.spell(one.full_name)
        if name is None or (one.person, name.spelled) in said:
            continue
        said.add((one.person, name.spelled))
        own = one.pk == one.person
        where = place.setdefault(one.person, name.place(one.state == GONE))
        spelled, words = (name.spelled, name.words[:-1]) if own else (name.spelled_as_other, name.words)
        rows += [
            Row(
                one.commune, one.village, word, where, one.person, spelled, one.year, one.state, None if own else one.pk
            )
            for word in {0, *(word.code for word in words)}
        ]
    return rows


def _insert(rows: list[Row], model: type[models.Model] = NameWord, leave: int = 0) -> list[Row]:
    """Write them, many by one statement: three million objects would take minutes. `leave`: keep so few back."""
    table = connection.ops.quote_name(model._meta.db_table)
    one = "(" + ", ".join(["%s"] * len(COLUMNS)) + ")"
    at = 0
    with connection.cursor() as cursor:
        while len(rows) - at > leave:
            part = rows[at : at + ROWS]
            sql = f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES {', '.join([one] * len(part))}"
            cursor.execute(sql, [value for row in part for value in row])
            at += len(part)
    return rows[at:]


def _by_person(row: Row) -> tuple[int, int]:
    return row.person, row.word


def _every_person(model: type[models.Model] = Person) -> Iterator[int]:
    last = 0
    while True:
        rows = model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        batch = list(rows[:BATCH])
        if not batch:
            return
        yield from batch
        last = batch[-1]


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for pk in ids:
        batch.append(pk)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
