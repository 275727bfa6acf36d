"""What is typed: a new indicator, and the figures of some of them for one day, from one source."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from tungnha.field.desk.forms import ValueForm
from tungnha.ledger.models import Measure
from tungnha.ledger.queries import measures_for
from tungnha.plans.models import Plan, Target
from tungnha.progress.forms import read_count
from tungnha.progress.indicators.operations import PERCENT
from tungnha.progress.indicators.queries import Typed, of_plan
from tungnha.units.models import Organisation

NUMBER = forms.TextInput(attrs={"inputmode": "decimal"})


class IndicatorForm(forms.Form):
    """Either a way of counting there is, or a figure of which it is said what it is called and who types it."""

    measure = forms.ModelChoiceField(
        Measure.objects.none(), label="Đếm được bằng cách tính nào", required=False, to_field_name="code",
        empty_label="Không đếm được từ sổ: đơn vị ghi số",
        help_text="Chọn một cách tính thì các ô dưới để trống.",
    )  # fmt: skip
    name = forms.CharField(
        label="Tên chỉ số",
        max_length=180,
        required=False,
        help_text="Ví dụ: Phản ánh của người dân gửi qua ứng dụng trong tháng.",
    )
    unit = forms.CharField(
        label="Đơn vị tính", max_length=30, required=False, help_text="Đếm cái gì: phản ánh, mô hình, văn bản; hoặc %."
    )
    typed_by = forms.ModelChoiceField(
        Organisation.objects.none(), label="Đơn vị nào ghi số", empty_label="Chọn đơn vị", required=False,
        help_text="Người của đơn vị này ghi số, kèm ngày và nguồn; số hiện trong báo cáo của đơn vị.",
    )  # fmt: skip
    part_of = forms.ModelChoiceField(
        Target.objects.none(), label="Là một phần của", required=False, empty_label="Không, số này đứng một mình",
        help_text="Ví dụ: “đã trả lời” là một phần của “gửi đến”; khi đó có tỷ lệ.",
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = plan.campaign.area
        bodies = Organisation.objects.filter(area=area, valid_to=None)
        reporting = Q(duties__plan=plan)
        first = bodies.filter(reporting).values("pk")
        ordered = sorted(bodies, key=lambda one: (one.pk not in {row["pk"] for row in first}, one.order, one.name))
        fields: Any = self.fields
        fields["measure"].queryset = Measure.objects.filter(
            pk__in=[m.pk for m in measures_for(area) if m.way != "series"]
        ).order_by("name")
        fields["typed_by"].queryset = bodies
        fields["typed_by"].choices = [("", "Chọn đơn vị"), *((one.pk, one.label) for one in ordered)]
        others = of_plan(plan)
        fields["part_of"].queryset = Target.objects.filter(pk__in=[one.pk for one in others])
        if not others:
            del self.fields["part_of"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("measure") is None:
            for name, what in (("name", "tên chỉ số"), ("unit", "đơn vị tính"), ("typed_by", "đơn vị nào ghi số")):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, f"Mời cho biết {what}; hoặc chọn một cách tính ở ô đầu.")
        return said


class FiguresForm(forms.Form):
    """A number for each indicator, one day and one source for all of them; a blank one says nothing."""

    on = forms.DateField(
        label="Số liệu tính đến ngày", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    source = forms.CharField(
        label="Nguồn của số", max_length=200, help_text="Lấy ở đâu: trang quản trị, văn bản số mấy, báo cáo nào."
    )

    def __init__(self, *args: Any, rows: Sequence[Typed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            last = f"Lần trước: {row.words} ({row.source})." if row.words else "Chưa ghi lần nào."
            self.fields[self._key(row)] = forms.CharField(
                label=f"{row.target.label} ({row.target.unit})", max_length=14, required=False, help_text=last,
                widget=NUMBER,
            )  # fmt: skip
        self.order_fields([*(self._key(row) for row in self.rows), "on", "source"])

    @staticmethod
    def _key(row: Typed) -> str:
        return f"value_{row.target.pk}"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.values: dict[Target, Decimal] = {}
        for row in self.rows:
            typed = said.get(self._key(row)) or ""
            if not typed.strip():
                continue
            try:
                self.values[row.target] = _number(typed, row.target.unit)
            except forms.ValidationError as problem:
                self.add_error(self._key(row), problem)
        return said


def _number(typed: str, unit: str) -> Decimal:
    """Of things that are counted `1.412` is a thousand and more; of per cents `1,5` is one and a half."""
    if unit == PERCENT:
        reader = ValueForm()
        reader.cleaned_data = {"value": typed}
        return Decimal(reader.clean_value())
    count = read_count(typed)
    if count is None:
        raise forms.ValidationError(f"“{typed}” không dùng được: đếm {unit} thì ghi số nguyên, ví dụ 412 hoặc 1.412.")
    return Decimal(count)
