"""What pages show of a figure beyond its villages: parts, days of a flow, series with papers, helpers of households."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tungnha.drafting.dates import page_date
from tungnha.field import flows
from tungnha.field.homes.queries import helpers_of
from tungnha.field.models import TypedSeries
from tungnha.ledger.rules import parse_rule
from tungnha.ledger.wording import services_by_code
from tungnha.plans.models import Target
from tungnha.progress import made_of, showing
from tungnha.progress.board import Board
from tungnha.progress.figures import Figure
from tungnha.progress.indicators import queries as indicators
from tungnha.progress.openers import Row
from tungnha.progress.ways import flow, way_for
from tungnha.progress.why import why_household_not
from tungnha.units.models import Area, Role
from tungnha.units.requests import MemberRequest

PART_COLUMNS = [
    {"key": "words", "label": "Trong đó"},
    {"key": "now", "label": "Có", "kind": "count"},
    {"key": "base", "label": "Trong số", "kind": "count"},
    {"key": "rate", "label": "Tỷ lệ", "kind": "percent"},
]
DAY_COLUMNS = [
    {"key": "on", "label": "Ngày", "kind": "date"},
    {"key": "came", "label": "Số lượt đến", "kind": "count"},
    {"key": "done", "label": "Được tính", "kind": "count"},
    {"key": "rate", "label": "Tỷ lệ", "kind": "percent"},
]
SERIES_COLUMNS = [
    {"key": "name", "label": "Số liệu", "link": "url"},
    {"key": "area", "label": "Nơi ghi"},
    {"key": "first", "label": "Lần đo đầu"},
    {"key": "latest", "label": "Lần đo gần nhất"},
    {"key": "words", "label": "So sánh"},
]
VALUE_COLUMNS = [
    {"key": "on", "label": "Tính đến ngày", "kind": "date"},
    {"key": "value", "label": "Số", "kind": "count"},
    {"key": "evidence", "label": "Nguồn"},
    {"key": "who", "label": "Ai ghi"},
    {"key": "made_at", "label": "Ghi lúc", "kind": "datetime"},
    {"key": "note", "label": "Ghi chú"},
]
MEASURE_WRITERS = (Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)


def parts_of_page(request: MemberRequest, board: Board, found: Figure) -> dict[str, Any]:
    """All that the page of one target shows about how its figure is made."""
    measure, area = found.target.measure, found.area
    if measure is None:
        return {"may_choose": may_choose(request, found.target)}
    test = made_of.village_test(board, found.target) if area.pk == board.root.pk else None
    parts = made_of.parts_of_figure(measure, area, found.on) if found.now is not None else []
    shown = {
        "parts": parts, "unasked": [part.words for part in parts if part.now is None], "part_columns": PART_COLUMNS,
        "village_test": test, "homes": made_of.homes_of(found.target, area, found.on),
        "homes_url": showing.link("field:homes", cach=measure.code) if _sees_homes(request, area) else "",
        "measure_url": showing.link("progress:measure", measure.code, chi_tieu=found.target.pk),
        "four_columns_url": showing.link("progress:plan-measures", found.target.plan_id),
        "counted_url": showing.rows_link(found, "now") if found.way in ("flow", "series") else "",
    }  # fmt: skip
    way = way_for(measure)
    if area.kind == Area.Kind.COMMUNE and way is not None and not way.in_villages:
        shown |= {"villages": None, "silent_villages": [], "base_sum": None}
    return shown | tables_of(request, found)


def may_choose(request: MemberRequest, target: Target) -> bool:
    """An officer of the level whose plan it is; nobody decides how another level counts."""
    own = target.plan.campaign.area_id == request.member.area_id
    return own and request.member.has_role(*MEASURE_WRITERS)


def _sees_homes(request: MemberRequest, area: Area) -> bool:
    own = area.kind == Area.Kind.COMMUNE and area.pk == request.member.area_id
    return own and request.member.has_role(Role.LEADER, Role.OFFICER, Role.DATA_STEWARD)


def tables_of(request: MemberRequest, found: Figure) -> dict[str, Any]:
    """Days of a flow, series of typed figures: all of them."""
    measure = found.target.measure
    if measure is None:
        return {}
    if found.way == "flow":
        days = flow.days(measure, found.area, found.start_on or found.on, found.on)
        source = flows.FLOWS[measure.source["flow"]]
        return {"days": days, "day_columns": DAY_COLUMNS, "flow": source}
    if found.way == "series":
        rows = made_of.series_rows(measure, found.area, found.on)
        opens = request.member.has_role(Role.LEADER, Role.OFFICER, Role.DATA_STEWARD)
        shown = {"series": [_series_row(row, opens) for row in rows], "series_columns": SERIES_COLUMNS}
        return shown | _typed_values(request, found, [row.row.series for row in rows])
    return {}


def _typed_values(request: MemberRequest, found: Figure, series: Sequence[TypedSeries]) -> dict[str, Any]:
    """Of an indicator that a unit types: each number with its day, its source and who typed it."""
    if not indicators.is_typed(found.target):
        return {}
    may_type = indicators.may_type(request.member, found.target)
    return {
        "values": [row for one in series for row in indicators.values_of(one, found.on)],
        "value_columns": VALUE_COLUMNS,
        "series": [],
        "type_url": showing.link("progress:indicator-type", found.target.plan_id) if may_type else "",
    }


def _series_row(row: made_of.SeriesRow, opens: bool) -> dict[str, Any]:
    """`opens`: whoever writes at the desk, and the leader, may see the series itself."""

    def said(value: Any) -> str:
        if value is None:
            return ""
        number = f"{value.value.normalize():f}".replace(".", ",")
        unit = row.row.series.get_unit_display()
        return f"{number} {unit}, {value.on.day}/{value.on.month}/{value.on.year} ({value.evidence})"

    one = row.row.series
    return {
        "name": one.name, "url": showing.link("field:series-one", one.pk) if opens else "", "area": one.area.title,
        "first": said(row.row.first), "latest": said(row.row.latest), "words": row.words,
    }  # fmt: skip


def explain(shown: Sequence[dict[str, Any]], rows: Sequence[Row], target: Target, which: str, on: date) -> None:
    """Beside what counts no more: which day it expired. Beside each household that does not count: why, and who of the
    team helps it."""
    measure = target.measure
    if which == "lost":
        for line, row in zip(shown, rows, strict=True):
            line["why"] = _expired(row, on)
    if measure is None or measure.counts != "household" or which not in ("missing", "base", "lost"):
        return
    services = services_by_code(parse_rule(measure.rule))
    helpers = helpers_of([row.thing.pk for row in rows], target.plan.campaign, on)
    for line, row in zip(shown, rows, strict=True):
        line["why"] = line.get("why") or why_household_not(measure, row.standings, services, on)
        helper = helpers.get(row.thing.pk)
        line["helper"] = helper.member.user.full_name if helper else ""


def _expired(row: Row, on: date) -> str:
    """`Đã hết hạn ngày 30/6/2026, chưa gia hạn.`; nothing where it left the count otherwise."""
    days = [one.until_on for one in row.standings if one.until_on is not None and one.until_on < on]
    day = max(days, default=None)
    return f"Đã hết hạn ngày {page_date(day)}, chưa gia hạn." if day else ""
