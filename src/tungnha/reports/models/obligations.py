"""What a unit owes for a period."""

from __future__ import annotations

from django.db import models

from tungnha.plans.models import Duty
from tungnha.units.models import Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class Obligation(models.Model):
    """One report one unit owes for one period (kỳ báo cáo phải nộp). `due_at` is the first instant that is late."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="obligations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="obligations")
    period = models.CharField("kỳ", max_length=20, help_text="2026-W22, 2026-06, 2026-Q2, once")
    starts_on = models.DateField("kỳ từ ngày")
    ends_on = models.DateField("kỳ đến ngày")
    due_at = models.DateTimeField("hạn")
    closed_at = models.DateTimeField("không còn phải nộp từ", null=True, blank=True)
    moved = models.PositiveSmallIntegerField("số lần đổi hạn", default=0)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="duty__plan__campaign__area", organisation="organisation", shared=True)
    privacy = nothing_personal(
        "id", "duty", "organisation", "period", "starts_on", "ends_on", "due_at", "closed_at", "moved"
    )

    class Meta:
        ordering = ["due_at", "organisation__order", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "organisation", "period"], name="one_obligation_a_unit_and_period")
        ]
        indexes = [models.Index(fields=["due_at"])]
