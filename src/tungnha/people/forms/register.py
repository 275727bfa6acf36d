"""What is typed to correct, add, move and settle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from tungnha.people.forms.birth import BirthField
from tungnha.people.models import Person
from tungnha.people.operations.adding import Home, NewPerson
from tungnha.people.operations.correcting import Facts
from tungnha.units.models import Area

SEXES = [("", "chưa rõ"), *Person.Sex.choices]
HERE = [("at_home", "Thường trú, ở nhà"), ("away", "Thường trú, đi làm ăn xa"), ("temporary", "Tạm trú")]
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
PHONE_DIGITS = {"inputmode": "tel", "autocomplete": "off"}
STATES = [
    *HERE,
    ("non_resident", "Không cư trú tại xã"),
    ("moved", "Đã chuyển đi nơi khác"),
    ("deceased", "Đã mất"),
    ("unknown", "Chưa rõ"),
]
# What it does to the counts, beside each button: who counts in a base is no secret of the machine.
COUNTS = {
    "at_home": "được tính vào số phải tính",
    "away": "vẫn trong sổ, ghi riêng bên cạnh số phải tính",
    "temporary": "được tính vào số phải tính",
    "non_resident": "không tính",
    "moved": "không tính nữa; vẫn giữ bản ghi",
    "deceased": "không tính nữa, không ai đến hỏi nữa; vẫn giữ bản ghi",
    "unknown": "chưa tính, cho đến khi có người xác nhận",
}


def day_field(label: str, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Ngày này không có trong lịch: xin xem lại."},
    )  # fmt: skip


def reason_field(label: str = "Vì sao sửa, theo giấy tờ nào", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=300,
        help_text="Ví dụ: theo giấy khai sinh; công an xã báo. Không ghi số căn cước vào đây.",
    )  # fmt: skip


class RegisterBirthField(BirthField):
    """A date of birth as far as it is known."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", "Ngày sinh")
        more.setdefault("help_text", "Ghi 31/07/1990; chỉ biết năm thì ghi 1950.")
        super().__init__(max_length=30, **more)


class FactsForm(forms.Form):
    """What can be corrected on one page. `stamp` says which state of the record was looked at."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    bao = forms.IntegerField(widget=forms.HiddenInput, required=False)
    full_name = forms.CharField(
        label="Họ và tên", max_length=120, error_messages={"required": "Họ và tên đang trống: xin ghi họ tên."}
    )
    birth = RegisterBirthField(required=False)
    sex = forms.ChoiceField(label="Giới tính", choices=SEXES, required=False)
    relation = forms.CharField(label="Quan hệ với chủ hộ", max_length=40, required=False)
    reason = reason_field()

    @staticmethod
    def initial_of(person: Person, stamp: str) -> dict[str, Any]:
        return {
            "stamp": stamp, "full_name": person.full_name, "birth": person.birth_shown, "sex": person.sex,
            "relation": person.relation,
        }  # fmt: skip

    def facts(self) -> Facts:
        given = self.cleaned_data
        return Facts(full_name=given["full_name"], birth=given["birth"], sex=given["sex"], relation=given["relation"])


class NumberForm(forms.Form):
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    number = forms.CharField(
        label="Số định danh mới", max_length=40, widget=forms.TextInput(attrs=DIGITS),
        help_text="Số đang dùng (nếu có) thành số đã hủy, vẫn giữ để tìm được người.",
        error_messages={"required": "Xin ghi số định danh."},
    )  # fmt: skip
    reason = reason_field("Vì sao đổi số")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "number_%s")  # beside another form that asks for a reason
        super().__init__(*args, **kwargs)


class PhoneForm(forms.Form):
    telephone = forms.CharField(
        label="Thêm số điện thoại", max_length=40, widget=forms.TextInput(attrs=PHONE_DIGITS),
        error_messages={"required": "Xin ghi số điện thoại."},
    )  # fmt: skip
    main = forms.BooleanField(label="Là số chính", required=False, initial=True)


class ConfirmForm(forms.Form):
    how = forms.ChoiceField(
        label="Xác nhận bằng gì?", widget=forms.RadioSelect,
        choices=[
            ("card", "Đã xem thẻ căn cước"), ("list", "Khớp danh sách chính thức (công an)"), ("desk", "Người dân nói"),
        ],
        error_messages={"required": "Xin chọn xác nhận bằng gì."},
    )  # fmt: skip

    def __init__(self, *args: Any, at_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not at_desk:
            choice: Any = self.fields["how"]
            choice.choices = [("card", "Đã xem thẻ căn cước"), ("visit", "Hỏi tại nhà")]


def heads(people: Iterable[Person]) -> list[tuple[str, str]]:
    return [
        (str(p.pk), f"{p.full_name}{', ' + p.relation if p.relation else ''} ({p.birth_shown or 'chưa rõ ngày sinh'})")
        for p in people
    ]


class NewHeadForm(forms.Form):
    """Asks who follows as head of the household, where somebody has to."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    new_head = forms.ChoiceField(
        label="Ai làm chủ hộ thay?", widget=forms.RadioSelect, required=False,
        help_text="Quan hệ của những người còn lại với chủ hộ cũ được bỏ trống, ghi lại ở trang của hộ.",
    )  # fmt: skip

    def __init__(self, *args: Any, others: Iterable[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(p.pk): p for p in others}
        if self.others:
            choice: Any = self.fields["new_head"]
            choice.choices = heads(self.others.values())
            choice.initial = next(iter(self.others)) if len(self.others) == 1 else None
        else:
            del self.fields["new_head"]

    def chosen_head(self) -> Person | None:
        return self.others.get(self.cleaned_data.get("new_head", ""))


class ResidenceForm(NewHeadForm):
    residence = forms.ChoiceField(
        label="Người này", choices=STATES, widget=forms.RadioSelect, error_messages={"required": "Xin chọn một dòng."}
    )
    since = day_field(
        "Từ ngày", required=False, help_text="Đã mất, đã chuyển đi thì cần ngày; không nhớ rõ thì ghi gần đúng."
    )
    reason = reason_field("Theo ai, giấy tờ nào")
    field_order = ["stamp", "residence", "since", "new_head", "reason"]


class MoveForm(NewHeadForm):
    where = forms.ChoiceField(
        label="Chuyển đi đâu?", widget=forms.RadioSelect, initial="known",
        choices=[("known", "Sang một hộ đã có trong xã"), ("new", "Lập hộ mới trong xã"), ("out", "Ra khỏi xã")],
    )  # fmt: skip
    village = forms.ModelChoiceField(label="Thôn", queryset=Area.objects.none(), required=False)
    code = forms.CharField(
        label="Mã hộ",
        max_length=30,
        required=False,
        help_text="Hộ đã có: ghi mã hộ ấy. Hộ mới: để trống thì máy đặt mã tiếp theo.",
    )
    lane = forms.CharField(label="Ngõ, xóm (hộ mới)", max_length=80, required=False)
    house = forms.CharField(label="Nhà (hộ mới)", max_length=120, required=False)
    relation = forms.CharField(label="Quan hệ với chủ hộ mới", max_length=40, required=False)
    on = day_field("Từ ngày")
    reason = reason_field("Theo ai, giấy tờ nào")
    field_order = ["stamp", "where", "village", "code", "lane", "house", "relation", "on", "new_head", "reason"]

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("where") in ("known", "new") and not given.get("village"):
            self.add_error("village", "Xin chọn thôn.")
        if given.get("where") == "known" and not given.get("code", "").strip():
            self.add_error("code", "Xin ghi mã của hộ chuyển đến.")
        return given

    def home(self) -> Home:
        given = self.cleaned_data
        return Home(village=given["village"], code=given["code"], lane=given["lane"], house=given["house"])


class ProposeForm(forms.Form):
    """A team's word to the desk: something of this record is wrong."""

    kind = forms.ChoiceField(
        label="Báo điều gì?", widget=forms.RadioSelect, initial="wrong",
        choices=[("wrong", "Thông tin sai hoặc còn thiếu"), ("moved", "Đã chuyển đi"), ("deceased", "Đã mất")],
    )  # fmt: skip
    full_name = forms.CharField(label="Họ và tên đúng là", max_length=120, required=False)
    birth = RegisterBirthField(label="Ngày sinh đúng là", required=False)
    words = forms.CharField(
        label="Nói thêm", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Không ghi số căn cước: cán bộ xã xem thẻ rồi ghi.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == "wrong" and not (given.get("full_name") or given.get("birth") or given.get("words")):
            self.add_error("words", "Xin ghi điều cần sửa: họ tên, ngày sinh, hoặc vài lời.")
        return given

    def proposed(self) -> dict[str, str]:
        found = {}
        if self.cleaned_data.get("full_name"):
            found["full_name"] = self.cleaned_data["full_name"]
        if self.cleaned_data.get("birth"):
            found["birth"] = self.cleaned_data["birth"].show()
        return found


class PersonForm(forms.Form):
    """Someone who is not in the register."""

    full_name = forms.CharField(
        label="Họ và tên", max_length=120, error_messages={"required": "Họ và tên đang trống: xin ghi họ tên."}
    )
    birth = RegisterBirthField(required=False)
    sex = forms.ChoiceField(label="Giới tính", choices=SEXES, required=False)
    is_head = forms.BooleanField(label="Là chủ hộ", required=False)
    relation = forms.CharField(label="Quan hệ với chủ hộ", max_length=40, required=False)
    number = forms.CharField(
        label="Số định danh (nếu biết)", max_length=40, required=False,
        widget=forms.TextInput(attrs=DIGITS),
    )  # fmt: skip
    telephone = forms.CharField(
        label="Số điện thoại (nếu có)", max_length=40, required=False,
        widget=forms.TextInput(attrs=PHONE_DIGITS),
    )  # fmt: skip
    residence = forms.ChoiceField(label="Cư trú", choices=HERE, initial="at_home")
    residence_since = day_field("Ở đây từ ngày", required=False)
    reason = reason_field("Theo ai, giấy tờ nào")
    asked = forms.CharField(widget=forms.HiddenInput, required=False)  # those who were shown as “có phải là …?”

    def new_person(self) -> NewPerson:
        given = self.cleaned_data
        return NewPerson(
            facts=Facts(
                full_name=given["full_name"], birth=given["birth"], sex=given["sex"], relation=given["relation"]
            ),
            residence=given["residence"], residence_since=given["residence_since"], number=given["number"],
            telephone=given["telephone"], is_head=given["is_head"],
        )  # fmt: skip

    def asked_ids(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data.get("asked", "").split(",") if pk.isascii() and pk.isdigit()}


class HouseholdForm(forms.Form):
    """A door: where it is."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    village = forms.ModelChoiceField(
        label="Thôn", queryset=Area.objects.none(), error_messages={"required": "Xin chọn thôn."}
    )
    code = forms.CharField(
        label="Mã hộ", max_length=30, required=False, help_text="Để trống thì máy đặt mã tiếp theo của thôn."
    )
    lane = forms.CharField(label="Ngõ, xóm", max_length=80, required=False)
    house = forms.CharField(label="Nhà", max_length=120, required=False, help_text="Số nhà, hoặc điều dễ nhận ra.")
    reason = reason_field("Theo ai, giấy tờ nào")

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]


class LeftForm(forms.Form):
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    on = day_field("Cả hộ chuyển khỏi xã từ ngày")
    reason = reason_field("Theo ai, đi đâu")


class HeadForm(forms.Form):
    """Who is the head, and what each of the others is to that head."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    head = forms.ChoiceField(
        label="Chủ hộ", widget=forms.RadioSelect, error_messages={"required": "Xin chọn chủ hộ."},
        help_text="Đổi chủ hộ thì ghi lại từng người là gì của chủ hộ mới; ô nào để như cũ sẽ được bỏ trống.",
    )  # fmt: skip
    reason = reason_field()

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(p.pk): p for p in people}
        choice: Any = self.fields["head"]
        choice.choices = heads(self.people.values())
        for pk, person in self.people.items():
            self.fields[f"relation-{pk}"] = forms.CharField(
                label=f"{person.full_name} là gì của chủ hộ", max_length=40, required=False, initial=person.relation
            )
        self.order_fields(["stamp", "head", *(f"relation-{pk}" for pk in self.people), "reason"])

    def relations(self) -> dict[int, str]:
        return {int(pk): self.cleaned_data.get(f"relation-{pk}", "") for pk in self.people}


class AcceptForm(NewHeadForm):
    on = day_field("Từ ngày", required=False)
    reason = reason_field("Theo ai, giấy tờ nào")
    field_order = ["stamp", "on", "new_head", "reason"]


class DeclineForm(forms.Form):
    answer = forms.CharField(label="Không đúng: vì sao", max_length=300, required=False)


class FillForm(forms.Form):
    """One missing field of one person, and nothing that is known."""

    birth = RegisterBirthField()
    sex = forms.ChoiceField(label="Giới tính", choices=Person.Sex.choices, widget=forms.RadioSelect)
    number = forms.CharField(
        label="Số định danh",
        max_length=40,
        widget=forms.TextInput(attrs=DIGITS),
    )
    residence = forms.ChoiceField(label="Cư trú", choices=HERE, widget=forms.RadioSelect)

    def __init__(self, *args: Any, only: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = only
        for name in set(self.fields) - {only}:
            del self.fields[name]

    def columns(self) -> dict[str, object]:
        given = self.cleaned_data[self.only]
        if self.only == "birth":
            return {"birth_date": given.date, "birth_precision": given.precision}
        return {self.only: given}
