"""What of the log is asked for."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.people.protection import log_words
from tungnha.people.protection.log import ABOUT, Asked
from tungnha.units.requests import asked_id


def _families() -> list[tuple[str, str]]:
    """One line for each meaning: of two words for one thing (group, groups) the first stands for both."""
    first: dict[str, str] = {}
    for family, label in log_words.FAMILIES.items():
        first.setdefault(label, family)
    return sorted(((family, label) for label, family in first.items()), key=lambda item: item[1])


class LogForm(forms.Form):
    """Read from the address, so that a page of the log can be come back to. A field that says nonsense is as empty."""

    ai = forms.ChoiceField(label="Ai làm", required=False)
    viec = forms.ChoiceField(label="Việc gì", required=False)
    tu = forms.DateField(label="Từ ngày", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    den = forms.DateField(label="Đến hết ngày", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, members: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ai"].choices = [("", "mọi người")] + [  # type: ignore[attr-defined]
            (str(m.pk), f"{m.user.full_name} ({m.get_role_display()})") for m in members
        ]
        self.fields["viec"].choices = [("", "mọi việc"), *_families()]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        self.is_valid()
        said, data = self.cleaned_data, self.data
        about = data.get("ve", "")
        about_id = data.get("so", "")
        return Asked(
            member=asked_id(said.get("ai")), family=said.get("viec") or "", since=said.get("tu"),
            until=said.get("den"), about=about if about in ABOUT else "",
            about_id=about_id if about in ABOUT and asked_id(about_id) is not None else "",
            before=asked_id(data.get("truoc")),
        )  # fmt: skip
