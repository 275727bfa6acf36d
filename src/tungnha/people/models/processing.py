"""What personal data is kept for, on what ground, how long; and the regular checks of it (Luật 91/2025/QH15 Đ19)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Campaign
from tungnha.units.privacy import Privacy
from tungnha.units.scope import Scope, ScopedQuerySet


class ProcessingRecord(models.Model):
    """One version of what one purpose processes (hồ sơ xử lý dữ liệu). A change is a new version: none is overwritten.

    Without a campaign it is a standing purpose of the commune, such as keeping the register itself.
    """

    class Basis(models.TextChoices):
        DUTY = "duty", "nhiệm vụ của cơ quan nhà nước (Điều 19 khoản 1 điểm c Luật 91/2025/QH15)"
        CONSENT = "consent", "sự đồng ý của từng người (Điều 9 Luật 91/2025/QH15)"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="processing_records")
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="processing_records"
    )
    version = models.PositiveIntegerField("bản thứ", default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )  # fmt: skip
    purpose = models.CharField("mục đích", max_length=300)
    basis = models.CharField("căn cứ", max_length=7, choices=Basis.choices)
    basis_document = models.CharField("văn bản giao nhiệm vụ", max_length=300, blank=True)
    fields = models.JSONField("các trường dữ liệu", default=list)
    recipients = models.TextField("ai nhận dữ liệu", blank=True)
    measures = models.TextField("biện pháp bảo vệ", blank=True)
    keep_until = models.DateField("giữ tên đến hết ngày", null=True, blank=True)
    keep_months = models.PositiveSmallIntegerField("giữ tên thêm mấy tháng sau khi kết thúc", null=True, blank=True)
    responsible_unit = models.CharField("đơn vị chịu trách nhiệm", max_length=200)
    responsible_name = models.CharField("người chịu trách nhiệm", max_length=120)
    stopped_on = models.DateField("thôi dùng mục đích này từ ngày", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = Privacy(
        personal={"responsible_name": "name"},
        plain=(
            "id", "area", "campaign", "version", "replaces", "purpose", "basis", "basis_document", "fields",
            "recipients", "measures", "keep_until", "keep_months", "responsible_unit", "stopped_on", "at", "by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="processing_record_is_kept_until_a_day_or_some_months",
                condition=Q(keep_until=None, keep_months__isnull=False)
                | Q(keep_until__isnull=False, keep_months=None)
                | Q(keep_until=None, keep_months=None, campaign=None),
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def is_current(self) -> bool:
        return not hasattr(self, "replaced_by")

    @property
    def names_go_on(self) -> date | None:
        """The first day on which this purpose needs no names any more; None while that cannot be said."""
        if self.keep_until is not None:
            return date.fromordinal(self.keep_until.toordinal() + 1)
        ended = self.stopped_on or (self.campaign.ended_on if self.campaign else None)
        return months_after(ended, self.keep_months) if ended and self.keep_months is not None else None


def months_after(day: date, months: int) -> date:
    """The day after a span of whole months that begins with the day after `day`: 31/10 and one month → 1/12."""
    first = day.replace(day=1)
    total = first.month - 1 + months
    year, month = first.year + total // 12, total % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date.fromordinal(date(year, month, min(day.day, last)).toordinal() + 1)


class ProtectionCheck(models.Model):
    """One risk assessment or check of compliance that was done, and when the next is due (Đ19.2)."""

    class Kind(models.TextChoices):
        RISK = "risk", "đánh giá rủi ro"
        COMPLIANCE = "compliance", "kiểm tra việc tuân thủ"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="protection_checks")
    kind = models.CharField("việc gì", max_length=10, choices=Kind.choices)
    on = models.DateField("ngày làm")
    looked_at = models.TextField("đã xem những gì")
    found = models.TextField("thấy gì", blank=True)
    to_do = models.TextField("phải làm gì", blank=True)
    next_on = models.DateField("lần sau, chậm nhất ngày")
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = Privacy(
        personal={"looked_at": "empty", "found": "empty", "to_do": "empty"},
        plain=("id", "area", "kind", "on", "next_on", "at", "by"),
    )

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(name="next_check_is_after_this_one", condition=Q(next_on__gt=models.F("on")))
        ]

    def __str__(self) -> Any:
        return self.get_kind_display()
