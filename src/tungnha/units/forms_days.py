from django import forms

from tungnha.units.models import DayOff


class DayOffForm(forms.Form):
    """One day, by one decision."""

    day = forms.DateField(label="Ngày", help_text="ví dụ 31/8/2026")
    kind = forms.ChoiceField(label="Ngày ấy", choices=DayOff.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="Vì sao", max_length=120, help_text="ví dụ: hoán đổi với thứ Bảy 22/8, nghỉ bão")
    source = forms.CharField(label="Theo văn bản nào", max_length=200, help_text="số, ngày, cơ quan ban hành")
