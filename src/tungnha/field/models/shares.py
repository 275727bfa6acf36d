"""Whose door it is."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from tungnha.people.models import Household
from tungnha.units.models import Campaign, Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class HouseholdShare(models.Model):
    """That a household is shared out to one member until a day (phân hộ). Never changed: a share ends, with when, by
    whom and why, and another one begins. `together`: a second member goes there too, because the leader meant it."""

    class End(models.TextChoices):
        TAKEN_BACK = "taken_back", "thu lại"
        MOVED = "moved", "giao cho người khác"
        BALANCED = "balanced", "chia lại cho đều"
        RENEWED = "renewed", "giao lại với ngày khác"
        RAN_OUT = "ran_out", "hết ngày giao"

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="shares")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="household_shares")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="household_shares")
    until_on = models.DateField("đến hết ngày", null=True, blank=True)
    together = models.BooleanField("cùng làm", default=False)
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField("thôi vì", max_length=10, choices=End.choices, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="household__village", names=True)
    privacy = nothing_personal(
        "id", "household", "campaign", "member", "until_on", "together", "shared_at", "shared_by", "ended_at",
        "ended_by", "ended_why",
    )  # fmt: skip

    class Meta:
        constraints = [
            # One phone holds a door, unless a second one was meant; ended shares are the history.
            models.UniqueConstraint(
                fields=["household", "campaign"], condition=Q(ended_at=None, together=False),
                name="a_household_is_with_one_member",
            ),
            models.UniqueConstraint(
                fields=["household", "campaign", "member"], condition=Q(ended_at=None),
                name="a_member_holds_a_household_once",
            ),
            models.CheckConstraint(
                name="a_share_ends_with_its_reason",
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | Q(Q(ended_at__isnull=False), ~Q(ended_why="")),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["member", "campaign", "ended_at"], name="share_of_a_member")]

    @staticmethod
    def holds_on(on: date) -> Q:
        """The shares that hold on a day: not ended, and their day has not passed."""
        return Q(ended_at=None) & (Q(until_on=None) | Q(until_on__gte=on))
