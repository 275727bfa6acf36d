"""The three figures of a target in an area and in each area right below it, with their gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tungnha.ledger.models import CountClaim
from tungnha.plans.models import Target
from tungnha.progress.beside import given as lists
from tungnha.progress.beside.given import Given, Place
from tungnha.progress.beside.parts import NAMELESS, Part, Tallied, added, merged, moved
from tungnha.progress.beside.reported import Reported, counts_on, latest, reported_in
from tungnha.progress.board import Board
from tungnha.progress.counting import way_of
from tungnha.units.models import Area, Organisation


@dataclass(frozen=True)
class Line:
    """One area (or "nobody says where"): what is counted here, reported, given; what is not known is None."""

    area: Area | None
    counted: int | None
    reported: Reported | None = None
    reported_count: int | None = None
    given: int | None = None
    given_on: date | None = None
    given_parts: tuple[Part, ...] = ()
    reported_parts: tuple[Part, ...] = ()
    told: int = 0  # of how many areas below the reported sum is made
    of: int = 0
    compared: int | None = None  # counted in those areas that reported: what the reported sum is held against

    @property
    def reported_gap(self) -> int | None:
        """Counted − reported, in the areas that have both: an area that has not reported is not counted as zero."""
        counted = self.compared if self.compared is not None else self.counted
        return None if counted is None or self.reported_count is None else counted - self.reported_count

    @property
    def given_gap(self) -> int | None:
        return None if self.counted is None or self.given is None else self.counted - self.given

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
    nameless: list[CountClaim] = field(default_factory=list)  # counts by those who give lists, added to them
    beside_lists: list[CountClaim] = field(default_factory=list)  # counts by those whose list is used: only shown
    others: list[Reported] = field(default_factory=list)  # reported too, older or by another body
    why_no_list: str = ""
    which: str = lists.LATEST


def three_figures(target: Target, area: Area, on: date, which: str = lists.LATEST) -> ThreeFigures:
    """Put the three side by side for an area and everything right below it. Of a village the whole commune is looked
    at, because a list is of a commune; then only the village is told."""
    root = area.parent if area.kind == Area.Kind.VILLAGE and area.parent else area
    found = _of_root(target, root, on, which)
    if root.pk == area.pk:
        return found
    line = next((line for line in found.lines if line.area is not None and line.area.pk == area.pk), Line(area, None))
    items = [item for item in found.given.items if item.place == area.pk]
    others = [row for row in found.others if row.area == area.pk]
    own = [claim for claim in found.nameless if claim.area_id == area.pk]
    return replace(
        found, area=area, whole=line, lines=[], given=replace(found.given, items=items), others=others, nameless=own
    )


def _of_root(target: Target, root: Area, on: date, which: str) -> ThreeFigures:
    board = Board([target], root, on)
    measure = target.measure
    figure = board.figure(target, root)
    why = lists.why_none(measure)
    if measure is None:
        return ThreeFigures(target, root, on, Line(root, None), why_no_list=why)
    below = board.below if way_of(measure) == "things" else []
    used = [] if why else lists.lists_of(measure, root, on, which)
    given = lists.hold_against(measure, root, below, on, used) if used else Given()
    nameless, beside = _nameless(board, target, root, below, given)
    givers = {claim.stated_by_id for claim in nameless + beside} | {row.sender_id for row in used}
    same = board.same(target) if measure is not None else [target]
    rows = reported_in(same or [target], root, on, board.stated, givers)
    told = latest(rows)
    then = counts_on(measure, root, below, [row.on for row in told.values()]) if _counts_names(measure) else {}
    lines = [
        _line(place, board.figure(target, place).now, told.get(place.pk), then, given, nameless, used) for place in below
    ]
    nowhere = _given_line(Line(None, 0), None, given, [c for c in nameless if c.area_id == root.pk], used)
    if nowhere.given or nowhere.counted:
        lines.append(nowhere)
    whole = _whole(root, figure.now, told.get(root.pk), lines, then, given, nameless, used)
    spoken = set(map(id, told.values())) if below else {id(told[root.pk])} if root.pk in told else set()
    others = [row for row in rows if id(row) not in spoken]
    return ThreeFigures(target, root, on, whole, lines, given, nameless, beside, others, why, which)


def _counts_names(measure: object) -> bool:
    return way_of(measure) in ("things", "units")  # type: ignore[arg-type]


# --- what is given without names -------------------------------------------------------------------------------------


def _nameless(
    board: Board, target: Target, root: Area, below: Sequence[Area], given: Given
) -> tuple[list[CountClaim], list[CountClaim]]:
    """Counts stated by those who give lists: added where that body sent no list, else only shown beside its list. One
    that states both the parts and the whole is taken by its parts."""
    measure = target.measure
    assert measure is not None
    senders = {row.sender_id for row in given.lists}
    by_area = {area.pk: board.stated.beside(area, measure, board.on) for area in (root, *below)}
    speaking = [
        claim for claims in by_area.values() for claim in claims
        if claim.stated_by_id in senders or claim.stated_by.kind == Organisation.Kind.OPERATOR
    ]  # fmt: skip
    in_parts = {claim.stated_by_id for claim in speaking if claim.area_id != root.pk}
    counted = [
        claim for claim in speaking
        if claim.stated_by_id not in senders and (claim.area_id != root.pk or claim.stated_by_id not in in_parts)
    ]  # fmt: skip
    return counted, [claim for claim in speaking if claim not in counted]


# --- one line --------------------------------------------------------------------------------------------------------


def _line(
    place: Area, now: int | None, said: Reported | None, then: dict[tuple[int, date], int], given: Given,
    nameless: list[CountClaim], used: Sequence[object],
) -> Line:  # fmt: skip
    line = _given_line(Line(place, now), place.pk, given, [c for c in nameless if c.area_id == place.pk], used)
    if said is None:
        return line
    return replace(line, reported=said, reported_count=said.count, reported_parts=_moved(line.counted, said, then))


def _moved(now: int | None, said: Reported, then: dict[tuple[int, date], int]) -> tuple[Part, ...]:
    day = then.get((said.area, said.on))
    if now is None or day is None:
        return ()
    return tuple(moved(now, day, said.computed, said.count))


def _given_line(line: Line, place: Place, given: Given, nameless: list[CountClaim], used: Sequence[object]) -> Line:
    """A list that names nobody of a village says zero of it, when all its rows have a place; no list says nothing."""
    days = [row.as_of_on for row in given.lists] + [claim.on for claim in nameless]
    if not used and not nameless:
        return line
    if not given.whole:
        count = given.rows.get(place, 0) + sum(claim.count for claim in nameless)
        return replace(line, given=count, given_on=max(days))
    tallied = given.tallied(place)
    tallied.counts[NAMELESS.code] += sum(claim.count for claim in nameless)
    if line.area is None:
        line = replace(line, counted=tallied.counted)
    return replace(line, given=tallied.given, given_on=max(days), given_parts=tuple(tallied.parts()))


def _whole(
    root: Area, now: int | None, said: Reported | None, lines: Sequence[Line], then: dict[tuple[int, date], int],
    given: Given, nameless: list[CountClaim], used: Sequence[object],
) -> Line:  # fmt: skip
    """The area as the sum of its parts: reports of those below where there are any, else its own."""
    line = Line(root, now)
    if used or nameless:
        line = replace(
            line, given_on=max([row.as_of_on for row in given.lists] + [claim.on for claim in nameless]),
            given=sum(row.given or 0 for row in lines) if lines else _given_line(line, None, given, nameless, used).given,
            given_parts=tuple(_whole_parts(given, nameless)),
        )  # fmt: skip
    below = [row for row in lines if row.area is not None]
    told = [row for row in below if row.reported_count is not None]
    if told:
        compared = [row.counted or 0 for row in told]
        return replace(
            line, reported_count=sum(row.reported_count or 0 for row in told), told=len(told), of=len(below),
            reported_parts=tuple(merged(row.reported_parts for row in told)),
            compared=sum(compared) if line.counted is not None else None,
        )  # fmt: skip
    if said is not None:
        return replace(line, reported=said, reported_count=said.count, reported_parts=_moved(now, said, then))
    return line


def _whole_parts(given: Given, nameless: list[CountClaim]) -> list[Part]:
    if not given.whole:
        return []
    tallied = added([*given.by_place().values(), Tallied()])
    tallied.counts[NAMELESS.code] += sum(claim.count for claim in nameless)
    return tallied.parts()
