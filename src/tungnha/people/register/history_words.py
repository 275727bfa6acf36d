"""The history of a record in words: “Ngày sinh: 1961 → 15/03/1962”. Numbers stay masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tungnha.identity import numbers, phones
from tungnha.identity.dates import PartialDate
from tungnha.identity.hiding import hide_numbers
from tungnha.people.models import Household, Identifier, Person, PersonChange
from tungnha.units.models import Area

LABELS = {
    "full_name": "Họ và tên", "sex": "Giới tính", "relation": "Quan hệ với chủ hộ", "is_head": "Chủ hộ",
    "residence": "Cư trú", "residence_since": "Cư trú từ ngày", "household_id": "Hộ", "household": "Hộ",
    "confirmed_on": "Xác nhận còn đúng ngày", "confirmed_how": "Xác nhận bằng", "code": "Mã hộ", "village_id": "Thôn",
    "lane": "Ngõ, xóm", "house": "Nhà", "left_on": "Không còn ở từ ngày", "status": "Tình trạng số",
    "birth": "Ngày sinh",
    "number": "Số định danh", "telephone": "Điện thoại", "to_on": "Thôi dùng ngày", "main": "Số chính",
}  # fmt: skip
CHOICES = {
    "sex": dict(Person.Sex.choices), "residence": dict(Person.Residence.choices),
    "confirmed_how": dict(Person.Confirmed.choices), "status": dict(Identifier.Status.choices),
}  # fmt: skip
DAYS = {"residence_since", "confirmed_on", "left_on", "to_on"}
NOT_SHOWN = {"folded_name", "sort_key", "merged_into_id", "birth_precision"}
UNDOABLE = {PersonChange.Kind.CORRECTED, PersonChange.Kind.MOVED, PersonChange.Kind.RESIDENCE}


@dataclass(frozen=True)
class Line:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One step, as a person reads it. `undo` is the change that a button takes back; None where none is offered."""

    at: datetime
    title: str
    by: str
    reason: str
    lines: list[Line] = field(default_factory=list)
    of: str = ""  # the name of the record it belongs to, where that is one merged into this
    undo: int | None = None


def tell(changes: Iterable[PersonChange], *, own: int | None = None) -> list[Told]:
    """Steps, latest first. `own`: the person whose page it is."""
    rows = list(changes)
    homes = _homes(rows)
    villages = {a.pk: a.full_name for a in Area.objects.filter(pk__in=_ids(rows, "village_id"))}
    return [
        Told(
            row.at, row.get_kind_display(), row.by.user.full_name if row.by else _origin(row.origin), row.reason,
            _lines(row, homes, villages), _other_record(row, own),
            row.pk if row.kind in UNDOABLE and row.origin == "desk" and _plain(row) else None,
        )
        for row in rows
    ]  # fmt: skip


def _plain(row: PersonChange) -> bool:
    return bool(row.origin_id) and not {"number", "telephone"} & set(row.before | row.after)


def _other_record(row: PersonChange, own: int | None) -> str:
    return row.person.full_name if own is not None and row.person is not None and row.person_id != own else ""


def _origin(origin: str) -> str:
    return {"import": "nhập danh sách", "visit": "Tổ đến nhà", "session": "buổi hỗ trợ"}.get(origin, "")


def _lines(row: PersonChange, homes: dict[int, str], villages: dict[int, str]) -> list[Line]:
    before, after = _with_birth(row.before), _with_birth(row.after)
    names = [n for n in dict.fromkeys([*after, *before]) if n not in NOT_SHOWN and before.get(n) != after.get(n)]
    if {"number", "telephone"} & set(after):  # which number it is about, though that did not change
        names = list(dict.fromkeys([n for n in ("number", "telephone") if n in after] + names))
    return [
        Line(LABELS.get(n, n), _said(n, before.get(n), homes, villages), _said(n, after.get(n), homes, villages))
        for n in names
        if before.get(n) or after.get(n)
    ]


def _with_birth(values: dict[str, Any]) -> dict[str, Any]:
    """Date and precision are one thing to a reader."""
    if "birth_date" not in values:
        return {k: v for k, v in values.items() if k != "birth_precision"}
    shown = dict(values)
    born: Any = shown.pop("birth_date")
    precision: Any = shown.pop("birth_precision", "day") or "day"
    shown["birth"] = PartialDate(date.fromisoformat(str(born)[:10]), precision).show() if born else ""
    return shown


def _said(name: str, value: Any, homes: dict[int, str], villages: dict[int, str]) -> str:
    if value is None or value == "":
        return ""
    if name == "number":
        return numbers.mask(str(value))
    if name == "telephone":
        return phones.mask_phone(str(value))
    if name == "household_id":
        return homes.get(int(value), "một hộ khác")
    if name == "village_id":
        return villages.get(int(value), "một thôn khác")
    if name in DAYS:
        return f"{date.fromisoformat(str(value)[:10]):%d/%m/%Y}"
    if isinstance(value, bool):
        return "phải" if value else "không"
    return hide_numbers(str(CHOICES.get(name, {}).get(value, value)))


def _ids(rows: Iterable[PersonChange], name: str) -> set[int]:
    return {int(v) for row in rows for v in (row.before.get(name), row.after.get(name)) if isinstance(v, int)}


def _homes(rows: Iterable[PersonChange]) -> dict[int, str]:
    found = Household.objects.filter(pk__in=_ids(rows, "household_id")).select_related("village")
    return {home.pk: f"Hộ {home.code}, {home.village.full_name}" for home in found}
