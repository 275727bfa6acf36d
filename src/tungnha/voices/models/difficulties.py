"""Difficulties passed up (khó khăn, vướng mắc): who has to answer, until when, and every step of the way."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet


class Difficulty(models.Model):
    """One difficulty. Its columns from `level` on follow from its steps and are what pages and the clock look for."""

    class SaidBy(models.TextChoices):
        TEAM = "team", "Tổ, thôn"
        CITIZEN = "citizen", "người dân nói với Tổ"
        UNIT = "unit", "đơn vị"

    class State(models.TextChoices):
        WAITING = "waiting", "chờ trả lời"
        DECIDING = "deciding", "chờ lãnh đạo quyết"
        ANSWERED = "answered", "đã trả lời"
        CLOSED = "closed", "đã xong"

    OPEN = (State.WAITING, State.DECIDING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="difficulties", help_text="vướng ở đâu")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="difficulties")
    subject = models.CharField("chủ đề", max_length=30)
    words_text = EncryptedTextField("lời kể")
    said_by = models.CharField("ai nêu", max_length=7, choices=SaidBy.choices, default=SaidBy.TEAM)
    raised_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="difficulties")
    unit = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="difficulties_raised"
    )
    by_phone = models.BooleanField("nêu từ điện thoại", default=False)
    made_at = models.DateTimeField("nêu lúc")
    stored_at = models.DateTimeField("nhận vào lúc")
    level = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="cấp đang xử lý")
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="difficulties",
        help_text="đơn vị phải trả lời; trống: cán bộ phụ trách của cấp ấy",
    )  # fmt: skip
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    turn = models.PositiveSmallIntegerField("lần nêu", default=1, help_text="mỗi lần mở lại thêm một")
    rung = models.PositiveSmallIntegerField("số lần chuyển cấp của lần nêu này", default=0)
    due_at = models.DateTimeField("hết hạn lúc", help_text="giây đầu tiên bị tính là muộn")
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="parties__organisation", names=True)
    privacy = Privacy(
        personal={"words_text": "empty"},
        plain=(
            "id", "area", "campaign", "subject", "said_by", "raised_by", "unit", "by_phone", "made_at", "stored_at",
            "level", "owner", "state", "turn", "rung", "due_at", "answered_at", "closed_at",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["due_at", "made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="an_answered_difficulty_has_its_hour",
                condition=Q(state__in=("waiting", "deciding"), answered_at=None, closed_at=None)
                | Q(state="answered", answered_at__isnull=False, closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=("waiting", "deciding")), name="difficulty_that_waits"
            ),
            models.Index(fields=["area", "made_at"], name="difficulty_by_area"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class DifficultyParty(models.Model):
    """A body that has to do with a difficulty (bên liên quan): who raised it, who had it to answer. It may read it."""

    difficulty = models.ForeignKey(Difficulty, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="difficulty__area", organisation="organisation", names=True)
    privacy = nothing_personal("id", "difficulty", "organisation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["difficulty", "organisation"], name="one_part_of_a_body")]


class DifficultyStep(models.Model):
    """One thing that was done about a difficulty (bước xử lý). Steps are only added. `key` makes a step of the clock
    one, however often the clock is asked and however many ask at once."""

    class Kind(models.TextChoices):
        RAISED = "raised", "nêu lên"
        HANDED = "handed", "chuyển đơn vị trả lời"
        ASKED = "asked", "xin lãnh đạo quyết"
        DECIDED = "decided", "lãnh đạo quyết"
        ANSWERED = "answered", "trả lời"
        ESCALATED = "escalated", "quá hạn, chuyển lên"
        PASSED_UP = "passed_up", "chuyển lên cấp trên"
        REOPENED = "reopened", "nêu lại, chưa xong"
        CLOSED = "closed", "nơi nêu báo đã xong"

    difficulty = models.ForeignKey(Difficulty, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="trống: máy, theo hạn"
    )
    words_text = EncryptedTextField("lời", blank=True)
    level = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField("ngày quyết", null=True, blank=True)
    paper = models.CharField("theo văn bản", max_length=60, blank=True)
    key = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="difficulty__area", organisation="difficulty__parties__organisation", names=True)
    privacy = Privacy(
        personal={"words_text": "empty"},
        plain=("id", "difficulty", "kind", "at", "by", "level", "owner", "due_at", "decided_on", "paper", "key"),
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_decision_has_its_day",
                condition=(Q(kind="decided") & Q(decided_on__isnull=False)) | (~Q(kind="decided") & Q(decided_on=None)),
            )
        ]
