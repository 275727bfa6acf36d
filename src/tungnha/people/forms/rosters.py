"""What is typed on the pages of a roster."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.identity import names
from tungnha.identity.numbers import PersonalNumber, read_personal_number, why_no_personal_number
from tungnha.identity.phones import Phone, read_phones, why_no_phone
from tungnha.matching.workbooks import MAX_BYTES
from tungnha.people.forms.birth import BirthField
from tungnha.people.forms.tables import TableColumnsForm, TableFileField
from tungnha.people.models import Person, RosterEntry
from tungnha.people.operations.rosters import WHY_ENDED
from tungnha.people.rosters.reading import FIELDS
from tungnha.people.rosters.rules import RosterFacts, usual_kind
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Organisation

LIVES = [("", "chưa rõ"), ("here", "ở xã này"), ("elsewhere", "ở nơi khác")]


class PlaceForm(forms.Form):
    """Where in the unit somebody stands."""

    kind = forms.ChoiceField(label="Là", choices=RosterEntry.Kind.choices)
    room = forms.CharField(label="Phòng, tổ, chi hội", max_length=80, required=False)
    position = forms.CharField(label="Chức vụ", max_length=80, required=False)
    home = forms.CharField(label="Nơi ở", max_length=160, required=False, help_text="Thôn, xã; không bắt buộc.")
    from_on = forms.DateField(label="Vào đơn vị từ ngày", required=False, widget=DayInput())

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = usual_kind(organisation.kind)


class AddForm(PlaceForm):
    """One person of the unit: what the unit itself knows."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    birth = BirthField(
        label="Ngày sinh",
        told="Ngày sinh: ",
        required=False,
        help_text="Đủ ngày, tháng, năm; không nhớ thì chỉ ghi năm.",
    )
    number = forms.CharField(
        label="Số định danh", max_length=20, required=False,
        help_text="Có số thì nối được ngay với sổ nhân khẩu của xã, không bị tính hai lần.",
    )  # fmt: skip
    phone = forms.CharField(label="Điện thoại", max_length=30, required=False)
    sex = forms.ChoiceField(label="Giới tính", choices=[("", "chưa rõ"), *Person.Sex.choices], required=False)
    lives = forms.ChoiceField(label="Nơi ở hiện nay", choices=LIVES, required=False)
    field_order = (
        "full_name", "birth", "number", "phone", "sex", "kind", "position", "room", "from_on", "lives", "home",
    )  # fmt: skip

    def clean_full_name(self) -> str:
        name = names.tidy(self.cleaned_data["full_name"], proper_case=True)
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError("Xin ghi họ và tên bằng chữ.")
        return name

    def clean_number(self) -> PersonalNumber | None:
        text = self.cleaned_data["number"]
        number = read_personal_number(text) if text else None
        if text and number is None:
            raise forms.ValidationError(f"Số định danh: {why_no_personal_number(text)}")
        return number

    def clean_phone(self) -> tuple[Phone, ...]:
        text = self.cleaned_data["phone"]
        found = read_phones(text) if text else ()
        if text and not found:
            raise forms.ValidationError(f"Điện thoại: {why_no_phone(text)}")
        return tuple(found)

    @property
    def facts(self) -> RosterFacts:
        data = self.cleaned_data
        lives_here = {"here": True, "elsewhere": False}.get(data["lives"])
        return RosterFacts(
            full_name=data["full_name"], birth=data["birth"], number=data["number"], phones=data["phone"],
            sex=data["sex"], kind=data["kind"], room=data["room"], position=data["position"], home=data["home"],
            from_on=data["from_on"], lives_here=lives_here,
        )  # fmt: skip


class NameForm(forms.Form):
    """The name and birth of somebody only the unit knows."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    birth = BirthField(label="Ngày sinh", told="Ngày sinh: ", required=False)


class EndForm(forms.Form):
    why = forms.ChoiceField(label="Vì sao", choices=[(code, words) for code, words in WHY_ENDED.items()])
    on = forms.DateField(label="Ngày cuối cùng ở đơn vị", widget=DayInput())


class RosterUploadForm(forms.Form):
    file = TableFileField(
        label="Tệp danh sách của đơn vị", most=MAX_BYTES,
        help_text="Excel (.xlsx, .xls), .ods hoặc .csv; mỗi dòng một người. Không gửi danh sách học sinh.",
    )  # fmt: skip


class RosterColumnsForm(TableColumnsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, fields=FIELDS, **kwargs)
        self.fields["full_name"].required = True
