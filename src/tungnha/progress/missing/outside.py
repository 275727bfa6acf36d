"""On a list, but not on the register: rows as the list says them, by the village they name, and what came of looking.

What a row says stands encrypted: it is read here, a few thousand rows at the most, never searched by the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from tungnha.identity import names
from tungnha.ledger.models import Measure
from tungnha.ledger.rules import parse_rule
from tungnha.lists.models import IncomingList, ListRow
from tungnha.lists.queries import masked
from tungnha.people.models import Identifier
from tungnha.progress.missing.waiting import parts_of
from tungnha.progress.models import RowLook
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

MOST_READ = 5_000
NOWHERE, ELSEWHERE = "", "khac"
SHOWS = {"can-tim": "Cần tìm", "da-xem": "Đã tìm, không có ở đây"}
SETTLED = (RowLook.Found.NOT_HERE, RowLook.Found.NOBODY)


def rows_of(measure: Measure, area: Area, reader: Member, show: str = "can-tim") -> QuerySet[Any]:
    """Rows that nobody on the register is, of lists about what the measure asks; the newest word about a number only,
    and nobody who has come onto the register since. Of lists whose content is gone there is nobody to look for.
    `show`: still to be looked for, or looked for in vain."""
    asked = Q(pk__in=[])
    for part in parts_of(parse_rule(measure.rule)):
        asked |= Q(incoming__service__code=part.service, incoming__level__gte=part.level)
    near = Q(incoming__area__path__startswith=area.path) | Q(incoming__area__path__in=area.ancestor_paths())
    # Said twice, that there is a number: only then is the index of numbers good for the look at other rows.
    same = ListRow.objects.exclude(said_number_ix="").filter(
        said_number_ix=OuterRef("said_number_ix"), incoming__service=OuterRef("incoming__service"),
        incoming__withdrawn_at=None, kind=ListRow.Kind.PERSON,
    )  # fmt: skip
    newer = same.filter(
        Q(incoming__as_of_on__gt=OuterRef("incoming__as_of_on"))
        | Q(incoming__as_of_on=OuterRef("incoming__as_of_on"), pk__gt=OuterRef("pk"))
    )
    known = Identifier.objects.filter(value_ix=OuterRef("said_number_ix"))
    rows = ListRow.objects.visible_to(reader).filter(
        asked & near, verdict=ListRow.Verdict.NOT_FOUND, kind=ListRow.Kind.PERSON, has_it=True, double_of=None,
        incoming__withdrawn_at=None, incoming__gone_at=None,
    )  # fmt: skip
    rows = rows.filter(Q(said_number_ix="") | (~Exists(newer) & ~Exists(known)))
    looks = RowLook.objects.filter(incoming=OuterRef("incoming"), line=OuterRef("number")).order_by("-at", "-pk")
    rows = rows.annotate(found=Subquery(looks.values("found")[:1]))
    settled = Q(found__in=SETTLED)
    return rows.filter(settled) if show == "da-xem" else rows.exclude(settled & Q(found__isnull=False))


@dataclass(frozen=True)
class Outside:
    """One row, as its list says it, numbers masked, and the village it names, where it is one of ours."""

    row: ListRow
    name: str
    born: str
    number: str
    phone: str
    place: str
    village: Area | None
    facts: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def found_words(self) -> str:
        said = getattr(self.row, "found", None)
        return str(RowLook.Found(said).label) if said else ""


def read(rows: Iterable[ListRow], area: Area) -> list[Outside]:
    """What the rows say. Villages are known by their names, with or without “thôn”, in any spelling of marks."""
    known = villages_by_name(area)
    return [_read(row, known) for row in rows]


def _read(row: ListRow, known: dict[str, Area]) -> Outside:
    said = row.read_cells or _raw_cells(row)
    place = said.get("village", "")
    return Outside(
        row, said.get("full_name", "") or "không ghi tên", said.get("birth", ""),
        masked("personal_number", said.get("personal_number", "")), masked("phone", said.get("phone", "")),
        masked("village", place), village_named(place, known), said,
    )  # fmt: skip


def _raw_cells(row: ListRow) -> dict[str, str]:
    """Of a list that was checked before rows kept what they were read as."""
    cells, columns = row.cells, row.incoming.columns
    return {name: str(cells[at] or "") for name, at in columns.items() if at < len(cells)}


def villages_by_name(area: Area) -> dict[str, Area]:
    commune = area.commune or area
    known: dict[str, Area] = {}
    for village in Area.objects.villages().filter(path__startswith=commune.path):
        for words in (village.full_name, village.name):
            known.setdefault(names.fold(words), village)
    return known


def village_named(text: str, known: dict[str, Area]) -> Area | None:
    """The village an address names: as a whole, or as one part of it between commas."""
    for part in (text, *text.replace(";", ",").replace(" - ", ",").split(",")):
        found = known.get(names.fold(part.strip()))
        if found is not None:
            return found
    return None


def in_places(rows: QuerySet[Any], area: Area) -> dict[int | str, list[int]]:
    """village → rows that name it, "" → rows that name none, "khac" → rows of another place. Only villages in the area.
    Call it with MOST_READ rows at the most."""
    known = villages_by_name(area)
    found: dict[int | str, list[int]] = {}
    for pk, text, raw, columns in rows.values_list("pk", "read", "raw", "incoming__columns"):
        place = _place_in(text, raw, columns)
        village = village_named(place, known)
        if village is not None and not area.contains(village):
            continue
        found.setdefault(village.pk if village else ELSEWHERE if place else NOWHERE, []).append(pk)
    return found


def _place_in(text: str, raw: str, columns: dict[str, int]) -> str:
    if text:
        return str(json.loads(text).get("village", "") or "")
    cells, at = (json.loads(raw) if raw else []), columns.get("village")
    return str(cells[at] or "") if at is not None and at < len(cells) else ""


def note_look(
    *, incoming: IncomingList, line: int, found: str, by: Member, at: datetime
) -> RowLook:  # fmt: skip
    """Keep what came of looking for a row's person. Raises BadInput for a line that is not among those to look for."""
    row = incoming.rows.filter(number=line).first()
    if row is None or row.verdict != ListRow.Verdict.NOT_FOUND:
        raise BadInput(f"Dòng {line} của danh sách này không còn là dòng cần tìm.")
    look = RowLook.objects.create(incoming=incoming, line=line, found=RowLook.Found(found), at=at, by=by)
    log_event("list.row_looked_for", about=incoming, by=by, at=at, row=line, found=found)
    return look


__all__: Sequence[str] = (
    "ELSEWHERE", "MOST_READ", "NOWHERE", "SHOWS", "Outside", "in_places", "note_look", "read", "rows_of",
)  # fmt: skip
