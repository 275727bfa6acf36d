"""What was handed in, opened: its sheet, its header, its columns as confirmed last time or guessed."""

from __future__ import annotations

import base64
import hashlib
import json

from tungnha.lists.models import ColumnChoice, IncomingList
from tungnha.matching.problems import UnreadableList
from tungnha.matching.workbooks import Table, Workbook, open_workbook
from tungnha.units.models import Organisation
from tungnha.units.problems import BadInput


def open_table(name: str, data: bytes, sheet: str | None = None) -> Table:
    try:
        table = open_workbook(name, data).table(sheet)
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem
    if not table.rows:
        raise BadInput(f"Trang “{table.sheet.name}” có dòng tiêu đề nhưng không có dòng người nào bên dưới.")
    return table


def columns_of(sender: Organisation, table: Table) -> dict[str, int]:
    """As this sender's columns were confirmed last time, else as guessed."""
    remembered = ColumnChoice.objects.filter(sender=sender, header=header_key(table)).first()
    return dict(remembered.columns) if remembered else dict(table.columns)


def header_key(table: Table) -> str:
    return hashlib.sha256(json.dumps([str(cell) for cell in table.header]).encode()).hexdigest()


def table_of(received: IncomingList) -> Table:
    """The list's rows, out of the file as it was handed in."""
    return open_table(received.name, base64.b64decode(received.content), received.sheet or None)


def workbook_of(received: IncomingList) -> Workbook:
    return open_workbook(received.name, base64.b64decode(received.content))
