"""That somebody's numbers were shown in full, once."""

from __future__ import annotations

from django.db import models

from tungnha.units.privacy import Privacy
from tungnha.units.scope import Scope, ScopedQuerySet

from .persons import Person


class Unmasking(models.Model):
    """One time a person's numbers were shown in full (lần xem số đầy đủ), by whom and what for."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unmaskings")
    purpose = models.CharField("để làm gì", max_length=20)
    words = models.CharField("ghi rõ", max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="unmaskings")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="by__area", names=True)
    privacy = Privacy(personal={"words": "empty"}, plain=("id", "person", "purpose", "at", "by"))

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["by", "at"], name="unmasking_by_at")]
