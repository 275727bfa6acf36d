"""What a unit sent for what it owes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from tungnha.plans.models import Target
from tungnha.units.models import Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .obligations import Obligation

# The parts of a unit's report in the order of the form: the field → how official papers call it.
PARTS = {
    "narrative": "Kết quả trong kỳ",
    "shortcomings": "Tồn tại, hạn chế",
    "causes": "Nguyên nhân",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất, kiến nghị",
    "next_tasks": "Nhiệm vụ kỳ tới",
}
MOST_WHY = 300


class State(models.TextChoices):
    """Where one submission stands (decision 0041). A draft is no submission yet."""

    SENT = "sent", "chờ tiếp nhận"
    RETURNED = "returned", "trả lại để sửa"
    ACCEPTED = "accepted", "đã tiếp nhận"
    LOCKED = "locked", "đã khóa"
    REOPENED = "reopened", "đã mở lại, chờ bản sửa"


class Submission(models.Model):
    """What a unit handed in for an obligation (báo cáo nộp). A correction is a new one; the old stays.

    `state` is what its latest step made of it (`Step` keeps them all). `serves` is the submission whose text this one
    repeats, where one report answers two duties.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField("lần")
    narrative = models.TextField("tình hình", blank=True)
    shortcomings = models.TextField("tồn tại, hạn chế", blank=True)
    causes = models.TextField("nguyên nhân", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    proposals = models.TextField("đề xuất", blank=True)
    next_tasks = models.TextField("nhiệm vụ kỳ tới", blank=True)
    proposed = models.JSONField("phần để nguyên như máy đề xuất", default=list, blank=True)
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    returned_why = models.CharField("vì sao trả lại", max_length=MOST_WHY, blank=True)
    state = models.CharField("đang ở bước", max_length=8, choices=State.choices, default=State.SENT)
    serves = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="served_by",
        help_text="báo cáo mà bản này dùng chung",
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    # By the unit's own area too: a team's leader reads what the team itself sent.
    scope = Scope(
        area=("obligation__duty__plan__campaign__area", "obligation__organisation__area"),
        organisation="obligation__organisation",
    )
    privacy = nothing_personal(
        "id", "obligation", "number", "narrative", "shortcomings", "causes", "difficulties", "proposals", "next_tasks",
        "proposed", "sent_at", "sent_by", "returned_at", "returned_why", "state", "serves",
    )  # fmt: skip

    class Meta:
        ordering = ["obligation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="one_submission_of_a_number"),
            models.CheckConstraint(
                name="submission_returned_is_a_state",
                condition=Q(state=State.RETURNED, returned_at__isnull=False)
                | (~Q(state=State.RETURNED) & Q(returned_at=None)),
            ),
        ]

    @property
    def is_late(self) -> bool:
        return self.sent_at >= self.obligation.due_at

    def parts(self) -> list[dict[str, Any]]:
        """Its words that are not blank, by the name of each part, and whether the machine's proposal was kept."""
        return [
            {"name": name, "label": label, "text": text, "is_proposed": name in self.proposed}
            for name, label in PARTS.items()
            if (text := getattr(self, name))
        ]


class SubmittedFigure(models.Model):
    """One number in a report, beside what the product computed at that moment. `own`: the unit states it itself;
    otherwise it is the computed one, which the unit let stand."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="figures")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="submitted_figures")
    count = models.PositiveIntegerField("số báo cáo", null=True, blank=True, help_text="trống: chưa có số liệu")
    base = models.PositiveIntegerField("tổng số", null=True, blank=True)
    computed = models.PositiveIntegerField("số tính được", null=True, blank=True)
    own = models.BooleanField("số của đơn vị", default=True)
    checked = models.JSONField(
        "điều cần xem và lời đơn vị", default=list, blank=True, help_text="[{code, sentence, answer}]"
    )

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=(
            "submission__obligation__duty__plan__campaign__area",
            "submission__obligation__organisation__area",
        ),
        organisation="submission__obligation__organisation",
    )
    privacy = nothing_personal("id", "submission", "target", "count", "base", "computed", "own", "checked")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "target"], name="one_figure_a_target")]
