"""What the head of an organisation says on one form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tungnha.drafting.dates import page_date
from tungnha.field.rosters import StatedRow
from tungnha.people.queries import GROUP_NAMES
from tungnha.units.forms_setup import DayInput
from tungnha.units.typed import WholeNumberField


class SinceForm(forms.Form):
    since_on = forms.DateField(label="Có từ ngày", widget=DayInput())


class StatedForm(forms.Form):
    """How many there are of a group, and how many of them have each service; a blank is not said."""

    on = forms.DateField(label="Số liệu đến ngày", widget=DayInput())
    document = forms.CharField(
        label="Theo văn bản", max_length=160, required=False, help_text="Nếu có, ghi số văn bản."
    )

    def __init__(self, *args: Any, rows: Sequence[StatedRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[self.name_of(row)] = WholeNumberField(
                label=_label(row), min_value=0, max_value=999_999_999, required=False, help_text=_said(row)
            )
        self.order_fields([*(self.name_of(row) for row in rows), "on", "document"])

    @staticmethod
    def name_of(row: StatedRow) -> str:
        return f"has-{row.asked.pk}" if row.asked else f"whole-{row.group}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(self.name_of(row)) is not None for row in self.rows):
            raise forms.ValidationError("Chưa ghi số nào.")
        wholes = self.wholes()
        for row in self.rows:
            count, whole = data.get(self.name_of(row)), wholes.get(row.group)
            if row.asked and count is not None and whole is not None and count > whole:
                self.add_error(
                    self.name_of(row), f"Số đã có ({count}) lớn hơn tổng số ({whole}): xin xem lại hai số này."
                )
        return data

    def wholes(self) -> dict[str, int]:
        """group → its whole; where it is not said again, the one stated last."""
        found = {}
        for row in self.rows:
            if row.asked is None:
                said = self.cleaned_data.get(self.name_of(row))
                number = said if said is not None else row.latest.count if row.latest else None
                if number is not None:
                    found[row.group] = number
        return found

    def counts(self) -> dict[int, int]:
        found = {row.asked.pk: self.cleaned_data.get(self.name_of(row)) for row in self.rows if row.asked}
        return {pk: number for pk, number in found.items() if number is not None}


def _label(row: StatedRow) -> str:
    group = GROUP_NAMES[row.group]
    return f"Số {group} đã có {row.asked.service.label}" if row.asked else f"Tổng số {group}"


def _said(row: StatedRow) -> str:
    return f"Lần trước ghi {row.latest.count}, đến ngày {page_date(row.latest.on)}." if row.latest else ""
