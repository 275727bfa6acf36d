"""How one gets to a place, in words."""

from __future__ import annotations

from django.db import models

from tungnha.people.models import Place
from tungnha.units.models import Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class WayThere(models.Model):
    """How people find a place (chỉ đường): from what everybody knows, no map of others is needed. Everybody may read
    it; it names no house of anybody."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="way")
    words = models.CharField("chỉ đường", max_length=300)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="place__area", shared=True)
    privacy = nothing_personal("id", "place", "words", "by", "at")

    def __str__(self) -> str:
        return self.words
