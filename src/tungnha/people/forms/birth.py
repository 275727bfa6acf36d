"""A date of birth as people write it."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.identity.dates import BadDate, PartialDate, read_date


class BirthField(forms.CharField):
    """A day, a month or only a year; gives a PartialDate, None for nothing. `told` stands before the sentence of a
    fault, where a page tells the faults of several fields together."""

    def __init__(self, *, told: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.told = told

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_date(text)
        except BadDate as problem:
            raise forms.ValidationError(f"{self.told}{problem}") from problem
