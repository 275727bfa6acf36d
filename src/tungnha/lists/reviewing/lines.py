"""A row and a person of the register, line by line, with what differs marked. Pure: no database.

Numbers and telephones never stand in full: only digits that differ are shown, and of two that have little in common
none (identity.differing).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tungnha.identity import differing, numbers, phones
from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.differing import HIDDEN, Parts
from tungnha.identity.names import compare, fold
from tungnha.identity.numbers import PersonalNumber
from tungnha.identity.sexes import read_sex, show_sex

State = Literal["same", "differs", "missing"]


@dataclass(frozen=True)
class Line:
    """One thing both sides may say. `missing`: one side says nothing of it. `note`: what the difference may mean."""

    label: str
    listed: Parts
    known: Parts
    state: State
    note: str = ""


@dataclass(frozen=True)
class Known:
    """What the register has of a person, numbers in clear: for comparing here, never for a page."""

    full_name: str
    birth: PartialDate | None = None
    sex: str = ""
    numbers: Sequence[tuple[str, bool]] = ()  # (digits, in use), those in use first
    telephones: Sequence[str] = ()
    village: str = ""
    other_names: Sequence[str] = ()


@dataclass(frozen=True)
class Listed:
    """What a row says, read as far as it can be."""

    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.cells.get("full_name", "")

    @property
    def birth(self) -> PartialDate | None:
        try:
            return read_date(self.cells["birth"]) if self.cells.get("birth") else None
        except BadDate:
            return None

    @property
    def sex(self) -> str:
        return read_sex(self.cells.get("sex", "")) or ""

    @property
    def number(self) -> PersonalNumber | None:
        return next((n for f in ("personal_number", "old_number") if (n := self._number(f))), None)

    def _number(self, field: str) -> PersonalNumber | None:
        return numbers.read_personal_number(self.cells.get(field, ""))

    @property
    def all_numbers(self) -> list[PersonalNumber]:
        return [n for field in ("personal_number", "old_number") if (n := self._number(field))]

    @property
    def telephones(self) -> list[str]:
        return [phone.value for phone in phones.read_phones(self.cells.get("phone", ""))]

    @property
    def village(self) -> str:
        return self.cells.get("village", "")


FIRST = {"differs": 0, "same": 1, "missing": 2}


def lines(row: Listed, known: Known) -> list[Line]:
    """All lines either side has something to say of: what differs first, then what agrees, last what one side lacks."""
    found = (
        _name(row, known), _birth(row, known), _sex(row, known), _number(row, known), _phone(row, known),
        _village(row, known),
    )  # fmt: skip
    return sorted((line for line in found if line.listed or line.known), key=lambda line: FIRST[line.state])


def on_both(told: Sequence[Line]) -> list[Line]:
    return [line for line in told if line.listed and line.known]


def on_one(told: Sequence[Line]) -> list[str]:
    """What only one side says, in a sentence for each side."""
    found = []
    for lacks, has, mine in (("Danh sách", "sổ", True), ("Sổ", "danh sách", False)):
        said = [(line.label, line.known if mine else line.listed) for line in told
                if not (line.listed if mine else line.known)]  # fmt: skip
        if said:
            found.append(
                f"{lacks} không ghi: " + ", ".join(f"{_lower(label)} ({has} {_has(parts)})" for label, parts in said)
            )
    return found


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]


def _has(parts: Parts) -> str:
    text = "".join(text for text, _ in parts)
    return "có" if HIDDEN in text else f"ghi {text}"


def _plain(text: str) -> Parts:
    return ((text, False),) if text else ()


def _one_sided(label: str, listed: str, known: str) -> Line:
    return Line(label, _plain(listed), _plain(known), "missing")


def _name(row: Listed, known: Known) -> Line:
    names = (known.full_name, *known.other_names)
    best = next((name for name in names if compare(row.name, name).agrees), known.full_name)
    if not row.name:
        return _one_sided("Họ và tên", "", known.full_name)
    listed, told = differing.words(row.name, best)
    same = not any(marked for _, marked in (*listed, *told))
    note = f"từng ghi trong sổ là {best}" if best != known.full_name else ""
    return Line("Họ và tên", listed, told, "same" if same else "differs", note)


def _birth(row: Listed, known: Known) -> Line:
    written, born = row.cells.get("birth", ""), row.birth
    if born is None or known.birth is None:
        return _one_sided("Ngày sinh", born.show() if born else written, known.birth.show() if known.birth else "")
    listed, told = differing.dates(born, known.birth)
    if born.could_equal(known.birth):
        vague = born.precision != known.birth.precision
        return Line("Ngày sinh", listed, told, "same", "một bên chỉ ghi năm, tháng" if vague else "")
    return Line("Ngày sinh", listed, told, "differs", _swapped(born, known.birth))


def _swapped(one: PartialDate, other: PartialDate) -> str:
    if one.precision != "day" or other.precision != "day" or one.year != other.year:
        return ""
    turned = (one.date.day, one.date.month) == (other.date.month, other.date.day)
    return "như bị đổi chỗ ngày và tháng" if turned else ""


def _sex(row: Listed, known: Known) -> Line:
    listed, told = _shown_sex(row.sex), _shown_sex(known.sex)
    if not listed or not told:
        return _one_sided("Giới tính", listed, told)
    differs = listed != told
    return Line("Giới tính", ((listed, differs),), ((told, differs),), "differs" if differs else "same")


def _shown_sex(sex: str) -> str:
    return show_sex("male" if sex == "male" else "female") if sex else ""


def _number(row: Listed, known: Known) -> Line:
    label, written = "Số định danh", row.cells.get("personal_number") or row.cells.get("old_number") or ""
    own = row.all_numbers
    if not own:
        return Line(label, _plain(hidden(written)), _plain(HIDDEN * 12 if known.numbers else ""), "missing",
                    "số trong danh sách không đọc được" if written else "")  # fmt: skip
    if not known.numbers:
        return Line(label, _plain(HIDDEN * len(own[0].value)), (), "missing", "sổ chưa có số của người này")
    for number in own:
        for value, in_use in known.numbers:
            if number.value == value:
                note = "" if in_use else "là số cũ của người này trong sổ"
                return Line(label, _plain(HIDDEN * len(value)), _plain(HIDDEN * len(value)), "same", note)
    mine, theirs = _nearest([number.value for number in own], [value for value, _ in known.numbers])
    listed, told = differing.digits(mine, theirs)
    return Line(label, listed, told, "missing" if len(mine) != len(theirs) else "differs", _why(mine, theirs))


def _nearest(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, str]:
    """The two that have most in common; of numbers of two kinds (nine and twelve digits) nothing can be said."""
    pairs = [(a, b) for a in mine for b in theirs]
    return min(pairs, key=lambda pair: (len(pair[0]) != len(pair[1]), _far(*pair)))


def _far(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=False))


def _why(mine: str, theirs: str) -> str:
    if len(mine) != len(theirs):
        return "một bên là số CMND cũ, không so được"
    one, other = numbers.read_personal_number(mine), numbers.read_personal_number(theirs)
    if one is None or other is None or one.kind != "cccd" or other.kind != "cccd":
        return ""
    said = numbers.why_replaced(one, other)
    return said[0].lower() + said[1:].rstrip(".")


def _phone(row: Listed, known: Known) -> Line:
    label, written = "Điện thoại", row.cells.get("phone", "")
    if not row.telephones or not known.telephones:
        return _one_sided(label, hidden(written), HIDDEN * 10 if known.telephones else "")
    shared = set(row.telephones) & set(known.telephones)
    if shared:
        return Line(label, _plain(HIDDEN * 10), _plain(HIDDEN * 10), "same")
    listed, told = differing.digits(*_nearest(row.telephones, known.telephones))
    return Line(label, listed, told, "differs")


def _village(row: Listed, known: Known) -> Line:
    label = "Thôn, địa chỉ"
    listed = hidden_numbers(row.village)
    if not listed or not known.village:
        return _one_sided(label, listed, known.village)
    if same_village(row.village, known.village):
        return Line(label, _plain(listed), _plain(known.village), "same")
    marked, told = differing.words(listed, known.village)
    return Line(label, marked, told, "differs")


_KINDS = re.compile(r"^(?:thon|ban|khu pho|to dan pho|xom|khu|tdp|kp|ap|buon|lang)\s+")
_PARTS = re.compile(r"[,;.()/\-–]|\s(?=(?:xã|phường|thị trấn|huyện|quận|tỉnh|xa|phuong|huyen|tinh)\s)", re.IGNORECASE)


def same_village(written: str, name: str) -> bool:
    """Whether a part of an address names the village: by its whole name, or by its name without its type."""
    wanted = fold(name)
    parts = [fold(part) for part in _PARTS.split(written)]
    named = {wanted, _KINDS.sub("", wanted)}
    return any({part, _KINDS.sub("", part)} & named or f" {part}".endswith(f" {wanted}") for part in parts)


def hidden(text: str) -> str:
    """Of a cell that should hold a number only its shape."""
    return "".join(HIDDEN if char.isdigit() else char for char in text)


def hidden_numbers(text: str) -> str:
    """Nine digits in a row in an address or a note are a number of somebody."""
    return re.sub(r"\d(?:[ .\-]?\d){8,}", lambda found: hidden(found.group()), text)
