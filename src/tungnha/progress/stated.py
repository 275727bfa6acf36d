"""What bodies state without names: bases, and who has what. Loaded once for all areas below one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from tungnha.ledger.models import CountClaim, Measure
from tungnha.ledger.rules import Has, parse_rule
from tungnha.units.models import Area, Organisation

# Which units are to state the figures of a group that is only ever counted.
STATED_BY_KIND = {
    "armed_forces": (Organisation.Kind.MILITARY,),
    "pupil": (Organisation.Kind.SCHOOL,),
    "worker": (Organisation.Kind.COMPANY,),
}


@dataclass(frozen=True)
class Stated:
    """One body's latest figure, to stand beside the computed one."""

    claim: CountClaim
    now: int | None  # the computed figure it stands beside
    carried: int | None = None  # the stated one and those named with a later date: an estimate, never the figure

    @property
    def gap(self) -> int | None:
        return None if self.now is None else self.now - self.claim.count

    @property
    def whose(self) -> str:
        return self.claim.stated_by.label

    @property
    def is_operator(self) -> bool:
        return self.claim.stated_by.kind == Organisation.Kind.OPERATOR


@dataclass(frozen=True)
class UnitRow:
    """One unit and what it states of a group without names; no count: it has not stated one."""

    unit: Organisation
    count: int | None
    base: int | None
    on: date | None = None
    document: str = ""


@dataclass
class StatedCounts:
    """All live figures without names below an area, newest first."""

    rows: list[CountClaim] = field(default_factory=list)

    @classmethod
    def load(cls, area: Area, groups: Iterable[str], on: date) -> StatedCounts:
        rows = CountClaim.objects.filter(
            area__path__startswith=area.path, group__in=set(groups), on__lte=on, retracts=None, retracted_by=None
        )
        return cls(list(rows.select_related("stated_by", "service", "area", "made_by").order_by("-on", "-stored_at")))

    def base(self, area: Area, group: str) -> CountClaim | None:
        """The latest base anyone stated for an area and group."""
        return next((r for r in self.rows if r.area_id == area.pk and r.group == group and r.service_id is None), None)

    def beside(self, area: Area, measure: Measure, on: date | None = None) -> list[CountClaim]:
        """Each body's latest count of who has what the measure asks for in an area."""
        rows = (r for r in self.rows if r.area_id == area.pk and says(r, measure) and (on is None or r.on <= on))
        return _latest_of_each(rows)

    def of_units(self, area: Area, measure: Measure, on: date) -> list[CountClaim]:
        """Each unit's latest count, from all areas below one."""
        below = (r for r in self.rows if r.area.path.startswith(area.path) and r.on <= on and says(r, measure))
        return _latest_of_each(below)

    def base_of_unit(self, claim: CountClaim) -> int | None:
        """The whole a unit's count is of: stated with it, or else by the same unit as a base of its own."""
        if claim.base is not None:
            return claim.base
        return next(
            (
                r.count for r in self.rows
                if r.service_id is None and r.group == claim.group and r.stated_by_id == claim.stated_by_id
                and r.area_id == claim.area_id
            ),
            None,
        )  # fmt: skip


def says(claim: CountClaim, measure: Measure) -> bool:
    """A count answers to a measure of one service at the same level; a composed rule has no such count."""
    rule = parse_rule(measure.rule)
    return (
        isinstance(rule, Has)
        and claim.service is not None
        and claim.group == measure.group
        and claim.service.code == rule.service
        and claim.level == rule.level
    )


def _latest_of_each(rows: Iterable[CountClaim]) -> list[CountClaim]:
    latest: dict[tuple[int, int], CountClaim] = {}
    for row in rows:
        latest.setdefault((row.stated_by_id, row.area_id), row)
    return list(latest.values())


def unit_rows(measure: Measure, area: Area, on: date, stated: StatedCounts) -> list[UnitRow]:
    """Every unit that is to state figures of the group, or did: those that have not say so by an empty count."""
    said = {claim.stated_by_id: claim for claim in stated.of_units(area, measure, on)}
    due = Q(area__path__startswith=area.path, kind__in=STATED_BY_KIND.get(measure.group, ()))
    standing = Q(valid_to=None) | Q(valid_to__gte=on)
    units = Organisation.objects.filter((due & standing) | Q(pk__in=list(said))).order_by("order", "name")
    rows = []
    for unit in units:
        claim = said.get(unit.pk)
        if claim is None:
            rows.append(UnitRow(unit, None, None))
        else:
            rows.append(UnitRow(unit, claim.count, stated.base_of_unit(claim), claim.on, claim.document))
    return rows
