"""A population file is taken in, its columns confirmed, what it leaves open asked, and then it is the register."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tungnha.matching.problems import UnreadableList
from tungnha.matching.workbooks import Table, Workbook, open_workbook
from tungnha.people import import_reading as reading
from tungnha.people import import_rules as rules
from tungnha.people.import_plan import Plan, make_plan
from tungnha.people.import_write import write
from tungnha.people.models import Household, Identifier, Person, PopulationFile, Telephone
from tungnha.units.database import refresh_statistics
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

MOST_ASKED = 60  # more unknown villages than that: the column is no column of villages


@transaction.atomic
def receive_file(
    *, area: Area, name: str, data: bytes, source: str, as_of_on: date, by: Member, at: datetime
) -> PopulationFile:
    """Take a file in. It is opened and its list found before anything is stored; then it is stored encrypted."""
    if area.kind != Area.Kind.COMMUNE:
        raise BadInput("Nhân khẩu được nhập theo xã, phường: hãy vào với tư cách cán bộ của xã.")
    if not villages_of(area, at.date()):
        raise BadInput("Xã chưa có thôn nào: hãy thêm thôn ở trang Thiết lập trước khi nhập nhân khẩu.")
    if as_of_on > at.date():
        raise BadInput("Ngày của số liệu còn ở phía trước: xin ghi ngày danh sách được lập.")
    table = _table(_workbook(name, data))
    file = PopulationFile(
        area=area, name=name[:255], source=source, as_of_on=as_of_on, sheet=table.sheet.name[:120],
        header_row=table.header_at + 1, columns=rules.guess(table.header, table.columns), received_at=at,
        received_by=by,
    )  # fmt: skip
    file.seal(data)
    file.save()
    log_event("population.received", about=file, by=by, at=at, rows=len(table.rows))
    return file


@transaction.atomic
def choose_sheet(*, file: PopulationFile, sheet: str, by: Member, at: datetime) -> Table:
    """Read another sheet of the same file; its columns are guessed anew."""
    _must_be_open(file)
    table = _table(workbook_of(file), sheet)
    file.sheet, file.header_row = table.sheet.name[:120], table.header_at + 1
    file.columns, file.columns_at, file.answers = rules.guess(table.header, table.columns), None, ""
    file.save(update_fields=["sheet", "header_row", "columns", "columns_at", "answers"])
    return table


@transaction.atomic
def choose_columns(*, file: PopulationFile, columns: Mapping[str, int], by: Member, at: datetime) -> PopulationFile:
    """Settle which column is what. A file without names, or without anything that tells households, goes no further."""
    _must_be_open(file)
    problem = rules.why_columns_do_not_do(columns)
    if problem:
        raise BadInput(problem)
    asked = reading.questions_of(table_of(file), columns, villages_of(file.area, at.date()))
    if len(asked.villages) > MOST_ASKED:
        raise BadInput(
            f"Cột Thôn có {len(asked.villages)} cách ghi không phải tên thôn nào của xã: có lẽ đó là cột khác."
        )
    file.columns, file.columns_at, file.answers = dict(columns), at, ""
    file.save(update_fields=["columns", "columns_at", "answers"])
    return file


@transaction.atomic
def answer(*, file: PopulationFile, answers: Mapping[str, Any], by: Member, at: datetime) -> PopulationFile:
    """Keep what the officer said about villages and residence; kept encrypted, since an address may stand in it."""
    _must_be_open(file)
    file.answers = json.dumps(dict(answers), ensure_ascii=False)
    file.save(update_fields=["answers"])
    return file


@transaction.atomic
def import_file(*, file: PopulationFile, by: Member, at: datetime) -> PopulationFile:
    """Everything the file says enters the register in one transaction, and the content of the file is removed.

    Lines read = added + updated + unchanged + refused. The same file a second time changes nothing; what a file
    does not speak of is left as it was.
    """
    Area.objects.select_for_update().get(pk=file.area_id)  # one import of a commune at a time
    file = PopulationFile.objects.select_for_update().select_related("area").get(pk=file.pk)
    _must_be_open(file)
    if file.columns_at is None:
        raise BadInput("Chưa chốt cột nào là gì: hãy xem lại bước Chọn cột.")
    table = table_of(file)
    plan = plan_of(file, at.date(), table)
    file.counts = plan.counts  # before the writing, while who is new is still known by having no id
    file.touched = write(plan, file.source)
    refresh_statistics(Household, Person, Identifier, Telephone)
    _must_add_up(file.counts)
    file.refused = json.dumps(_left_out(plan, table), ensure_ascii=False)
    file.content, file.answers, file.imported_at, file.imported_by = "", "", at, by
    file.save()
    log_event("population.imported", about=file, by=by, at=at, **file.counts)
    return file


def _must_add_up(counts: Mapping[str, int]) -> None:
    parts = sum(counts[word] for word in ("added", "updated", "unchanged", "refused"))
    if parts != counts["read"]:
        raise AssertionError(f"{counts['read']} lines were read, {parts} accounted for")


def _left_out(plan: Plan, table: Table) -> dict[str, Any]:
    """The refused lines and those taken with a remark, as the sender wrote them."""
    by_line = dict(table.rows)

    def lines(why: Mapping[int, str]) -> list[Any]:
        return [[line, [written(cell) for cell in by_line[line]], why[line]] for line in sorted(why)]

    header = [written(cell) for cell in table.header]
    return {"header": header, "rows": lines(plan.reading.refused), "noted": lines(plan.noted)}


def written(cell: object) -> str:
    if isinstance(cell, dt.date):  # a datetime is one too
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


@transaction.atomic
def discard_file(*, file: PopulationFile, by: Member, at: datetime) -> None:
    """Give up a file that was not imported: it goes, whole."""
    _must_be_open(file)
    log_event("population.discarded", about=file, by=by, at=at)
    file.delete()


@transaction.atomic
def forget_refused(*, file: PopulationFile, by: Member, at: datetime) -> PopulationFile:
    """Once the refused lines are dealt with, they are kept no longer; the counts stay."""
    file.refused = ""
    file.save(update_fields=["refused"])
    log_event("population.refused_forgotten", about=file, by=by, at=at)
    return file


# -- asked by the pages too


def workbook_of(file: PopulationFile) -> Workbook:
    return _workbook(file.name, file.open())


def table_of(file: PopulationFile) -> Table:
    return _table(workbook_of(file), file.sheet)


def questions_of(file: PopulationFile, on: date) -> reading.Questions:
    return reading.questions_of(table_of(file), file.columns, villages_of(file.area, on))


def plan_of(file: PopulationFile, on: date, table: Table | None = None) -> Plan:
    """What the import would do just now. Writes nothing."""
    answers = file.answered
    read = reading.read(table or table_of(file), file.columns, villages_of(file.area, on), answers, on)
    default = answers.get("no_residence") or Person.Residence.AT_HOME
    return make_plan(file.area, read, default_residence=default, as_of_on=file.as_of_on)


def villages_of(area: Area, on: date) -> list[tuple[int, str, str]]:
    rows = Area.objects.villages().filter(path__startswith=area.path).standing_on(on)
    return list(rows.values_list("pk", "type_name", "name"))


def _workbook(name: str, data: bytes) -> Workbook:
    try:
        return open_workbook(name, data)
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem


def _table(book: Workbook, sheet: str | None = None) -> Table:
    try:
        table = book.table(sheet)
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem
    if not table.rows:
        raise BadInput(f"Trang “{table.sheet.name}” có dòng tiêu đề nhưng không có dòng người nào bên dưới.")
    return table


def _must_be_open(file: PopulationFile) -> None:
    if file.imported_at is not None:
        day = timezone.localtime(file.imported_at)
        raise Locked(f"Tệp này đã nhập xong ngày {day:%d/%m/%Y}: muốn nhập lại, hãy gửi tệp mới.")
