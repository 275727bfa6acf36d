"""What is typed to hand a list out, to send it back, and to end it."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.ledger.models import CampaignService, Service
from tungnha.lists.handed.columns import COLUMNS
from tungnha.lists.models.handed import HandedList
from tungnha.lists.operations.handed_people import ABOUT_A_SERVICE, Choice, asked_of
from tungnha.lists.operations.handing import Terms
from tungnha.matching.workbooks import MAX_BYTES
from tungnha.people.forms.export import A_NUMBER, OTHER, PURPOSES, PurposeForm
from tungnha.people.forms.tables import TableFileField
from tungnha.people.queries import AGES, GROUP_NAMES
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.typed import WholeNumberField

GROUPS = ["all", *(code for code in AGES if code != "over15"), "official", "worker", "team_member", "union_member"]
HIDDEN_OR_WHOLE = [("", "không giao"), ("masked", "che bớt, đủ để nhận ra"), ("whole", "đầy đủ (phải ghi vì sao)")]
BIRTHS = [("birth_year", "chỉ năm sinh"), ("birth", "đủ ngày, tháng, năm"), ("", "không giao")]
GIVEN_FOR = ("cross_check", "return", "inspection", OTHER)  # of the purposes a file may have
TICKS = ("sex", "village", "address", "room")


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Ngày này không có trong lịch: mời xem lại."}, **more,
    )  # fmt: skip


class HandOutForm(PurposeForm):
    """Whom to tell of, how much, to whom, by which paper and until when."""

    receiver = forms.ModelChoiceField(label="Giao đơn vị nào", queryset=Organisation.objects.none())
    who = forms.ChoiceField(
        label="Giao những ai", choices=HandedList.Who.choices, widget=forms.RadioSelect, initial="roster"
    )
    service = forms.ModelChoiceField(
        label="Tiện ích nào", required=False,
        queryset=Service.objects.filter(counts="person").prefetch_related("levels"),
        help_text="Cho ba dòng cuối: người chưa có, đã có, có hai ghi nhận khác nhau.",
    )  # fmt: skip
    level = WholeNumberField(
        label="Từ mức", min_value=1, max_value=9, initial=1, required=False,
        help_text="Thường là 1; VNeID mức 2 ghi 2.",
    )  # fmt: skip
    group = forms.ChoiceField(label="Nhóm", choices=[(code, GROUP_NAMES[code]) for code in GROUPS], required=False)
    villages = forms.ModelMultipleChoiceField(
        label="Ở thôn nào", required=False, queryset=Area.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn thôn nào là cả địa bàn. Người trong danh sách của đơn vị thì không cần chọn.",
    )  # fmt: skip
    birth = forms.ChoiceField(label="Ngày sinh", choices=BIRTHS, widget=forms.RadioSelect, required=False,
                              initial="birth_year")  # fmt: skip
    number = forms.ChoiceField(label="Số định danh", choices=HIDDEN_OR_WHOLE, widget=forms.RadioSelect, required=False)
    phone = forms.ChoiceField(label="Điện thoại", choices=HIDDEN_OR_WHOLE, widget=forms.RadioSelect, required=False)
    sex = forms.BooleanField(label="Giới tính", required=False)
    village = forms.BooleanField(label="Thôn", required=False, initial=True)
    address = forms.BooleanField(label="Nhà, ngõ", required=False)
    room = forms.BooleanField(label="Phòng, tổ, lớp (danh sách của đơn vị)", required=False)
    whole_why = forms.CharField(
        label="Vì sao cần số đầy đủ", max_length=200, required=False,
        help_text="Bắt buộc khi giao số đầy đủ: vì sao số che bớt không đủ để đối chiếu.",
    )  # fmt: skip
    asked = forms.MultipleChoiceField(
        label="Hỏi đơn vị: đã có những tiện ích nào", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Mỗi tiện ích thành một cột “đã có? từ ngày”. Đơn vị để trống là chưa trả lời, không phải chưa có.",
    )  # fmt: skip
    campaign = forms.ModelChoiceField(
        label="Cho đợt nào", queryset=Campaign.objects.none(), required=False, empty_label="việc thường xuyên"
    )
    basis = forms.CharField(
        label="Căn cứ: văn bản, thỏa thuận", max_length=200,
        help_text="Số, ngày của công văn đề nghị, quy chế phối hợp hoặc thỏa thuận với đơn vị.",
    )  # fmt: skip
    expires_on = day_field("Đơn vị phải xóa trước ngày", help_text="Hết ngày này tệp không tải được nữa.")

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.area = member.area
        fields["receiver"].queryset = Organisation.objects.visible_to(member).select_related("area__parent")
        fields["campaign"].queryset = Campaign.objects.visible_to(member)
        fields["villages"].queryset = Area.objects.villages().filter(path__startswith=member.area.path)
        fields["purpose"].label, fields["purpose"].initial = "Giao để làm gì", "cross_check"
        fields["purpose"].choices = [pair for pair in PURPOSES if pair[0] in GIVEN_FOR]
        self.services = {row.code: row for row in fields["service"].queryset}
        self.askable = self._askable(member)
        fields["asked"].choices = [
            (f"{code}:{level}", asked_of(self.services[code], level).label) for code, level in self.askable
        ]

    def _askable(self, member: Member) -> list[tuple[str, int]]:
        """Each service a person may have, and the levels its campaigns ask for."""
        levels = CampaignService.objects.filter(campaign__in=Campaign.objects.visible_to(member))
        wanted = {(code, 1) for code in self.services} | {
            (code, level) for code, level in levels.values_list("service__code", "level") if code in self.services
        }
        order = list(self.services)
        return sorted(wanted, key=lambda pair: (order.index(pair[0]), pair[1]))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("who") in ABOUT_A_SERVICE and not given.get("service"):
            self.add_error("service", "Mời chọn tiện ích: giao những người chưa có, đã có hoặc có hai ghi nhận của gì.")
        for name in ("basis", "whole_why"):
            if A_NUMBER.search(given.get(name) or ""):
                self.add_error(name, "Chỗ này không ghi số định danh hay số điện thoại của ai.")
        return given

    def choice(self) -> Choice:
        given = self.cleaned_data
        receiver: Organisation = given["receiver"]
        # A village's team reads what lies in its village: its list belongs there.
        area = receiver.area if receiver.area.kind == Area.Kind.VILLAGE else self.area
        about = given["who"] in ABOUT_A_SERVICE
        return Choice(
            who=given["who"], receiver=receiver, area=area if self.area.contains(area) else self.area,
            group=given.get("group") or "all", villages=tuple(given["villages"]),
            service=given["service"] if about else None, level=given.get("level") or 1,
        )  # fmt: skip

    def terms(self) -> Terms:
        given, choice = self.cleaned_data, self.choice()
        asked = [tuple(pair.rsplit(":", 1)) for pair in given["asked"]]
        pairs = [(self.services[code], int(level)) for code, level in asked]
        if choice.service is not None and (choice.service.code, choice.level) not in {(s.code, n) for s, n in pairs}:
            pairs.insert(0, (choice.service, choice.level))
        return Terms(
            purpose=self.words, basis=given["basis"], expires_on=given["expires_on"], columns=self._columns(),
            asked=pairs, whole_why=given["whole_why"], campaign=given["campaign"],
        )  # fmt: skip

    def _columns(self) -> list[str]:
        given = self.cleaned_data
        found = ["full_name", given["birth"], *(name for name in TICKS if given[name])]
        for name in ("number", "phone"):
            found.append({"masked": f"{name}_masked", "whole": name}.get(given[name], ""))
        return [code for code in COLUMNS if code in found]


class ReturnForm(forms.Form):
    file = TableFileField(
        label="Tệp đã điền", most=MAX_BYTES,
        help_text="Đúng tệp đã nhận, đổi thứ tự dòng, cột hay lưu lại đều được; còn cột Mã dòng là được.",
    )  # fmt: skip
    as_of_on = day_field("Đơn vị ghi đến ngày", help_text="Dòng ghi “có” mà không ghi ngày được tính từ ngày này.")


class DeletedForm(forms.Form):
    on = day_field("Đã xóa ngày", help_text="Ngày xóa tệp ở mọi nơi đã lưu: máy, thư, nhóm chat, USB.")


class WhyForm(forms.Form):
    why = forms.CharField(label="Vì sao", max_length=300)
