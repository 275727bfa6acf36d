"""An indicator is added to a plan; its unit types what it is, for a day and with a source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from tungnha.field.desk import compared
from tungnha.field.desk.operations import start_series, type_value
from tungnha.field.models import SeriesValue, TypedSeries
from tungnha.identity import names
from tungnha.ledger.models import Measure
from tungnha.ledger.models.services import Counted
from tungnha.plans.models import Plan, Target
from tungnha.progress.indicators.queries import TYPED_BY, of_plan, typed_of
from tungnha.progress.measures.operations import make_measure
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

PERCENT = "%"


@transaction.atomic
def add_indicator(
    *, plan: Plan, name: str, unit: str, typed_by: Organisation, part_of: Target | None, by: Member, at: datetime
) -> Target:
    """Watch a figure nobody's rows make. The plan itself is not changed by it: no level, no day, no new version.

    `part_of`: the indicator it is a part of (398 answered of 412 sent), so that it has a rate."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    name, unit = " ".join(name.split())[:180], " ".join(unit.split())[:30]
    if not name or not unit:
        raise BadInput("Mời ghi tên chỉ số và đơn vị tính, ví dụ: Phản ánh đã trả lời, đơn vị tính: phản ánh.")
    standing = Target.objects.filter(plan=plan).values_list("text", flat=True)
    if names.fold(name) in {names.fold(text) for text in standing}:
        raise BadInput(f"Kế hoạch đã có chỉ số “{name}”: mời ghi số vào chỉ số ấy.")
    area = plan.campaign.area
    kind = TypedSeries.Unit.PERCENT if unit == PERCENT else TypedSeries.Unit.COUNT
    series = start_series(
        area=area, name=_free_name(area, name, plan), unit=kind, less_is_better=False, by=by, at=at
    )  # fmt: skip
    measure = make_measure(_measure(name, unit, series, typed_by, part_of), area=area, by=by, at=at)
    made = _watched(plan, name, measure)
    log_event("indicator.added", about=made, by=by, at=at, measure=measure.code, unit=typed_by.pk)
    return made


def _measure(name: str, unit: str, series: TypedSeries, typed_by: Organisation, part_of: Target | None) -> Measure:
    source = {"series": series.name, "as": compared.LEVEL, compared.IN: series.area.code, TYPED_BY: typed_by.pk}
    whole = part_of.measure.source.get("series") if part_of is not None and part_of.measure is not None else None
    return Measure(
        name=name, unit=unit, counts=Counted.FIGURE, way="series",
        source=source | ({compared.OF: whole} if whole else {}),
        numerator=f"Số do {typed_by.label} ghi, kèm ngày và nguồn của số",
        denominator=part_of.text if whole and part_of is not None else "Không có: số đứng một mình",
    )  # fmt: skip


def _free_name(area: Area, name: str, plan: Plan) -> str:
    """Two plans of one area may watch something of the same name: each has figures of its own."""
    taken = {names.fold(one) for one in TypedSeries.objects.filter(area=area).values_list("name", flat=True)}
    tried = [name, *(f"{name} ({word})" for word in (plan.campaign.name[:80], f"kế hoạch {plan.pk}"))]
    return next((one[:200] for one in tried if names.fold(one) not in taken), name)


@transaction.atomic
def watch(*, plan: Plan, measure: Measure, by: Member, at: datetime) -> Target:
    """Watch what a way of counting there is counts already: no level, no day, no new version."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if Target.objects.filter(plan=plan, measure=measure).exists():
        raise BadInput(f"Kế hoạch đã đếm “{measure.name}”: mời xem ở bảng chỉ tiêu.")
    made = _watched(plan, measure.name, measure)
    log_event("indicator.added", about=made, by=by, at=at, measure=measure.code, unit=None)
    return made


def _watched(plan: Plan, text: str, measure: Measure) -> Target:
    made: Target = Target.objects.create(
        plan=plan, order=Target.ever.filter(plan=plan).count(), text=text, unit=measure.unit, measure=measure,
        role=Target.Role.INDICATOR, comparator=Target.Comparator.AT_LEAST,
    )  # fmt: skip
    return made


@transaction.atomic
def type_figures(
    *, values: Mapping[Target, Decimal], on: date, source: str, by: Member, at: datetime
) -> list[SeriesValue]:
    """Store what some indicators were on a day. What is left out stays as it was: missing is not zero. The very same
    figures typed again change nothing."""
    if not values:
        raise BadInput("Chưa ghi số nào: mời ghi ít nhất một chỉ số, chỉ số chưa có số thì để trống.")
    for target, value in values.items():
        if target.unit != PERCENT and value != value.to_integral_value():
            raise BadInput(f"“{target.label}”: đếm {target.unit} thì ghi số nguyên.")
    found = {one.target.pk: one for one in typed_of(list(values), on)}
    _check_wholes(values, on)
    made = []
    for target, value in values.items():
        series = found[target.pk].series
        if series is None:
            raise BadInput(f"“{target.label}” chưa có chỗ để ghi: cán bộ phụ trách kế hoạch mở lại chỉ số.")
        latest = found[target.pk].latest
        said = (on, value, " ".join(source.split())[:200])
        if latest is None or (latest.on, latest.value, latest.evidence) != said:
            made.append(type_value(series=series, on=on, value=value, evidence=source, by=by, at=at))
    return made


def _check_wholes(values: Mapping[Target, Decimal], on: date) -> None:
    """A part is not above its whole, as both are typed now or stand already."""
    plan = next(iter(values)).plan
    said = {one.target.pk: one.value for one in typed_of(of_plan(plan), on)}
    said |= {target.pk: value for target, value in values.items()}
    by_series = {target.measure.source["series"]: target for target in of_plan(plan) if target.measure is not None}
    for part in by_series.values():
        whole = by_series.get(part.measure.source.get(compared.OF, "")) if part.measure is not None else None
        if whole is None or not {part.pk, whole.pk} & {target.pk for target in values}:
            continue
        number, most = said.get(part.pk), said.get(whole.pk)
        if number is not None and most is not None and number > most:
            raise BadInput(
                f"“{part.label}” ({number.normalize():f}) lớn hơn “{whole.label}” ({most.normalize():f}): xin xem lại "
                "hai số này."
            )
