"""The register as one part of a file needs it: looked up by number, household code, name and birth. Never whole."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Q, QuerySet

from tungnha.people.importing.rules import PersonRow, code_key, fold
from tungnha.people.models import Household, Identifier, Person, Telephone
from tungnha.people.models.persons import NUMBER_INDEX
from tungnha.units.models import Area
from tungnha.units.protection import blind_index

CHUNK = 500  # values in one IN (…): below every database's limit
PAIRS = 300
NAMESAKES = 20_000  # people of unknown birth looked through for a part
VILLAGES_HELD = 60
LONGEST_SERIAL = 6
T = TypeVar("T")


def chunks(values: list[T], size: int = CHUNK) -> Iterator[list[T]]:
    return (values[at : at + size] for at in range(0, len(values), size))


class Added:
    """The ids of those a file has added so far, as ranges: its own people are not met as if they had been here."""

    def __init__(self, ranges: Iterable[Iterable[int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(tuple(one) for one in ranges):
            self._put(start, end)

    def _put(self, start: int, end: int) -> None:
        if self._ends and self._ends[-1] + 1 >= start:
            self._ends[-1] = max(self._ends[-1], end)
        else:
            self._starts.append(start)
            self._ends.append(end)

    def extend(self, ranges: Iterable[Iterable[int]]) -> None:
        for start, end in ranges:
            self._put(start, end)

    def __contains__(self, pk: int) -> bool:
        at = bisect.bisect_right(self._starts, pk) - 1
        return at >= 0 and pk <= self._ends[at]


class Codes:
    """Household codes of a commune's villages, loaded a village at a time; a few villages are held."""

    def __init__(self, highest: dict[str, int]) -> None:
        self._of: dict[int, dict[str, int]] = {}
        self._last: dict[int, int] = {}
        self._highest = highest

    def find(self, village: int, code: str) -> int | None:
        return self._village(village).get(code_key(code))

    def put(self, village: int, code: str, pk: int) -> None:
        if village in self._of:
            self._of[village][code_key(code)] = pk

    def free(self, village: int) -> str:
        """A number behind all those of the village, in the register and in the file."""
        self._village(village)
        self._last[village] += 1
        return f"{self._last[village]:03d}"

    def _village(self, village: int) -> dict[str, int]:
        if village not in self._of:
            if len(self._of) >= VILLAGES_HELD:
                self._of.pop(next(iter(self._of)))
            rows = list(Household.objects.filter(village=village).order_by().values_list("code", "pk"))
            held = {code_key(code): pk for code, pk in rows}
            self._of[village] = held
            numbers = [int(key) for key in held if _is_serial(key)]
            self._last[village] = max(
                [*numbers, self._highest.get(str(village), 0), self._last.get(village, 0)], default=0
            )
        return self._of[village]


def _is_serial(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= LONGEST_SERIAL


class Lookups:
    """What the register knows of the people and households of one part."""

    def __init__(self, area: Area, rows: list[PersonRow], codes: Codes, added: Added) -> None:
        self.area, self.codes, self.added = area, codes, added
        self.index = {row.line: blind_index(row.number.value, NUMBER_INDEX) for row in rows if row.number}
        self.persons: dict[int, Person] = {}
        self.owner: dict[str, int] = {}
        self.elsewhere: set[str] = set()
        self._owners()
        self.same_name_and_birth: dict[tuple[str, date | None], list[Person]] = defaultdict(list)
        self._namesakes([row for row in rows if self.index.get(row.line, "") not in self.owner])
        self.homes: dict[int, Household] = {}
        self.in_household: dict[int, list[Person]] = defaultdict(list)
        self.phones: dict[int, set[str]] = defaultdict(set)
        self.active: dict[int, set[str]] = defaultdict(set)

    def _owners(self) -> None:
        """Whose each number is, here or elsewhere, old numbers too. Who was merged into another is that other."""
        found: dict[str, tuple[int, int | None, int | None, str | None]] = {}
        for some in chunks(sorted(set(self.index.values()))):
            rows = Identifier.objects.filter(value_ix__in=some).order_by("-status", "pk")
            for index, pk, merged, home, path in rows.values_list(
                "value_ix", "person_id", "person__merged_into_id", "person__household_id",
                "person__household__village__path",
            ):  # fmt: skip
                found[index] = (pk, merged, home, path)
        here: list[int] = []
        for index, (pk, merged, lives_at, village) in found.items():
            self.owner[index] = merged or pk
            if merged or lives_at is None or str(village).startswith(self.area.path):
                here.append(merged or pk)
            else:
                self.elsewhere.add(index)
        for some_ids in chunks(here):
            mine = Q(household=None) | Q(household__village__path__startswith=self.area.path)
            self.persons |= {p.pk: p for p in Person.objects.filter(mine, pk__in=some_ids, merged_into=None)}

    def _namesakes(self, rows: list[PersonRow]) -> None:
        """People with the name (without marks) and the birth of a row."""
        pairs = {(fold(row.full_name), row.birth.date if row.birth else None) for row in rows}
        ids: set[int] = set()
        for some in chunks(sorted((folded, born.isoformat()) for folded, born in pairs if born)):
            ids.update(self._ids_of_pairs(some))
        unknown = sorted(folded for folded, born in pairs if born is None)
        for some_names in chunks(unknown):
            found = self._here().filter(folded_name__in=some_names, birth_date=None).order_by("pk")
            ids.update(found.values_list("pk", flat=True)[:NAMESAKES])
        for some_ids in chunks(sorted(pk for pk in ids if pk not in self.added)):
            for person in Person.objects.filter(pk__in=some_ids, merged_into=None).order_by("pk"):
                person = self.persons.setdefault(person.pk, person)
                self.same_name_and_birth[person.folded_name, person.birth_date].append(person)

    def _here(self) -> QuerySet[Any]:
        return Person.objects.filter(household__village__path__startswith=self.area.path)

    def _ids_of_pairs(self, pairs: list[tuple[str, str]]) -> list[int]:
        """One walk down the index by name and birth; an IN over both would meet every namesake of the commune."""
        found: list[int] = []
        for some in chunks(pairs, PAIRS):
            values = ", ".join(["(%s, %s)"] * len(some))
            sql = (
                f"SELECT p.id FROM (VALUES {values}) AS asked"
                " JOIN people_person p ON p.folded_name = asked.column1 AND p.birth_date = CAST(asked.column2 AS date)"
                " JOIN people_household h ON h.id = p.household_id JOIN units_area a ON a.id = h.village_id"
                " WHERE a.path LIKE %s"
            )
            if connection.vendor == "sqlite":
                sql = sql.replace("CAST(asked.column2 AS date)", "asked.column2")
            with connection.cursor() as cursor:
                cursor.execute(sql, [value for pair in some for value in pair] + [f"{self.area.path}%"])
                found += [pk for (pk,) in cursor.fetchall()]
        return found

    def load_homes(self, ids: Iterable[int]) -> None:
        """Households that were found, and who lives in them."""
        wanted = sorted(set(ids) - set(self.homes))
        for some in chunks(wanted):
            self.homes |= {home.pk: home for home in Household.objects.filter(pk__in=some)}
            for person in Person.objects.filter(household__in=some).order_by("pk"):
                person = self.persons.setdefault(person.pk, person)
                self.in_household[person.household_id or 0].append(person)

    def load_numbers(self) -> None:
        """Telephones of everyone who may be met, and which kinds of number they have in use."""
        for some in chunks(sorted(self.persons)):
            for pk, index in Telephone.objects.filter(person__in=some).values_list("person_id", "number_ix"):
                self.phones[pk or 0].add(index)
            active = Identifier.objects.filter(person__in=some, status=Identifier.Status.ACTIVE)
            for pk, kind in active.values_list("person_id", "kind"):
                self.active[pk].add(kind)
