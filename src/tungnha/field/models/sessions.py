"""At the culture house."""

from __future__ import annotations

import uuid

from django.db import models

from tungnha.ledger.models import Service
from tungnha.people.models import Person, Place
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class SupportSession(models.Model):
    """A sitting at a place where people are helped (buổi hỗ trợ)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sessions")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="sessions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc")
    name = models.CharField("nội dung", max_length=200, blank=True)
    services = models.ManyToManyField(Service, blank=True, related_name="sessions")
    approved_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id",
        "campaign",
        "area",
        "place",
        "starts_at",
        "ends_at",
        "name",
        "services",
        "approved_at",
        "cancelled_at",
    )

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]


class Staffing(models.Model):
    """Which organisation sends whom to a session (nhân lực buổi hỗ trợ)."""

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="staffing")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staffing")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="staffing")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", shared=True)
    privacy = nothing_personal("id", "session", "organisation", "member")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "organisation", "member"], name="one_staffing_of_a_kind")
        ]


class CheckIn(models.Model):
    """That a person came to a session (điểm danh). No name is needed of one who is not on the register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="check_ins")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stored_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", partner="session__staffing__organisation", names=True)
    privacy = nothing_personal("id", "session", "person", "made_by", "made_at", "stored_at")

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(person__isnull=False),
                name="one_check_in_a_person",
            )
        ]
