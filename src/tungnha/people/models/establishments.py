"""Counted things that are no persons (C21): businesses, products, places."""

from __future__ import annotations

from django.db import models

from tungnha.units.models import Area
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .persons import Person


class Establishment(models.Model):
    """A household business, co-operative, enterprise or school that a target counts (cơ sở)."""

    class Kind(models.TextChoices):
        HOUSEHOLD_BUSINESS = "household_business", "hộ kinh doanh"
        COOPERATIVE = "cooperative", "hợp tác xã"
        ENTERPRISE = "enterprise", "doanh nghiệp"
        WORKSHOP = "workshop", "cơ sở sản xuất"
        SCHOOL = "school", "trường học"

    name = models.CharField("tên", max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="establishments")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="establishments")
    eligible = models.BooleanField("đủ điều kiện", null=True, blank=True, help_text="trống: chưa xác định")
    eligible_why = models.CharField("vì sao", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="village", names=True)
    privacy = Privacy(
        personal={"name": "name", "eligible_why": "empty"},
        plain=("id", "kind", "village", "owner", "eligible"),
    )


class Product(models.Model):
    """A product of an establishment, OCOP or not (sản phẩm)."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="products")
    name = models.CharField("tên", max_length=200)
    ocop_stars = models.PositiveSmallIntegerField("sao OCOP", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="establishment__village", shared=True)
    privacy = nothing_personal("id", "establishment", "name", "ocop_stars")


class Place(models.Model):
    """Where people are met (địa điểm): culture house, library, one-stop desk, school, fixed support point."""

    class Kind(models.TextChoices):
        CULTURE_HOUSE = "culture_house", "nhà văn hóa"
        ONE_STOP = "one_stop", "bộ phận một cửa"
        LIBRARY = "library", "thư viện"
        SCHOOL = "school", "trường học"
        COMPANY = "company", "doanh nghiệp"
        SUPPORT_POINT = "support_point", "điểm hỗ trợ cố định"
        OTHER = "other", "nơi khác"

    name = models.CharField("tên", max_length=160)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="places")
    opening_hours = models.CharField("giờ mở cửa", max_length=120, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "name", "kind", "area", "opening_hours")

    def __str__(self) -> str:
        return self.name
