from __future__ import annotations

from typing import Any

from django import forms

from tungnha.ledger.models import Service
from tungnha.lists.rules import FIELDS
from tungnha.matching.workbooks import MAX_BYTES
from tungnha.people.forms.tables import TableColumnsForm, TableFileField
from tungnha.units.models import Campaign, Organisation


class UploadForm(forms.Form):
    """A file from outside, and what it says about whom."""

    campaign = forms.ModelChoiceField(label="Đợt", queryset=Campaign.objects.none())
    sender = forms.ModelChoiceField(label="Ai gửi", queryset=Organisation.objects.none())
    service = forms.ModelChoiceField(
        label="Danh sách người đã có", queryset=Service.objects.filter(counts="person").prefetch_related("levels")
    )
    level = forms.IntegerField(
        label="Mức", min_value=1, max_value=9, initial=1, help_text="Thường là 1; VNeID mức 2 ghi 2."
    )
    as_of_on = forms.DateField(
        label="Số liệu đến ngày", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    file = TableFileField(
        label="Tệp danh sách", most=MAX_BYTES, help_text="Tệp .xlsx, .xls, .ods hoặc .csv, có dòng tiêu đề cột."
    )

    def __init__(self, *args: Any, campaigns: Any, senders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]
        self.fields["sender"].queryset = senders  # type: ignore[attr-defined]


class ColumnsForm(TableColumnsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, fields=FIELDS, **kwargs)


class SettleForm(forms.Form):
    """Who a row is: a person's id, or plainly nobody of the register. Nothing chosen says nothing."""

    NOBODY = "khong"
    person = forms.RegexField(
        rf"^(\d{{1,18}}|{NOBODY})$",
        error_messages={
            "required": "Chưa chọn ai: mời chọn một người, hoặc “Không phải ai trong sổ”, rồi bấm Ghi.",
            "invalid": "Người được chọn không có trong sổ: mời chọn lại.",
        },
    )

    def chosen(self) -> int | None:
        person: str = self.cleaned_data["person"]
        return None if person == self.NOBODY else int(person)


class WithdrawForm(forms.Form):
    why = forms.CharField(label="Vì sao rút lại", max_length=300)
