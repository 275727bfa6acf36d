"""The targets over households, told to the pages of the field that look at each village for itself (C6)."""

from __future__ import annotations

from tungnha.field.homes.wanted import INFORMED, SHOWN, Wanted
from tungnha.ledger.models import Service
from tungnha.ledger.rules import parse_rule, services_of
from tungnha.plans.models import Target
from tungnha.plans.rules import level_words, needed_count
from tungnha.units.models import Campaign


def of_campaign(campaign: Campaign) -> list[Wanted]:
    """“Trong thôn” is tested by village: the rate of the plan against the village's own number of households. What is
    neither told, nor shown, nor somebody who can (a Zalo group) has no column there."""
    targets = Target.objects.filter(plan__campaign=campaign, measure__counts="household").exclude(
        role=Target.Role.MESSAGE
    )
    found = list(targets.select_related("measure").order_by("order", "pk"))
    others = set(
        Service.objects.filter(counts="household").exclude(code__in=(INFORMED, SHOWN)).values_list("code", flat=True)
    )
    return [_wanted(target) for target in found if not others.intersection(_services(target))]


def _services(target: Target) -> set[str]:
    return set(services_of(parse_rule(target.measure.rule))) if target.measure else set()


def _wanted(target: Target) -> Wanted:
    assert target.measure is not None  # what it was loaded by

    def needed(base: int) -> int | None:
        return needed_count(
            comparator=target.comparator, value=target.value, unit=target.unit, base=base, stated_count=None
        ).count

    return Wanted(target.measure, level_words(target.comparator, target.value, target.unit), needed)
