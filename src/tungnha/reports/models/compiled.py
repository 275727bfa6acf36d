"""What was compiled, worded and signed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from tungnha.plans.models import Duty, Plan
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.problems import Locked
from tungnha.units.scope import Scope, ScopedQuerySet

FROZEN = "Báo cáo này đã chốt và khóa; số liệu, lời văn không sửa được nữa."


class ReportRows(ScopedQuerySet):
    """Reports; a frozen one among them is neither changed nor deleted, by whatever way it is tried."""

    def update(self, **kwargs: Any) -> int:
        self._refuse_frozen()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete()

    def _refuse_frozen(self) -> None:
        if self.filter(frozen_at__isnull=False).exists():
            raise Locked(FROZEN)


class Report(models.Model):
    """A compiled report (báo cáo tổng hợp): drafted, reviewed, then frozen with all its figures.

    A frozen one is reopened as a further edition (lần chốt) beside the old, which stays as it is.
    """

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
    edition = models.PositiveSmallIntegerField("lần chốt", default=1)
    reopened_why = models.CharField("vì sao mở lại", max_length=300, blank=True)
    content = models.TextField("nội dung khóa", blank=True, help_text="JSON, khóa theo thứ tự chữ cái; khi đã chốt")
    sha256 = models.CharField("mã kiểm", max_length=64, blank=True)

    objects = ReportRows.as_manager()
    scope = Scope(area="area", organisation="organisation")
    privacy = Privacy(
        personal={"signer_name": "name"},
        plain=(
            "id", "plan", "duty", "area", "organisation", "period", "starts_on", "ends_on", "figures_at", "figures",
            "words", "front", "number", "symbol", "issued_on", "version", "compiled_at", "compiled_by", "frozen_at",
            "frozen_by", "file", "edition", "reopened_why", "content", "sha256",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="report_frozen_at_and_by_together",
                condition=Q(frozen_at=None, frozen_by=None) | Q(frozen_at__isnull=False, frozen_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["plan", "duty", "period", "area", "edition"], name="one_report_a_period_and_edition"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete(*args, **kwargs)

    def _refuse_frozen(self) -> None:
        """As the database has it: what is in hand may be older."""
        if self.pk and type(self)._base_manager.filter(pk=self.pk, frozen_at__isnull=False).exists():
            raise Locked(FROZEN)

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
