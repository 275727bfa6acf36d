"""How a measure is counted: each way in a module of its own, told to the registry here (decision 0036).

Lower rooms give queries (people, ledger, field); this room joins them. The room of activities comes later and puts
the real way where here only the reason stands.
"""

from __future__ import annotations

from functools import partial

from tungnha.ledger.models import Measure
from tungnha.progress.ways import courses, flow, rolls, stated, things, typed
from tungnha.progress.ways.registry import Way, named, register, ways
from tungnha.progress.ways.slots import Days, Slot, Tally, total

NO_MEASURE = "Chỉ tiêu chưa gắn với cách tính nào: cán bộ phụ trách bấm “Chọn cách tính” ở trang của chỉ tiêu."
COMES_LATER = (
    ("activity", "hoạt động tuyên truyền", "Phần ghi hoạt động tuyên truyền chưa có: số hoạt động ghi tạm ở Một cửa, "
     "mục Số liệu trước, sau, hoặc để đơn vị báo."),
)  # fmt: skip


def _later(why: str, measure: Measure) -> str:
    return why


courses.register()
for _way in (things.THINGS_WAY, rolls.ROLLS, stated.STATED, flow.FLOW, typed.TYPED):
    register(_way)
for _name, _label, _why in COMES_LATER:
    register(Way(name=_name, label=_label, why_none=partial(_later, _why)))


def way_of(measure: Measure | None) -> str:
    """things, units, stated, flow, series; what a measure does not say follows from its group."""
    if measure is None:
        return ""
    if measure.way:
        return measure.way
    if measure.group in stated.STATED_ONLY:
        return "stated"
    return "units" if measure.group in rolls.OF_UNITS else "things"


def way_for(measure: Measure | None) -> Way | None:
    return named(way_of(measure))


def is_named(measure: Measure | None) -> bool:
    """Whether the figure's numbers open to things of the register."""
    way = way_for(measure)
    return way is not None and way.named


def why_not(measure: Measure | None) -> str:
    """Why there is no count, in words: with where it is given."""
    way = way_for(measure)
    return way.why_none(measure) if way is not None and measure is not None else NO_MEASURE


def unit_word(measure: Measure | None) -> str:
    """người, hộ, lượt, số thuê bao, ngày làm việc …"""
    way = way_for(measure)
    if way is None or measure is None:
        return ""
    return way.unit(measure) or str(measure.get_counts_display())


__all__ = [
    "Days", "Slot", "Tally", "Way", "is_named", "register", "total", "unit_word", "way_for", "way_of", "ways",
    "why_not",
]  # fmt: skip
