"""What an officer writes of a material."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.ledger.models import Service
from tungnha.outreach import pictures
from tungnha.outreach.models import Material
from tungnha.units.problems import BadInput


class MaterialForm(forms.Form):
    title = forms.CharField(label="Tên tài liệu", max_length=120)
    kind = forms.ChoiceField(label="Loại", choices=Material.Kind.choices)
    words = forms.CharField(
        label="Lời", max_length=3000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Viết như nói với bà con: câu ngắn, mỗi bước một dòng. Không ghi số điện thoại riêng của ai.",
    )  # fmt: skip
    picture = forms.FileField(
        label="Hình",
        required=False,
        help_text="JPG, PNG hoặc WebP; máy tự thu nhỏ và bỏ nơi chụp. Để trống: giữ hình cũ.",
    )
    services = forms.ModelMultipleChoiceField(
        label="Nói về", queryset=Service.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    source = forms.CharField(label="Nguồn", max_length=160, required=False)
    for_door = forms.BooleanField(label="Mang theo đến nhà (có trên điện thoại, không cần mạng)", required=False)
    order = forms.IntegerField(label="Đứng thứ", min_value=0, max_value=99, initial=0)
    valid_until = forms.DateField(
        label="Dùng đến hết ngày", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services: Any = self.fields["services"]
        services.queryset = Service.objects.filter(counts__in=("person", "telephone", "household"))

    def clean_picture(self) -> bytes | None:
        given = self.cleaned_data.get("picture")
        if not given:
            return None
        if given.size > pictures.TAKES_BYTES:
            raise forms.ValidationError("Hình lớn hơn 15 MB: mời chọn hình nhỏ hơn.")
        try:
            return pictures.small(given.read())
        except BadInput as problem:
            raise forms.ValidationError(problem.sentence) from problem


def as_written(material: Material) -> dict[str, Any]:
    """What the form shows of a material that is changed."""
    return {
        "title": material.title, "kind": material.kind, "words": material.words, "source": material.source,
        "services": list(material.services.all()), "for_door": material.for_door, "order": material.order,
        "valid_until": material.valid_until,
    }  # fmt: skip
