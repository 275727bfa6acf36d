"""What is asked at the desk: where from, what came of it, what was done."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from tungnha.field.models import DeskVisit, TypedSeries
from tungnha.ledger.models import Service


def _large(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """As the words of large buttons begin."""
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


class VisitorForm(forms.Form):
    """One visitor. The person is found beside it and only named here."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    person = forms.IntegerField(widget=forms.HiddenInput, required=False)
    come_from = forms.ChoiceField(
        label="Khách ở đâu đến", choices=_large(DeskVisit.From.choices), widget=forms.RadioSelect,
        error_messages={"required": "Mời chọn: người trong xã hay người nơi khác."},
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label="Kết quả", choices=_large(DeskVisit.Outcome.choices), widget=forms.RadioSelect,
        error_messages={"required": "Mời chọn kết quả."},
    )  # fmt: skip
    done = forms.MultipleChoiceField(label="Việc làm xong", required=False, widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(
        label="Vì sao chưa muốn làm, chưa tư vấn được", required=False, max_length=200,
        help_text="Không ghi tên, số của khách.",
    )  # fmt: skip

    def __init__(self, *args: Any, services: list[tuple[Service, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {service.code: (service, level) for service, level in services}
        done: Any = self.fields["done"]
        done.choices = [(service.code, service.label) for service, _ in services]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # One tick says it: whoever had something done was helped.
        if data.get("done") and data.get("outcome") == DeskVisit.Outcome.ADVISED:
            data["outcome"] = DeskVisit.Outcome.HELPED
        return data

    def done_services(self) -> list[tuple[Service, int]]:
        return [self.services[code] for code in self.cleaned_data["done"]]


class SeriesForm(forms.Form):
    name = forms.CharField(
        label="Tên số liệu", max_length=200, help_text="Ví dụ: thời gian giải quyết thủ tục đăng ký khai sinh."
    )
    unit = forms.ChoiceField(label="Đơn vị tính", choices=TypedSeries.Unit.choices)
    less_is_better = forms.ChoiceField(
        label="Thế nào là tốt", choices=[("1", "giảm là tốt (thời gian)"), ("", "tăng là tốt (tỷ lệ, số lượng)")],
        required=False,
    )  # fmt: skip

    def clean_less_is_better(self) -> bool:
        return self.cleaned_data["less_is_better"] == "1"


class ValueForm(forms.Form):
    on = forms.DateField(label="Ngày", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    value = forms.CharField(label="Giá trị", max_length=14, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    evidence = forms.CharField(
        label="Căn cứ", max_length=200, help_text="Số văn bản, tên báo cáo, nơi lấy số: ai hỏi cũng tìm lại được."
    )

    def clean_value(self) -> Any:
        """Numbers as they are written here: 1.250,5."""
        typed = self.cleaned_data["value"].strip().replace(" ", "")
        plain = typed.replace(".", "").replace(",", ".") if "," in typed else typed
        try:
            return forms.DecimalField(max_digits=12, decimal_places=2).clean(plain)
        except forms.ValidationError as problem:
            raise forms.ValidationError(f"“{typed}” không phải là số: mời ghi như 7 hoặc 7,5.") from problem
