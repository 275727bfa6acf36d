"""What is typed on the pages of the setup."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from tungnha.units.models import Area, Group, GroupMember, Organisation, Role
from tungnha.units.queries_setup import (
    current,
    organisation_labels,
    organisations_of,
    own_ground,
    part_label,
    villages_of,
)
from tungnha.units.setup import OrganisationFacts
from tungnha.units.typed import WholeNumberField

ROLES = {
    Role.OFFICER: "làm mọi việc của kế hoạch, thêm người dùng",
    Role.LEADER: "xem, quyết định, ký",
    Role.DATA_STEWARD: "nhập và sửa dữ liệu dân cư",
    Role.UNIT_OFFICER: "báo cáo cho một đơn vị",
    Role.PARTNER: "nhân viên doanh nghiệp viễn thông, công an cùng làm",
    Role.TEAM_LEADER: "của một thôn",
    Role.TEAM_MEMBER: "của một thôn",
}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class VillagesForm(forms.Form):
    text = forms.CharField(
        label="Tên các thôn, mỗi dòng một thôn", widget=forms.Textarea(attrs={"rows": 8}), max_length=20_000,
        help_text="Ghi loại rồi đến tên: thôn Đông, bản Lùng, khu phố 3. Dán cả danh sách từ Word hay Excel cũng được.",
    )  # fmt: skip


class VillageForm(forms.Form):
    full_name = forms.CharField(label="Loại và tên", max_length=150, help_text="Ví dụ: thôn Đông.")
    place = WholeNumberField(label="Đứng thứ mấy trong danh sách", min_value=1, max_value=500)


class EndVillageForm(forms.Form):
    successors = forms.ModelMultipleChoiceField(
        label="Thôn nhận", queryset=Area.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text="Sáp nhập: chọn thôn mới. Chia tách: chọn các thôn được chia ra.",
    )  # fmt: skip
    on = forms.DateField(label="Từ ngày", widget=DayInput(), help_text="Ngày đầu tiên thuộc về thôn nhận.")
    decision = forms.CharField(label="Theo quyết định, nghị quyết", max_length=120, required=False)

    def __init__(self, *args: Any, village: Area, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = villages_of(village.parent).standing_on(on) if village.parent else Area.objects.none()
        self.fields["successors"].queryset = others.exclude(pk=village.pk)  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    name = forms.CharField(label="Tên đơn vị", max_length=200)
    short_name = forms.CharField(label="Tên gọi tắt", max_length=60, required=False)
    kind = forms.ChoiceField(label="Loại", choices=Organisation.Kind.choices)
    area = forms.ModelChoiceField(
        label="Địa bàn", queryset=Area.objects.none(), help_text="Cả xã; riêng Tổ công nghệ số cộng đồng thì chọn thôn."
    )
    head_name = forms.CharField(label="Người đứng đầu", max_length=120, required=False)
    head_title = forms.CharField(label="Chức danh", max_length=120, required=False)
    must_report = forms.BooleanField(label="Phải báo cáo", required=False, initial=True)
    collector = forms.ModelChoiceField(
        label="Báo cáo qua đơn vị đầu mối", queryset=Organisation.objects.none(), required=False,
        empty_label="tự báo cáo", help_text="Ví dụ: các doanh nghiệp báo cáo qua Phòng Kinh tế.",
    )  # fmt: skip

    def __init__(self, *args: Any, commune: Area, on: date, itself: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.filter(path__startswith=commune.path).standing_on(on).order_by("path")
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["area"].initial = commune
        collectors = organisations_of(commune).filter(current(on), collector=None)
        self.fields["collector"].queryset = collectors.exclude(pk=itself.pk if itself else 0)  # type: ignore[attr-defined]

    def facts(self) -> OrganisationFacts:
        return OrganisationFacts(**self.cleaned_data)


class EndForm(forms.Form):
    on = forms.DateField(label="Đến hết ngày", widget=DayInput())


class MemberForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    role = forms.ChoiceField(label="Vai trò", widget=forms.RadioSelect)
    area = forms.ModelChoiceField(
        label="Địa bàn", queryset=Area.objects.none(), help_text="Tổ trưởng, thành viên Tổ: chọn thôn. Còn lại: cả xã."
    )
    organisation = forms.ModelChoiceField(
        label="Đơn vị", queryset=Organisation.objects.none(), required=False, empty_label="không thuộc đơn vị nào"
    )
    phone = forms.CharField(
        label="Số điện thoại", max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="Dùng để đăng nhập. Cần số điện thoại hoặc thư điện tử.",
    )  # fmt: skip
    email = forms.EmailField(label="Thư điện tử", required=False)

    def __init__(self, *args: Any, commune: Area, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, f"{role.label}: {what}") for role, what in ROLES.items()]  # type: ignore[attr-defined]
        areas = Area.objects.filter(path__startswith=commune.path).standing_on(on).order_by("path")
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["area"].initial = commune
        self.fields["organisation"].queryset = organisations_of(commune).filter(current(on))  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    number = forms.CharField(label="Số, ký hiệu quyết định", max_length=60, help_text="Ví dụ: 45/QĐ-UBND.")
    signed_on = forms.DateField(label="Ngày ký", widget=DayInput())


class RuleForm(forms.Form):
    """Who must have sent somebody: bodies by name, or any body of a kind."""

    parts = forms.MultipleChoiceField(
        label="Mỗi tổ phải có người của", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Trang sẽ chỉ ra tổ nào còn thiếu đơn vị nào.",
    )  # fmt: skip

    def __init__(self, *args: Any, commune: Area, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = organisations_of(commune).filter(current(on), area=commune)
        named = [(f"o{one.pk}", one.label) for one in bodies]
        kinds = [
            (f"k{kind}", f"bất kỳ: {Organisation.Kind(kind).label}") for kind in ("team", "operator", "union", "police")
        ]
        self.fields["parts"].choices = [*kinds, *named]  # type: ignore[attr-defined]

    def rule(self) -> list[dict[str, Any]]:
        return [
            {"at_least": 1, "organisation_kind": part[1:]} if part[0] == "k"
            else {"at_least": 1, "organisation": int(part[1:])}
            for part in self.cleaned_data["parts"]
        ]  # fmt: skip

    @staticmethod
    def initial_of(rule: list[dict[str, Any]]) -> list[str]:
        return [
            f"o{line['organisation']}" if "organisation" in line else f"k{line['organisation_kind']}" for line in rule
        ]

    @staticmethod
    def in_words(rule: list[dict[str, Any]], commune: Area) -> str:
        labels = organisation_labels(commune)
        return ", ".join(part_label(line, labels) for line in rule)


class FoundForm(DecisionForm, RuleForm):
    areas = forms.ModelMultipleChoiceField(
        label="Thành lập cho", queryset=Area.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    field_order = ["number", "signed_on", "areas", "parts"]

    def __init__(self, *args: Any, kind: str, commune: Area, on: date, **kwargs: Any) -> None:
        super().__init__(*args, commune=commune, on=on, **kwargs)
        there = Group.objects.filter(kind=kind, area__path__startswith=commune.path).values("area")
        free = Area.objects.filter(own_ground(commune)).standing_on(on).exclude(pk__in=there)
        self.fields["areas"].queryset = free.order_by("path")  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    part = forms.ChoiceField(label="Vai trò trong tổ", choices=GroupMember.Part.choices, initial="member")
    sent_by = forms.ModelChoiceField(
        label="Đơn vị cử", queryset=Organisation.objects.none(), required=False, empty_label="không do đơn vị nào cử"
    )
    from_on = forms.DateField(label="Từ ngày", widget=DayInput())

    def __init__(self, *args: Any, commune: Area, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground = Area.objects.filter(own_ground(commune))
        self.fields["sent_by"].queryset = organisations_of(commune).filter(current(on), area__in=ground)  # type: ignore[attr-defined]
