"""What is typed about establishments and products."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.identity.phones import read_phones, why_no_phone
from tungnha.people.models import Establishment, Product
from tungnha.people.sellers.rules import MAX_STARS, BadCode, mask_code, read_code
from tungnha.units.models import Area, Organisation
from tungnha.units.typed import WholeNumberField

ANY = ("", "tất cả")
ELIGIBLE = [
    ANY, ("du", "đủ điều kiện (được tính)"), ("khong", "không đủ điều kiện"), ("chua", "chưa xác định"),
    ("nghi", "đã nghỉ"), ("trung", "nghi ghi trùng"),
]  # fmt: skip
STARS = [("", "chưa được công nhận"), *((str(n), f"{n} sao") for n in range(MAX_STARS, 0, -1))]


def day_field(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **more)


class VillageChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class SearchForm(forms.Form):
    """The filters of the list: short names, for they stand in the address."""

    tim = forms.CharField(label="Tên, chủ, mặt hàng, mã số", required=False, max_length=120)
    thon = VillageChoice(label="Thôn", queryset=Area.objects.none(), required=False, empty_label="tất cả")
    loai = forms.ChoiceField(label="Loại", choices=[ANY, *Establishment.Kind.choices], required=False)
    dien = forms.ChoiceField(label="Điều kiện", choices=ELIGIBLE, required=False)
    co = forms.ChoiceField(label="Đã có", required=False)
    thieu = forms.ChoiceField(label="Còn thiếu", required=False)

    def __init__(self, *args: Any, villages: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thon"].queryset = villages  # type: ignore[attr-defined]
        for name in ("co", "thieu"):
            self.fields[name].choices = [ANY, *steps]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What was understood; a filter that cannot be is none."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class EstablishmentForm(forms.Form):
    """What an establishment is. A code or a telephone that is on record shows masked and stays when left empty."""

    name = forms.CharField(
        label="Tên", max_length=200, help_text="Như trên biển hiệu. Không có biển thì ghi “Hộ kinh doanh” và tên chủ."
    )
    kind = forms.ChoiceField(label="Loại", choices=Establishment.Kind.choices)
    village = VillageChoice(label="Thôn", queryset=Area.objects.none())
    owner_name = forms.CharField(label="Chủ, người đại diện", max_length=120, required=False)
    trade = forms.CharField(label="Ngành nghề, mặt hàng", max_length=120, required=False)
    address = forms.CharField(label="Địa chỉ", max_length=200, required=False)
    code = forms.CharField(label="Mã số thuế, mã số hộ kinh doanh", max_length=20, required=False)
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)
    workers = WholeNumberField(label="Số lao động", min_value=0, max_value=100_000, required=False)
    kept_by = forms.ModelChoiceField(
        label="Đơn vị theo dõi", queryset=Organisation.objects.none(), required=False, empty_label="không",
        help_text="Cán bộ của đơn vị này (ví dụ Phòng Kinh tế) thấy và ghi được cơ sở này.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, villages: Any, organisations: Any = None, row: Establishment | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        if organisations is None:
            del self.fields["kept_by"]
        else:
            self.fields["kept_by"].queryset = organisations  # type: ignore[attr-defined]
        if row is not None:
            del self.fields["village"]
            for name in ("code", "phone"):
                held = getattr(row, name)
                if held:
                    self.fields[
                        name
                    ].help_text = f"Đang ghi {mask_code(held)}. Để trống là giữ nguyên; ghi số mới để thay."

    def clean_code(self) -> str:
        try:
            return read_code(self.cleaned_data["code"])
        except BadCode as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        found = read_phones(text)
        digits = "".join(char for char in text if char.isdigit())
        if text and not found and not (digits.startswith("02") and len(digits) in (10, 11)):
            raise forms.ValidationError(why_no_phone(text) or "Không đọc được số điện thoại.")
        return found[0].value if found else digits

    def facts(self) -> dict[str, Any]:
        """What is to be written. Of a row that is there: only what was changed on this page, so that two who correct
        it at once do not undo each other."""
        data = {name: self.cleaned_data[name] for name in self.fields}
        if self.row is None:
            return data
        return {name: data[name] for name in self.changed_data if data[name] or name not in ("code", "phone")}


class DecideForm(forms.Form):
    CHOICES = [("yes", "đủ điều kiện"), ("no", "không đủ điều kiện"), ("open", "chưa xác định")]
    eligible = forms.ChoiceField(label="Cơ sở này", choices=CHOICES, widget=forms.RadioSelect)
    why = forms.CharField(
        label="Vì sao",
        max_length=200,
        required=False,
        help_text="Bắt buộc khi không đủ điều kiện. Không ghi số của ai.",
    )
    on = day_field("Xác định ngày")

    def eligible_value(self) -> bool | None:
        return {"yes": True, "no": False, "open": None}[self.cleaned_data["eligible"]]


class CloseForm(forms.Form):
    on = day_field("Nghỉ từ ngày")
    why = forms.CharField(
        label="Vì sao", max_length=200, required=False, help_text="Ví dụ: trả mặt bằng, chuyển đi nơi khác."
    )
    same_as = forms.ModelChoiceField(
        label="Hoặc đây là bản ghi trùng của", queryset=Establishment.objects.none(), required=False,
        empty_label="không trùng với ai",
        help_text="Bản này thôi được tính; ghi nhận của nó vẫn còn để xem, bản kia được tính tiếp.",
    )  # fmt: skip

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["same_as"].queryset = others  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    village = VillageChoice(label="Nay ở thôn", queryset=Area.objects.none())

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]


class ProductForm(forms.Form):
    name = forms.CharField(label="Tên sản phẩm", max_length=200)
    ocop_stars = forms.TypedChoiceField(label="Sao OCOP", choices=STARS, coerce=int, empty_value=None, required=False)
    decision = forms.CharField(
        label="Quyết định công nhận", max_length=80, required=False, help_text="Ví dụ: 512/QĐ-UBND."
    )
    recognised_on = day_field("Công nhận ngày", required=False)
    valid_until = day_field(
        "Có giá trị đến hết ngày", required=False, help_text="Để trống: máy tính 36 tháng từ ngày công nhận."
    )
    ended_on = day_field("Thôi làm từ ngày", required=False)

    def __init__(self, *args: Any, row: Product | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row is None:
            del self.fields["ended_on"]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}


class ListingForm(forms.Form):
    floor = forms.CharField(label="Sàn", max_length=60, help_text="Ví dụ: sàn của tỉnh, Voso, Postmart, Shopee.")
    url = forms.CharField(
        label="Địa chỉ gian hàng",
        max_length=500,
        help_text="Chép nguyên địa chỉ trang bán sản phẩm, bắt đầu bằng https://.",
    )
    from_on = day_field("Có từ ngày")


class CheckForm(forms.Form):
    seen = forms.ChoiceField(
        label="Mở trang ra thì", choices=[("yes", "còn bán"), ("no", "không thấy bán")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Ghi chú", max_length=200, required=False)


class EndForm(forms.Form):
    on = day_field("Gỡ khỏi sàn từ ngày")


class PromotionForm(forms.Form):
    on = day_field("Ngày")
    where = forms.CharField(
        label="Ở đâu", max_length=160, help_text="Ví dụ: trang của xã, hội chợ OCOP tỉnh, buổi bán hàng trực tuyến."
    )
    url = forms.CharField(label="Đường dẫn", max_length=500, required=False)
