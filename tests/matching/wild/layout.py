"""Lines that speak of nobody, columns of another make, and cells slipped sideways."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from random import Random

from tests.matching.wild.base import Line, year_of
from tests.matching.wild.clerks import day_of
from tests.matching.wild.sheet import Sheet

Act = Callable[[Sheet, slice, Random], None]


def _told(sheet: Sheet, text: str, kind: str, at: int = 0) -> Line:
    return Line({sheet.columns[min(at, len(sheet.columns) - 1)]: text}, kind=kind)


# -- lines in between


def page_headers(sheet: Sheet, span: slice, rng: Random) -> None:
    """The header again at the top of each page, and its number at the foot."""
    size, made, page = rng.randint(28, 55), [], 1
    for at, line in enumerate(sheet.lines):
        if at and at % size == 0:
            page += 1
            made += [
                _told(sheet, f"Trang {page}", "title", len(sheet.columns) - 1),
                Line(dict(sheet.words), kind="header"),
            ]
            if rng.random() < 0.3:
                made.append(Line({c: f"({n})" for n, c in enumerate(sheet.columns, 1)}, kind="header"))
        made.append(line)
    sheet.lines = made


def totals(sheet: Sheet, span: slice, rng: Random) -> None:
    """Below each village how many they are; at the end who wrote it."""
    words = rng.choice(("Cộng {v}: {n} người", "Tổng cộng: {n}", "Cộng", "TỔNG {v}"))
    made: list[Line] = []
    for village, group in groupby(sheet.lines, key=lambda line: line.village):
        people = list(group)
        line = _told(sheet, words.format(v=village, n=len(people)), "total", rng.choice((0, 1)))
        if "{n}" not in words:
            line.cells[sheet.columns[-1]] = str(len(people))
        made += [*people, line]
        if rng.random() < 0.3:
            made.append(Line({}, kind="blank"))
    made += [
        _told(sheet, f"Tổng số: {sum(line.kind == 'person' for line in sheet.lines)} người", "total"),
        _told(sheet, "Tân Lập, ngày 05 tháng 11 năm 2026", "title", 3),
        _told(sheet, "NGƯỜI LẬP BIỂU", "title", 1),
        _told(sheet, "Trần Thị Hoa", "title", 1),
    ]
    sheet.lines = made


def village_titles(sheet: Sheet, span: slice, rng: Random) -> None:
    """The village as a line above its people, and no column for it."""
    words = rng.choice(("{v}", "{n}. {v}", "{v}: {k} người", "* {v}", "THÔN: {v}"))
    made: list[Line] = []
    for number, (village, group) in enumerate(groupby(sheet.lines, key=lambda line: line.village), 1):
        people = list(group)
        shown = words.format(v=village.upper() if number % 2 else village, n=_roman(number), k=len(people))
        made += [_told(sheet, shown, "title", rng.choice((0, 1))), *people]
    for line in made:
        if line.kind == "person":
            line.cells["address"] = ""
    sheet.lines = made


def _roman(number: int) -> str:
    made = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while number >= value:
            made, number = made + sign, number - value
    return made


# -- columns of another make


def name_in_two_columns(sheet: Sheet, span: slice, rng: Random) -> None:
    at = sheet.columns.index("name")
    sheet.columns[at : at + 1] = ["family", "given"]
    sheet.words |= rng.choice(({"family": "Họ và tên", "given": ""}, {"family": "Họ đệm", "given": "Tên"}))
    for line in sheet.lines:
        *family, given = line.cells.get("name", "").split() or [""]
        line.cells |= {"family": " ".join(family), "given": given}


def birth_in_three_columns(sheet: Sheet, span: slice, rng: Random) -> None:
    at = sheet.columns.index("birth")
    sheet.columns[at : at + 1] = ["day", "month", "year"]
    sheet.words |= {"day": "Ngày sinh", "month": "Tháng", "year": "Năm"} if rng.random() < 0.5 else {
        "day": "Ngày", "month": "Tháng", "year": "Năm sinh"}  # fmt: skip
    for line in sheet.lines:
        born = day_of(line.cells.get("birth", ""))
        year = year_of(line.cells.get("birth", ""))
        line.cells |= {
            "day": str(born.day) if born else "", "month": str(born.month) if born else "",
            "year": str(year) if year < 9999 else "",
        }  # fmt: skip


def birth_under_the_sex(sheet: Sheet, span: slice, rng: Random) -> None:
    """The old form: the birth stands in the column Nam or in the column Nữ."""
    at = sheet.columns.index("birth")
    sheet.columns[at : at + 1] = ["man", "woman"]
    sheet.columns = [column for column in sheet.columns if column != "sex"]
    sheet.words |= {"man": "Nam", "woman": "Nữ"} if rng.random() < 0.5 else {"man": "Năm sinh Nam", "woman": "Nữ"}
    for line in sheet.lines:
        column = "woman" if line.cells.get("sex") == "Nữ" else "man"
        line.cells[column] = line.cells.get("birth", "")


# -- sideways: rows are laid out already


def sideways_right(sheet: Sheet, span: slice, rng: Random) -> None:
    """A cell was pushed in: from that column on all stand one to the right, some beyond the table."""
    at = rng.randrange(1, max(2, len(sheet.columns) - 1))
    for row in sheet.grid[span]:
        row.insert(at, "")


def sideways_left(sheet: Sheet, span: slice, rng: Random) -> None:
    """A column was forgotten, none of those one is known by: from there on all stand one to the left."""
    known_by = ("name", "family", "given", "birth", "year", "man", "number")
    at = rng.choice([at for at, column in enumerate(sheet.columns[:-1]) if column not in known_by])
    for row in sheet.grid[span]:
        del row[at]
        row.append("")


def sideways_whole(sheet: Sheet, span: slice, rng: Random) -> None:
    """The header stands over the wrong columns in all of the list."""
    at = rng.randrange(1, len(sheet.columns) - 1)
    for row in sheet.grid:
        row.insert(at, "")


def address_in_pieces(sheet: Sheet, span: slice, rng: Random) -> None:
    """Text to columns at the comma: the address has become two or three cells, what follows moved on."""
    at = sheet.columns.index("address")
    for row in sheet.grid[span]:
        if at < len(row) and row[at]:
            row[at : at + 1] = [piece.strip() for piece in f"{row[at]}, Tân Lập".split(",")][:2]


BETWEEN: dict[str, Act] = {"page_headers": page_headers, "totals": totals, "village_titles": village_titles}
COLUMNS: dict[str, Act] = {
    "name_in_two_columns": name_in_two_columns,
    "birth_in_three_columns": birth_in_three_columns,
    "birth_under_the_sex": birth_under_the_sex,
}
SIDEWAYS: dict[str, Act] = {
    "sideways_right": sideways_right,
    "sideways_left": sideways_left,
    "sideways_whole": sideways_whole,
    "address_in_pieces": address_in_pieces,
}
