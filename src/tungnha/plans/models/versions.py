"""What changed in a plan that runs, and by which word (docs/decisions/0011-plan-versions.md)."""

from __future__ import annotations

from django.db import models

from tungnha.units.models import Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .documents import PlanDocument
from .plan import Plan, Question


class PlanVersion(models.Model):
    """One step of a running plan (bản của kế hoạch): a paper, an answer or a proposal changed it. Appended only."""

    class Cause(models.TextChoices):
        PAPER = "paper", "văn bản sửa đổi, bổ sung"
        REPLACED = "replaced", "văn bản thay thế"
        ANSWER = "answer", "trả lời điều cần hỏi"
        PROPOSAL = "proposal", "kiến nghị được chấp thuận"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("bản số")
    cause = models.CharField("vì", max_length=10, choices=Cause.choices)
    document = models.OneToOneField(
        PlanDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="amendment"
    )
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    words = models.TextField("căn cứ, bằng lời", blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal(
        "id", "plan", "number", "cause", "document", "question", "words", "made_at", "made_by"
    )  # fmt: skip

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_version_of_a_number")]


class PlanChange(models.Model):
    """One thing a version changed: a row added or removed, or one field of it, old and new."""

    class Kind(models.TextChoices):
        ADDED = "added", "thêm"
        CHANGED = "changed", "sửa"
        REMOVED = "removed", "bỏ"

    class Part(models.TextChoices):
        TARGET = "target", "chỉ tiêu"
        TASK = "task", "nhiệm vụ"
        DUTY = "duty", "chế độ báo cáo"

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField(default=0)
    part = models.CharField(max_length=8, choices=Part.choices)
    row = models.PositiveBigIntegerField("dòng", help_text="mã của chỉ tiêu, nhiệm vụ, chế độ báo cáo")
    label = models.TextField("gọi là")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    field = models.CharField(max_length=20, blank=True)
    old = models.JSONField(null=True, blank=True)
    new = models.JSONField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="version__plan__campaign__area", shared=True)
    privacy = nothing_personal("id", "version", "order", "part", "row", "label", "kind", "field", "old", "new")

    class Meta:
        ordering = ["version", "order"]
