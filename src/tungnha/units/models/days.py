"""Days off and swapped days, as they are decided each year."""

from __future__ import annotations

from django.db import models

from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .areas import Area


class DayOff(models.Model):
    """An official decision on one day (ngày nghỉ, ngày làm bù): it beats the rule of weekends and holidays.

    It holds in its area and all below it: a province's decision for its communes, a commune's for itself.
    """

    class Kind(models.TextChoices):
        OFF = "off", "nghỉ"
        WORKING = "working", "đi làm"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="days_off")
    date = models.DateField("ngày")
    kind = models.CharField("nghỉ hay đi làm", max_length=7, choices=Kind.choices)
    name = models.CharField("vì sao", max_length=120)
    source = models.CharField("theo văn bản nào", max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "date", "kind", "name", "source", "at", "by")

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["area", "date"], name="one_decision_on_a_day_in_an_area")]

    def __str__(self) -> str:
        return self.name
