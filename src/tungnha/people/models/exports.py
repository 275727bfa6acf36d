"""Every file with personal data that leaves the house: what for, for whom, until when."""

from __future__ import annotations

from django.db import models

from tungnha.units.models import Area, Campaign, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .persons import Person


class Export(models.Model):
    """One file given out (bản kết xuất), with the mark that is printed on it. It keeps no content.

    Luật 91/2025/QH15 Đ17 and NĐ 356/2025 Đ7.1: purpose, data, recipient, basis, keeping and deletion are on record.
    """

    mark = models.CharField("mã in trên bản", max_length=12, unique=True)
    what = models.CharField("bản gì", max_length=60, help_text="people.refused, field.worklist, lists.verdicts …")
    name = models.CharField("tên tệp", max_length=200)
    purpose = models.CharField("để làm gì", max_length=300)
    fields = models.JSONField("các trường", default=list)
    rows = models.PositiveIntegerField("số dòng", default=0)
    persons = models.ManyToManyField(Person, through="ExportedPerson", related_name="exports")
    sha256 = models.CharField(max_length=64, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="exports")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="exports")
    given_to = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="exports",
        help_text="trống: tự dùng",
    )
    agreement = models.CharField("theo văn bản, thỏa thuận", max_length=200, blank=True)
    expires_on = models.DateField("phải xóa trước", null=True, blank=True)
    deleted_on = models.DateField("đã báo xóa ngày", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="exports")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = Privacy(
        personal={"purpose": "empty"},
        plain=(
            "id", "mark", "what", "name", "fields", "rows", "persons", "sha256", "area", "campaign", "given_to",
            "agreement", "expires_on", "deleted_on", "at", "by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["by", "at"], name="export_by_at")]

    def __str__(self) -> str:
        return f"{self.mark} {self.name}"


class ExportedPerson(models.Model):
    """That a person stood in a file given out: what the access log of a person and the list of a breach rest on."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="export_lines")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="export__area", names=True)
    privacy = nothing_personal("id", "export", "person")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "person"], name="a_person_stands_in_an_export_once")]
