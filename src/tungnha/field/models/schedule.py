"""What a schedule is made with: the rules of a campaign, opening hours, equipment."""

from __future__ import annotations

from django.db import models

from tungnha.people.models import Place
from tungnha.units.models import Area, Campaign, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .sessions import SupportSession


class ScheduleRule(models.Model):
    """By which rules dates are proposed for a campaign's villages in one commune (cách xếp lịch).

    parts: parts of the day as [["07:30", "11:00"], …]; weekdays: 0 (Monday) … 6; needs: {equipment id: how many}.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="schedule_rules")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="schedule_rules")
    first_on = models.DateField("từ ngày", null=True, blank=True)
    last_on = models.DateField("đến hết ngày", null=True, blank=True)
    capacity = models.PositiveSmallIntegerField("một buổi làm được (người)", default=40)
    weekdays = models.JSONField("thứ trong tuần", default=list)
    parts = models.JSONField("buổi trong ngày", default=list)
    staff_each = models.PositiveSmallIntegerField("số người đơn vị cử cho một buổi", default=1)
    needs = models.JSONField("máy móc một buổi", default=dict)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "campaign", "area", "first_on", "last_on", "capacity", "weekdays", "parts", "staff_each", "needs"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "area"], name="one_schedule_rule_of_a_campaign")]


class OpeningHours(models.Model):
    """When a fixed support point is open in a week (giờ mở cửa). A place without any takes a session at any hour."""

    WEEKDAYS = (
        (0, "thứ Hai"), (1, "thứ Ba"), (2, "thứ Tư"), (3, "thứ Năm"), (4, "thứ Sáu"), (5, "thứ Bảy"), (6, "Chủ nhật"),
    )  # fmt: skip

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    from_time = models.TimeField()
    to_time = models.TimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="place__area", shared=True)
    privacy = nothing_personal("id", "place", "weekday", "from_time", "to_time")

    class Meta:
        ordering = ["weekday", "from_time"]
        constraints = [
            models.CheckConstraint(
                name="opening_hours_end_after_they_start", condition=models.Q(to_time__gt=models.F("from_time"))
            ),
            models.UniqueConstraint(fields=["place", "weekday", "from_time"], name="one_opening_at_a_time"),
        ]


class Equipment(models.Model):
    """What is carried to sessions and counted (máy móc, thiết bị): tablets, printers, Wi-Fi."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="equipment")
    name = models.CharField("tên", max_length=80)
    count = models.PositiveSmallIntegerField("số lượng")
    kept_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="equipment",
        verbose_name="đơn vị giữ",
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "name", "count", "kept_by")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name", "kept_by"], name="one_equipment_of_a_name_and_keeper"),
            models.UniqueConstraint(
                fields=["area", "name"], condition=models.Q(kept_by=None), name="one_equipment_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.kept_by.label})" if self.kept_by else self.name


class EquipmentUse(models.Model):
    """That so many of a kind are promised to a session."""

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="equipment")
    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="uses")
    count = models.PositiveSmallIntegerField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", shared=True)
    privacy = nothing_personal("id", "session", "equipment", "count")

    class Meta:
        ordering = ["equipment__name"]
        constraints = [models.UniqueConstraint(fields=["session", "equipment"], name="one_use_of_an_equipment")]
