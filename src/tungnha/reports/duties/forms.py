"""What is typed about duties: when to remind, whom to excuse, whom to chase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tungnha.reports.duties.timing import Rule
from tungnha.units.models import Organisation
from tungnha.units.typed import WholeNumberField

ROWS = 5
WHEN = [
    ("", "không dùng dòng này"),
    ("day", "trước hạn mấy ngày làm việc"),
    ("same", "chính ngày hạn"),
    ("before", "trước hạn mấy phút"),
    ("after", "sau hạn mấy phút"),
]


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


def time_field(label: str, **more: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **more)


class RulesForm(forms.Form):
    """Up to five times at which those who have not sent are reminded."""

    def __init__(self, *args: Any, rules: Sequence[Rule] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = max(ROWS, len(rules))
        for n in range(self.rows):
            now = started(rules[n]) if n < len(rules) else {"by_mail": True}
            self.fields[f"when{n}"] = forms.ChoiceField(
                label=f"Lần {n + 1}", choices=WHEN, required=False, initial=now.get("when", "")
            )
            self.fields[f"amount{n}"] = WholeNumberField(
                label="Số ngày, số phút", min_value=1, max_value=10_000, required=False, initial=now.get("amount"),
            )  # fmt: skip
            self.fields[f"at{n}"] = time_field("Lúc", required=False, initial=now.get("at"))
            self.fields[f"mail{n}"] = forms.BooleanField(
                label="Gửi cả thư điện tử", required=False, initial=now.get("by_mail", True)
            )

    def lines(self) -> list[list[Any]]:
        return [[self[f"{name}{n}"] for name in ("when", "amount", "at", "mail")] for n in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(self.rows):
            when, amount, at = (data.get(f"{name}{n}") for name in ("when", "amount", "at"))
            if when in ("day", "before", "after") and not amount:
                self.add_error(f"amount{n}", f"Lần {n + 1}: xin ghi mấy ngày hoặc mấy phút.")
            if when == "day" and amount and amount > 10:
                self.add_error(f"amount{n}", f"Lần {n + 1}: nhắc trước nhiều nhất 10 ngày làm việc.")
            if when in ("day", "same") and at is None:
                self.add_error(f"at{n}", f"Lần {n + 1}: xin ghi nhắc lúc mấy giờ.")
        return data

    def rules(self) -> list[Rule]:
        found = []
        for n in range(self.rows):
            when, amount, at, mail = (self.cleaned_data.get(f"{name}{n}") for name in ("when", "amount", "at", "mail"))
            if when in ("day", "same"):
                found.append(Rule(days=amount if when == "day" else 0, at=at, by_mail=bool(mail)))
            elif when in ("before", "after"):
                assert amount is not None
                found.append(Rule(minutes=amount if when == "after" else -amount, by_mail=bool(mail)))
        return found


def started(rule: Rule) -> dict[str, Any]:
    """A rule as its line is filled in."""
    if rule.minutes is not None:
        return {"when": "after" if rule.minutes > 0 else "before", "amount": abs(rule.minutes), "by_mail": rule.by_mail}
    return {"when": "day" if rule.days else "same", "amount": rule.days or None, "at": rule.at, "by_mail": rule.by_mail}


class ExcuseForm(forms.Form):
    organisation = forms.ModelChoiceField(label="Đơn vị được miễn", queryset=Organisation.objects.none())
    from_on = day_field("Từ kỳ có hạn ngày")
    until_on = day_field("Đến kỳ có hạn ngày", help_text="Kỳ có hạn sau ngày này, đơn vị lại gửi như thường.")
    reason = forms.CharField(label="Vì sao", max_length=300, help_text="Hiện cạnh tên đơn vị; không ghi tên người.")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = units  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    why = forms.CharField(label="Vì sao", max_length=300)


class ChaseForm(forms.Form):
    """Which of those who have not sent are reminded."""

    chosen = forms.MultipleChoiceField(
        label="Nhắc những nơi nào", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Xin chọn ít nhất một nơi để nhắc."},
    )  # fmt: skip

    def __init__(self, *args: Any, names: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = names  # type: ignore[attr-defined]

    def keys(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data["chosen"]}
