"""What is typed on the pages of reports: a unit's report, the words of the compiled one, its form, its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tungnha.plans.models import Target
from tungnha.progress.forms import CountField
from tungnha.reports.figures import Computed
from tungnha.reports.models import Report, Submission
from tungnha.reports.operations import NewFigure
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


class UnitReportForm(forms.Form):
    """A unit's one form. What the product holds already is filled in; nothing held is asked again."""

    narrative = text("Tình hình, kết quả trong kỳ", 5, help_text="Việc đã làm, kết quả. Vài câu là đủ.")
    difficulties = text("Khó khăn, vướng mắc", 3, help_text="Không có thì để trống.")
    proposals = text("Đề xuất, kiến nghị", 3, help_text="Không có thì để trống.")

    def __init__(
        self, *args: Any, own: Sequence[Target], others: Sequence[Target], held: dict[int, Computed],
        computed: dict[int, Computed], latest: Submission | None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.targets = {target.pk: target for target in [*own, *others]}
        self.own, self.others, self.computed = list(own), list(others), computed
        if latest is not None:
            for name in ("narrative", "difficulties", "proposals"):
                self.fields[name].initial = getattr(latest, name)
        for target in self.targets.values():
            self._add(target, held.get(target.pk) or computed.get(target.pk) or Computed(None, None))

    def _add(self, target: Target, known: Computed) -> None:
        """A count, and the whole it is of where only the unit knows that."""
        counted = target.pk in self.computed
        self.fields[f"count_{target.pk}"] = number(
            "Số đơn vị báo cáo" if counted else "Số đã đạt", initial=written(known.count)
        )
        if not counted:
            self.fields[f"base_{target.pk}"] = number("Tổng số", initial=written(known.base))

    def blocks(self, targets: Sequence[Target]) -> list[dict[str, Any]]:
        """For the page: each target with what is counted already and its fields."""
        return [
            {
                "name": target.label,
                "computed": self.computed.get(target.pk),
                "fields": [self[name] for name in (f"count_{target.pk}", f"base_{target.pk}") if name in self.fields],
            }
            for target in targets
        ]

    def own_blocks(self) -> list[dict[str, Any]]:
        return self.blocks(self.own)

    def other_blocks(self) -> list[dict[str, Any]]:
        return self.blocks(self.others)

    def other_is_used(self) -> bool:
        """Whether the folded part holds anything to be seen."""
        return any(
            block["fields"] and any(f.value() or f.errors for f in block["fields"]) for block in self.other_blocks()
        )

    def figures(self) -> list[NewFigure]:
        data = self.cleaned_data
        return [
            NewFigure(target, data.get(f"count_{pk}"), data.get(f"base_{pk}", self._base(pk)))
            for pk, target in self.targets.items()
        ]

    def _base(self, pk: int) -> int | None:
        """The whole as counted stands with a count the unit gives; without a count there is no figure."""
        known = self.computed.get(pk)
        return known.base if known and self.cleaned_data.get(f"count_{pk}") is not None else None

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("narrative", "difficulties", "proposals")}


def written(value: int | None) -> str:
    return "" if value is None else f"{value:,}".replace(",", ".")


class ReturnForm(forms.Form):
    why = forms.CharField(label="Vì sao trả lại", max_length=300, help_text="Đơn vị đọc câu này để sửa.")


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


LINES = ("addressees", "recipients", "signer_lines")


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
