"""How well a list was matched: through the library, or through the command on the raw file alone."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.matching.wild.base import Base, Known
from tests.matching.wild.making import Made, write, write_register
from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.sexes import read_sex
from tungnha.matching.columns import guess_columns
from tungnha.matching.engine import cross_check
from tungnha.matching.records import RegisterRow
from tungnha.matching.tables import TextTable


@dataclass(frozen=True)
class Answer:
    """What was said of one row: who it is (None: nobody, or not known), and whether it may be linked unseen."""

    rid: int | None
    linked: bool
    verdict: str = ""
    reasons: str = ""


@dataclass(frozen=True)
class Score:
    f1: float
    precision: float  # of those linked unseen
    linked: float
    ambiguous: float
    wrong_links: int
    f1_linked: float = 0.0


def score(truth: Sequence[int | None], answers: Sequence[Answer]) -> Score:
    pairs = list(zip(truth, answers, strict=True))
    right = sum(said.rid is not None and said.rid == rid for rid, said in pairs)
    told = sum(said.rid is not None for said in answers)
    there = sum(rid is not None for rid in truth)
    linked = [(rid, said) for rid, said in pairs if said.linked]
    wrong = sum(said.rid != rid for rid, said in linked)
    return Score(
        2 * right / max(1, told + there), 1 - wrong / max(1, len(linked)), len(linked) / len(truth),
        sum(said.verdict == "ambiguous" for said in answers) / len(truth), wrong,
        2 * (len(linked) - wrong) / max(1, len(linked) + there),
    )  # fmt: skip


# -- the library


def register_rows(register: Iterable[Known]) -> list[RegisterRow]:
    return [
        RegisterRow(
            id=known.rid, personal_number=known.number or None, full_name=known.name, birth=_birth(known.birth),
            sex=read_sex(known.sex), village=known.village, phone=known.phone or None,
            other_numbers=(known.old_number,) if known.old_number else (),
        )
        for known in register
    ]  # fmt: skip


def _birth(cell: str) -> PartialDate | None:
    try:
        return read_date(cell) if cell else None
    except BadDate:
        return None


def table_of(made: Made) -> TextTable:
    columns = [[row[at] for row in made.rows] for at in range(len(made.header))]
    return TextTable(list(made.header), columns, list(range(len(made.rows))))


def by_library(rows: Sequence[RegisterRow], made: Made, **more: Any) -> list[Answer]:
    table = table_of(made)
    checked = cross_check(rows, table, guess_columns(made.header, made.rows), **more)
    return [
        Answer(verdict.person_id, verdict.verdict == "linked", verdict.verdict, "; ".join(verdict.reasons))
        for verdict in checked.verdicts
    ]


# -- the command


def by_command(base: Base, made: Made, folder: Path, kind: str = "parquet") -> list[Answer]:
    """`tungnha match` on the files alone; its answers in the order of the rows."""
    register = folder / "register.parquet"
    if not register.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_register(base, register)
    path, out = write(made, folder, kind), folder / "out.csv"
    subprocess.run(
        [sys.executable, "-m", "tungnha.cli", "match", "--register", register, "--list", path, "--out", out],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return read_answers(out, folder / "truth.csv")


def read_answers(out: Path, truth: Path) -> list[Answer]:
    """By the lines of the truth; a row the command did not speak of is nobody's."""
    with out.open(encoding="utf-8-sig", newline="") as file:
        told = {row["line"]: row for row in csv.DictReader(file)}
    with truth.open(encoding="utf-8", newline="") as file:
        return [_answer(told.get(row["line"], {})) for row in csv.DictReader(file)]


def _answer(row: Mapping[str, str]) -> Answer:
    person, verdict = row.get("person_id", ""), row.get("verdict", "")
    return Answer(int(person) if person else None, verdict == "linked", verdict, row.get("reasons", ""))
