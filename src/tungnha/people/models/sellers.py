"""What happened to establishments and products: changes, shops on floors, looks at them, promotion, files."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Organisation
from tungnha.units.privacy import Privacy
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .establishments import Establishment, Product
from .handed_in import HandedInTable

CONTENT = "people.sellerfile.content"


class EstablishmentChange(models.Model):
    """One step in the record of an establishment or of one of its products (lịch sử thay đổi). Only added to."""

    class Kind(models.TextChoices):
        ADDED = "added", "thêm vào sổ"
        CORRECTED = "corrected", "sửa thông tin"
        MOVED = "moved", "chuyển thôn"
        DECIDED = "decided", "xác định điều kiện"
        CLOSED = "closed", "nghỉ kinh doanh"
        REOPENED = "reopened", "mở lại"
        PRODUCT = "product", "sản phẩm"
        SEEN = "seen", "xem số đầy đủ"
        FORGOTTEN = "forgotten", "bỏ tên chủ"

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="changes")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    before_text = EncryptedTextField(blank=True)
    after_text = EncryptedTextField(blank=True)
    origin = models.CharField("từ đâu", max_length=20, blank=True, help_text="desk, import, visit")
    origin_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="establishment__village", organisation="establishment__kept_by", names=True)
    privacy = Privacy(
        personal={"before_text": "empty", "after_text": "empty"},
        plain=("id", "establishment", "product", "kind", "origin", "origin_id", "at", "by"),
    )

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["origin", "origin_id"])]

    @property
    def before(self) -> dict[str, Any]:
        return json.loads(self.before_text) if self.before_text else {}

    @property
    def after(self) -> dict[str, Any]:
        return json.loads(self.after_text) if self.after_text else {}


class ProductListing(models.Model):
    """Where a product is offered (gian hàng trên sàn): the floor and the address there. Never fetched by the server."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="listings")
    floor = models.CharField("sàn", max_length=60)
    url = models.URLField("địa chỉ trên sàn", max_length=500, blank=True)
    from_on = models.DateField("có từ ngày")
    ended_on = models.DateField("gỡ từ ngày", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="product__establishment__village", shared=True)
    privacy = Privacy(
        personal={"url": "empty"},  # a shop's address often bears its keeper's name
        plain=("id", "product", "floor", "from_on", "ended_on", "at", "by"),
    )

    class Meta:
        ordering = ["ended_on", "from_on", "id"]


class ListingCheck(models.Model):
    """One look at a floor (lần xem lại): who saw, or did not see, the product on sale, and when. Only added to."""

    listing = models.ForeignKey(ProductListing, on_delete=models.CASCADE, related_name="checks")
    seen = models.BooleanField("còn bán")
    note = models.CharField("ghi chú", max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="listing__product__establishment__village", shared=True)
    privacy = Privacy(personal={"note": "empty"}, plain=("id", "listing", "seen", "at", "by"))

    class Meta:
        ordering = ["-at", "-id"]


class ProductPromotion(models.Model):
    """One time a product was made known (lần quảng bá): where, when, with a link. Only added to."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="promotions")
    on = models.DateField("ngày")
    where = models.CharField("ở đâu", max_length=160)
    url = models.URLField("đường dẫn", max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="product__establishment__village", shared=True)
    privacy = Privacy(personal={"url": "empty"}, plain=("id", "product", "on", "where", "at", "by"))

    class Meta:
        ordering = ["-on", "-id"]


class SellerFile(HandedInTable):
    """A file of establishments or of OCOP products (tệp cơ sở). Its content is kept encrypted until it is imported."""

    class About(models.TextChoices):
        ESTABLISHMENTS = "establishments", "Hộ kinh doanh, cơ sở"
        PRODUCTS = "products", "Sản phẩm OCOP"

    about = models.CharField("danh sách gì", max_length=14, choices=About.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="seller_files")
    source = models.CharField("ai lập", max_length=60)
    kind = models.CharField("loại cơ sở mới", max_length=20, choices=Establishment.Kind.choices)
    kept_by = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    as_of_on = models.DateField("số liệu đến ngày")
    sheet = models.CharField("trang", max_length=120)
    columns_at = models.DateTimeField("chốt cột lúc", null=True, blank=True)
    answers = EncryptedTextField(blank=True, help_text="thôn mà người nhập đã chỉ cho từng cách ghi trong tệp")

    sealed = {"content": CONTENT}
    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = Privacy(
        personal={"content": "empty", "answers": "empty", "refused": "empty"},
        plain=(
            "id", "about", "area", "name", "source", "kind", "kept_by", "as_of_on", "sheet", "columns", "columns_at",
            "received_at", "received_by", "imported_at", "imported_by", "counts",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="seller_file_is_emptied_by_its_import", condition=Q(imported_at=None) | Q(content="")
            )
        ]

    @property
    def answered(self) -> dict[str, str]:
        """Words for a village in the file → id of the village, or "" where it was not told."""
        found: dict[str, str] = json.loads(self.answers) if self.answers else {}
        return found
