"""What is asked at the door and at the desk of a session."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from tungnha.field.models import Visit, VisitResult
from tungnha.field.operations import NewResult
from tungnha.field.queries import PersonAtDoor
from tungnha.field.telling import without_telephone
from tungnha.identity.phones import read_phone, why_no_phone
from tungnha.people.models import Person

NOT_ASKED = ("", "chưa hỏi")


class VisitForm(forms.Form):
    """One knock on a door: what became of the household, then of each person and service that is missing."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    outcome = forms.ChoiceField(
        label="Ở nhà này", choices=Visit.Outcome.choices, initial=Visit.Outcome.MET,
        error_messages={"required": "Chưa lưu: mời bấm một trong các nút Lưu, Hẹn quay lại, Không tiếp."},
    )  # fmt: skip
    come_back_on = forms.DateField(
        label="Hẹn quay lại ngày", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    informed = forms.BooleanField(label="Đã tuyên truyền cho hộ", required=False)
    shown_how = forms.BooleanField(label="Đã làm mẫu cho hộ xem", required=False)
    still_right = forms.BooleanField(label="Đã hỏi: những người ấy vẫn ở đây", required=False)
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Không ghi số căn cước, số tài khoản, mật khẩu.",
    )  # fmt: skip

    def __init__(self, *args: Any, at_door: list[PersonAtDoor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [(row.person, now.asked) for row in at_door for now in row.services if not now.has_it]
        self.may_not_read = [row.person for row in at_door if row.ask_reading]
        for person in self.may_not_read:
            self.fields[self.reading_of(person.pk)] = forms.BooleanField(
                label="Không đọc được chữ, cần đọc giúp", required=False
            )
        # What somebody else found out since the page was opened must not lose the number typed on it.
        lacking = without_telephone(row.person for row in at_door)
        self.no_telephone = [
            row.person for row in at_door if row.person.pk in lacking or self.data.get(self.phone_of(row.person.pk))
        ]
        for person in self.no_telephone:
            self.fields[self.phone_of(person.pk)] = forms.CharField(
                label="Số điện thoại (sổ chưa có)", required=False, max_length=40,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            )  # fmt: skip
        for person, asked in self.asked:
            name = self.name_of(person.pk, asked.service_id)
            self.fields[name] = forms.ChoiceField(
                label=asked.service.label, required=False, choices=[NOT_ASKED, *VisitResult.Outcome.choices]
            )
            self.fields[f"{name}-why"] = forms.CharField(label="Lý do khác", required=False, max_length=200)

    @staticmethod
    def name_of(person_pk: int, service_pk: int) -> str:
        return f"p{person_pk}-s{service_pk}"

    @staticmethod
    def reading_of(person_pk: int) -> str:
        return f"p{person_pk}-read"

    @staticmethod
    def phone_of(person_pk: int) -> str:
        return f"p{person_pk}-phone"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for person in self.no_telephone:
            name = self.phone_of(person.pk)
            if data.get(name) and read_phone(data[name]) is None:
                self.add_error(name, f"{person.full_name}: {why_no_phone(data[name])}")
        return data

    def telephones(self) -> list[tuple[Person, str]]:
        typed = [(person, self.cleaned_data.get(self.phone_of(person.pk), "")) for person in self.no_telephone]
        return [(person, number) for person, number in typed if number]

    def cannot_read(self) -> list[Person]:
        return [person for person in self.may_not_read if self.cleaned_data.get(self.reading_of(person.pk))]

    def results(self) -> list[NewResult]:
        """The outcomes that were chosen; what nobody asked about is no result."""
        found = []
        for person, asked in self.asked:
            name = self.name_of(person.pk, asked.service_id)
            outcome = self.cleaned_data.get(name)
            if outcome:
                reason = self.cleaned_data.get(f"{name}-why", "") if outcome == VisitResult.Outcome.OTHER else ""
                found.append(
                    NewResult(person=person, service=asked.service, outcome=outcome, reason=reason, level=asked.level)
                )
        return found
