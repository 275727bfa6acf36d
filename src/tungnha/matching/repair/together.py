"""Several things in one cell, and one thing in two columns."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from tungnha.identity.letters import folded
from tungnha.matching.repair.forms import FAMILY_WORDS, Bytes, Form, first_word, form_of, words_behind
from tungnha.matching.repair.letters import A_DIGIT, A_SIGN, STRANGE, Letters
from tungnha.matching.repair.work import Apply, Cells, Rows, Work

_NOT_PLAIN = re.compile(
    r"[\d(\[,;:/|\n–]|\s-\s|(?<=\S)\s+(?:thôn|thon|xóm|xom|khu phố|khu pho|tdp|tổ dân phố|kp)\s", re.I
)
_LONG_NUMBER = re.compile(
    r"(?<!\d)(?:\d{12}|\d{9}|0\d{3}[ .]\d{3}[ .]\d{3}|0\d{9}|0\d{3}[ .]\d{3}[ .]\d{2,3}|\+?84\d{9})(?!\d)"
)
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|(?:18|19|20)\d\d)(?!\d)")
_SPLIT = re.compile(
    r"\s*[,;|\n/:]\s*|\s+[-–]\s+|\s*[()\[\]]\s*|\s+(?=(?:thôn|thon|xóm|xom|khu phố|khu pho|tdp|tổ dân phố|kp)\s+\S)",
    re.I,
)
_LABEL = re.compile(
    r"^(?:sinh năm|sinh nam|sinh ngày|sinh|sn|ns|năm sinh|sđt|sdt|đt|dt|tel|cccd|cmnd|số|địa chỉ|đ/c|ở)\s*[.:]?\s*$",
    re.I,
)
_RELATION = re.compile(r"^(?:con|vợ|vo|chồng|chong|cháu|chau|mẹ|me|cha|bố|bo|em|dâu|rể|là)\b", re.I)
# "Bà: Đinh Gia Giang", "Đ/c Lê Văn Hùng": the sign behind a title parts nothing.
_TITLE = re.compile(
    r"^\s*(?:(?:ông|bà|cụ|anh|chị|em|cô|chú|bác|ong|ba|cu|chi|co|chu|bac)\s*(?:/\s*bà|/\s*ba)?\s*:|(?:đ|d)\s*/\s*c\b\s*[.:]?"
    r"|(?:ông|ong)\s*/\s*(?:bà|ba)\b)\s*", re.I,
)  # fmt: skip
_PLACE = re.compile(
    r"^(?:thon|xom|ban|lang|khu|khu pho|to|to dan pho|tdp|kp|ap|buon|khom|xa|phuong|doi|tk|tieu khu)\b[\s.]*\S"
)
LEAST = 3  # cells before the habit is told


class Apart(NamedTuple):
    name: str
    birth: str = ""
    number: str = ""
    phone: str = ""
    village: str = ""
    sex: str = ""


def take_apart(cell: str) -> Apart | None:
    """What a cell of names holds beside the name; None when nothing was found there."""
    if not _NOT_PLAIN.search(cell):
        return None
    found = {"birth": "", "number": "", "phone": "", "village": "", "sex": ""}
    left = cell = _TITLE.sub("", cell)
    for match in _LONG_NUMBER.finditer(cell):
        form = form_of(match.group())
        field = "phone" if form in (Form.PHONE, Form.PHONE_84, Form.PHONE_9) else "number"
        if not found[field]:
            found[field] = match.group()
            left = left.replace(match.group(), "\n")
    if date := _DATE.search(left):
        found["birth"] = date.group()
        left = left.replace(date.group(), "\n")
    parts = [part.strip(" .-–'") for part in _SPLIT.split(left)]
    parts = [part for part in (_LABEL.sub("", part) for part in parts) if part]
    if len(parts) == 2 and " " not in parts[0] and first_word(parts[1]) in FAMILY_WORDS and not any(found.values()):
        return None  # Hương, Nguyễn Thị: only turned round
    name = ""
    for at, part in enumerate(parts):
        low = folded(part)
        if _PLACE.match(low) and (at or len(parts) > 1):
            found["village"] = f"{found['village']}, {part}" if found["village"] else part
        elif low in ("nam", "nu") and name:
            found["sex"] = part
        elif not name and not _RELATION.match(part):
            name = part
        elif name and not _RELATION.match(part) and not found["village"] and not re.search(r"\d", part):
            found["village"] = part if form_of(part) in (Form.PLACE, Form.WORDS, Form.NAME) else ""
    name = re.sub(r"\s+(?:sinh năm|sinh|sn|ns|sđt|sdt|đt)\s*[.:]*\s*$", "", name, flags=re.I).strip(" .,:-")
    if not name or re.search(r"\d", name) or not any(found.values()):
        return None
    return Apart(name, **found)


def part_names(work: Work, people: Rows) -> None:
    """Birth, number, telephone or address written behind the name go to their own cells where those are empty."""
    column = work.cells.fields.get("full_name")
    if column is None:
        return
    rows = people.tolist()
    found: list[tuple[int, Apart]] = []
    for row in people[_not_plain(work.letters.of([column[row] for row in rows]))].tolist():
        apart = take_apart(column[row])
        if apart is not None:
            found.append((row, apart))
    if len(found) < LEAST:
        return
    moves: list[tuple[int, str, str]] = []
    said = set()
    targets = (
        ("birth", "birth"),
        ("personal_number", "number"),
        ("phone", "phone"),
        ("village", "village"),
        ("sex", "sex"),
    )
    for row, apart in found:
        moves.append((row, "full_name", apart.name))
        for field, of in targets:
            text = getattr(apart, of)
            if text and not _cell(work, field, row):
                moves.append((row, field, text))
                said.add(field)
                work.of_names[field].add(row)
    titles = ", ".join(work.title(field) for field, _ in targets if field in said)
    words = f"họ tên ghi chung ô với {titles}; đã tách ra" if said else "trong ô họ tên có ghi thêm; chỉ lấy họ tên"
    work.do("parted", "full_name", [row for row, _ in found], words, _moves(moves))


def _not_plain(letters: Letters) -> Rows:
    """Where `_NOT_PLAIN` may be found: in letters, single spaces and points it is not, but for the words it names."""
    return np.union1d(letters.rows_of(A_DIGIT | A_SIGN | STRANGE), letters.rows_at(words_behind(letters)))


def _cell(work: Work, field: str, row: int) -> str:
    column = work.cells.fields.get(field)
    return column[row] if column else ""


def _moves(moves: list[tuple[int, str, str]]) -> Apply:
    def apply(cells: Cells) -> None:
        for row, field, text in moves:
            cells.field(field)[row] = text

    return apply


def join_sexes(work: Work, forms: list[np.ndarray], people: Rows) -> None:
    """Sex as two columns, one for men and one for women, with a mark or the birth in the one that holds."""
    heads = [" ".join(folded(text).replace(".", " ").split()) for text in work.table.header]
    heads += [""] * (len(forms) - len(heads))
    men = [
        at for at, head in enumerate(heads) if head.split()[-1:] == ["nam"] and head != "viet nam" and len(head) < 14
    ]
    women = [at for at, head in enumerate(heads) if head.split()[-1:] == ["nu"] and head.split()[-2:-1] != ["nam"]]
    for man in men:
        for woman in women:
            if abs(man - woman) == 1 and _exclude_each_other(forms[man][people], forms[woman][people]):
                _join(work, forms, people, man, woman)
                return


def _exclude_each_other(one: np.ndarray, other: np.ndarray) -> bool:
    a, b = one != Form.EMPTY, other != Form.EMPTY
    either = (a | b).sum()
    return bool(either and (a & b).sum() <= 0.05 * either and a.any() and b.any())


def _join(work: Work, forms: list[np.ndarray], people: Rows, man: int, woman: int) -> None:
    moves: list[tuple[int, str, str]] = []
    rows = []
    dated = (Form.DATE, Form.YEAR, Form.SERIAL, Form.DATE_NOW)
    birth = work.base.get("birth")
    own_birth = birth is not None and birth not in (man, woman)
    for row in people.tolist():
        a, b = work.cells.columns[man][row], work.cells.columns[woman][row]
        if bool(a) == bool(b):
            continue
        moves.append((row, "sex", "Nam" if a else "Nữ"))
        rows.append(row)
        if forms[man if a else woman][row] in dated and not (own_birth and work.cells.columns[birth][row]):  # type: ignore[index]
            moves.append((row, "birth", a or b))
    words = f"giới tính ghi ở hai cột “{work.table.header[man]}” và “{work.table.header[woman]}”; đã ghép lại"
    work.do("joined", "sex", rows, words, _moves(moves))


def join_births(work: Work, forms: list[Bytes]) -> bool:
    """Day, month and year in three columns beside each other become one date in the first."""
    for at in range(len(forms) - 2):
        if at in work.base.values() and work.base.get("birth") not in (at, at + 1, at + 2):
            continue
        day, month = work.cells.columns[at], work.cells.columns[at + 1]
        asked = np.flatnonzero((forms[at] == Form.SMALL) & (forms[at + 1] == Form.SMALL) & (forms[at + 2] == Form.YEAR))
        rows = [row for row in asked.tolist() if _is_within(day[row], 31) and _is_within(month[row], 12)]
        filled = int((forms[at + 2] == Form.YEAR).sum())
        if len(rows) < 5 or len(rows) < 0.5 * filled:
            continue
        _join_births(work, at, rows)
        work.base["birth"] = at
        return True
    return False


def _is_within(cell: str, most: int) -> bool:
    return cell.isdecimal() and 0 < int(cell) <= most


def _join_births(work: Work, at: int, rows: list[int]) -> None:
    def apply(cells: Cells) -> None:
        first, second, third = (cells.column(at + by) for by in range(3))
        for row in rows:
            if not (_is_within(first[row], 31) and _is_within(second[row], 12)):
                continue  # an earlier step was undone
            first[row] = f"{int(first[row]):02}/{int(second[row]):02}/{third[row]}"
            second[row] = third[row] = ""
        alone = [row for row in range(len(third)) if third[row] and not first[row] and not second[row]]
        for row in alone:
            first[row], third[row] = third[row], ""
        cells.fields["birth"] = list(first)

    words = "ngày, tháng, năm sinh ở ba cột liền nhau; đã ghép lại"
    work.do("joined", "birth", rows, words, apply)
