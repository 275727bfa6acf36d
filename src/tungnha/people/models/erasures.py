"""What was taken out of the register for good, and what was counted before (Luật 91/2025/QH15 Đ3.3, Đ14)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Campaign
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .processing import ProcessingRecord


class Why(models.TextChoices):
    REQUEST = "request", "theo yêu cầu của người ấy"
    RETENTION = "retention", "hết thời hạn giữ"
    MISTAKE = "mistake", "nhập nhầm, không được phép giữ"


class Tombstone(models.Model):
    """A key that no phone and no file may bring back (dấu đã xóa). It says nothing of whom it was."""

    class Kind(models.TextChoices):
        PERSON = "person", "người"
        HOUSEHOLD = "household", "hộ"

    key = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    why = models.CharField(max_length=9, choices=Why.choices)
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # asked by key only, by whoever stores a row
    privacy = nothing_personal("id", "key", "kind", "why", "at")


class Erasure(models.Model):
    """One erasing that was done (nhật ký xóa): by whom, why, how many rows of which kind. Never the data."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="erasures")
    why = models.CharField(max_length=9, choices=Why.choices)
    request = models.ForeignKey(
        "people.RightsRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="erasures"
    )
    retention = models.ForeignKey(
        "people.Retention", null=True, blank=True, on_delete=models.PROTECT, related_name="erasures"
    )
    persons = models.PositiveIntegerField("số người", default=0)
    rows = models.JSONField("số dòng của từng loại", default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = nothing_personal("id", "area", "why", "request", "retention", "persons", "rows", "at", "by")

    class Meta:
        ordering = ["-at", "-id"]


class Retention(models.Model):
    """That the names of a purpose have come to their last day (đến hạn xóa): proposed, confirmed, worked off."""

    record = models.ForeignKey(ProcessingRecord, on_delete=models.PROTECT, related_name="retentions")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="retentions")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="retentions")
    due_on = models.DateField("đến hạn ngày")
    proposed_at = models.DateTimeField()
    register_too = models.BooleanField("cả tên trong sổ nhân khẩu", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField("đã giữ lại số lượng lúc", null=True, blank=True)
    total = models.PositiveIntegerField("tổng số việc", default=0)
    done = models.PositiveIntegerField("đã làm", default=0)
    rows = models.JSONField("số dòng của từng loại", default=dict)
    cursor = models.JSONField("đang ở đâu", default=dict, help_text="{bảng: dòng cuối đã làm}")
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField("hồ sơ đổi nên thôi", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = nothing_personal(
        "id", "record", "area", "campaign", "due_on", "proposed_at", "register_too", "confirmed_at", "confirmed_by",
        "frozen_at", "total", "done", "rows", "cursor", "finished_at", "cancelled_at",
    )  # fmt: skip

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(cancelled_at=None), name="the_names_of_a_record_go_once"
            ),
            models.CheckConstraint(
                name="retention_confirmed_at_and_by_together",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nothing_is_erased_before_it_is_counted", condition=Q(done=0) | Q(frozen_at__isnull=False)
            ),
        ]


class KeptCount(models.Model):
    """How many people of a village and a group had a service when their names went (số lượng giữ lại)."""

    retention = models.ForeignKey(Retention, on_delete=models.CASCADE, related_name="counts")
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="kept_counts")
    group = models.CharField("nhóm", max_length=20)
    service = models.CharField("mã tiện ích; trống: số người của nhóm", max_length=40, blank=True)
    service_name = models.CharField("tiện ích", max_length=200, blank=True)
    level = models.PositiveSmallIntegerField("mức", default=0)
    count = models.PositiveIntegerField("số người")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="village", shared=True)
    privacy = nothing_personal("id", "retention", "village", "group", "service", "service_name", "level", "count")

    class Meta:
        ordering = ["village__order", "group", "service", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["retention", "village", "group", "service", "level"], name="one_kept_count_of_a_kind"
            )
        ]


__all__ = ["Erasure", "KeptCount", "Retention", "Tombstone", "Why"]
