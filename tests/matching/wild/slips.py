"""What the spreadsheet does to a block: columns slipped, sorted and dragged, lists pasted below one another."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

from tests.matching.wild.base import Known, Line, plain
from tests.matching.wild.clerks import WRITING
from tests.matching.wild.sheet import SENDERS, Sheet

Act = Callable[[Sheet, slice, Random], None]
SLIPPING = ("number", "number", "phone", "birth", "name")


def _values(sheet: Sheet, span: slice, field: str) -> list[str]:
    return [line.cells.get(field, "") for line in sheet.lines[span]]


def _fill(sheet: Sheet, span: slice, field: str, values: list[str]) -> None:
    for line, value in zip(sheet.lines[span], values, strict=True):
        line.cells[field] = value


# -- up and down


def slip_down_to_the_end(sheet: Sheet, span: slice, rng: Random) -> None:
    """A cell was inserted: from there on every value stands a row too low, and the last below the table."""
    field, by = rng.choice(SLIPPING), rng.choice((1, 1, 1, 2, 3))
    rest = slice(span.start, len(sheet.lines))
    values = _values(sheet, rest, field)
    _fill(sheet, rest, field, [*[""] * by, *values[:-by]])
    sheet.lines += [Line({field: value}, kind="blank") for value in values[-by:]]


def slip_up_to_the_end(sheet: Sheet, span: slice, rng: Random) -> None:
    """A cell was deleted."""
    field, by = rng.choice(SLIPPING), rng.choice((1, 1, 2))
    rest = slice(span.start, len(sheet.lines))
    _fill(sheet, rest, field, [*_values(sheet, rest, field)[by:], *[""] * by])


def slip_block(sheet: Sheet, span: slice, rng: Random) -> None:
    """Inserted here and deleted further down: in between all stand a row too low, or too high."""
    field, by = rng.choice(SLIPPING), rng.choice((1, 1, 2, 4))
    values = _values(sheet, span, field)
    down = rng.random() < 0.6
    _fill(sheet, span, field, [*[""] * by, *values[:-by]] if down else [*values[by:], *[""] * by])


def slip_whole(sheet: Sheet, span: slice, rng: Random) -> None:
    """A whole column, pasted a row too high or too low; most often that of the numbers."""
    every, field = slice(0, len(sheet.lines)), rng.choice(("number", "number", "birth", "phone"))
    values = _values(sheet, every, field)
    by = rng.choice((1, 1, 2))
    _fill(sheet, every, field, [*[""] * by, *values[:-by]] if rng.random() < 0.5 else [*values[by:], *[""] * by])


def sorted_alone(sheet: Sheet, span: slice, rng: Random) -> None:
    """Somebody sorted the column and not the table."""
    field = rng.choice(("number", "number", "phone", "birth"))
    _fill(sheet, span, field, sorted(_values(sheet, span, field)))


def names_sorted_alone(sheet: Sheet, span: slice, rng: Random) -> None:
    _fill(sheet, span, "name", sorted(_values(sheet, span, "name"), key=lambda name: plain(name).split()[-1:]))


def one_in_five(sheet: Sheet, span: slice, rng: Random) -> None:
    """Numbers filled in from another sheet in another order: a fifth happen to be right."""
    lines = [line for line in sheet.lines[span] if line.kind == "person" and rng.random() < 0.8]
    values = [line.cells.get("number", "") for line in lines]
    rng.shuffle(values)
    for line, value in zip(lines, values, strict=True):
        line.cells["number"] = value


def looked_up(sheet: Sheet, span: slice, rng: Random) -> None:
    """Numbers looked up in a register by family name and given name alone: the first one found."""
    first: dict[tuple[str, str], Known] = {}
    for known in sheet.register:
        first.setdefault(_ends(known.name), known)
    for line in sheet.lines[span]:
        found = first.get(_ends(line.cells.get("name", "")))
        if line.kind == "person" and found:
            line.cells["number"] = found.number


def _ends(name: str) -> tuple[str, str]:
    words = plain(name).lower().split()
    return (words[0], words[-1]) if words else ("", "")


def dragged(sheet: Sheet, span: slice, rng: Random) -> None:
    """The corner of the cell was pulled down: the number counts on by one."""
    for first, run in _runs(sheet.lines[span], rng, 3, 30):
        start = first.cells.get("number", "")
        if start.isdigit():
            for at, line in enumerate(run):
                line.cells["number"] = f"{int(start) + at:0{len(start)}d}"


def copied_down(sheet: Sheet, span: slice, rng: Random) -> None:
    """The same with the key held: the first one's value on all."""
    field = rng.choice(("number", "phone", "birth"))
    for first, run in _runs(sheet.lines[span], rng, 2, 8):
        for line in run:
            line.cells[field] = first.cells.get(field, "")


def _runs(lines: list[Line], rng: Random, least: int, most: int) -> list[tuple[Line, list[Line]]]:
    found, at = [], 0
    while at < len(lines):
        size = rng.randint(least, most)
        found.append((lines[at], lines[at : at + size]))
        at += size
    return found


# -- the household


def head_number(sheet: Sheet, span: slice, rng: Random) -> None:
    """Whoever wrote it took the number from the book of the household."""
    for line in sheet.lines[span]:
        head = sheet.heads.get(line.household)
        if head and head.number:
            line.cells["number"] = head.number


def head_phone(sheet: Sheet, span: slice, rng: Random) -> None:
    for line in sheet.lines[span]:
        head = sheet.heads.get(line.household)
        if head and head.phone:
            line.cells["phone"] = head.phone


def one_phone(sheet: Sheet, span: slice, rng: Random) -> None:
    """The telephone of the shop on everybody it served."""
    number = f"09{rng.randrange(10)}000{rng.randrange(10_000):04d}"
    for line in sheet.lines[span]:
        line.cells["phone"] = number


def village_once(sheet: Sheet, span: slice, rng: Random) -> None:
    """The village stands on the first row of its people only."""
    before = None
    for line in sheet.lines[span]:
        place, line.cells["address"] = line.village, (line.village if line.village != before else "")
        before = place


def swapped_columns(sheet: Sheet, span: slice, rng: Random) -> None:
    """In this block two columns stand in each other's place."""
    one, other = rng.choice((("number", "phone"), ("name", "address"), ("birth", "number"), ("sex", "birth")))
    for line in sheet.lines[span]:
        cells = line.cells
        cells[one], cells[other] = cells.get(other, ""), cells.get(one, "")


def sent_twice(sheet: Sheet, span: slice, rng: Random) -> None:
    """A block pasted a second time."""
    sheet.lines[span.stop : span.stop] = copy.deepcopy(sheet.lines[span])


# -- a second list pasted below


def _pasted(sheet: Sheet, span: slice, rng: Random, *, header: bool, fewer: bool) -> None:
    """From there on another sender's columns and dates."""
    columns = [column for column in sheet.columns if column != "serial"]
    rng.shuffle(columns)
    if fewer:
        columns = [column for column in columns if column not in ("sex", "since", "note", "status", "code")]
    if "serial" in sheet.columns:
        columns.insert(0, "serial")
    rest = sheet.lines[span.start :]
    other = rng.choice(("date_year_first", "date_month_first", "date_two_digit_years", "date_1904_serial", None))
    if other:
        WRITING[other](rest, rng)
    for line in rest:
        line.columns = tuple(columns)
    if header:
        words = {column: ways[-1] for one in SENDERS.values() for column, ways in one.columns}
        cells = {column: words.get(column, column) for column in columns}
        sheet.lines.insert(span.start, Line(cells, kind="header", columns=tuple(columns)))


def pasted_with_header(sheet: Sheet, span: slice, rng: Random) -> None:
    _pasted(sheet, span, rng, header=True, fewer=False)


def pasted_without_header(sheet: Sheet, span: slice, rng: Random) -> None:
    _pasted(sheet, span, rng, header=False, fewer=False)


def pasted_with_fewer_columns(sheet: Sheet, span: slice, rng: Random) -> None:
    _pasted(sheet, span, rng, header=rng.random() < 0.5, fewer=True)


SLIPS: dict[str, Act] = {
    "slip_down_to_the_end": slip_down_to_the_end,
    "slip_up_to_the_end": slip_up_to_the_end,
    "slip_block": slip_block,
    "slip_whole": slip_whole,
    "sorted_alone": sorted_alone,
    "names_sorted_alone": names_sorted_alone,
    "one_in_five": one_in_five,
    "looked_up": looked_up,
    "dragged": dragged,
    "copied_down": copied_down,
    "head_number": head_number,
    "head_phone": head_phone,
    "one_phone": one_phone,
    "village_once": village_once,
    "swapped_columns": swapped_columns,
    "sent_twice": sent_twice,
    "pasted_with_header": pasted_with_header,
    "pasted_without_header": pasted_without_header,
    "pasted_with_fewer_columns": pasted_with_fewer_columns,
}
