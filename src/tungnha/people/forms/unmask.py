"""Why a hidden number must be seen in full (Luật 91/2025/QH15 Đ3.2, purpose limitation)."""

from __future__ import annotations

from django import forms

from tungnha.people.forms.export import OTHER, AskedPurpose

PURPOSES = [
    ("set_up", "Làm thủ tục cùng người dân"),
    ("cross_check", "Đối chiếu danh sách"),
    ("correct", "Sửa thông tin sai"),
    ("call", "Gọi điện hẹn"),
    (OTHER, "Việc khác (ghi rõ)"),
]


def purpose_words(code: str) -> str:
    """The line a code stands for; the code itself for one that is no longer offered."""
    return dict(PURPOSES).get(code, code)


class UnmaskForm(AskedPurpose):
    """`purpose` is a code, kept in the log; `purpose_words` stands with the unmasking itself."""

    PURPOSES = PURPOSES
    purpose = forms.ChoiceField(label="Xem số đầy đủ để làm gì?", choices=PURPOSES, widget=forms.RadioSelect)
    purpose_words = forms.CharField(
        label="Ghi rõ việc gì (khi chọn “Việc khác”)", required=False, max_length=200,
        help_text="Đừng ghi tên hay số của ai vào đây.",
    )  # fmt: skip
