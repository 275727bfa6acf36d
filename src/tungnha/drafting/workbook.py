"""Workbooks an office can print and go on working with: numbers stay numbers, text stays text."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tungnha.drafting.dates import in_vietnam
from tungnha.drafting.numbers import MISSING_IN_TABLE
from tungnha.drafting.stamp import SHEET_NAME, WARNING, Stamp, xlsx_footer
from tungnha.drafting.text import clean, one_line

Cell = str | int | Decimal | date | datetime | None
CellKind = Literal["text", "count", "rate", "percent", "date"]

# The file always says "," and "."; a Vietnamese Excel shows 5.480 and 6,20. 42A is Vietnamese.
NUMBER_FORMATS: dict[CellKind, str] = {
    "text": "@",
    "count": "[$-42A]#,##0",
    "rate": "[$-42A]#,##0.00",
    "percent": '[$-42A]#,##0.00"%"',
    "date": "dd/mm/yyyy",
}
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
EXACT_DIGITS = 15  # Excel rounds longer numbers
STARTS_A_FORMULA = re.compile(r"[=+\-@\t]")
A4 = 9
UNCHANGING = datetime(2000, 1, 1)  # a creation time that leaves equal workbooks equal


@dataclass(frozen=True)
class SheetColumn:
    title: str
    width: float = 14  # in characters
    kind: CellKind = "text"
    to_fill: bool = False  # whoever gets the file writes here: shown in yellow
    rate_of: tuple[int, int] | None = None  # per cent of two columns of the row (from 0): written as a formula
    adds_up: bool = False  # numbers with decimals whose total is their sum: 12,5 hours; whole counts need not say so


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines of title, a heading, rows (which may be a generator), a total, a note.

    A count in the total that is the sum of its column is written as a formula, with its value beside it for readers
    that do not compute. One that is not (a commune's own base) stays the number it was given as.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Cell]]
    title_lines: tuple[str, ...] = ()
    total: Sequence[Cell] | None = None
    note: str = ""
    landscape: bool = False


def write_xlsx(sheets: Iterable[Sheet], *, title: str = "", author: str = "", stamp: Stamp | None = None) -> bytes:
    """Everything is made in memory: a list of people never lies in clear in the temporary folder.

    `stamp`: the mark of a file with personal data, at the foot of every printed page and on a sheet of its own at the
    end. Not below the rows: a list that is corrected and handed in again would grow a row that is nobody.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"title": one_line(title), "author": one_line(author), "created": UNCHANGING})
        looks = Looks(book)
        taken: set[str] = set()
        for sheet in [*sheets, about_sheet(stamp)] if stamp else sheets:
            paper = book.add_worksheet(free_name(sheet.name, taken))
            write_sheet(paper, sheet, looks)
            if stamp:
                paper.set_footer(xlsx_footer(stamp))
        if not taken:
            book.add_worksheet(free_name("", taken))
    return written.getvalue()


def about_sheet(stamp: Stamp) -> Sheet:
    """Who took the file out, when and what for."""
    return Sheet(
        name=SHEET_NAME, columns=(SheetColumn("Bản này", width=24), SheetColumn(stamp.mark, width=70)),
        rows=stamp.lines, note=WARNING,
    )  # fmt: skip


def free_name(wanted: str, taken: set[str]) -> str:
    """A name Excel accepts: no `[]:*?/\\`, at most 31 characters, not used twice."""
    name = re.sub(r"[\[\]:*?/\\]", " ", one_line(wanted)).strip(" '")[:LONGEST_NAME].rstrip(" '") or "Bảng"
    if name.lower() == "history":  # Excel keeps this one for itself
        name += " 1"
    unique, again = name, 2
    while unique.lower() in taken:
        ending = f" ({again})"
        unique, again = name[: LONGEST_NAME - len(ending)] + ending, again + 1
    taken.add(unique.lower())
    return unique


class Looks:
    """The few formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, **wish: Any) -> Format:
        key = tuple(sorted(wish.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": "Times New Roman", "font_size": 12, **wish})
        return self._made[key]

    def cell(self, kind: CellKind, *, bold: bool = False, **wish: Any) -> Format:
        side = "left" if kind == "text" else "right"
        return self.get(
            border=1, valign="vcenter", align=side, text_wrap=kind == "text", bold=bold,
            num_format=NUMBER_FORMATS[kind], **wish,
        )  # fmt: skip


def write_sheet(paper: Worksheet, sheet: Sheet, looks: Looks) -> None:
    set_up_print(paper, sheet)
    for place, column in enumerate(sheet.columns):
        paper.set_column(place, place, column.width)
    line = write_titles(paper, sheet, looks)
    for place, column in enumerate(sheet.columns):
        heading = looks.get(bold=True, border=1, align="center", valign="vcenter", text_wrap=True, **_paint(column))
        paper.write_string(line, place, one_line(column.title), heading)
    paper.repeat_rows(line)
    paper.freeze_panes(line + 1, min(2, len(sheet.columns)))
    first, sums = line + 1, Sums(len(sheet.columns))
    for row in sheet.rows:
        line += 1
        sums.add(row)
        write_row(paper, line, row, sheet.columns, looks)
    if sheet.total is not None:
        line += 1
        write_row(paper, line, sheet.total, sheet.columns, looks, bold=True)
        if line > first:
            write_sums(paper, first, line, sheet, sums, looks)
    if sheet.note:
        paper.write_string(line + 2, 0, clean(sheet.note), looks.get(italic=True))


class Sums:
    """What each column adds up to; a missing number adds nothing."""

    def __init__(self, columns: int) -> None:
        self.of: list[int | Decimal | None] = [None] * columns

    def add(self, row: Sequence[Cell]) -> None:
        for place, value in enumerate(row[: len(self.of)]):
            if isinstance(value, int | Decimal):
                self.of[place] = (self.of[place] or 0) + value


def write_sums(paper: Worksheet, first: int, line: int, sheet: Sheet, sums: Sums, looks: Looks) -> None:
    """Formulas over the totals that are sums."""
    assert sheet.total is not None
    for place, (column, value) in enumerate(zip(sheet.columns, sheet.total, strict=True)):
        adds = column.adds_up or (column.kind == "count" and isinstance(value, int))
        if adds and isinstance(value, int | Decimal) and value == sums.of[place] and is_exact(value):
            formula = f"=SUM({xl_rowcol_to_cell(first, place)}:{xl_rowcol_to_cell(line - 1, place)})"
            paper.write_formula(line, place, formula, looks.cell(column.kind, bold=True), float(value))


def _paint(column: SheetColumn) -> dict[str, str]:
    return {"bg_color": "#FFF7D1"} if column.to_fill else {}


def set_up_print(paper: Worksheet, sheet: Sheet) -> None:
    paper.set_paper(A4)
    if sheet.landscape:
        paper.set_landscape()
    paper.set_margins(left=1.18, right=0.59, top=0.79, bottom=0.79)  # inches: 30, 15, 20, 20 mm
    paper.fit_to_pages(1, 0)
    paper.center_horizontally()
    paper.set_header('&C&"Times New Roman"&13&P')


def write_titles(paper: Worksheet, sheet: Sheet, looks: Looks) -> int:
    """The lines above the table; returns the row of the heading."""
    last = max(0, len(sheet.columns) - 1)
    for line, text in enumerate(sheet.title_lines):
        look = looks.get(bold=line == 0, italic=line > 0, align="center", font_size=14 if line == 0 else 12)
        if last:
            paper.merge_range(line, 0, line, last, "", look)
        paper.write_string(line, 0, one_line(text), look)
    return len(sheet.title_lines) + 1 if sheet.title_lines else 0


def write_row(
    paper: Worksheet,
    line: int,
    row: Sequence[Cell],
    columns: tuple[SheetColumn, ...],
    looks: Looks,
    *,
    bold: bool = False,
) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        if value is None and column.to_fill:
            paper.write_blank(line, place, None, looks.cell(column.kind, bold=bold, **_paint(column)))
        elif column.rate_of and isinstance(value, int | Decimal):
            formula = rate_formula(line, *column.rate_of)
            paper.write_formula(line, place, formula, looks.cell(column.kind, bold=bold), float(value))
        else:
            write_cell(paper, line, place, value, column.kind, looks, bold=bold)


def rate_formula(line: int, part: int, whole: int) -> str:
    """Per cent of two cells of the same row, to two decimals as it is printed; "" where the whole is nothing."""
    above, below = xl_rowcol_to_cell(line, part), xl_rowcol_to_cell(line, whole)
    return f'=IF(N({below})=0,"",ROUND({above}/{below}*100,2))'


def write_cell(
    paper: Worksheet, line: int, place: int, value: Cell, kind: CellKind, looks: Looks, *, bold: bool
) -> None:
    if value is None:  # missing is not zero
        text = "" if kind == "text" else MISSING_IN_TABLE
        paper.write_string(line, place, text, looks.cell(kind, bold=bold))
    elif isinstance(value, date):
        day = in_vietnam(value).replace(tzinfo=None) if isinstance(value, datetime) else value
        paper.write_datetime(line, place, day, looks.cell("date", bold=bold))
    elif isinstance(value, int | Decimal) and is_exact(value):
        paper.write_number(line, place, value, looks.cell("count" if kind == "text" else kind, bold=bold))
    else:
        write_text(paper, line, place, str(value), kind, looks, bold=bold)


def is_exact(value: int | Decimal) -> bool:
    number = Decimal(value)
    return number.is_finite() and len(number.as_tuple().digits) <= EXACT_DIGITS


def write_text(paper: Worksheet, line: int, place: int, text: str, kind: CellKind, looks: Looks, *, bold: bool) -> None:
    """Always stored as text. What looks like a formula is also marked so, and stays text when edited."""
    safe = clean(text)[:LONGEST_TEXT]
    quoted = {"quote_prefix": True} if STARTS_A_FORMULA.match(safe) else {}
    paper.write_string(line, place, safe, looks.cell(kind, bold=bold, **quoted))
