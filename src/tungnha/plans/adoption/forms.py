"""The forms of who has taken a plan up: one place's answers, and the items of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from tungnha.plans.adoption.operations import Stated
from tungnha.plans.forms import DayInput
from tungnha.plans.models import AdoptionEntry, AdoptionItem, Plan, Target
from tungnha.plans.work.forms import KeyForm
from tungnha.units.models import Group

Asks = AdoptionItem.Asks
ANSWERS = (("", "Chưa có gì để ghi"), ("yes", "Đã có"), ("no", "Chưa"))
DAYS = {Asks.PLAN: "Ngày ban hành", Asks.GROUP: "Ngày ký quyết định", Asks.DAY: "Ngày làm"}
PAPERS = {Asks.PLAN: "Số, ký hiệu kế hoạch", Asks.GROUP: "Số quyết định"}


class LevelField(forms.DecimalField):
    """A level as people write it: 35,4."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().rstrip("%").strip()
            if "," in value:  # 5.480,5: dots part thousands
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class StateForm(KeyForm):
    """All items of one place on one page. What was left as it was is not said again."""

    def __init__(
        self, *args: Any, items: Sequence[AdoptionItem], stated: dict[int, AdoptionEntry], today: date, **kwargs: Any
    ) -> None:
        self.items, self.stated = list(items), stated
        super().__init__(*args, **kwargs)
        for item in self.items:
            self._add(item, stated.get(item.pk))

    def _add(self, item: AdoptionItem, before: AdoptionEntry | None) -> None:
        asks, name = Asks(item.asks), f"m{item.pk}"
        said = ("yes" if before.is_done else "no") if before else ""
        self.fields[f"{name}-is"] = forms.ChoiceField(
            label=item.name, choices=ANSWERS, required=False, initial=said, widget=forms.RadioSelect
        )
        if asks in PAPERS:
            self.fields[f"{name}-paper"] = forms.CharField(
                label=PAPERS[asks], required=False, max_length=60, initial=before.paper_number if before else ""
            )
        if asks in DAYS:
            self.fields[f"{name}-on"] = DayInput(
                label=DAYS[asks], required=False, initial=before.on if before else None
            )
        if asks == Asks.FIGURE and item.target is not None:
            self.fields[f"{name}-value"] = LevelField(
                label=f"Kế hoạch của nơi mình ghi bao nhiêu ({item.target.unit})", required=False, max_digits=12,
                decimal_places=3, initial=before.value if before else None, help_text=item.target.label,
            )  # fmt: skip
        if asks == Asks.CONTACT:
            self.fields[f"{name}-name"] = forms.CharField(
                label="Họ và tên", required=False, max_length=120, initial=before.contact_name if before else ""
            )
            self.fields[f"{name}-phone"] = forms.CharField(
                label="Điện thoại công vụ", required=False, max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
                initial=before.contact_phone if before else "",
            )  # fmt: skip

    def groups(self) -> list[dict[str, Any]]:
        """Each item with its inputs, for the page."""
        return [
            {"item": item, "answer": self[f"m{item.pk}-is"],
             "inputs": [self[name] for name in self.fields if name.startswith(f"m{item.pk}-") and name[-3:] != "-is"]}
            for item in self.items
        ]  # fmt: skip

    def said(self) -> list[tuple[AdoptionItem, Stated]]:
        """What differs from what was stated before."""
        return [(item, one) for item in self.items if (one := self._said(item)) is not None]

    def _said(self, item: AdoptionItem) -> Stated | None:
        def given(part: str) -> Any:
            return self.cleaned_data.get(f"m{item.pk}-{part}")

        if not given("is"):
            return None
        made = Stated(
            is_done=given("is") == "yes", on=given("on"), paper_number=given("paper") or "", value=given("value"),
            contact_name=given("name") or "", contact_phone=given("phone") or "",
        )  # fmt: skip
        before = self.stated.get(item.pk)
        same = before is not None and made == Stated(
            before.is_done, before.on, before.paper_number, before.value, "", before.contact_name,
            before.contact_phone or "",
        )  # fmt: skip
        return None if same else made


class ItemForm(forms.Form):
    name = forms.CharField(label="Tên mục", max_length=120, help_text="Ví dụ: Hội nghị liên ngành.")
    asks = forms.ChoiceField(label="Cần ghi gì", choices=AdoptionItem.Asks.choices)
    of = forms.ChoiceField(label="Hỏi ai", choices=AdoptionItem.Of.choices)
    target = forms.ModelChoiceField(
        label="So với chỉ tiêu", queryset=Target.objects.none(), required=False, empty_label="không so",
        help_text="Chỉ dùng khi mục hỏi mức ghi trong kế hoạch.",
    )  # fmt: skip
    group_kind = forms.ChoiceField(
        label="Loại tổ", choices=[("", "không phải tổ"), *Group.Kind.choices], required=False,
        help_text="Tổ loại này đã có trong sổ thì máy tự đánh dấu.",
    )  # fmt: skip
    due_on = DayInput(label="Hạn", required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = plan.targets.filter(role="target", value__isnull=False)  # type: ignore[attr-defined]
        self.fields["target"].label_from_instance = lambda target: target.label[:100]  # type: ignore[attr-defined]


__all__ = ["ItemForm", "LevelField", "StateForm"]
