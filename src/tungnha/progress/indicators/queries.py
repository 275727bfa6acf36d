"""The typed indicators of a plan: what stands of each, by whose word, of which day, and who may type it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tungnha.drafting.numbers import decimal_vi, rate_value
from tungnha.field.desk import compared
from tungnha.field.models import SeriesValue, TypedSeries
from tungnha.ledger.models import Measure
from tungnha.plans.models import Plan, Target
from tungnha.units.models import Member, Organisation

TYPED_BY = "by"  # in a measure's source: the unit that types it


def unit_of(measure: Measure | None) -> int | None:
    """The unit that types a measure's figure; None where none was named."""
    found = measure.source.get(TYPED_BY) if measure is not None and measure.way == "series" else None
    return int(found) if found else None


def is_typed(target: Target) -> bool:
    return unit_of(target.measure) is not None


def of_plan(plan: Plan) -> list[Target]:
    """Its typed indicators as the plan orders them."""
    rows = Target.objects.filter(plan=plan, measure__way="series").select_related(
        "measure", "plan__campaign__area__parent", "plan__organisation"
    ).order_by("order", "id")  # fmt: skip
    return [target for target in rows if is_typed(target)]


def of_unit(targets: Sequence[Target], unit: Organisation) -> list[Target]:
    return [target for target in targets if unit_of(target.measure) == unit.pk]


@dataclass(frozen=True)
class Typed:
    """One indicator on a day. `value` None: nobody has typed it yet, which is not zero."""

    target: Target
    unit: Organisation | None
    series: TypedSeries | None
    latest: SeriesValue | None
    whole: int | None = None
    history: Sequence[SeriesValue] = ()

    @property
    def value(self) -> Decimal | None:
        return self.latest.value if self.latest is not None else None

    @property
    def rate(self) -> Decimal | None:
        return rate_value(int(self.value), self.whole) if self.value is not None and self.whole else None

    @property
    def share(self) -> str:
        """`412; 96,60%` of what it is a part of; a figure that stands alone has none."""
        if self.target.measure is None or not self.target.measure.source.get(compared.OF):
            return "–"
        if self.whole is None:
            return "chưa có số liệu"
        rate = f"; {decimal_vi(self.rate, 2)}%" if self.rate is not None else ""
        return f"{decimal_vi(self.whole, 0)}{rate}"

    @property
    def words(self) -> str:
        """`412 phản ánh`, `96,5%`; "" where nobody typed it."""
        if self.value is None:
            return ""
        places = 0 if self.value == self.value.to_integral_value() else 2
        unit = self.target.unit
        return f"{decimal_vi(self.value, places)}{'' if unit == '%' else ' '}{unit}"

    @property
    def source(self) -> str:
        """`19/6/2026, nguồn: trang quản trị ứng dụng`."""
        if self.latest is None:
            return ""
        on = self.latest.on
        return f"{on.day}/{on.month}/{on.year}, nguồn: {self.latest.evidence}"


def typed_of(targets: Sequence[Target], on: date) -> list[Typed]:
    """Each as it stands at the end of a day."""
    units = Organisation.objects.in_bulk([pk for t in targets if (pk := unit_of(t.measure)) is not None])
    return [_typed(target, units.get(unit_of(target.measure) or 0), on) for target in targets]


def _typed(target: Target, unit: Organisation | None, on: date) -> Typed:
    assert target.measure is not None
    source = target.measure.source
    series = next(iter(compared.series_of(source)), None)
    if series is None:
        return Typed(target, unit, None, None)
    found = compared.compare(series, source, compared.unit_of(source)[1], on)
    return Typed(target, unit, series, found.latest, found.base if source.get(compared.OF) else None)


def values_of(series: TypedSeries, on: date) -> list[dict[str, Any]]:
    """Everything that was typed, the newest first; what a later entry of the same day took the place of says so."""
    rows = list(series.values.filter(on__lte=on).select_related("made_by__organisation", "made_by__user"))
    rows.sort(key=lambda row: (row.on, row.made_at, row.pk), reverse=True)
    seen: set[date] = set()
    told = []
    for row in rows:
        told.append({
            "on": row.on, "value": row.value, "evidence": row.evidence, "made_at": row.made_at,
            "who": row.made_by.organisation.label if row.made_by.organisation else row.made_by.user.full_name,
            "note": "đã có số ghi lại của ngày này" if row.on in seen else "",
        })  # fmt: skip
        seen.add(row.on)
    return told


def may_type(member: Member, target: Target) -> bool:
    """Those of the unit that answers for it; and the desk of the plan's own level, for a unit that sent paper."""
    if member.organisation_id is not None and unit_of(target.measure) == member.organisation_id:
        return True
    return may_add(member, target.plan)


def may_add(member: Member, plan: Plan) -> bool:
    """An officer of the level whose plan it is."""
    from tungnha.progress.counted import MEASURE_WRITERS

    return bool(plan.campaign.area_id == member.area_id and member.has_role(*MEASURE_WRITERS))
