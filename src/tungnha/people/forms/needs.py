"""What is written about somebody who needs more help."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.people.models import Need
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Area, Organisation


class NeedForm(forms.Form):
    kind = forms.ChoiceField(label="Cần hỗ trợ vì", choices=Need.Kind.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label="Ghi lại để làm gì", max_length=200, initial="đến nhà hướng dẫn, ưu tiên đến trước",
        help_text="Chỉ ghi việc sẽ làm. Không ghi bệnh tật, dạng khuyết tật, dân tộc, tôn giáo.",
    )  # fmt: skip
    body = forms.ModelChoiceField(
        label="Cơ quan cho biết", queryset=Organisation.objects.none(), required=False, empty_label="không có",
        help_text="Bắt buộc với người có công, người hưởng an sinh: ghi theo danh sách của cơ quan có thẩm quyền.",
    )  # fmt: skip
    from_on = forms.DateField(label="Từ ngày", widget=DayInput())

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = Organisation.objects.filter(area__path__in=[area.path, *area.ancestor_paths()], valid_to=None)
        self.fields["body"].queryset = near.order_by("area__path", "order", "name")  # type: ignore[attr-defined]


class EndNeedForm(forms.Form):
    on = forms.DateField(label="Ngày cuối cùng", widget=DayInput())
