"""Which number a plan's targets are measured against, by whose word; what came of looking for people of a list."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import CountClaim
from tungnha.lists.models import IncomingList
from tungnha.plans.models import Plan
from tungnha.units.models import Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class BaseChoice(models.Model):
    """That a plan's targets of a group are measured against one number (chọn số phải tính), and how the group's words
    are read. Only added to: the latest of a plan and group stands."""

    class Uses(models.TextChoices):
        LATEST = "latest", "số mới nhất của cơ quan có thẩm quyền"
        CLAIM = "claim", "một số đã báo"
        REGISTER = "register", "số đếm từ sổ nhân khẩu"
        PLAN = "plan", "số ghi trong kế hoạch"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="base_choices")
    group = models.CharField("nhóm", max_length=20)
    uses = models.CharField("dùng số nào", max_length=8, choices=Uses.choices)
    claim = models.ForeignKey(CountClaim, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    read_as = models.CharField("hiểu nhóm là", max_length=20, blank=True, help_text="trống: như cách tính của chỉ tiêu")
    reason = models.CharField("vì sao", max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal("id", "plan", "group", "uses", "claim", "read_as", "reason", "at", "by")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="base_choice_of_a_claim_names_it",
                condition=Q(uses="claim", claim__isnull=False) | (~Q(uses="claim") & Q(claim=None)),
            )
        ]
        indexes = [models.Index(fields=["plan", "group", "at"])]


class RowLook(models.Model):
    """What came of looking for somebody a list names and the register does not (kết quả tìm). Only added to: the latest
    of a line stands. It is about the line of the file: a list that is checked again has new rows."""

    class Found(models.TextChoices):
        NOT_HERE = "not_here", "không thuộc địa bàn"
        NOBODY = "nobody", "không có người này ở địa chỉ ấy"
        AGAIN = "again", "cần tìm lại"

    incoming = models.ForeignKey(IncomingList, on_delete=models.CASCADE, related_name="looks")
    line = models.PositiveIntegerField("dòng trong tệp")
    found = models.CharField("kết quả", max_length=8, choices=Found.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="incoming__area", names=True)
    privacy = nothing_personal("id", "incoming", "line", "found", "at", "by")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["incoming", "line", "at"], name="look_for_a_row")]
