"""What is typed of money: đồng as people write them, with dots between thousands."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.outreach.activity import KINDS
from tungnha.outreach.models import FundSource, SupportNorm
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Area
from tungnha.units.typed import DayField, WholeNumberField


class MoneyField(WholeNumberField):
    """`1.500.000`, `1 500 000 đ`, `1500000`."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"invalid": "Số tiền viết chưa đúng: mời ghi số đồng, như 1.500.000."}
        super().__init__(error_messages=words, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.lower().replace("đồng", "").replace("đ", "").strip()
        return super().to_python(value)


class SourceForm(forms.Form):
    name = forms.CharField(label="Tên nguồn", max_length=160, help_text="Ví dụ: Ngân sách xã năm 2026.")
    kind = forms.ChoiceField(label="Loại", choices=FundSource.Kind.choices)
    paper = forms.CharField(
        label="Văn bản giao, ghi nhận", max_length=200, help_text="Số, ngày quyết định hoặc biên bản."
    )


class EstimateForm(forms.Form):
    words = forms.CharField(label="Nội dung", max_length=200)
    amount = MoneyField(label="Số tiền (đồng)", help_text="Giảm dự toán thì ghi dấu trừ trước số.")
    paper = forms.CharField(label="Văn bản", max_length=200, required=False)


class NormForm(forms.Form):
    name = forms.CharField(label="Tên mức", max_length=160, help_text="Ví dụ: Hỗ trợ thành viên Tổ công nghệ số.")
    amount = MoneyField(label="Mức một thành viên hoạt động, một quý (đồng)", min_value=1)
    legal_source = forms.CharField(
        label="Căn cứ pháp lý", max_length=200, help_text="Nghị quyết, quyết định nào: số, ngày, cơ quan ban hành."
    )
    kinds = forms.MultipleChoiceField(
        label="Thành viên hoạt động: tính những việc nào", choices=list(KINDS.items()), initial=list(KINDS),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    least = WholeNumberField(label="Ít nhất mấy việc trong quý", min_value=1, max_value=200, initial=1)
    from_on = DayField(label="Áp dụng từ ngày", widget=DayInput())


class ListForm(forms.Form):
    """The quarter's list: which teams, from which source; why, where it is more than the estimate."""

    source = forms.ModelChoiceField(label="Nguồn", queryset=FundSource.objects.none(), empty_label=None)
    norm = forms.ModelChoiceField(
        label="Mức", queryset=SupportNorm.objects.none(), empty_label=None, widget=forms.HiddenInput()
    )
    teams = forms.MultipleChoiceField(
        label="Tổ", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Chưa chọn Tổ nào."}
    )
    over_why = forms.CharField(
        label="Vì sao vượt dự toán", max_length=300, required=False, help_text="Chỉ ghi khi danh sách vượt dự toán."
    )

    def __init__(self, *args: Any, sources: Any, norms: Any, villages: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        norm: Any = self.fields["norm"]
        teams: Any = self.fields["teams"]
        source.queryset, norm.queryset = sources, norms
        teams.choices = [(str(pk), str(pk)) for pk in villages]


class PaidForm(forms.Form):
    paid_on = DayField(label="Chi ngày", widget=DayInput())
    receipt_number = forms.CharField(label="Số phiếu chi", max_length=40)


class TakeBackForm(forms.Form):
    why = forms.CharField(label="Vì sao bỏ khoản này", max_length=300)


class GiftForm(forms.Form):
    what = forms.CharField(label="Hiện vật", max_length=160, help_text="Ví dụ: điện thoại cũ, áo, suất quà.")
    quantity = WholeNumberField(label="Số lượng", min_value=1, max_value=1_000_000)
    unit = forms.CharField(label="Đơn vị tính", max_length=30, initial="chiếc")
    worth = MoneyField(label="Trị giá ước (đồng)", required=False, min_value=0)
    giver_name = forms.CharField(label="Người, đơn vị cho", max_length=160)
    village = forms.ModelChoiceField(
        label="Cho thôn", queryset=Area.objects.none(), required=False, empty_label="cả xã"
    )
    on = DayField(label="Nhận ngày", widget=DayInput())
    receipt_number = forms.CharField(label="Số biên nhận", max_length=40, required=False)

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village: Any = self.fields["village"]
        village.queryset = villages
        village.label_from_instance = lambda one: one.title
