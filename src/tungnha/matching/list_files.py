"""The two files of a cross-check, ready for the engine: the list as a TextTable, the register as a view in DuckDB."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import duckdb

from tungnha.matching import file_tables, guessing
from tungnha.matching.asked_columns import finds_header, place_columns
from tungnha.matching.file_tables import FileTable, Say
from tungnha.matching.problems import UnreadableList
from tungnha.matching.tables import TextTable

Side = Literal["list", "register"]
KNOWN_BY = ("full_name", "personal_number", "old_number", "phone")  # a person is, by one of these
_YEAR_FIRST = r"^(1[89]|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"


@dataclass(frozen=True)
class Ids:
    """How people name the rows: `values[r]`, or the line where the file has no id column of its own."""

    column: str | None  # its header
    whole: bool  # integers


@dataclass(frozen=True)
class ListFile:
    """`table.row_ids` are lines; `names[r]` is the row's own id where the list has ids (None where the cell is empty),
    else its line."""

    file: FileTable
    table: TextTable
    fields: dict[str, int]
    ids: Ids
    names: list[int | str | None]


@dataclass(frozen=True)
class RegisterFile:
    """`view` has `id` (integer or text, unique), `line`, and a text column for each of `fields`; NULL where nothing
    stands. The column of "extra:NAME" is called extra_NAME."""

    file: FileTable
    view: str
    fields: tuple[str, ...]
    ids: Ids
    columns: dict[str, str]  # field → the headers it was read from, as told to people


def read_list(
    con: duckdb.DuckDBPyConnection, path: Path, asked: dict[str, str], *, sheet: str | None = None,
    say: Say | None = None,
) -> ListFile:  # fmt: skip
    """Raises UnreadableList with one sentence."""
    file = file_tables.load(con, path, "list_file", sheet=sheet, header=finds_header(asked), say=say)
    places = _places(con, file, asked, "list")
    ids, id_at = _ids(con, file, places.pop("id", None), "list")
    texts, lines = _texts(con, file)
    table = TextTable(file.header, texts, lines)
    names = _names(file, texts, lines, ids, id_at)
    fields: dict[str, int] = {}
    for name, at in places.items():
        if len(at) > 1:
            table = _joined(table, at)
            fields[name] = len(table.columns) - 1
        elif at:
            fields[name] = at[0]
    for name in {"birth", "since"} & set(fields):
        _turn_year_first(table.columns[fields[name]])
    return ListFile(file, table, fields, ids, names)


def read_register(
    con: duckdb.DuckDBPyConnection, path: Path, asked: dict[str, str], *, sheet: str | None = None,
    say: Say | None = None,
) -> RegisterFile:  # fmt: skip
    """Raises UnreadableList with one sentence."""
    file = file_tables.load(con, path, "register_file", sheet=sheet, header=finds_header(asked), say=say)
    places = {name: at for name, at in _places(con, file, asked, "register").items() if at or name == "id"}
    ids, id_at = _ids(con, file, places.pop("id", None), "register")
    named = "line" if id_at is None else f"c{id_at}" if not ids.whole else _integers(file, id_at)
    chosen = ", ".join(f"{_expression(name, at)} as {column_of(name)}" for name, at in places.items())
    con.execute(f"create or replace temp view register as select {named} as id, line, {chosen} from {file.table}")
    told = {name: " + ".join(file.header[one] or f"#{one + 1}" for one in at) for name, at in places.items()}
    return RegisterFile(file, "register", tuple(places), ids, told)


def column_of(field: str) -> str:
    return field.replace("extra:", "extra_")


# -- which column is what


def _places(
    con: duckdb.DuckDBPyConnection, file: FileTable, asked: dict[str, str], side: Side
) -> dict[str, tuple[int, ...]]:
    sample = file.sample(con)
    wanted = place_columns(asked, file.header, file.name)
    taken = {at for some in wanted.values() for at in some}
    guessed = {name: at for name, at in guessing.guess(file.header, sample).items() if not taken & set(at)}
    places = guessed | wanted
    if not any(places.get(name) for name in KNOWN_BY):
        there = ", ".join(f"“{text}”" for text in file.header if text) or "không cột nào có tên"
        raise UnreadableList(
            f"Tệp “{file.name}” không có cột họ tên hay số định danh nhận ra được; các cột: {there}. Ghi rõ bằng "
            f"--columns, ví dụ {side}.full_name=…"
        )
    return {name: at for name, at in places.items() if at or name == "id"}


def _ids(
    con: duckdb.DuckDBPyConnection, file: FileTable, asked: tuple[int, ...] | None, side: Side
) -> tuple[Ids, int | None]:
    """The column whose values name the rows; whoever asks for one that cannot is told."""
    if asked and len(asked) > 1:
        raise UnreadableList(f"--columns: mã dòng của tệp “{file.name}” phải là một cột.")
    candidates = guessing.id_columns(file.header, side) if asked is None else list(asked)
    for at in candidates:
        whole = _names_rows(con, file, at, partly=side == "list")
        if whole is not None:
            return Ids(file.header[at] or f"#{at + 1}", whole), at
        if asked:
            raise UnreadableList(
                f"Cột “{file.header[at]}” của tệp “{file.name}” không làm mã dòng được: có giá trị lặp lại hoặc bỏ "
                "trống."
            )
    return Ids(None, True), None


def _names_rows(con: duckdb.DuckDBPyConnection, file: FileTable, at: int, *, partly: bool) -> bool | None:
    """Whether its values are integers; None if they cannot name rows. Titles and totals of a list have none."""
    if file.whole[at]:
        column = _integers(file, at)
        filled, different = con.execute(
            f"select count({column}), count(distinct {column}) from {file.table}"
        ).fetchall()[0]
        return True if (filled == file.rows or (partly and filled * 2 > file.rows)) and filled == different else None
    header = file.header[at].replace("'", "''")
    filled, different, integers = con.execute(f"""
        select count(*), count(distinct v), count(*) filter (regexp_full_match(v, '0|[1-9][0-9]{{0,17}}'))
        from (select c{at} as v from {file.table} where c{at} <> '' and c{at} <> '{header}')""").fetchall()[0]
    enough = filled == file.rows or (partly and filled * 2 > file.rows)
    return integers == filled if enough and filled == different else None


def _integers(file: FileTable, at: int) -> str:
    return f"i{at}" if file.whole[at] else f"c{at}::BIGINT"


def _names(
    file: FileTable, texts: Sequence[list[str]], lines: Sequence[int | str], ids: Ids, at: int | None
) -> list[int | str | None]:
    if at is None:
        return list(lines)
    header = file.header[at]
    if ids.whole:
        return [int(text) if text and text != header else None for text in texts[at]]
    return [text if text and text != header else None for text in texts[at]]


# -- cells


def _texts(con: duckdb.DuckDBPyConnection, file: FileTable) -> tuple[list[list[str]], list[int | str]]:
    chosen = ", ".join(f"coalesce(c{at}, '') as c{at}" for at in range(len(file.header)))
    found: dict[str, Any] = con.execute(f"select line, {chosen} from {file.table} order by line").fetchnumpy()
    texts = [found[f"c{at}"].tolist() for at in range(len(file.header))]
    return texts, found["line"].tolist()


def _joined(table: TextTable, at: Sequence[int]) -> TextTable:
    """With one more column: the texts of some, a space between."""
    rows = zip(*(table.columns[one] for one in at), strict=True)
    joined = [" ".join(text for text in row if text) for row in rows]
    header = " + ".join(table.header[one] for one in at)
    return replace(table, header=[*table.header, header], columns=[*table.columns, joined])


def _turn_year_first(column: list[str]) -> None:
    """19400125 is a day written year first: as a day first it would have no month."""
    matches = re.compile(_YEAR_FIRST).fullmatch
    column[:] = [f"{c[6:]}/{c[4:6]}/{c[:4]}" if len(c) == 8 and matches(c) else c for c in column]


def _expression(field: str, at: tuple[int, ...]) -> str:
    if len(at) > 1:
        return "concat_ws(' ', " + ", ".join(f"nullif(c{one}, '')" for one in at) + ")"
    if field not in ("birth", "since"):
        return f"c{at[0]}"
    cell = f"c{at[0]}"
    turned = f"{cell}[7:8] || '/' || {cell}[5:6] || '/' || {cell}[1:4]"
    return f"case when regexp_full_match({cell}, '{_YEAR_FIRST}') then {turned} else {cell} end"
