"""Damages by name, one list with several of them, and the files that hold it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

import xlsxwriter

from tests.matching.wild.base import Base, Line, by_house
from tests.matching.wild.clerks import WRITING
from tests.matching.wild.layout import BETWEEN, COLUMNS, SIDEWAYS
from tests.matching.wild.sheet import PLAIN_WORDS, SENDERS, Sheet, sheet_of
from tests.matching.wild.slips import SLIPS

DAMAGES = (*WRITING, *SLIPS, *COLUMNS, *BETWEEN, *SIDEWAYS)
BY_HOUSE = {"head_number", "head_phone", "village_once", "village_titles", "totals"}
PASTED = {"pasted_with_header", "pasted_without_header", "pasted_with_fewer_columns"}
# They keep their place when others come before or after.
_ORDER = [*WRITING, *(name for name in SLIPS if name not in PASTED), *COLUMNS, *PASTED, *BETWEEN, *SIDEWAYS]


@dataclass
class Made:
    """Rows as they go to the file, and for each the line it came from."""

    name: str
    header: list[str]
    titles: list[str]
    rows: list[list[str]]
    lines: list[Line]
    damages: tuple[str, ...]
    columns: tuple[str, ...]  # what each column is, where a line does not say otherwise

    def truth(self) -> list[int | None]:
        return [line.rid if line.kind == "person" else None for line in self.lines]


def make(
    base: Base, damages: Sequence[str], *, seed: int, sender: str = "vnpt", share: float = 0.25, plain: bool = False
) -> Made:
    """That list with those damages, each over a block of about that share of the rows.

    `plain`: the plainest words above the columns, not the sender's own.
    """
    rng = Random(f"make/{seed}/{sender}/{'+'.join(damages)}")
    sheet = sheet_of(base, sender, rng)
    if plain:
        sheet.words = {column: PLAIN_WORDS[column] for column in sheet.columns}
    if BY_HOUSE.intersection(damages):
        sheet.lines = by_house(sheet.lines)
    places = rng.sample(range(10), len(damages)) if len(damages) <= 10 else [0] * len(damages)
    ordered = sorted(damages, key=_ORDER.index)
    for name, place in zip(ordered, places, strict=True):
        if name not in SIDEWAYS:
            _do(sheet, name, sheet.span(rng, share, place / 10), rng)
    sheet.lay()
    for name, place in zip(ordered, places, strict=True):
        if name in SIDEWAYS:
            span = sheet.span(rng, share, place / 10)
            _mark(sheet.lines[span], name)
            SIDEWAYS[name](sheet, span, rng)
    width = max(map(len, [sheet.columns, *sheet.grid]))
    header = sheet.header() + [""] * (width - len(sheet.columns))
    rows = [row + [""] * (width - len(row)) for row in sheet.grid]
    name = f"{base.name} {sender} {'+'.join(damages) or 'undamaged'}"
    return Made(name, header, sheet.titles, rows, sheet.lines, (*damages,), (*sheet.columns,))


def _do(sheet: Sheet, name: str, span: slice, rng: Random) -> None:
    if name in WRITING:
        lines = [line for line in sheet.lines[span] if line.kind == "person"]
        _mark(lines, name)
        WRITING[name](lines, rng)
        return
    if name in SLIPS:
        _mark(sheet.lines[span.start : None if "to_the_end" in name or name in PASTED else span.stop], name)
    (SLIPS | COLUMNS | BETWEEN)[name](sheet, span, rng)


def _mark(lines: Iterable[Line], name: str) -> None:
    for line in lines:
        line.done.append(name)


def mixed(base: Base, *, seed: int, count: int = 4, sender: str = "") -> Made:
    """A list with several things wrong at once, as most bad lists have; of a sender of chance unless told."""
    rng = Random(f"mixed/{seed}")
    ways = [rng.choice(sorted(kind)) for kind in (WRITING, SLIPS, WRITING, SLIPS)]
    ways += [rng.choice(sorted({**BETWEEN, **SIDEWAYS})) for _ in range(max(0, count - 3))]
    chosen = list(dict.fromkeys(ways))[: count + 1]
    if rng.random() < 0.25:
        chosen.append(rng.choice(sorted(COLUMNS)))
    by = rng.choice(sorted(set(SENDERS) - {"linkbench"}))
    return make(base, chosen, seed=seed, sender=sender or by, share=0.18)


# -- files


def write(made: Made, folder: Path, kind: str) -> Path:
    """list.KIND, beside it truth.csv: the line in the file (of .parquet from 1), rid, kind, what was done."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"list.{kind}"
    first = {"parquet": _parquet, "csv": _csv, "xlsx": _xlsx}[kind](made, path)
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("line", "rid", "kind", "done"))
        for at, (line, rid) in enumerate(zip(made.lines, made.truth(), strict=True), first):
            out.writerow((at, "" if rid is None else rid, line.kind, " ".join(line.done)))
    return path


def _parquet(made: Made, path: Path) -> int:
    import polars

    names = [name or f"cot_{at}" for at, name in enumerate(made.header, 1)]
    columns = {name: [row[at] for row in made.rows] for at, name in enumerate(names)}
    polars.DataFrame({"lid": range(len(made.rows)), **columns}).write_parquet(path)
    return 1


def _above(made: Made) -> list[list[str]]:
    """Titles, a blank row, the header."""
    return [*([title] for title in made.titles), *([[]] if made.titles else []), made.header]


def _csv(made: Made, path: Path) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([*_above(made), *made.rows])
    return len(_above(made)) + 1


def _xlsx(made: Made, path: Path) -> int:
    book = xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("Sheet1")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for at, row in enumerate([*_above(made), *made.rows]):
        for column, cell in enumerate(row):
            _cell(sheet, at, column, cell, day)
    book.close()
    return len(_above(made)) + 1


def _cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: str, day: object) -> None:
    """What a spreadsheet would have made of it: numbers without a leading zero are numbers, days are days."""
    if cell.endswith(" 00:00:00"):
        sheet.write_datetime(row, column, datetime.fromisoformat(cell), day)
    elif cell.isascii() and cell.isdigit() and not cell.startswith("0"):
        sheet.write_number(row, column, int(cell))
    elif cell:
        sheet.write_string(row, column, cell)


def write_register(base: Base, path: Path) -> Path:
    """With linkbench's columns."""
    names = ("rid", "cccd", "cmnd", "ho_ten", "ngay_sinh", "gioi_tinh", "sdt", "thon", "xa", "ma_ho")
    rows = [
        (k.rid, k.number, k.old_number, k.name, k.birth, k.sex, k.phone, k.village, k.commune, k.household)
        for k in base.register
    ]
    if path.suffix == ".parquet":
        import polars

        polars.DataFrame(rows, schema=list(names), orient="row").write_parquet(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([names, *rows])
    return path
