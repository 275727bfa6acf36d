"""What every form for a table handed in shares: how heavy it may be, and which of its columns is what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms


class TableFileField(forms.FileField):
    """A file no heavier than `most` bytes."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        self.error_messages["empty"] = "Tệp này trống; hãy mở tệp xem lại rồi gửi bản có dữ liệu."

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > self.most:
            raise forms.ValidationError(f"Tệp nặng quá {self.most // 2**20} MB; hãy chia nhỏ rồi gửi từng phần.")
        return file


class TableColumnsForm(forms.Form):
    """Which column is what (`fields`: name → label); a column may be nothing."""

    def __init__(
        self, *args: Any, fields: Mapping[str, str], header: Sequence[str], columns: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "không có trong tệp"), *((str(at), f"{letter(at)}: {text}") for at, text in enumerate(header))]
        for name, label in fields.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=str(columns.get(name, ""))
            )

    def columns(self) -> dict[str, int]:
        return {name: int(value) for name, value in self.cleaned_data.items() if value}


def letter(at: int) -> str:
    """0 → A, 26 → AA: as the sender's own program names columns."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name
