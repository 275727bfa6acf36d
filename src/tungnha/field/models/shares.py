"""Whose door it is."""

from __future__ import annotations

from django.db import models

from tungnha.people.models import Household
from tungnha.units.models import Campaign, Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class HouseholdShare(models.Model):
    """That a household is shared out to one member until a day (phân hộ)."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="shares")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="household_shares")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="household_shares")
    until_on = models.DateField("đến hết ngày", null=True, blank=True)
    shared_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="household__village", names=True)
    privacy = nothing_personal("id", "household", "campaign", "member", "until_on", "shared_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "campaign"], name="a_household_is_with_one_member")]
