"""A whole population file, read line by line: who is said, what must be asked, what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tungnha.identity import names
from tungnha.matching.workbooks import Table
from tungnha.people import import_rules as rules
from tungnha.people.import_rules import Cells, Columns, PersonRow, Refused
from tungnha.units.rules_setup import VILLAGE_TYPES

NOT_HERE = "none"  # the answer "these people are not of this commune"
AS_BEFORE = "row"  # pseudo-text: lines that name no village at all
Villages = Sequence[tuple[int, str, str]]


@dataclass
class Line:
    """A line of people, with what it writes for village and residence."""

    number: int
    cells: Cells
    village: str
    residence: str


@dataclass
class Questions:
    """What only the officer can tell: texts of the file, each with how many lines carry it."""

    villages: dict[str, int] = field(default_factory=dict)
    residences: dict[str, int] = field(default_factory=dict)
    no_village: int = 0
    no_residence: int = 0

    @property
    def any(self) -> bool:
        return bool(self.villages or self.residences or self.no_village or self.no_residence)


@dataclass
class Reading:
    """The file as read: every line of people is either a row or refused."""

    rows: list[tuple[str, PersonRow]] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    noted: dict[int, str] = field(default_factory=dict)
    lines: int = 0
    headings: int = 0


def lines_of(table: Table, columns: Columns) -> Iterator[Line | None]:
    """Lines of people; None for a line that is only a heading (a village's title, the numbers of the columns)."""
    under = ""
    for number, cells in table.rows:
        title = rules.lone_text(cells)
        if rules.counts_its_columns(cells):
            yield None
        elif title and title.lower().startswith(tuple(f"{kind} " for kind in VILLAGE_TYPES)):
            under = title.split(":")[0]
            yield None
        else:
            village = rules.text_of(cells, columns.get("village")) or under
            yield Line(number, cells, village, rules.text_of(cells, columns.get("residence")))


def questions_of(table: Table, columns: Columns, villages: Villages) -> Questions:
    """Names of villages and words for residence that the file uses and nobody here knows."""
    asked = Questions()
    lines = [line for line in lines_of(table, columns) if line is not None]
    for text, times in Counter(line.village for line in lines).items():
        if not text:
            asked.no_village = times
        elif rules.find_village(text, villages) is None:
            asked.villages[text] = times
    for text, times in Counter(line.residence for line in lines).items():
        if not text:
            asked.no_residence = times
        elif rules.read_residence(text) is None:
            asked.residences[text] = times
    return asked


def read(table: Table, columns: Columns, villages: Villages, answers: Mapping[str, Any], today: date) -> Reading:
    """Every line of people becomes a row or is refused with its reason."""
    reading = Reading()
    places, states = _Known(answers.get("villages", {})), _Known(answers.get("residences", {}))
    rows, heads = [], {}
    for line in lines_of(table, columns):
        if line is None:
            reading.headings += 1
            continue
        reading.lines += 1
        try:
            row = rules.read_row(
                line.number, line.cells, columns, today=today,
                village_id=_village(line.village, villages, places, answers),
                residence=_residence(line.residence, states),
            )  # fmt: skip
        except Refused as problem:
            reading.refused[line.number] = str(problem)
            continue
        heads[line.number] = rules.text_of(line.cells, columns.get("head_name"))
        rows.append(row)
        if row.note:
            reading.noted[line.number] = row.note
    _refuse_repeated_numbers(rows, reading)
    reading.rows = rules.with_households([row for row in rows if row.line not in reading.refused], heads)
    return reading


class _Known(dict[str, Any]):
    """Answers by text; what was found once is remembered, since a file says the same few things over and over."""


def _village(text: str, villages: Villages, known: _Known, answers: Mapping[str, Any]) -> int:
    if text not in known:
        default = answers.get("no_village", "")
        known[text] = rules.find_village(text, villages) if text else int(default) if default else None
    found = known[text]
    if found is None:
        raise Refused(f"Không rõ thôn “{text[:60]}”." if text else "Thiếu tên thôn.")
    if found == NOT_HERE:
        raise Refused(f"“{text[:60]}” được trả lời là không thuộc xã.")
    return int(found)


def _residence(text: str, known: _Known) -> str:
    if not text:
        return ""
    if text not in known:
        known[text] = rules.read_residence(text)
    if known[text] is None:
        raise Refused(f"Tình trạng cư trú “{text[:40]}” không rõ.")
    return str(known[text])


def _refuse_repeated_numbers(rows: list[PersonRow], reading: Reading) -> None:
    """One number on two lines: the same person twice counts once; two people, and neither can be believed."""
    by_number: dict[str, list[PersonRow]] = {}
    for row in rows:
        if row.number:
            by_number.setdefault(row.number.value, []).append(row)
    for same in by_number.values():
        if len(same) > 1:
            alike = len({(names.tone_key(row.full_name), row.birth) for row in same}) == 1
            for row in same[1:] if alike else same:
                others = ", ".join(str(one.line) for one in same if one is not row)
                reading.refused[row.line] = f"Số định danh này có ở cả dòng {others} của tệp."
