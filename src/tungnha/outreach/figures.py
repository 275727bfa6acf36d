"""The figures of a place, as rooms above know them. This room counts nothing of plans; who does, says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tungnha.drafting.numbers import count, decimal_vi, rate_value
from tungnha.units.models import Area, Campaign, Organisation

Place = Area | Organisation


@dataclass(frozen=True)
class FigureLine:
    """One figure of a place on a day. `now` None: not known, and that is not zero. `url` opens it."""

    key: str
    name: str
    now: int | None
    base: int | None
    unit: str = ""
    url: str = ""

    @property
    def rate(self) -> Decimal | None:
        return rate_value(self.now, self.base)

    @property
    def value(self) -> str:
        """`181/200 hộ (90,50%)`"""
        if self.now is None:
            return "chưa có số liệu"
        whole = f"{count(self.now)}/{count(self.base)}" if self.base else count(self.now)
        share = f" ({decimal_vi(self.rate)}%)" if self.rate is not None else ""
        return f"{whole} {self.unit}".strip() + share


# (campaign, places, day, the key of the one figure that is wanted or "") → each place's figures
Source = Callable[[Campaign, Sequence[Place], date, str], dict[Place, list[FigureLine]]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Told once by a room above, in its AppConfig.ready."""
    if source not in _sources:
        _sources.append(source)


def of_places(campaign: Campaign, places: Sequence[Place], on: date, only: str = "") -> dict[Place, list[FigureLine]]:
    """Every figure of each place, or the one with a key."""
    found: dict[Place, list[FigureLine]] = {place: [] for place in places}
    for source in _sources:
        for place, lines in source(campaign, places, on, only).items():
            found[place] += lines
    return found


def of_place(campaign: Campaign, place: Place, on: date) -> list[FigureLine]:
    """Of two targets that count the same people against another level the figure is one, and is said once."""
    lines: dict[tuple[str, str], FigureLine] = {}
    for line in of_places(campaign, [place], on)[place]:
        lines.setdefault((line.name, line.value), line)
    return list(lines.values())
