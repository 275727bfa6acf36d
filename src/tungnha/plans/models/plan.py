"""The plan that runs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .documents import PlanDocument


class Plan(models.Model):
    """An official plan, confirmed (kế hoạch). It may be incomplete: number and date come when it is signed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="plans")
    document = models.OneToOneField(PlanDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="plan")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="plans", help_text="cơ quan ban hành"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    number = models.CharField("số", max_length=20, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    place = models.CharField("địa danh", max_length=80, blank=True)
    doc_type = models.CharField("loại văn bản", max_length=60, blank=True)
    title = models.TextField("trích yếu")
    issuer = models.CharField("cơ quan ban hành, như trong văn bản", max_length=300, blank=True)
    scope_place = models.CharField("phạm vi", max_length=200, blank=True)
    villages_stated = models.PositiveIntegerField("số thôn nêu trong kế hoạch", null=True, blank=True)
    signer_lines = models.JSONField("thẩm quyền ký", default=list, blank=True)
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    contact = models.CharField("đầu mối liên hệ", max_length=200, blank=True)
    supervisor = models.CharField("người phụ trách", max_length=200, blank=True)
    extra = models.JSONField("điều khác đọc được", default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    confirmed_at = models.DateTimeField("xác nhận lúc")
    confirmed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True, sent_to=("deliveries__area", "deliveries__organisation"))
    privacy = Privacy(
        personal={"signer_name": "name", "contact": "empty", "supervisor": "name"},
        plain=(
            "id", "campaign", "document", "organisation", "parent", "number", "symbol", "issued_on", "place",
            "doc_type", "title", "issuer", "scope_place", "villages_stated", "signer_lines", "extra", "version",
            "confirmed_at", "confirmed_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-confirmed_at"]

    def __str__(self) -> str:
        return f"{self.doc_type or 'Kế hoạch'} {self.title}"

    @property
    def full_symbol(self) -> str:
        """“12/KH-UBND”; “…/KH-UBND” while the number is blank."""
        return f"{self.number or '…'}/{self.symbol}" if self.symbol else self.number


class PlanPart(models.Model):
    """Something a plan says, with the words it was read from and where they stand in the document's text."""

    order = models.PositiveIntegerField(default=0)
    quote = models.TextField("nguyên văn", blank=True)
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["order", "id"]


class StandingParts(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """What the plan says now: what a later version removed is left out (`ever` has it)."""

    def get_queryset(self) -> ScopedQuerySet:
        rows: ScopedQuerySet = super().get_queryset().filter(removed_in=None)
        return rows


PART = ("id", "order", "quote", "span_start", "span_end", "plan")


class LegalBasis(PlanPart):
    """A document the plan rests on, or cites (căn cứ)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="bases")
    symbol = models.CharField("số, ký hiệu", max_length=80)
    dated = models.DateField("ngày", null=True, blank=True)
    issuer = models.CharField("cơ quan", max_length=200, blank=True)
    role = models.CharField(max_length=12, default="basis")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal(*PART, "symbol", "dated", "issuer", "role")


class Assignment(PlanPart):
    """What a unit is told to do (phân công), under “Tổ chức thực hiện”."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="assignments")
    unit = models.CharField("đơn vị, như trong kế hoạch", max_length=300)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="assignments")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal(*PART, "unit", "organisations")


class AssignedDuty(models.Model):
    """One thing a unit is told to do."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="duties")
    order = models.PositiveIntegerField(default=0)
    text = models.TextField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="assignment__plan__campaign__area", shared=True)
    privacy = nothing_personal("id", "assignment", "order", "text")

    class Meta:
        ordering = ["order", "id"]


class Recipient(PlanPart):
    """A line of “Nơi nhận”."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="recipients")
    text = models.CharField(max_length=300)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal(*PART, "text")


class Question(models.Model):
    """What the plan leaves open or says in two ways (điều cần hỏi): asked, never settled by the product."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=40)
    text = models.TextField("câu hỏi")
    options = models.JSONField(
        default=list, blank=True, help_text="lời; hoặc {text, changes: [{part, row, field, value}]}: lời và điều nó đặt"
    )
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal("id", "plan", "order", "kind", "text", "options", "answer", "answered_at", "answered_by")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="question_answered_at_and_by_together",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            )
        ]
