"""What stays when a phase is over, which report went upward, and by which weights an office looks at its units."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.plans.models import Plan
from tungnha.units.models import Member, Phase
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope

from .compiled import Report
from .sending import Kept, KeptRow
from .submissions import Submission


class HandedUp(KeptRow):
    """That a submission upstairs is a frozen report of the level below (báo cáo gửi lên cấp trên)."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="handed_up")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="handed_up")

    objects = Kept.as_manager()
    scope = Scope(area=("report__area", "submission__obligation__duty__plan__campaign__area"))
    privacy = nothing_personal("id", "submission", "report")

    class Meta:
        ordering = ["-id"]


class PhaseClosing(KeptRow):
    """The figures of all targets of a plan as a phase was closed (chốt đợt): canonical text, and its digest.

    A phase that was opened again is closed again as a further edition (lần chốt); the earlier one stays as it was."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="closings")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="closings")
    content = models.TextField("nội dung chốt", help_text="JSON, khóa theo thứ tự chữ cái")
    sha256 = models.CharField("mã kiểm", max_length=64)
    obligations = models.PositiveIntegerField("số kỳ báo cáo thôi phải nộp", default=0)
    edition = models.PositiveSmallIntegerField("lần chốt", default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = Kept.as_manager()
    scope = Scope(area="plan__campaign__area")
    privacy = nothing_personal("id", "plan", "phase", "content", "sha256", "obligations", "edition", "at", "by")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "phase", "edition"], name="one_closing_of_a_phase_and_edition")
        ]

    @property
    def is_reopened(self) -> bool:
        return hasattr(self, "reopening")


class PhaseReopening(KeptRow):
    """That a closed phase goes on (mở lại đợt): why, and who said so. What was frozen at its closing stays."""

    closing = models.OneToOneField(PhaseClosing, on_delete=models.PROTECT, related_name="reopening")
    why = models.CharField("vì sao mở lại", max_length=300)
    obligations = models.PositiveIntegerField("số kỳ báo cáo phải nộp lại", default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = Kept.as_manager()
    scope = Scope(area="closing__plan__campaign__area")
    privacy = nothing_personal("id", "closing", "why", "obligations", "at", "by")

    class Meta:
        ordering = ["-id"]


class EvaluationWeights(KeptRow):
    """How much each line of an evaluation sheet weighs (trọng số), as an office set it. The latest row counts."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="evaluation_weights")
    targets = models.PositiveSmallIntegerField("chỉ tiêu")
    tasks = models.PositiveSmallIntegerField("nhiệm vụ đúng hạn")
    reports = models.PositiveSmallIntegerField("báo cáo đúng hạn")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = Kept.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal("id", "plan", "targets", "tasks", "reports", "at", "by")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_weights_are_a_hundred",
                condition=Q(targets=models.Value(100) - models.F("tasks") - models.F("reports")),
            )
        ]
