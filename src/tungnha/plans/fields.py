"""Form fields of the review page: what is typed in Vietnamese ways ↔ what a draft's JSON holds. A blank is None."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from tungnha.drafting.numbers import decimal_vi
from tungnha.identity.dates import BadDate, read_date


class DraftField(forms.CharField):
    """Text; line ends are made plain."""

    width = ""

    def __init__(self, label: str, *, width: str = "", rows: int = 0, **more: Any) -> None:
        if rows:
            more["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, required=False, **more)
        self.width = width
        self.widget.attrs.setdefault("autocomplete", "off")

    def show(self, value: Any) -> Any:
        """How a JSON value stands in the input."""
        return "" if value is None else " ".join(str(value).split(" ")).replace("\r\n", "\n").strip()

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").replace("\r\n", "\n").strip()
        return self.read(text) if text else None

    def read(self, text: str) -> Any:
        return text


class NumberField(DraftField):
    """63,80 · 5.480 · 35: a dot before three digits parts thousands, as in the plans."""

    def show(self, value: Any) -> str:
        if value is None or value == "":
            return ""
        number = Decimal(str(value))
        places = max(0, -int(number.normalize().as_tuple().exponent))
        return decimal_vi(number, places)

    def read(self, text: str) -> int | float:
        plain = text.replace("%", "").replace(" ", "")
        if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", plain):
            plain = plain.replace(".", "")
        try:
            number = Decimal(plain.replace(",", "."))
        except InvalidOperation:
            sentence = f"{self.label}: “{text}” không phải là số; mời ghi như 63,80 hoặc 5.480."
            raise forms.ValidationError(sentence) from None
        if not number.is_finite() or number < 0 or number >= 10**9:
            raise forms.ValidationError(f"{self.label}: “{text}” nằm ngoài khoảng dùng được.")
        return int(number) if number == number.to_integral_value() else float(number)


class CountField(NumberField):
    """A whole number."""

    def __init__(self, label: str, *, low: int = 0, high: int = 2_000_000_000, **more: Any) -> None:
        super().__init__(label, **{"width": "short"} | more)
        self.low, self.high = low, high

    def read(self, text: str) -> int:
        number = super().read(text)
        if not isinstance(number, int) or not self.low <= number <= self.high:
            raise forms.ValidationError(f"{self.label}: cần một số nguyên từ {self.low} đến {self.high}.")
        return number


class DayField(DraftField):
    """31/7/2026, or a month: 5/2026."""

    def __init__(self, label: str, *, months: bool = False, **more: Any) -> None:
        super().__init__(label, **{"width": "short"} | more)
        self.months = months
        self.widget.attrs["placeholder"] = "31/7/2026"

    def show(self, value: Any) -> str:
        parts = str(value or "").split("-")
        return "/".join(str(int(part)) for part in reversed(parts)) if parts[0].isdigit() else str(value or "")

    def read(self, text: str) -> str:
        try:
            found = read_date(text)
        except BadDate as problem:
            raise forms.ValidationError(f"{self.label}: {problem}") from problem
        if found.precision == "year" or (found.precision == "month" and not self.months):
            raise forms.ValidationError(f"{self.label}: “{text}” chưa đủ ngày; mời ghi như 31/7/2026.")
        return found.date.isoformat() if found.precision == "day" else f"{found.date:%Y-%m}"


class HourField(DraftField):
    """10:00, 10h00, 10 giờ."""

    def read(self, text: str) -> str:
        hit = re.fullmatch(r"(\d{1,2})\s*(?:h|:|giờ|g)\s*(\d{1,2})?", text.lower())
        try:
            return time(int(hit[1]), int(hit[2] or 0)).strftime("%H:%M") if hit else _refuse()
        except ValueError:
            raise forms.ValidationError(f"{self.label}: “{text}” không phải là giờ; mời ghi như 10:00.") from None


def _refuse() -> str:
    raise ValueError("no hour")


class MonthsField(DraftField):
    """3, 6, 9, 12."""

    def show(self, value: Any) -> str:
        return ", ".join(str(month) for month in value or ())

    def read(self, text: str) -> list[int]:
        months = [int(word) for word in re.findall(r"\d+", text)]
        if not months or not all(1 <= month <= 12 for month in months):
            raise forms.ValidationError(f"{self.label}: mời ghi các tháng từ 1 đến 12, cách nhau dấu phẩy.")
        return sorted(set(months))


class BlocksField(DraftField):
    """Several texts, an empty line between them."""

    def show(self, value: Any) -> str:
        return "\n\n".join(str(text).strip() for text in value or ())

    def clean(self, value: Any) -> list[str]:
        text = str(value or "").replace("\r\n", "\n")
        return [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]


class PickField(forms.ChoiceField):
    """One of some; a value the reader gave that is none of them stays choosable."""

    width = "medium"

    def __init__(self, label: str, choices: Any = (), width: str = "medium") -> None:
        super().__init__(label=label, choices=choices, required=False)
        self.width = width

    def show(self, value: Any) -> str:
        shown = "" if value is None else str(value)
        if shown and shown not in dict(self.choices):  # type: ignore[arg-type]
            self.choices = [*self.choices, (shown, shown)]  # type: ignore[misc, has-type]
        return shown

    def clean(self, value: Any) -> Any:
        return super().clean(value) or ""


class WeekdayField(PickField):
    def clean(self, value: Any) -> int | None:
        chosen = super().clean(value)
        return int(chosen) if chosen else None


class YesNoField(PickField):
    """Trước / đến hết, or left to the common reading."""

    CHOICES = (("", "theo cách hiểu chung của “trước ngày”"), ("no", "trước ngày đó"), ("yes", "đến hết ngày đó"))

    def __init__(self, label: str) -> None:
        super().__init__(label, self.CHOICES)

    def show(self, value: Any) -> str:
        return {True: "yes", False: "no"}.get(value, "")

    def clean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(super().clean(value))


class TickField(forms.BooleanField):
    width = "tick"

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)

    def show(self, value: Any) -> bool:
        return bool(value)


class BodiesField(forms.MultipleChoiceField):
    """Bodies of the register and groups of them."""

    width = "bodies"

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False, widget=forms.CheckboxSelectMultiple)

    def show(self, value: Any) -> list[str]:
        known = dict(self.choices)  # type: ignore[arg-type]
        return [token for token in value or () if token in known]

    def clean(self, value: Any) -> list[str]:
        return list(super().clean(value) or ())
