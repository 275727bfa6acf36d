"""A plan on its way: to whom it was sent, who has it, who has read it, and what they propose (C17)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .plan import Plan, Recipient
from .versions import PlanChange, PlanVersion


class Delivery(models.Model):
    """That a plan was sent to an area or a body (gửi đến). Received: one of theirs saw it listed; read: opened it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(
        Recipient, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries",
        help_text="dòng “Nơi nhận” mà nó theo",
    )  # fmt: skip
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_deliveries")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_deliveries"
    )
    purpose = models.CharField("để làm gì", max_length=60, blank=True)
    by_hand = models.BooleanField("cán bộ chọn", default=False)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField("đã nhận lúc", null=True, blank=True)
    received_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField("đã đọc lúc", null=True, blank=True)
    read_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("plan__campaign__area", "area"), organisation="organisation", shared=True)
    privacy = nothing_personal(
        "id", "plan", "recipient", "area", "organisation", "purpose", "by_hand", "sent_at", "sent_by", "received_at",
        "received_by", "read_at", "read_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "area"], name="a_plan_is_sent_to_an_area_once"),
            models.UniqueConstraint(fields=["plan", "organisation"], name="a_plan_is_sent_to_a_body_once"),
            models.CheckConstraint(
                name="a_delivery_is_to_an_area_or_a_body",
                condition=Q(area__isnull=False, organisation=None) | Q(area=None, organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_received_at_and_by_together",
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_read_at_and_by_together",
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
            ),
        ]  # fmt: skip

    @property
    def to_title(self) -> str:
        return self.area.title if self.area else self.organisation.label if self.organisation else ""


class Proposal(models.Model):
    """A change to a plan that somebody it was sent to proposes (kiến nghị sửa kế hoạch); its owner decides."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="proposals")
    part = models.CharField(max_length=8, choices=PlanChange.Part.choices)
    row = models.PositiveBigIntegerField("dòng")
    label = models.TextField("mục được kiến nghị")
    instead = models.TextField("đề nghị sửa thành")
    why = models.TextField("lý do")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField("chấp thuận", null=True, blank=True)
    decision = models.TextField("ý kiến quyết định", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.OneToOneField(
        PlanVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal"
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("plan__campaign__area", "made_by__area"), shared=True)
    privacy = nothing_personal(
        "id", "plan", "part", "row", "label", "instead", "why", "made_at", "made_by", "accepted", "decision",
        "decided_at", "decided_by", "version",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="proposal_decided_as_a_whole",
                condition=Q(accepted=None, decided_at=None, decided_by=None)
                | Q(accepted__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
            )
        ]
