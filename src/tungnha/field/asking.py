"""Of whom a service is asked at a door (docs/decisions/0005-who-counts.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from tungnha.field.homes.wanted import measures_of
from tungnha.ledger.models import CampaignService
from tungnha.ledger.queries import households_holding
from tungnha.ledger.rules import Has, parse_rule, services_of
from tungnha.people import queries as people
from tungnha.people.models import Household

OF_HOUSEHOLDS = "household"  # “mỗi hộ có ít nhất một người”: no group of persons
ADULTS = "adult15"


def group_of(asked: CampaignService) -> str:
    """The group of persons a service is asked of."""
    return ADULTS if asked.group in ("", OF_HOUSEHOLDS) else asked.group


def asked_of(asked: CampaignService, on: date) -> Q:
    """A filter on persons. Where a plan wants one able member in every household, whoever is old enough is asked, and
    only where nobody there has all of it yet: two members with one part each do not make the household."""
    whom = people.in_group(group_of(asked), on)
    if asked.group != OF_HOUSEHOLDS:
        return whom
    rules = [parse_rule(m.rule) for m in measures_of(asked.campaign)]
    own = [rule for rule in rules if asked.service.code in services_of(rule)]
    able = Q()
    for rule in own or [Has(asked.service.code, asked.level)]:
        able &= households_holding(rule, on)
    return whom & ~Q(household__in=Household.objects.filter(able).values("pk"))


def whom_asked(asked: Sequence[CampaignService], on: date, within: QuerySet[Any]) -> dict[int, set[int]]:
    """What is asked (its key) → the persons living here it is asked of: one statement for each group of persons, one
    for each service wanted of households."""
    of_group: dict[str, set[int]] = {}
    found: dict[int, set[int]] = {}
    for one in asked:
        of_homes = one.group == OF_HOUSEHOLDS
        name = f"{OF_HOUSEHOLDS} {one.pk}" if of_homes else group_of(one)
        if name not in of_group:
            rows = people.counted("all", on, within).filter(asked_of(one, on))
            of_group[name] = set(rows.values_list("pk", flat=True))
        found[one.pk] = of_group[name]
    return found
