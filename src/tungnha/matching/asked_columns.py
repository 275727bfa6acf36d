"""Which column of a file is what, as somebody asked for it on a command line or in a call: `list.birth=date_of_birth`.

    [list.|register.]FIELD=COLUMN[+COLUMN …]      one or more, with commas between

FIELD is one of `tables.FIELDS`, or `extra:NAME` for anything else worth comparing; without `list.` or `register.` it
is meant for both files. COLUMN is a header, or `#3` for the third column. Columns joined by + are put together with a
space between. Nothing behind = means: this file has no such field. What holds a comma is put in quotes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tungnha.identity.names import fold
from tungnha.matching.problems import UnreadableList
from tungnha.matching.tables import FIELDS

SIDES = ("list", "register")
_EXTRA = re.compile(r"extra:\w+")
_PLACE = re.compile(r"#(\d{1,3})")


@dataclass(frozen=True)
class AskedColumns:
    """For each side: field → what was written behind = ("" for: no such field)."""

    list: dict[str, str] = field(default_factory=dict)
    register: dict[str, str] = field(default_factory=dict)


def read_columns(said: Sequence[str]) -> AskedColumns:
    """Raises UnreadableList with one sentence about what cannot be understood."""
    asked = AskedColumns()
    for one in said:
        for part in _parts(one):
            left, equals, right = part.partition("=")
            side, dot, name = left.strip().rpartition(".")
            name = name.strip()
            if (dot and side not in SIDES) or not (name in FIELDS or _EXTRA.fullmatch(name)):
                raise UnreadableList(
                    f"--columns: không hiểu “{left.strip()}”; ghi list.TRƯỜNG=CỘT hoặc register.TRƯỜNG=CỘT, TRƯỜNG là "
                    f"một trong {', '.join(FIELDS)}, hoặc extra:TÊN."
                )
            if not equals and not name.startswith("extra:"):
                raise UnreadableList(f"--columns: “{part}” chưa ghi tên cột; ghi như {name}=HỌ TÊN.")
            value = right.strip() if equals else name.removeprefix("extra:")
            for each in (side,) if dot else SIDES:
                getattr(asked, each)[name] = value
    return asked


def _parts(said: str) -> list[str]:
    """At commas outside quotes; the quotes may stand around the whole part or around the column."""
    loose = re.sub(r'=\s*"([^"]*)"', lambda found: '="' + found[1] + '"', said)
    moved = re.sub(r'(^|,)\s*([^",]*)="([^"]*)"', r'\1"\2=\3"', loose)
    return [part.strip() for part in next(csv.reader([moved], skipinitialspace=True), []) if part.strip()]


def place_columns(asked: dict[str, str], header: Sequence[str], file: str) -> dict[str, tuple[int, ...]]:
    """Field → indices of its columns, () for: no such field. Raises UnreadableList naming what is missing."""
    return {name: _places(value, header, file) if value else () for name, value in asked.items()}


def _places(value: str, header: Sequence[str], file: str) -> tuple[int, ...]:
    whole = _place(value, header)
    if whole is not None:
        return (whole,)
    found = [(part.strip(), _place(part.strip(), header)) for part in value.split("+")]
    missing = next((part for part, at in found if at is None), None)
    if missing is not None:
        there = ", ".join(f"“{text}”" for text in header if text) or "không cột nào có tên"
        raise UnreadableList(f"--columns: tệp “{file}” không có cột “{missing}”; các cột: {there}.")
    return tuple(at for _, at in found if at is not None)


def _place(name: str, header: Sequence[str]) -> int | None:
    """As written, else as folded, else by its place."""
    if name in header:
        return list(header).index(name)
    place = _PLACE.fullmatch(name)
    if place:
        at = int(place[1]) - 1
        return at if 0 <= at < len(header) else None
    folded = _words(name)
    return next((at for at, text in enumerate(header) if folded and _words(text) == folded), None)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text.replace("_", " "))))


def finds_header(asked: dict[str, str]) -> Callable[[Sequence[Sequence[object]]], int | None] | None:
    """For files with words above their header: which of the first rows holds the columns asked for. -1: none does, and
    none needs to, as all were asked for by their place. None: nothing was asked for."""
    named = [part.strip() for value in asked.values() if value for part in (value.split("+"))]
    by_name = [name for name in named if not _PLACE.fullmatch(name)]
    if not named:
        return None

    def find(rows: Sequence[Sequence[object]]) -> int | None:
        if not by_name:
            return -1
        texts = [[str(cell or "") for cell in row] for row in rows]
        held = [sum(_place(name, row) is not None for name in by_name) for row in texts]
        return held.index(max(held)) if held and max(held) * 2 > len(by_name) else None

    return find
