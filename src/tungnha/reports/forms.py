"""What is typed on the pages of reports: the words of the compiled one, its form, its number; why one is returned."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.progress.forms import CountField
from tungnha.reports.models import Report
from tungnha.reports.sentences import PARTS

LONG = 20_000  # characters: ten pages


def text(label: str, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **more
    )  # fmt: skip


def number(label: str, **more: Any) -> CountField:
    return CountField(
        label=label, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8}), **more
    )  # fmt: skip


def written(value: int | None) -> str:
    return "" if value is None else f"{value:,}".replace(",", ".")


class ReturnForm(forms.Form):
    why = forms.CharField(label="Vì sao trả lại", max_length=300, help_text="Đơn vị đọc câu này để sửa.")


class WhyForm(forms.Form):
    """A reason, where a locked report is to be opened again."""

    why = forms.CharField(label="Vì sao", max_length=300, help_text="Số nào sai, nay là bao nhiêu. Câu này được giữ.")


class OwnIds(forms.Form):
    """Several forms stand on one page: each input has an id of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")
        super().__init__(*args, **kwargs)


class WordsForm(OwnIds):
    """The words of the compiled report. A line that starts with a dash becomes a point."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    situation = text("Tình hình triển khai, công tác chỉ đạo", 6)
    outreach = text("Kết quả tuyên truyền, hướng dẫn", 5)
    assessment = text("Đánh giá chung", 4)
    difficulties = text("Khó khăn, vướng mắc", 5)
    next_tasks = text("Nhiệm vụ trọng tâm kỳ tới", 5)
    proposals = text("Đề xuất, kiến nghị", 4)

    def words(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in PARTS}

    @classmethod
    def of(cls, report: Report) -> WordsForm:
        return cls(initial={"version": report.version, **report.words})


def listed(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False, **more
    )  # fmt: skip


LINES = ("addressees", "bases", "recipients", "signer_lines")


class FrontForm(OwnIds):
    """Who writes to whom, and who signs. Lists take a line each."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    superior = forms.CharField(
        label="Cơ quan chủ quản", max_length=200, required=False,
        help_text="UBND xã để trống; Ban Chỉ đạo, phòng, sở thì ghi UBND cấp mình.",
    )  # fmt: skip
    issuer = forms.CharField(
        label="Cơ quan ban hành", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Xuống dòng ở đâu thì trong văn bản xuống dòng ở đó.",
    )  # fmt: skip
    place = forms.CharField(label="Địa danh", max_length=80)
    symbol = forms.RegexField(
        r"^[A-ZĐ]+(-[A-ZĐ&]+)+$", label="Ký hiệu", max_length=40,
        error_messages={"invalid": "Ký hiệu viết như BC-UBND: chữ hoa, nối bằng dấu gạch."},
    )  # fmt: skip
    addressees = listed("Kính gửi", help_text="Mỗi nơi một dòng.")
    bases = listed("Căn cứ", help_text="Mỗi căn cứ một dòng; để trống thì văn bản không in căn cứ.")
    signer_lines = listed("Thẩm quyền ký", help_text="Ví dụ: KT. CHỦ TỊCH, xuống dòng, PHÓ CHỦ TỊCH.")
    signer_name = forms.CharField(label="Họ và tên người ký", max_length=120, required=False)
    recipients = listed("Nơi nhận", help_text="Mỗi nơi một dòng. “Như trên” và “Lưu” máy tự ghi.")
    archive = forms.CharField(label="Lưu", max_length=80, initial="VT, VHXH")

    def front(self) -> dict[str, Any]:
        data = self.cleaned_data
        lists = {name: [line.strip() for line in data[name].splitlines() if line.strip()] for name in LINES}
        return {name: data[name].replace("\r\n", "\n") for name in ("superior", "issuer", "place", "archive")} | lists

    @classmethod
    def of(cls, report: Report) -> FrontForm:
        front = report.front
        lists = {name: "\n".join(front.get(name, [])) for name in LINES}
        rest = {"version": report.version, "symbol": report.symbol, "signer_name": report.signer_name}
        return cls(initial=front | lists | rest)


class FreezeForm(OwnIds):
    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(
        label="Số", max_length=6, required=False, help_text="Để trống nếu văn thư cấp số khi ký số.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )  # fmt: skip
    issued_on = forms.DateField(label="Ngày ban hành", required=False, help_text="Ví dụ 28/5/2026; có thể để trống.")
