"""When personal data was lost, seen or changed by somebody who must not (Luật 91/2025/QH15 Đ23)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Member
from tungnha.units.privacy import Privacy
from tungnha.units.scope import Scope, ScopedQuerySet

from .exports import Export

NOTICE_HOURS = 72  # Đ23: from when it was detected
KEPT_YEARS = 5  # after it was repaired


class Breach(models.Model):
    """One breach (sự cố, vi phạm về dữ liệu cá nhân), from when it was detected until it was repaired and told."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="breaches")
    detected_at = models.DateTimeField("phát hiện lúc")
    since_at = models.DateTimeField("xảy ra từ lúc", null=True, blank=True)
    until_at = models.DateTimeField("đến lúc", null=True, blank=True)
    what = models.TextField("việc gì đã xảy ra")
    kinds = models.JSONField("loại dữ liệu", default=list)
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="tài khoản liên quan"
    )
    export = models.ForeignKey(
        Export, null=True, blank=True, on_delete=models.PROTECT, related_name="breaches", help_text="bản kết xuất"
    )
    whole_reach = models.BooleanField("tính cả những người tài khoản có thể xem", default=False)
    device = models.CharField("máy, thiết bị", max_length=160, blank=True)
    measures = models.TextField("đã làm gì để ngăn chặn, khắc phục", blank=True)
    harm = models.TextField("hậu quả có thể có", blank=True)
    notified_at = models.DateTimeField("đã thông báo cơ quan chuyên trách lúc", null=True, blank=True)
    notified_how = models.CharField("số văn bản, nơi nhận", max_length=200, blank=True)
    told_at = models.DateTimeField("đã báo những người bị ảnh hưởng lúc", null=True, blank=True)
    told_how = models.CharField("báo bằng cách nào", max_length=200, blank=True)
    repaired_at = models.DateTimeField("khắc phục xong lúc", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = Privacy(
        personal={"what": "empty", "measures": "empty", "harm": "empty", "device": "empty"},
        plain=(
            "id", "area", "detected_at", "since_at", "until_at", "kinds", "member", "export", "whole_reach",
            "notified_at", "notified_how", "told_at", "told_how", "repaired_at", "at", "by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-detected_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="breach_ends_after_it_begins",
                condition=Q(since_at=None) | Q(until_at=None) | Q(until_at__gte=models.F("since_at")),
            )
        ]

    def __str__(self) -> str:
        return f"Sự cố dữ liệu số {self.pk}"

    @property
    def notice_due_at(self) -> datetime:
        """72 hours on the clock: nights, Sundays and Tết are counted."""
        return self.detected_at + timedelta(hours=NOTICE_HOURS)

    @property
    def kept_until(self) -> datetime | None:
        """Until when the file of a breach must be kept at least."""
        at = self.repaired_at
        if at is None:
            return None
        try:
            return at.replace(year=at.year + KEPT_YEARS)
        except ValueError:  # 29 February
            return at.replace(year=at.year + KEPT_YEARS, month=3, day=1)


class BreachNote(models.Model):
    """One line in the minutes of a breach (biên bản): what was found or done, in the order it happened."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField("nội dung")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="breach__area", names=True)
    privacy = Privacy(personal={"text": "empty"}, plain=("id", "breach", "at", "by"))

    class Meta:
        ordering = ["at", "id"]
