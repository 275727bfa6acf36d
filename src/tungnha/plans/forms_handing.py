"""The grid that hands a plan down: one way of dividing per target, one number per target and receiver."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from tungnha.drafting.numbers import count as count_vi
from tungnha.people.queries import AGES
from tungnha.plans.handing import OFFERED, Column, Known
from tungnha.plans.models import ShareStep
from tungnha.plans.operations import HandDown
from tungnha.plans.receivers import Receiver
from tungnha.units.requests import asked_id

Method = ShareStep.Method
GRIDLESS = (Method.LEVEL, Method.NONE)
MOST_STEPS = 10**6  # a larger number was not made by our page
LARGEST = 10**9


class CountField(forms.CharField):
    """3.496 or 3496: a whole number; a blank is None."""

    def __init__(self, label: str) -> None:
        words = {"inputmode": "numeric", "autocomplete": "off", "aria-label": label, "size": 7}
        super().__init__(label=label, required=False, max_length=20, widget=forms.TextInput(attrs=words))

    def clean(self, value: Any) -> int | None:
        text = re.sub(r"\s", "", str(super().clean(value) or ""))
        if not text:
            return None
        plain = text.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+", text) else text
        if not re.fullmatch(r"[0-9]+", plain):
            raise forms.ValidationError(f"{self.label}: “{text}” không phải là số nguyên; mời ghi như 3.496.")
        if int(plain) > LARGEST:
            raise forms.ValidationError(f"{self.label}: “{text}” lớn quá mức; mời xem lại số chữ số.")
        return int(plain)


@dataclass
class Cell:
    """One input of the grid, with what counts now beside it."""

    bound: forms.BoundField
    standing: int | None
    known: Known
    label: str

    @property
    def differs(self) -> bool:
        return self.standing is not None and str(self.bound.value() or "").replace(".", "") != str(self.standing)

    @property
    def above_base(self) -> bool:
        typed = str(self.bound.value() or "").replace(".", "")
        return self.known.base is not None and typed.isdigit() and int(typed) > self.known.base


class HandDownForm(forms.Form):
    """Bound to what was sent; unbound, to what was handed down or is proposed."""

    def __init__(self, columns: Sequence[Column], data: Any = None, *, propose: str = "") -> None:
        super().__init__(data)
        self.columns = list(columns)
        self.areas = next((c.receivers for c in self.columns if not c.to_bodies), [])
        for column in self.columns:
            self._add_target(column)
        for r in self.areas:
            self.fields[f"w-{r.key}"] = CountField(f"Số người để chia của {r.title}")
        if data is None:
            self.initial = self._start()
        elif propose:
            self.data = self._proposed(data, propose)

    def _add_target(self, column: Column) -> None:
        pk = column.target.pk
        choices = [(m.value, m.label.capitalize()) for m in OFFERED] + [(Method.NONE.value, "Không giao xuống")]
        self.fields[f"t{pk}-method"] = forms.ChoiceField(label="Cách chia", choices=choices)
        self.fields[f"t{pk}-base"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for r in column.receivers:
            self.fields[f"c{pk}-{r.key}"] = CountField(f"{r.title}, {column.title}")

    def _start(self) -> dict[str, Any]:
        first: dict[str, Any] = {}
        weights: dict[str, int] = {}
        for column in self.columns:
            weights |= {k: n for k, n in (column.latest.weights if column.latest else {}).items() if k not in weights}
        whole = next((c for c in self.columns if _counts_adults(c) and any(k.base for k in c.known.values())), None)
        for r in self.areas:
            base = weights.get(r.key, whole.known[r.key].base if whole and r.key in whole.known else None)
            first[f"w-{r.key}"] = "" if base is None else count_vi(base)
        for column in self.columns:
            pk = column.target.pk
            first |= {f"t{pk}-method": column.method, f"t{pk}-base": str(column.number)}
            step = column.latest
            counts = step.counts if step and step.counts else column.proposal(column.method, weights) or {}
            first |= {f"c{pk}-{key}": count_vi(n) for key, n in counts.items()}
        return first

    def _proposed(self, data: Any, which: str) -> Any:
        """The same form with the numbers of one target, or of all that are not by hand, worked out anew."""
        made = data.copy()
        for column in self.columns:
            pk = column.target.pk
            method = made.get(f"t{pk}-method", "")
            if which not in ("all", str(pk)):
                continue
            counts = column.proposal(method, self._typed(made, column))
            for key, n in (counts or {}).items():
                made[f"c{pk}-{key}"] = count_vi(n)
        return made

    def _typed(self, data: Any, column: Column) -> dict[str, int]:
        """The people typed for each area: for all adults they win, for others they fill what is not known."""
        found = {}
        for r in self.areas:
            text = str(data.get(f"w-{r.key}", "")).replace(".", "").strip()
            unknown = column.known.get(r.key, Known()).base is None
            if text.isascii() and text.isdigit() and len(text) < 10 and (_counts_adults(column) or unknown):
                found[r.key] = int(text)
        return found

    def wanted(self) -> list[HandDown]:
        """What is to be handed down, or taken back (“Không giao xuống”); what is not to be and was not is left out."""
        made = []
        weights = {r.key: n for r in self.areas if (n := self.cleaned_data[f"w-{r.key}"]) is not None}
        for column in self.columns:
            pk, method = column.target.pk, self.cleaned_data[f"t{column.target.pk}-method"]
            counts = {r.key: self.cleaned_data[f"c{pk}-{r.key}"] for r in column.receivers}
            empty = all(n is None for n in counts.values())
            if (method == Method.NONE or (empty and method != Method.LEVEL)) and not column.stands:
                continue
            if method == Method.NONE:
                counts = {}
            base = min(asked_id(self.cleaned_data[f"t{pk}-base"]) or 0, MOST_STEPS)
            made.append(HandDown(column.target, method, base, counts, {} if column.to_bodies else weights))
        return made

    # --- for the page ------------------------------------------------------------------------------------------------

    def shown(self) -> list[dict[str, Any]]:
        """Each target with its method, and whether it has cells in the grid."""
        return [
            {
                "column": column, "method": self[f"t{column.target.pk}-method"],
                "base": self[f"t{column.target.pk}-base"],
                "in_grid": self._method(column) not in GRIDLESS and bool(column.receivers),
                "unknown": self._unknown(column),
            }
            for column in self.columns
        ]  # fmt: skip

    def _method(self, column: Column) -> str:
        return str(self[f"t{column.target.pk}-method"].value() or "")

    def _unknown(self, column: Column) -> str:
        """Why a chosen way gives no numbers."""
        method = self._method(column)
        if method not in (Method.REMAINING, Method.PEOPLE) or (
            column.needed.count is None and column.target.unit.strip() != "%"
        ):
            return ""
        typed = self._typed(self.data if self.is_bound else self.initial, column)
        if column.proposal(method, typed) is not None:
            return ""
        missing = [
            r.title for r in column.receivers
            if r.key not in typed and column.known.get(r.key, Known()).base is None
        ]  # fmt: skip
        if missing:
            return f"Chưa biết số phải tính của {len(missing)} nơi ({', '.join(missing[:3])}…): ghi vào cột đầu."
        return "Chưa có ghi nhận nào để biết ai còn thiếu: hãy chọn cách khác."

    def grids(self) -> list[dict[str, Any]]:
        """The areas' grid and the bodies': heads, rows of cells, totals."""
        made = []
        for to_bodies in (False, True):
            columns = [
                c for c in self.columns
                if c.to_bodies == to_bodies and self._method(c) not in GRIDLESS and c.receivers
            ]  # fmt: skip
            if columns:
                receivers = {r.key: r for c in columns for r in c.receivers}
                made.append(self._grid(columns, list(receivers.values()), to_bodies))
        return made

    def _grid(self, columns: list[Column], receivers: list[Receiver], to_bodies: bool) -> dict[str, Any]:
        rows = [
            {
                "receiver": r, "weight": None if to_bodies else self[f"w-{r.key}"],
                "cells": [self._cell(c, r) for c in columns],
            }
            for r in receivers
        ]  # fmt: skip
        totals = [self._total(c) for c in columns]
        return {"columns": columns, "rows": rows, "totals": totals, "to_bodies": to_bodies}

    def _cell(self, column: Column, r: Receiver) -> Cell | None:
        name = f"c{column.target.pk}-{r.key}"
        if name not in self.fields:
            return None
        bound = self[name]
        bound.field.widget.attrs["data-adds-to"] = str(column.target.pk)
        standing = column.settled.counts.get(r.key) if column.settled else None
        return Cell(bound, standing, column.known.get(r.key, Known()), column.title)

    def _total(self, column: Column) -> dict[str, Any]:
        typed = [str(self[f"c{column.target.pk}-{r.key}"].value() or "").replace(".", "") for r in column.receivers]
        given = sum(int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 12)
        total = column.needed.count
        return {"column": column, "given": given, "rest": None if total is None else total - given}

    def __iter__(self) -> Iterator[forms.BoundField]:
        """For the summary of errors: only what is wrong."""
        return (self[name] for name in self.fields if name in self.errors)


def _counts_adults(column: Column) -> bool:
    measure = column.target.measure
    return not column.to_bodies and (measure is None or measure.group in AGES)
