"""Who has what, and of how many: everything a rate is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from tungnha.ledger.models import Measure, Standing
from tungnha.ledger.rules import OWNERS, AllOf, AnyOf, Has, Rule, parse_rule
from tungnha.people import queries as people
from tungnha.units.models import Area


def standings_held(on: date) -> QuerySet[Standing]:
    """Standings that count on a day: begun, not run out. As known now, so a late claim corrects the past."""
    return Standing.objects.filter(Q(until_on=None) | Q(until_on__gte=on), level__gte=1, since_on__lte=on)


def is_held(level: int, since_on: date, until_on: date | None, *, on: date) -> bool:
    """The same of one that was read."""
    return level >= 1 and since_on <= on and (until_on is None or until_on >= on)


def holding(rule: Rule, on: date, subject: str = "person") -> Q:
    """A filter on the counted things: those that satisfy a measure's rule on a day."""
    if isinstance(rule, Has):
        held = standings_held(on).filter(service__code=rule.service, level__gte=rule.level)
        found = Q(pk__in=held.filter(**{f"{subject}__isnull": False}).values(subject))
        for path in paths_to(subject, rule.by)[1:]:
            theirs = held.filter(**{f"{path}__isnull": False})
            if rule.by == "telephone":  # a number that was given up says nothing of its owner any more
                theirs = theirs.filter(Q(telephone__to_on=None) | Q(telephone__to_on__gte=on))
            found |= Q(pk__in=theirs.values(path))
        return found
    combined = Q(pk__in=[]) if isinstance(rule, AnyOf) else Q()
    for part in rule.parts:
        found = holding(part, on, subject)
        combined = combined | found if isinstance(rule, AnyOf) else combined & found
    return combined


def paths_to(subject: str, by: str) -> list[str]:
    """The ways from a standing to the counted thing it speaks of: said of the thing itself, or of what belongs to it
    (of one of her numbers; a unit that knows no number says it of her)."""
    return [subject, f"{by}__{subject}"] if OWNERS.get(by) == subject else [subject]


def households_holding(rule: Rule, on: date) -> Q:
    """A filter on households: those where one member has all of it (two members with one part each do not make the
    household), or of which it is said as a whole."""
    members = people.counted("all", on).filter(holding(rule, on))
    return Q(pk__in=members.values("household")) | holding(rule, on, "household")


def measures_for(area: Area) -> QuerySet[Measure]:
    """The ways of counting a place may choose from: those the product knows, and those made here or above."""
    return Measure.objects.filter(Q(area=None) | Q(area__path__in=[area.path, *area.ancestor_paths()]))


def people_with(measure: Measure, on: date, within: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The persons a measure counts: of its group, residing here, with what its rule asks for."""
    base = people.counted(measure.counted_group, on, within)
    return base.filter(holding(parse_rule(measure.rule), on))


def people_without(measure: Measure, on: date, within: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """Who is still missing: of the group, residing here, without it. The worklist."""
    base = people.counted(measure.counted_group, on, within)
    return base.exclude(holding(parse_rule(measure.rule), on))


def count_by_village(rows: QuerySet[Any], path: str = "household__village") -> dict[int, int]:
    """How many of a queryset lie in each village."""
    return dict(rows.order_by().values_list(path).annotate(n=Count("pk")))


@dataclass(frozen=True)
class Base:
    """A denominator: whose figure, of what day. `own` is what the register itself counts, to stand beside it."""

    count: int | None
    whose: str
    on: date | None
    document: str = ""
    stated_id: str = ""
    own: int | None = None
    own_registered: int | None = None

    @property
    def is_stated(self) -> bool:
        return bool(self.stated_id)


__all__ = [
    "AllOf",
    "Base",
    "count_by_village",
    "holding",
    "households_holding",
    "is_held",
    "measures_for",
    "paths_to",
    "people_with",
    "people_without",
    "standings_held",
]  # fmt: skip
