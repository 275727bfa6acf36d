"""A file of any length as rows, told by what it holds and not by its name. Raises UnreadableList with one sentence.

`workbooks` lays a file out in memory; this goes through it once, row by row. .xls (65,536 rows at most) and .ods are
laid out by the library that reads them, under the limits of `workbooks`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from lxml import etree

from tungnha.identity import legacy
from tungnha.matching import csv_rows, workbooks, xlsx_rows
from tungnha.matching.problems import UnreadableList
from tungnha.matching.workbooks import A_WEB_PAGE, NOT_A_WORKBOOK, OLE, ZIP

MAX_BYTES = 300 * 1024 * 1024
MAX_ROWS = 2_000_000
BLOCK = 1000  # rows looked at together for letters of old fonts
FONTS, SURE, KINDS = ("tcvn3", "vni"), 0.85, 4  # codes of fonts; share and kinds of words that prove one
CUT_OFF = "Tệp “{name}” bị hỏng hoặc tải lên chưa hết; hãy gửi lại tệp gốc."
_UNICODE = re.compile("[\u1ea0-\u1ef9đĐăĂơƠưƯĩĨũŨ]")  # letters that no old font has at its code
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Row:
    """One row that holds something; `line` is its number as the sender sees it."""

    line: int
    cells: list[Any]
    hidden: bool = False


class Source(Protocol):
    """A file with sheets. `notes()` are sentences about the whole file, known once its rows were gone through."""

    sheets: tuple[str, ...]

    def rows(self, sheet: str) -> Iterator[Row]: ...

    def notes(self) -> list[str]: ...


def open_source(name: str, file: BinaryIO) -> Source:
    """`file` must be seekable and stays open while its rows are read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if size > MAX_BYTES:
        raise UnreadableList(f"Tệp nặng {-(-size // 2**20)} MB, quá {MAX_BYTES // 2**20} MB; hãy chia nhỏ.")
    if not size:
        raise UnreadableList(f"Tệp “{name}” không có dòng nào.")
    if head.startswith(ZIP):
        return _zipped(name, file)
    if head.startswith(OLE):
        return _LaidOut(name, file.read())
    return _Text(name, file)


def _zipped(name: str, file: BinaryIO) -> Source:
    try:
        book = xlsx_rows.XlsxRows(file)
    except xlsx_rows.UnpacksTooLarge as problem:
        raise UnreadableList(f"Tệp “{name}” bung ra quá lớn; hãy chia nhỏ.") from problem
    except KeyError:  # zipped, and no workbook of Excel: .ods, or something else
        file.seek(0)
        return _LaidOut(name, file.read(workbooks.MAX_BYTES + 1))
    except (*xlsx_rows.BROKEN, OSError) as problem:
        raise UnreadableList(CUT_OFF.format(name=name)) from problem
    if not book.sheets:
        raise UnreadableList(NOT_A_WORKBOOK.format(name=name))
    return _Xlsx(name, book)


class _Xlsx:
    def __init__(self, name: str, book: xlsx_rows.XlsxRows) -> None:
        self.sheets, self._name, self._book = book.sheets, name, book
        self._mender = _Mender()

    def rows(self, sheet: str) -> Iterator[Row]:
        self._mender = _Mender()
        rows = (Row(line, [tidy(cell) for cell in cells], hidden) for line, cells, hidden in self._safely(sheet))
        return self._mender.mended(rows)

    def _safely(self, sheet: str) -> Iterator[tuple[int, list[Any], bool]]:
        try:
            yield from self._book.rows(sheet)
        except xlsx_rows.UnpacksTooLarge as problem:
            raise UnreadableList(f"Tệp “{self._name}” bung ra quá lớn; hãy chia nhỏ.") from problem
        except (*xlsx_rows.BROKEN, etree.LxmlError, OSError) as problem:
            raise UnreadableList(CUT_OFF.format(name=self._name)) from problem

    def notes(self) -> list[str]:
        return self._mender.notes()


class _LaidOut:
    """.xls and .ods."""

    def __init__(self, name: str, data: bytes) -> None:
        self._book = workbooks.open_workbook(name, data)
        self.sheets = tuple(sheet.name for sheet in self._book.sheets)
        self._mender = _Mender()

    def rows(self, sheet: str) -> Iterator[Row]:
        self._mender = _Mender()
        rows = enumerate(self._book.sheet(sheet).rows, 1)
        held = (Row(line, [tidy(cell) for cell in cells]) for line, cells in rows if any(cell != "" for cell in cells))
        return self._mender.mended(held)

    def notes(self) -> list[str]:
        return self._mender.notes()


class _Text:
    def __init__(self, name: str, file: BinaryIO) -> None:
        try:
            self._text = csv_rows.CsvRows(file)
        except csv_rows.NotText as problem:
            what = A_WEB_PAGE if str(problem) == "web" else NOT_A_WORKBOOK
            raise UnreadableList(what.format(name=name)) from problem
        self.sheets: tuple[str, ...] = (name,)

    def rows(self, sheet: str) -> Iterator[Row]:
        for line, cells in self._text.rows():
            yield Row(line, [tidy(cell) for cell in cells])

    def notes(self) -> list[str]:
        said = []
        if self._text.encoding.split("+")[0] in legacy.NAMES:
            said.append(legacy.told(self._text.encoding.split("+")[0]))
        if self._text.lost:
            said.append(f"{self._text.lost} chữ trong tệp không đọc được, thay bằng dấu “\ufffd”.")
        if self._text.broken:
            lines = ", ".join(map(str, self._text.broken[:5])) + (" …" if len(self._text.broken) > 5 else "")
            said.append(f"Dấu nháy kép không khép ở dòng {lines}: những dòng ấy được đọc nguyên như trong tệp.")
        return said


def tidy(cell: Any) -> Any:
    """A cell as the rows carry it: text in NFC, without space around it and without control characters."""
    if isinstance(cell, str):
        if cell.isascii() and cell.isprintable():
            return cell.strip()
        return _CONTROLS.sub("", unicodedata.normalize("NFC", cell)).strip()
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    return cell if isinstance(cell, int | bool | dt.date) else str(cell)


class _Mender:
    """Old fonts in cells: a column whose words only make sense in TCVN3 or VNI is decoded, block by block."""

    def __init__(self) -> None:
        self._found: dict[str, set[int]] = {}
        self._of_column: dict[int, str] = {}

    def mended(self, rows: Iterator[Row]) -> Iterator[Row]:
        block: list[Row] = []
        for row in rows:
            block.append(row)
            if len(block) == BLOCK:
                yield from self._block(block)
                block = []
        yield from self._block(block)

    def _block(self, block: list[Row]) -> list[Row]:
        for at in range(max((len(row.cells) for row in block), default=0)):
            held = [row.cells for row in block if at < len(row.cells) and isinstance(row.cells[at], str)]
            self._column(at, [cells for cells in held if not cells[at].isascii() and not _UNICODE.search(cells[at])])
        return block

    def _column(self, at: int, held: list[list[Any]]) -> None:
        if not held:
            return
        text = "\n".join(cells[at].replace("\n", " ") for cells in held)
        mended, codecs = legacy.mend(text)
        if not codecs:
            mended, codecs = self._of_a_font(at, text)
        lines = mended.split("\n")
        if not codecs or len(lines) != len(held):
            return
        self._of_column[at] = codecs[0]
        for codec in codecs:
            self._found.setdefault(codec, set()).add(at)
        for cells, line in zip(held, lines, strict=True):
            cells[at] = unicodedata.normalize("NFC", line)

    def _of_a_font(self, at: int, text: str) -> tuple[str, tuple[str, ...]]:
        """Few words do not tell TCVN3 from VISCII; cells are set in fonts, and there is none of VISCII in use."""
        now = legacy.Score.of(text)
        for codec in [self._of_column[at]] if at in self._of_column else FONTS:
            better = legacy.decoder(codec)(text)
            score = legacy.Score.of(better)
            sure = at in self._of_column or (score.share >= SURE and score.kinds >= KINDS)
            if sure and score.share > now.share + 0.2:
                return better, (codec,)
        return text, ()

    def notes(self) -> list[str]:
        return [f"{legacy.told(codec)} ({len(columns)} cột)" for codec, columns in sorted(self._found.items())]
