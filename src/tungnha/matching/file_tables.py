"""A file of people of any kind, laid into DuckDB as text: Parquet, .csv in any encoding, .xlsx, .xls, .ods.

What a file is is told by what it holds, not by its name. Parquet is read where it lies; the others are gone through row
by row (`sources`) and put into a table a block at a time, so that memory does not grow with the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import duckdb

from tungnha.matching import columns
from tungnha.matching.problems import UnreadableList

if TYPE_CHECKING:  # imported where files of rows are read: Parquet needs none of it
    from tungnha.matching import sources

PARQUET = b"PAR1"
BLOCK = 50_000  # rows put into the table at once
SAMPLE = 300
OPEN_FAILED = "Không mở được tệp “{name}”: {why}."
CUT_OFF = "Tệp “{name}” bị hỏng hoặc tải lên chưa hết; hãy gửi lại tệp gốc."
MOST_ROWS = 10_000_000  # of a file that is gone through row by row
LOOKED_AT = 1000  # rows that say how wide a file is
SLIPPED = 8  # further columns that rows slipped to the right may reach


@dataclass(frozen=True)
class FileTable:
    """`table` names what DuckDB holds: a column `line` (the row as the sender sees it; of Parquet from 1 on) and
    `c0 … cN`, text, NULL or "" where nothing stands. `whole[i]`: column i holds integers in the file itself (Parquet);
    then `i{i}` has them as such."""

    name: str
    table: str
    header: list[str]
    whole: list[bool]
    rows: int
    notes: list[str] = field(default_factory=list)
    is_parquet: bool = False

    def sample(self, con: duckdb.DuckDBPyConnection, rows: int = SAMPLE) -> list[tuple[str, ...]]:
        """The first rows. Of Parquet, whose lines have no gaps, no others are read for them."""
        chosen = ", ".join(f"coalesce(c{at}, '')" for at in range(len(self.header)))
        within = f"where line <= {rows}" if self.is_parquet else ""
        return con.execute(f"select {chosen} from {self.table} {within} order by line limit {rows}").fetchall()


Say = Callable[[int], None]
FindHeader = Callable[[Sequence[Sequence[object]]], int | None]


def load(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    *,
    sheet: str | None = None,
    header: FindHeader | None = None,
    say: Say | None = None,
) -> FileTable:
    """Raises UnreadableList with one sentence. `header` finds the header row among the first (its index, -1 for a file
    without one, None to leave it to us). `say` is told how many rows were read so far, and may raise to stop."""
    if path.is_dir() or not path.exists():
        raise UnreadableList(f"Không thấy tệp “{path}”.")
    try:
        with path.open("rb") as file:
            if file.read(4) == PARQUET:
                return _of_parquet(con, path, table)
            return _of_rows(con, path, file, table, sheet, header, say or (lambda rows: None))
    except OSError as problem:
        raise UnreadableList(OPEN_FAILED.format(name=path.name, why=problem.strerror or "lỗi đọc")) from problem


# -- Parquet

_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")  # as BIGINT holds


def _of_parquet(con: duckdb.DuckDBPyConnection, path: Path, table: str) -> FileTable:
    source = "read_parquet('" + str(path).replace("'", "''") + "', file_row_number = true)"
    try:
        described = con.execute(f"describe select * exclude (file_row_number) from {source}").fetchall()
        rows = con.execute(f"select count(*) from {source}").fetchall()[0][0]
    except duckdb.Error as problem:
        raise UnreadableList(CUT_OFF.format(name=path.name)) from problem
    if not rows or not described:
        raise UnreadableList(f"Tệp “{path.name}” không có dòng nào.")
    whole = [one[1] in _INTEGERS for one in described]
    texts = [f"{_as_text(_quoted(one[0]), one[1])} as c{at}" for at, one in enumerate(described)]
    texts += [f"{_quoted(described[at][0])}::BIGINT as i{at}" for at, is_whole in enumerate(whole) if is_whole]
    chosen = ", ".join(["file_row_number + 1 as line", *texts])
    con.execute(f"create or replace temp view {table} as select {chosen} from {source}")
    return FileTable(path.name, table, [one[0] for one in described], whole, rows, is_parquet=True)


def _as_text(column: str, kind: str) -> str:
    if kind == "VARCHAR":
        return column
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"strftime({column}, '%d/%m/%Y')"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        whole = f"{column} = trunc({column}) and abs({column}) < 1e15"
        return f"case when {whole} then {column}::BIGINT::VARCHAR else {column}::VARCHAR end"
    return f"{column}::VARCHAR"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# -- rows


def _of_rows(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    file: BinaryIO,
    table: str,
    sheet: str | None,
    find: FindHeader | None,
    say: Say,
) -> FileTable:
    from tungnha.matching import sources

    source = sources.open_source(path.name, file)
    chosen, header, rows = _sheet(path.name, source, sheet, find)
    first = list(islice(rows, LOOKED_AT))
    width = max([len(header), *(len(row.cells) for row in first)], default=0) + SLIPPED
    used = len(header)
    if not first:
        raise UnreadableList(f"Tệp “{path.name}” không có dòng nào dưới dòng tiêu đề.")
    names = ", ".join(f"c{at} VARCHAR" for at in range(width))
    con.execute(f"create or replace temp table {table} (line BIGINT, {names})")
    read = 0
    for block in _blocks(chain(first, rows)):
        _put(con, table, block, width)
        read += len(block)
        used = max(used, *(len(row.cells) for row in block))
        if read > MOST_ROWS:
            raise UnreadableList(f"Tệp “{path.name}” quá dài; hãy gửi tệp Parquet hoặc chia nhỏ.")
        say(read)
    used = min(used, width)
    texts = [str(cell or "") for cell in header] + [""] * (used - len(header))
    notes = [*source.notes(), *_other_sheets(source, chosen, sheet)]
    return FileTable(path.name, table, texts, [False] * used, read, notes)


def _sheet(
    name: str, source: sources.Source, asked: str | None, find: FindHeader | None
) -> tuple[str, list[Any], Iterator[sources.Row]]:
    """The sheet with its header, and the rows below it."""
    if asked is not None and asked not in source.sheets:
        there = ", ".join(f"“{one}”" for one in source.sheets)
        raise UnreadableList(f"Tệp “{name}” không có trang “{asked}”; có các trang: {there}.")
    empty = True
    for one in source.sheets if asked is None else (asked,):
        rows = source.rows(one)
        head = list(islice(rows, columns.SEARCHED_ROWS))
        empty = empty and not head
        at = _header([row.cells for row in head], find)
        if at is not None:
            return one, head[at].cells if at >= 0 else [], chain(head[at + 1 :], rows)
    if empty:
        raise UnreadableList(f"Tệp “{name}” không có dòng nào.")
    raise UnreadableList(
        f"Tệp “{name}” không có dòng tiêu đề nhận ra được; đã tìm các cột {columns.LOOKED_FOR}. Hãy thêm dòng tiêu đề "
        "rồi gửi lại."
    )


def _header(rows: list[list[Any]], find: FindHeader | None) -> int | None:
    at = find(rows) if find and rows else None
    if at is not None:
        return at
    try:
        return columns.find_header(rows)
    except UnreadableList:
        return None


def _other_sheets(source: sources.Source, chosen: str, asked: str | None) -> list[str]:
    """Nothing that came is passed over in silence: other sheets with people in them are named."""
    others = []
    for one in source.sheets if asked is None else ():
        if one == chosen:
            continue
        head = [row.cells for row in islice(source.rows(one), columns.SEARCHED_ROWS)]
        if _header(head, None) is not None:
            others.append(f"“{one}”")
    if not others:
        return []
    return [f"Chỉ đọc trang “{chosen}”; trang {', '.join(others)} cũng có danh sách: chạy riêng với --sheet."]


def _blocks(rows: Iterator[sources.Row]) -> Iterator[list[sources.Row]]:
    while block := list(islice(rows, BLOCK)):
        yield block


def _put(con: duckdb.DuckDBPyConnection, table: str, block: list[sources.Row], width: int) -> None:
    import numpy as np

    given: dict[str, Any] = {"line": np.array([row.line for row in block], dtype=np.int64)}
    for at in range(width):
        cells = [_text(row.cells[at]) if at < len(row.cells) else "" for row in block]
        column = np.empty(len(cells), dtype=object)
        column[:] = cells
        given[f"c{at}"] = column
    con.register("rows_of_a_block", given)
    con.execute(f"insert into {table} select * from rows_of_a_block")
    con.unregister("rows_of_a_block")


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)
