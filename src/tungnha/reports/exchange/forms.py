"""What is typed on the pages of exchange."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.reports.exchange import envelope, keys
from tungnha.reports.forms import OwnIds
from tungnha.reports.models import OtherKey
from tungnha.units.models import Area, Organisation


class KeyForm(OwnIds):
    """Another office's key: its file, or the one in a received file, and the digits as they were read aloud."""

    organisation = forms.ModelChoiceField(label="Khóa này của", queryset=Organisation.objects.none())
    file = forms.FileField(label="Tệp khóa nơi đó gửi", help_text="Tệp có đuôi .tungnha; tệp báo cáo của họ cũng được.")
    digits = forms.CharField(
        label="Dãy 30 chữ số nghe họ đọc", max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Xin gọi theo số điện thoại đã biết từ trước, không theo số ghi trong thư; ghi đúng dãy số nghe đọc.",
    )  # fmt: skip

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(area__path__startswith=area.path) | Organisation.objects.filter(
            area__path__in=area.ancestor_paths()
        )
        kinds = (Organisation.Kind.COMMITTEE, Organisation.Kind.STEERING, Organisation.Kind.DEPARTMENT)
        shown = rows.filter(kind__in=kinds).exclude(area__kind=Area.Kind.VILLAGE).select_related("area")
        field: Any = self.fields["organisation"]
        field.queryset = shown.order_by("area__path", "order", "name")

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if upload.size > envelope.MOST_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 2 MB nên không phải tệp khóa: xin chọn đúng tệp.")
        try:
            return keys.public_in(upload.read())
        except envelope.NotTaken as problem:
            raise forms.ValidationError(problem.sentence) from problem


class RevokeForm(OwnIds):
    why = forms.CharField(label="Vì sao thu hồi", max_length=keys.MOST_WHY, help_text="Câu này ở lại trong nhật ký.")


class DestinationForm(OwnIds):
    """Where the reports of one plan go."""

    key = forms.ModelChoiceField(label="Nơi nhận", queryset=OtherKey.objects.none())
    above_symbol = forms.CharField(
        label="Số, ký hiệu kế hoạch của nơi nhận", max_length=60, required=False, help_text="Ví dụ 31/KH-SKHCN"
    )
    above_on = forms.DateField(
        label="Ngày ban hành kế hoạch ấy", required=False, widget=forms.DateInput(format="%d/%m/%Y"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"], help_text="Ví dụ 08/06/2026",
    )  # fmt: skip
    url = forms.CharField(
        label="Địa chỉ máy chủ của nơi nhận", max_length=200, required=False,
        help_text="Dạng https://ten-may-chu. Để trống: tải tệp về, mang đi.",
    )  # fmt: skip

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["key"]
        field.queryset = OtherKey.objects.filter(area=area, ended_at=None).select_related("organisation")
        field.label_from_instance = lambda key: key.organisation.name


class ChooseForm(OwnIds):
    """Which duty of ours a file answers."""

    duty = forms.ChoiceField(label="Tệp này trả lời", widget=forms.RadioSelect)

    def __init__(self, *args: Any, duties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = duties  # type: ignore[attr-defined]
