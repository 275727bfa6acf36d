"""The small forms of plans; the review's big one is in review.py."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.identity.dates import BadDate, read_date
from tungnha.plans.operations.documents import too_large_sentence
from tungnha.reading import MAX_BYTES, TAKEN_KINDS, TAKEN_SUFFIXES
from tungnha.units.models import Organisation


class DayInput(forms.DateField):
    """A day as people write it: 31/7/2026."""

    widget = forms.TextInput(attrs={"placeholder": "31/7/2026", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            found = read_date(value)
        except BadDate as problem:
            raise forms.ValidationError(str(problem)) from problem
        if found.precision != "day":
            raise forms.ValidationError(f"“{value}” chưa đủ ngày; mời ghi như 31/7/2026.")
        return found.date

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}/{value.month}/{value.year}" if hasattr(value, "day") else value


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Văn bản kế hoạch",
        help_text=f"Tệp {TAKEN_KINDS}; không quá {MAX_BYTES // (1024 * 1024)} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(TAKEN_SUFFIXES)}),
        allow_empty_file=True,  # the reader says it in its own words
        error_messages={"required": "Chưa chọn tệp; mời chọn tệp kế hoạch rồi bấm Đọc văn bản."},
    )

    def clean_file(self) -> Any:
        """Its size is known before a byte of it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(too_large_sentence())
        return file


class ConfirmForm(forms.Form):
    campaign_name = forms.CharField(
        label="Tên đợt", max_length=300, help_text="Tên ngắn để gọi hằng ngày, hiện ở đầu mọi trang."
    )
    organisation = forms.ModelChoiceField(label="Cơ quan ban hành", queryset=Organisation.objects.none())
    started_on = DayInput(label="Bắt đầu từ ngày")
    ended_on = DayInput(
        label="Đợt cao điểm đến hết ngày",
        required=False,
        help_text="Để trống nếu kế hoạch đã nêu ở mục Giai đoạn, hoặc không có ngày kết thúc.",
    )

    def __init__(self, *args: Any, organisations: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        field.empty_label = "Chọn cơ quan"


class AnswerForm(forms.Form):
    chosen = forms.ChoiceField(label="Chọn một cách hiểu", widget=forms.RadioSelect, required=False)
    other = forms.CharField(
        label="Hoặc trả lời khác", widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )

    def __init__(self, *args: Any, options: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["chosen"]
        field.choices = [(option, option) for option in options]
        if not options:
            del self.fields["chosen"]

    @property
    def answer(self) -> str:
        return str(self.cleaned_data.get("other") or self.cleaned_data.get("chosen") or "")


class NumberForm(forms.Form):
    number = forms.CharField(label="Số", max_length=20)
    symbol = forms.CharField(label="Ký hiệu", max_length=40, required=False)
    issued_on = DayInput(label="Ngày ban hành")
