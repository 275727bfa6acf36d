"""Figures that only units state, without names: armed forces, pupils, workers, and whatever a body alone knows."""

from __future__ import annotations

from datetime import date, timedelta

from tungnha.ledger.models import Measure
from tungnha.progress.stated import StatedCounts
from tungnha.progress.ways.registry import Point, Way
from tungnha.units.models import Area

STATED_ONLY = frozenset({"armed_forces", "pupil", "worker"})


def why_none(measure: Measure) -> str:
    return "Chưa đơn vị nào báo số liệu. Đơn vị ghi số này trong báo cáo của mình."


def history(measure: Measure, area: Area, from_on: date, to_on: date) -> list[Point]:
    """Sums of what units stated, each figure until the next of the same unit; days before the first are left out."""
    stated = StatedCounts.load(area, [measure.group], to_on)
    found = []
    for number in range((to_on - from_on).days + 1):
        day = from_on + timedelta(days=number)
        claims = stated.of_units(area, measure, day)
        if claims:
            found.append((day, sum(claim.count for claim in claims)))
    return found


STATED = Way(name="stated", label="số do đơn vị báo, không kèm tên", why_none=why_none, history=history)
