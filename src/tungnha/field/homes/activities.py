"""Households ticked at an activity of the room of outreach: kept here with what visits and sessions told
(`ledger.informing`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from tungnha.field.homes import operations
from tungnha.field.models import HouseholdInformed
from tungnha.people.models import Household
from tungnha.units.models import Campaign, Member

ORIGIN = "activity"


class Activities:
    """Unlike a tick by hand, a household is kept once for each activity: a village that ticked its meeting by hand as
    well loses neither word, and a household is counted once."""

    def tell(
        self, *, households: Sequence[Household], campaign: Campaign, form: str, on: date, origin_id: str, by: Member,
        at: datetime,
    ) -> int:  # fmt: skip
        return operations.tick(
            households=households, campaign=campaign, form=form, on=on, by=by, at=at, activity=origin_id
        )

    @transaction.atomic
    def take_back(self, *, households: Sequence[Household], origin_id: str, by: Member, at: datetime) -> int:
        rows = HouseholdInformed.objects.filter(
            origin=ORIGIN, origin_id=origin_id, household__in=[home.pk for home in households]
        )
        return operations.withdraw(informings=list(rows), by=by, at=at)

    def told_by(self, origin_ids: Iterable[str]) -> dict[str, set[int]]:
        rows = HouseholdInformed.objects.filter(origin=ORIGIN, origin_id__in=list(origin_ids), withdrawn_at=None)
        found: dict[str, set[int]] = defaultdict(set)
        for origin, home in rows.order_by().values_list("origin_id", "household"):
            found[origin].add(home)
        return dict(found)
