"""The grid of a campaign of words: themes × forms × villages and units; done, planned, late and empty (C10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tungnha.outreach.models import ActivityPart, OutreachForm, Theme
from tungnha.units.models import Area, Campaign, Organisation

OTHER = 0  # the column of kinds no form of the plan holds


@dataclass
class Cell:
    """One place, theme and form, or several of them together: how many parts are done, still open, late."""

    done: int = 0
    open: int = 0
    late: int = 0

    @property
    def state(self) -> str:
        """done, part (some done, some open), late, planned, empty: what the eye looks for."""
        if self.late:
            return "late"
        if self.done:
            return "part" if self.open else "done"
        return "planned" if self.open else "empty"

    def add(self, other: Cell) -> None:
        self.done, self.open, self.late = self.done + other.done, self.open + other.open, self.late + other.late


@dataclass(frozen=True)
class GridPlace:
    """A row: a village, a unit, or the commune itself. `is_past`: a village that was merged or parted since; what it
    did counts, and nothing can be planned for it."""

    area: Area
    organisation: Organisation | None = None
    is_past: bool = False

    @property
    def key(self) -> tuple[int, int]:
        return self.area.pk, self.organisation.pk if self.organisation else 0

    @property
    def name(self) -> str:
        return self.organisation.label if self.organisation else self.area.title

    @property
    def is_village(self) -> bool:
        return self.organisation is None and self.area.kind == Area.Kind.VILLAGE


@dataclass
class Grid:
    themes: list[Theme]
    forms: list[OutreachForm]
    places: list[GridPlace]
    cells: dict[tuple[tuple[int, int], int, int], Cell] = field(default_factory=dict)
    has_other: bool = False

    @property
    def villages(self) -> list[GridPlace]:
        return [place for place in self.places if place.is_village]

    def cell(self, place: GridPlace, theme: Theme, forms: Iterable[int]) -> Cell:
        """One place and theme over some forms."""
        total = Cell()
        for form in forms:
            found = self.cells.get((place.key, theme.pk, form))
            if found:
                total.add(found)
        return total

    def reached(self, theme: Theme, form: int) -> tuple[int, int, int]:
        """Of the villages: (done, with something still open, with nothing at all) for a theme in a form. A village that
        is past is one of them only where it has done it."""
        states = [(place, self.cell(place, theme, (form,))) for place in self.villages]
        counted = [cell for place, cell in states if cell.done or not place.is_past]
        done = sum(1 for cell in counted if cell.done)
        opened = sum(1 for cell in counted if not cell.done and cell.open)
        return done, opened, len(counted) - done - opened

    def empty(self) -> tuple[int, int]:
        """(cells with nothing done and nothing planned, all cells) over villages, themes and the plan's forms."""
        found = [self.reached(theme, form.pk) for theme in self.themes for form in self.forms]
        return sum(empty for _, _, empty in found), sum(sum(counts) for counts in found)


def themes_of(campaign: Campaign) -> list[Theme]:
    return list(Theme.objects.filter(campaign=campaign, removed_at=None))


def forms_of(campaign: Campaign) -> list[OutreachForm]:
    return list(OutreachForm.objects.filter(campaign=campaign, removed_at=None))


def grid(campaign: Campaign, within: Area, on: date, days: tuple[date, date] | None = None) -> Grid:
    """The grid of an area; `days`: only what touches them. Four statements, however many villages there are."""
    themes, forms = themes_of(campaign), forms_of(campaign)
    column = {kind: form.pk for form in forms for kind in form.kinds}
    rows = ActivityPart.objects.filter(
        activity__campaign=campaign, cancelled_at=None, area__path__startswith=within.path
    )
    if days:
        rows = rows.filter(activity__from_on__lte=days[1], activity__to_on__gte=days[0])
    cells: dict[tuple[tuple[int, int], int, int], Cell] = defaultdict(Cell)
    seen: set[tuple[int, int]] = set()
    other = False
    known = {theme.pk for theme in themes}
    told = rows.order_by().values_list(
        "area", "organisation", "activity__kind", "activity__themes", "activity__to_on", "result__done"
    )
    for area, unit, kind, theme, to_on, done in told:
        key = (area, unit or 0)
        seen.add(key)
        if theme not in known:
            continue
        form = column.get(kind, OTHER)
        other = other or form == OTHER
        cell = cells[key, theme, form]
        if done:
            cell.done += 1
        else:
            cell.open += 1
            cell.late += to_on < on
    return Grid(themes, forms, _places(within, on, seen), dict(cells), other)


def _places(within: Area, on: date, seen: Iterable[tuple[int, int]]) -> list[GridPlace]:
    """Every village of the area; then the commune and the units that have something to do."""
    seen = set(seen)
    villages = Area.objects.villages().filter(path__startswith=within.path).standing_on(on).order_by("order", "code")
    found = [GridPlace(area) for area in villages]
    known = {place.key for place in found}
    others = [key for key in seen if key not in known]
    areas = {area.pk: area for area in Area.objects.filter(pk__in=[area for area, _ in others])}
    units = Organisation.objects.in_bulk([unit for _, unit in others if unit])
    rest = [
        GridPlace(areas[area], units.get(unit), is_past=unit == 0 and areas[area].kind == Area.Kind.VILLAGE)
        for area, unit in others
    ]
    return found + sorted(rest, key=lambda place: (place.organisation is not None, place.area.path, place.name))


def forms_in(grid: Grid, chosen: int | None) -> Sequence[int]:
    """The columns a page adds up: the chosen one, else all."""
    return [chosen] if chosen is not None else [*(form.pk for form in grid.forms), OTHER]
