"""The three figures of a target in an area and in each area right below it, with their gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tungnha.ledger.models import CountClaim, Measure
from tungnha.plans.models import Target
from tungnha.progress.beside import given as lists
from tungnha.progress.beside.given import Given, Place
from tungnha.progress.beside.parts import NAMELESS, Part, added, merged, moved
from tungnha.progress.beside.reported import Reported, counts_on, latest, reported_in
from tungnha.progress.board import Board
from tungnha.progress.counting import way_of
from tungnha.progress.queries import roster_rows
from tungnha.units.models import Area, Organisation


@dataclass(frozen=True)
class Line:
    """One area (or "nobody says where"): what is counted here, reported, given; what is not known is None."""

    area: Area | None
    counted: int | None
    reported: int | None = None
    reported_by: tuple[Reported, ...] = ()
    reported_parts: tuple[Part, ...] = ()
    compared: int | None = None  # counted where it was reported: what the reported figure is held against
    of: int = 1  # of how many areas or units a report is awaited
    given: int | None = None
    given_on: date | None = None
    given_compared: int | None = None  # counted where a list speaks, when none speaks of all
    given_parts: tuple[Part, ...] = ()

    @property
    def told(self) -> int:
        return len(self.reported_by)

    @property
    def reported_on(self) -> date | None:
        return min((row.on for row in self.reported_by), default=None)

    @property
    def reported_gap(self) -> int | None:
        """Counted − reported, only where both are known: who has not reported is not counted as zero."""
        return None if self.compared is None or self.reported is None else self.compared - self.reported

    @property
    def given_gap(self) -> int | None:
        counted = self.counted if self.given_compared is None else self.given_compared
        return None if counted is None or self.given is None else counted - self.given

    @property
    def name(self) -> str:
        return self.area.title if self.area is not None else "Không rõ ở thôn nào"


@dataclass(frozen=True)
class ThreeFigures:
    """All that one page says."""

    target: Target
    area: Area
    on: date
    whole: Line
    lines: list[Line] = field(default_factory=list)
    given: Given = field(default_factory=Given)
    nameless: list[CountClaim] = field(default_factory=list)  # counts by bodies that gave no list: added
    beside_lists: list[CountClaim] = field(default_factory=list)  # counts by those whose list is used: only shown
    others: list[Reported] = field(default_factory=list)  # reported too, earlier or by another body
    why_no_list: str = ""
    which: str = lists.LATEST


def three_figures(target: Target, area: Area, on: date, which: str = lists.LATEST) -> ThreeFigures:
    """Put the three side by side for an area and everything right below it. Of a village the whole commune is looked
    at, because a list is of a commune; then only the village is told."""
    root = area.parent if area.kind == Area.Kind.VILLAGE and area.parent else area
    found = _Table(target, root, on, which).made()
    if root.pk == area.pk:
        return found
    line = next((line for line in found.lines if line.area is not None and line.area.pk == area.pk), Line(area, None))
    items = [item for item in found.given.items if item.place == area.pk]
    return replace(
        found, area=area, whole=line, lines=[], given=replace(found.given, items=items),
        others=[row for row in found.others if row.area == area.pk],
        nameless=[claim for claim in found.nameless if claim.area_id == area.pk],
    )  # fmt: skip


class _Table:
    """Everything is loaded once for the root; the lines are made from it."""

    def __init__(self, target: Target, root: Area, on: date, which: str) -> None:
        self.target, self.root, self.on, self.which = target, root, on, which
        self.measure: Measure | None = target.measure
        self.way = way_of(self.measure)
        self.board = Board([target], root, on)
        self.below = self.board.below if self.way == "things" else []
        self.why = lists.why_none(self.measure)

    def made(self) -> ThreeFigures:
        if self.measure is None or not self.way:
            return ThreeFigures(self.target, self.root, self.on, Line(self.root, None), why_no_list=self.why)
        self._load_given(self.measure)
        self._load_reported(self.measure)
        lines = [self._line(place) for place in self.below]
        if self.below:
            nowhere = self._with_given(Line(None, 0), None, self._nameless_of(self.root))
            lines += [nowhere] if nowhere.given or nowhere.counted else []
        spoken = {id(row) for line in (self._reported_line(self.root), *lines) for row in line.reported_by}
        return ThreeFigures(
            self.target, self.root, self.on, self._whole(lines), lines, self.given, self.nameless, self.beside,
            [row for row in self.rows if id(row) not in spoken], self.why, self.which,
        )  # fmt: skip

    # -- loaded

    def _load_given(self, measure: Measure) -> None:
        used = [] if self.why else lists.lists_of(measure, self.root, self.on, self.which)
        self.nameless, self.beside = self._nameless(measure, {row.sender_id for row in used})
        self.given = Given()
        if used or self.nameless:
            self.given = lists.hold_against(measure, self.root, self.below, self.on, used)
        self.by_place = self.given.by_place()

    def _nameless(self, measure: Measure, senders: set[int]) -> tuple[list[CountClaim], list[CountClaim]]:
        """Counts stated by those who give lists: added where that body sent no list, else only shown beside it. One
        that states both the parts and the whole is taken by its parts."""
        if self.why:
            return [], []
        stated = [c for area in (self.root, *self.below) for c in self.board.stated.beside(area, measure, self.on)]
        speaking = [c for c in stated if c.stated_by_id in senders or c.stated_by.kind == Organisation.Kind.OPERATOR]
        in_parts = {c.stated_by_id for c in speaking if c.area_id != self.root.pk}
        counted = [
            c for c in speaking
            if c.stated_by_id not in senders and (c.area_id != self.root.pk or c.stated_by_id not in in_parts)
        ]  # fmt: skip
        return counted, [claim for claim in speaking if claim not in counted]

    def _load_reported(self, measure: Measure) -> None:
        givers = {c.stated_by_id for c in self.nameless + self.beside} | {row.sender_id for row in self.given.lists}
        same = self.board.same(self.target) or [self.target]
        self.rows = reported_in(same, self.root, self.on, self.board.stated, givers)
        self.told = latest(self.rows)
        self.areas = Area.objects.in_bulk(list(self.told))
        villages = Area.objects.villages().filter(path__startswith=self.root.path).standing_on(self.on)
        self.villages = list(villages.values_list("path", flat=True))
        self.counts: Mapping[tuple[int, date], int] = {}
        if self.way == "things":
            days = [self.on, *(row.on for row in self.told.values())]
            self.counts = counts_on(measure, self.root, list(self.areas.values()), days)

    # -- one line

    def _line(self, place: Area) -> Line:
        own = [claim for claim in self.nameless if claim.area_id == place.pk]
        return self._with_given(self._reported_line(place), place.pk, own)

    def _now(self, place: Area) -> int | None:
        """By name; what is only ever stated is not counted here."""
        return None if self.way == "stated" else self.board.figure(self.target, place).now

    def _reported_line(self, place: Area) -> Line:
        """By those right below and further down where any of them reported, else by one who speaks for all of it."""
        line = Line(place, self._now(place))
        if self.way != "things":
            return self._of_units(line)
        below = [row for pk, row in self.told.items() if pk != place.pk and place.contains(self.areas[pk])]
        spoken = below or [row for pk, row in self.told.items() if pk == place.pk]
        if not spoken:
            return replace(line, of=self._awaited(place))
        known = line.counted is not None
        return replace(
            line, reported=sum(row.count for row in spoken), reported_by=tuple(spoken),
            of=self._awaited(place) if below else 1,
            compared=sum(self.counts[row.area, self.on] for row in spoken) if known else None,
            reported_parts=tuple(merged(map(self._moved, spoken))) if known else (),
        )  # fmt: skip

    def _awaited(self, place: Area) -> int:
        return sum(path.startswith(place.path) for path in self.villages)

    def _moved(self, said: Reported) -> list[Part]:
        now, then = self.counts[said.area, self.on], self.counts[said.area, said.on]
        return moved(now, then, said.computed, said.count)

    def _of_units(self, line: Line) -> Line:
        """Each unit speaks for its own people; who has not is awaited."""
        newest: dict[int, Reported] = {}
        for row in sorted(self.rows, key=lambda r: r.on):
            newest[row.unit.pk] = row
        spoken = list(newest.values())
        of_people = self.way in ("things", "units")  # what came as a flow, or was stated, has no rows of anybody
        named = {r.unit.pk: r.now for r in roster_rows(self.target, self.root, self.on)} if of_people else {}
        if not spoken:
            return replace(line, of=len(named) or 1)
        compared = None if line.counted is None else sum(named.get(row.unit.pk, 0) for row in spoken)
        parts = merged(
            moved(named.get(r.unit.pk, 0), named.get(r.unit.pk, 0) if r.computed is None else r.computed, None, r.count)
            for r in spoken
        )
        return replace(
            line, reported=sum(row.count for row in spoken), reported_by=tuple(spoken), of=len({*named, *newest}),
            compared=compared, reported_parts=tuple(parts) if compared is not None else (),
        )  # fmt: skip

    def _nameless_of(self, place: Area) -> list[CountClaim]:
        return [claim for claim in self.nameless if claim.area_id == place.pk]

    def _with_given(self, line: Line, place: Place, nameless: list[CountClaim]) -> Line:
        """Of a list of the whole commune a village it does not name has none of it; without any list nothing is
        said."""
        days = [row.as_of_on for row in self.given.lists] + [claim.on for claim in self.nameless]
        if not nameless and not self._spoken_of(line.area):
            return line
        count = sum(claim.count for claim in nameless)
        if not self.given.whole:
            return replace(line, given=self.given.rows.get(place, 0) + count, given_on=max(days))
        tallied = added([self.by_place[place]] if place in self.by_place else [])
        tallied.counts[NAMELESS.code] += count
        if line.area is None:
            line = replace(line, counted=tallied.counted)
        return replace(line, given=tallied.given, given_on=max(days), given_parts=tuple(tallied.parts()))

    def _spoken_of(self, area: Area | None) -> bool:
        """Whether a list is about an area: one of a commune is about its villages, and about no other commune."""
        return any(area is None or row.area.contains(area) or area.contains(row.area) for row in self.given.lists)

    def _whole(self, lines: Sequence[Line]) -> Line:
        """The area itself: the lists as the sum of its lines. Where nobody speaks of all of it (a province whose
        communes have lists of their own), only those count that a list speaks of."""
        line = self._reported_line(self.root)
        if not lines:
            return self._with_given(line, None, self.nameless)
        if not self.given.lists and not self.nameless:
            return line
        days = [row.as_of_on for row in self.given.lists] + [claim.on for claim in self.nameless]
        given = sum(row.given or 0 for row in lines)
        if not self._nameless_of(self.root) and not any(row.area.contains(self.root) for row in self.given.lists):
            known = [row for row in lines if row.given is not None]
            parts = tuple(merged(row.given_parts for row in known))
            compared = sum(row.counted or 0 for row in known) if line.counted is not None else None
            return replace(line, given=given, given_on=max(days), given_parts=parts, given_compared=compared)
        # Of villages that no list speaks of nothing is said in their lines; in the whole they are counted here only.
        tallied = added(self.by_place.values())
        tallied.counts[NAMELESS.code] += sum(claim.count for claim in self.nameless)
        parts = tuple(tallied.parts()) if self.given.whole else ()
        return replace(line, given=given, given_on=max(days), given_parts=parts)
