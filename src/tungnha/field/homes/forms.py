"""What is typed about households: ticks after a meeting or a round, and who helps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from tungnha.field.homes.rules import BY_HAND
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Member


class TickForm(forms.Form):
    form = forms.ChoiceField(
        label="Hình thức", choices=[(f.value, f.label) for f in BY_HAND],
        error_messages={"required": "Chưa chọn hình thức."},
    )  # fmt: skip
    on = forms.DateField(label="Ngày", widget=DayInput())
    doors = forms.MultipleChoiceField(
        label="Hộ", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Chưa đánh dấu hộ nào."}
    )

    def __init__(self, *args: Any, homes: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {str(home.pk): home for home in homes}
        doors: Any = self.fields["doors"]
        doors.choices = [(pk, home.code) for pk, home in self.homes.items()]

    def chosen(self) -> list[Any]:
        return [self.homes[pk] for pk in self.cleaned_data["doors"]]


class HelperForm(forms.Form):
    member = forms.ChoiceField(label="Người giúp", error_messages={"required": "Chưa chọn người giúp."})
    from_on = forms.DateField(label="Từ ngày", widget=DayInput())
    to_on = forms.DateField(
        label="Đến hết ngày", required=False, widget=DayInput(), help_text="Để trống: giúp đến khi thôi."
    )

    def __init__(self, *args: Any, team: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(m.pk): m for m in team}
        member: Any = self.fields["member"]
        member.choices = [("", "chọn người"), *((pk, m.user.full_name) for pk, m in self.team.items())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("from_on"), data.get("to_on")
        if start and end and end < start:
            self.add_error("to_on", "Ngày cuối phải từ ngày bắt đầu trở đi.")
        return data

    def deed(self) -> dict[str, Any]:
        return self.cleaned_data | {"member": self.team[self.cleaned_data["member"]]}


class ContactForm(forms.Form):
    on = forms.DateField(label="Đã liên lạc ngày", widget=DayInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("Ngày này chưa đến: xin ghi ngày đã liên lạc.")
        return day
