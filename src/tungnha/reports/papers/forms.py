"""What is typed on the pages of papers."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from tungnha.drafting.form import form as decree
from tungnha.drafting.words import parts_of
from tungnha.reports.forms import LONG, listed
from tungnha.reports.models import Abbreviation, Paper, PaperChange
from tungnha.reports.papers.front import LISTS
from tungnha.reports.papers.settings import HowWritten
from tungnha.units.models import Campaign, Organisation
from tungnha.units.typed import WholeNumberField

SYMBOL = r"^[A-ZĐa-z]+(-[A-ZĐa-z&0-9]+)*$"
SHORT = r"^[A-ZĐ&0-9]+$"
HOW = (
    "Dòng bắt đầu bằng # là mục lớn (I, II…), ## là mục nhỏ (1, 2…), ### là điểm (a, b…), gạch ngang là ý; số máy tự "
    "đánh. Dòng [?] là chỗ còn phải viết; [bảng 1] là chỗ đặt bảng."
)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def symbol_field(**more: Any) -> forms.RegexField:
    return forms.RegexField(
        SYMBOL, label="Ký hiệu", max_length=40,
        error_messages={"invalid": "Ký hiệu viết như TB-UBND: chữ hoa, nối bằng dấu gạch, không có dấu cách."}, **more,
    )  # fmt: skip


def name_field(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=300, **more)


class NewPaperForm(forms.Form):
    """What a paper is begun with."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Cơ quan ban hành", empty_label=None)
    kind = forms.ChoiceField(label="Loại văn bản", choices=Paper.Kind.choices, initial=Paper.Kind.LETTER)
    about = forms.CharField(
        label="Về việc gì", max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Trích yếu, ví dụ: Lịch điểm hỗ trợ tháng 12. Giấy mời thì ghi tên hội nghị, cuộc họp.",
    )  # fmt: skip
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="Thuộc kế hoạch", required=False, empty_label="Không của kế hoạch nào",
        help_text="Văn bản của một kế hoạch có in mã QR mở tài liệu, liên hệ của kế hoạch ấy.",
    )  # fmt: skip
    unit = forms.ChoiceField(
        label="Đơn vị soạn", required=False, help_text="Công văn lấy chữ viết tắt của đơn vị soạn vào ký hiệu."
    )
    addressees = listed("Gửi đến ai, mời ai", help_text="Mỗi nơi một dòng; thông báo, kế hoạch có thể để trống.")

    def __init__(self, *args: Any, bodies: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]
        self.fields["campaign"].initial = campaigns.first()
        self.fields["organisation"].queryset = bodies  # type: ignore[attr-defined]
        units = Abbreviation.objects.filter(organisation__in=bodies).values_list("short", "name")
        self.fields["unit"].choices = [("", "Như đã ghi ở Thể thức"), *dict(units).items()]  # type: ignore[attr-defined]

    def clean_addressees(self) -> tuple[str, ...]:
        return tuple(lines_of(self.cleaned_data["addressees"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in ("letter", "submission", "invitation") and not data.get("addressees"):
            self.add_error("addressees", "Loại văn bản này phải có nơi nhận: xin ghi gửi đến ai, mời ai.")
        return data


class PaperForm(forms.Form):
    """The whole paper: its words in parts, then who writes to whom, and who signs."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = name_field("Trích yếu")
    bases = listed("Căn cứ", help_text="Mỗi căn cứ một dòng.")
    addressees = listed("Kính gửi", help_text="Mỗi nơi một dòng.")
    recipients = listed("Nơi nhận", help_text="Mỗi nơi một dòng. “Như trên” và “Lưu” máy tự ghi.")
    archive = forms.CharField(label="Lưu", max_length=80)
    signer_lines = listed("Thẩm quyền ký", help_text="Ví dụ: KT. CHỦ TỊCH, xuống dòng, PHÓ CHỦ TỊCH.")
    concurrent = forms.CharField(
        label="Chức danh ở cơ quan", max_length=120, required=False,
        help_text="Chỉ của Ban Chỉ đạo: PHÓ CHỦ TỊCH UBND, in trên họ tên.",
    )  # fmt: skip
    signer_name = forms.CharField(label="Họ và tên người ký", max_length=120, required=False)
    symbol = symbol_field()
    superior = name_field("Cơ quan chủ quản", required=False)
    issuer = name_field("Cơ quan ban hành (chữ trên văn bản)")
    in_prose = forms.CharField(label="Tên cơ quan trong câu", max_length=300)
    place = forms.CharField(label="Địa danh", max_length=80)
    address = listed("Địa chỉ cuối trang đầu", help_text="Để trống nếu không in.")
    urgency = forms.ChoiceField(label="Mức độ khẩn", required=False)

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = [(mark, mark) for mark in decree().urgency_mm]
        self.fields["urgency"].choices = [("", "Không"), *marks]  # type: ignore[attr-defined]
        self.parts = self._count() if self.is_bound else len(parts_of(words))
        for place, part in enumerate(parts_of(words) if not self.is_bound else [""] * self.parts):
            self.fields[f"part_{place}"] = forms.CharField(
                label=_title(part) if not self.is_bound else f"Phần {place + 1}", initial=part, required=False,
                max_length=LONG, widget=forms.Textarea(attrs={"rows": _rows(part)}),
            )  # fmt: skip

    def _count(self) -> int:
        return 1 + max((int(name[5:]) for name in self.data if re.fullmatch(r"part_\d{1,3}", name)), default=0)

    def part_fields(self) -> list[forms.BoundField]:
        return [self[f"part_{place}"] for place in range(self.parts)]

    def fields_named(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def to_whom(self) -> list[forms.BoundField]:
        return self.fields_named("bases", "addressees", "recipients", "archive")

    def signing(self) -> list[forms.BoundField]:
        return self.fields_named("signer_lines", "concurrent", "signer_name")

    def heading(self) -> list[forms.BoundField]:
        return self.fields_named("symbol", "superior", "issuer", "in_prose", "place", "address", "urgency")

    def told(self) -> dict[str, Any]:
        """For operations.save_paper."""
        data = self.cleaned_data
        front: dict[str, Any] = {name: lines_of(data[name]) for name in LISTS}
        front |= {name: data[name].replace("\r\n", "\n") for name in ("superior", "issuer")}
        front |= {name: data[name] for name in ("in_prose", "place", "archive", "concurrent", "urgency")}
        parts = [data[f"part_{place}"].strip() for place in range(self.parts)]
        return {
            "version": data["version"], "front": front, "symbol": data["symbol"], "signer_name": data["signer_name"],
            "subject": data["subject"].replace("\r\n", "\n"), "words": "\n".join(part for part in parts if part),
        }  # fmt: skip

    @classmethod
    def of(cls, paper: Paper) -> PaperForm:
        front = paper.front
        lists = {name: "\n".join(front.get(name, [])) for name in LISTS}
        own = {name: getattr(paper, name) for name in ("version", "subject", "symbol", "signer_name")}
        return cls(initial=front | lists | own, words=paper.words)


def _rows(part: str) -> int:
    """High enough to read the part without scrolling in it, up to a screen."""
    return min(22, max(3, sum(1 + len(line) // 64 for line in part.split("\n")) + 1))


def _title(part: str) -> str:
    first = part.split("\n", 1)[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else "Lời văn"


class IssueForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    number = WholeNumberField(
        label="Số", min_value=1, max_value=99_999, required=False,
        help_text="Số tiếp theo của sổ; văn thư cấp số khác thì ghi lại. Để trống: máy lấy số tiếp theo.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )  # fmt: skip
    issued_on = forms.DateField(label="Ngày ban hành", help_text="Ví dụ 28/5/2026.")


class ChangeForm(forms.Form):
    """What a later paper is to do with an issued one, and why."""

    way = forms.ChoiceField(
        label="Làm gì", widget=forms.RadioSelect,
        choices=[
            (PaperChange.Way.CORRECT, "Đính chính: sai chữ, sai cách trình bày; máy soạn công văn"),
            (PaperChange.Way.REPLACE, "Thay thế: sai nội dung; máy chép văn bản này thành bản mới để sửa"),
            (PaperChange.Way.WITHDRAW, "Thu hồi: không dùng nữa; máy soạn thông báo thu hồi"),
        ],
    )  # fmt: skip
    why = forms.CharField(
        label="Vì sao", max_length=300, help_text="Lý do này được ghi vào văn bản mới và ở lại trong sổ."
    )


class OfficeFormForm(forms.Form):
    """How a body writes."""

    superior = name_field(
        "Cơ quan chủ quản", required=False, help_text="UBND xã để trống; Ban Chỉ đạo, phòng, sở thì ghi UBND cấp mình."
    )
    issuer = name_field("Cơ quan ban hành", help_text="Xuống dòng ở đâu thì trong văn bản xuống dòng ở đó.")
    in_prose = forms.CharField(label="Tên trong câu", max_length=300, help_text="Ví dụ: Ủy ban nhân dân xã Nà Hạ.")
    place = forms.CharField(label="Địa danh", max_length=80, help_text="Tên xã, không có chữ xã: Nà Hạ.")
    symbol = forms.RegexField(
        SHORT, label="Chữ viết tắt của cơ quan", max_length=30, help_text="UBND, BCĐ, VHXH.",
        error_messages={"invalid": "Chữ viết tắt chỉ gồm chữ hoa và số, ví dụ UBND."},
    )  # fmt: skip
    unit = forms.RegexField(
        SHORT, label="Chữ viết tắt nơi soạn công văn", max_length=30, required=False,
        help_text="Công văn có ký hiệu UBND-VHXH. Để trống nếu chỉ dùng tên cơ quan.",
        error_messages={"invalid": "Chữ viết tắt chỉ gồm chữ hoa và số, ví dụ VHXH."},
    )  # fmt: skip
    archive = forms.CharField(label="Lưu", max_length=80, help_text="VT, VHXH.")
    recipients = listed("Nơi nhận thường dùng", help_text="Mỗi nơi một dòng.")
    address = listed("Địa chỉ, điện thoại, thư điện tử", help_text="In cuối trang đầu; để trống nếu không in.")
    one_series = forms.BooleanField(label="Đánh một dãy số chung cho mọi loại văn bản", required=False)

    def told(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        for name in ("recipients", "address"):
            data[name] = lines_of(data[name])
        for name in ("superior", "issuer"):
            data[name] = data[name].replace("\r\n", "\n")
        return data

    @classmethod
    def of(cls, how: HowWritten) -> OfficeFormForm:
        names = ("superior", "issuer", "in_prose", "place", "symbol", "unit", "archive", "one_series")
        lists = {name: "\n".join(getattr(how, name)) for name in ("recipients", "address")}
        return cls(initial={name: getattr(how, name) for name in names} | lists)


class SignerForm(forms.Form):
    lines = listed("Thẩm quyền ký", help_text="Mỗi dòng một chức danh: KT. CHỦ TỊCH, xuống dòng, PHÓ CHỦ TỊCH.")
    concurrent = forms.CharField(
        label="Chức danh ở cơ quan", max_length=120, required=False, help_text="Chỉ của Ban Chỉ đạo: PHÓ CHỦ TỊCH UBND."
    )
    name = forms.CharField(label="Họ và tên", max_length=120, help_text="Không ghi học hàm, học vị.")
    from_on = forms.DateField(label="Ký từ ngày")
    to_on = forms.DateField(label="Đến hết ngày", required=False, help_text="Để trống nếu chưa biết.")
    by_paper = forms.CharField(
        label="Văn bản ủy quyền", max_length=200, required=False, help_text="Bắt buộc khi ký TUQ."
    )

    def clean_lines(self) -> list[str]:
        return lines_of(self.cleaned_data["lines"])


class AbbreviationForm(forms.Form):
    name = forms.CharField(label="Tên đơn vị", max_length=200)
    short = forms.RegexField(
        SHORT, label="Viết tắt", max_length=30,
        error_messages={"invalid": "Chữ viết tắt chỉ gồm chữ hoa và số, ví dụ VHXH."},
    )  # fmt: skip


class SeriesForm(forms.Form):
    """From which number the year goes on."""

    kind = forms.ChoiceField(label="Loại văn bản", choices=Paper.Kind.choices)
    first = WholeNumberField(label="Số tiếp theo", min_value=1, max_value=99_999)


class ElsewhereForm(forms.Form):
    """A number that was given to a paper written elsewhere."""

    kind = forms.ChoiceField(label="Loại văn bản", choices=Paper.Kind.choices)
    number = WholeNumberField(label="Số", min_value=1, max_value=99_999)
    on = forms.DateField(label="Ngày ban hành")
    what = forms.CharField(label="Văn bản gì", max_length=300)
