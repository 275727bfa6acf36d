"""Inspection (C16): somebody goes to a village or a unit, asks a list of questions, leaves findings that are mended."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tungnha.drafting.dates import page_date
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class ChecklistItem(models.Model):
    """One thing an inspection looks at (điều cần xem): data of a commune, laid out from our own first set."""

    class Of(models.TextChoices):
        VILLAGE = "village", "thôn"
        UNIT = "unit", "đơn vị"
        BOTH = "both", "thôn và đơn vị"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="checklist")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    words = models.CharField("điều cần xem", max_length=200)
    of = models.CharField("xem ở", max_length=7, choices=Of.choices, default=Of.BOTH)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "order", "words", "of", "made_at", "made_by", "removed_at", "removed_by")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "words"], condition=Q(removed_at=None), name="one_checklist_item_of_its_words"
            )
        ]


class Inspection(models.Model):
    """One visit of inspection to a village or a unit (lần kiểm tra): when, by whom, what was seen."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="inspections", help_text="nơi kiểm tra")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="inspections")
    village = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="inspected")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="inspections"
    )
    on = models.DateField("ngày kiểm tra")
    inspectors = models.CharField("người kiểm tra", max_length=300)
    words = models.TextField("nhận xét chung", max_length=2000, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="trang đặt; gửi lại lần hai thì không ghi thêm")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("area", "village"), organisation="organisation", names=True)
    privacy = Privacy(
        personal={"inspectors": "name"},
        plain=("id", "area", "campaign", "village", "organisation", "on", "words", "key", "made_at", "made_by"),
    )

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="an_inspection_is_of_a_village_or_a_unit",
                condition=Q(village__isnull=False, organisation=None) | Q(village=None, organisation__isnull=False),
            )
        ]

    @property
    def place(self) -> str:
        return self.village.title if self.village is not None else str(self.organisation)

    def __str__(self) -> str:
        whose = self.village.full_name if self.village is not None else str(self.organisation)
        return f"Kiểm tra {whose} ngày {page_date(self.on)}"


class InspectionAnswer(models.Model):
    """What was seen of one item on one inspection; the item's words as they were that day."""

    class Answer(models.TextChoices):
        GOOD = "good", "đạt"
        BAD = "bad", "chưa đạt"
        NOT_LOOKED = "none", "không xét"

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="answers")
    order = models.PositiveSmallIntegerField(default=0)
    asked = models.CharField("điều cần xem", max_length=200)
    answer = models.CharField("kết quả", max_length=4, choices=Answer.choices)
    words = models.CharField("ghi thêm", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("inspection__area", "inspection__village"), organisation="inspection__organisation", names=True)
    privacy = nothing_personal("id", "inspection", "order", "asked", "answer", "words")

    class Meta:
        ordering = ["order", "id"]


class Finding(models.Model):
    """Something to be mended, by when (điều phải khắc phục). What became of it stands in its steps."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    words = models.CharField("phải khắc phục", max_length=500)
    due_on = models.DateField("hạn")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("inspection__area", "inspection__village"), organisation="inspection__organisation", names=True)
    privacy = nothing_personal("id", "inspection", "words", "due_on", "made_at", "made_by")

    class Meta:
        ordering = ["due_on", "id"]


class FindingStep(models.Model):
    """One word about a finding (bước khắc phục): the place says it is mended, the desk confirms or sends it back.
    Appended; the latest stands."""

    class Step(models.TextChoices):
        SAID = "said", "nơi được kiểm tra báo đã khắc phục"
        FIXED = "fixed", "xác nhận đã khắc phục"
        AGAIN = "again", "chưa đạt, phải làm tiếp"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField("bước", max_length=5, choices=Step.choices)
    words = models.CharField("lời ghi", max_length=500, blank=True)
    on = models.DateField("ngày")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=("finding__inspection__area", "finding__inspection__village"),
        organisation="finding__inspection__organisation", names=True,
    )  # fmt: skip
    privacy = nothing_personal("id", "finding", "step", "words", "on", "at", "by")

    class Meta:
        ordering = ["id"]
