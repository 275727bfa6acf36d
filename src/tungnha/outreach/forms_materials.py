"""What an officer writes of a material, and to whom it is passed on."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.ledger.models import Service
from tungnha.outreach import files, pictures
from tungnha.outreach.models import Material, MaterialFile
from tungnha.outreach.queries.materials import below, bodies_of, campaigns_in
from tungnha.units import clock
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.problems import BadInput
from tungnha.units.typed import DayField, WholeNumberField

PURPOSES = {"file": MaterialFile.Purpose.USE, "template": MaterialFile.Purpose.TEMPLATE}
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class MaterialForm(forms.Form):
    title = forms.CharField(label="Tên tài liệu", max_length=120)
    kind = forms.ChoiceField(label="Loại", choices=Material.Kind.choices)
    audience = forms.ChoiceField(
        label="Dành cho", choices=Material.Audience.choices, initial=Material.Audience.ALL, required=False
    )
    words = forms.CharField(
        label="Lời", max_length=3000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Viết như nói với bà con: câu ngắn, mỗi bước một dòng. Không ghi số điện thoại riêng của ai.",
    )  # fmt: skip
    picture = forms.FileField(
        label="Hình",
        required=False,
        help_text="JPG, PNG hoặc WebP; máy tự thu nhỏ và bỏ nơi chụp. Để trống: giữ hình cũ.",
    )
    file = forms.FileField(
        label="Tệp để in, để phát", required=False, help_text="PDF, ảnh hoặc MP3. Để trống: giữ tệp cũ."
    )
    template = forms.FileField(
        label="Bản mẫu để sửa", required=False,
        help_text="Word, PowerPoint: cho thôn, đơn vị sửa lại tên, ngày rồi in. Bà con không thấy tệp này.",
    )  # fmt: skip
    link = forms.URLField(
        label="Đường dẫn (video, trang chính thức)", max_length=400, required=False, assume_scheme="https"
    )
    campaign = forms.ModelChoiceField(
        label="Của kế hoạch", queryset=Campaign.objects.none(), required=False, empty_label="Mọi kế hoạch của nơi này"
    )
    services = forms.ModelMultipleChoiceField(
        label="Nói về", queryset=Service.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    source = forms.CharField(label="Nguồn", max_length=160, required=False)
    for_door = forms.BooleanField(label="Mang theo đến nhà (có trên điện thoại, không cần mạng)", required=False)
    is_public = forms.BooleanField(
        label="Cho bà con xem, không cần đăng nhập (trang mở bằng mã QR của kế hoạch)", required=False
    )
    order = WholeNumberField(label="Đứng thứ", min_value=0, max_value=99, initial=0)
    valid_until = DayField(label="Dùng đến hết ngày", required=False, widget=DAY)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services: Any = self.fields["services"]
        services.queryset = Service.objects.filter(counts__in=("person", "telephone", "household"))
        campaigns: Any = self.fields["campaign"]
        campaigns.queryset = campaigns_in(area, clock.today())

    def clean_picture(self) -> bytes | None:
        given = self.cleaned_data.get("picture")
        return or_said(lambda: pictures.small(given.read(pictures.TAKES_BYTES + 1))) if given else None

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or Material.Audience.ALL

    def clean(self) -> dict[str, Any]:
        """Files are looked at and laid down last: a form with another fault keeps none."""
        found = super().clean() or self.cleaned_data
        taken = {} if self.errors else self._files()
        return {name: value for name, value in found.items() if name not in PURPOSES} | {"taken": taken}

    def _files(self) -> dict[str, files.Taken]:
        taken: dict[str, files.Taken] = {}
        for name, purpose in PURPOSES.items():
            if upload := self.cleaned_data.get(name):
                try:
                    taken[purpose] = files.take(upload, purpose)
                except BadInput as problem:
                    self.add_error(name, problem.sentence)
        return taken


def or_said(deed: Any) -> Any:
    try:
        return deed()
    except BadInput as problem:
        raise forms.ValidationError(problem.sentence) from problem


def as_written(material: Material) -> dict[str, Any]:
    """What the form shows of a material that is changed."""
    return {
        "title": material.title, "kind": material.kind, "words": material.words, "source": material.source,
        "services": list(material.services.all()), "for_door": material.for_door, "order": material.order,
        "valid_until": material.valid_until, "audience": material.audience, "link": material.link,
        "campaign": material.campaign, "is_public": material.is_public,
    }  # fmt: skip


class PassOnForm(forms.Form):
    areas = forms.ModelMultipleChoiceField(
        label="Nơi nhận", queryset=Area.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    organisations = forms.ModelMultipleChoiceField(
        label="Đơn vị nhận", queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["areas"]
        areas.queryset = Area.objects.filter(pk__in=[area.pk for area in below(member.area, clock.today())])
        areas.label_from_instance = lambda area: area.title
        bodies: Any = self.fields["organisations"]
        others = [body.pk for body in bodies_of(member.area) if body.pk != member.organisation_id]
        bodies.queryset = Organisation.objects.filter(pk__in=others)
        if not self.is_bound:
            areas.initial = list(areas.queryset)
