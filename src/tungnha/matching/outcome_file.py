"""What `tungnha match` writes: a row for each row of the list, in its order, as .parquet, .csv or .xlsx.

Written beside its place and renamed when it is whole: a run that was stopped leaves nothing, or what was there before.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tungnha.matching.problems import UnreadableList

KINDS = (".parquet", ".csv", ".xlsx")
XLSX_ROWS = 1_048_575
_ID = {"type": ["integer", "string", "null"]}

# JSON Schema of one row of the outcome; `tungnha match --schema` prints it, docs/matching.md explains it.
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "tungnha match: one row of the outcome",
    "type": "object",
    "additionalProperties": False,
    "required": [
        "row_id", "line", "verdict", "person_id", "probability", "reasons", "double_of", "candidates",
    ],
    "properties": {
        "row_id": _ID | {
            "description": "The list's own id of the row, if it has a column of them (null where that cell is empty); "
            "else its line. Integers stay integers.",
        },
        "line": {
            "type": "integer",
            "description": "The row of the list's file as a spreadsheet shows it; in Parquet from 1.",
        },
        "verdict": {
            "enum": ["linked", "ambiguous", "not_found", "unreadable"],
            "description": "linked: this person. ambiguous: an officer decides. not_found: nobody in the register. "
            "unreadable: nothing to be known by, or no person (a title, a total).",
        },
        "person_id": _ID | {
            "description": "The register's own id of the person, else its line. Given when linked, and when ambiguous "
            "if the best candidate is more likely than not.",
        },
        "probability": {
            "type": "number", "minimum": 0, "maximum": 1,
            "description": "That the best candidate is this row's person; for not_found: that nobody in the register "
            "is.",
        },
        "reasons": {"type": "string", "description": "Vietnamese, parted by “; ”."},
        "double_of": _ID | {"description": "row_id of an earlier row that is linked to the same person, else null."},
        "candidates": {
            "type": "string",
            "description": 'JSON text: [{"id": …, "p": …}, …], the likeliest first; "[]" when there are none.',
        },
    },
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """Columns of one length, in the order of the list."""

    row_id: Sequence[int | str | None]
    line: Sequence[int]
    verdict: Sequence[str]
    person_id: Sequence[int | str | None]
    probability: Sequence[float]
    reasons: Sequence[str]
    double_of: Sequence[int | str | None]
    candidates: Sequence[str]

    def __len__(self) -> int:
        return len(self.line)


COLUMNS: tuple[str, ...] = tuple(SCHEMA["properties"])


def refuse_out(out: Path) -> None:
    """Before any work: a place that cannot be written to, or a kind we do not write."""
    if out.suffix.lower() not in KINDS:
        raise UnreadableList(f"--out: không ghi được loại tệp “{out.name}”; đặt tên có đuôi {', '.join(KINDS)}.")
    if out.is_dir():
        raise UnreadableList(f"--out: “{out}” là một thư mục; hãy ghi tên tệp.")
    if not out.parent.is_dir():
        raise UnreadableList(f"--out: không có thư mục “{out.parent}”.")
    if not os.access(out.parent, os.W_OK):
        raise UnreadableList(f"--out: không ghi được vào thư mục “{out.parent}”.")


def write(out: Path, outcome: Outcome) -> None:
    """Raises UnreadableList when it cannot be written."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        _WRITERS[out.suffix.lower()](beside, outcome)
        beside.replace(out)
    except OSError as problem:
        raise UnreadableList(f"--out: không ghi được “{out}”: {problem.strerror or problem}.") from problem
    finally:
        with suppress(OSError):
            beside.unlink()


def _id_type(values: Sequence[int | str | None]) -> str:
    return "VARCHAR" if str in set(map(type, values)) else "BIGINT"


def _copied(beside: Path, outcome: Outcome, how: str) -> None:
    import numpy as np

    given: dict[str, Any] = {}
    kinds = {"line": "BIGINT", "probability": "DOUBLE"} | dict.fromkeys(("verdict", "reasons", "candidates"), "VARCHAR")
    for name in COLUMNS:
        values = getattr(outcome, name)
        kinds.setdefault(name, _id_type(values))
        if kinds[name] == "VARCHAR":
            given[name] = np.array(values, dtype=object)
        elif kinds[name] == "DOUBLE":
            given[name] = np.asarray(values, dtype=np.float64)
        else:
            missing = np.array([value is None for value in values], dtype=bool)
            whole = np.array([value or 0 for value in values] if missing.any() else values, dtype=np.int64)
            given[name] = np.ma.masked_array(whole, missing)
    con = duckdb.connect()
    con.register("outcome", given)
    chosen = ", ".join(f"{name}::{kinds[name]} as {name}" for name in COLUMNS)
    to = str(beside).replace("'", "''")
    try:
        con.execute(f"copy (select {chosen} from outcome) to '{to}' ({how})")
    except duckdb.IOException as problem:
        raise OSError(str(problem).splitlines()[0]) from problem
    finally:
        con.close()


def _parquet(beside: Path, outcome: Outcome) -> None:
    _copied(beside, outcome, "format parquet, compression zstd")


def _csv(beside: Path, outcome: Outcome) -> None:
    """With the mark that tells a spreadsheet it is UTF-8."""
    plain = beside.with_name(beside.name + "-csv")
    try:
        _copied(plain, outcome, "format csv, header")
        with plain.open("rb") as rows, beside.open("wb") as file:
            file.write(b"\xef\xbb\xbf")
            while piece := rows.read(1 << 20):
                file.write(piece)
    finally:
        with suppress(OSError):
            plain.unlink()


def _xlsx(beside: Path, outcome: Outcome) -> None:
    import xlsxwriter

    if len(outcome) > XLSX_ROWS:
        raise UnreadableList(f"--out: {len(outcome)} dòng không vừa một trang .xlsx; hãy ghi .csv hoặc .parquet.")
    drafts = tempfile.mkdtemp(prefix=".doi-chieu-", dir=beside.parent)  # for us alone, and gone afterwards
    try:
        _fill(xlsxwriter.Workbook(str(beside), {"constant_memory": True, "tmpdir": drafts}), outcome)
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


def _fill(book: Any, outcome: Outcome) -> None:
    sheet = book.add_worksheet("Đối chiếu")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
    for at, width in enumerate((10, 8, 12, 12, 11, 70, 10, 40)):
        sheet.set_column(at, at, width)
    for row, cells in enumerate(zip(*(getattr(outcome, name) for name in COLUMNS), strict=True), 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write_number(row, column, cell)
    book.close()


_WRITERS = {".parquet": _parquet, ".csv": _csv, ".xlsx": _xlsx}
