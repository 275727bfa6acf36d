"""What is typed to ask, and what is typed to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from tungnha.plans.models import Plan
from tungnha.reports.duties.forms import day_field, time_field
from tungnha.reports.models import RequestAsk, RequestField
from tungnha.reports.requests import queries, values
from tungnha.reports.requests.operations import Addressee
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.problems import BadInput

ROWS = 8
KINDS = [("", "không dùng"), *RequestField.Kind.choices]


class DueForm(forms.Form):
    due_on = day_field("Hạn trả lời, ngày")
    due_time = time_field("Trước mấy giờ", help_text="Gửi đúng giờ này là muộn.")

    def due_at(self) -> datetime:
        return instant(self.cleaned_data["due_on"], self.cleaned_data["due_time"])


def instant(on: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))


class ToForm(DueForm):
    """To whom, and by when."""

    whom = forms.ChoiceField(label="Hỏi ai", widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(label="Chọn địa bàn", required=False, widget=forms.CheckboxSelectMultiple)
    units = forms.MultipleChoiceField(label="Chọn đơn vị", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, member: Member, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area_rows: list[Area] = list(queries.areas_below(member, on))
        self.unit_rows: list[Organisation] = list(queries.bodies_near(member, on))
        nouns = " ,".join(dict.fromkeys(a.type_name for a in self.area_rows)).replace(" ,", ", ")
        every = [("all_areas", f"Cả {len(self.area_rows)} {nouns}")] if self.area_rows else []
        every += [("all_units", f"Cả {len(self.unit_rows)} đơn vị của mình")] if self.unit_rows else []
        self.fields["whom"].choices = [*every, ("chosen", "Chỉ những nơi chọn dưới đây")]  # type: ignore[attr-defined]
        self.fields["areas"].choices = [(a.pk, a.title) for a in self.area_rows]  # type: ignore[attr-defined]
        self.fields["units"].choices = [(u.pk, u.name) for u in self.unit_rows]  # type: ignore[attr-defined]

    def to(self) -> list[Addressee]:
        data = self.cleaned_data
        if data["whom"] == "all_areas":
            return [Addressee(area) for area in self.area_rows]
        if data["whom"] == "all_units":
            return [Addressee(unit.area, unit) for unit in self.unit_rows]
        areas, units = ({int(pk) for pk in data[name]} for name in ("areas", "units"))
        return [Addressee(area) for area in self.area_rows if area.pk in areas] + [
            Addressee(unit.area, unit) for unit in self.unit_rows if unit.pk in units
        ]


class AskForm(ToForm):
    """A question with its fields."""

    title = forms.CharField(label="Hỏi về việc gì", max_length=200)
    words = forms.CharField(
        label="Nói rõ thêm", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tính từ ngày nào, gồm những ai. Không ghi thông tin cá nhân.",
    )  # fmt: skip
    plan = forms.ModelChoiceField(
        label="Thuộc kế hoạch", queryset=Plan.objects.none(), required=False, empty_label="không thuộc kế hoạch nào"
    )

    def __init__(self, *args: Any, member: Member, on: date, **kwargs: Any) -> None:
        super().__init__(*args, member=member, on=on, **kwargs)
        self.fields["plan"].queryset = Plan.objects.filter(campaign__area=member.area_id)  # type: ignore[attr-defined]
        for n in range(ROWS):
            self.fields[f"label{n}"] = forms.CharField(label=f"Câu {n + 1}", max_length=200, required=n == 0)
            self.fields[f"kind{n}"] = forms.ChoiceField(
                label="Trả lời bằng", choices=KINDS, required=False, initial="number" if n < 2 else ""
            )
            self.fields[f"unit{n}"] = forms.CharField(label="Đơn vị tính", max_length=40, required=False)
            self.fields[f"choices{n}"] = forms.CharField(
                label="Các câu để chọn", max_length=1000, required=False, help_text="cách nhau bằng dấu chấm phẩy"
            )
            self.fields[f"required{n}"] = forms.BooleanField(label="Phải trả lời", required=False)

    def lines(self) -> list[dict[str, Any]]:
        return [
            {"n": n + 1, "open": n < 2 or bool(self[f"label{n}"].value()), "label": self[f"label{n}"],
             "rest": [self[f"{name}{n}"] for name in ("kind", "unit", "choices", "required")]}
            for n in range(ROWS)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(ROWS):
            if data.get(f"label{n}") and not data.get(f"kind{n}"):
                self.add_error(f"kind{n}", f"Câu {n + 1}: xin chọn trả lời bằng gì.")
        return data

    def fields_asked(self) -> list[values.NewField]:
        data = self.cleaned_data
        return [
            values.NewField(
                data[f"label{n}"], data[f"kind{n}"], data.get(f"unit{n}", ""),
                tuple(data.get(f"choices{n}", "").split(";")), bool(data.get(f"required{n}")),
            )
            for n in range(ROWS)
            if data.get(f"label{n}")
        ]  # fmt: skip


class AnswerForm(forms.Form):
    """The fields of a request, each by its kind, filled in with what was answered, or with what came from below."""

    def __init__(
        self,
        *args: Any,
        asked: Sequence[RequestField],
        given: Mapping[str, Any],
        below: Mapping[int, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        for field in self.asked:
            value = given.get(str(field.pk), below.get(field.pk))
            made = self._field(field, from_below=str(field.pk) not in given and field.pk in below)
            made.initial = values.typed_again(field, value)
            self.fields[f"f{field.pk}"] = made

    def _field(self, field: RequestField, *, from_below: bool) -> forms.Field:
        label = f"{field.label} ({field.unit})" if field.unit else field.label
        hint = "Cộng từ các nơi đã trả lời; sửa được." if from_below else ""
        common: dict[str, Any] = {"label": label, "required": False, "help_text": hint}
        if field.kind == "yesno":
            choices = [("co", "có"), ("khong", "không")]
            return forms.ChoiceField(choices=[*choices, ("", "chưa rõ")], widget=forms.RadioSelect, **common)
        if field.kind == "choice":
            words = [(choice, choice) for choice in field.choices]
            return forms.ChoiceField(choices=[("", "mời chọn…"), *words], **common)
        if field.kind == "text":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **common)
        look = (
            {"inputmode": "decimal", "size": 12} if field.kind == "number" else {"size": 12, "placeholder": "24/7/2026"}
        )
        return forms.CharField(max_length=40, widget=forms.TextInput(attrs=look), **common)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.typed: dict[int, Any] = {}
        for field in self.asked:
            try:
                self.typed[field.pk] = values.read(field, data.get(f"f{field.pk}") or "")
            except BadInput as problem:
                self.add_error(f"f{field.pk}", problem.sentence)
        return data


def names_of(asks: Sequence[RequestAsk]) -> list[tuple[int, str]]:
    return [(ask.pk, ask.name) for ask in asks]
