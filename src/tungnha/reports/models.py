"""What is due, what was sent, what was compiled and signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.plans.models import Duty, Plan, Target
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class Obligation(models.Model):
    """One report one unit owes for one period (kỳ báo cáo phải nộp). `due_at` is the first instant that is late."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="obligations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="obligations")
    period = models.CharField("kỳ", max_length=20, help_text="2026-W22, 2026-06, 2026-Q2, once")
    starts_on = models.DateField("kỳ từ ngày")
    ends_on = models.DateField("kỳ đến ngày")
    due_at = models.DateTimeField("hạn")
    closed_at = models.DateTimeField("không còn phải nộp từ", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="duty__plan__campaign__area", organisation="organisation", shared=True)
    privacy = nothing_personal("id", "duty", "organisation", "period", "starts_on", "ends_on", "due_at", "closed_at")

    class Meta:
        ordering = ["due_at", "organisation__order", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "organisation", "period"], name="one_obligation_a_unit_and_period")
        ]
        indexes = [models.Index(fields=["due_at"])]


class Submission(models.Model):
    """What a unit handed in for an obligation (báo cáo nộp). A correction is a new one; the old stays."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField("lần")
    narrative = models.TextField("tình hình", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    proposals = models.TextField("đề xuất", blank=True)
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    returned_why = models.CharField("vì sao trả lại", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    # By the unit's own area too: a team's leader reads what the team itself sent.
    scope = Scope(
        area=("obligation__duty__plan__campaign__area", "obligation__organisation__area"),
        organisation="obligation__organisation",
    )
    privacy = nothing_personal(
        "id", "obligation", "number", "narrative", "difficulties", "proposals", "sent_at", "sent_by", "returned_at",
        "returned_why",
    )  # fmt: skip

    class Meta:
        ordering = ["obligation", "number"]
        constraints = [models.UniqueConstraint(fields=["obligation", "number"], name="one_submission_of_a_number")]

    @property
    def is_late(self) -> bool:
        return self.sent_at >= self.obligation.due_at


class SubmittedFigure(models.Model):
    """One number a unit states in a report, beside what the product computed at that moment."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="figures")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="submitted_figures")
    count = models.PositiveIntegerField("số báo cáo", null=True, blank=True, help_text="trống: chưa có số liệu")
    base = models.PositiveIntegerField("tổng số", null=True, blank=True)
    computed = models.PositiveIntegerField("số tính được", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=(
            "submission__obligation__duty__plan__campaign__area",
            "submission__obligation__organisation__area",
        ),
        organisation="submission__obligation__organisation",
    )
    privacy = nothing_personal("id", "submission", "target", "count", "base", "computed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "target"], name="one_figure_a_target")]


class Report(models.Model):
    """A compiled report (báo cáo tổng hợp): drafted, reviewed, then frozen with all its figures."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    duty = models.ForeignKey(Duty, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    period = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()
    figures_at = models.DateTimeField("số liệu chốt lúc")
    figures = models.JSONField("số liệu", default=dict, help_text="reports.figures: rows, each with what opens it")
    words = models.JSONField("lời văn", default=dict)
    front = models.JSONField(
        "thể thức", default=dict, help_text="superior, issuer, place, addressees, recipients, signer_lines, archive"
    )
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    number = models.CharField("số", max_length=20, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, default="BC-UBND")
    issued_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    compiled_at = models.DateTimeField()
    compiled_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    frozen_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="reports/%Y/%m", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="organisation")
    privacy = Privacy(
        personal={"signer_name": "name"},
        plain=(
            "id", "plan", "duty", "area", "organisation", "period", "starts_on", "ends_on", "figures_at", "figures",
            "words", "front", "number", "symbol", "issued_on", "version", "compiled_at", "compiled_by", "frozen_at",
            "frozen_by", "file",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="report_frozen_at_and_by_together",
                condition=Q(frozen_at=None, frozen_by=None) | Q(frozen_at__isnull=False, frozen_by__isnull=False),
            ),
            models.UniqueConstraint(fields=["plan", "duty", "period", "area"], name="one_report_a_period"),
        ]

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def full_symbol(self) -> str:
        """“05/BC-UBND”; “…/BC-UBND” while the number is blank."""
        return f"{self.number.zfill(2) if self.number else '…'}/{self.symbol}"


class Wording(models.Model):
    """One saved state of a report's words (lời văn đã lưu). Nothing is overwritten.

    When two officers saved from the same version, the second one's text has no version: it is kept beside the line.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="wordings")
    version = models.PositiveIntegerField("lần", null=True, blank=True, help_text="trống: để bên cạnh, chưa dùng")
    words = models.JSONField("lời văn", default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="report__area", organisation="report__organisation")
    privacy = nothing_personal("id", "report", "version", "words", "saved_at", "saved_by")

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["report", "version"], name="one_wording_of_a_version")]
