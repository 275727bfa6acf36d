"""What a file with personal data is taken out for: asked each time, kept with the file's record."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from tungnha.units.problems import BadInput

OTHER = "other"
PURPOSES = [
    ("visit", "Đi từng nhà, hẹn người dân"),
    ("session", "Làm tại buổi hỗ trợ"),
    ("correct", "Sửa những dòng sai rồi nhập lại"),
    ("return", "Trả lại nơi đã gửi danh sách"),
    ("cross_check", "Đối chiếu với đơn vị khác theo văn bản"),
    ("report", "Làm căn cứ cho báo cáo"),
    ("person", "Đưa cho chính người ấy theo yêu cầu"),
    ("inspection", "Theo yêu cầu kiểm tra, thanh tra"),
    (OTHER, "Việc khác (ghi rõ)"),
]
LEAST_WORDS = 10  # characters: "việc khác" alone says nothing
A_NUMBER = re.compile(r"\d(?:[\s.\-]?\d){8,}")


def checked_words(text: str, *, required: bool) -> str:
    """Words of a purpose, tidied. Raises BadInput for none where some must be, and for somebody's number: a purpose is
    kept for years and read by many."""
    words = " ".join(text.split())
    if required and len(words) < LEAST_WORDS:
        raise BadInput("Xin ghi rõ việc cần làm, ít nhất vài chữ.")
    if A_NUMBER.search(words):
        raise BadInput("Mục đích không được ghi số định danh hay số điện thoại của ai. Xin bỏ số đi, chỉ ghi việc.")
    return words


class AskedPurpose(forms.Form):
    """A purpose of a short list (`purpose`), with words of one's own (`purpose_words`) where “khác” is chosen."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        try:
            words = checked_words(given.get("purpose_words", ""), required=given.get("purpose") == OTHER)
        except BadInput as problem:
            self.add_error("purpose_words", problem.sentence)
            return given
        return given | {"purpose_words": words}


class PurposeForm(AskedPurpose):
    """`form.words` is the purpose as it is kept: the line chosen, and what was written beside it."""

    purpose = forms.ChoiceField(label="Lấy ra để làm gì?", choices=PURPOSES, widget=forms.RadioSelect)
    purpose_words = forms.CharField(
        label="Ghi thêm cho rõ", required=False, max_length=200,
        help_text="Bắt buộc khi chọn “Việc khác”. Đừng ghi tên hay số của ai vào đây.",
    )  # fmt: skip

    @property
    def words(self) -> str:
        chosen, more = self.cleaned_data["purpose"], self.cleaned_data["purpose_words"]
        if chosen == OTHER:
            return str(more)
        line = dict(PURPOSES)[chosen]
        return f"{line}: {more}" if more else line
