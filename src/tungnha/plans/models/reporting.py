"""Who must report what, to whom, how often."""

from __future__ import annotations

from django.db import models

from tungnha.units.models import Organisation, Phase
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .plan import PART, Plan, PlanPart, StandingParts


class Duty(PlanPart):
    """A reporting duty of a plan (chế độ báo cáo). Its obligations, one a period and a unit, follow from it."""

    class Frequency(models.TextChoices):
        DAILY = "daily", "hằng ngày"
        WEEKLY = "weekly", "hằng tuần"
        MONTHLY = "monthly", "hằng tháng"
        QUARTERLY = "quarterly", "hằng quý"
        YEARLY = "yearly", "hằng năm"
        ONCE = "once", "một lần"
        ADHOC = "adhoc", "đột xuất"
        UNSPECIFIED = "unspecified", "chưa rõ kỳ"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="duties")
    who = models.CharField("ai báo cáo", max_length=300, blank=True)
    to = models.CharField("báo cáo ai", max_length=300, blank=True)
    via = models.CharField("qua", max_length=200, blank=True)
    frequency = models.CharField("kỳ", max_length=12, choices=Frequency.choices)
    interval = models.PositiveSmallIntegerField("cách", default=1)
    weekday = models.PositiveSmallIntegerField("thứ", null=True, blank=True, help_text="ISO: 4 là thứ Năm")
    day_of_month = models.PositiveSmallIntegerField("ngày trong tháng", null=True, blank=True)
    months = models.JSONField("các tháng", null=True, blank=True)
    time = models.TimeField("giờ", null=True, blank=True)
    due_on = models.DateField("ngày (báo cáo một lần)", null=True, blank=True)
    inclusive = models.BooleanField(
        "kể cả ngày đó", null=True, blank=True, help_text="trống: theo cách hiểu chung của “trước ngày”"
    )
    kind = models.CharField(max_length=20, blank=True, help_text="difficulty: phản ánh khó khăn")
    phase = models.ForeignKey(Phase, null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    reporters = models.ManyToManyField(Organisation, blank=True, related_name="duties")
    addressee = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    compiled = models.BooleanField("tổng hợp từ các đơn vị", default=False)

    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by",
        help_text="chế độ báo cáo mà bản sau thay bằng dòng này",
    )  # fmt: skip
    since_on = models.DateField("tính từ ngày", null=True, blank=True, help_text="trống: từ khi kế hoạch chạy")
    repeats = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeated_by",
        help_text="chế độ của kế hoạch cấp trên mà dòng này nhắc lại: không sinh kỳ báo cáo lần nữa",
    )  # fmt: skip
    removed_in = models.ForeignKey(
        "plans.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="bản đã bỏ nó"
    )

    objects = StandingParts()
    ever = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal(
        *PART, "who", "to", "via", "frequency", "interval", "weekday", "day_of_month", "months", "time", "due_on",
        "inclusive", "kind", "phase", "reporters", "addressee", "compiled", "replaces", "since_on",
        "repeats", "removed_in",
    )  # fmt: skip
