"""What the plan wants done."""

from __future__ import annotations

from django.db import models

from tungnha.units.models import Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .plan import PART, Plan, PlanPart, StandingParts


class Task(PlanPart):
    """A row of the task annex, or a step (nhiệm vụ). `due_text` is the plan's own word; `due_on` its last day."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    no = models.CharField("số thứ tự", max_length=12, blank=True)
    name = models.TextField("nhiệm vụ")
    lead = models.TextField("chủ trì", blank=True)
    co = models.TextField("phối hợp", blank=True)
    result = models.TextField("kết quả", blank=True)
    due_text = models.CharField("thời gian", max_length=300, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    steady = models.BooleanField("thường xuyên", default=False)
    leads = models.ManyToManyField(Organisation, blank=True, related_name="led_tasks")

    removed_in = models.ForeignKey(
        "plans.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="bản đã bỏ nó"
    )

    objects = StandingParts()
    ever = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal(
        *PART,
        "parent",
        "no",
        "name",
        "lead",
        "co",
        "result",
        "due_text",
        "due_on",
        "steady",
        "leads",
        "removed_in",
    )
