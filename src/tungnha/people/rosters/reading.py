"""An organisation's own workbook, read line by line: who is on its staff, who is refused and why. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tungnha.identity import names
from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.numbers import PersonalNumber, read_personal_number, why_no_personal_number
from tungnha.identity.phones import read_phones
from tungnha.identity.sexes import read_sex
from tungnha.matching.workbooks import Table
from tungnha.people.importing import rules
from tungnha.people.importing.rules import Cells, Columns
from tungnha.people.models import Person
from tungnha.people.rosters.rules import RosterFacts, why_not_listed

FIELDS = {
    "full_name": "Họ và tên",
    "birth": "Ngày sinh",
    "personal_number": "Số định danh, CCCD",
    "sex": "Giới tính",
    "position": "Chức vụ",
    "room": "Phòng, tổ, chi hội",
    "phone": "Điện thoại",
    "home": "Nơi ở",
    "from_on": "Từ ngày",
}
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("position", ("chuc vu", "chuc danh", "chuc vu chuc danh", "vi tri", "vi tri viec lam", "nhiem vu", "cong viec")),
    ("room", ("phong", "to", "lop", "phong ban", "phong to lop", "to chuyen mon", "bo phan", "don vi", "chi hoi",
              "chi doan", "to chi hoi", "to bo mon", "phan xuong", "phong to")),
    ("home", ("noi o", "cho o", "dia chi", "noi thuong tru", "noi cu tru", "cho o hien nay", "noi o hien nay",
              "que quan", "thon", "ban", "khu pho")),
    ("from_on", ("tu ngay", "ngay vao", "ngay vao lam", "ngay vao nganh", "ngay vao hoi", "ngay tuyen dung",
                 "ngay ket nap")),
)  # fmt: skip
LONGEST = {"position": 80, "room": 80, "home": 160}
MOST_LINES = 5000
_TOTAL = re.compile(r"^(?:tong|cong)(?: cong| so)?\b[\W\d]*(?:nguoi)?\W*$")
_PART = re.compile(r"^(?:[ivx]+[. )]|(?:lop|to|phong|khoi|ban|bo phan|chi hoi|chi doan|chi bo|doi|nhom|phan xuong)\b)")


@dataclass
class Reading:
    """Every line of people is either in `lines` or in `refused`; a heading is neither."""

    lines: list[tuple[int, RosterFacts]] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    noted: dict[int, str] = field(default_factory=dict)
    headings: int = 0

    @property
    def read(self) -> int:
        return len(self.lines) + len(self.refused)


def guess(table: Table) -> dict[str, int]:
    """Field → column, by the words of the header; what every list has is guessed by `matching`."""
    own: dict[str, int] = {}
    for at, cell in enumerate(table.header):
        words = re.sub(r"\W+", " ", names.fold(str(cell or ""))).strip()
        found = next((name for name, known in WORDS if words in known), None)
        if found and found not in own:
            own[found] = at
    return {f: at for f, at in table.columns.items() if f in FIELDS and at not in own.values()} | own


def why_columns_do_not_do(columns: Columns) -> str | None:
    if "full_name" not in columns:
        return "Chưa chọn cột Họ và tên: không có tên thì không ghi được ai."
    twice = [FIELDS[name] for name, at in columns.items() if list(columns.values()).count(at) > 1]
    return f"Một cột được chọn hai lần: {', '.join(twice)}. Mỗi cột chỉ là một thứ." if twice else None


def read(table: Table, columns: Columns, villages: Sequence[tuple[int, str, str]], today: date) -> Reading:
    """All lines. A line that says one thing only (“Tổ Khoa học tự nhiên”) is the room of those below it."""
    reading, under = Reading(), ""
    for number, cells in table.rows:
        title = rules.lone_text(cells)
        if rules.counts_its_columns(cells) or _is_total(cells, columns):
            reading.headings += 1
        elif _is_heading(title, rules.text_of(cells, columns.get("full_name"))):
            reading.headings, under = reading.headings + 1, title
        else:
            _line(reading, number, cells, columns, under, villages, today)
    return reading


def _is_heading(title: str, name: str) -> bool:
    """“Tổ Khoa học tự nhiên”, “Lớp 3A”, “I. Ban giám hiệu”; not a lone number, and no line that only gives a name."""
    if not any(letter.isalpha() for letter in title):
        return False
    return title != name or bool(_PART.match(names.fold(title)))


def _is_total(cells: Cells, columns: Columns) -> bool:
    said = [names.fold(rules.text_of(cells, at)) for at in range(len(cells))]
    first = next((text for text in said if text and not text.isdigit()), "")
    return bool(_TOTAL.match(first)) and not rules.text_of(cells, columns.get("birth"))


def _line(
    reading: Reading, number: int, cells: Cells, columns: Columns, under: str,
    villages: Sequence[tuple[int, str, str]], today: date,
) -> None:  # fmt: skip
    try:
        facts, note = _facts(cells, columns, under, villages, today)
    except rules.Refused as problem:
        reading.refused[number] = str(problem)
        return
    refused = why_not_listed(facts, today)
    if refused:
        reading.refused[number] = f"{refused[:1].upper()}{refused[1:]}"
        return
    reading.lines.append((number, facts))
    if note:
        reading.noted[number] = note


def _facts(
    cells: Cells, columns: Columns, under: str, villages: Sequence[tuple[int, str, str]], today: date
) -> tuple[RosterFacts, str]:
    said = {name: rules.text_of(cells, at) for name, at in columns.items()}
    name = said.get("full_name", "")
    if not any(letter.isalpha() for letter in name):
        raise rules.Refused("Thiếu họ và tên.")
    if len(name) > 120:
        raise rules.Refused("Họ và tên dài quá 120 ký tự.")
    words = {key: said.get(key, "") for key in LONGEST}
    words["room"] = words["room"] or under
    too_long = next((key for key, longest in LONGEST.items() if len(words[key]) > longest), None)
    if too_long:
        raise rules.Refused(f"{FIELDS[too_long]} dài quá {LONGEST[too_long]} ký tự.")
    number = _number(cells, columns, said)
    phones = read_phones(cells[columns["phone"]]) if said.get("phone") else ()
    note = "" if phones or not _says(said.get("phone", "")) else "Không lấy số điện thoại: không đúng 10 chữ số."
    facts = RosterFacts(
        full_name=names.tidy(name, proper_case=True), number=number, birth=_day(cells, columns, said, "birth", today),
        sex=_sex(said.get("sex", "")), phones=phones, from_on=_from_on(cells, columns, said, today),
        lives_here=True if words["home"] and rules.find_village(words["home"], villages) else None, **words,
    )  # fmt: skip
    return facts, note


def _says(text: str) -> bool:
    return not rules.NOT_A_VALUE.match(text)


def _number(cells: Cells, columns: Columns, said: Mapping[str, str]) -> PersonalNumber | None:
    if not _says(said.get("personal_number", "")):
        return None
    cell = cells[columns["personal_number"]]
    number = read_personal_number(cell)
    if number is None:
        raise rules.Refused(f"Số định danh: {why_no_personal_number(cell)}")
    return number


def _day(cells: Cells, columns: Columns, said: Mapping[str, str], name: str, today: date) -> PartialDate | None:
    if not _says(said.get(name, "")):
        return None
    try:
        found = read_date(cells[columns[name]])
    except BadDate as problem:
        raise rules.Refused(f"{FIELDS[name]}: {problem}") from None
    if name == "birth" and found.date > today:
        raise rules.Refused(f"Ngày sinh {found.show()} còn ở phía trước.")
    return found


def _from_on(cells: Cells, columns: Columns, said: Mapping[str, str], today: date) -> date | None:
    found = _day(cells, columns, said, "from_on", today)
    return found.date if found and found.precision == Person.Precision.DAY else None


def _sex(text: str) -> str:
    if not text:
        return ""
    sex = read_sex(text)
    if sex is None:
        raise rules.Refused(f"Giới tính “{text[:20]}” không rõ: hãy ghi Nam hoặc Nữ.")
    return sex
