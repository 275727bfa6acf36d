"""A third way to damage a list: what issue 5 names, on files of linkbench, several at once, 50 to 800 rows each.

    python -m tests.matching.wild.pastes FOLDER --level thuong --lists 40 --seed 5

FOLDER holds register.parquet, list_LEVEL.parquet and truth_LEVEL.parquet. Written from the words of the issue, with
the habits of neither other generator: cells slip by one to three, up and down, left and right, through all that stands
in the table; dates change their order in a block; what stands in between stands there before or after a slip.
A line is one list: F1 (linked alone in brackets) without and with, links made unseen that are wrong.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from tests.matching.repair.measure import of_files
from tests.matching.wild.base import plain
from tests.matching.wild.fonts import tcvn3, vni
from tests.matching.wild.score import Answer, score
from tungnha.matching.columns import guess_columns
from tungnha.matching.engine import cross_check
from tungnha.matching.records import RegisterRow
from tungnha.matching.registers import CodedRegister
from tungnha.matching.tables import TextTable

HEADER = ("ho_ten", "ngay_sinh", "gioi_tinh", "so_giay_to", "sdt", "dia_chi")
NAME, BIRTH, SEX, NUMBER, PHONE, PLACE = range(len(HEADER))
SIZES = (50, 80, 120, 200, 350, 500, 800)
DAY_ZERO, DAY_ZERO_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)


@dataclass
class Row:
    cells: list[str]
    rid: int | None = None
    village: str = ""
    person: bool = True


Act = Callable[[list[Row], int, int, Random], None]  # rows first..last-1 are damaged


def day_of(cell: str) -> dt.date | None:
    found = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", cell.strip())
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def dates(write: Callable[[dt.date], str]) -> Act:
    def act(rows: list[Row], first: int, last: int, rng: Random) -> None:
        for row in rows[first:last]:
            if row.person and (day := day_of(row.cells[BIRTH])):
                row.cells[BIRTH] = write(day)

    return act


def cells(columns: Sequence[int], write: Callable[[str], str]) -> Act:
    def act(rows: list[Row], first: int, last: int, rng: Random) -> None:
        for row in rows[first:last]:
            for at in columns:
                row.cells[at] = write(row.cells[at])

    return act


def slip(column: int, by: int, *, to_the_end: bool) -> Act:
    """Through titles and totals too; what falls off the block is lost, what falls off the list stands below it."""

    def act(rows: list[Row], first: int, last: int, rng: Random) -> None:
        part = rows[first:] if to_the_end else rows[first:last]
        values = [row.cells[column] for row in part]
        left = values[-by:] if by > 0 else []
        for row, value in zip(
            part, [*[""] * by, *values[:-by]] if by > 0 else [*values[-by:], *[""] * -by], strict=True
        ):
            row.cells[column] = value
        if to_the_end:
            width = len(rows[0].cells)
            rows += [Row([value if at == column else "" for at in range(width)], person=False) for value in left]

    return act


def sideways(at: int, by: int) -> Act:
    """To the right the table grows; to the left the cells before are overwritten."""

    def act(rows: list[Row], first: int, last: int, rng: Random) -> None:
        for row in rows:
            row.cells += [""] * max(by, 0)
        for row in rows[first:last]:
            width = len(row.cells)
            moved = [*row.cells[:at], *[""] * by] if by > 0 else row.cells[: at + by]
            row.cells = ([*moved, *row.cells[at:]] + [""] * width)[:width]

    return act


def initials(point: str, name: str) -> str:
    words = name.split()
    return point.join([*(word[0] for word in words[:-1]), words[-1]]) if len(words) > 1 else name


def two_telephones(rows: list[Row], first: int, last: int, rng: Random) -> None:
    between = rng.choice((" / ", "; ", " - ", ", ", "/"))
    for row in rows[first:last]:
        if row.cells[PHONE]:
            both = [row.cells[PHONE], f"09{rng.randrange(10**8):08d}"]
            rng.shuffle(both)
            row.cells[PHONE] = between.join(both)


def together(column: int, form: str) -> Act:
    def act(rows: list[Row], first: int, last: int, rng: Random) -> None:
        for row in rows[first:last]:
            name, place = row.cells[NAME], row.cells[PLACE]
            row.cells[NAME] = row.cells[PLACE] = ""
            row.cells[column] = form.format(name, place) if place else name

    return act


def village_first(rows: list[Row], first: int, last: int, rng: Random) -> None:
    rows[first:last] = sorted(rows[first:last], key=lambda row: row.village)
    above = None
    for row in rows[first:last]:
        row.cells[PLACE], above = ("" if row.village == above else row.village), row.village


def lines_between(rows: list[Row], first: int, last: int, rng: Random) -> None:
    width = len(rows[0].cells)
    for at in range(last, first, -25):
        text = rng.choice(("Tổng cộng: 25 người", "II. Danh sách thôn", "Trang 3", "", "Cộng"))
        line = [text, *[""] * (width - 1)] if rng.random() < 0.8 else [*HEADER, *[""] * (width - len(HEADER))]
        rows.insert(at, Row(line, person=False))


ACTS: dict[str, Act] = {
    **{
        f"{HEADER[at]} {by:+d}{' to the end' if end else ''}": slip(at, by, to_the_end=end)
        for at in (NAME, BIRTH, NUMBER, PHONE, PLACE) for by in (1, -1, 2, -2, 3) for end in (False, True)
    },
    **{f"cells from {HEADER[at]} {by:+d}": sideways(at, by) for at in (BIRTH, SEX, NUMBER, PHONE) for by in (1, 2)},
    "cells from sdt -1": sideways(NUMBER, -1),
    "m/d/y": dates(lambda day: f"{day:%m/%d/%Y}"), "m/d/yy": dates(lambda day: f"{day.month}/{day.day}/{day:%y}"),
    "y-m-d": dates(str), "y-d-m": dates(lambda day: f"{day:%Y-%d-%m}"), "d/m/yy": dates(lambda day: f"{day:%d/%m/%y}"),
    "serial": dates(lambda day: str((day - DAY_ZERO).days)),
    "serial of 1904": dates(lambda day: str(max((day - DAY_ZERO_1904).days, 1))),
    "four years off": dates(lambda day: f"{day + dt.timedelta(1462):%d/%m/%Y}"),
    "turned where small": dates(lambda day: f"{day:%m/%d/%Y}" if day.day < 13 else f"{day:%d/%m/%Y}"),
    "dd-Mon-yy": dates(lambda day: f"{day:%d-%b-%y}"),
    "no marks": cells((NAME, PLACE), plain), "capitals without marks": cells((NAME,), lambda name: plain(name).upper()),
    "initials": cells((NAME,), partial(initials, ".")), "initials apart": cells((NAME,), partial(initials, " ")),
    "tcvn3": cells((NAME, SEX, PLACE), tcvn3), "vni": cells((NAME, SEX, PLACE), vni),
    "two telephones": two_telephones, "village first": village_first, "lines between": lines_between,
    "name - place": together(NAME, "{} - {}"), "name, place": together(NAME, "{}, {}"),
    "name - place in the column of places": together(PLACE, "{} - {}"),
}  # fmt: skip


def damaged(rows: Sequence[Row], names: Sequence[str], rng: Random) -> list[Row]:
    """The list with those blocks, some of them upon each other. Sideways and lines between come last, as in life."""
    made = [Row(list(row.cells), row.rid, row.village) for row in rows]
    for name in sorted(names, key=lambda one: (one.startswith("cells"), one == "lines between")):
        size = min(rng.choice(SIZES), len(rows) // 2)
        first = rng.choice((0, len(rows) - size, *(rng.randrange(len(rows) - size) for _ in range(3))))
        ACTS[name](made, first, first + size, rng)
    width = max(len(row.cells) for row in made)
    for row in made:
        row.cells += [""] * (width - len(row.cells))
    return made


def answers(register: CodedRegister, rows: Sequence[Row]) -> list[Answer]:
    header = [*HEADER, *[""] * (len(rows[0].cells) - len(HEADER))]
    table = TextTable(
        header, [list(column) for column in zip(*(row.cells for row in rows), strict=True)], list(range(len(rows)))
    )
    checked = cross_check(register, table, guess_columns(header, [row.cells for row in rows]))
    return [Answer(one.person_id, one.verdict == "linked", one.verdict) for one in checked.verdicts]


def load(folder: Path, level: str) -> tuple[list[RegisterRow], list[Row]]:
    people, sheet, truth = of_files(str(folder), level)
    village = {one.id: one.village or "" for one in people}
    rows = [[cell or "" for cell in row] for row in sheet.rows]
    return people, [Row(row, rid, village.get(rid, "")) for row, rid in zip(rows, truth, strict=True)]


def main(arguments: Sequence[str]) -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("folder", type=Path)
    given.add_argument("--level", default="thuong")
    given.add_argument("--lists", type=int, default=40)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args(arguments)
    people, rows = load(asked.folder, asked.level)
    register = CodedRegister.of_rows(people)
    whole = score([row.rid for row in rows], answers(register, rows))
    lost, wrong, links = [], 0, 0
    for at in range(asked.lists):
        rng = Random(f"{asked.seed}/{at}")
        names = rng.sample(sorted(ACTS), rng.choice((1, 2, 3, 4, 5)))
        made = damaged(rows, names, rng)
        said = answers(register, made)
        told = score([row.rid if row.person else None for row in made], said)
        lost.append(whole.f1 - told.f1)
        wrong, links = wrong + told.wrong_links, links + sum(one.linked for one in said)
        sys.stdout.write(
            f"{whole.f1:.4f} → {told.f1:.4f} ({whole.f1_linked:.4f} → {told.f1_linked:.4f}), {told.wrong_links} wrong  "
            f"{', '.join(names)}\n"
        )
    sys.stdout.write(
        f"lost {sum(lost) / len(lost):.4f}, at worst {max(lost):.4f}; precision {1 - wrong / max(links, 1):.5f}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
