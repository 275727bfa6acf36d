"""A question asked beside the plan's duties (C18): its fields, whom it was put to, what they answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.plans.models import Plan
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class Request(models.Model):
    """A quick report that is asked for (yêu cầu báo cáo nhanh). `due_at` is the first instant that is late."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="requests", help_text="ai hỏi"
    )
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    above = models.ForeignKey(
        "reports.RequestAsk", null=True, blank=True, on_delete=models.PROTECT, related_name="handed_on",
        help_text="câu hỏi của cấp trên mà lần hỏi này giao tiếp xuống",
    )  # fmt: skip
    title = models.CharField("hỏi về việc gì", max_length=200)
    words = models.TextField("nói rõ thêm", blank=True)
    due_at = models.DateTimeField("hạn")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("thôi hỏi từ", null=True, blank=True)
    closed_why = models.CharField("vì sao thôi hỏi", max_length=300, blank=True)
    moved = models.PositiveSmallIntegerField("số lần đổi hạn", default=0)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="organisation")
    privacy = nothing_personal(
        "id", "area", "organisation", "plan", "above", "title", "words", "due_at", "asked_at", "asked_by", "closed_at",
        "closed_why", "moved",
    )  # fmt: skip

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["due_at"], name="request_due")]

    def __str__(self) -> str:
        return self.title


class RequestField(models.Model):
    """One thing a request asks (ô cần điền)."""

    class Kind(models.TextChoices):
        NUMBER = "number", "số"
        TEXT = "text", "chữ"
        YESNO = "yesno", "có / không"
        DATE = "date", "ngày"
        CHOICE = "choice", "chọn một"

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="fields")
    order = models.PositiveSmallIntegerField()
    label = models.CharField("câu hỏi", max_length=200)
    kind = models.CharField("trả lời bằng", max_length=8, choices=Kind.choices)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    choices = models.JSONField("các câu trả lời để chọn", default=list, blank=True)
    required = models.BooleanField("phải trả lời", default=False)
    from_field = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="handed_on",
        help_text="câu của cấp trên mà câu này hỏi lại",
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="request__area", organisation="request__organisation")
    privacy = nothing_personal("id", "request", "order", "label", "kind", "unit", "choices", "required", "from_field")

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["request", "order"], name="one_field_at_a_place")]


class RequestAsk(models.Model):
    """That one body, or the desk of one area, was asked (nơi được hỏi)."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="asks")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="asked")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="asked",
        help_text="trống: bộ phận phụ trách của địa bàn ấy",
    )  # fmt: skip
    excused_at = models.DateTimeField("được miễn lúc", null=True, blank=True)
    excused_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    excused_why = models.CharField("vì sao được miễn", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("request__area", "area"), organisation="organisation")
    privacy = nothing_personal("id", "request", "area", "organisation", "excused_at", "excused_by", "excused_why")

    class Meta:
        ordering = ["area__order", "area__code", "organisation__order", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "area"], condition=Q(organisation=None), name="one_ask_of_an_area"
            ),
            models.UniqueConstraint(fields=["request", "organisation"], name="one_ask_of_a_body"),
            models.CheckConstraint(
                name="ask_excused_at_and_by_together",
                condition=Q(excused_at=None, excused_by=None) | Q(excused_at__isnull=False, excused_by__isnull=False),
            ),
        ]

    @property
    def name(self) -> str:
        return self.organisation.label if self.organisation is not None else self.area.title


class RequestAnswer(models.Model):
    """What was answered (trả lời). A correction is a new one; the old stays."""

    ask = models.ForeignKey(RequestAsk, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField("lần")
    values = models.JSONField("điều trả lời", default=dict, help_text="mã câu hỏi → số, chữ, true/false, ngày ISO")
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    returned_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    returned_why = models.CharField("vì sao trả lại", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("ask__request__area", "ask__area"), organisation="ask__organisation")
    privacy = nothing_personal(
        "id", "ask", "number", "values", "sent_at", "sent_by", "returned_at", "returned_by", "returned_why"
    )

    class Meta:
        ordering = ["ask", "number"]
        constraints = [models.UniqueConstraint(fields=["ask", "number"], name="one_answer_of_a_number")]
