"""What is typed of a proposal to praise, of its steps, of a good way of working and of a copy of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from tungnha.outreach.figures import FigureLine, Place
from tungnha.outreach.models import Commendation
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Area
from tungnha.units.typed import DayField


class PlaceForm(forms.Form):
    """A village or a unit of those the member may speak of; where there is only one, it is not asked."""

    key = forms.UUIDField(widget=forms.HiddenInput())
    of = forms.ChoiceField(label="Của thôn, đơn vị nào", error_messages={"required": "Chưa chọn thôn hoặc đơn vị."})

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"{'a' if isinstance(one, Area) else 'o'}{one.pk}": one for one in places}
        of: Any = self.fields["of"]
        named = [(key, one.title if isinstance(one, Area) else one.name) for key, one in self.places.items()]
        of.choices = named if len(named) == 1 else [("", "chọn"), *named]
        self.fields["key"].initial = uuid.uuid4()

    @property
    def place(self) -> Place:
        return self.places[self.cleaned_data["of"]]


class CommendationForm(PlaceForm):
    person_name = forms.CharField(
        label="Khen cá nhân", max_length=120, required=False, help_text="Họ tên, chức vụ. Để trống: khen tập thể."
    )
    form = forms.ChoiceField(label="Hình thức", choices=Commendation.Form.choices)
    why = forms.CharField(
        label="Thành tích", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Đã làm gì, được gì. Số liệu của nơi ấy máy tự ghi kèm.",
    )  # fmt: skip


class StepForm(forms.Form):
    words = forms.CharField(label="Ý kiến", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    paper_number = forms.CharField(label="Số quyết định", max_length=60, required=False)
    signed_on = DayField(label="Ngày ký", required=False, widget=DayInput())


class PracticeForm(PlaceForm):
    title = forms.CharField(label="Tên cách làm", max_length=160)
    words = forms.CharField(
        label="Làm thế nào", max_length=3000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Từng bước, để thôn khác đọc là làm được.",
    )  # fmt: skip
    proof = forms.CharField(
        label="Bằng chứng", max_length=500, help_text="Biên bản, ảnh để ở đâu, đường dẫn bài viết, ai xác nhận."
    )
    since_on = DayField(label="Làm từ ngày", widget=DayInput())
    figure = forms.ChoiceField(
        label="Kết quả thể hiện ở chỉ tiêu nào", required=False,
        help_text="Máy lấy số ngày bắt đầu và số hôm nay của chỉ tiêu này.",
    )  # fmt: skip

    def __init__(self, *args: Any, lines: Sequence[FigureLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figure: Any = self.fields["figure"]
        figure.choices = [("", "không theo chỉ tiêu nào"), *((line.key, line.name[:110]) for line in lines)]


class DecideForm(forms.Form):
    why = forms.CharField(label="Ý kiến", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CopyForm(forms.Form):
    village = forms.ModelChoiceField(label="Thôn làm theo", queryset=Area.objects.none(), empty_label="chọn thôn")
    from_on = DayField(label="Từ ngày", widget=DayInput())
    words = forms.CharField(label="Làm khác chỗ nào", max_length=300, required=False)

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village: Any = self.fields["village"]
        village.queryset = villages
        village.label_from_instance = lambda one: one.title
