"""The door that is knocked on."""

from __future__ import annotations

import uuid

from django.db import models

from tungnha.units.models import Area
from tungnha.units.privacy import Privacy
from tungnha.units.scope import Scope, ScopedQuerySet


class Household(models.Model):
    """The people behind one door (hộ gia đình)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="mã dùng trên điện thoại")
    code = models.CharField("mã hộ", max_length=30)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="households")
    lane = models.CharField("ngõ, xóm", max_length=80, blank=True)
    house = models.CharField("nhà", max_length=120, blank=True)
    order = models.PositiveIntegerField("thứ tự đi", default=0)
    left_on = models.DateField("không còn ở từ ngày", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="village", names=True)
    privacy = Privacy(
        personal={"lane": "empty", "house": "empty"},
        plain=("id", "key", "code", "village", "order", "left_on"),
    )

    class Meta:
        ordering = ["village", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["village", "code"], name="one_household_of_a_code_in_a_village")]
        indexes = [models.Index(fields=["village", "lane", "order"])]

    def __str__(self) -> str:
        return f"Hộ {self.code}"

    @property
    def head(self) -> object | None:
        return next((p for p in self.persons.all() if p.is_head), None)

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.house, self.lane, self.village.full_name) if part)
