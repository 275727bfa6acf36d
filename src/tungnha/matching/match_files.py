"""A list in a file against a register in a file: what `tungnha match` does, as a function."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from tungnha.matching.asked_columns import read_columns
from tungnha.matching.list_files import ListFile, RegisterFile, column_of, read_list, read_register
from tungnha.matching.outcome_file import Outcome
from tungnha.matching.problems import UnreadableList
from tungnha.matching.records import VERDICTS, Progress
from tungnha.matching.tables import Mend

MEMORY = 2048  # MiB
LEAST_MEMORY = 256
FIELD_WORDS = {
    "id": "mã", "full_name": "họ tên", "personal_number": "số định danh", "old_number": "số cũ", "birth": "ngày sinh",
    "sex": "giới tính", "phone": "điện thoại", "village": "nơi ở", "commune": "xã", "household": "hộ",
    "since": "từ ngày", "status": "trạng thái", "note": "ghi chú",
}  # fmt: skip


@dataclass(frozen=True)
class Matched:
    """`counts`: linked, ambiguous, not_found, unreadable, double, other; their sum is the rows of the list."""

    outcome: Outcome
    counts: dict[str, int]
    mends: tuple[Mend, ...]
    weights: dict[str, Any]
    listed: ListFile
    register: RegisterFile

    def listed_columns(self) -> dict[str, str]:
        """Field → header, as told to people."""
        header = self.listed.table.header
        named = {} if self.listed.ids.column is None else {"id": self.listed.ids.column}
        return named | {name: header[at] or f"#{at + 1}" for name, at in self.listed.fields.items()}

    def notes(self) -> list[str]:
        """What somebody must be told who reads the outcome, in Vietnamese."""
        return [*self.listed.file.notes, *self.register.file.notes, *_doubts(self)]


def match_files(
    register: Path,
    listed: Path,
    *,
    columns: Sequence[str] = (),
    sheet: str | None = None,
    memory: int = MEMORY,
    undone: Collection[str] = (),
    weights: dict[str, Any] | None = None,
    engine: str = "duckdb",
    master: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Matched:
    """Raises UnreadableList with one Vietnamese sentence for what cannot be read. `columns`: as `asked_columns` reads
    them. `memory`, MiB, bounds DuckDB and the pieces the list is worked through in. `weights`: of an earlier run,
    instead of learning them anew. `engine` "spark" needs `master` and may raise CannotRun. `progress` is called often
    and may raise to stop. The same files, the same outcome.
    """
    from tungnha.matching.engine import Settings, match_table
    from tungnha.matching.registers import read_register as coded

    asked = read_columns(columns)
    say = progress or (lambda step: None)
    with _duckdb(memory) as con:
        read = read_list(con, listed, asked.list, sheet=sheet, say=lambda rows: say(Progress("Đọc danh sách", rows, 0)))
        known = read_register(con, register, asked.register, say=lambda rows: say(Progress("Đọc sổ", rows, 0)))
        settings = Settings(memory_mb=memory)
        say(Progress("Đọc sổ", known.file.rows, known.file.rows))
        people = coded(con, known.view, {name: column_of(name) for name in ("id", *known.fields)}, settings)
        run: Callable[..., Any] = match_table
        if engine == "spark":
            from tungnha.matching.spark import match_on_spark

            run = partial(match_on_spark, master or "local[2]")
        found = run(
            people, read.table, shared_fields(read, known), undone=undone, weights=weights, settings=settings,
            progress=say,
        )  # fmt: skip
        del people  # some hundred MB of a province
    _refuse_unknown(undone, found.mended.mends)
    return Matched(outcome_of(found, read), found.counts, tuple(found.mended.mends), found.weights, read, known)


def _refuse_unknown(undone: Collection[str], mends: Sequence[Mend]) -> None:
    """An undone mend is told as one that is not done; whatever else was asked for is a slip of the pen."""
    known = {mend.id for mend in mends}
    unknown = [one for one in undone if one not in known]
    if unknown:
        there = ", ".join(sorted(known)) or "không có chỗ nào"
        raise UnreadableList(f"--undo: không có chỗ sửa nào tên “{unknown[0]}”; lần này: {there}.")


def shared_fields(read: ListFile, known: RegisterFile) -> dict[str, int]:
    """What one of the two files lacks cannot be compared; an extra field of the list alone means nothing."""
    return {name: at for name, at in read.fields.items() if not name.startswith("extra:") or name in known.fields}


def outcome_of(found: Any, read: ListFile) -> Outcome:
    """The engine's columns by the names that people gave the rows."""
    first = found.first.tolist()
    of = found.ids[found.candidate_person].tolist() if len(found.candidate_person) else []
    if of and isinstance(of[0], str):
        of = [json.dumps(one, ensure_ascii=False) for one in of]
    pairs = [f'{{"id": {one}, "p": {p}}}' for one, p in zip(of, found.candidate_probability.tolist(), strict=True)]
    ids = found.ids[found.person].tolist() if len(found.ids) else []  # of -1, nobody, the last one's
    people = zip(ids, found.person.tolist(), strict=True)
    return Outcome(
        row_id=read.names,
        line=[int(line) for line in read.table.row_ids],
        verdict=[VERDICTS[code] for code in found.verdict.tolist()],
        person_id=[one if person >= 0 else None for one, person in people],
        probability=found.probability.tolist(),
        reasons=_reasons(found),
        double_of=[read.names[one] if one >= 0 else None for one in found.double_of.tolist()],
        candidates=["[" + ", ".join(pairs[start:stop]) + "]" for start, stop in pairwise(first)],
    )


NOBODY_SPOKEN_OF = {
    "title": "dòng tiêu đề, không phải người", "header": "dòng tên cột, không phải người",
    "total": "dòng tổng cộng, không phải người", "blank": "dòng trống",
}  # fmt: skip


def _reasons(found: Any) -> list[str]:
    """In words. What could not be read of a row is looked for only where the comparison does not show that it was."""
    words: dict[tuple[int, ...], str] = {}  # of rows about which the same is to be said
    said = []
    several = np.diff(found.first).tolist()
    alike = zip(found.verdict.tolist(), found.pattern.tolist(), several, found.unsure.tolist(), strict=True)
    rows = zip(found.mended.kinds, alike, found.double_of.tolist(), _unread(found).tolist(), strict=True)
    for row, (kind, same, double, unread) in enumerate(rows):
        if kind != "person":
            said.append(NOBODY_SPOKEN_OF.get(kind, "không phải người"))
        elif unread or double >= 0:
            said.append("; ".join((*found.reasons(row), *found.problems(row))))
        else:
            if same not in words:
                words[same] = "; ".join(found.reasons(row))
            said.append(words[same])
    return said


def _unread(found: Any) -> Any:
    """Rows of which a cell that holds something may not have been read, or was read otherwise than written."""
    from tungnha.matching.compare import FIELDS, BirthLevel, NumberLevel
    from tungnha.matching.reasons import level_of

    at = {name: place for place, (name, _, _) in enumerate(FIELDS)}
    cells = found.mended.cells
    unread = np.zeros(len(found), bool)
    if found.reread and "full_name" in cells:
        unread |= np.fromiter((name in found.reread for name in cells["full_name"]), dtype=bool, count=len(found))
    for field, missing in (("personal_number", NumberLevel.MISSING), ("birth", BirthLevel.MISSING)):
        if field in cells:
            unread |= (level_of(found.pattern, at[field]) == missing) & ~_empty(cells[field])
    return unread


def _empty(cells: Sequence[str]) -> Any:
    return np.fromiter((not cell for cell in cells), dtype=bool, count=len(cells))


@contextmanager
def _duckdb(memory: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """In memory; what does not fit goes into a folder for us alone, encrypted, gone afterwards."""
    if memory < LEAST_MEMORY:
        raise UnreadableList(f"--memory: cần ít nhất {LEAST_MEMORY} MB.")
    folder = tempfile.mkdtemp(prefix="tungnha-match-")
    con = duckdb.connect(config={"temp_directory": folder, "temp_file_encryption": True,
                                 "memory_limit": f"{memory * 6 // 10}MiB"})  # fmt: skip
    try:
        yield con
    finally:
        con.close()
        shutil.rmtree(folder, ignore_errors=True)


# -- what must be said

ENOUGH_ROWS = 20
ALMOST_NOBODY = 0.85


def _doubts(matched: Matched) -> list[str]:
    rows = len(matched.outcome) - matched.counts["other"]
    fields = set(matched.listed.fields)
    said = []
    if not fields & {"personal_number", "old_number", "birth", "phone", "village"}:
        said.append("Danh sách chỉ có họ tên: không đủ để nhận ra ai; hãy xin thêm số định danh hoặc ngày sinh.")
    if rows >= ENOUGH_ROWS and matched.counts["not_found"] >= ALMOST_NOBODY * rows:
        said.append(
            f"Hầu như không ai có trong sổ ({dotted(matched.counts['not_found'])}/{dotted(rows)} dòng): có thể đây là "
            "danh sách của nơi khác, hoặc cột bị hiểu sai; hãy xem lại trước khi dùng."
        )
    return said


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
