"""The fields of targets, tasks and duties that a version may change: their names on the page, how JSON holds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from tungnha.drafting.numbers import count as count_vi
from tungnha.drafting.numbers import decimal_vi
from tungnha.ledger.models import Measure
from tungnha.plans.models import Duty, PlanChange, Target, Task
from tungnha.plans.rules import WEEKDAYS, short_day
from tungnha.units.problems import BadInput

Part = PlanChange.Part
MODELS: dict[str, type[Target] | type[Task] | type[Duty]] = {Part.TARGET: Target, Part.TASK: Task, Part.DUTY: Duty}


@dataclass(frozen=True)
class Field:
    """One field: how the page calls it, how a JSON value becomes the column's, and how it is said."""

    label: str
    read: Callable[[Any], Any]
    say: Callable[[Any], str]
    low: int | None = None  # the least and the most that can stand there
    high: int | None = None
    needed: bool = False  # may not be blank


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _whole(value: Any) -> int | None:
    return None if value in (None, "") else int(str(value).replace(".", ""))


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value).replace(",", ".")).quantize(Decimal("0.001"))


def _date(value: Any) -> date | None:
    return value if isinstance(value, date) else date.fromisoformat(str(value)) if value else None


def _time(value: Any) -> time | None:
    return value if isinstance(value, time) else time.fromisoformat(str(value)) if value else None


def _months(value: Any) -> list[int] | None:
    return [int(month) for month in value] if value else None


def _measure(value: Any) -> Measure | None:
    return Measure.objects.filter(code=str(value)).first() if value else None


def _say_decimal(value: Any) -> str:
    number = Decimal(str(value))
    return decimal_vi(number, 0 if number == number.to_integral_value() else 2)


def _say_date(value: Any) -> str:
    day = _date(value)
    return short_day(day) if day else ""


def _say_choice(choices: list[tuple[Any, Any]]) -> Callable[[Any], str]:
    return lambda value: str(dict(choices).get(value, value))


LARGEST_COUNT = 2_000_000_000  # what the columns hold
LARGEST_LEVEL = 999_999_999
TEXT = (_text, str)
FIELDS: dict[str, dict[str, Field]] = {
    Part.TARGET: {
        "text": Field("lời văn", *TEXT, needed=True),
        "subject": Field("nội dung", *TEXT),
        "population": Field("đối tượng", *TEXT),
        "comparator": Field("so sánh", _text, _say_choice(Target.Comparator.choices)),
        "value": Field("mức", _decimal, _say_decimal, 0, LARGEST_LEVEL),
        "unit": Field("đơn vị tính", *TEXT),
        "due_on": Field("hạn", _date, _say_date),
        "role": Field("loại", _text, _say_choice(Target.Role.choices)),
        "measure": Field("cách tính", _measure, lambda code: m.name if (m := _measure(code)) else ""),
        "stated_count": Field("số phải đạt nêu trong kế hoạch", _whole, count_vi, 0, LARGEST_COUNT),
        "starting_count": Field("số ban đầu", _whole, count_vi, 0, LARGEST_COUNT),
        "stated_base": Field("số phải tính", _whole, count_vi, 0, LARGEST_COUNT),
    },
    Part.TASK: {
        "name": Field("nhiệm vụ", *TEXT, needed=True),
        "lead": Field("chủ trì", *TEXT),
        "co": Field("phối hợp", *TEXT),
        "result": Field("kết quả", *TEXT),
        "due_text": Field("thời gian", *TEXT),
        "due_on": Field("hạn", _date, _say_date),
        "steady": Field("thường xuyên", bool, lambda value: "có" if value else "không"),
    },
    Part.DUTY: {
        "who": Field("ai báo cáo", *TEXT),
        "to": Field("báo cáo ai", *TEXT),
        "via": Field("qua", *TEXT),
        "frequency": Field("kỳ", _text, _say_choice(Duty.Frequency.choices)),
        "interval": Field("cách", lambda value: _whole(value) or 1, str, 1, 100),
        "weekday": Field("thứ", _whole, lambda value: WEEKDAYS[int(value) - 1], 1, 7),
        "day_of_month": Field("ngày trong tháng", _whole, str, 1, 31),
        "months": Field("các tháng", _months, lambda value: ", ".join(str(month) for month in value)),
        "time": Field("giờ", _time, lambda value: str(value)[:5]),
        "due_on": Field("ngày", _date, _say_date),
        "inclusive": Field(
            "kể cả ngày đó", lambda v: None if v in (None, "") else bool(v), lambda v: "có" if v else "không"
        ),
        "kind": Field("loại", *TEXT),
    },
}

#: names in a draft → names of the columns
FROM_DRAFT = {"due": "due_on"}
ANNEX = {"target_2026": "stated_count", "existing": "starting_count", "population_over_15": "stated_base"}


def column_of(part: str, name: str) -> str | None:
    """The column a draft's field is kept in; None where a version does not change it."""
    column = FROM_DRAFT.get(name, name)
    return column if column in FIELDS[part] else None


def read(part: str, column: str, value: Any) -> Any:
    """A JSON value as the column holds it. BadInput for what cannot stand there."""
    field = FIELDS[part][column]
    try:
        made = field.read(value)
        fits = made is None or field.low is None or field.low <= made <= (field.high or made)
    except (ValueError, TypeError, InvalidOperation) as problem:
        raise BadInput(f"“{value}” không dùng được cho mục “{field.label}”; mời ghi lại.") from problem
    if field.needed and made == "":
        raise BadInput(f"Mục “{field.label}” không được để trống; mời ghi lại.")
    if not fits:
        raise BadInput(f"“{value}” không dùng được cho mục “{field.label}”; mời ghi lại.")
    length = getattr(MODELS[part]._meta.get_field(column), "max_length", None)
    if isinstance(made, str) and length and len(made) > length:
        return made[: length - 1] + "…"
    return made


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if isinstance(value, Measure):
        return value.code
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date | time) else value


def said(part: str, column: str, value: Any) -> str:
    """For the page: `63,80`, `31/7/2026`; a blank says so."""
    if value in (None, "", []):
        return "để trống"
    field = FIELDS[part].get(column)
    try:
        return field.say(value) if field else str(value)
    except (ValueError, TypeError, InvalidOperation, IndexError):
        return str(value)


def label_of(part: str, row: Target | Task | Duty) -> str:
    """What a row is called in the list of changes."""
    if isinstance(row, Target):
        return row.text or row.subject
    if isinstance(row, Task):
        return f"{row.no}. {row.name}" if row.no else row.name
    return f"{row.who or 'Cơ quan ban hành'}: báo cáo {row.get_frequency_display()}"


def in_words(part: str, values: Mapping[str, Any]) -> str:
    """A whole row in one line, for what was added or removed."""
    shown = [
        f"{FIELDS[part][name].label}: {said(part, name, value)}"
        for name, value in values.items()
        if name in FIELDS[part]
        and value not in (None, "", [])
        and name not in ("text", "name", "interval", "comparator")
    ]
    return re.sub(r"\s+", " ", "; ".join(shown))
