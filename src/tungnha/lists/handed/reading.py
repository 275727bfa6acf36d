"""A list handed out, as it comes back: rows known by their key, in whatever order rows and columns now are. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tungnha.identity import names
from tungnha.lists.handed import cells as read
from tungnha.lists.handed.cells import Has, Unreadable, Villages
from tungnha.lists.handed.columns import NOTE, THEIRS, Asked, Column, Layout, fix_title
from tungnha.matching.workbooks import Sheet, Workbook

A_MARK = re.compile(r"\bTN-[2-9A-HJ-NP-Z]{6}\b")
_A_KEY = re.compile(r"^\W*([2-9A-HJ-NP-Z]{4})[\s\-–_.]?([2-9A-HJ-NP-Z]{4})\W*$")
_TOTAL = re.compile(r"^(?:tong|cong)(?: cong| so)?\b")
Cells = Sequence[object]
NO_HEADER = (
    "Trang “{sheet}” có các mã dòng nhưng không còn dòng tiêu đề: mời chép lại dòng tiêu đề của bản đã giao lên trên "
    "rồi gửi lại."
)


class NoHeader(ValueError):
    """A sheet with keys whose header is gone; the message tells what to do."""


@dataclass
class Answer:
    """What the unit says of one row it was given."""

    line: int
    key: str
    theirs: bool | None = None
    facts: dict[str, str] = field(default_factory=dict)
    services: dict[str, Has] = field(default_factory=dict)
    note: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        return bool(self.theirs is not None or self.facts or self.services or self.note or self.problems)


@dataclass
class Reading:
    """Rows read = answers + blank + refused; `unseen` of the rows given did not come back at all."""

    answers: list[Answer] = field(default_factory=list)
    blank: int = 0
    refused: list[tuple[int, list[str], str]] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    unseen: int = 0

    @property
    def read(self) -> int:
        return len(self.answers) + self.blank + len(self.refused)


def marks_in(book: Workbook) -> set[str]:
    """Marks of files that stand anywhere in a workbook."""
    return {
        mark for sheet in book.sheets for row in sheet.rows for cell in row if isinstance(cell, str) and "TN-" in cell
        for mark in A_MARK.findall(cell)
    }  # fmt: skip


def keys_in(book: Workbook) -> set[str]:
    """Whatever looks like the key of a row, wherever it stands."""
    found = {key_of(cell) for sheet in book.sheets for row in sheet.rows for cell in row if isinstance(cell, str)}
    return found - {""}


def key_of(cell: object) -> str:
    """A cell as a key, written as keys are; "" for anything else."""
    found = _A_KEY.match(str(cell or "").upper()) if isinstance(cell, str) and len(cell) < 20 else None
    return f"{found[1]}-{found[2]}" if found else ""


def read_book(
    book: Workbook, layout: Layout, given: Mapping[str, Mapping[str, str]], others: Collection[str],
    villages: Villages, today: date,
) -> Reading:  # fmt: skip
    """All rows of all sheets that have keys of this list. `given`: key → what was told of that row; `others`: keys of
    other lists. Raises NoHeader."""
    reading, seen = Reading(), Counter[str]()
    for sheet in book.sheets:
        at = _key_column(sheet, given)
        if at is not None:
            _read_sheet(_Page(sheet, at, layout, villages, today), reading, given, others, seen)
    _part_doubles(reading, {key for key, times in seen.items() if times > 1}, _texts(book))
    reading.unseen = len(given) - len(set(seen) & set(given))
    return reading


def _key_column(sheet: Sheet, given: Mapping[str, object]) -> int | None:
    """The column most of the known keys stand in, whatever it is called now."""
    found = Counter(at for row in sheet.rows for at, cell in enumerate(row) if key_of(cell) in given)
    return min(found, key=lambda at: (-found[at], at)) if found else None


class _Page:
    """One sheet: where its header is, and which column is what."""

    def __init__(self, sheet: Sheet, key_at: int, layout: Layout, villages: Villages, today: date) -> None:
        self.sheet, self.key_at, self.layout, self.villages, self.today = sheet, key_at, layout, villages, today
        wanted = {_same(title) for title, _, _ in layout.titles}
        first = next(at for at, row in enumerate(sheet.rows) if key_of(_cell(row, key_at)))
        scores = [(len({_same(cell) for cell in row} & wanted), at) for at, row in enumerate(sheet.rows[:first])]
        score, self.header_at = max(scores, default=(0, 0))
        if score < 2:
            raise NoHeader(NO_HEADER.format(sheet=sheet.name))
        self.columns: dict[str, int] = {}
        for at, cell in enumerate(sheet.rows[self.header_at]):
            self.columns.setdefault(_same(cell), at)

    @property
    def header(self) -> list[str]:
        return [_text(cell) for cell in self.sheet.rows[self.header_at]]

    def lines(self) -> list[tuple[int, Cells]]:
        below = enumerate(self.sheet.rows[self.header_at + 1 :], start=self.header_at + 2)
        return [(line, row) for line, row in below if any(_text(cell) for cell in row)]

    def cell(self, row: Cells, title: str) -> object:
        return _cell(row, self.columns.get(_same(title)))


def _cell(row: Cells, at: int | None) -> object:
    return row[at] if at is not None and at < len(row) and row[at] is not None else ""


def _text(cell: object) -> str:
    if isinstance(cell, date):  # a datetime is one too
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell if cell is not None else "").split())


def _same(cell: object) -> str:
    """Titles are compared by their letters: who types one anew loses marks and colons."""
    return " ".join(re.sub(r"\W+", " ", names.fold(_text(cell))).split())


def _read_sheet(
    page: _Page, reading: Reading, given: Mapping[str, Mapping[str, str]], others: Collection[str], seen: Counter[str]
) -> None:
    reading.header = reading.header or page.header
    for line, row in page.lines():
        key = key_of(_cell(row, page.key_at))
        if key in given:
            seen[key] += 1
            answer = _answer(page, line, key, row, given[key])
            if answer.says_something or seen[key] > 1:
                reading.answers.append(answer)
            else:
                reading.blank += 1
        elif not _is_no_person(page, row):
            reading.refused.append((line, [_text(cell) for cell in row], _why_not(key, others)))


def _is_no_person(page: _Page, row: Cells) -> bool:
    """A heading (“Lớp 3A”), a total, a line of signatures: one thing said, or nothing in the columns of people."""
    filled = [_text(cell) for cell in row if _text(cell)]
    if len(set(filled)) < 2 or any(_TOTAL.match(_same(text)) for text in filled[:2]):
        return not _text(page.cell(row, "Họ và tên")) or len(set(filled)) < 2
    return not any(_text(page.cell(row, column.title)) for column in page.layout.columns)


def _why_not(key: str, others: Collection[str]) -> str:
    if key in others:
        return "Dòng này thuộc một danh sách khác đã giao: gửi lại trong tệp của danh sách ấy."
    if key:
        return "Mã dòng không có trong danh sách đã giao: mời xem lại mã."
    return "Dòng thêm, không có mã dòng: người chưa có trong danh sách đã giao thì gửi xã bằng một danh sách mới."


def _answer(page: _Page, line: int, key: str, row: Cells, given: Mapping[str, str]) -> Answer:
    answer = Answer(line, key, note=_text(page.cell(row, NOTE))[:300])
    _try(answer, "", lambda: setattr(answer, "theirs", read.read_theirs(page.cell(row, THEIRS))))
    for column in page.layout.columns:
        if column.fact:
            _try(answer, column.title, lambda c=column: _fact(page, answer, row, c, given))  # type: ignore[misc]
    for asked in page.layout.asked:
        _try(answer, asked.label, lambda a=asked: _service(page, answer, row, a))  # type: ignore[misc]
    return answer


def _try(answer: Answer, title: str, deed: object) -> None:
    assert callable(deed)
    try:
        deed()
    except Unreadable as problem:
        answer.problems.append(f"{title}: {problem}" if title else str(problem))


def _fact(page: _Page, answer: Answer, row: Cells, column: Column, given: Mapping[str, str]) -> None:
    """The correction beside a column; or the column itself, written over: that is how many correct."""
    said = read.read_fact(column.fact, page.cell(row, fix_title(column)), page.villages, page.today)
    told, stands = given.get(column.code, ""), page.cell(row, column.title)
    if said is None and _text(stands) and _same(stands) != _same(told) and not _hides_the_same(column, stands):
        said = read.read_fact(column.fact, stands, page.villages, page.today)
    if said is not None and said != _as_fact(column, told, page):
        answer.facts[column.fact] = said


def _as_fact(column: Column, told: str, page: _Page) -> str | None:
    """What was told, as a correction would be read: “Nam” is “male”."""
    try:
        return read.read_fact(column.fact, told, page.villages, page.today)
    except Unreadable:
        return None


def _hides_the_same(column: Column, stands: object) -> bool:
    """A masked number whose stars Excel or somebody spoilt is no correction: a whole number is."""
    return column.fact in ("number", "telephone") and sum(char.isdigit() for char in _text(stands)) < 9


def _service(page: _Page, answer: Answer, row: Cells, asked: Asked) -> None:
    found = read.read_service(page.cell(row, asked.title), page.today)
    if found is not None:
        answer.services[asked.code] = found


def _part_doubles(reading: Reading, doubled: set[str], texts: Mapping[tuple[int, str], list[str]]) -> None:
    """A row that stands twice: once if both say the same, neither if they do not; a blank copy says nothing."""
    for key in sorted(doubled):
        said = [answer for answer in reading.answers if answer.key == key]
        speaking = [answer for answer in said if answer.says_something]
        same = all(_words(answer) == _words(speaking[0]) for answer in speaking)
        kept = speaking[:1] if same else []
        for answer in said:
            if answer in kept:
                continue
            reading.answers.remove(answer)
            if answer.says_something and not same:
                why = "Mã dòng này có ở hai dòng ghi khác nhau: giữ một dòng rồi gửi lại."
                reading.refused.append((answer.line, texts.get((answer.line, key), [key]), why))
            else:
                reading.blank += 1
    reading.refused.sort(key=lambda item: item[0])


def _words(answer: Answer) -> tuple[object, ...]:
    return answer.theirs, answer.facts, answer.services, answer.note


def _texts(book: Workbook) -> dict[tuple[int, str], list[str]]:
    """(line, key) → the cells of that line, to be given back."""
    return {
        (line, key): [_text(cell) for cell in row]
        for sheet in book.sheets for line, row in enumerate(sheet.rows, start=1) for cell in row
        if (key := key_of(cell))
    }  # fmt: skip
