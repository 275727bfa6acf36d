"""A campaign is all that the lower rooms know of a plan: a name and its phases (C5)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .areas import Area
from .organisations import Organisation


class Campaign(models.Model):
    """A plan in its running form (chiến dịch, đợt cao điểm)."""

    name = models.CharField("tên", max_length=300)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="campaigns")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="campaigns", help_text="cơ quan ban hành"
    )
    started_on = models.DateField("từ ngày", null=True, blank=True)
    ended_on = models.DateField("đến hết ngày", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "name", "area", "organisation", "started_on", "ended_on")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A stretch of a campaign: the peak (cao điểm), then the steady work (thường xuyên). `ends_on` is included."""

    class Kind(models.TextChoices):
        PEAK = "peak", "cao điểm"
        STEADY = "steady", "thường xuyên"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="phases")
    name = models.CharField("tên", max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    starts_on = models.DateField("từ ngày", null=True, blank=True, help_text="trống: từ khi ban hành")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True)
    privacy = nothing_personal("id", "campaign", "name", "kind", "starts_on", "ends_on", "closed_at", "closed_by")

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="phase_closed_at_and_by_together",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="phase_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
