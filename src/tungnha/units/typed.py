"""What people type into a form, read as they mean it: whole numbers with dots between thousands, days of our years."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:([. ])\d{3})(?:\1\d{3})*")
YEARS = range(2000, 2100)  # a campaign's days; “26/5/0026” and “26/5/2206” are slips


class WholeNumberInput(forms.TextInput):
    """Digits on the keyboard of a phone. A box for numbers (`type=number`) would send nothing at all of `1.000.000`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off"} | (attrs or {}))


class WholeNumberField(forms.IntegerField):
    """`5480`, `5.480`, `5 480`. Django's own field reads `2.000` as 2, because it takes the dot for a decimal point;
    here a dot stands between thousands, and anywhere else the number is refused."""

    widget = WholeNumberInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0\u202f]", " ", value.strip())
            if _THOUSANDS.fullmatch(value):
                value = re.sub(r"[. ]", "", value)
            elif not re.fullmatch(r"[+-]?[0-9]*", value):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayField(forms.DateField):
    """A day of a campaign."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise forms.ValidationError(f"{self.label}: năm {day.year} chưa đúng, mời xem lại, ví dụ 28/5/2026", "year")
        return day
