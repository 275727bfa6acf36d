"""What is typed about a Zalo group: the group itself, households with how they agreed, a notice."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from tungnha.outreach.operations.zalo import Agreed, checked_link
from tungnha.people.models import Consent
from tungnha.units.forms_setup import DayInput
from tungnha.units.problems import BadInput
from tungnha.units.typed import DayField

CHANNELS = [
    (Consent.Channel.PAPER, "ký vào tờ giấy, sổ họp"), (Consent.Channel.ORAL, "nói miệng, có người làm chứng"),
    (Consent.Channel.FORM, "biểu mẫu trên mạng"), (Consent.Channel.SMS, "tin nhắn theo cú pháp"),
]  # fmt: skip


class GroupForm(forms.Form):
    name = forms.CharField(label="Tên nhóm", max_length=120)
    keeper_name = forms.CharField(
        label="Người giữ nhóm", max_length=120, help_text="Họ tên trưởng nhóm; không ghi số điện thoại."
    )
    join_url = forms.CharField(
        label="Đường dẫn vào nhóm", max_length=120, required=False, widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="Trong nhóm Zalo bấm “Link nhóm” rồi sao chép, có dạng https://zalo.me/g/… Máy vẽ mã QR từ đây.",
    )  # fmt: skip
    created_on = DayField(label="Lập ngày", widget=DayInput())

    def clean_join_url(self) -> str:
        try:
            return checked_link(self.cleaned_data["join_url"])
        except BadInput as problem:
            raise forms.ValidationError(problem.sentence) from problem


class AgreedForm(forms.Form):
    """How people agreed, the same for all that are ticked at once."""

    on = DayField(label="Ngày hỏi", widget=DayInput())
    channel = forms.ChoiceField(label="Đồng ý bằng cách nào", choices=CHANNELS, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label="Bằng chứng để ở đâu", max_length=200, help_text="Ví dụ: tờ ký tên họp thôn ngày 12/6, cặp hồ sơ của Tổ."
    )
    witness = forms.CharField(
        label="Người làm chứng", max_length=120, required=False, help_text="Bắt buộc khi đồng ý bằng lời nói."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel") == Consent.Channel.ORAL and not data.get("witness"):
            self.add_error("witness", "Đồng ý bằng lời nói thì phải có người làm chứng: xin ghi họ tên.")
        return data

    def agreed(self, at: datetime) -> Agreed:
        """The day asked as an instant: the hour it is written down where that was today, else noon."""
        day: date = self.cleaned_data["on"]
        now = timezone.localtime(at)
        given = at if day == now.date() else timezone.make_aware(datetime.combine(day, time(12)))
        return Agreed(self.cleaned_data["channel"], given, self.cleaned_data["evidence"], self.cleaned_data["witness"])


class TickForm(AgreedForm):
    """Each household through the adult who agreed: the head, unless somebody else is chosen on its own page."""

    doors = forms.MultipleChoiceField(
        label="Hộ", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Chưa đánh dấu hộ nào."}
    )

    def __init__(self, *args: Any, doors: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = doors
        field: Any = self.fields["doors"]
        field.choices = [(pk, pk) for pk in doors]

    def chosen(self) -> list[Any]:
        return [self.homes[pk] for pk in self.cleaned_data["doors"]]


class OneTickForm(AgreedForm):
    person = forms.ChoiceField(label="Ai trong nhà đồng ý", error_messages={"required": "Chưa chọn ai đồng ý."})

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field: Any = self.fields["person"]
        field.choices = [(pk, one.full_name) for pk, one in self.people.items()]
        self.order_fields(["person"])

    @property
    def chosen_person(self) -> Any:
        return self.people[self.cleaned_data["person"]]


class NoticeForm(forms.Form):
    words = forms.CharField(
        label="Tin đã gửi trong nhóm", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dán lời của tin. Máy chỉ ghi lại là đã gửi, không tự gửi vào nhóm.",
    )  # fmt: skip
    on = DayField(label="Gửi ngày", widget=DayInput())
