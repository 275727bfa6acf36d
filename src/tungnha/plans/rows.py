"""One form for a row of each section of a draft: what an officer may put right in it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from tungnha.plans.fields import (
    BlocksField,
    BodiesField,
    CountField,
    DayField,
    DraftField,
    HourField,
    MonthsField,
    NumberField,
    PickField,
    TickField,
    WeekdayField,
    YesNoField,
)
from tungnha.plans.marks import KIND_OF
from tungnha.plans.models import Duty, Target
from tungnha.plans.review_ops import option_words, section_of, sign_of
from tungnha.plans.rules import WEEKDAYS, When, due_words, level_words, why_no_dates

Row = dict[str, Any]
UNSURE = 0.65  # below what the reader gives a find without a second sign that it is one


@dataclass
class Choices:
    """What the selects of a review may offer."""

    measures: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[tuple[str, str]] = field(default_factory=list)
    measure_words: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def single_bodies(self) -> list[tuple[str, str]]:
        return [("", "chưa rõ"), *[(key, name) for key, name in self.bodies if key.isdigit()]]


class RowForm(forms.Form):
    """A row of a draft. Keys it does not know are kept as they are; a value that was not changed stays untouched."""

    more: ClassVar[tuple[str, ...]] = ()  # fields shown only when asked for
    says: ClassVar[tuple[str, ...]] = ()  # fields said in the summary of a row, where they are filled in
    many = True

    def __init__(self, row: Row, choices: Choices, data: Any = None, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix)
        self.row, self.choices = row, choices
        self.item = prefix
        self.open_questions: list[QuestionRow] = []
        self.fields["remove"] = TickField("Bỏ dòng này")
        self.prepare(choices)
        self.initial = {name: made.show(self.row.get(name)) for name, made in self.row_fields().items()}

    def prepare(self, choices: Choices) -> None:
        """Fill in the selects."""
        for made in self.fields.values():
            if isinstance(made, BodiesField):
                made.choices = choices.bodies

    def row_fields(self) -> dict[str, Any]:
        return {name: made for name, made in self.fields.items() if name not in ("remove", "take_due")}

    @property
    def sign(self) -> str:
        return sign_of(self.item)

    @property
    def drawn_as(self) -> str:
        """How its words are drawn in the text."""
        return KIND_OF.get(section_of(self.item), "frame")

    @property
    def is_new(self) -> bool:
        """Added by hand and not filled in yet."""
        return not any(value for name, value in self.row.items() if name != "id")

    @property
    def quote(self) -> str:
        """The words it was read from, without the tabs between cells."""
        return " · ".join(part.strip() for part in str(self.row.get("quote") or "").split("\t") if part.strip())

    @property
    def heading(self) -> str:
        return ""

    @property
    def source(self) -> str:
        """Where it takes over what its own words do not say."""
        inherited = self.row.get("inherited_from")
        return str(inherited) if isinstance(inherited, str) else ""

    @property
    def gaps(self) -> list[str]:
        """What the plan leaves open in this row, in words."""
        return []

    @property
    def doubts(self) -> list[str]:
        """Why a person should look at this row first; nothing once somebody has. Questions speak for themselves."""
        if self.row.get("reviewed") or self.is_new:
            return []
        found = [] if self.open_questions else list(self.gaps)  # the question asks for what is open
        sure = self.row.get("confidence")
        if self.row.get("doubt"):
            found.append(str(self.row["doubt"]))
        elif isinstance(sure, int | float) and sure < UNSURE:
            found.append(f"Máy đọc chưa chắc chỗ này ({round(sure * 100)}%).")
        return found

    @property
    def weight(self) -> tuple[int, float]:
        """Its place among the doubtful: questions first, then what is open, then the least sure."""
        return (1 if self.gaps else 2), float(self.row.get("confidence") or 0)

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.row_fields() if name not in self.more]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.row_fields() if name in self.more]

    @property
    def more_is_open(self) -> bool:
        return any(self[name].errors for name in self.more)

    @property
    def body_names(self) -> str:
        """The bodies ticked, in words."""
        if "organisations" not in self.fields:
            return ""
        known = dict(self.fields["organisations"].choices)  # type: ignore[attr-defined]
        return ", ".join(str(known[token]) for token in self["organisations"].value() or () if token in known)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the row says, as (label, words): its summary while it is closed."""
        made = self.row_fields()
        told = [(str(made[name].label), _in_words(made[name], self.row.get(name))) for name in self.says]
        return [(label, words) for label, words in told if words]

    def in_words(self) -> dict[str, str]:
        """The row as a person reads it, not as it is kept: name of the field → its words."""
        return {str(made.label): _in_words(made, self.row.get(name)) for name, made in self.row_fields().items()}

    def is_blank(self) -> bool:
        """A new row nobody filled in."""
        return self.is_new and not any(self.cleaned_data.get(name) for name in self.row_fields())

    def corrected(self) -> Row:
        made = dict(self.row)
        for name, used in self.row_fields().items():
            new = self.cleaned_data[name]
            if name not in made or used.show(new) != used.show(made[name]):
                if new in (None, "", []) and made.get(name) in (None, "", []):
                    made.setdefault(name, new)
                    continue
                made[name] = new
        return made

    def values(self) -> Row:
        """What was put right, field by field: nothing where all stands as it stood."""
        made = self.corrected()
        blank: tuple[Any, ...] = (None, "", [], False)
        return {
            name: value
            for name, value in made.items()
            if value != self.row.get(name) and not (value in blank and self.row.get(name) in blank)
        }


class HeaderRow(RowForm):
    many = False
    says = ("number", "symbol", "place", "date", "doc_type", "issuer")
    number = DraftField("Số", width="short")
    symbol = DraftField("Ký hiệu", width="short")
    place = DraftField("Địa danh", width="medium")
    date = DayField("Ngày ban hành")
    doc_type = DraftField("Loại văn bản", width="medium")
    title = DraftField("Trích yếu", rows=3)
    issuer = DraftField("Cơ quan ban hành")

    @property
    def heading(self) -> str:
        return str(self.row.get("title") or "")

    @property
    def quote(self) -> str:
        """The head of the document says nothing its fields do not, once a title was found in it."""
        return "" if self.heading else super().quote

    @property
    def doubts(self) -> list[str]:
        """A blank number and day are what a plan has before it is signed: nothing to look at first."""
        return [words for words in super().doubts if words not in self.gaps]

    @property
    def gaps(self) -> list[str]:
        blank = [words for key, words in (("number", "số"), ("date", "ngày ban hành")) if not self.row.get(key)]
        return [f"Văn bản còn để trống {' và '.join(blank)}: ghi sau cũng được, khi kế hoạch đã ký."] if blank else []


class ScopeRow(RowForm):
    many = False
    says = ("villages",)
    place = DraftField("Nơi thực hiện")
    villages = CountField("Số thôn, khu phố nêu trong kế hoạch", high=10_000)

    @property
    def heading(self) -> str:
        return str(self.row.get("place") or "")


class BasisRow(RowForm):
    says = ("date", "issuer", "role")
    symbol = DraftField("Số, ký hiệu", width="medium")
    date = DayField("Ngày")
    issuer = DraftField("Cơ quan ban hành")
    role = PickField(
        "Vai trò", (("basis", "căn cứ"), ("cited", "được nhắc đến"), ("cited_body", "nhắc trong nội dung"))
    )

    @property
    def heading(self) -> str:
        return str(self.row.get("symbol") or "")


class TargetRow(RowForm):
    more = ("subject", "population", "stated_count", "stated_base", "starting_count", "starting_on", "due_from")
    says = ("subject", "due", "measure", "stated_count", "stated_base", "starting_count")
    text = DraftField("Chỉ tiêu, như trong kế hoạch", rows=2)
    comparator = PickField("So sánh", Target.Comparator.choices, width="short")
    value = NumberField("Mức", width="short")
    unit = DraftField("Đơn vị tính", width="short", max_length=40)
    due = DayField("Hạn", months=True)
    role = PickField("Là", Target.Role.choices)
    measure = PickField("Cách tính", width="")
    headline = TickField("Chỉ tiêu chính: đứng đầu trang và phụ lục báo cáo")
    subject = DraftField("Nội dung")
    population = DraftField("Đối tượng")
    stated_count = CountField("Số phải đạt nêu trong kế hoạch")
    stated_base = CountField("Mẫu số nêu trong kế hoạch")
    starting_count = CountField("Số ban đầu")
    starting_on = DayField("Ngày của số ban đầu")
    due_from = DraftField("Hạn lấy từ đâu", max_length=200)

    def prepare(self, choices: Choices) -> None:
        super().prepare(choices)
        self.fields["measure"].choices = [("", "chưa có cách tính"), *choices.measures]  # type: ignore[attr-defined]
        self.words = choices.measure_words
        if not self.row.get("due") and self.row.get("due_implied"):
            offered = DayField("").show(self.row["due_implied"])
            self.fields["take_due"] = TickField(f"Lấy hạn {offered} (kế hoạch không ghi ở dòng này)")

    @property
    def heading(self) -> str:
        value = self.row.get("value")
        words = level_words(self.row.get("comparator") or "=", None if value is None else _decimal(value), self._unit())
        return f"{words} · {self.row.get('population') or 'chưa rõ đối tượng'}" if not self.is_new else ""

    def _unit(self) -> str:
        return str(self.row.get("unit") or "%")

    @property
    def gaps(self) -> list[str]:
        found = []
        if not self.is_new and self.row.get("value") is None:
            found.append("Kế hoạch không nêu mức.")
        if not self.is_new and not self.row.get("due"):
            implied = self.row.get("due_implied")
            offered = f" — có thể là {DayField('').show(implied)}?" if implied else "."
            found.append(f"Chưa có hạn{offered}")
        return found

    @property
    def measure_columns(self) -> tuple[str, str] | None:
        return self.words.get(str(self["measure"].value() or ""))

    @property
    def facts(self) -> list[tuple[str, str]]:
        found = super().facts
        role = self.row.get("role")
        if role and role != Target.Role.TARGET:
            found.append(("Là", str(Target.Role(role).label) if role in Target.Role.values else str(role)))
        if self.row.get("headline"):
            found.append(("Chỉ tiêu chính", "đứng đầu trang và phụ lục báo cáo"))
        return found

    @property
    def source(self) -> str:
        return str(self.row.get("due_from") or super().source) if self.row.get("due") else ""

    def corrected(self) -> Row:
        made = super().corrected()
        if self.cleaned_data.get("take_due") and not made.get("due"):
            made["due"] = self.row["due_implied"]
            made["due_from"] = made.get("due_from") or "cán bộ chọn khi rà soát"
        return made


class TaskRow(RowForm):
    more = ("organisations",)
    says = ("lead", "co", "result", "due_text", "due", "steady")
    no = DraftField("Số thứ tự", width="short", max_length=12)
    name = DraftField("Nhiệm vụ", rows=2)
    lead = DraftField("Chủ trì")
    co = DraftField("Phối hợp")
    result = DraftField("Kết quả", rows=2)
    due_text = DraftField("Thời gian, như trong kế hoạch", width="medium")
    due = DayField("Hạn", months=True)
    steady = TickField("Làm thường xuyên, không quá hạn")
    organisations = BodiesField("Đơn vị chủ trì trong sổ")

    @property
    def heading(self) -> str:
        return f"{self.row.get('no') or ''} {str(self.row.get('name') or '')[:90]}".strip()

    @property
    def source(self) -> str:
        inherited = self.row.get("inherited_from")
        return f"dòng {inherited}, vì ô chủ trì, phối hợp để trống" if inherited else ""

    @property
    def gaps(self) -> list[str]:
        return [] if self.row.get("lead") or self.is_new else ["Chưa nêu đơn vị chủ trì."]


class StepRow(RowForm):
    more = ("organisations",)
    says = ("text", "lead")
    label = DraftField("Bước", width="short", max_length=12)
    text = DraftField("Nội dung", rows=2)
    lead = DraftField("Chủ trì")
    organisations = BodiesField("Đơn vị chủ trì trong sổ")

    @property
    def heading(self) -> str:
        return str(self.row.get("label") or "")

    @property
    def gaps(self) -> list[str]:
        return [] if self.row.get("lead") or self.is_new else ["Chưa nêu đơn vị chủ trì."]


class AssignmentRow(RowForm):
    more = ("organisations",)
    says = ("duties",)
    unit = DraftField("Đơn vị, như trong kế hoạch")
    duties = BlocksField("Nhiệm vụ (mỗi việc cách nhau một dòng trống)", rows=7)
    organisations = BodiesField("Là các đơn vị nào trong sổ")

    @property
    def heading(self) -> str:
        return f"{self.row.get('unit')} · {len(self.row.get('duties') or ())} việc" if not self.is_new else ""

    def corrected(self) -> Row:
        made = super().corrected()
        if len(made["duties"]) != len(self.row.get("duties") or ()):
            made.pop("duty_spans", None)
        if "n_duties" in made:
            made["n_duties"] = len(made["duties"])
        return made


class DutyRow(RowForm):
    more = ("via", "interval", "months", "inclusive", "kind", "addressee", "compiled", "organisations")
    says = ("to", "via", "phase", "kind", "compiled")
    who = DraftField("Ai báo cáo")
    to = DraftField("Báo cáo ai")
    frequency = PickField("Kỳ", Duty.Frequency.choices)
    weekday = WeekdayField("Thứ", [("", "–"), *[(str(n), name) for n, name in enumerate(WEEKDAYS, 1)]], width="short")
    day_of_month = CountField("Ngày trong tháng", low=1, high=31)
    time = HourField("Giờ", width="short")
    due = DayField("Ngày (báo cáo một lần)")
    phase = PickField("Trong giai đoạn", (("", "cả thời gian"), ("peak", "cao điểm"), ("steady", "thường xuyên")))
    via = DraftField("Qua")
    interval = CountField("Cách mấy kỳ", low=1, high=52)
    months = MonthsField("Các tháng", width="short")
    inclusive = YesNoField("Hiểu “trước ngày” là")
    kind = PickField("Loại", (("", "kết quả"), ("difficulty", "phản ánh khó khăn")))
    addressee = PickField("Nơi nhận trong sổ")
    compiled = TickField("Là báo cáo tổng hợp từ các đơn vị")
    organisations = BodiesField("Các đơn vị phải báo cáo trong sổ")

    def prepare(self, choices: Choices) -> None:
        super().prepare(choices)
        self.fields["addressee"].choices = choices.single_bodies  # type: ignore[attr-defined]

    def terms(self) -> When:
        row = self.row
        hour = HourField("").read(row["time"]) if row.get("time") else None
        return When(
            row.get("frequency") or "unspecified", row.get("interval"), row.get("weekday"), row.get("day_of_month"),
            row.get("months"), _time(hour), _date(row.get("due")), row.get("inclusive"),
        )  # fmt: skip

    @property
    def heading(self) -> str:
        return f"{self.row.get('who') or 'chưa rõ ai'}: {due_words(self.terms())}" if not self.is_new else ""

    @property
    def gaps(self) -> list[str]:
        why = why_no_dates(self.terms()) if not self.is_new and self.row.get("frequency") != "adhoc" else ""
        return [why] if why else []


class PhaseRow(RowForm):
    says = ("start", "end")
    name = DraftField("Tên (cao điểm, thường xuyên)", width="medium", max_length=120)
    start = DayField("Từ ngày")
    end = DayField("Đến hết ngày")

    @property
    def heading(self) -> str:
        return str(self.row.get("name") or "")


class AnnexRow(RowForm):
    """A row of the target annex: its columns differ from plan to plan."""

    LABELS: ClassVar[dict[str, str]] = {
        "tt": "TT", "unit": "Địa bàn", "existing": "Hiện có", "population_over_15": "Số người trên 15 tuổi",
        "rate_pct": "Tỷ lệ (%)", "target_2026": "Chỉ tiêu 2026",
    }  # fmt: skip

    HIDDEN: ClassVar[tuple[str, ...]] = (
        "id",
        "quote",
        "span",
        "confidence",
        "reviewed",
        "by_hand",
        "also",
        "merged",
        "inherited_from",
    )

    def prepare(self, choices: Choices) -> None:
        known = dict.fromkeys(self.LABELS) if self.is_new else self.row
        for name, value in known.items():
            if name in self.HIDDEN or isinstance(value, (list, dict)):
                continue
            label = self.LABELS.get(name, name)
            number = isinstance(value, (int, float)) or (value is None and name not in ("unit", "tt"))
            self.fields[name] = NumberField(label, width="short") if number else DraftField(label, width="medium")

    @property
    def heading(self) -> str:
        return str(self.row.get("unit") or "")

    @property
    def facts(self) -> list[tuple[str, str]]:
        shown = [(label, words) for label, words in self.in_words().items() if words]
        return [(label, words) for label, words in shown if label not in ("TT", "Địa bàn")]


class RecipientRow(RowForm):
    text = DraftField("Nơi nhận", max_length=300)

    @property
    def heading(self) -> str:
        return str(self.row.get("text") or "")


class SignerRow(RowForm):
    many = False
    says = ("authority", "title", "concurrent_title")
    authority = DraftField("Thẩm quyền (TM., KT., …)", width="medium")
    title = DraftField("Chức vụ", width="medium")
    concurrent_title = DraftField("Chức vụ kiêm", width="medium")
    name = DraftField("Người ký", width="medium")

    @property
    def heading(self) -> str:
        return str(self.row.get("name") or "")


class ContactRow(RowForm):
    many = False
    says = ("unit", "phone")
    name = DraftField("Họ tên", width="medium")
    unit = DraftField("Đơn vị")
    phone = DraftField("Điện thoại công vụ (đã che)", width="short")

    @property
    def heading(self) -> str:
        return str(self.row.get("name") or self.row.get("unit") or "")


class SupervisorRow(RowForm):
    many = False
    says = ("title",)
    title = DraftField("Chức vụ", width="medium")
    name = DraftField("Họ tên", width="medium")


class QuestionRow(RowForm):
    """A question with its likely answers; it may be left for later."""

    chosen = PickField("Trả lời", width="")
    answer = DraftField("Câu trả lời khác", rows=2)

    def prepare(self, choices: Choices) -> None:
        words = self.options
        picked: Any = self.fields["chosen"]
        picked.widget = forms.RadioSelect()
        later = "Để hỏi sau, hoặc trả lời khác" if words else "Để hỏi sau"
        picked.choices = [*((option, option) for option in words), ("", later)]
        self.answered = self.row.get("answer") or ""
        if self.answered in words:
            self.row = self.row | {"chosen": self.answered, "answer": None}

    @property
    def heading(self) -> str:
        return str(self.row.get("text") or "")

    @property
    def options(self) -> list[str]:
        return [option_words(option) for option in self.row.get("options") or ()]

    @property
    def sets(self) -> bool:
        """Whether choosing an option writes values into the items it is about."""
        return any(isinstance(option, dict) and option.get("changes") for option in self.row.get("options") or ())

    @property
    def about_signs(self) -> list[tuple[str, str]]:
        """The items it concerns, as (id, sign)."""
        about = [str(item) for item in self.row.get("about") or () if str(item)[-1:].isdigit()]
        return [(item, sign_of(item)) for item in about]

    @property
    def doubts(self) -> list[str]:
        """The question itself, until it is answered or left for later by somebody."""
        return [] if self.answered or self.row.get("reviewed") else [self.heading]

    @property
    def weight(self) -> tuple[int, float]:
        return 0, 0.0

    def corrected(self) -> Row:
        made = super().corrected()
        made["answer"] = made.get("answer") or made.pop("chosen", "") or None
        made.pop("chosen", None)
        return made


def _in_words(made: Any, value: Any) -> str:
    """What stands in a field: the word of what was picked, yes or nothing, else the text itself."""
    shown = made.show(value)
    if isinstance(shown, bool):
        return "có" if shown else ""
    if not hasattr(made, "choices"):
        return str(shown)
    known = {str(key): str(word) for key, word in made.choices}
    picked = shown if isinstance(shown, list) else [shown]
    return " · ".join(known.get(str(key), str(key)) for key in picked if key)


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


def _date(iso: Any) -> dt.date | None:
    return dt.date.fromisoformat(iso) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(iso or "")) else None
