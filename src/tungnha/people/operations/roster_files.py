"""An organisation's workbook becomes its roster: handed in, looked at, written in one transaction, emptied."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tungnha.matching.problems import UnreadableList
from tungnha.matching.workbooks import Table, open_workbook
from tungnha.people.models import RosterEntry, RosterFile
from tungnha.people.operations.rosters import OUTCOMES, keep_lines
from tungnha.people.rosters import reading
from tungnha.people.rosters.plan import Step, commune_of, plan
from tungnha.people.rosters.rules import why_no_roster
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked


@transaction.atomic
def receive_file(*, organisation: Organisation, name: str, data: bytes, by: Member, at: datetime) -> RosterFile:
    """Take a workbook in. It is opened and its list found before anything is stored, encrypted."""
    problem = why_no_roster(organisation.kind)
    if problem:
        raise BadInput(problem)
    table = _table(name, data)
    file = RosterFile(
        organisation=organisation, name=name[:255], columns=reading.guess(table), received_at=at, received_by=by
    )
    file.seal(data)
    file.save()
    log_event("roster.file_received", about=file, by=by, at=at, rows=len(table.rows))
    return file


@transaction.atomic
def choose_columns(*, file: RosterFile, columns: Mapping[str, int], by: Member, at: datetime) -> RosterFile:
    _must_be_open(file)
    problem = reading.why_columns_do_not_do(columns)
    if problem:
        raise BadInput(problem)
    file.columns = dict(columns)
    file.save(update_fields=["columns"])
    return file


@transaction.atomic
def import_file(*, file: RosterFile, by: Member, at: datetime) -> RosterFile:
    """Write all lines. Lines read = added + updated + unchanged + refused; the same file twice changes nothing."""
    file = RosterFile.objects.select_for_update(of=("self",)).select_related("organisation__area").get(pk=file.pk)
    _must_be_open(file)
    problem = reading.why_columns_do_not_do(file.columns)
    if problem:
        raise BadInput(problem)
    table, read = table_of(file), read_file(file, at.date())
    told = keep_lines(
        organisation=file.organisation,
        lines=[facts for _, facts in read.lines],
        by=by,
        at=at,
        origin_id=f"file-{file.pk}",
    )
    refused = read.refused | {
        number: outcome for (number, _), outcome in zip(read.lines, told, strict=True) if outcome not in OUTCOMES
    }
    file.counts = {word: told.count(word) for word in OUTCOMES} | {"read": read.read, "refused": len(refused)}
    parts = sum(file.counts[word] for word in (*OUTCOMES, "refused"))
    if parts != file.counts["read"]:
        raise AssertionError(f"{file.counts['read']} lines were read, {parts} accounted for")
    file.refused = json.dumps(_left_out(table, refused), ensure_ascii=False)
    file.content, file.imported_at, file.imported_by = "", at, by
    file.save()
    log_event("roster.file_imported", about=file, by=by, at=at, **file.counts)
    return file


@transaction.atomic
def discard_file(*, file: RosterFile, by: Member, at: datetime) -> None:
    _must_be_open(file)
    log_event("roster.file_discarded", about=file, by=by, at=at)
    file.delete()


def _left_out(table: Table, why: Mapping[int, str]) -> dict[str, Any]:
    by_line = dict(table.rows)
    rows = [[line, [_written(cell) for cell in by_line[line]], why[line]] for line in sorted(why)]
    return {"header": [_written(cell) for cell in table.header], "rows": rows}


def _written(cell: object) -> str:
    if isinstance(cell, dt.date):  # a datetime is one too
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _must_be_open(file: RosterFile) -> None:
    if file.imported_at is not None:
        raise Locked("Tệp này đã nhập xong: muốn nhập lại, hãy gửi tệp mới.")


# -- asked by the pages too


def table_of(file: RosterFile) -> Table:
    return _table(file.name, file.open())


def read_file(file: RosterFile, on: dt.date) -> reading.Reading:
    commune = commune_of(file.organisation)
    villages = Area.objects.villages().filter(path__startswith=commune.path) if commune else Area.objects.none()
    known = list(villages.values_list("pk", "type_name", "name"))
    return reading.read(table_of(file), file.columns, known, on)


def preview(file: RosterFile, on: dt.date) -> dict[str, Any]:
    """What the import would do just now: counts, the lines that are refused, who is on the roster and not in the
    file. Writes nothing."""
    read = read_file(file, on)
    steps = plan(file.organisation, [facts for _, facts in read.lines], on)
    refused = read.refused | {n: s.refused for (n, _), s in zip(read.lines, steps, strict=True) if s.refused}
    there = {step.entry.pk for step in steps if step.entry}
    absent = RosterEntry.objects.filter(organisation=file.organisation, to_on=None).exclude(pk__in=there)
    return {
        "read": read.read, "new": sum(1 for s in steps if _is_new(s)), "known": len(there),
        "refused": sorted(refused.items()), "noted": sorted(read.noted.items()), "headings": read.headings,
        "absent": list(absent.select_related("person").order_by("person__sort_key")[:50]),
        "absent_count": absent.count(),
    }  # fmt: skip


def _is_new(step: Step) -> bool:
    return not step.refused and step.entry is None


def _table(name: str, data: bytes) -> Table:
    try:
        table = open_workbook(name, data).table()
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem
    if not table.rows:
        raise BadInput(f"Trang “{table.sheet.name}” có dòng tiêu đề nhưng không có dòng người nào bên dưới.")
    if len(table.rows) > reading.MOST_LINES:
        raise BadInput("Danh sách có hơn 5.000 dòng: hãy chia thành nhiều tệp, mỗi tệp một phần của đơn vị.")
    return table
