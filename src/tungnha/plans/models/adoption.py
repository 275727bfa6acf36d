"""Who has taken a plan up, and how far (C17): the items of a plan, and what each place states of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Group, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .plan import Plan
from .targets import Target


class AdoptionItem(models.Model):
    """One thing a plan asks of every place below it (mục triển khai): data of the plan, in its own order."""

    class Asks(models.TextChoices):
        PLAN = "plan", "kế hoạch: số, ngày ban hành"
        FIGURE = "figure", "chỉ tiêu ghi trong kế hoạch"
        DAY = "day", "việc đã làm: ngày"
        GROUP = "group", "tổ, ban: số và ngày quyết định"
        CONTACT = "contact", "đầu mối: họ tên, điện thoại"

    class Of(models.TextChoices):
        AREAS = "areas", "các địa bàn"
        BODIES = "bodies", "các đơn vị"
        BOTH = "both", "các địa bàn và đơn vị"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="adoption_items")
    order = models.PositiveIntegerField(default=0)
    name = models.CharField("tên mục", max_length=120)
    asks = models.CharField("cần ghi", max_length=8, choices=Asks.choices)
    of = models.CharField("của", max_length=6, choices=Of.choices, default=Of.AREAS)
    target = models.ForeignKey(
        Target, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="chỉ tiêu được so"
    )
    group_kind = models.CharField("loại tổ", max_length=12, choices=Group.Kind.choices, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal(
        "id", "plan", "order", "name", "asks", "of", "target", "group_kind", "due_on", "made_at", "made_by",
        "removed_at", "removed_by",
    )  # fmt: skip

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"], condition=Q(removed_at=None), name="one_adoption_item_of_a_name"
            )
        ]


class AdoptionEntry(models.Model):
    """What was said of one item at one place (ghi nhận triển khai): by the place itself, or typed by the level above.

    Appended: the latest stands. `is_done` False says that an earlier word no longer holds, or that it is not yet so.
    """

    item = models.ForeignKey(AdoptionItem, on_delete=models.CASCADE, related_name="entries")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_done = models.BooleanField("đã có")
    on = models.DateField("ngày", null=True, blank=True)
    paper_number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    value = models.DecimalField("mức ghi trong kế hoạch", max_digits=12, decimal_places=3, null=True, blank=True)
    words = models.CharField("ghi chú", max_length=300, blank=True)
    contact_name = models.CharField("đầu mối", max_length=120, blank=True)
    contact_phone = EncryptedTextField("điện thoại công vụ", null=True, blank=True)
    key = models.UUIDField(unique=True, help_text="trang đặt; gửi lại lần hai thì không ghi thêm")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("item__plan__campaign__area", "area"), organisation="organisation")
    privacy = Privacy(
        personal={"contact_name": "name", "contact_phone": "null"},
        plain=(
            "id", "item", "area", "organisation", "is_done", "on", "paper_number", "value", "words", "key", "made_at",
            "made_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["item", "id"])]
        constraints = [
            models.CheckConstraint(
                name="an_adoption_word_is_of_an_area_or_a_body",
                condition=Q(area__isnull=False, organisation=None) | Q(area=None, organisation__isnull=False),
            )
        ]
