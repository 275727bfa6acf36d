"""Who has what, and of how many: everything a rate is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from tungnha.ledger.models import CountClaim, Measure, Standing
from tungnha.ledger.rules import AllOf, AnyOf, Has, Rule, parse_rule
from tungnha.people import queries as people
from tungnha.people.models import Household, Person
from tungnha.units.models import Area


def standings_held(on: date) -> QuerySet[Standing]:
    """Standings that count on a day: begun, not run out. As known now, so a late claim corrects the past."""
    return Standing.objects.filter(Q(until_on=None) | Q(until_on__gte=on), level__gte=1, since_on__lte=on)


def holding(rule: Rule, on: date, subject: str = "person") -> Q:
    """A filter on the counted things: those that satisfy a measure's rule on a day."""
    if isinstance(rule, Has):
        held = standings_held(on).filter(
            service__code=rule.service, level__gte=rule.level, **{f"{subject}__isnull": False}
        )
        return Q(pk__in=held.values(subject))
    combined = Q(pk__in=[]) if isinstance(rule, AnyOf) else Q()
    for part in rule.parts:
        found = holding(part, on, subject)
        combined = combined | found if isinstance(rule, AnyOf) else combined & found
    return combined


def people_with(measure: Measure, on: date, within: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The persons a measure counts: of its group, residing here, with what its rule asks for."""
    base = people.counted(measure.group, on, within)
    return base.filter(holding(parse_rule(measure.rule), on))


def people_without(measure: Measure, on: date, within: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """Who is still missing: of the group, residing here, without it. The worklist."""
    base = people.counted(measure.group, on, within)
    return base.exclude(holding(parse_rule(measure.rule), on))


def households_with(measure: Measure, on: date, within: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """Households that the rule counts. A person's services count when one member has all of them: two members with
    one each do not make the household."""
    households = within if within is not None else Household.objects.all()
    households = households.filter(left_on=None)
    rule = parse_rule(measure.rule)
    members = people.counted("all", on).filter(holding(rule, on))
    return households.filter(Q(pk__in=members.values("household")) | holding(rule, on, "household"))


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


def stated_base(area: Area, group: str, on: date) -> CountClaim | None:
    """The latest base figure anyone stated for an area and group up to a day, retracted ones left out."""
    return (
        CountClaim.objects.filter(area=area, group=group, service=None, on__lte=on, retracts=None, retracted_by=None)
        .select_related("stated_by")
        .order_by("-on", "-stored_at")
        .first()
    )


def base_of(area: Area, group: str, on: date) -> Base:
    """The base of a rate in an area: the figure stated by the competent body, else the register's own count."""
    within = Person.objects.filter(household__village__path__startswith=area.path)
    own = people.counted(group, on, within).count()
    registered = people.registered(group, on, within).count()
    stated = stated_base(area, group, on)
    if stated is not None:
        return Base(stated.count, stated.stated_by.label, stated.on, stated.document, str(stated.id), own, registered)
    return Base(own or None, "sổ nhân khẩu", on, own=own, own_registered=registered)


def latest_counts(area: Area, group: str, service_code: str, on: date) -> list[CountClaim]:
    """What units and operators state about a service in an area: the latest of each, to stand beside the computed."""
    rows = (
        CountClaim.objects.filter(
            area=area, group=group, service__code=service_code, on__lte=on, retracts=None, retracted_by=None
        )
        .select_related("stated_by", "service")
        .order_by("stated_by", "-on", "-stored_at")
    )
    latest: dict[int, CountClaim] = {}
    for row in rows:
        latest.setdefault(row.stated_by_id, row)
    return list(latest.values())


__all__ = [
    "AllOf",
    "Base",
    "base_of",
    "count_by_village",
    "holding",
    "households_with",
    "latest_counts",
    "people_with",
    "people_without",
    "standings_held",
    "stated_base",
]  # fmt: skip
