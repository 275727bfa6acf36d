"""The log of what was done. It holds no foreign keys: nothing it remembers can be blocked or lost by a deletion."""

from __future__ import annotations

from typing import Any

from django.db import models

from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class EventQuerySet(ScopedQuerySet):
    """Rows are added and read. Nothing in the product changes or removes one."""

    def update(self, **_: Any) -> int:
        raise TypeError("the log is only added to")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the log is only added to")

    def bulk_update(self, *_: Any, **__: Any) -> int:
        raise TypeError("the log is only added to")


class Event(models.Model):
    """One thing that was done, by whom, about what, when (nhật ký). `data` never holds personal data."""

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=60, db_index=True)
    member_id = models.BigIntegerField(null=True, blank=True)
    actor = models.CharField(max_length=160, blank=True)
    area_path = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=60, blank=True, help_text="room.Model")
    about_id = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict, blank=True)

    objects = EventQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such: a page shows the events of what it is about
    privacy = nothing_personal("id", "at", "verb", "member_id", "actor", "area_path", "about", "about_id", "data")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["about", "about_id"]),
            models.Index(fields=["member_id", "at"], name="event_by_member_at"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("the log is only added to")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("the log is only added to")
