"""What was recorded about a task (C1): appended, never changed. Its state follows from it (plans/work/rules.py)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .tasks import Task

UNIT = ("area", "organisation")


def at_most_one_unit(name: str) -> models.CheckConstraint:
    """A row is about one area's part of a task, about one body's, or about the task as a whole."""
    return models.CheckConstraint(name=name, condition=Q(area=None) | Q(organisation=None))


class TaskUnit(models.Model):
    """One place of a task's grid (nơi phải làm), as the desk chose it. Without any, the plan's own words say who."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="units")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="task__plan__campaign__area", shared=True)
    privacy = nothing_personal("id", "task", *UNIT, "added_at", "added_by", "removed_at", "removed_by")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "area"], condition=Q(removed_at=None), name="an_area_stands_in_a_grid_once"
            ),
            models.UniqueConstraint(
                fields=["task", "organisation"], condition=Q(removed_at=None), name="a_body_stands_in_a_grid_once"
            ),
            models.CheckConstraint(
                name="a_grids_place_is_an_area_or_a_body",
                condition=Q(area__isnull=False, organisation=None) | Q(area=None, organisation__isnull=False),
            ),
        ]


class TaskCharge(models.Model):
    """Who answers for a task (rõ người, thẩm quyền, trách nhiệm), and its leads. The latest stands; none is changed."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="charges")
    person = models.CharField("người phụ trách", max_length=120, blank=True)
    authority = models.CharField("thẩm quyền", max_length=300, blank=True)
    responsibility = models.CharField("trách nhiệm", max_length=300, blank=True)
    leads = models.ManyToManyField(Organisation, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="task__plan__campaign__area", shared=True)
    privacy = Privacy(
        personal={"person": "name"}, plain=("id", "task", "authority", "responsibility", "leads", "made_at", "made_by")
    )

    class Meta:
        ordering = ["id"]


class TaskEntry(models.Model):
    """One thing said about a task (ghi kết quả): taken on, under way, done, confirmed, sent back, or taken back.

    About the whole task, or about one place of its grid (`area`, `organisation`). `on` is the day it happened, as it
    was stated; `made_at` the instant it was recorded. `outputs` counts what can be counted: {"tin": 3, "hội nghị": 1}.
    """

    class Step(models.TextChoices):
        TAKEN = "taken", "nhận việc"
        DOING = "doing", "đang làm"
        DONE = "done", "báo xong"
        CONFIRMED = "confirmed", "xác nhận"
        RETURNED = "returned", "trả lại để làm tiếp"
        WITHDRAWN = "withdrawn", "rút lại"

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="entries")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    step = models.CharField("việc", max_length=10, choices=Step.choices)
    on = models.DateField("ngày làm")
    words = models.TextField("kết quả, bằng lời", blank=True)
    outputs = models.JSONField("đầu ra đếm được", default=dict, blank=True)
    link = models.URLField("đường dẫn", max_length=500, blank=True)
    token = models.CharField("tệp giữ ở đâu", max_length=40, blank=True)
    file_name = models.CharField("tên tệp", max_length=255, blank=True)
    retracts = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="retracted_by"
    )  # fmt: skip
    key = models.UUIDField(unique=True, help_text="trang đặt; gửi lại lần hai thì không ghi thêm")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("task__plan__campaign__area", "area"), organisation="organisation")
    privacy = nothing_personal(
        "id", "task", *UNIT, "step", "on", "words", "outputs", "link", "token", "file_name", "retracts", "key",
        "made_at", "made_by",
    )  # fmt: skip

    class Meta:
        ordering = ["id"]
        constraints = [
            at_most_one_unit("an_entry_is_about_one_place_or_the_whole"),
            models.CheckConstraint(
                name="an_entry_that_withdraws_names_another",
                condition=Q(step="withdrawn", retracts__isnull=False) | (~Q(step="withdrawn") & Q(retracts=None)),
            ),
        ]
        indexes = [models.Index(fields=["task", "id"])]


class TaskExtension(models.Model):
    """A later last day that was asked for (xin gia hạn), of the whole task or of one place of it; decided once."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="extensions")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField("xin đến hết ngày")
    why = models.TextField("lý do")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField("cho gia hạn", null=True, blank=True)
    granted_until_on = models.DateField("cho đến hết ngày", null=True, blank=True)
    decision = models.TextField("ý kiến quyết định", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("task__plan__campaign__area", "area"), organisation="organisation")
    privacy = nothing_personal(
        "id", "task", *UNIT, "until_on", "why", "asked_at", "asked_by", "granted", "granted_until_on", "decision",
        "decided_at", "decided_by",
    )  # fmt: skip

    class Meta:
        ordering = ["id"]
        constraints = [
            at_most_one_unit("an_extension_is_of_one_place_or_the_whole"),
            models.CheckConstraint(
                name="extension_decided_as_a_whole",
                condition=Q(granted=None, decided_at=None, decided_by=None, granted_until_on=None)
                | Q(granted=False, decided_at__isnull=False, decided_by__isnull=False, granted_until_on=None)
                | Q(granted=True, decided_at__isnull=False, decided_by__isnull=False, granted_until_on__isnull=False),
            ),
        ]
