"""At a shop, a workshop, a co-operative."""

from __future__ import annotations

import uuid

from django.db import models

from tungnha.people.models import Establishment
from tungnha.units.models import Campaign, Member
from tungnha.units.privacy import Privacy
from tungnha.units.scope import Scope, ScopedQuerySet


class SellerVisit(models.Model):
    """One call at an establishment (lượt đến cơ sở), or a note of it at a desk. Its id is made where it is recorded;
    the same id is stored once. What was done there or is there now becomes claims of origin "seller-visit"."""

    class Outcome(models.TextChoices):
        MET = "met", "gặp được"
        SHUT = "shut", "đóng cửa, chưa gặp"
        REFUSED = "refused", "chưa muốn làm"
        DESK = "desk", "ghi tại bàn làm việc"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="visits")
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="seller_visits"
    )
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seller_visits")
    made_at = models.DateTimeField("giờ trên máy ghi nhận")
    stored_at = models.DateTimeField("nhận vào lúc")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="establishment__village", organisation="establishment__kept_by", names=True)
    privacy = Privacy(
        personal={"note": "empty"},
        plain=("id", "establishment", "campaign", "outcome", "made_by", "made_at", "stored_at"),
    )

    class Meta:
        ordering = ["-made_at", "-stored_at"]
        indexes = [models.Index(fields=["establishment", "made_at"])]
