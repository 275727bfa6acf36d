"""What a unit writes into one cell: a correction, a yes with its day, “not one of ours”. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tungnha.identity import names
from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.numbers import read_personal_number, why_no_personal_number
from tungnha.identity.phones import read_phone, why_no_phone
from tungnha.identity.sexes import read_sex
from tungnha.people.importing.rules import find_village

Cell = object
Villages = Sequence[tuple[int, str, str]]  # (id, type, name)

AGREES = frozenset({"dung", "d", "dung roi", "x", "v", "ok", "co", "khong doi", "nhu tren", "nt", "giu nguyen", "true"})
DENIES = frozenset({"sai", "khong dung", "s", "chua dung", "false"})
YES = frozenset({"co", "da co", "roi", "x", "v", "ok", "dung", "d", "1", "true", "co roi"})
NO = frozenset({"khong", "chua", "k", "ko", "chua co", "khong co", "0", "false", "chua cai", "chua lam"})
NOT_OURS = NO | DENIES | {"khong phai", "khong thuoc", "khong phai cua don vi", "khong thuoc don vi"}
LONGEST = {"full_name": 120, "address": 160, "village": 160}
_TICKS = {"✓": "x", "✔": "x", "√": "x", "☑": "x", "✗": "khong", "✘": "khong"}
_LEADS_TO_A_DAY = re.compile(r"^(?:đã\s+)?(?:có|rồi|x|v)?\s*[,;:(]?\s*(?:từ)?\s*(?:ngày|tháng|năm)?\s*", re.I)


class Unreadable(ValueError):
    """A cell nobody can read for sure; the message tells the unit what to write."""


def word_of(cell: Cell) -> str:
    """A cell as a folded word: “✓” is “x”, 1.0 is “1”."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell if cell is not None else "").strip()
    return names.fold(_TICKS.get(text, text)).strip(" .,;:!")


def read_fact(fact: str, cell: Cell, villages: Villages, today: date) -> str | None:
    """What a correction says the fact should be; None when it says nothing or that all is well."""
    word = word_of(cell)
    if not word or word in AGREES:
        return None
    if word in DENIES:
        raise Unreadable("ghi là sai nhưng chưa ghi sửa thành gì")
    return _FACTS[fact](cell, villages, today)


def _name(cell: Cell, _villages: Villages, _today: date) -> str:
    name = names.tidy(str(cell))
    if not any(letter.isalpha() for letter in name) or any(letter.isdigit() for letter in name):
        raise Unreadable(f"“{name[:40]}” không phải họ tên")
    return _short("full_name", name)


def _birth(cell: Cell, _villages: Villages, today: date) -> str:
    found = _day(cell)
    if found.date > today:
        raise Unreadable(f"ngày sinh {found.show()} còn ở phía trước")
    return found.show()


def _sex(cell: Cell, _villages: Villages, _today: date) -> str:
    sex = read_sex(cell)
    if sex is None:
        raise Unreadable("giới tính không rõ: hãy ghi Nam hoặc Nữ")
    return sex


def _number(cell: Cell, _villages: Villages, _today: date) -> str:
    number = read_personal_number(cell)
    if number is None:
        raise Unreadable(_no_digits(why_no_personal_number(cell)))
    return number.value


def _telephone(cell: Cell, _villages: Villages, _today: date) -> str:
    phone = read_phone(cell)
    if phone is None:
        raise Unreadable(_no_digits(why_no_phone(cell)))
    return phone.value


def _village(cell: Cell, villages: Villages, _today: date) -> str:
    """One of ours by its full name; any other place in the unit's own words."""
    text = " ".join(str(cell).split())
    found = find_village(text, villages)
    return next((f"{kind} {name}" for pk, kind, name in villages if pk == found), _short("village", text))


def _address(cell: Cell, _villages: Villages, _today: date) -> str:
    return _short("address", " ".join(str(cell).split()))


_FACTS = {
    "full_name": _name, "birth": _birth, "sex": _sex, "number": _number, "telephone": _telephone, "village": _village,
    "address": _address,
}  # fmt: skip


def _short(fact: str, text: str) -> str:
    if len(text) > LONGEST[fact]:
        raise Unreadable(f"dài quá {LONGEST[fact]} ký tự")
    return text


def _no_digits(why: str | None) -> str:
    """Reasons are shown on pages: what was typed in place of a number is not repeated."""
    return re.sub(r"\d", "*", why or "không đọc được").rstrip(".")


def _day(cell: Cell) -> PartialDate:
    try:
        return read_date(cell)
    except BadDate as problem:
        raise Unreadable(str(problem).rstrip(".")) from None


@dataclass(frozen=True)
class Has:
    """What a unit says of one service: yes or no, and since when if it says so."""

    has: bool
    since_on: date | None = None


def read_service(cell: Cell, today: date) -> Has | None:
    """“có”, “x”, “01/03/2026”, “có từ 3/2026”, “chưa”. Of a month or a year only, its last day is meant: by then it
    surely was so. None for an empty cell."""
    word = word_of(cell)
    if not word:
        return None
    if word in YES:
        return Has(True)
    if word in NO:
        return Has(False)
    said = cell if isinstance(cell, date) else _LEADS_TO_A_DAY.sub("", str(cell).strip(), count=1).rstrip(" )")
    try:
        found = read_date(said)
    except BadDate:
        raise Unreadable(
            f"“{_no_digits(str(cell)[:30])}” không rõ: hãy ghi ngày đã có (01/03/2026), hoặc có, hoặc chưa"
        ) from None
    if found.date > today:
        raise Unreadable(f"ngày {found.show()} còn ở phía trước")
    return Has(True, min(found.last_day, today))


def read_theirs(cell: Cell) -> bool | None:
    """Whether the unit says that the person is one of its own; None when it says nothing."""
    word = word_of(cell)
    if not word:
        return None
    if word in NOT_OURS:
        return False
    if word in YES | AGREES:
        return True
    raise Unreadable(f"cột Người của đơn vị ghi “{_no_digits(str(cell)[:30])}”: hãy ghi có hoặc không")
