"""What is typed to draw a sample, and of one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tungnha.outreach.models import Inspection
from tungnha.progress.callbacks.rules import LEAST, MOST
from tungnha.progress.models import CallBackTry
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Area, Campaign
from tungnha.units.typed import WholeNumberField


class DrawForm(forms.Form):
    campaign = forms.ModelChoiceField(label="Đợt", queryset=Campaign.objects.none(), empty_label=None)
    village = forms.ModelChoiceField(
        label="Ở đâu", queryset=Area.objects.none(), required=False, empty_label="cả xã",
    )  # fmt: skip
    from_on = forms.DateField(label="Lượt đến nhà từ ngày", widget=DayInput())
    to_on = forms.DateField(label="Đến hết ngày", widget=DayInput())
    size = WholeNumberField(label="Rút mấy lượt", min_value=LEAST, max_value=MOST, initial=20)
    said = forms.CharField(
        label="Lời người chứng kiến đọc", max_length=60, required=False,
        help_text="Không bắt buộc. Một người đứng xem đọc vài chữ số hay vài từ; máy trộn vào số gieo.",
    )  # fmt: skip
    inspection = forms.ModelChoiceField(
        label="Thuộc lần kiểm tra",
        queryset=Inspection.objects.none(),
        required=False,
        empty_label="không thuộc lần nào",
    )

    def __init__(self, *args: Any, campaigns: Any, villages: Any, inspections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("campaign", campaigns), ("village", villages), ("inspection", inspections)):
            field: Any = self.fields[name]
            field.queryset = rows
        villages_field: Any = self.fields["village"]
        villages_field.label_from_instance = lambda one: one.title


class TryForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Hộ nói thế nào", choices=CallBackTry.Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": "Chưa chọn kết quả."},
    )  # fmt: skip
    words = forms.CharField(label="Khác ở chỗ nào", max_length=300, required=False)
    on = forms.DateField(label="Ngày gọi", widget=DayInput())


def first_error(form: forms.Form) -> str:
    errors: Sequence[Any] = [error for errors in form.errors.values() for error in errors]
    return " ".join(str(error) for error in errors)
