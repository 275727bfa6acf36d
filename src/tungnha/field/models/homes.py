"""What a household was told and shown, and who helps it (C6)."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from tungnha.people.models import Household
from tungnha.units.models import Campaign, Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class HouseholdInformed(models.Model):
    """That a household was informed, in one form, on one day (hộ được thông tin): at its door, at a session, by a tick
    after a village meeting. Nothing is changed; a tick made by mistake is withdrawn, by whom and when."""

    class Form(models.TextChoices):
        VISIT = "visit", "đến nhà nói chuyện"
        SESSION = "session", "dự buổi hỗ trợ"
        LEAFLET = "leaflet", "tờ rơi đưa tận tay"
        ZALO = "zalo", "nhóm Zalo của thôn"
        MEETING = "meeting", "họp thôn"
        LOUDSPEAKER = "loudspeaker", "nghe loa truyền thanh"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="informings")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="informings")
    form = models.CharField("hình thức", max_length=11, choices=Form.choices)
    on = models.DateField("ngày")
    origin = models.CharField("từ đâu", max_length=10, help_text="visit, session, hand")
    origin_id = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField("nhận vào lúc")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="household__village", names=True)
    privacy = nothing_personal(
        "id", "household", "campaign", "form", "on", "origin", "origin_id", "made_by", "stored_at", "withdrawn_at",
        "withdrawn_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-on", "id"]
        indexes = [models.Index(fields=["campaign", "household", "form"], name="informed_household")]
        constraints = [
            models.CheckConstraint(
                name="informing_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            )
        ]


class LoudspeakerChoice(models.Model):
    """Whether a household that only heard the loudspeaker counts as informed in a campaign (tính loa truyền thanh).
    Only added to: the latest stands; without any it does not count."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="loudspeaker_choices")
    counts = models.BooleanField("tính là đã được thông tin")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True)
    privacy = nothing_personal("id", "campaign", "counts", "at", "by")

    class Meta:
        ordering = ["-at", "-id"]


class HouseholdHelper(models.Model):
    """The member of the team who helps a household in which nobody can do it alone (người giúp): from when, until
    when. Never changed: one ends, another begins."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="helpers")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="helpers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="helped_households")
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày", null=True, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField("nhận vào lúc")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="household__village", names=True)
    privacy = nothing_personal(
        "id", "household", "campaign", "member", "from_on", "to_on", "made_by", "stored_at", "ended_at", "ended_by"
    )

    class Meta:
        ordering = ["-from_on", "-stored_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "campaign"], condition=Q(ended_at=None), name="a_household_has_one_helper"
            ),
            models.CheckConstraint(
                name="helper_ends_after_it_starts", condition=Q(to_on=None) | Q(to_on__gte=models.F("from_on"))
            ),
            models.CheckConstraint(
                name="helper_ended_at_and_by_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    @staticmethod
    def helps_on(on: date) -> Q:
        """The helpers of a day: begun, not ended, their day has not passed."""
        return Q(ended_at=None, from_on__lte=on) & (Q(to_on=None) | Q(to_on__gte=on))


class HelperContact(models.Model):
    """That a helper was in touch with the household (lần liên lạc). A visit of the helper's own says so too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    helper = models.ForeignKey(HouseholdHelper, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField("ngày")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField("nhận vào lúc")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="helper__household__village", names=True)
    privacy = nothing_personal("id", "helper", "on", "made_by", "stored_at")

    class Meta:
        ordering = ["-on", "-stored_at"]
        constraints = [models.UniqueConstraint(fields=["helper", "on"], name="one_contact_a_day")]
