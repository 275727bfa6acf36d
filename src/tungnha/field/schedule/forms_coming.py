"""What is noted when somebody comes to a session."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.field.models import CheckIn, CheckInService
from tungnha.field.schedule.operations import ServiceDone, ServiceRefused
from tungnha.identity.phones import mask_phone, read_phone, why_no_phone
from tungnha.ledger.models import Service
from tungnha.people.models import Person, Telephone

NOTHING = ("", "không hỏi đến")
DONE = ("done", "đã làm xong")


class CheckInForm(forms.Form):
    """For each service that is offered: done, or why not; of those that count telephones, which numbers; through which
    channel; and what was practised."""

    check_in_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    how = forms.ChoiceField(choices=CheckIn.How.choices, widget=forms.HiddenInput, required=False)
    topics = forms.CharField(
        label="Đã thực hành", required=False, max_length=300,
        help_text="Cách nhau bằng dấu phẩy: đăng nhập VNeID, nộp hồ sơ, quét mã QR trả tiền.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, services: list[Service], levels: dict[int, int], person: Person | None,
        telephones: list[Telephone], had: set[int], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.services, self.levels, self.person, self.telephones = services, levels, person, telephones
        self.had = had
        for service in services:
            pk = service.pk
            choices = [NOTHING, DONE, *CheckInService.Why.choices]
            self.fields[f"s{pk}"] = forms.ChoiceField(
                label=service.name,
                required=False,
                choices=choices,
                widget=forms.RadioSelect,
                initial="has_already" if pk in had else "",
            )
            if service.channels:
                self.fields[f"s{pk}-channel"] = forms.ChoiceField(
                    label=f"{service.label}: làm qua kênh nào", required=False,
                    choices=[("", "chọn kênh"), *((c, c) for c in service.channels)],
                )  # fmt: skip
            if service.counts == "telephone" and person is not None:
                self.fields[f"s{pk}-phones"] = forms.MultipleChoiceField(
                    label=f"{service.label}: số nào đã làm", required=False, widget=forms.CheckboxSelectMultiple,
                    choices=[(str(t.pk), mask_phone(t.number)) for t in telephones],
                )  # fmt: skip
                self.fields[f"s{pk}-new"] = forms.CharField(
                    label=f"{service.label}: số khác của người này", required=False, max_length=40,
                    widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
                )  # fmt: skip

    def groups(self) -> list[dict[str, Any]]:
        """Each service with its own questions, for the page."""
        rows = []
        for service in self.services:
            more = (f"s{service.pk}-phones", f"s{service.pk}-new", f"s{service.pk}-channel")
            rows.append({
                "service": service, "field": self[f"s{service.pk}"], "had": service.pk in self.had,
                "more": [self[n] for n in more if n in self.fields],
            })  # fmt: skip
        return rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for service in self.services:
            name = f"s{service.pk}"
            if data.get(name) != DONE[0]:
                continue
            if service.channels and not data.get(f"{name}-channel"):
                self.add_error(f"{name}-channel", f"{service.label} đã làm qua kênh nào? Xin chọn một kênh.")
            new = data.get(f"{name}-new", "")
            if new and read_phone(new) is None:
                self.add_error(f"{name}-new", why_no_phone(new) or "Số này không đọc được.")
            if f"{name}-phones" in self.fields and not data.get(f"{name}-phones") and not new:
                self.add_error(f"{name}-phones", f"{service.label}: xin chọn số điện thoại đã làm, hoặc gõ số khác.")
        return data

    def new_numbers(self) -> list[str]:
        """Numbers typed that the register does not know of this person yet."""
        return [
            self.cleaned_data[f"s{s.pk}-new"] for s in self.services
            if self.cleaned_data.get(f"s{s.pk}") == DONE[0] and self.cleaned_data.get(f"s{s.pk}-new")
        ]  # fmt: skip

    def done(self, added: dict[str, Telephone]) -> list[ServiceDone]:
        """`added`: the telephone each typed number became."""
        found = []
        by_pk = {str(t.pk): t for t in self.telephones}
        for service in self.services:
            name = f"s{service.pk}"
            if self.cleaned_data.get(name) != DONE[0]:
                continue
            said: dict[str, Any] = {
                "service": service, "level": self.levels.get(service.pk, 1),
                "channel": self.cleaned_data.get(f"{name}-channel", ""),
            }  # fmt: skip
            chosen = [by_pk[pk] for pk in self.cleaned_data.get(f"{name}-phones", [])]
            if new := self.cleaned_data.get(f"{name}-new"):
                chosen.append(added[new])
            found += [ServiceDone(**said, telephone=t) for t in dict.fromkeys(chosen)] or [ServiceDone(**said)]
        return found

    def refused(self) -> list[ServiceRefused]:
        whys = dict(CheckInService.Why.choices)
        return [
            ServiceRefused(service=s, why=self.cleaned_data[f"s{s.pk}"])
            for s in self.services
            if self.cleaned_data.get(f"s{s.pk}") in whys
            and not (s.pk in self.had and self.cleaned_data[f"s{s.pk}"] == "has_already")
        ]

    def practised(self) -> list[str]:
        return [topic for topic in self.cleaned_data.get("topics", "").split(",") if topic.strip()]
