"""The one lasting address of a plan, and the links it gave itself."""

from __future__ import annotations

from django.db import models

from tungnha.units.models import Campaign, Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .materials import at_and_by_together


class PlanAddress(models.Model):
    """A few letters by which everybody finds a plan's materials and contact (địa chỉ của kế hoạch). Printed on
    paper, so never changed and never given to another plan; it outlives the plan's versions and its end."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="address")
    code = models.CharField("mã", max_length=8, unique=True)
    made_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True)
    privacy = nothing_personal("id", "campaign", "code", "made_at")


class PlanLink(models.Model):
    """An address the plan itself names, in words or as a QR code (đường dẫn trong kế hoạch). Everybody sees it
    only once an officer has opened it and said so."""

    class Found(models.TextChoices):
        CODE = "qr", "mã QR trong kế hoạch"
        WORDS = "url", "ghi trong kế hoạch"
        TYPED = "typed", "cán bộ ghi thêm"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="links")
    url = models.URLField("đường dẫn", max_length=800)
    words = models.CharField("nói về", max_length=200, blank=True)
    found = models.CharField("lấy từ", max_length=5, choices=Found.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField("cho bà con xem từ", null=True, blank=True)
    shown_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True)
    privacy = nothing_personal("id", "campaign", "url", "words", "found", "made_at", "made_by", "shown_at", "shown_by")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "url"], name="a_plan_keeps_an_address_once"),
            *at_and_by_together("plan_link", "shown"),
        ]
