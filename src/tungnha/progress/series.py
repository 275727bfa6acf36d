"""How many there were on each day: from what is kept, or one query, however long the time and however many the people.

As known now: a claim that came late corrects the days before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from tungnha.ledger.models import Measure, Standing
from tungnha.ledger.queries import paths_to
from tungnha.ledger.rules import AnyOf, Has, Rule, parse_rule, parts_of, services_of
from tungnha.people import queries as people
from tungnha.people.models import Person
from tungnha.plans.models import Target
from tungnha.progress.ages import joins_on
from tungnha.progress.counting import counted_q, things, way_for
from tungnha.progress.rules import Point, Span, along_days, both, either
from tungnha.progress.tallies.history import history
from tungnha.units.models import Area


def series(target: Target, area: Area, from_on: date, to_on: date) -> list[Point]:
    """The count of a target in an area on each day; nothing where it cannot be counted."""
    measure = target.measure
    way = way_for(measure)
    if measure is None or way is None or to_on < from_on:
        return []
    if way.history is not None:
        return way.history(measure, area, from_on, to_on)
    if not way.named:
        return []
    known = history(measure, area, from_on, to_on)
    return known if known is not None else counted_along(measure, area, from_on, to_on)


def counted_along(measure: Measure, area: Area, from_on: date, to_on: date) -> list[Point]:
    """The same from the rows: of what is not kept, and to hold against what is."""
    rule = parse_rule(measure.rule)
    grouped = measure.counts == "person" and isinstance(rule, Has) and not rule.by
    return along_days(
        _grouped(measure, area, from_on, to_on) if grouped else _one_by_one(measure, area, from_on, to_on),
        from_on,
        to_on,
    )


def _counted(measure: Measure, area: Area, on: date) -> QuerySet[Any]:
    """All that belong to the base by the last day; who came of age on the way is told apart by the birth."""
    return things(measure, area).filter(counted_q(measure, on, area)[0])


def _grouped(measure: Measure, area: Area, from_on: date, to_on: date) -> Iterable[tuple[date, date | None, int]]:
    """One service, of persons: the database adds up all who have the same first and last day."""
    rule = parse_rule(measure.rule)
    assert isinstance(rule, Has)
    group = measure.counted_group if measure.counted_group in people.AGES else ""
    held = Standing.objects.filter(
        Q(until_on=None) | Q(until_on__gte=from_on), service__code=rule.service, level__gte=max(rule.level, 1),
        since_on__lte=to_on, person__in=_counted(measure, area, to_on),
    )  # fmt: skip
    of_age = Person.objects.filter(people.of_age(group, from_on)) if group else Person.objects.all()
    rows = held.order_by().annotate(
        born=Case(When(person__in=of_age, then=Value(None)), default=F("person__birth_date")),
        known=Case(When(person__in=of_age, then=Value("")), default=F("person__birth_precision")),
    ).values_list("since_on", "until_on", "born", "known").annotate(n=Count("pk"))  # fmt: skip
    for since, until, born, known, n in rows:
        first = max(since, joins_on(born, known, group)) if born and group else since
        if until is None or first <= until:
            yield first, until, n


def _one_by_one(measure: Measure, area: Area, from_on: date, to_on: date) -> Iterable[tuple[date, date | None, int]]:
    """Composed rules and households: the days of each counted thing, worked out from all its standings."""
    rule = parse_rule(measure.rule)
    had: dict[Any, dict[Any, list[tuple[str, int, Span, date | None]]]] = defaultdict(lambda: defaultdict(list))
    for thing, within, *standing in _standings(measure, rule, area, to_on):
        service, level, since, until, born, known = standing
        aged = measure.counted_group in people.AGES
        adult = joins_on(born, known, measure.counted_group) if aged and born else None
        had[thing][within].append((service, level, (since, until), adult))
    for parts in had.values():
        yield from ((first, last, 1) for first, last in either(*(_days(rule, rows) for rows in parts.values())))


def _standings(measure: Measure, rule: Rule, area: Area, to_on: date) -> Iterable[tuple[Any, ...]]:
    """(counted thing, whose standing, service, level, since, until, birth, precision)."""
    rows = Standing.objects.filter(service__code__in=set(services_of(rule)), level__gte=1, since_on__lte=to_on)
    facts = ("service__code", "level", "since_on", "until_on", "person__birth_date", "person__birth_precision")
    counted = _counted(measure, area, to_on)
    if measure.counts == "telephone":  # one number of two people is one: either's standing speaks of it
        number = "telephone__number_ix"
        rows = rows.filter(**{f"{number}__in": counted.values("number_ix")})
        return rows.values_list(number, "telephone", *facts[:4], *(f"telephone__{fact}" for fact in facts[4:]))
    if measure.counts != "household":
        kind = measure.counts
        paths = sorted({path for part in parts_of(rule) for path in paths_to(kind, part.by)})
        of_these = reduce(or_, (Q(**{f"{path}__in": counted}) for path in paths), Q(pk__in=[]))
        whose = Coalesce(*paths) if len(paths) > 1 else F(*paths)
        return rows.filter(of_these).annotate(whose=whose).values_list("whose", "whose", *facts)
    members = people.counted("all", to_on).filter(household__in=counted)
    rows = rows.filter(Q(household__in=counted) | Q(person__in=members))
    home = Case(When(household__isnull=False, then=F("household")), default=F("person__household"))
    return rows.annotate(home=home).values_list("home", "person", *facts)


def _days(rule: Rule, rows: list[tuple[str, int, Span, date | None]]) -> list[Span]:
    """The days on which one thing has what the rule asks for."""
    if isinstance(rule, Has):
        spans = []
        for service, level, (since, until), adult in rows:
            first = max(since, adult) if adult else since
            if service == rule.service and level >= rule.level and (until is None or first <= until):
                spans.append((first, until))
        return either(spans)
    parts = [_days(part, rows) for part in rule.parts]
    if isinstance(rule, AnyOf):
        return either(*parts)
    found = parts[0]
    for part in parts[1:]:
        found = both(found, part)
    return found
