"""The small forms of plans; the review's big one is in review.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tungnha.identity.dates import BadDate, read_date
from tungnha.plans import parts
from tungnha.plans.fields import NumberField
from tungnha.plans.models import Plan, PlanChange, PlanVersion
from tungnha.plans.operations.documents import too_large_sentence
from tungnha.plans.operations.versions import option_words
from tungnha.reading import MAX_BYTES, TAKEN_KINDS, TAKEN_SUFFIXES
from tungnha.units.models import Organisation

PASTED_NAME = "noi-dung-dan.txt"


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
        required=False,
    )
    pasted = forms.CharField(
        label="Hoặc dán nội dung vào đây",
        help_text="Chép cả văn bản trên trang web, từ đầu trang đến hết phần chữ ký và phụ lục.",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        strip=False,
    )

    def clean_file(self) -> Any:
        """Its size is known before a byte of it is read into memory."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(too_large_sentence())
        return file

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        has_file, has_words = found.get("file") is not None, bool(found.get("pasted", "").strip())
        if has_file and has_words:
            self.add_error("pasted", "Đã chọn tệp rồi lại dán nội dung; mời để lại một trong hai.")
        elif not has_file and not has_words and "file" not in self.errors:
            self.add_error("file", "Chưa có văn bản; mời chọn tệp kế hoạch hoặc dán nội dung rồi bấm Đọc văn bản.")
        return found

    def given(self) -> tuple[str, bytes]:
        """(name, bytes) of the file, or of the pasted words under a name that says so."""
        file = self.cleaned_data["file"]
        if file is not None:
            return file.name, file.read()
        return PASTED_NAME, self.cleaned_data["pasted"].encode()


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

    asked = forms.MultipleChoiceField(
        label="Đi từng nhà thì hỏi những việc gì",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kế hoạch giao việc hướng dẫn người dân nhưng không nêu chỉ tiêu cho việc ấy. Việc được chọn sẽ có "
        "trong danh sách hộ cần đến và được đếm để theo dõi, không đặt mức phải đạt.",
    )

    def __init__(self, *args: Any, organisations: Any, asked: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        field.empty_label = "Chọn cơ quan"
        if asked:
            choice: Any = self.fields["asked"]
            choice.choices = list(asked)
        else:
            del self.fields["asked"]


class AskHousesForm(forms.Form):
    """Which services the houses are asked for; those the plan speaks of stand first."""

    asked = forms.MultipleChoiceField(label="Những việc hỏi ở từng nhà", required=False,
                                      widget=forms.CheckboxSelectMultiple)  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**6)

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choice: Any = self.fields["asked"]
        choice.choices = list(asked)


class AnswerForm(forms.Form):
    chosen = forms.ChoiceField(label="Chọn một cách hiểu", widget=forms.RadioSelect, required=False)
    other = forms.CharField(
        label="Hoặc trả lời khác", widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )

    instead_of = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)  # the answer the page showed

    def __init__(self, *args: Any, options: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["chosen"]
        field.choices = [(words, words) for words in map(option_words, options)]
        if not options:
            del self.fields["chosen"]

    @property
    def answer(self) -> str:
        return str(self.cleaned_data.get("other") or self.cleaned_data.get("chosen") or "")

    @property
    def shown(self) -> str | None:
        """The answer that stood on the page; None where a page does not say."""
        sent = self.data.get(self.add_prefix("instead_of"))
        return None if sent is None else str(sent).replace("\r\n", "\n")


class NumberForm(forms.Form):
    number = forms.CharField(label="Số", max_length=20)
    symbol = forms.CharField(label="Ký hiệu", max_length=40, required=False)
    issued_on = DayInput(label="Ngày ban hành")


class AmendForm(forms.Form):
    """Which plan a paper changes, and whether it amends it or takes its place."""

    plan = forms.ModelChoiceField(label="Kế hoạch được sửa", queryset=Plan.objects.none(), empty_label="Chọn kế hoạch")
    cause = forms.ChoiceField(
        label="Văn bản này",
        choices=[
            (PlanVersion.Cause.PAPER.value, "sửa đổi, bổ sung: điều không nhắc đến giữ nguyên"),
            (PlanVersion.Cause.REPLACED.value, "thay thế: điều không nhắc đến thì bỏ"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, plans: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["plan"]
        field.queryset = plans
        field.label_from_instance = lambda plan: f"{plan.full_symbol} {plan.title}".strip()[:160]


class ProposalForm(forms.Form):
    """What should be changed in a plan, into what, and why."""

    about = forms.ChoiceField(label="Mục cần sửa")
    instead = forms.CharField(label="Đề nghị sửa thành", widget=forms.Textarea(attrs={"rows": 2}), max_length=4000)
    why = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)

    def __init__(self, *args: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["about"]
        field.choices = [("", "Chọn mục"), *rows_of(plan)]


def rows_of(plan: Plan) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything a proposal may be about, by part: `target-12`."""
    made = []
    for part, model in parts.MODELS.items():
        rows = [(f"{part}-{row.pk}", parts.label_of(part, row)[:140]) for row in model.objects.filter(plan=plan)]
        if rows:
            made.append((str(PlanChange.Part(part).label).capitalize(), rows))
    return made


class DecisionForm(forms.Form):
    """The owner's decision: the fields of the row as they shall stand, and words."""

    words = forms.CharField(
        label="Ý kiến", widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000,
        help_text="Bắt buộc khi không chấp thuận.",
    )  # fmt: skip

    def __init__(self, *args: Any, part: str, row: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.part, self.row = part, row
        for name in SHOWN[part]:
            self.fields[name] = _field(part, name)
            value = getattr(row, name) if row is not None else None
            self.initial[name] = NumberField("").show(value) if name in NUMBERS else value
        self.order_fields([*SHOWN[part], "words"])

    @property
    def values(self) -> dict[str, Any]:
        """What the officer changed on the page: a field left as it was shown says nothing, whoever changed it since."""
        return {
            name: parts.plain(self.cleaned_data[name])
            for name in SHOWN[self.part]
            if self.add_prefix(f"was-{name}") not in self.data or self._sent(f"was-{name}") != self._sent(name)
        }

    def _sent(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).replace("\r\n", "\n").strip()

    def shown_before(self) -> list[tuple[str, str]]:
        """Hidden inputs: each field as the page first showed it."""
        if self.is_bound:
            return [(f"was-{name}", self._sent(f"was-{name}")) for name in SHOWN[self.part]]
        return [(f"was-{name}", self._as_shown(name)) for name in SHOWN[self.part]]

    def _as_shown(self, name: str) -> str:
        value = self[name].value()
        return "" if value is None else str(value)


def _field(part: str, name: str) -> forms.Field:
    """An input for one column: a day as 31/7/2026, a number as 63,80 or 3.496, else words."""
    label = parts.FIELDS[part][name].label.capitalize()
    if name.endswith("_on"):
        return DayInput(label=label, required=False)
    if name in NUMBERS:
        return NumberField(label)
    long = name in ("text", "name", "result", "lead", "co")
    widget = forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput()
    return forms.CharField(label=label, required=False, widget=widget)


NUMBERS = ("value", "stated_count", "stated_base", "weekday", "day_of_month")
#: what an officer may set when a proposal is accepted
SHOWN: dict[str, tuple[str, ...]] = {
    "target": ("text", "value", "due_on", "stated_count", "stated_base"),
    "task": ("name", "lead", "co", "result", "due_text", "due_on"),
    "duty": ("who", "to", "via", "weekday", "day_of_month", "time", "due_on"),
}
