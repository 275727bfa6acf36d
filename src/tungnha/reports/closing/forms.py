"""What is typed where a phase ends."""

from __future__ import annotations

from django import forms

from tungnha.reports.closing.operations import MOST_WHY


class ReopenForm(forms.Form):
    """Why a closed phase goes on."""

    why = forms.CharField(
        label="Vì sao mở lại đợt", max_length=MOST_WHY,
        help_text="Ví dụ: kết thúc nhầm, còn hai thôn chưa xong. Câu này ở lại cùng số liệu đã chốt.",
    )  # fmt: skip
