"""What the plan wants to reach."""

from __future__ import annotations

from django.db import models

from tungnha.ledger.models import Measure
from tungnha.units.models import Area
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .plan import PART, Plan, PlanPart


class Target(PlanPart):
    """One target of a plan (chỉ tiêu): so much, of whom, of what, by when. A blank stays blank and is asked about."""

    class Comparator(models.TextChoices):
        AT_LEAST = ">=", "từ … trở lên"
        MORE = ">", "trên"
        EXACTLY = "=", "đạt"

    class Role(models.TextChoices):
        TARGET = "target", "chỉ tiêu"
        MESSAGE = "message", "nội dung tuyên truyền"
        INDICATOR = "indicator", "chỉ số theo dõi"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    text = models.TextField("chỉ tiêu, như trong kế hoạch")
    subject = models.CharField("nội dung", max_length=300, blank=True)
    population = models.CharField("đối tượng", max_length=300, blank=True)
    comparator = models.CharField(max_length=2, choices=Comparator.choices, default=Comparator.EXACTLY)
    value = models.DecimalField("mức", max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField("đơn vị tính", max_length=40, default="%")
    due_on = models.DateField("hạn", null=True, blank=True)
    due_from = models.CharField("hạn lấy từ đâu", max_length=200, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.TARGET)
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    stated_count = models.PositiveIntegerField("số tuyệt đối nêu trong kế hoạch", null=True, blank=True)
    starting_count = models.PositiveIntegerField("số ban đầu nêu trong kế hoạch", null=True, blank=True)
    starting_on = models.DateField("ngày của số ban đầu", null=True, blank=True)
    stated_base = models.PositiveIntegerField("mẫu số nêu trong kế hoạch", null=True, blank=True)
    headline = models.BooleanField("chỉ tiêu chính", default=False, help_text="đứng đầu trang và phụ lục báo cáo")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal(
        *PART, "text", "subject", "population", "comparator", "value", "unit", "due_on", "due_from", "role",
        "measure", "stated_count", "starting_count", "starting_on", "stated_base", "headline",
    )  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """What it is called in a table or a report: what its measure counts, else the plan's own words."""
        return self.measure.name if self.measure else self.text


class TargetShare(models.Model):
    """The part of a target that a lower area is to reach (chỉ tiêu giao): whole numbers that add up to the whole."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="shares")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="target_shares")
    count = models.PositiveIntegerField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "target", "area", "count")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "area"], name="one_share_of_a_target_in_an_area")]
