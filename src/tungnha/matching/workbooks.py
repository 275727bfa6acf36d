"""A file handed in, as sheets of rows: .xlsx, .xls, .ods or CSV. Sizes are looked at before anything is unpacked."""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import python_calamine as calamine

from tungnha.identity import legacy
from tungnha.matching import sizes
from tungnha.matching.columns import LOOKED_FOR, SAMPLE, find_header, guess_columns
from tungnha.matching.problems import UnreadableList

MAX_ROWS = 200_000
MAX_BYTES = 30 * 1024 * 1024
MAX_CELLS = 20_000_000  # sheets are laid out full: one stray cell in XFD1048576 would take all memory
MAX_SHEETS = 100

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and the envelope of an encrypted .xlsx
_ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")

NOT_A_WORKBOOK = "Tệp “{name}” không phải là bảng tính; hãy gửi tệp .xlsx, .xls, .ods hoặc .csv."
LOCKED = "Tệp “{name}” có mật khẩu; hãy bỏ mật khẩu rồi gửi lại."
A_WEB_PAGE = "Tệp “{name}” thật ra là trang web; hãy mở bằng Excel và lưu lại thành .xlsx."
TOO_WIDE = "Tệp “{name}” có trang trải quá rộng; hãy chép vùng có số liệu sang một tệp mới."


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0]` is its first line, so that line numbers are those the sender sees."""

    name: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Table:
    """A sheet with its header found: what is needed to read its rows."""

    sheet: Sheet
    header_at: int
    columns: dict[str, int]

    @property
    def header(self) -> Sequence[Cell]:
        return self.sheet.rows[self.header_at]

    @property
    def rows(self) -> list[tuple[int, Sequence[Cell]]]:
        """(line number as the sender sees it, cells) of every line below the header that holds something."""
        below = enumerate(self.sheet.rows[self.header_at + 1 :], start=self.header_at + 2)
        return [(line, cells) for line, cells in below if any(cell != "" for cell in cells)]


@dataclass(frozen=True)
class Workbook:
    """A file as it was handed in (tệp danh sách)."""

    name: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet:
        found = next((sheet for sheet in self.sheets if sheet.name == name), None)
        if found is None:
            raise UnreadableList(f"Không có trang “{name}”; tệp có các trang: {self._sheet_names()}.")
        return found

    def table(self, sheet: str | None = None) -> Table:
        """The list in the named sheet, else in the first sheet that has a header."""
        for candidate in (self.sheet(sheet),) if sheet is not None else self.sheets:
            try:
                header_at = find_header(candidate.rows)
            except UnreadableList:
                continue
            below = candidate.rows[header_at + 1 : header_at + 1 + SAMPLE]
            return Table(candidate, header_at, guess_columns(candidate.rows[header_at], below))
        searched = f"“{sheet}”" if sheet is not None else self._sheet_names()
        raise UnreadableList(f"Không tìm thấy dòng tiêu đề ở trang {searched}; đã tìm các cột {LOOKED_FOR}.")

    def _sheet_names(self) -> str:
        return ", ".join(f"“{sheet.name}”" for sheet in self.sheets)


def open_workbook(name: str, data: bytes) -> Workbook:
    """Read a file by what it holds, not by its name. Raises UnreadableList with one sentence for the sender."""
    if len(data) > MAX_BYTES:
        raise UnreadableList(f"Tệp nặng {_megabytes(len(data))} MB, quá {_megabytes(MAX_BYTES)} MB; hãy chia nhỏ.")
    sheets = _of_workbook(name, data) if data.startswith((ZIP, OLE)) else _of_text(name, data)
    filled = tuple(sheet for sheet in sheets if any(cell != "" for row in sheet.rows for cell in row))
    if not filled:
        raise UnreadableList(f"Tệp “{name}” không có dòng nào.")
    return Workbook(name, filled)


# -- .xlsx, .xls, .ods


def _of_workbook(name: str, data: bytes) -> list[Sheet]:
    if data.startswith(OLE) and _ENCRYPTED_XLSX in data:
        raise UnreadableList(LOCKED.format(name=name))
    if data.startswith(ZIP):
        _refuse_what_unpacks_too_large(name, data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [book.get_sheet_by_name(sheet) for sheet in _worksheets(book)]
        _refuse_too_wide(name, [(sheet.total_height, sheet.total_width) for sheet in found])
        return [_sheet(sheet) for sheet in found]
    except calamine.PasswordError as problem:
        raise UnreadableList(LOCKED.format(name=name)) from problem
    except calamine.CalamineError as problem:
        raise UnreadableList(NOT_A_WORKBOOK.format(name=name)) from problem


def _worksheets(book: calamine.CalamineWorkbook) -> list[str]:
    return [one.name for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet][:MAX_SHEETS]


def _sheet(found: calamine.CalamineSheet) -> Sheet:
    rows = [[_cell(cell) for cell in row] for row in found.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in found.merged_cell_ranges or ():
        _fill(rows, top, left, bottom, right)
    return Sheet(found.name, rows)


def _fill(rows: list[list[Cell]], top: int, left: int, bottom: int, right: int) -> None:
    """Each cell of a merged range holds its value: a village written once beside twenty houses is theirs."""
    if top >= len(rows) or left >= len(rows[top]):
        return
    value = rows[top][left]
    for row in rows[top : bottom + 1]:
        for column in range(left, min(right + 1, len(row))):
            row[column] = value


def _cell(cell: Cell) -> Cell:
    """Text in NFC without space around it; whole numbers without the point that a spreadsheet gives them."""
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", cell).strip()
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


# -- text


def _of_text(name: str, data: bytes) -> list[Sheet]:
    text = _decoded(name, data)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml", "<meta")):
        raise UnreadableList(A_WEB_PAGE.format(name=name))
    csv.field_size_limit(1_000_000)
    try:
        rows = [[_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text))]
    except csv.Error as problem:
        raise UnreadableList(NOT_A_WORKBOOK.format(name=name)) from problem
    _refuse_too_many(len(rows))
    return [Sheet(name, rows)]


def _decoded(name: str, data: bytes) -> str:
    """UTF-8 or UTF-16 as the file says; else one of the old Vietnamese pages, told from the words."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and (
        b"\x00" in data[:4096] or data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"{\\rtf"))
    ):
        raise UnreadableList(NOT_A_WORKBOOK.format(name=name))
    return legacy.decode(data)[0]


def _delimiter(text: str) -> str:
    """The one that stands oftenest, and as often, in the first lines."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    return max(";\t,|", key=lambda mark: sorted(line.count(mark) for line in lines)[len(lines) // 2] if lines else 0)


# -- limits


def _refuse_what_unpacks_too_large(name: str, data: bytes) -> None:
    try:
        extents = sizes.extents_of_zipped(data)
    except sizes.UnpacksTooLarge as problem:
        raise UnreadableList(f"Tệp “{name}” bung ra quá lớn; hãy chia nhỏ.") from problem
    except sizes.BROKEN as problem:
        raise UnreadableList(NOT_A_WORKBOOK.format(name=name)) from problem
    _refuse_too_wide(name, extents)


def _refuse_too_wide(name: str, extents: Sequence[tuple[int, int]]) -> None:
    for rows, _ in extents:
        _refuse_too_many(rows)
    if sum(rows * columns for rows, columns in extents) > MAX_CELLS:
        raise UnreadableList(TOO_WIDE.format(name=name))


def _refuse_too_many(rows: int) -> None:
    if rows > MAX_ROWS:
        raise UnreadableList(f"Danh sách có {_dotted(rows)} dòng, quá {_dotted(MAX_ROWS)} dòng; hãy chia nhỏ.")


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _megabytes(size: int) -> int:
    return -(-size // (1024 * 1024))
