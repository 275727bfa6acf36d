"""What is typed on the pages of voices."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.units.models import Area, Organisation
from tungnha.units.typed import WholeNumberField
from tungnha.voices.models import Feedback, OpinionNote, Rumour, RumourPlace, RumourReport
from tungnha.voices.rules.subjects import catalogue, choices

TOO_LONG = "Dài %(show_value)d chữ cái, nhiều nhất %(limit_value)d: xin viết ngắn hơn."
NO_NAMES = "Không ghi tên, số điện thoại, số căn cước của ai."


def words_field(label: str, *, rows: int = 4, required: bool = True, most: int = 1500, help_text: str = "") -> Any:
    return forms.CharField(
        label=label, required=required, max_length=most, help_text=help_text, error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class BodyField(forms.ModelChoiceField):
    """One of the bodies of an area."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), required=False, **more)

    def of(self, area: Area) -> None:
        self.queryset = Organisation.objects.filter(area=area, valid_to=None).exclude(kind=Organisation.Kind.TEAM)


class VillageField(forms.ModelChoiceField):
    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Area.objects.none(), **more)

    def of(self, area: Area, on: Any) -> None:
        self.queryset = Area.objects.villages().filter(parent=area).standing_on(on).order_by("order", "code")

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


# -- difficulties


class RaiseForm(forms.Form):
    area = VillageField(label="Vướng ở thôn nào", required=False, empty_label="Cả xã, hoặc chính đơn vị tôi")
    subject = forms.ChoiceField(label="Về việc gì", choices=lambda: choices(catalogue()))
    words = words_field("Kể ngắn gọn", help_text=f"Vướng gì, ở đâu, cần ai giúp. {NO_NAMES}")
    citizen = forms.BooleanField(label="Người dân nhờ nói giúp", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)


class WordsForm(forms.Form):
    words = words_field("Trả lời", help_text="Câu trả lời này hiện ngay cho nơi nêu và về điện thoại của Tổ.")


class AgainForm(forms.Form):
    words = words_field("Còn vướng gì", rows=3)


class NoteForm(forms.Form):
    words = words_field("Lời kèm theo", rows=2, required=False)


class HandForm(forms.Form):
    to = BodyField(label="Giao cho", empty_label="Cán bộ phụ trách")
    words = words_field("Lời kèm theo", rows=2, required=False)


class DecideForm(forms.Form):
    words = words_field("Ý kiến quyết định")
    decided_on = day_field("Ngày quyết định")
    paper = forms.CharField(label="Theo văn bản", max_length=60, required=False)
    to = BodyField(label="Giao đơn vị làm tiếp", empty_label="Không giao: quyết định này là câu trả lời")


class RuleForm(forms.Form):
    owner = BodyField(
        label="Ai trả lời", empty_label="Theo cách chung (đơn vị cùng loại, không có thì cán bộ phụ trách)"
    )
    answer_days = WholeNumberField(label="Trả lời trong mấy ngày làm việc", min_value=1, max_value=60)
    above_days = WholeNumberField(label="Cấp trên trả lời trong mấy ngày làm việc", min_value=1, max_value=60)


# -- feedback


class FeedbackForm(forms.Form):
    """Of citizens. `form`: the id of this page, so that pressing twice is one; `website` is seen by machines only."""

    kind = forms.ChoiceField(label="Về việc gì", choices=Feedback.Kind.choices, widget=forms.RadioSelect)
    village = forms.ChoiceField(label="Ở thôn nào", required=False)
    words = words_field("Ông bà, anh chị muốn nói gì", rows=5, most=1000, help_text=NO_NAMES)
    form = forms.UUIDField(widget=forms.HiddenInput)
    website = forms.CharField(label="Để trống ô này", required=False, max_length=200)

    def offer(self, villages: list[Area]) -> None:
        field: Any = self.fields["village"]
        field.choices = [("", "Không nói"), *((one.code, one.title) for one in villages)]


class FollowForm(forms.Form):
    code = forms.CharField(label="Mã phản ánh", max_length=30, help_text="10 chữ và số, như ABCDE-FGHJK.")


class FeedbackAnswerForm(forms.Form):
    words = words_field("Trả lời", most=1000, help_text="Người gửi đọc bằng mã của họ. Không ghi tên ai.")
    not_ours = forms.BooleanField(label="Không thuộc đợt hỗ trợ này: trả lời bằng cách chỉ nơi gửi", required=False)


class FeedbackRaiseForm(forms.Form):
    subject = forms.ChoiceField(label="Thành khó khăn về việc", choices=lambda: choices(catalogue()))


class AppForm(forms.Form):
    name = forms.CharField(label="Tên ứng dụng", max_length=80)
    url = forms.CharField(label="Địa chỉ trang", max_length=200, required=False)
    hotline = forms.CharField(label="Đường dây nóng", max_length=20, required=False)
    how_to = words_field("Cách gửi, mỗi bước một dòng", rows=6)


class MonthForm(forms.Form):
    month = forms.DateField(
        label="Tháng", input_formats=["%Y-%m", "%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month", "placeholder": "5/2026"}),
    )  # fmt: skip
    sent = WholeNumberField(label="Phản ánh gửi đến", min_value=0)
    answered = WholeNumberField(label="Đã trả lời", min_value=0)
    on_time = WholeNumberField(label="Trong đó đúng hạn", min_value=0)
    source = forms.CharField(label="Nguồn", max_length=200, help_text="Lấy ở đâu, ngày nào.")


class MonthsForm(forms.Form):
    text = words_field(
        "Dán các cột từ bảng tính, hoặc nội dung tệp CSV", rows=5, most=20_000,
        help_text="Dòng đầu là tên cột: tháng, gửi đến, đã trả lời, đúng hạn. Mỗi tháng một dòng.",
    )  # fmt: skip
    source = forms.CharField(label="Nguồn của tệp", max_length=200)


# -- rumours


class HeardForm(forms.Form):
    area = VillageField(label="Nghe ở thôn nào", required=False, empty_label="Nhiều nơi trong xã")
    kind = forms.ChoiceField(label="Là gì", choices=Rumour.Kind.choices, widget=forms.RadioSelect)
    where = forms.ChoiceField(label="Nghe qua đâu", choices=RumourReport.Where.choices)
    words = words_field(
        "Người ta nói gì",
        rows=3,
        most=1000,
        help_text="Chỉ ghi lời đồn hoặc thủ đoạn. Không ghi ai nói, không ghi tên ai.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class RumourAnswerForm(forms.Form):
    words = words_field("Sự thật là gì, bà con nên làm gì", rows=3)
    script = words_field("Lời đọc trên loa", rows=8, required=False, most=3000,
                         help_text="Để trống: máy soạn sẵn từ câu trả lời.")  # fmt: skip
    zalo = words_field("Lời nhắn nhóm Zalo", rows=5, required=False, help_text="Để trống: máy soạn sẵn.")


class RumourHandForm(forms.Form):
    to = BodyField(label="Ai viết câu trả lời", empty_label="Cán bộ phụ trách")


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(label="Là một với tin", queryset=Rumour.objects.none())


class ConfirmForm(forms.Form):
    how = forms.ChoiceField(label="Đã báo bằng", choices=[("", "—"), *RumourPlace.How.choices], required=False)
    still = forms.ChoiceField(label="Còn nghe không", choices=[("", "—"), ("1", "còn nghe"), ("0", "không còn")],
                              required=False)  # fmt: skip


# -- opinions


class OpinionForm(forms.Form):
    area = VillageField(label="Ở thôn nào", required=False, empty_label="Chung cả xã")
    mood = forms.ChoiceField(label="Người dân", choices=OpinionNote.Mood.choices, widget=forms.RadioSelect)
    words = words_field("Nghĩ gì, mong gì", rows=3, most=500, help_text=NO_NAMES)
    heard = WholeNumberField(label="Nghe mấy lần", min_value=1, max_value=500, initial=1)
    on = day_field("Ngày ghi")
