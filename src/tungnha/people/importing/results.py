"""What came of a file: the counts, who was added and updated, and the rows that were not taken with their reasons."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from tungnha.people.importing import store
from tungnha.people.models import ImportPart, Person, PopulationFile
from tungnha.units.operations import log_event
from tungnha.units.sealed import SealedFile

COUNTED = ("read", "added", "updated", "unchanged", "refused", "noted", "headings", "households")
OUTCOMES = ("added", "updated", "unchanged")


def must_add_up(counts: Mapping[str, int]) -> None:
    parts = sum(counts.get(word, 0) for word in ("added", "updated", "unchanged", "refused"))
    if parts != counts.get("read", 0):
        raise AssertionError(f"{counts.get('read', 0)} lines were read, {parts} accounted for")


def whole(counts: Mapping[str, int], headings: int) -> dict[str, int]:
    return {word: counts.get(word, 0) for word in COUNTED} | {"headings": headings}


def written(cell: object) -> str:
    if isinstance(cell, dt.date):  # a datetime is one too
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def close(file: PopulationFile, parts: SealedFile, state: str, at: Any) -> None:
    """The file has said what it had to say, or as much as it was let: what is not needed any more goes."""
    counts = whole(file.counts, parts.noted["headings"])
    must_add_up(counts)
    if state == PopulationFile.State.LEFT:
        counts["lines"] = int(parts.noted["lines"])
    elif counts["read"] != parts.noted["lines"]:
        raise AssertionError(f"{parts.noted['lines']} lines in the file, {counts['read']} in its parts")
    keeps = bool(counts["refused"] or counts["noted"])
    if keeps:
        _keep_refused(file)
    with transaction.atomic():
        held = PopulationFile.objects.select_for_update(of=("self",)).select_related("started_by").get(pk=file.pk)
        if held.imported_at is not None:
            return
        held.state, held.counts, held.keeps_refused = state, counts, keeps
        held.imported_at, held.imported_by = at, held.started_by
        held.answers, held.preview, held.progress, held.problem, held.stop_asked = "", "", {}, "", False
        held.save()
        verb = "population.imported" if state == PopulationFile.State.IMPORTED else "population.left"
        log_event(verb, about=held, by=held.started_by, at=at, **counts)
    store.forget(file, "upload", "rows", "parts")


def _keep_refused(file: PopulationFile) -> None:
    """The refused lines and those taken with a remark, as the sender wrote them; the reasons stand with the parts."""
    why = dict(reasons_of(file, "refused"))
    notes = dict(reasons_of(file, "noted"))
    with store.open_sealed(file, "rows") as rows, store.BlockWriter(file, "refused") as out:
        for line, cells in store.rows_of(rows):
            for kind, told in (("refused", why), ("noted", notes)):
                if line in told:
                    out.add([kind, line, [written(cell) for cell in cells], told[line]])
        out.close({"titles": rows.noted["titles"], "refused": len(why), "noted": len(notes)})


def reasons_of(file: PopulationFile, kind: str) -> Iterator[tuple[int, str]]:
    """(line, why) in the order of the parts."""
    some = ImportPart.objects.filter(file=file, **{f"counts__{kind}__gt": 0}).order_by("number")
    for text in some.values_list(kind, flat=True).iterator(20):
        yield from ((line, why) for line, why in json.loads(text or "[]"))


def first_reasons(file: PopulationFile, kind: str, most: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for one in reasons_of(file, kind):
        found.append(one)
        if len(found) >= most:
            break
    return sorted(found)


def left_out(file: PopulationFile, kind: str = "refused") -> Iterator[tuple[int, list[str], str]]:
    """(line, cells as they were sent, why) of the lines not taken, or of those taken with a remark."""
    if not store.has(file, "refused"):
        return
    with store.open_sealed(file, "refused") as kept:
        for one, line, cells, why in store.things_of(kept):
            if one == kind:
                yield line, cells, why


def titles_of(file: PopulationFile) -> list[str]:
    with store.open_sealed(file, "refused") as kept:
        titles: list[str] = kept.noted["titles"]
        return titles


# -- the people behind a figure


class Outcome(Sequence[Any]):
    """(person's id, line or None, what changed) of everyone added, updated or left, in the order of the file. Only
    the parts of the page that is looked at are loaded."""

    def __init__(self, file: PopulationFile, which: str) -> None:
        self._file, self._which = file, which
        counts = ImportPart.objects.filter(file=file).order_by("number").values_list("number", "counts")
        self._sizes = [(number, found.get(which, 0)) for number, found in counts]

    def __len__(self) -> int:
        return sum(size for _, size in self._sizes)

    def __getitem__(self, wanted: Any) -> Any:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(len(self))
        found: list[Any] = []
        at = 0
        for number, size in self._sizes:
            if at < stop and at + size > start:
                found += self._part(number)[max(0, start - at) : stop - at]
            at += size
        return found

    def _part(self, number: int) -> list[Any]:
        (held,) = ImportPart.objects.filter(file=self._file, number=number).values_list(self._which, flat=True)
        if self._which == "added":
            return [(pk, None, []) for start, end in held for pk in range(start, end + 1)]
        return [(one[0], one[1], one[2] if len(one) > 2 else []) for one in held]


def came_with(person: Person) -> PopulationFile | None:
    """The file that brought a person into the register."""
    parts = ImportPart.objects.filter(added_from__lte=person.pk, added_to__gte=person.pk).select_related("file")
    for part in parts:
        if any(start <= person.pk <= end for start, end in part.added):
            found: PopulationFile = part.file
            return found
    return None


def ids_of(ranges: Iterable[Sequence[int]]) -> Iterator[int]:
    return (pk for start, end in ranges for pk in range(start, end + 1))
