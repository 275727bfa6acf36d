"""The forms of a task: what was done, confirmed, put off; who answers for it; the places of its grid."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from tungnha.plans.forms import DayInput
from tungnha.plans.work import files, rules
from tungnha.plans.work.places import Place
from tungnha.units.models import Organisation
from tungnha.units.problems import BadInput

STEPS = (("done", "Đã làm xong"), ("doing", "Đang làm"), ("taken", "Đã nhận việc, chưa làm"))
STEADY_STEPS = (("doing", "Có làm, ghi kết quả"), ("taken", "Đã nhận việc, chưa làm"))
WHOLE = ""


class KeyForm(forms.Form):
    """Carries the key the page was given, so that a button pressed twice is one deed."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    ids = "id_%s"  # several of these stand on one page: each names its inputs apart

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", self.ids)
        kwargs["initial"] = {"key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data["key"] or uuid.uuid4()


class SayForm(KeyForm):
    """`places`: those the member speaks for, one of them blank for the task as a whole."""

    ids = "say_%s"
    place = forms.ChoiceField(label="Ghi cho nơi nào", required=False)
    step = forms.ChoiceField(label="Việc đến đâu rồi", choices=STEPS, widget=forms.RadioSelect)
    words = forms.CharField(
        label="Đã làm được gì", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Một, hai câu là đủ. Không ghi số định danh, số điện thoại của ai.",
    )  # fmt: skip
    outputs = forms.CharField(
        label="Số đếm được", required=False, max_length=400, help_text="Ví dụ: 03 tin, 01 hội nghị."
    )
    on = DayInput(label="Ngày làm")
    link = forms.URLField(label="Đường dẫn", required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(
        label="Tệp hoặc ảnh", required=False, allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(files.TAKEN)}),
        help_text="PDF, Word, Excel hoặc ảnh; không quá 10 MB. Ảnh có người thì chỉ gửi khi họ đồng ý.",
    )  # fmt: skip

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], goes_on: bool, today: date, **kwargs: Any):
        kwargs["initial"] = {"on": today, "place": places[0][0] if places else WHOLE} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]
        if len(places) < 2:
            self.fields["place"].widget = forms.HiddenInput()
        self.fields["step"].choices = STEADY_STEPS if goes_on else STEPS  # type: ignore[attr-defined]

    def clean_outputs(self) -> dict[str, int]:
        try:
            return rules.read_outputs(self.cleaned_data["outputs"])
        except BadInput as problem:
            raise forms.ValidationError(problem.sentence) from problem


class DecideForm(KeyForm):
    """The desk's word on what is said to be done: `entries` are the words that were on the page."""

    ids = "decide_%s"
    words = forms.CharField(
        label="Ý kiến", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Trả lại thì ghi rõ còn thiếu gì.",
    )  # fmt: skip


class ChargeForm(forms.Form):
    leads = forms.ModelMultipleChoiceField(
        label="Chủ trì", queryset=Organisation.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    person = forms.CharField(label="Rõ người: ai phụ trách", required=False, max_length=120)
    authority = forms.CharField(
        label="Rõ thẩm quyền: ai quyết định", required=False, max_length=300, help_text="Ví dụ: Phó Chủ tịch UBND xã."
    )
    responsibility = forms.CharField(
        label="Rõ trách nhiệm: chịu trách nhiệm về việc gì", required=False, max_length=300
    )

    def __init__(self, *args: Any, bodies: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leads"].queryset = Organisation.objects.filter(pk__in=[body.pk for body in bodies])  # type: ignore[attr-defined]
        self.fields["leads"].label_from_instance = lambda body: body.label  # type: ignore[attr-defined]


class GridForm(forms.Form):
    places = forms.MultipleChoiceField(
        label="Những nơi phải làm", required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = [  # type: ignore[attr-defined]
            (one.key, f"{one.title} (qua {one.collector})" if one.collector else one.title) for one in choices
        ]


class ExtensionForm(forms.Form):
    place = forms.ChoiceField(label="Xin cho nơi nào", required=False)
    until = DayInput(label="Xin làm đến hết ngày")
    why = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "ext_%s")
        kwargs["initial"] = {"place": places[0][0] if places else WHOLE} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]
        if len(places) < 2:
            self.fields["place"].widget = forms.HiddenInput()


class ExtensionDecisionForm(forms.Form):
    until = DayInput(label="Cho làm đến hết ngày", required=False)
    words = forms.CharField(
        label="Ý kiến", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Không cho gia hạn thì ghi lý do.",
    )  # fmt: skip
