from __future__ import annotations

from typing import Any

from django import forms

from tungnha.ledger.models import Service
from tungnha.lists.rules import FIELDS, PARTS
from tungnha.matching.sources import MAX_BYTES
from tungnha.people.forms.tables import TableColumnsForm, TableFileField
from tungnha.units.models import Campaign, Organisation
from tungnha.units.typed import WholeNumberField


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class UploadForm(forms.Form):
    """A file from outside, and what it says about whom."""

    campaign = forms.ModelChoiceField(label="Đợt", queryset=Campaign.objects.none())
    sender = forms.ModelChoiceField(label="Ai gửi", queryset=Organisation.objects.none())
    service = forms.ModelChoiceField(
        label="Danh sách người đã có", queryset=Service.objects.filter(counts="person").prefetch_related("levels")
    )
    level = WholeNumberField(
        label="Mức", min_value=1, max_value=9, initial=1, help_text="Thường là 1; VNeID mức 2 ghi 2."
    )
    as_of_on = forms.DateField(label="Số liệu đến ngày", widget=day_input())
    file = TableFileField(
        label="Tệp danh sách", most=MAX_BYTES,
        help_text="Tệp .xlsx, .xls, .ods hoặc .csv, có dòng tiêu đề cột, không mật khẩu; đến hai triệu dòng.",
    )  # fmt: skip

    def __init__(self, *args: Any, campaigns: Any, senders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]
        self.fields["sender"].queryset = senders  # type: ignore[attr-defined]


class ColumnsForm(TableColumnsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, fields=FIELDS, **kwargs)

    @property
    def usual(self) -> list[forms.BoundField]:
        return [self[name] for name in FIELDS if name not in PARTS or self[name].value()]

    @property
    def in_parts(self) -> list[forms.BoundField]:
        """What some lists write in several columns."""
        return [self[name] for name in PARTS if not self[name].value()]


class ConfirmForm(forms.Form):
    """Only a list of which hardly anybody was found asks this."""

    sure = forms.BooleanField(
        label="Tôi đã xem lại: đây đúng là danh sách của xã", required=False,
    )  # fmt: skip


class WithdrawForm(forms.Form):
    why = forms.CharField(label="Vì sao rút lại", max_length=300)
