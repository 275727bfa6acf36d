"""What an area decided otherwise than the product's own table about a kind of difficulty: who answers, how fast."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class SubjectRule(models.Model):
    """Whoever answers difficulties of one subject in one area (quy tắc chuyển khó khăn). A change ends the row and
    adds another; the latest that has not ended stands."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="subject_rules")
    code = models.CharField("chủ đề", max_length=30, help_text="mã trong voices/data/subjects.csv")
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="trống: cán bộ phụ trách của địa bàn",
    )  # fmt: skip
    answer_days = models.PositiveSmallIntegerField("trả lời trong (ngày làm việc)")
    above_days = models.PositiveSmallIntegerField("cấp trên trả lời trong (ngày làm việc)")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "code", "owner", "answer_days", "above_days", "at", "by", "ended_at")

    class Meta:
        ordering = ["code", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "code"], condition=Q(ended_at=None), name="one_rule_of_a_subject_in_an_area"
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, above_days__gte=1), name="a_subject_rule_gives_at_least_a_day"
            ),
        ]
