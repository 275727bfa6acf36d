"""What is asked at a seller's: one box for each thing done, one choice for each thing the seller has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms

from tungnha.field.models import SellerVisit
from tungnha.field.operations_sellers import Step
from tungnha.field.seller_rules import is_asked_of
from tungnha.field.seller_steps import services
from tungnha.ledger.models import Service
from tungnha.people.models import Establishment


@dataclass(frozen=True)
class Asked:
    """One service as the page asks it: what is held, and the choices that would be news."""

    service: Service
    name: str
    held: str  # the words of the level that is held, "" for none
    since: Any
    choices: list[tuple[str, str]]
    chosen: str

    @property
    def is_one(self) -> bool:
        """A single box to tick, or a choice among several."""
        return len(self.choices) == 1


class SellerVisitForm(forms.Form):
    visit_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    outcome = forms.ChoiceField(
        label="Ở cơ sở này", choices=SellerVisit.Outcome.choices,
        error_messages={"required": "Chưa lưu: mời bấm một trong các nút ở cuối trang."},
    )  # fmt: skip
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Không ghi số căn cước, số tài khoản, mật khẩu.",
    )  # fmt: skip

    def __init__(self, *args: Any, row: Establishment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = [one for one in services() if is_asked_of(one.code, row.kind)]
        for service in self.services:
            ranks = [(str(level.rank), level.name) for level in service.levels.all()]
            # Every level may come, also one that somebody else has recorded since the page was opened.
            self.fields[self.name_of(service)] = forms.ChoiceField(
                label=service.name, required=False, choices=[("", ""), *ranks, ("0", "không còn")]
            )

    @staticmethod
    def name_of(service: Service) -> str:
        return f"s{service.pk}"

    def steps(self) -> list[Step]:
        """What was ticked; what was left alone says nothing."""
        chosen = [(service, self.cleaned_data.get(self.name_of(service))) for service in self.services]
        return [Step(service, int(level)) for service, level in chosen if level]

    def asked(self, held: dict[int, Any]) -> list[Asked]:
        """`held`: service id → the standing that holds today."""
        found = []
        for service in self.services:
            standing, name = held.get(service.pk), self.name_of(service)
            levels = {level.rank: level.name for level in service.levels.all()}
            level = standing.level if standing and service.kind == Service.Kind.STATE else 0
            choices = [(str(rank), words) for rank, words in levels.items() if rank > level]
            if level:
                choices.append(("0", "không còn nữa"))
            words = levels.get(standing.level, "đã có") if standing else ""
            since = standing.since_on if standing else None
            found.append(Asked(service, name, words, since, choices, str(self[name].value() or "")))
        return found
