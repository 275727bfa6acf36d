"""What rooms above say of merging: which of their rows are derived, and how these are made anew.

`ledger` registers its standings in AppConfig.ready; `people` knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from tungnha.people.models import Merge, Person

# Subjects whose rows were moved: model label → ids. Called after a merge and after one was taken back.
Settle = Callable[[dict[str, set[int]]], None]

_derived: set[str] = {"people.Doubt", "people.NameWord"}
_settlers: list[Settle] = []


def derived(label: str, settle: Settle | None = None) -> None:
    """Rows of this model are thrown away for the records concerned, and `settle` makes them anew."""
    _derived.add(label)
    if settle is not None and settle not in _settlers:
        _settlers.append(settle)


def is_derived(label: str) -> bool:
    return label in _derived


def settle(subjects: dict[str, set[int]]) -> None:
    for one in _settlers:
        one(subjects)


def survivor(person: Person) -> Person:
    """The record that stands for this person now: itself, or the one it was merged into, however long the chain."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def standing_for(ids: Collection[int]) -> dict[int, Person]:
    """Each id with the record that stands for it now: for rooms that keep ids of people elsewhere than in a key."""
    rows = Person.objects.select_related("household__village").in_bulk(list(ids))
    return {pk: survivor(person) for pk, person in rows.items()}


def all_records(person: Person) -> list[int]:
    """The ids of a record and of every one that was merged into it: whose history is this person's history."""
    found, waiting = [person.pk], [person.pk]
    while waiting:
        waiting = list(Person.objects.filter(merged_into__in=waiting).order_by("pk").values_list("pk", flat=True))
        found += waiting
    return found


def forget(persons: Collection[int]) -> int:
    """Blank what merges of these people kept, when their data is erased: no undoing brings it back."""
    return Merge.objects.filter(kept__in=persons).update(state_text="") + Merge.objects.filter(gone__in=persons).update(
        state_text=""
    )
