"""Which ways of counting a place may choose from, who counts by one, and what one gives today."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from tungnha.drafting.numbers import rate_value
from tungnha.ledger.models import Measure
from tungnha.plans.models import Plan, Target
from tungnha.progress.board import Board
from tungnha.progress.stated import StatedCounts
from tungnha.progress.ways import Days, Slot, total, unit_word, way_for, way_of, why_not
from tungnha.units.models import Area, Member


def seen_by(member: Member) -> QuerySet[Measure]:
    """Those one may choose from, and those that a level below made: a province sees how its communes count."""
    here = Q(area__path__in=[member.area.path, *member.area.ancestor_paths()])
    rows: QuerySet[Measure] = Measure.objects.filter(Q(area=None) | here | Q(area__path__startswith=member.area.path))
    return rows.select_related("area", "replaces", "made_by__user").order_by("name", "code")


def targets_by(measure: Measure, member: Member) -> QuerySet[Target]:
    rows = Target.objects.filter(measure=measure).select_related("plan__campaign__area").visible_to(member)
    found: QuerySet[Target] = rows.order_by("plan", "order")
    return found


@dataclass(frozen=True)
class Tried:
    """What a measure gives on a day. None: nobody was ever asked, and `why` says where it is given."""

    now: int | None
    base: int | None
    whose: str
    unit: str
    why: str = ""

    @property
    def rate(self) -> Decimal | None:
        return rate_value(self.now, self.base)


def try_for(measure: Measure, area: Area, on: date, target: Target | None = None) -> Tried:
    """For a target: on its own base, from its own start. Without one: on the register's count, since New Year."""
    if target is not None:
        return _try_target(measure, area, on, target)
    way = way_for(measure)
    if way is None or way.tally is None:
        return _try_stated(measure, area, on)
    slot = Slot(measure, Days(on, on, date(on.year, 1, 1)))
    counts = way.tally([slot], area)
    asked = total(counts, area, f"ever_{slot.name}")
    return Tried(
        total(counts, area, f"now_{slot.name}") if asked else None,
        total(counts, area, f"own_{slot.base_name}") or None, f"({way.base_words}, hôm nay)", unit_word(measure),
        "" if asked else why_not(measure),
    )  # fmt: skip


def _try_target(measure: Measure, area: Area, on: date, target: Target) -> Tried:
    trial = copy.copy(target)
    trial.measure = measure
    found = Board.around([trial], area, on).figure(trial, area)
    base = found.base
    return Tried(found.now, base.count if base else None, found.base_label, unit_word(measure), found.why_none)


def _try_stated(measure: Measure, area: Area, on: date) -> Tried:
    if way_of(measure) != "stated":
        return Tried(None, None, "", unit_word(measure), why_not(measure))
    stated = StatedCounts.load(area, [measure.group], on)
    claims = stated.of_units(area, measure, on)
    wholes = [stated.base_of_unit(claim) for claim in claims]
    known = [whole for whole in wholes if whole is not None]
    base = sum(known) if claims and len(known) == len(wholes) else None
    now = sum(claim.count for claim in claims) if claims else None
    return Tried(now, base, f"({len(claims)} đơn vị báo)", unit_word(measure), "" if claims else why_not(measure))


def targets_of(plan: Plan) -> list[Target]:
    """Rows of the table of four columns: everything that is counted or watched."""
    rows = plan.targets.exclude(role=Target.Role.MESSAGE).select_related("measure", "plan__campaign__area")
    return list(rows.order_by("order", "id"))
