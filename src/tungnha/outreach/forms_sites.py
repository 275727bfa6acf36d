"""What is to be put up where, and what is said of it."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.outreach import pictures
from tungnha.outreach.forms_materials import DAY, or_said
from tungnha.outreach.models import Material, Posting
from tungnha.outreach.operations.sites import MOST_OF_ONE, Wanted
from tungnha.outreach.queries.materials import campaigns_in, materials_of
from tungnha.outreach.queries.sites import culture_houses, offices
from tungnha.units import clock
from tungnha.units.models import Area, Campaign
from tungnha.units.typed import DayField, WholeNumberField

MOST_OTHER = 200  # lines of further places


class PostingForm(forms.Form):
    title = forms.CharField(label="Treo, niêm yết nội dung gì", max_length=160)
    form = forms.ChoiceField(label="Hình thức", choices=Posting.Form.choices)
    houses = forms.BooleanField(label="Ở nhà văn hóa của tất cả các thôn", required=False, initial=True)
    offices = forms.BooleanField(label="Ở trụ sở các cơ quan, đơn vị của xã", required=False)
    others = forms.CharField(
        label="Nơi khác", required=False, max_length=160 * MOST_OTHER, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một nơi: Cổng chợ Hiệp Lực; Ngã ba đường liên xã.",
    )  # fmt: skip
    material = forms.ModelChoiceField(
        label="Theo tài liệu", queryset=Material.objects.none(), required=False, empty_label="Không theo tài liệu nào"
    )
    campaign = forms.ModelChoiceField(
        label="Của kế hoạch", queryset=Campaign.objects.none(), required=False, empty_label="Không của kế hoạch nào"
    )
    due_on = DayField(label="Phải xong chậm nhất ngày", required=False, widget=DAY)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        materials: Any = self.fields["material"]
        materials.queryset = materials_of(area, clock.today()).defer("picture", "words")
        campaigns: Any = self.fields["campaign"]
        campaigns.queryset = campaigns_in(area, clock.today())
        if not self.is_bound:
            campaigns.initial = campaigns.queryset.filter(area=area).first()

    def wanted(self) -> list[Wanted]:
        """All places that were chosen."""
        given = self.cleaned_data
        lines = [line.strip() for line in given["others"].splitlines() if line.strip()]
        return [
            *(culture_houses(self.area, clock.today()) if given["houses"] else ()),
            *(offices(self.area) if given["offices"] else ()),
            *(Wanted(line, self.area) for line in lines[:MOST_OTHER]),
        ]


class TickForm(forms.Form):
    """Of many places at once: the ticked ones, each with the same number, since one day."""

    quantity = WholeNumberField(label="Số lượng mỗi nơi", min_value=1, max_value=MOST_OF_ONE, initial=1)
    on = DayField(label="Treo, niêm yết từ ngày", widget=DAY)


class SiteForm(TickForm):
    """Of one place, with a picture of what hangs there."""

    is_up = forms.TypedChoiceField(
        label="Hiện nay", choices=(("1", "đang treo, đang niêm yết"), ("0", "đã gỡ xuống")), initial="1",
        widget=forms.RadioSelect, coerce=lambda given: given == "1",
    )  # fmt: skip
    picture = forms.FileField(
        label="Ảnh", required=False, help_text="Chụp nơi treo, không chụp người. Máy tự thu nhỏ và bỏ nơi chụp."
    )
    field_order = ("is_up", "quantity", "on", "picture")

    def clean_picture(self) -> bytes | None:
        given = self.cleaned_data.get("picture")
        return or_said(lambda: pictures.small(given.read(pictures.TAKES_BYTES + 1))) if given else None
