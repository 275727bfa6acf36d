"""A population file read line by line: what must be asked, who is said, what is refused, and who lives together.

Two goes through the rows. The first reads every line and keeps, of each, some bytes: enough to know which numbers and
which people stand there twice. The second lays households together into parts, so that each part can be written by
itself: a household is never in two parts, however far apart its lines stand.

Memory of a million lines: 21 bytes a line for the first go (numpy), about 150 bytes a household that has a code for
the second; the rows themselves are on the disk.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from tungnha.identity.dates import PartialDate
from tungnha.identity.numbers import PersonalNumber
from tungnha.identity.phones import Phone
from tungnha.people.importing import rules, store
from tungnha.people.importing.rules import Cells, Columns, PersonRow, Refused
from tungnha.people.models import PopulationFile
from tungnha.units.problems import BadInput
from tungnha.units.rules_setup import VILLAGE_TYPES
from tungnha.units.sealed import SealedFile

NOT_HERE = "none"  # the answer "these people are not of this commune"
ROWS_OF_A_PART = 2000  # lines written in one transaction: about a second, in which nobody else writes
MOST_IN_A_HOUSEHOLD = 3000
MOST_TEXTS = 2000  # different texts for village or residence: more is no such column
EACH = 1000
Villages = Sequence[tuple[int, str, str]]
Tell = Callable[[int, int], None]
Rows = Iterator[tuple[int, list[Any]]]


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


def lines_of(rows: Rows, words: Sequence[str], columns: Columns) -> Iterator[Line | None]:
    """Lines of people; None for a line that is none: a village's title, the numbers of the columns, a total, the
    heading printed anew, a signature."""
    under = ""
    header = frozenset(rules.fold(word) for word in words)
    for number, cells in rows:
        if _is_no_person(cells, columns, header):
            yield None
            continue
        title = rules.lone_text(cells)
        if title and title.lower().startswith(_VILLAGE_STARTS):
            under = title.split(":")[0]
            yield None
        else:
            village = rules.text_of(cells, columns.get("village")) or under
            yield Line(number, cells, village, rules.text_of(cells, columns.get("residence")))


_VILLAGE_STARTS = tuple(f"{kind} " for kind in VILLAGE_TYPES)


def _is_no_person(cells: Cells, columns: Columns, header: frozenset[str]) -> bool:
    if rules.counts_its_columns(cells) or rules.is_total(cells, columns) or rules.is_signature(cells):
        return True
    return rules.repeats_the_header(cells, header, columns.get("full_name", columns.get("given_name", 0)))


def questions_of(rows: Rows, words: Sequence[str], columns: Columns, villages: Villages, tell: Tell) -> Questions:
    """Names of villages and words for residence that the file uses and nobody here knows."""
    said_villages: Counter[str] = Counter()
    said_residences: Counter[str] = Counter()
    for at, line in enumerate(lines_of(rows, words, columns), 1):
        if at % EACH == 0:
            tell(at, 0)
        if line is None:
            continue
        for said, text in ((said_villages, line.village), (said_residences, line.residence)):
            if text in said or len(said) < MOST_TEXTS:
                said[text] += 1
    asked = Questions(no_village=said_villages.pop("", 0), no_residence=said_residences.pop("", 0))
    asked.villages = {text: n for text, n in said_villages.items() if rules.find_village(text, villages) is None}
    asked.residences = {text: n for text, n in said_residences.items() if rules.read_residence(text) is None}
    return asked


# -- the first go: every line read


@dataclass
class _Marks:
    """Of each line read: its number, a digest of its personal number (0: none) and of name and birth."""

    lines: np.ndarray[Any, Any] = field(default_factory=lambda: np.zeros(1024, np.uint32))
    numbers: np.ndarray[Any, Any] = field(default_factory=lambda: np.zeros(1024, np.uint64))
    people: np.ndarray[Any, Any] = field(default_factory=lambda: np.zeros(1024, np.uint64))
    whole_day: np.ndarray[Any, Any] = field(default_factory=lambda: np.zeros(1024, np.bool_))
    count: int = 0

    def add(self, row: PersonRow) -> None:
        if self.count == len(self.lines):
            for name in ("lines", "numbers", "people", "whole_day"):
                held = getattr(self, name)
                setattr(self, name, np.concatenate([held, np.zeros(len(held), held.dtype)]))
        at = self.count
        self.lines[at] = row.line
        self.numbers[at] = digest(row.number.value) if row.number else 0
        born = f"{row.birth.date.isoformat()}/{row.birth.precision}" if row.birth else ""
        self.people[at] = digest(f"{rules.tone_key(row.full_name)}/{born}")
        self.whole_day[at] = row.birth is not None and row.birth.precision == "day" and not row.birth.is_placeholder
        self.count += 1

    def refused(self) -> dict[int, str]:
        """One number on two lines: the same person twice counts once; two people, and neither can be believed."""
        told: dict[int, str] = {}
        numbers = self.numbers[: self.count]
        for places in _repeated(numbers, numbers != 0):
            lines = [int(self.lines[at]) for at in places]
            alike = len({int(self.people[at]) for at in places}) == 1
            for line in lines[1:] if alike else lines:
                others = ", ".join(str(one) for one in lines[:20] if one != line)
                told[line] = f"Số định danh này có ở cả dòng {others} của tệp."
        return told

    def alike(self, refused: Mapping[int, str]) -> dict[int, int]:
        """Line → an earlier line with the same name and day of birth. Perhaps one person in two households."""
        told: dict[int, int] = {}
        taken = self.whole_day[: self.count]
        for places in _repeated(self.people[: self.count], taken):
            lines = [int(self.lines[at]) for at in places if int(self.lines[at]) not in refused]
            told |= dict.fromkeys(lines[1:], lines[0])
        return told


def digest(text: str) -> int:
    """64 bits, never 0. Kept in memory only, while a file is read."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") or 1


def _repeated(values: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> Iterator[list[int]]:
    """The places of each value that stands more than once, among the wanted ones, in their order."""
    places = np.flatnonzero(wanted)
    order = places[np.argsort(values[places], kind="stable")]
    if not len(order):
        return
    ends = np.flatnonzero(np.diff(values[order])) + 1
    starts = np.concatenate([[0], ends])
    sizes = np.diff(np.concatenate([starts, [len(order)]]))
    for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
        yield [int(at) for at in order[start : start + size]]


@dataclass
class Check:
    """How a file is read: what the parts hold in all."""

    lines: int = 0
    headings: int = 0


def read(
    file: PopulationFile, rows: SealedFile, villages: Villages, answers: Mapping[str, Any], today: date, tell: Tell
) -> Check:
    """Every line of people becomes a row or is refused with its reason; the parts are laid down on the disk."""
    check, marks = Check(), _Marks()
    places, states = _Known(answers.get("villages", {})), _Known(answers.get("residences", {}))
    columns: Columns = file.columns
    of = int(rows.noted["lines"])
    with store.BlockWriter(file, "read") as out:
        for line in lines_of(store.rows_of(rows), rows.noted["words"], columns):
            if line is None:
                check.headings += 1
                continue
            check.lines += 1
            if check.lines % EACH == 0:
                tell(check.lines, of)
            try:
                row = rules.read_row(
                    line.number, line.cells, columns, today=today,
                    village_id=_village(line.village, villages, places, answers),
                    residence=_residence(line.residence, states),
                )  # fmt: skip
            except Refused as problem:
                out.add((line.number, str(problem)))
                continue
            marks.add(row)
            out.add(packed(row, rules.tone_key(rules.text_of(line.cells, columns.get("head_name")))))
        out.close({})
    refused = marks.refused()
    alike = marks.alike(refused)
    del marks
    try:
        with store.open_sealed(file, "read") as read_rows:
            _lay_into_parts(file, store.things_of(read_rows), refused, alike, check)
    finally:
        store.forget(file, "read")
    return check


class _Known(dict[str, Any]):
    """Answers by text; what was found once is remembered, since a file says the same few things over and over."""


def _village(text: str, villages: Villages, known: _Known, answers: Mapping[str, Any]) -> int:
    if text not in known:
        default = answers.get("no_village", "")
        if len(known) > MOST_TEXTS:
            known.clear()
            known.update(answers.get("villages", {}))
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
    if text not in known and len(known) < MOST_TEXTS:
        known[text] = rules.read_residence(text)
    if known.get(text) is None:
        raise Refused(f"Tình trạng cư trú “{text[:40]}” không rõ.")
    return str(known[text])


# -- rows on the disk


def packed(row: PersonRow, head: str) -> list[Any]:
    number, birth = row.number, row.birth
    return [
        row.line, row.full_name, row.village_id, number.value if number else "", number.kind if number else "",
        (number.sex or "") if number else "", birth.date.isoformat() if birth else "",
        birth.precision if birth else "", row.sex, [phone.value for phone in row.phones], row.code, row.relation,
        row.is_head, row.lane, row.house, row.residence, row.note, head,
    ]  # fmt: skip


def unpacked(said: list[Any]) -> PersonRow:
    number = PersonalNumber(said[3], said[4], sex=said[5] or None) if said[3] else None
    birth = PartialDate(date.fromisoformat(said[6]), said[7]) if said[6] else None
    return PersonRow(
        line=said[0], full_name=said[1], village_id=said[2], number=number, birth=birth, sex=said[8],
        phones=tuple(map(Phone, said[9])), code=said[10], relation=said[11], is_head=said[12], lane=said[13],
        house=said[14], residence=said[15], note=said[16],
    )  # fmt: skip


# -- the second go: households laid together


class _Parts:
    """Parts are filled one after the other; what comes late for a household goes to the part it is in."""

    def __init__(self, file: PopulationFile) -> None:
        self.out = store.BlockWriter(file, "parts")
        self.blocks: list[list[int]] = [[]]
        self.sizes = [0]
        self._waiting: dict[int, list[Any]] = {}
        self._held = 0

    @property
    def latest(self) -> int:
        """The part that new households go to."""
        if self.sizes[-1] >= ROWS_OF_A_PART:
            self.blocks.append([])
            self.sizes.append(0)
        return len(self.sizes) - 1

    def add(self, part: int, thing: Any) -> None:
        self.sizes[part] += 1
        if self.sizes[part] > ROWS_OF_A_PART + MOST_IN_A_HOUSEHOLD:
            raise BadInput(
                f"Có hộ trong tệp gồm hơn {MOST_IN_A_HOUSEHOLD} người: cột Mã hộ có lẽ không phải mã hộ. "
                "Xin xem lại bước Chọn cột."
            )
        self._waiting.setdefault(part, []).append(thing)
        self._held += 1
        if self._held >= 20_000:  # in a file sorted by name every part is open at once
            self.flush()

    def flush(self) -> None:
        for part, things in self._waiting.items():
            self.blocks[part].append(self.out.sealed.append(store.pack(things)))
        self._waiting, self._held = {}, 0


def _lay_into_parts(
    file: PopulationFile, said: Iterator[Any], refused: Mapping[int, str], alike: Mapping[int, int], check: Check
) -> None:
    parts = _Parts(file)
    codes: dict[int, int] = {}  # digest of a household's village and code → its part and its place among households
    highest: Counter[str] = Counter()
    households = 0
    joined = _Joined()
    with parts.out:
        for one in said:
            line = one[0]
            if len(one) == 2 or line in refused:
                parts.add(parts.latest, [line, one[1] if len(one) == 2 else refused[line]])
                continue
            key, code, begins = joined.add(one)
            if not begins:
                part, order = joined.home
            else:
                mark = digest(key)
                if mark not in codes:
                    codes[mark] = parts.latest << 32 | households
                    households += 1
                    _note_code(highest, one[2], code)
                    home = codes[mark]
                    if not code:
                        del codes[mark]  # known by the lines that follow it, and by nothing else
                else:
                    home = codes[mark]
                part, order = home >> 32, home & 0xFFFFFFFF
                joined.home = (part, order)
            one[10] = code
            if line in alike:
                note = f"Trong tệp, dòng {alike[line]} cùng họ tên, cùng ngày sinh: xem có phải một người không."
                one[16] = f"{one[16]} {note}".strip()
            parts.add(part, [*one, key, order])
        parts.flush()
        noted = {
            "lines": check.lines, "headings": check.headings, "blocks": parts.blocks, "sizes": parts.sizes,
            "codes": dict(highest),
        }  # fmt: skip
        parts.out.close(noted)


class _Joined:
    """Who lives with the line before: by the household's code; else those from one head to the next, or under one
    head's name. A code written only at the first line of a household holds for the lines below it."""

    def __init__(self) -> None:
        self._key, self._under, self._code = "", "", ""
        self._village: int | None = None
        self.home = (0, 0)

    def add(self, said: list[Any]) -> tuple[str, str, bool]:
        """(key of the household, its code, whether it is another one than the line before)."""
        line, village, code, is_head, head = said[0], said[2], said[10], said[12], said[17]
        goes_on = self._village is not None and village == self._village and not is_head
        if code:
            key = f"code:{rules.code_key(code)}"
        elif not goes_on or (head and head != self._under):
            key = f"line:{line}"
        else:
            key = self._key
        code = code or (self._code if key.startswith("code:") else "")
        begins = key != self._key or village != self._village
        self._key, self._under, self._code, self._village = key, head or self._under, code, village
        return f"{village}/{key}", code, begins


LONGEST_SERIAL = 6


def _note_code(highest: Counter[str], village: int, code: str) -> None:
    """The highest number among short codes of a village: households without a code are numbered after it."""
    key = rules.code_key(code) if code else ""
    if key.isascii() and key.isdigit() and len(key) <= LONGEST_SERIAL:
        highest[str(village)] = max(highest[str(village)], int(key))


@dataclass
class Part:
    """One part, read from the disk: households with their rows in the order of the file, and refused lines."""

    number: int
    households: list[tuple[int, list[PersonRow]]] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    lines: int = 0


def part_of(sealed: SealedFile, number: int) -> Part:
    part = Part(number)
    groups: dict[str, tuple[int, list[PersonRow]]] = {}
    for said in sorted(store.things_of(sealed, sealed.noted["blocks"][number]), key=lambda one: one[0]):
        part.lines += 1
        if len(said) == 2:
            part.refused[said[0]] = said[1]
            continue
        groups.setdefault(said[18], (said[19], []))[1].append(unpacked(said))
    part.households = [(order, _with_one_code(rows)) for order, rows in groups.values()]
    return part


def _with_one_code(rows: list[PersonRow]) -> list[PersonRow]:
    code = rows[0].code
    return [row if row.code == code else replace(row, code=code) for row in rows]
