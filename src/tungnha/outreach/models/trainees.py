"""Who is asked to a course, who came, and what each could do: rows that are only added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.people.models import Person
from tungnha.units.models import Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .training import Course


class Trainee(models.Model):
    """That a person is asked to a course (người được mời học), and from whose roster. Taken off, the row stays."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="trainees", verbose_name="lớp")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trainings")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="trainees", verbose_name="đơn vị"
    )
    asked_at = models.DateTimeField("mời lúc")
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name="người mời")
    taken_off_at = models.DateTimeField("bỏ khỏi lớp lúc", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=("course__area", "organisation__area", "person__household__village"), organisation="organisation",
        names=True,
    )  # fmt: skip
    privacy = nothing_personal("id", "course", "person", "organisation", "asked_at", "asked_by", "taken_off_at")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["course", "person"], name="a_person_is_asked_to_a_course_once")]

    def __str__(self) -> str:
        return f"Người học số {self.pk}"


class Attendance(models.Model):
    """That somebody came on one day of a course (có mặt ở lớp): by its QR on the own phone, or ticked by name. Once a
    day; ticked by mistake, it is taken back and stays to be seen."""

    class How(models.TextChoices):
        QR = "qr", "tự quét mã QR"
        NAME = "name", "điểm danh theo tên"

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="attendances", verbose_name="lượt học")
    how = models.CharField("ghi bằng", max_length=4, choices=How.choices, default=How.NAME)
    on = models.DateField("có mặt ngày", null=True)
    made_at = models.DateTimeField("có mặt lúc")
    made_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    taken_back_at = models.DateTimeField("bỏ điểm danh lúc", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="người bỏ"
    )

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=("trainee__course__area", "trainee__organisation__area", "trainee__person__household__village"),
        organisation="trainee__organisation", names=True,
    )  # fmt: skip
    privacy = nothing_personal("id", "trainee", "how", "on", "made_at", "made_by", "taken_back_at", "taken_back_by")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "on"], condition=Q(taken_back_at=None), name="somebody_is_present_once_a_day"
            ),
            models.CheckConstraint(
                name="attendance_taken_back_at_and_by_together",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]


class Assessment(models.Model):
    """What somebody could do of the tasks (kết quả đánh giá): task → level, and what follows by the programme's rule.
    The latest stands; a correction after closing says why."""

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="assessments", verbose_name="lượt học")
    levels = models.JSONField("từng việc", default=dict, help_text="số của việc → mức 0–3")
    level = models.PositiveSmallIntegerField("mức chung", default=0)
    passed = models.BooleanField("đạt", default=False)
    why = models.CharField("vì sao sửa", max_length=200, blank=True)
    made_at = models.DateTimeField("đánh giá lúc")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name="người ghi")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=("trainee__course__area", "trainee__organisation__area", "trainee__person__household__village"),
        organisation="trainee__organisation", names=True,
    )  # fmt: skip
    privacy = Privacy(
        personal={"why": "empty"}, plain=("id", "trainee", "levels", "level", "passed", "made_at", "made_by")
    )

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.CheckConstraint(name="assessment_level_is_known", condition=Q(level__lte=3))]
