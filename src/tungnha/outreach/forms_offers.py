"""What an operator offers, and that villages were told."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.outreach.forms_materials import DAY
from tungnha.outreach.models import OfferTelling
from tungnha.outreach.queries.materials import campaigns_in
from tungnha.units import clock
from tungnha.units.models import Campaign, Member, Organisation
from tungnha.units.typed import DayField


class OfferForm(forms.Form):
    organisation = forms.ModelChoiceField(label="Của doanh nghiệp", queryset=Organisation.objects.none())
    title = forms.CharField(
        label="Ưu đãi gì", max_length=160,
        help_text="Ví dụ: Miễn phí chữ ký số 12 tháng.",
    )  # fmt: skip
    for_whom = forms.CharField(
        label="Cho ai", max_length=200, help_text="Ví dụ: người dân từ 15 tuổi chưa có chữ ký số."
    )
    words = forms.CharField(
        label="Điều kiện, cách nhận", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    starts_on = DayField(label="Từ ngày", required=False, widget=DAY)
    until = DayField(label="Đến hết ngày", required=False, widget=DAY)
    paper = forms.CharField(label="Theo văn bản", max_length=160, required=False)
    campaign = forms.ModelChoiceField(
        label="Trong kế hoạch", queryset=Campaign.objects.none(), required=False, empty_label="Mọi kế hoạch của xã"
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["organisation"]
        kinds = (Organisation.Kind.OPERATOR, Organisation.Kind.COMPANY)
        bodies.queryset = Organisation.objects.filter(area=member.area, kind__in=kinds, valid_to=None)
        if member.is_partner:  # an operator speaks for itself
            bodies.queryset = bodies.queryset.filter(pk=member.organisation_id)
            bodies.initial = member.organisation_id
        campaigns: Any = self.fields["campaign"]
        campaigns.queryset = campaigns_in(member.area, clock.today())


class TellingForm(forms.Form):
    how = forms.ChoiceField(label="Báo bằng cách nào", choices=OfferTelling.How.choices)
    on = DayField(label="Ngày báo", widget=DAY)
