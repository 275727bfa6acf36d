"""What an officer sends from the review queue."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms

from tungnha.lists.models import ReviewDecision
from tungnha.lists.operations.settling import Said
from tungnha.lists.reviewing.lines import Listed
from tungnha.people.forms.register import HERE, SEXES, RegisterBirthField
from tungnha.people.models import Person
from tungnha.people.operations.adding import NewPerson
from tungnha.people.operations.correcting import Facts
from tungnha.units.models import Area
from tungnha.units.typed import WholeNumberField

UNKNOWN, KNOWN = "chua-ro", "da-biet"
LARGEST = 10**18


def _id(required: bool = False) -> forms.IntegerField:
    return WholeNumberField(required=required, min_value=1, max_value=LARGEST)


class DeedForm(forms.Form):
    """One press: of which line, what, whom; `seen` is the decision that stood on the page."""

    deed = forms.ChoiceField(choices=ReviewDecision.What.choices)
    number = _id(required=True)
    person = _id()
    seen = _id()
    step = forms.UUIDField(required=False)
    double = forms.BooleanField(required=False)

    def said(self, person: Person | None) -> Said:
        given = self.cleaned_data
        return Said(
            what=given["deed"], person=person, step=given["step"] or uuid4(), seen=given["seen"],
            as_double=given["double"],
        )  # fmt: skip


class TogetherForm(forms.Form):
    """Lines that were ticked on the sheet of rows that ask one question."""

    deed = forms.ChoiceField(
        choices=[(w.value, w.label) for w in (ReviewDecision.What.SAME, ReviewDecision.What.NOBODY)]
    )
    numbers = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Chưa chọn dòng nào: mời đánh dấu ít nhất một dòng."}
    )
    step = forms.UUIDField(required=False)

    def __init__(self, *args: Any, lines: list[int], **more: Any) -> None:
        super().__init__(*args, **more)
        choice: Any = self.fields["numbers"]
        choice.choices = [(str(line), str(line)) for line in lines]

    @property
    def its_step(self) -> UUID:
        step: UUID | None = self.cleaned_data["step"]
        return step or uuid4()


class NewcomerForm(forms.Form):
    """Somebody a row speaks of and the register does not know. Her numbers are taken over from the row by a tick, so
    that they stand on no page."""

    full_name = forms.CharField(
        label="Họ và tên", max_length=120, error_messages={"required": "Họ và tên đang trống: mời ghi họ tên."}
    )
    birth = RegisterBirthField(required=False)
    sex = forms.ChoiceField(label="Giới tính", choices=SEXES, required=False)
    village = forms.ModelChoiceField(
        label="Thôn", queryset=Area.objects.none(), error_messages={"required": "Chưa chọn thôn: mời chọn thôn."}
    )
    home = forms.ChoiceField(
        label="Hộ", widget=forms.RadioSelect, initial=UNKNOWN, choices=[(UNKNOWN, "Chưa rõ hộ"), (KNOWN, "Hộ có mã")],
        help_text="Chưa rõ hộ thì người này được để riêng ở mục “chưa rõ hộ” của thôn, Tổ đến hỏi rồi chuyển sau.",
    )  # fmt: skip
    home_code = forms.CharField(label="Mã hộ", max_length=30, required=False)
    residence = forms.ChoiceField(
        label="Cư trú",
        initial="unknown",
        choices=[("unknown", "Chưa rõ (chưa tính, đến khi có người xác nhận)"), *HERE],
    )
    take_number = forms.BooleanField(label="Ghi cả số định danh của dòng này", required=False)
    take_phone = forms.BooleanField(label="Ghi cả số điện thoại của dòng này", required=False)
    asked = forms.CharField(widget=forms.HiddenInput, required=False)  # who was shown as “có phải là …?”
    step = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=LARGEST)

    def __init__(self, *args: Any, listed: Listed, villages: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.listed = listed
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        if listed.number is None:
            del self.fields["take_number"]
        if not listed.telephones:
            del self.fields["take_phone"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("home") == KNOWN and not given.get("home_code", "").strip():
            self.add_error("home_code", "Chưa ghi mã hộ: mời ghi mã, hoặc chọn “Chưa rõ hộ”.")
        return given

    @property
    def number(self) -> str:
        taken = self.cleaned_data.get("take_number")
        return self.listed.number.value if taken and self.listed.number else ""

    @property
    def telephone(self) -> str:
        return self.listed.telephones[0] if self.cleaned_data.get("take_phone") else ""

    @property
    def home_code_or_none(self) -> str | None:
        return self.cleaned_data["home_code"] if self.cleaned_data["home"] == KNOWN else None

    def new_person(self) -> NewPerson:
        given = self.cleaned_data
        facts = Facts(full_name=given["full_name"], birth=given["birth"], sex=given["sex"])
        return NewPerson(facts=facts, residence=given["residence"], number=self.number, telephone=self.telephone)

    def asked_ids(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data.get("asked", "").split(",") if pk.isascii() and pk.isdigit()}
