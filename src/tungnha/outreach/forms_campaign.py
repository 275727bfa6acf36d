"""What is typed about a campaign of words: themes, forms, messages, activities, results, texts, news."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from tungnha.outreach import topics
from tungnha.outreach.kinds import SHORT
from tungnha.outreach.models import Channel, KeyMessage, Kind, NewsPhoto, PartResult, Pillar, ReadyText, Theme
from tungnha.outreach.operations.activities import Planned
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Area, Organisation
from tungnha.units.typed import DayField, WholeNumberField

KINDS = [(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in Kind]
PILLARS = [("", "chưa xếp"), *Pillar.choices]


def topic_choices() -> list[tuple[str, str]]:
    return [(topic.code, topic.name[:1].upper() + topic.name[1:]) for topic in topics.all_topics()]


class ThemeForm(forms.Form):
    name = forms.CharField(label="Chủ đề", max_length=200, error_messages={"required": "Chưa ghi tên chủ đề."})
    topic = forms.ChoiceField(
        label="Lời soạn sẵn lấy từ", required=False, help_text="Để trống: máy chọn theo tên, sửa lại được."
    )
    pillar = forms.ChoiceField(label="Trụ cột", choices=PILLARS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.choices = [("", "máy chọn"), *topic_choices()]


class FormForm(forms.Form):
    name = forms.CharField(label="Hình thức", max_length=120, error_messages={"required": "Chưa ghi tên hình thức."})
    kinds = forms.MultipleChoiceField(
        label="Gồm những việc", choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )


class KindsForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label="Gồm những việc", choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )


class TopicForm(forms.Form):
    topic = forms.ChoiceField(label="Lời soạn sẵn lấy từ")
    pillar = forms.ChoiceField(label="Trụ cột", choices=PILLARS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.choices = topic_choices()


class MessageForm(forms.Form):
    sort = forms.ChoiceField(label="Loại", choices=KeyMessage.Sort.choices, initial=KeyMessage.Sort.MESSAGE)
    words = forms.CharField(label="Lời", max_length=400, error_messages={"required": "Chưa ghi lời."})


class OfferForm(forms.Form):
    """What the plan offers, ticked line by line: each line is named by its place in the offer."""

    themes = forms.TypedMultipleChoiceField(coerce=int, required=False)
    columns = forms.TypedMultipleChoiceField(coerce=int, required=False)
    slogan = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    messages = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, counts: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, count in counts.items():
            field: Any = self.fields[name]
            field.choices = [(n, str(n)) for n in range(count)]


class HoursField(forms.CharField):
    """“17 giờ, 5 giờ 30”, “17:00 05:30”, “17h”: hours of a day as people write them."""

    _ONE = re.compile(r"(\d{1,2})\s*(?:[:hg]|giờ)?\s*(\d{2})?")

    def clean(self, value: Any) -> list[str]:
        text = str(super().clean(value)).lower()
        found = []
        for hour, minute in self._ONE.findall(text):
            if int(hour) > 23 or int(minute or 0) > 59:
                raise forms.ValidationError("Giờ chưa đúng: mời ghi như 17:00, nhiều giờ thì cách nhau dấu phẩy.")
            found.append(f"{int(hour):02d}:{minute or '00'}")
        if text.strip() and not found:
            raise forms.ValidationError("Giờ chưa đúng: mời ghi như 17:00, nhiều giờ thì cách nhau dấu phẩy.")
        return found


class PlanForm(forms.Form):
    """One activity for one place or for many."""

    kind = forms.ChoiceField(label="Hình thức", choices=KINDS, error_messages={"required": "Chưa chọn hình thức."})
    themes = forms.ModelMultipleChoiceField(
        label="Chủ đề", queryset=Theme.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn chủ đề nào."},
    )  # fmt: skip
    name = forms.CharField(
        label="Tên gọi", max_length=200, required=False, help_text="Để trống: gọi theo hình thức và chủ đề."
    )
    from_on = DayField(label="Từ ngày", widget=DayInput())
    to_on = DayField(
        label="Đến hết ngày", widget=DayInput(), required=False, help_text="Để trống: làm trong một ngày ấy."
    )
    hours = HoursField(
        label="Giờ", max_length=80, required=False, help_text="Thí dụ 17:00. Phát nhiều lần: 05:30, 17:00."
    )
    where = forms.ChoiceField(label="Nơi làm", widget=forms.RadioSelect)
    places = forms.ModelMultipleChoiceField(
        label="Các thôn", queryset=Area.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    units = forms.ModelMultipleChoiceField(
        label="Các đơn vị", queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    place = forms.CharField(label="Địa điểm", max_length=160, required=False)
    audience = forms.CharField(label="Đối tượng", max_length=200, required=False)
    joined_to = forms.CharField(
        label="Lồng ghép vào", max_length=160, required=False, help_text="Thí dụ: họp thôn tháng 4."
    )
    pillar = forms.ChoiceField(label="Trụ cột", choices=PILLARS, required=False)
    content = forms.CharField(
        label="Nội dung", max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    text = forms.ModelChoiceField(
        label="Lời soạn sẵn", queryset=ReadyText.objects.none(), required=False, empty_label="không kèm lời"
    )

    def __init__(
        self, *args: Any, themes: Any, areas: Any, units: Any, texts: Any, empty: Sequence[int] | None, **kwargs: Any
    ) -> None:
        """`empty`: the villages where theme and form have nothing yet; None for a member with one place only."""
        super().__init__(*args, **kwargs)
        given: dict[str, Any] = {"themes": themes, "places": areas, "units": units, "text": texts}
        for name, rows in given.items():
            field: Any = self.fields[name]
            field.queryset = rows
        units_field: Any = self.fields["units"]
        units_field.label_from_instance = lambda unit: unit.label
        places_field: Any = self.fields["places"]
        places_field.label_from_instance = lambda area: area.title
        self.empty = empty
        where: Any = self.fields["where"]
        if empty is None:
            del self.fields["where"], self.fields["places"], self.fields["units"]
            return
        all_of = areas.count()
        where.choices = [
            *([("empty", f"{len(empty)} thôn còn trống")] if 0 < len(empty) < all_of else []),
            ("all", f"tất cả {all_of} thôn"), ("some", "chọn thôn, đơn vị ở dưới"),
        ]  # fmt: skip
        where.initial = where.choices[0][0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("from_on") and not data.get("to_on"):
            data["to_on"] = data["from_on"]
        if data.get("where") == "some" and not data.get("places") and not data.get("units"):
            self.add_error("where", "Chưa chọn thôn hay đơn vị nào ở dưới.")
        return data

    def planned(self) -> Planned:
        data = self.cleaned_data
        themes: list[Theme] = list(data["themes"])
        return Planned(
            kind=data["kind"], name=data["name"] or f"{SHORT[Kind(data['kind'])]}: {themes[0].name}",
            from_on=data["from_on"], to_on=data["to_on"], themes=themes, content=data["content"],
            audience=data["audience"], joined_to=data["joined_to"], pillar=data["pillar"] or themes[0].pillar,
            hours=data["hours"], place=data["place"], text=data["text"],
        )  # fmt: skip

    def areas(self) -> list[Area]:
        data = self.cleaned_data
        rows = self.fields["places"].queryset  # type: ignore[attr-defined]
        if data["where"] == "all":
            return list(rows)
        if data["where"] == "empty":
            return [area for area in rows if area.pk in set(self.empty or ())]
        return list(data["places"])

    def chosen_units(self) -> list[Organisation]:
        return list(self.cleaned_data["units"]) if self.cleaned_data["where"] == "some" else []


class ResultForm(forms.Form):
    on = DayField(label="Đã làm ngày", widget=DayInput())
    times = WholeNumberField(label="Số lần", min_value=1, max_value=100, initial=1, required=False)
    reached = WholeNumberField(
        label="Số người dự, tiếp cận", min_value=0, max_value=10_000_000, required=False,
        help_text="Không biết thì để trống: để trống không phải là 0.",
    )  # fmt: skip
    reached_how = forms.ChoiceField(
        label="Số ấy có từ đâu", choices=[("", "mời chọn"), *PartResult.How.choices], required=False
    )
    stated_by = forms.ModelChoiceField(
        label="Số của đơn vị", queryset=Organisation.objects.none(), required=False, empty_label="nơi làm tự đếm"
    )
    link = forms.URLField(
        label="Đường dẫn", max_length=500, required=False, assume_scheme="https",
        error_messages={"invalid": "Đường dẫn chưa đúng: mời chép cả dòng, bắt đầu bằng https://."},
    )  # fmt: skip
    file = forms.FileField(
        label="Ảnh, PDF hoặc bản ghi âm", required=False,
        help_text="Ảnh biên bản, bảng ký tên không cần. Máy bỏ nơi chụp khỏi ảnh.",
    )  # fmt: skip
    words = forms.CharField(label="Ghi thêm", max_length=500, required=False, help_text="Không ghi tên, số của ai.")

    def __init__(self, *args: Any, units: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        stated: Any = self.fields["stated_by"]
        stated.queryset = units
        stated.label_from_instance = lambda unit: unit.label

    def clean_times(self) -> int:
        return int(self.cleaned_data["times"] or 1)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("Ngày này chưa đến: mời ghi ngày đã làm.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reached") is not None and not data.get("reached_how"):
            self.add_error("reached_how", "Mời chọn số ấy có từ đâu: đếm tại chỗ, danh sách, đơn vị báo …")
        return data


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Vì sao thôi",
        max_length=200,
        error_messages={"required": "Mời ghi vì sao thôi: thôn cần biết để khỏi chờ."},
    )


class HomesForm(forms.Form):
    doors = forms.MultipleChoiceField(label="Hộ có mặt", required=False)

    def __init__(self, *args: Any, homes: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {str(home.pk): home for home in homes}
        doors: Any = self.fields["doors"]
        doors.choices = [(pk, home.code) for pk, home in self.homes.items()]

    def chosen(self) -> list[Any]:
        return [self.homes[pk] for pk in self.cleaned_data["doors"]]


class NewTextForm(forms.Form):
    theme = forms.ModelChoiceField(label="Chủ đề", queryset=Theme.objects.none(), empty_label=None)
    channel = forms.ChoiceField(label="Dùng ở đâu", choices=Channel.choices)

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme: Any = self.fields["theme"]
        theme.queryset = themes


class TextForm(forms.Form):
    title = forms.CharField(label="Tên gọi", max_length=160)
    words = forms.CharField(
        label="Lời", max_length=6000, widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Chỗ trong dấu { } máy điền cho từng thôn; dòng nào chưa có số thì máy bỏ cả dòng ấy.",
    )  # fmt: skip


class OwnWordsForm(forms.Form):
    words = forms.CharField(label="Lời của thôn", max_length=6000, widget=forms.Textarea(attrs={"rows": 14}))


class TemplateForm(forms.Form):
    words = forms.CharField(
        label="Lời mẫu", max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Xóa hết rồi lưu: dùng lại lời mẫu có sẵn.",
    )  # fmt: skip


class NewsForm(forms.Form):
    title = forms.CharField(label="Đầu đề", max_length=200, error_messages={"required": "Chưa ghi đầu đề."})
    words = forms.CharField(
        label="Lời", max_length=6000, widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Chưa ghi lời."},
    )  # fmt: skip


class PhotoForm(forms.Form):
    picture = forms.FileField(
        label="Ảnh", help_text="JPG, PNG hoặc WebP; máy thu nhỏ và bỏ nơi chụp.",
        error_messages={"required": "Chưa chọn ảnh."},
    )  # fmt: skip
    caption = forms.CharField(label="Chú thích", max_length=200, required=False, help_text="Không ghi tên người.")
    consent = forms.ChoiceField(
        label="Những người trong ảnh", choices=NewsPhoto.Consent.choices, widget=forms.RadioSelect,
        error_messages={"required": "Chưa ghi sự đồng ý: chưa hỏi thì chưa gửi ảnh."},
    )  # fmt: skip
    consent_on = DayField(label="Hỏi ngày", widget=DayInput())


class PostedForm(forms.Form):
    on = DayField(label="Đăng ngày", widget=DayInput())
    link = forms.URLField(
        label="Đăng ở", max_length=500, required=False, assume_scheme="https",
        error_messages={"invalid": "Đường dẫn chưa đúng: mời chép cả dòng, bắt đầu bằng https://."},
    )  # fmt: skip
