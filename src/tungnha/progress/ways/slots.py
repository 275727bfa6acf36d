"""What is asked of a way of counting, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tungnha.ledger.models import Measure
from tungnha.units.models import Area


@dataclass(frozen=True)
class Days:
    """The days a figure is looked at: now, the day a change is told from, the day the way starts."""

    on: date
    since: date
    start: date


@dataclass(frozen=True)
class Slot:
    """One measure looked at on its days; two targets of one measure and one start share it."""

    measure: Measure
    days: Days

    @property
    def base_name(self) -> str:
        """Measures of one base share its count; what is counted over a time has a base of its own."""
        if self.measure.source:
            return self.name
        said = (self.measure.counts, self.measure.counted_group or "any", self.measure.residence)
        return "_".join(filter(None, said))

    @property
    def name(self) -> str:
        return f"{self.measure.pk}{self.measure.read_as}_{self.days.start.toordinal()}"


# path of an area → what was counted there → how many. For each slot: own_ and registered_ by its base_name; ever_ now_
# then_ start_ gained_ lost_ by its name. Places of a path add up to what lies above (`total`).
Tally = dict[str, dict[str, int]]


def total(found: Tally, area: Area, key: str) -> int:
    """Sum what was counted in all villages of an area."""
    return sum(counts.get(key, 0) for path, counts in found.items() if path.startswith(area.path))
