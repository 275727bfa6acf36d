"""The cross-check (đối chiếu) of a list's rows with the register of its area."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Prefetch

from tungnha import matching
from tungnha.lists.models import ColumnChoice, IncomingList, ListRow
from tungnha.lists.operations.locks import lock, refuse_confirmed
from tungnha.lists.operations.opening import header_key, table_of
from tungnha.lists.rules import FIELDS, ReadRow, read_row
from tungnha.matching.workbooks import Table
from tungnha.people.models import Identifier, Person, Telephone
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.protection import blind_index, steady_index

BATCH = 500


def match_list(*, received: IncomingList, columns: dict[str, int], by: Member, at: datetime) -> None:
    """Confirm what the columns are, remember it for this sender, and match every row against the area's register.

    The matching itself only reads, so it runs before the transaction: nobody else's visits wait for it.
    """
    refuse_confirmed(received)
    table = table_of(received)
    _check_columns(columns, table)
    with steady_index():
        read = read_rows(table, columns)
        verdicts = {v.row_no: v for v in matching.match(register_of(received.area), [r.row for r in read.values()])}
    rows = [_list_row(received, line, cells, read[line], verdicts[line]) for line, cells in table.rows]
    with transaction.atomic():
        lock(received)
        ColumnChoice.objects.update_or_create(
            sender=received.sender, header=header_key(table),
            defaults={"columns": columns, "confirmed_at": at, "confirmed_by": by},
        )  # fmt: skip
        received.rows.all().delete()
        ListRow.objects.bulk_create(rows, batch_size=BATCH)
        received.columns, received.matched_at = columns, at
        received.save(update_fields=["columns", "matched_at"])
        log_event("list.matched", about=received, by=by, at=at, rows=len(read))


def _check_columns(columns: dict[str, int], table: Table) -> None:
    if "full_name" not in columns and "personal_number" not in columns:
        raise BadInput("Cần ít nhất cột họ và tên hoặc cột số định danh để đối chiếu.")
    width = max(len(cells) for cells in (table.header, *(cells for _, cells in table.rows)))
    if set(columns) - set(FIELDS) or any(not 0 <= at < width for at in columns.values()):
        raise BadInput("Cách chọn cột không khớp với tệp: xin chọn lại.")
    if len(set(columns.values())) < len(columns):
        raise BadInput("Một cột đang được chọn cho hai mục: xin chọn lại.")


def read_rows(table: Table, columns: dict[str, int]) -> dict[int, ReadRow]:
    read = partial(
        read_row,
        columns=columns,
        number_index=lambda value: blind_index(value, NUMBER_INDEX),
        phone_index=lambda value: blind_index(value, PHONE_INDEX),
    )
    return {line: read(line, cells) for line, cells in table.rows}


def register_of(area: Area) -> Iterable[matching.RegisterRow]:
    """The people of an area, as the matcher takes them. Numbers stay blind-indexed: nothing is decrypted."""
    persons = (
        Person.objects.filter(household__village__path__startswith=area.path)
        .exclude(residence=Person.Residence.DECEASED)
        .select_related("household__village")
        .prefetch_related(
            Prefetch("identifiers", Identifier.objects.defer("value")),
            Prefetch("telephones", Telephone.objects.defer("number")),
        )
        .order_by("pk")
    )
    for person in persons.iterator(chunk_size=2000):
        numbers = [(i.status == "active", i.value_ix) for i in person.identifiers.all()]
        active = [value for is_active, value in numbers if is_active]
        phones = [t.number_ix for t in person.telephones.all() if t.to_on is None]
        yield matching.RegisterRow(
            id=person.pk,
            personal_number=active[0] if active else None,
            other_numbers=tuple(active[1:] + [value for is_active, value in numbers if not is_active]),
            full_name=person.full_name,
            birth=person.birth,
            sex=person.sex or None,  # type: ignore[arg-type]
            village=person.household.full_village_name if person.household else None,
            phone=phones[0] if phones else None,
        )


def _list_row(
    received: IncomingList, line: int, cells: Iterable[object], read: ReadRow, verdict: matching.Verdict
) -> ListRow:
    return ListRow(
        incoming=received, number=line, raw=json.dumps([_plain(cell) for cell in cells], ensure_ascii=False),
        verdict=verdict.verdict, person_id=verdict.person_id, probability=verdict.probability,
        candidates=[[pk, list(reasons)] for pk, reasons in verdict.candidates], reasons=list(verdict.reasons),
        since_on=read.since_on,
    )  # fmt: skip


def _plain(cell: object) -> object:
    return cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell)
