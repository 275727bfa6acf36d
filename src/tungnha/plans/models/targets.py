"""What the plan wants to reach."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Measure
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .plan import PART, Plan, PlanPart, StandingParts


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

    removed_in = models.ForeignKey(
        "plans.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="bản đã bỏ nó"
    )

    objects = StandingParts()
    ever = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal(
        *PART, "text", "subject", "population", "comparator", "value", "unit", "due_on", "due_from", "role",
        "measure", "stated_count", "starting_count", "starting_on", "stated_base", "headline", "removed_in",
    )  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """What it is called in a table or a report: what its measure counts, else the plan's own words."""
        return self.measure.name if self.measure else self.text


class ShareStep(models.Model):
    """One hand-down of a target (lần giao chỉ tiêu): which way, which numbers, who, when. Appended, never changed.

    `counts` and `weights` map a receiver (`a12` an area, `o7` an organisation) to a number. A step that is not settled
    does not add up yet: it is kept for its officer and counts nowhere. `before` is the settled step it took the place
    of, so that it can be undone.
    """

    class Method(models.TextChoices):
        REMAINING = "remaining", "theo số người còn thiếu"
        PEOPLE = "people", "theo số phải tính"
        EQUAL = "equal", "chia đều"
        HAND = "hand", "ghi tay"
        LEVEL = "level", "giữ nguyên mức cho từng nơi"
        ANNEX = "annex", "theo phụ lục của kế hoạch"
        NONE = "none", "chưa giao"

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="share_steps")
    number = models.PositiveIntegerField("lần")
    method = models.CharField("cách chia", max_length=10, choices=Method.choices)
    counts = models.JSONField(default=dict)
    weights = models.JSONField(default=dict, blank=True)
    total = models.PositiveIntegerField("số đem chia", null=True, blank=True)
    settled = models.BooleanField("đã giao", default=True)
    before = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="target__plan__campaign__area", shared=True)
    privacy = nothing_personal(
        "id", "target", "number", "method", "counts", "weights", "total", "settled", "before", "made_at", "made_by"
    )

    class Meta:
        ordering = ["target", "number"]
        constraints = [models.UniqueConstraint(fields=["target", "number"], name="one_hand_down_of_a_number")]


class TargetShare(models.Model):
    """The part of a target that a lower area, or a body, is to reach (chỉ tiêu giao): what the latest step says."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="shares")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="target_shares")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="target_shares"
    )
    count = models.PositiveIntegerField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("area", "organisation__area"), shared=True)
    privacy = nothing_personal("id", "target", "area", "organisation", "count")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "area"], name="one_share_of_a_target_in_an_area"),
            models.UniqueConstraint(fields=["target", "organisation"], name="one_share_of_a_target_in_a_body"),
            models.CheckConstraint(
                name="a_share_is_an_areas_or_a_bodys",
                condition=Q(area__isnull=False, organisation=None) | Q(area=None, organisation__isnull=False),
            ),
        ]
