"""What is typed on the pages of progress: a base somebody stated, and which rows are asked for."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django import forms

from tungnha.drafting.numbers import decimal_vi
from tungnha.identity import names
from tungnha.progress.openers import WHICH
from tungnha.units import clock
from tungnha.units.models import Area, Organisation

# “thôn Đông: 412”, “Đông <tab> 1.412 người”
LINE = re.compile(r"^(?P<name>.*?)[\s:;,–-]+(?P<number>\d[\d.]*)\s*(?:người|hộ)?\.?$")


def read_count(text: str) -> int | None:
    """`5.480`, `5 480` or `5480`; nothing for anything else."""
    bare = re.sub(r"[ \u00a0\u202f]", " ", text.strip())
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+", bare):
        bare = re.sub(r"[. ]", "", bare)
    return int(bare) if re.fullmatch(r"[0-9]{1,9}", bare) else None


class CountField(forms.CharField):
    """A whole number the way it is written: with or without dots between thousands."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        count = read_count(text)
        if count is None:
            shown = text if len(text) <= 20 else f"{text[:20]}…"
            raise forms.ValidationError(
                f"{self.label}: cần một số nguyên, ví dụ 5.480, không quá 999.999.999; “{shown}” không dùng được."
            )
        return count


class StateBaseForm(forms.Form):
    """A body states how many there are of a group: in all, and by village where it says so."""

    stated_by = forms.ModelChoiceField(Organisation.objects.none(), label="Ai cho số này", empty_label="Chọn cơ quan")
    count = CountField(label="Tổng số của cả xã", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    on = forms.DateField(label="Số liệu tính đến ngày", help_text="Ví dụ 26/5/2026.")
    document = forms.CharField(
        label="Văn bản", max_length=160, required=False, help_text="Số, ký hiệu của văn bản trả lời, ví dụ 45/CAX."
    )
    villages = forms.CharField(
        label="Số của từng thôn", required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Mỗi dòng một thôn: tên thôn rồi đến số. Có thể dán thẳng từ bảng tính.",
    )  # fmt: skip
    keep_gap = forms.BooleanField(label="Giữ nguyên cả hai số", required=False)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        self.parts = "xã, phường" if area.kind == Area.Kind.PROVINCE else "thôn"
        self.fields["count"].label = f"Tổng số của cả {area.type_name}"
        self.fields["villages"].label = f"Số của từng {self.parts}"
        self.fields[
            "villages"
        ].help_text = f"Mỗi dòng một {self.parts}: tên rồi đến số. Có thể dán thẳng từ bảng tính; chưa có thì để trống."
        codes = area.path.strip("/").split("/")
        bodies = Organisation.objects.filter(area__code__in=codes).order_by("order", "name")
        self.fields["stated_by"].queryset = bodies  # type: ignore[attr-defined]
        police = bodies.filter(kind=Organisation.Kind.POLICE, area=area).first()
        if police is not None:
            self.fields["stated_by"].initial = police.pk

    def clean_villages(self) -> dict[Area, int]:
        """Read the lines; a line that cannot be read is named, nothing is guessed."""
        known = self._known_villages()
        found: dict[Area, int] = {}
        wrong = []
        for number, line in enumerate(self.cleaned_data["villages"].splitlines(), 1):
            if not line.strip():
                continue
            read = LINE.match(line.strip())
            count = read_count(read["number"]) if read else None
            village = known.get(names.fold(read["name"])) if read else None
            if count is None:
                wrong.append(f"Dòng {number}: không đọc được số.")
            elif village is None:
                wrong.append(
                    f"Dòng {number}: không thấy {self.parts} này trong {self.area.full_name}, hoặc hai nơi cùng tên."
                )
            elif village in found:
                wrong.append(f"Dòng {number}: {village.full_name} có hai dòng.")
            else:
                found[village] = count
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def _known_villages(self) -> dict[str, Area]:
        """By full name, by code, and by the bare name where only one bears it (phường Mẫu, xã Mẫu)."""
        villages = list(Area.objects.filter(parent=self.area).standing_on(clock.today()))
        bare = Counter(names.fold(village.name) for village in villages)
        known = {names.fold(village.name): village for village in villages if bare[names.fold(village.name)] == 1}
        return known | {names.fold(word): one for one in villages for word in (one.full_name, one.code)}

    def clean(self) -> dict[str, Any]:
        """Parts that do not add up are asked about once; both are kept when the officer says so."""
        cleaned = super().clean() or self.cleaned_data
        villages, count = cleaned.get("villages"), cleaned.get("count")
        if villages and count and not cleaned.get("keep_gap") and sum(villages.values()) != count:
            total = sum(villages.values())
            self.add_error(
                "keep_gap",
                f"Các {self.parts} cộng lại được {decimal_vi(total, 0)}, khác tổng {decimal_vi(count, 0)} là "
                f"{decimal_vi(abs(total - count), 0)}. Sửa lại, hoặc đánh dấu ô này nếu văn bản ghi đúng như vậy.",
            )
        return cleaned


class LookForm(forms.Form):
    """Which rows, of which area, from which day: what stands in the address. A wrong word is left out."""

    which = forms.ChoiceField(choices=list(WHICH.items()), required=False)
    area = forms.SlugField(required=False)
    since = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def add_prefix(self, field_name: str) -> str:
        return {"since": "from"}.get(field_name, field_name)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}
