"""The register of an area as the cross-check reads it: once, its numbers in clear only in the memory of the process
that checks (docs/decisions/0025-receiving-lists.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Max, Q

from tungnha import matching
from tungnha.identity.dates import PartialDate
from tungnha.people.models import Identifier, ImportPart, Person, PersonChange, PopulationFile, Telephone
from tungnha.units.models import Area

CHUNK = 2_000
# What a check rests on; that somebody was asked again, or went to work elsewhere, changes nothing of it.
TELLING = ("added", "corrected", "moved", "merged", "unmerged", "erased")
Seen = Callable[[int], None]


def people_of(area: Area) -> Any:
    """Whom a list of an area may mean: everybody of its register who lives."""
    return Person.objects.filter(household__village__path__startswith=area.path).exclude(
        residence=Person.Residence.DECEASED
    )


def register_of(area: Area, seen: Seen | None = None) -> Iterator[matching.RegisterRow]:
    """Everybody of an area, with numbers and telephones in clear. `seen` hears how many were read; may raise to stop.

    A chunk at a time by id, so that no cursor stays open while the caller works."""
    last, count = 0, 0
    fields = (
        "pk", "full_name", "birth_date", "birth_precision", "sex", "household__village__type_name",
        "household__village__name",
    )  # fmt: skip
    while True:
        rows = list(people_of(area).filter(pk__gt=last).order_by("pk").values_list(*fields)[:CHUNK])
        if not rows:
            return
        ids = [row[0] for row in rows]
        numbers, phones = _numbers_of(ids), _phones_of(ids)
        for pk, name, born, precision, sex, kind, village in rows:
            active, others = numbers.get(pk, ([], []))
            yield matching.RegisterRow(
                id=pk, full_name=name, sex=sex or None, village=f"{kind} {village}".strip() or None,
                birth=PartialDate(born, precision) if born else None, personal_number=active[0] if active else None,
                other_numbers=tuple(active[1:] + others), phone=phones.get(pk),
            )  # fmt: skip
        last, count = ids[-1], count + len(ids)
        if seen:
            seen(count)


def _numbers_of(ids: list[int]) -> dict[int, tuple[list[str], list[str]]]:
    """(numbers in use, old ones) of each; decrypted as they come."""
    found: dict[int, tuple[list[str], list[str]]] = {}
    rows = Identifier.objects.filter(person__gte=ids[0], person__lte=ids[-1], person__in=ids).order_by("pk")
    for pk, status, value in rows.values_list("person", "status", "value"):
        if value:
            found.setdefault(pk, ([], []))[status != Identifier.Status.ACTIVE].append(value)
    return found


def _phones_of(ids: list[int]) -> dict[int, str]:
    rows = Telephone.objects.filter(person__in=ids, to_on=None).order_by("main", "-pk")
    return {pk: number for pk, number in rows.values_list("person", "number") if number}


# -- how far the register was


def mark_of(area: Area) -> dict[str, int]:
    """Where the register stands now; `changed_since` tells what came later."""
    return {
        "change": PersonChange.objects.aggregate(last=Max("pk"))["last"] or 0,
        "part": ImportPart.objects.aggregate(last=Max("pk"))["last"] or 0,
    }


def changed_since(area: Area, mark: dict[str, int]) -> int:
    """How many steps of change the register of an area has seen since; 0: a check would find the same."""
    here = Q(person__household__village__path__startswith=area.path)
    steps = PersonChange.objects.filter(here, pk__gt=mark.get("change", 0), kind__in=TELLING).count()
    parts = ImportPart.objects.filter(file__area__path__startswith=area.path, pk__gt=mark.get("part", 0))
    added = sum(counts.get("added", 0) for counts in parts.values_list("counts", flat=True))
    return steps + int(added)


def being_imported(area: Area) -> PopulationFile | None:
    """The population file that is being written into the register just now."""
    above = [*area.ancestor_paths(), area.path]
    here = Q(area__path__startswith=area.path) | Q(area__path__in=above)
    found: PopulationFile | None = PopulationFile.objects.filter(here, state=PopulationFile.State.IMPORTING).first()
    return found
