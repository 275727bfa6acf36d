"""What is typed into a request's fields: read, checked, said again. Pure.

A value is kept as JSON: a number as text (`"5480"`, `"63.8"`), words, true or false, an ISO day. A blank is left out:
missing is not zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tungnha.drafting.dates import short_date
from tungnha.drafting.numbers import count, decimal_vi
from tungnha.units.problems import BadInput

NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,4})?")
LONGEST_NUMBER, LONGEST_TEXT = 15, 2000
NO_FIGURE = "chưa có số liệu"
YES_NO = {True: "có", False: "không"}


@dataclass(frozen=True)
class NewField:
    """One thing to be asked; `choices` for one of several, `unit` for a number, `from_field` where it is handed on."""

    label: str
    kind: str
    unit: str = ""
    choices: Sequence[str] = ()
    required: bool = False
    from_field: int | None = None


def read(field: Any, typed: str) -> Any:
    """The value of what was typed into one field; None for a blank. Raises BadInput with the field's own words."""
    text = typed.replace("\0", "").strip()
    if not text:
        return None
    return {"number": _number, "text": _text, "yesno": _yes_no, "date": _date, "choice": _choice}[field.kind](
        field, text
    )


def _number(field: Any, text: str) -> str:
    bare = text.replace(" ", "").replace("\u00a0", "")
    if bare.startswith(("-", "−")):
        raise BadInput(f"“{field.label}”: số không được âm, đang là “{text}”.")
    if not NUMBER.fullmatch(bare) or len(bare) > LONGEST_NUMBER:
        raise BadInput(
            f"“{field.label}”: “{text}” không đọc được thành số. Hàng nghìn viết 5.480, số lẻ viết 63,8; không ghi chữ."
        )
    return str(Decimal(bare.replace(".", "").replace(",", ".")).normalize().__format__("f"))


def _text(field: Any, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            f"“{field.label}”: dài {count(len(text))} chữ cái, nhiều nhất {count(LONGEST_TEXT)}. Xin viết gọn lại."
        )
    return text


def _yes_no(field: Any, text: str) -> bool:
    if text not in ("co", "khong"):
        raise BadInput(f"“{field.label}”: xin chọn có hoặc không.")
    return text == "co"


def _date(field: Any, text: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text) or re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    try:
        assert found is not None
        parts = [int(part) for part in found.groups()]
        day = date(*parts) if parts[0] > 31 else date(*reversed(parts))
    except (AssertionError, ValueError):
        raise BadInput(f"“{field.label}”: “{text}” không phải một ngày có trên lịch. Viết như 24/7/2026.") from None
    return day.isoformat()


def _choice(field: Any, text: str) -> str:
    if text not in field.choices:
        raise BadInput(f"“{field.label}”: “{text}” không có trong các câu để chọn.")
    return text


def said(field: Any, value: Any) -> str:
    """For a page, a paper: `5.480`, `có`, `24/7/2026`; what is missing is printed as missing."""
    if value is None:
        return NO_FIGURE if field.kind == "number" else "chưa trả lời"
    if field.kind == "number":
        return number_words(Decimal(value))
    if field.kind == "yesno":
        return YES_NO[bool(value)]
    return short_date(date.fromisoformat(value)) if field.kind == "date" else str(value)


def number_words(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return count(int(value)) if whole else decimal_vi(value, max(0, -int(value.normalize().as_tuple().exponent)))


def typed_again(field: Any, value: Any) -> str:
    """A kept value as it stands in its input."""
    if value is None:
        return ""
    if field.kind == "yesno":
        return "co" if value else "khong"
    return said(field, value) if field.kind in ("number", "date") else str(value)


def together(field: Any, values: Iterable[Any]) -> Any:
    """One value for all below: numbers add up, and only those that were given; words stand under each other; the rest
    is not put together by a machine."""
    given = [value for value in values if value is not None]
    if not given:
        return None
    if field.kind == "number":
        return str(sum((Decimal(value) for value in given), Decimal()))
    return None


def clean(fields: Sequence[Any], values: Mapping[int, Any]) -> dict[str, Any]:
    """What is kept of an answer: only known fields, no blanks. Raises BadInput when something that must be answered
    is not, or nothing is."""
    lacking = [field.label for field in fields if field.required and values.get(field.pk) is None]
    if lacking:
        raise BadInput(f"Còn thiếu: {'; '.join(lacking)}. Chưa có số thì ghi rõ ở ô chữ, hoặc gọi nơi hỏi.")
    kept = {str(field.pk): values[field.pk] for field in fields if values.get(field.pk) is not None}
    if not kept:
        raise BadInput("Chưa điền ô nào: xin trả lời ít nhất một câu rồi gửi.")
    return kept


def checked(fields: Sequence[NewField]) -> list[NewField]:
    """The fields of a new request, tidied. Raises BadInput with the number of the line that is wrong."""
    made = []
    for n, field in enumerate(fields, 1):
        label = " ".join(field.label.split())[:200]
        if not label:
            raise BadInput(f"Câu hỏi {n} chưa có lời.")
        choices = tuple(dict.fromkeys(" ".join(choice.split())[:100] for choice in field.choices if choice.strip()))
        if field.kind == "choice" and len(choices) < 2:
            raise BadInput(
                f"Câu hỏi {n} (“{label}”): chọn một thì cần ít nhất hai câu để chọn, cách nhau bằng dấu chấm phẩy."
            )
        made.append(NewField(label, field.kind, field.unit.strip()[:40], choices, field.required, field.from_field))
    if not made:
        raise BadInput("Chưa có câu hỏi nào: xin ghi ít nhất một câu.")
    if len(made) > 20:
        raise BadInput("Nhiều nhất 20 câu hỏi một lần: báo cáo nhanh dài quá thì không ai trả lời kịp.")
    return made
