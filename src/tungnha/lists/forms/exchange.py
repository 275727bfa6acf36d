"""The record of the exchange: agreements, and until when content is kept."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.ledger.models import Service
from tungnha.lists.forms.lists import day_input
from tungnha.lists.models.agreements import KEPT_DAYS
from tungnha.lists.operations.agreements import MOST_DAYS, USUAL_PURPOSE
from tungnha.lists.rules import FIELDS, PARTS
from tungnha.units.models import Organisation
from tungnha.units.typed import WholeNumberField

AGREED = {name: label for name, label in FIELDS.items() if name not in PARTS}
USUALLY = ("full_name", "personal_number", "birth", "phone", "village", "since", "status")


class AgreementForm(forms.Form):
    """The paper under which a sender hands its lists in."""

    sender = forms.ModelChoiceField(label="Ai gửi", queryset=Organisation.objects.none())
    number = forms.CharField(label="Số, ký hiệu văn bản, thỏa thuận", max_length=120)
    signed_on = forms.DateField(label="Ngày ký", widget=day_input())
    valid_until = forms.DateField(
        label="Có hiệu lực đến hết ngày", widget=day_input(), required=False,
        help_text="Để trống nếu văn bản không nói đến khi nào.",
    )  # fmt: skip
    purpose = forms.CharField(label="Để làm gì", max_length=300, initial=USUAL_PURPOSE)
    services = forms.ModelMultipleChoiceField(
        label="Về tiện ích nào", queryset=Service.objects.filter(counts="person"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text="Không chọn gì: mọi tiện ích.",
    )  # fmt: skip
    fields_agreed = forms.MultipleChoiceField(
        label="Các cột được giao", choices=list(AGREED.items()), initial=list(USUALLY),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    keep_days = WholeNumberField(
        label="Giữ nội dung mỗi danh sách mấy ngày", min_value=1, max_value=MOST_DAYS, initial=KEPT_DAYS,
        help_text="Hết ngày ấy máy tự xóa tệp và nguyên văn các dòng; kết quả, quyết định và ghi nhận vẫn còn.",
    )  # fmt: skip

    def __init__(self, *args: Any, senders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"].queryset = senders  # type: ignore[attr-defined]


class KeepForm(forms.Form):
    until = forms.DateField(label="Giữ nội dung đến hết ngày", widget=day_input())
