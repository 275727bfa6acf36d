"""What a form says when something typed cannot be used: which field, what is wrong, how to write it."""

from __future__ import annotations

from django import forms

from tungnha.units.typed import DayField, WholeNumberField
from tungnha.web.fields import problems, sentences


class Typed(forms.Form):
    name = forms.CharField(label="Tên gọi", max_length=5)
    kind = forms.ChoiceField(label="Loại", choices=[("a", "a")])
    on = DayField(label="Từ ngày")
    hour = forms.TimeField(label="Từ giờ")
    count = WholeNumberField(label="Số người")
    link = forms.URLField(label="Đường dẫn", assume_scheme="https")


def test_every_sentence_names_its_field_and_says_how_to_write_it():
    form = Typed({"name": "x" * 1300, "kind": "b", "on": "32/13/2026", "hour": "25:99", "count": "1.5", "link": "a b"})
    assert [one["text"] for one in problems(form)] == [
        "Tên gọi: dài nhất 5 chữ cái, đang có 1.300, mời viết ngắn lại",
        "Loại: lựa chọn này không còn nữa, mời chọn lại",
        "Từ ngày: ngày viết chưa đúng, ví dụ 28/5/2026",
        "Từ giờ: giờ viết chưa đúng, ví dụ 17:00",
        "Số người: chỉ viết số, ví dụ 25 hoặc 1.250",
        "Đường dẫn: chưa đúng, mời chép cả dòng, bắt đầu bằng https://",
    ]


def test_a_year_that_is_a_slip_names_its_field():
    form = Typed({"on": "28/5/0026"})
    assert sentences(form["on"]) == ["Từ ngày: năm 26 chưa đúng, mời xem lại, ví dụ 28/5/2026"]


class Hidden(forms.Form):
    words = forms.CharField(label="Lời")
    key = forms.UUIDField(widget=forms.HiddenInput)


def test_what_only_a_machine_can_send_is_answered_in_vietnamese_too():
    assert [one["text"] for one in problems(Hidden({"words": "a\0b", "key": "zz"}))] == [
        "Lời: có ký tự lạ máy không đọc được, mời xóa đi gõ lại",
        "Trang này có chỗ không còn đúng: mời chép lại phần đã gõ, tải lại trang rồi gửi lại",
    ]
    assert len(problems(Hidden({"words": "a"}))) == 1
