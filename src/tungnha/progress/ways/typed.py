"""Figures nobody's rows make, typed with their papers: days a procedure takes, a share, a number of models."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tungnha.field.desk import compared
from tungnha.field.models import TypedSeries
from tungnha.ledger.models import Measure
from tungnha.progress.ways.registry import Point, Way
from tungnha.progress.ways.slots import Slot, Tally
from tungnha.units.models import Area

COUNTED = str(TypedSeries.Unit.COUNT.label)


def tally(slots: Sequence[Slot], area: Area) -> Tally:
    """Of each place the series typed there; a place with nothing to compare adds nothing, its whole included."""
    found: Tally = {}
    for slot in slots:
        source, size = slot.measure.source, compared.unit_of(slot.measure.source)[1]
        for one in compared.series_of(source, area.path):
            now, then, start = (
                compared.compare(one, source, size, day) for day in (slot.days.on, slot.days.since, slot.days.start)
            )
            if now.now is None:
                continue
            gained = now.now - (then.now or 0)
            keys = {
                "own": now.base or 0, "ever": 1, "now": now.now, "then": then.now or 0, "start": start.now or 0,
                "gained": max(gained, 0), "lost": max(-gained, 0),
            }  # fmt: skip
            place = found.setdefault(one.area.path, {})
            for key, n in keys.items():
                name = f"{key}_{slot.name}"
                place[name] = place.get(name, 0) + n
    return found


def history(measure: Measure, area: Area, from_on: date, to_on: date) -> list[Point]:
    """From the first day on which there was something to compare."""
    size = compared.unit_of(measure.source)[1]
    source = {key: value for key, value in measure.source.items() if key != compared.OF}  # the line needs no base
    rows = compared.series_of(source, area.path)
    points = []
    for number in range((to_on - from_on).days + 1):
        day = from_on + timedelta(days=number)
        known = compared.known([compared.compare(one, source, size, day) for one in rows])
        if known:
            points.append((day, sum(row.now or 0 for row in known)))
    return points


def why_none(measure: Measure) -> str:
    name = measure.source.get("series")
    if measure.source.get("by"):
        return "Chưa có số liệu: đơn vị được giao ghi số ở trang Chỉ số theo dõi, kèm ngày và nguồn."
    what = f"Chuỗi số liệu “{name}”" if name else "Chưa chuỗi thời gian giải quyết thủ tục nào"
    missing = "đủ hai lần đo" if measure.source.get("as") == compared.LESS else "lần đo nào"
    word = "chưa có" if name else "có"
    return f"{what} {word} {missing}; ghi ở trang Một cửa, mục Số liệu trước, sau, kèm căn cứ."


def unit(measure: Measure) -> str:
    """Its own word for what is only counted (phản ánh, mô hình); else the unit in which all values are whole."""
    found = compared.unit_of(measure.source)[0]
    return measure.unit if found == COUNTED and measure.unit not in ("", "%") else found


TYPED = Way(
    name="series", label="số liệu trước, sau (nhập tay, kèm căn cứ)", why_none=why_none, tally=tally, history=history,
    base_words="lần đo đầu", in_villages=False, unit=unit,
)  # fmt: skip
