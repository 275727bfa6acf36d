"""The communes of a province or of the whole country by one measure: counts only, from what is kept added up.

There is no plan above a province, so no target and no state: places are compared by the per cent of their base.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count

from tungnha.drafting.numbers import rate_value
from tungnha.ledger.models import Measure
from tungnha.plans.models import Target
from tungnha.progress.levels.lines import initials
from tungnha.progress.showing import day_word, link
from tungnha.progress.tallies.level import Cell, Level, Place
from tungnha.progress.tallies.slots import is_kept
from tungnha.units.models import Area

MEASURES_SHOWN = 8
BANDS = ("b1", "b2", "b3", "b4", "b5")
BAND_WORDS = {
    "b5": "từ 80%", "b4": "từ 60% đến dưới 80%", "b3": "từ 40% đến dưới 60%", "b2": "từ 20% đến dưới 40%",
    "b1": "dưới 20%", "": "chưa có số liệu",
}  # fmt: skip


def measures() -> list[Measure]:
    """Those that most plans ask for, of what is kept added up."""
    asked = Target.objects.exclude(measure=None).order_by().values_list("measure").annotate(n=Count("pk"))
    often = dict(asked)
    found = [m for m in Measure.objects.filter(pk__in=often) if is_kept(m)]
    return sorted(found, key=lambda m: (-often[m.pk], m.pk))[:MEASURES_SHOWN]


def band_of(rate: Decimal | None) -> str:
    """The fifth of a per cent: b1 … b5; "" without a figure, which is not 0."""
    return "" if rate is None else BANDS[min(int(rate // 20), 4)]


@dataclass
class Province:
    """All communes of one province together: sums of what is known."""

    area: Area
    now: int = 0
    then: int = 0
    base: int = 0
    known: int = 0
    bands: list[str] = field(default_factory=list)

    @property
    def rate(self) -> Decimal | None:
        return rate_value(self.now, self.base) if self.known and self.base else None

    def add(self, cell: Cell) -> None:
        self.bands.append(band_of(cell.rate))
        self.base += cell.base or 0
        if cell.now is not None:
            self.known += 1
            self.now += cell.now
            self.then += cell.then or 0


def provinces_of(found: Level, measure: Measure) -> list[Province]:
    """One pass over all communes."""
    by_pk = {area.pk: Province(area) for area in Area.objects.filter(kind=Area.Kind.PROVINCE).order_by("order", "code")}
    for pk, place in found.places.items():
        province = by_pk.get(place.parent or 0)
        if province is not None:
            province.add(found.cell(measure, pk))
    return [province for province in by_pk.values() if province.bands]


# --- what tables and tiles print -------------------------------------------------------------------------------------

PROVINCE_COLUMNS: tuple[dict[str, Any], ...] = (
    {"key": "name", "label": "Tỉnh, thành phố", "link": "url"},
    {"key": "rate", "label": "Trên số phải tính", "kind": "percent"},
    {"key": "now", "label": "Đang có", "kind": "count"},
    {"key": "base", "label": "Phải tính", "kind": "count"},
    {"key": "change", "label": "Thêm trong kỳ", "kind": "delta"},
    {"key": "known", "label": "Xã có số liệu"},
)
COMMUNE_COLUMNS = ({"key": "name", "label": "Xã, phường", "link": "url"}, *PROVINCE_COLUMNS[1:5])


def province_lines(rows: Sequence[Province], measure: Measure, on: date) -> list[dict[str, Any]]:
    ordered = sorted(rows, key=lambda row: (row.rate is None, -(row.rate or 0), row.area.order))
    return [
        {
            "name": row.area.name, "rate": row.rate, "now": row.now if row.known else None, "base": row.base or None,
            "change": row.now - row.then if row.known else None, "known": f"{row.known}/{len(row.bands)}",
            "url": link("progress:by-measure", row.area.code, do=measure.code, ngay=day_word(on)),
        }
        for row in ordered
    ]  # fmt: skip


def province_tiles(rows: Sequence[Province], measure: Measure, on: date) -> list[dict[str, Any]]:
    """Provinces of the official list where they roughly lie; one that is not in the list comes below the others."""
    places, found = _places(), []
    below = max(row for _, _, row in places.values()) + 1
    for row in rows:
        short, column, line = places.get(row.area.code, (initials(row.area.name), 0, below))
        below += row.area.code not in places
        found.append({
            "name": row.area.title, "short": short, "value": row.rate, "column": column, "row": line,
            "parts": sorted(row.bands, key=lambda band: band or "z"),
            "url": link("progress:by-measure", row.area.code, do=measure.code, ngay=day_word(on)),
        })  # fmt: skip
    return found


@cache
def _places() -> dict[str, tuple[str, int, int]]:
    """code → letters, column, row on a grid that keeps neighbours near each other."""
    with (Path(__file__).parent / "data" / "provinces.csv").open(encoding="utf-8") as rows:
        return {row["code"]: (row["short"], int(row["column"]), int(row["row"])) for row in csv.DictReader(rows)}


def commune_line(place: Place, cell: Cell, *, url: str) -> dict[str, Any]:
    return {"name": place.title, "rate": cell.rate, "now": cell.now, "base": cell.base, "change": cell.change,
            "url": url}  # fmt: skip


def commune_tile(place: Place, cell: Cell, *, url: str) -> dict[str, Any]:
    return {"name": place.title, "short": initials(place.name), "value": cell.rate, "level": band_of(cell.rate),
            "url": url}  # fmt: skip


def legend(bands: Sequence[str]) -> list[tuple[str, str, int]]:
    counted: dict[str, int] = defaultdict(int, Counter(bands))
    return [(band, words, counted[band]) for band, words in BAND_WORDS.items() if counted[band]]
