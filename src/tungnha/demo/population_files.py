"""A population written to a file that can be imported: .csv or .xlsx, as it is drawn, in little memory."""

from __future__ import annotations

import csv
import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import xlsxwriter

from tungnha.demo.population import COLUMNS, Resident

MOST_XLSX_ROWS = 1_048_575  # one sheet of Excel, without its header
EVERY = 20_000  # people between two reports of progress
_WIDTHS = (16, 28, 20, 12, 10, 15, 13, 22, 16, 10, 16)
Progress = Callable[[int], None]


class CannotWrite(ValueError):
    """The file cannot be made; the message is the sentence for whoever asked."""


def write(path: Path, people: Iterable[Resident], n: int, progress: Progress = lambda done: None) -> None:
    """Write a whole file, or none: what was begun goes away when something stops it. Raises CannotWrite."""
    writer = _writer_for(path, n)
    begun = path.with_name(f".{path.name}.part")
    try:
        writer(begun, _told(people, progress))
        os.replace(begun, path)
    except OSError as problem:
        raise CannotWrite(f"Không ghi được tệp {path}: {_why(path, problem)}.") from problem
    finally:
        begun.unlink(missing_ok=True)


def write_csv(file: TextIO, people: Iterable[Sequence[str]]) -> None:
    """To a file or a pipe that is open already."""
    out = csv.writer(file)
    out.writerow(COLUMNS)
    out.writerows(people)


def _writer_for(path: Path, n: int) -> Callable[[Path, Iterable[Resident]], None]:
    if path.suffix.lower() == ".csv":
        return _csv
    if path.suffix.lower() != ".xlsx":
        raise CannotWrite(f"Không ghi được tệp “{path.name}”: tên tệp phải kết thúc bằng .csv hoặc .xlsx.")
    if n > MOST_XLSX_ROWS:
        raise CannotWrite("Một trang Excel chỉ chứa được 1.048.575 người; hãy ghi ra tệp .csv.")
    return _xlsx


def _told(people: Iterable[Resident], progress: Progress) -> Iterator[Resident]:
    for done, person in enumerate(people, 1):
        yield person
        if done % EVERY == 0:
            progress(done)


def _csv(path: Path, people: Iterable[Resident]) -> None:
    """UTF-8 with its mark, so that Excel shows the diacritics."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write_csv(file, people)


def _xlsx(path: Path, people: Iterable[Resident]) -> None:
    """Every cell is text: a number or a telephone keeps its zeros."""
    with TemporaryDirectory(dir=path.parent, prefix=".tungnha-") as drafts:
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": drafts})
        sheet = book.add_worksheet("Nhân khẩu")
        for column, (title, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title)
        sheet.freeze_panes(1, 0)
        for row, person in enumerate(people, 1):
            for column, cell in enumerate(person):
                if cell:
                    sheet.write_string(row, column, cell)
        book.close()  # what is stopped before goes away with its folder


def _why(path: Path, problem: OSError) -> str:
    if isinstance(problem, FileNotFoundError):
        return f"không có thư mục {path.parent}"
    if isinstance(problem, PermissionError):
        return f"không có quyền ghi vào {path.parent}"
    return "đĩa đã đầy" if problem.errno == errno.ENOSPC else str(problem.strerror or problem)
