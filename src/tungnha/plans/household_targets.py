"""The targets over households, told to the pages of the field that look at each village for itself (C6)."""

from __future__ import annotations

from tungnha.field.homes.wanted import Wanted
from tungnha.plans.models import Target
from tungnha.plans.rules import level_words, needed_count
from tungnha.units.models import Campaign


def of_campaign(campaign: Campaign) -> list[Wanted]:
    """“Trong thôn” is tested by village: the rate of the plan against the village's own number of households."""
    targets = Target.objects.filter(plan__campaign=campaign, measure__counts="household").exclude(
        role=Target.Role.MESSAGE
    )
    return [_wanted(target) for target in targets.select_related("measure").order_by("order", "pk")]


def _wanted(target: Target) -> Wanted:
    assert target.measure is not None  # what it was loaded by

    def needed(base: int) -> int | None:
        return needed_count(
            comparator=target.comparator, value=target.value, unit=target.unit, base=base, stated_count=None
        ).count

    return Wanted(target.measure, level_words(target.comparator, target.value, target.unit), needed)
