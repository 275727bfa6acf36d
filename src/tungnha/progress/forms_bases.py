"""Which base a plan is measured against, and how its words are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from tungnha.drafting.dates import page_date
from tungnha.drafting.numbers import decimal_vi
from tungnha.ledger.models import CountClaim
from tungnha.people.queries import GROUP_NAMES
from tungnha.progress.bases import GROUPS, columns_of
from tungnha.progress.choices import READINGS
from tungnha.progress.models import BaseChoice

Uses = BaseChoice.Uses


class ChooseBaseForm(forms.Form):
    """One number of those that are there; without a reason nobody would know next year why."""

    uses = forms.ChoiceField(label="Tính tỷ lệ trên số nào", widget=forms.RadioSelect)
    read_as = forms.ChoiceField(label="“Trên 15 tuổi” được hiểu là", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Vì sao chọn như vậy",
        max_length=300,
        help_text="Ví dụ: theo Công văn số 45/CAX; theo điểm 1 mục II kế hoạch.",
    )

    def __init__(
        self, *args: Any, group: str, claims: Sequence[CountClaim], counted: int | None, told: int | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(Uses.LATEST.value, "Số mới nhất của cơ quan có thẩm quyền")]
        choices += [(f"claim-{claim.pk}", f"Số {_said(claim)}") for claim in claims]
        if told is not None:
            choices.append((Uses.PLAN.value, f"Số ghi trong kế hoạch: {decimal_vi(told, 0)}"))
        if counted is not None:
            choices.append((Uses.REGISTER.value, f"Số đếm từ sổ mỗi ngày; hôm nay {decimal_vi(counted, 0)}"))
        self.fields["uses"].choices = choices  # type: ignore[attr-defined]
        if group in READINGS:
            self.fields["read_as"].choices = list(READINGS[group].items())  # type: ignore[attr-defined]
        else:
            del self.fields["read_as"]
        self.claims = {f"claim-{claim.pk}": claim for claim in claims}

    @property
    def chosen(self) -> dict[str, Any]:
        said = self.cleaned_data
        claim = self.claims.get(said["uses"])
        return {
            "uses": Uses.CLAIM if claim else Uses(said["uses"]), "claim": claim, "read_as": said.get("read_as", ""),
            "reason": said["reason"],
        }  # fmt: skip


def _said(claim: CountClaim) -> str:
    document = f", {claim.document}" if claim.document else ""
    return f"{decimal_vi(claim.count, 0)} của {claim.stated_by.label}, ngày {page_date(claim.on)}{document}"


class LookBaseForm(forms.Form):
    """Which group, column, place and day stand in the address. A wrong word is left out."""

    nhom = forms.ChoiceField(choices=[(group, GROUP_NAMES[group]) for group in GROUPS], required=False)
    cot = forms.SlugField(required=False)
    noi = forms.SlugField(required=False)
    ngay = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def asked(self, today: date) -> tuple[str, str, str, date]:
        """(group, column, code of the area, day)."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        group: str = said.get("nhom") or "adult15"
        columns = columns_of(group)
        column: str = said.get("cot") or ""
        if column not in columns:
            column = next(iter(columns), "")
        place: str = said.get("noi") or ""
        on: date = said.get("ngay") or today
        return group, column, place, on
