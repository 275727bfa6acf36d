"""An .xlsx read as a stream: a sheet of a million rows costs the memory of its shared words and of one row.

Says what a library that lays sheets out whole does not: which rows are hidden, which cells hold an error.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

MAX_ROWS = 1_048_576
MAX_COLUMNS = 400  # what stands further right belongs to no list of people
MAX_UNPACKED_BYTES = 4 * 1024**3
MAX_WORDS_BYTES = 500 * 1024 * 1024
MAX_MERGED = 200_000
MAX_SHEETS = 100
LONGEST_CELL = 32_767
BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, etree.XMLSyntaxError, KeyError,
    ValueError, UnicodeDecodeError,
)  # fmt: skip

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_R_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_HOLE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')

Merge = tuple[int, int, int, int]  # top, left, bottom, right; from 0


class UnpacksTooLarge(ValueError):
    """A small file that is large once unpacked."""


class XlsxRows:
    """The sheets of a workbook and their rows. Raises one of BROKEN for what is no .xlsx, or is damaged."""

    def __init__(self, file: BinaryIO) -> None:
        self._packed = zipfile.ZipFile(file)
        if sum(part.file_size for part in self._packed.infolist()) > MAX_UNPACKED_BYTES:
            raise UnpacksTooLarge
        self._parts = {part.filename.lower().lstrip("/"): part.filename for part in self._packed.infolist()}
        book = self._tree("xl/workbook.xml")
        properties = next(book.iter("{*}workbookPr"), None)
        self.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        targets = {one.get("Id"): one.get("Target", "") for one in self._tree("xl/_rels/workbook.xml.rels")}
        self._places: dict[str, str] = {}
        for sheet in list(book.iter("{*}sheet"))[:MAX_SHEETS]:
            target = targets.get(sheet.get(_R) or sheet.get(_R_STRICT) or "", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if "worksheets/" in path and path.lower() in self._parts:
                self._places[sheet.get("name", "")] = path
        self._dates = self._date_styles()
        self._words: _Words | None = None

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self._places)

    def _open(self, path: str) -> Any:
        return self._packed.open(self._parts[path.lower()])

    def _tree(self, path: str) -> Any:
        with self._open(path) as part:
            return etree.parse(part, _parser()).getroot()

    def _date_styles(self) -> frozenset[str]:
        """The styles (by their place) that show a number as a day."""
        if "xl/styles.xml" not in self._parts:
            return frozenset()
        styles = self._tree("xl/styles.xml")
        own = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter("{*}numFmt")}
        shown = next(styles.iter("{*}cellXfs"), ())

        def is_date(number: str) -> bool:
            code = _QUOTED.sub("", own.get(number, "")).lower()
            return (number.isdigit() and int(number) in _DATE_FORMATS) or bool(re.search(r"[dy]|m{3}", code))

        return frozenset(str(at) for at, one in enumerate(shown) if is_date(one.get("numFmtId", "0")))

    def rows(self, sheet: str) -> Iterator[tuple[int, list[Any], bool]]:
        """(row number from 1, its cells, whether it is hidden) of every row that holds something. Merged cells all
        hold the value of their first."""
        path = self._places[sheet]
        if self._words is None:
            self._words = _Words(self._open("xl/sharedstrings.xml") if "xl/sharedstrings.xml" in self._parts else None)
        merged = _Merged(self._merges(path))
        with self._open(path) as part:
            at = 0
            for _, row in etree.iterparse(part, tag="{*}row", **_PARSE):
                at = int(row.get("r") or at + 1)
                if at > MAX_ROWS:
                    raise ValueError("more rows than a sheet has")
                cells = merged.filled(at - 1, self._cells(row))
                hidden = row.get("hidden") in ("1", "true")
                row.clear()
                while row.getprevious() is not None:
                    del row.getparent()[0]
                if any(cell != "" for cell in cells):
                    yield at, cells, hidden

    def _cells(self, row: Any) -> list[Any]:
        cells: list[Any] = []
        for cell in row:
            at = column_number(cell.get("r")) if cell.get("r") else len(cells)
            if at >= MAX_COLUMNS:
                break
            value = self._value(cell)
            if value != "":
                cells.extend([""] * (at - len(cells)))
                cells[at:] = [value]
        return cells

    def _value(self, cell: Any) -> Any:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text("".join(cell.itertext("{*}t")))
        said = next((one.text for one in cell if one.tag.endswith("}v") or one.tag == "v"), None)
        if said is None:
            return ""
        if kind == "s":
            assert self._words is not None
            return self._words[int(said)]
        if kind in ("str", "e"):
            return _text(said)
        if kind == "b":
            return said in ("1", "true")
        if kind == "d":
            return _day(dt.datetime.fromisoformat(said))
        return self._number(said, cell.get("s", "0"))

    def _number(self, said: str, style: str) -> Any:
        number = float(said)
        if style in self._dates and 0 < number < 2_958_466:
            zero = dt.datetime(1904, 1, 1) if self.from_1904 else dt.datetime(1899, 12, 30)
            if number >= 1 and (self.from_1904 or number >= 61):
                return _day(zero + dt.timedelta(days=round(number * 86400) / 86400))
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _merges(self, path: str) -> list[Merge]:
        """Merged ranges stand behind the rows, and are needed before them."""
        found: list[Merge] = []
        with self._open(path) as part:
            text, behind = b"", False
            while piece := part.read(1024 * 1024):
                text += piece
                if not behind:
                    at = text.find(b"sheetData>")
                    while at >= 0 and text[max(0, at - 20) : at].rfind(b"</") < 0:
                        at = text.find(b"sheetData>", at + 1)
                    behind = at >= 0
                    text = text[at:] if behind else text[-40:]
                if behind:
                    for left, top, right, bottom in _MERGED.findall(text):
                        found.append((int(top) - 1, _number_of(left), int(bottom) - 1, _number_of(right)))
                    if len(found) > MAX_MERGED:
                        raise UnpacksTooLarge
                    text = text[max(text.rfind(b"<"), 0) :]
        return sorted(set(found))


class _Merged:
    """Goes down a sheet with it, filling merged cells."""

    def __init__(self, merges: list[Merge]) -> None:
        self._coming = merges[::-1]
        self._open: list[tuple[Merge, Any]] = []

    def filled(self, row: int, cells: list[Any]) -> list[Any]:
        while self._coming and self._coming[-1][0] <= row:
            merge = self._coming.pop()
            value = cells[merge[1]] if merge[0] == row and merge[1] < len(cells) else ""
            if value != "":
                self._open.append((merge, value))
        if not self._open:
            return cells
        self._open = [(merge, value) for merge, value in self._open if merge[2] >= row]
        for (_, left, _, right), value in self._open:
            right = min(right, MAX_COLUMNS - 1)
            cells.extend([""] * (right + 1 - len(cells)))
            cells[left : right + 1] = [value] * (right + 1 - left)
        return cells


class _Words:
    """The shared words of a workbook, side by side in one run of bytes."""

    def __init__(self, part: Any) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")
        if part is None:
            return
        with part:
            for _, item in etree.iterparse(part, tag="{*}si", **_PARSE):
                phonetic = {id(t) for run in item.iter("{*}rPh") for t in run.iter("{*}t")}
                said = "".join(t.text or "" for t in item.iter("{*}t") if id(t) not in phonetic)
                self._bytes += _text(said).encode("utf-8", errors="replace")
                self._ends.append(len(self._bytes))
                if len(self._bytes) > MAX_WORDS_BYTES:
                    raise UnpacksTooLarge
                item.clear()
                while item.getprevious() is not None:
                    del item.getparent()[0]

    def __getitem__(self, at: int) -> str:
        if not 0 <= at < len(self._ends):
            return ""
        return self._bytes[self._ends[at - 1] if at else 0 : self._ends[at]].decode()


_PARSE: dict[str, Any] = {"events": ("end",), "resolve_entities": False, "no_network": True, "huge_tree": True}


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _text(said: str) -> str:
    """NFC is left to the reader of rows; here the escapes of OOXML become letters again."""
    if "_x" in said:
        said = _HOLE.sub(lambda hole: chr(int(hole[1], 16)), said)
    return said[:LONGEST_CELL]


def _day(moment: dt.datetime) -> dt.date | dt.datetime:
    return moment.date() if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else moment


def column_number(reference: str) -> int:
    at = 0
    for letter in reference:
        code = ord(letter)
        if not 65 <= code <= 90:
            break
        at = at * 26 + code - 64
    return at - 1


def _number_of(letters: bytes) -> int:
    return column_number(letters.decode())
