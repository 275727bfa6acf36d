"""How often somebody without a log-in knocked at a door."""

from __future__ import annotations

from django.db import models

from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class Knock(models.Model):
    """How often one address used one door in one stretch of time (units/limits.py). `who_ix` is a keyed hash of
    the day and the address: nothing leads from it back to anybody, nor from one day to the next; rows go after two."""

    door = models.CharField(max_length=40)
    who_ix = models.CharField(max_length=32)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # read by nobody: it only bounds
    privacy = nothing_personal("id", "door", "who_ix", "since", "count")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["door", "who_ix", "since"], name="one_count_of_knocks")]
