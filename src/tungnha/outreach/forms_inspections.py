"""What is typed of an inspection: where, when, who, each item, what is to be mended."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from tungnha.outreach.models import ChecklistItem, InspectionAnswer
from tungnha.outreach.operations.inspections import Seen, ToMend
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Area, Organisation
from tungnha.units.typed import DayField

FINDINGS = 3  # rows on the page; more are added on the inspection's own page
ANSWERS = [("", "chưa chấm"), *InspectionAnswer.Answer.choices]


class InspectionForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput())
    of = forms.ChoiceField(label="Kiểm tra ở đâu", error_messages={"required": "Chưa chọn thôn hoặc đơn vị."})
    on = DayField(label="Ngày kiểm tra", widget=DayInput())
    inspectors = forms.CharField(
        label="Người kiểm tra", max_length=300, help_text="Họ tên, chức vụ những người đi; không ghi số điện thoại."
    )
    words = forms.CharField(
        label="Nhận xét chung", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self, *args: Any, villages: Sequence[Area], units: Sequence[Organisation], items: Sequence[ChecklistItem],
        on: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.places: dict[str, Area | Organisation] = {f"a{one.pk}": one for one in villages}
        self.places |= {f"o{one.pk}": one for one in units}
        of: Any = self.fields["of"]
        of.choices = [
            ("", "chọn nơi kiểm tra"), ("Thôn", [(f"a{one.pk}", one.title) for one in villages]),
            ("Đơn vị", [(f"o{one.pk}", one.name) for one in units]),
        ]  # fmt: skip
        self.fields["key"].initial, self.fields["on"].initial = uuid.uuid4(), on
        self.items = list(items)
        for item in self.items:
            self.fields[f"i{item.pk}"] = forms.ChoiceField(
                label=item.words, choices=ANSWERS, required=False, widget=forms.RadioSelect, initial="",
                help_text="" if item.of == "both" else f"Chỉ xem ở {item.get_of_display()}.",
            )  # fmt: skip
            self.fields[f"w{item.pk}"] = forms.CharField(
                label=f"Ghi thêm: {item.words}", max_length=300, required=False
            )
        for n in range(1, FINDINGS + 1):
            self.fields[f"f{n}"] = forms.CharField(label=f"Phải khắc phục, điều {n}", max_length=500, required=False)
            self.fields[f"d{n}"] = DayField(label=f"Hạn của điều {n}", required=False, widget=DayInput())

    def rows(self) -> list[dict[str, Any]]:
        return [{"answer": self[f"i{item.pk}"], "words": self[f"w{item.pk}"]} for item in self.items]

    def finding_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"f{n}"], self[f"d{n}"]) for n in range(1, FINDINGS + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, FINDINGS + 1):
            if data.get(f"f{n}") and not data.get(f"d{n}") and f"d{n}" not in self.errors:
                self.add_error(f"d{n}", "Điều phải khắc phục cần một hạn.")
        return data

    @property
    def place(self) -> Area | Organisation:
        return self.places[self.cleaned_data["of"]]

    def seen(self) -> list[Seen]:
        found = self.cleaned_data
        return [
            Seen(item.words, found[f"i{item.pk}"], found.get(f"w{item.pk}") or "")
            for item in self.items if found.get(f"i{item.pk}")
        ]  # fmt: skip

    def to_mend(self) -> list[ToMend]:
        found = self.cleaned_data
        return [ToMend(found[f"f{n}"], found[f"d{n}"]) for n in range(1, FINDINGS + 1) if found.get(f"f{n}")]


class FindingForm(forms.Form):
    words = forms.CharField(label="Phải khắc phục", max_length=500)
    due_on = DayField(label="Hạn", widget=DayInput())


class StepForm(forms.Form):
    words = forms.CharField(
        label="Đã làm gì, còn thiếu gì", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    on = DayField(label="Ngày", widget=DayInput())


class ItemForm(forms.Form):
    words = forms.CharField(label="Điều cần xem", max_length=200)
    of = forms.ChoiceField(label="Xem ở", choices=ChecklistItem.Of.choices, initial=ChecklistItem.Of.BOTH)
