"""How a cell of a list becomes something that can be matched. Pure: no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.mending import mend_name
from tungnha.identity.numbers import read_personal_number, why_no_personal_number
from tungnha.identity.phones import read_phones
from tungnha.identity.sexes import read_sex
from tungnha.matching import ListRow

Cells = Sequence[object]
Index = Callable[[str], str]

FIELDS = {
    "full_name": "Họ và tên",
    "personal_number": "Số định danh, CCCD, CMND",
    "birth": "Ngày sinh",
    "sex": "Giới tính",
    "phone": "Điện thoại",
    "village": "Thôn, địa chỉ",
    "since": "Ngày cấp, ngày cài",
    "status": "Kết quả",
    "note": "Ghi chú",
}


@dataclass(frozen=True)
class ReadRow:
    """One line of a list, read: what is matched, the day it states, and what could not be read."""

    row: ListRow
    since_on: date | None


def read_row(line: int, cells: Cells, columns: dict[str, int], *, number_index: Index, phone_index: Index) -> ReadRow:
    """Read one line. A cell that cannot be read is said in `raw_problem`; the rest of the line still counts."""

    def cell(field: str) -> object:
        at = columns.get(field)
        return cells[at] if at is not None and at < len(cells) else ""

    problems: list[str] = []
    name = mend_name(str(cell("full_name") or ""))
    if name.reason:
        problems.append(name.reason)
    birth = _date(cell("birth"), "ngày sinh", problems)
    since = _date(cell("since"), "ngày cấp", problems)
    number = _number(cell("personal_number"), problems)
    phones = read_phones(cell("phone"))
    row = ListRow(
        row_no=line,
        personal_number=number_index(number) if number else None,
        full_name=name.text,
        birth=birth,
        sex=read_sex(cell("sex")),
        village=str(cell("village") or "").strip() or None,
        phone=phone_index(phones[0].value) if phones else None,
        raw_problem="; ".join(problems) or None,
    )
    return ReadRow(row, since.date if since and since.precision == "day" else None)


def _date(value: object, what: str, problems: list[str]) -> PartialDate | None:
    if value in ("", None):
        return None
    try:
        return read_date(value)
    except BadDate as problem:
        problems.append(f"{what}: {problem}")
        return None


def _number(value: object, problems: list[str]) -> str | None:
    if value in ("", None):
        return None
    number = read_personal_number(value)
    if number is None:
        problems.append(f"số định danh: {why_no_personal_number(value)}")
        return None
    return number.value


def claim_day(stated: date | None, as_of: date) -> date:
    """Since when a listed person has it: the day the row states, when it is not after the list's own day."""
    return stated if stated is not None and stated <= as_of else as_of
