"""Counted things that are no persons (C21): businesses, products, places."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.identity import names
from tungnha.units.models import Area, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import BlindIndexField, EncryptedTextField, blind_index
from tungnha.units.scope import Scope, ScopedQuerySet

from .keyed import Keyed
from .persons import Person

CODE_INDEX = "people.establishment"


class Establishment(Keyed):
    """A household business, co-operative, enterprise, workshop or school that a target counts (cơ sở).

    The name of a household business is often its owner's, and its code her personal number since tax codes became
    personal numbers (Luật Quản lý thuế, from 1/7/2025): both are held as personal data.
    """

    class Kind(models.TextChoices):
        HOUSEHOLD_BUSINESS = "household_business", "hộ kinh doanh"
        COOPERATIVE = "cooperative", "hợp tác xã"
        ENTERPRISE = "enterprise", "doanh nghiệp"
        WORKSHOP = "workshop", "cơ sở sản xuất"
        SCHOOL = "school", "trường học"

    name = models.CharField("tên", max_length=200)
    name_key = models.CharField(max_length=200, blank=True, editable=False, help_text="để nhận ra tên trùng")
    folded_words = models.CharField(max_length=460, blank=True, editable=False, help_text="tên, chủ, ngành nghề")
    kind = models.CharField("loại", max_length=20, choices=Kind.choices)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="establishments")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="establishments")
    owner_name = models.CharField("chủ, người đại diện", max_length=120, blank=True)
    code = EncryptedTextField("mã số hộ kinh doanh, mã số thuế", blank=True)
    code_ix = BlindIndexField(of="code", purpose=CODE_INDEX, blank=True, db_index=True, editable=False)
    phone = EncryptedTextField("điện thoại", blank=True)
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    trade = models.CharField("ngành nghề, mặt hàng", max_length=120, blank=True)
    workers = models.PositiveIntegerField("số lao động", null=True, blank=True)
    kept_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="kept_establishments",
        help_text="đơn vị theo dõi: cán bộ của đơn vị này thấy và ghi được, dù không thấy cả xã",
    )  # fmt: skip
    eligible = models.BooleanField("đủ điều kiện", null=True, blank=True, help_text="trống: chưa xác định")
    eligible_why = models.CharField("vì sao", max_length=200, blank=True)
    eligible_on = models.DateField("xác định ngày", null=True, blank=True)
    eligible_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("nghỉ từ ngày", null=True, blank=True)
    closed_why = models.CharField("vì sao nghỉ", max_length=200, blank=True)
    same_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="doubles", help_text="ghi trùng với"
    )

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="village", organisation="kept_by", names=True)
    privacy = Privacy(
        personal={
            "name": "name", "name_key": "name", "folded_words": "name", "owner_name": "name", "code": "empty",
            "code_ix": "empty", "phone": "empty", "address": "empty", "eligible_why": "empty", "closed_why": "empty",
        },
        plain=(
            "id", "kind", "village", "owner", "trade", "workers", "kept_by", "eligible", "eligible_on", "eligible_by",
            "closed_on", "same_as",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["kind", "village"])]

    def __str__(self) -> str:
        return self.name

    def fill_keys(self) -> None:
        self.name = names.tidy(self.name)
        self.name_key = names.tone_key(self.name)[:200]
        self.folded_words = names.fold(f"{self.name} {self.owner_name} {self.trade}")[:460]

    def set_code(self, digits: str) -> None:
        self.code, self.code_ix = digits, blind_index(digits, CODE_INDEX) if digits else ""

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class Product(Keyed):
    """A product of an establishment, OCOP or not (sản phẩm). An OCOP recognition runs 36 months from its decision."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="products")
    name = models.CharField("tên", max_length=200)
    folded_name = models.CharField(max_length=200, blank=True, editable=False)
    ocop_stars = models.PositiveSmallIntegerField("sao OCOP", null=True, blank=True)
    decision = models.CharField("quyết định công nhận", max_length=80, blank=True)
    recognised_on = models.DateField("công nhận ngày", null=True, blank=True)
    valid_until = models.DateField("có giá trị đến hết ngày", null=True, blank=True)
    ended_on = models.DateField("thôi làm từ ngày", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="establishment__village", shared=True)
    privacy = nothing_personal(
        "id", "establishment", "name", "folded_name", "ocop_stars", "decision", "recognised_on", "valid_until",
        "ended_on",
    )  # fmt: skip

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="ocop_has_one_to_five_stars", condition=Q(ocop_stars=None) | Q(ocop_stars__range=(1, 5))
            )
        ]

    def __str__(self) -> str:
        return self.name

    def fill_keys(self) -> None:
        self.name = names.tidy(self.name)
        self.folded_name = names.fold(self.name)[:200]


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
