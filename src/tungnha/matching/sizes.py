"""How far a zipped workbook reaches, found by streaming, before a library lays its sheets out in memory."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

MAX_UNPACKED_BYTES = 600 * 1024 * 1024
BROKEN = (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError, zlib.error, ElementTree.ParseError)

# A cell that holds something: "<c …/>" and "<c …></c>" are only formatted.
_XLSX_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>(?!</c>)')
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_CELLS = (f"{_ODS}table-cell", f"{_ODS}covered-table-cell")
_PIECE = 4 * 1024 * 1024


class UnpacksTooLarge(ValueError):
    """A small file that is large once unpacked."""


class Extent(NamedTuple):
    """The last row and the last column of a sheet that hold something."""

    rows: int
    columns: int


def extents_of_zipped(data: bytes) -> list[Extent]:
    """One for each sheet of an .xlsx, one for a whole .ods. Raises UnpacksTooLarge, or one of BROKEN."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED_BYTES:
            raise UnpacksTooLarge
        return [extent for part in packed.infolist() for extent in _extents(packed, part)]


def _extents(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[Extent]:
    if part.filename.endswith("workbook.bin"):
        raise zipfile.BadZipFile(".xlsb cannot be measured")
    if part.filename.lower().startswith("xl/worksheets/") and part.filename.lower().endswith(".xml"):
        yield _of_xlsx_sheet(packed, part)
    elif part.filename == "content.xml":
        yield _of_ods(packed, part)


def _of_xlsx_sheet(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent:
    rows = columns = 0
    text = b""
    with packed.open(part) as stream:
        while piece := stream.read(_PIECE):
            text += piece
            for letters, row in _XLSX_CELL.findall(text):
                rows, columns = max(rows, int(row)), max(columns, _column_number(letters))
            text = text[max(text.rfind(b"<"), len(text) - 200) :]  # a cell may be cut by the end of the piece
    return Extent(rows, columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _of_ods(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent:
    """Rows and cells are written once with a count, so one line of XML can mean a million rows."""
    at = rows = columns = 0
    with packed.open(part) as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag == f"{_ODS}table":
                at = 0
            if element.tag == f"{_ODS}table-row":
                at += int(element.get(f"{_ODS}number-rows-repeated", "1"))
                if width := _ods_width(element):
                    rows, columns = max(rows, at), max(columns, width)
                element.clear()
    return Extent(rows, columns)


def _ods_width(row: ElementTree.Element) -> int:
    at = last = 0
    for cell in row.iter():
        if cell.tag in _ODS_CELLS:
            at += int(cell.get(f"{_ODS}number-columns-repeated", "1"))
            last = at if len(cell) else last
    return last
