"""A delimited text file, row by row: in any encoding, of any length, with quotes that were never closed."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from tungnha.identity import legacy

DELIMITERS = ";\t,|"
PIECE = 128 * 1024  # of the start, the middle and the end: looked at to tell the encoding
LONGEST_CELL = 32_767  # as in a spreadsheet
LINES_OF_A_CELL = 20  # a quoted cell that goes on longer was never closed
LONGEST_LINE = 1_000_000
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
WEB = ("<html", "<!doctype", "<table", "<?xml", "<meta")


class NotText(ValueError):
    """Not a text file of ours; the argument says what it is: "web" or ""."""


class CsvRows:
    """`encoding` and `delimiter` are told from the file; `rows()` may be gone through again and again."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        size = file.seek(0, io.SEEK_END)
        start = _piece(file, 0)
        if start.startswith(OTHERS):
            raise NotText("")
        self.encoding = _encoding(file, start, size)
        self._codec, self._decode = _reader(self.encoding)
        sample = self._decode(start.decode(self._codec, errors="replace"))
        if sample.lstrip("\ufeff \r\n\t")[:200].lower().startswith(WEB):
            raise NotText("web")
        self.delimiter = delimiter_of(sample)
        self.broken: list[int] = []  # lines whose quotes are not closed; they were read as they stand
        self.lost = 0  # letters that mean nothing in the encoding

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(number of the row as a spreadsheet shows it, its cells); rows that hold nothing are left out."""
        self.broken, self.lost = [], 0
        width = 0
        for number, (cells, whole) in enumerate(self._records(), 1):
            if not whole:
                self.broken.append(number)
            if len(cells) == 1 != width and width > 1:
                cells = self._of_another_delimiter(cells[0], width)
            told = [self._clean(cell) for cell in cells]
            if any(told):
                width = width or len(told)
                yield number, told

    def _clean(self, cell: str) -> str:
        if cell.isascii():
            return cell.replace("\x00", "").strip()[:LONGEST_CELL]
        text = self._decode(cell)
        self.lost += text.count("\ufffd")
        return text.replace("\x00", "").strip()[:LONGEST_CELL]

    def _of_another_delimiter(self, line: str, width: int) -> list[str]:
        """A row pasted in from elsewhere: another delimiter gives it the width of the others."""
        for mark in DELIMITERS:
            if mark != self.delimiter and line.count(mark) >= width - 1:
                cells = _parse(line, mark)
                if cells and len(cells) == width:
                    return cells
        return [line]

    def _records(self) -> Iterator[tuple[list[str], bool]]:
        """Cells of each record, and whether its quotes were closed."""
        lines = self._lines()
        waiting: list[str] = []
        width = 0
        while True:
            line = waiting.pop(0) if waiting else next(lines, None)
            if line is None:
                return
            if '"' not in line:
                cells: list[str] | None = line.split(self.delimiter)
                whole = True
            else:
                cells, taken, whole = self._quoted(line, waiting, lines, width)
                del waiting[:taken]
            width = width or len(cells or ())
            yield cells or [], whole

    def _quoted(self, line: str, waiting: list[str], lines: Iterator[str], width: int) -> tuple[list[str], int, bool]:
        """A line with quotes, with as many of the next lines as its quoted cells go on for."""
        text, taken = line, 0
        while text.count('"') % 2 and taken < LINES_OF_A_CELL:
            if taken == len(waiting):
                more = next(lines, None)
                if more is None:
                    break
                waiting.append(more)
            text += "\n" + waiting[taken]
            taken += 1
        cells = _parse(text, self.delimiter) if text.count('"') % 2 == 0 else None
        if cells is not None and (taken == 0 or width in (0, len(cells))):
            return cells, taken, True
        return [cell.strip('"') for cell in line.split(self.delimiter)], 0, False

    def _lines(self) -> Iterator[str]:
        self._file.seek(0)
        text = io.TextIOWrapper(_Borrowed(self._file), encoding=self._codec, errors="replace", newline=None)
        first = True
        while line := text.readline(LONGEST_LINE):
            yield (line.lstrip("\ufeff") if first else line).rstrip("\n")
            first = False
        text.detach()


class _Borrowed(io.BufferedReader):
    """Closed by nobody but its owner."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(_Raw(file), 256 * 1024)


class _Raw(io.RawIOBase):
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _parse(text: str, mark: str) -> list[str] | None:
    csv.field_size_limit(LONGEST_LINE * 2)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _piece(file: BinaryIO, at: int) -> bytes:
    file.seek(at)
    return file.read(PIECE)


def _encoding(file: BinaryIO, start: bytes, size: int) -> str:
    """The name of the encoding, told from three places of the file."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    wide = _without_mark(start)
    if wide:
        return wide
    pieces = [start]
    if size > PIECE:
        pieces += [_whole_lines(_piece(file, size // 2)), _whole_lines(_piece(file, max(0, size - PIECE)))]
        pieces[0] = start[: start.rfind(b"\n") + 1] or start
    joined = b"".join(pieces)
    controls = sum(byte < 9 or 13 < byte < 27 for byte in start[:4096])
    encoding = legacy.decode(joined)[1]
    if controls > 8 and controls * 50 > len(start[:4096]) and encoding != "viscii":
        raise NotText("")  # a few NUL bytes are dirt, many are another kind of file
    return encoding


def _without_mark(start: bytes) -> str | None:
    """UTF-16 that does not say so: every second byte is zero, and only those."""
    head = start[:4096]
    even, odd = head[0::2].count(b"\x00"), head[1::2].count(b"\x00")
    if max(even, odd) * 3 < len(head) // 2 or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _whole_lines(piece: bytes) -> bytes:
    return piece[piece.find(b"\n") + 1 : piece.rfind(b"\n") + 1]


def _reader(encoding: str) -> tuple[str, Callable[[str], str]]:
    """(how the bytes are read, what then makes them Vietnamese)."""
    if encoding.startswith("utf"):
        return ("utf-8-sig" if encoding == "utf-8" else encoding), _composed
    single = encoding.split("+")[0]
    return "latin-1", legacy.decoder(single)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def delimiter_of(text: str) -> str:
    """The one that stands oftenest, and as often, in the first lines."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    counts = {mark: Counter(line.count(mark) for line in lines) for mark in DELIMITERS}

    def steady(mark: str) -> tuple[int, int]:
        middle = sorted(line.count(mark) for line in lines)[len(lines) // 2] if lines else 0
        return middle, counts[mark][middle]

    return max(DELIMITERS, key=steady)
