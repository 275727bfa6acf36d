"""Where the targets stand: what pages, reports and letters ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from tungnha.ledger.models import Measure, Standing
from tungnha.ledger.queries import holding
from tungnha.ledger.rules import Has, parse_rule
from tungnha.plans.models import Plan, Target
from tungnha.plans.models import Question as PlanQuestion
from tungnha.progress import quiet
from tungnha.progress.board import CHANGE_DAYS, Board
from tungnha.progress.counting import has, places_in_units, things, way_of
from tungnha.progress.figures import BaseSum, Figure, Milestone, VillageRow, entry_of
from tungnha.progress.openers import (
    WHICH,
    base_statements,
    by_village,
    rows_behind,
    with_homes,
    with_words,
)
from tungnha.progress.rules import URGENCY, Forecast, forecast
from tungnha.progress.rules_ranking import ranked
from tungnha.progress.series import series
from tungnha.progress.stated import Stated, UnitRow, unit_rows
from tungnha.progress.tallies import level as tallies
from tungnha.progress.tallies.level import Cell, Level, Place
from tungnha.units import clock
from tungnha.units.models import Area, Member, Organisation

SILENT_AFTER = quiet.SILENT_AFTER


def targets() -> Any:
    """Targets with all that a figure needs; what is only a message is no target to measure."""
    return Target.objects.exclude(role=Target.Role.MESSAGE).select_related(
        "measure", "plan__campaign__area__parent", "plan__organisation"
    )


def figure(target: Target, area: Area, on: date, since: date | None = None) -> Figure:
    """Where one target stands in one area on a day; the change is told from `since` (a week before, unless given)."""
    return with_carried(Board.around([target], area, on, since).figure(target, area))


def figures(found: Sequence[Target], area: Area, on: date, since: date | None = None) -> list[Figure]:
    """Where several targets stand, each in its plan's part of an area; those in need of a look first."""
    board = Board.around(found, area, on, since)
    rows = [board.figure(t, part) for t in found if (part := part_of(t.plan, area)) is not None]
    return sorted(rows, key=lambda f: URGENCY.index(f.state))


def part_of(plan: Plan, area: Area) -> Area | None:
    """The part of a plan that lies in an area: the smaller of the two when one holds the other."""
    whole = plan.campaign.area
    if whole.contains(area):
        return area
    return whole if area.contains(whole) else None


def with_carried(found: Figure) -> Figure:
    """Beside a stated count that is higher than those named: what it would be with those named since. An estimate."""
    measure = found.target.measure
    higher = [s for s in found.stated if s.gap is not None and s.gap < 0]
    if measure is None or found.way != "things" or measure.counts != "person" or not higher:
        return found
    rule = parse_rule(measure.rule)
    assert isinstance(rule, Has)  # a count is stated of one service only
    later = {
        f"n{number}": Count("pk", filter=has(measure, found.on) & Q(pk__in=Standing.objects.filter(
            service__code=rule.service, level__gte=rule.level, since_on__gt=stated.claim.on).values("person")))
        for number, stated in enumerate(higher)
    }  # fmt: skip
    counts = things(measure, found.area).aggregate(**later)
    carried = {id(s): s.claim.count + counts[f"n{number}"] for number, s in enumerate(higher)}
    return replace(found, stated=tuple(replace(s, carried=carried.get(id(s))) for s in found.stated))


def village_rows(target: Target, area: Area, on: date, since: date | None = None) -> list[VillageRow]:
    """The villages of a commune (the communes of a province) from best to worst; silent ones say so."""
    return rows_of(Board([target], area, on, since), target)


def rows_of(board: Board, target: Target, *, latest: bool = True) -> list[VillageRow]:
    """The areas right below the board's own, the best first (decision 0038). `latest`: with the day of the latest
    record, which takes longer than to know who is silent."""
    found = [board.figure(target, area) for area in sorted(board.below, key=lambda area: (area.order, area.code))]
    tell = quiet.teller(board, target, latest=latest)
    return [VillageRow(placed=placed, **tell(placed.entry.key)) for placed in ranked(map(entry_of, found))]


def level(measures: Sequence[Measure], root: Area | None, kind: str, on: date, since: date | None = None) -> Level:
    """One row per commune (or province) below an area, or of the whole country (`root` None), for all these measures: a
    fixed number of statements, 3,321 communes in some tens of milliseconds. `kind`: Area.Kind.COMMUNE or PROVINCE.

        found = queries.level([target.measure for target in headline], province, Area.Kind.COMMUNE, today)
        for place, cell in found.ranked(measure)[:10]: place.title, cell.now, cell.base, cell.rate, cell.change
        found.whole(measure)      # all of them together; `inside=place` those of one province
        found.waiting             # so many are not counted yet: say so

    Villages of one commune come from `Board.below` and `Board.figure`. What cannot be kept (units' own people, stated
    figures, flows) is not in `found.measures`: ask a Board."""
    return tallies.level(
        measures, root, kind, on=on, since=since or on - timedelta(days=CHANGE_DAYS), today=clock.today()
    )


def milestones(plan: Plan, target: Target, on: date) -> list[Milestone]:
    """The targets of the same measure by due day, up to this one: the way the plan leads."""
    return Board([target], plan.campaign.area, on).milestones(target, plan.campaign.area)


def forecast_of(found: Figure, history: Sequence[tuple[date, int]]) -> Forecast:
    return forecast(history, found.needed.count, found.target.due_on)


@dataclass(frozen=True)
class RosterRow:
    """One unit's own people: how many on its books, how many have what the target asks for."""

    unit: Organisation
    base: int
    now: int


def roster_rows(target: Target, area: Area, on: date) -> list[RosterRow]:
    """The units of an area with people of the target's group, from best to worst."""
    assert target.measure is not None
    places = places_in_units([target.measure.group], area, on).filter(organisation__isnull=False)
    people = things(target.measure, area)
    held = people.filter(_held(target, on))
    counts = places.filter(person__in=people).order_by().values_list("organisation").annotate(
        base=Count("person", distinct=True), now=Count("person", distinct=True, filter=Q(person__in=held)))  # fmt: skip
    by_unit = {unit: (base, now) for unit, base, now in counts}
    units = Organisation.objects.filter(pk__in=list(by_unit))
    rows = [RosterRow(unit, *by_unit[unit.pk]) for unit in units]
    return sorted(rows, key=lambda r: (-r.now / r.base, r.unit.order, r.unit.name))


def people_of_no_unit(target: Target, area: Area, on: date) -> int:
    """How many of a roster's people are counted by where they live, because no unit is written beside them."""
    assert target.measure is not None
    places = places_in_units([target.measure.group], area, on)
    of_none, of_some = places.filter(organisation=None), places.filter(organisation__isnull=False)
    people = things(target.measure, area).filter(pk__in=of_none.values("person"))
    return people.exclude(pk__in=of_some.values("person")).count()


def _held(target: Target, on: date) -> Q:
    assert target.measure is not None
    return holding(parse_rule(target.measure.rule), on)


@dataclass(frozen=True)
class LeaderPage:
    """One page for who decides: the targets, the villages that fall behind, what waits for a decision."""

    figures: list[Figure]
    red: list[VillageRow]
    silent: list[VillageRow]
    questions: int
    contested: int
    first: Target | None = None  # the one whose villages, and whose contested people, are told


def leader_page(member: Member, on: date) -> LeaderPage:
    """The headline targets of the member's area, the villages in red of the first of them, and open questions."""
    found = [t for t in targets().visible_to(member) if t.headline and part_of(t.plan, member.area) is not None]
    board = Board.around(found, member.area, on)
    ordered = sorted(
        (board.figure(t, part) for t in found if (part := part_of(t.plan, member.area))),
        key=lambda f: URGENCY.index(f.state),
    )
    first = next((f.target for f in ordered if f.way == "things"), None)
    rows = rows_of(board, first, latest=False) if first is not None and member.area.pk == board.root.pk else []
    disputed = 0
    if first is not None and first.measure is not None:
        disputed = rows_behind(first.measure, member.area, "contested", on=on, since=on).count()
    return LeaderPage(
        figures=ordered,
        red=[row for row in reversed(rows) if row.state in ("behind", "overdue")],
        silent=[row for row in rows if row.silent],
        questions=_own_questions(member),
        contested=disputed,
        first=first,
    )


def _own_questions(member: Member) -> int:
    """Those of the member's own level: nobody answers what the plan of another level leaves open."""
    rows = PlanQuestion.objects.visible_to(member).filter(answered_at=None, plan__campaign__area=member.area)
    return int(rows.count())


__all__ = [
    "CHANGE_DAYS",
    "WHICH",
    "BaseSum",
    "Board",
    "Cell",
    "Figure",
    "LeaderPage",
    "Level",
    "Milestone",
    "Place",
    "RosterRow",
    "Stated",
    "UnitRow",
    "VillageRow",
    "base_statements",
    "by_village",
    "figure",
    "figures",
    "forecast_of",
    "leader_page",
    "level",
    "milestones",
    "part_of",
    "people_of_no_unit",
    "roster_rows",
    "rows_behind",
    "rows_of",
    "series",
    "targets",
    "unit_rows",
    "village_rows",
    "way_of",
    "with_carried",
    "with_homes",
    "with_words",
]  # fmt: skip
