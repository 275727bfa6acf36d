"""What is given out and shown: materials (tài liệu tuyên truyền)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Service
from tungnha.units.models import Area, Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class Material(models.Model):
    """One version of something to show or to read out (tài liệu), with one picture at most. A change is a new version:
    what was shown at the doors before stays to be seen."""

    class Kind(models.TextChoices):
        GUIDE = "guide", "hướng dẫn từng bước"
        LEAFLET = "leaflet", "tờ rơi"
        WARNING = "warning", "cảnh báo lừa đảo"
        POSTER = "poster", "áp phích, hình ảnh"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField("tên tài liệu", max_length=120)
    kind = models.CharField("loại", max_length=8, choices=Kind.choices, default=Kind.GUIDE)
    words = models.TextField("lời", max_length=3000)
    picture = models.BinaryField("hình", null=True, blank=True, help_text="WebP, đã thu nhỏ, không kèm nơi chụp")
    services = models.ManyToManyField(Service, blank=True, related_name="materials")
    source = models.CharField("nguồn", max_length=160, blank=True)
    for_door = models.BooleanField("mang theo đến nhà", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    version = models.PositiveSmallIntegerField("bản", default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", help_text="bản trước"
    )
    valid_until = models.DateField("dùng đến hết ngày", null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("thôi dùng lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "area", "title", "kind", "words", "picture", "services", "source", "for_door", "order", "version",
        "replaces", "valid_until", "made_at", "made_by", "approved_at", "approved_by", "withdrawn_at", "withdrawn_by",
    )  # fmt: skip

    class Meta:
        ordering = ["order", "title", "id"]
        constraints = [
            models.CheckConstraint(
                name=f"material_{name}_at_and_by_together",
                condition=Q(**{f"{name}_at": None, f"{name}_by": None})
                | Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False}),
            )
            for name in ("approved", "withdrawn")
        ]

    def __str__(self) -> str:
        return self.title

    def is_valid_on(self, day: date) -> bool:
        return self.valid_until is None or day <= self.valid_until
