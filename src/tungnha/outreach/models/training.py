"""What is taught, to whom, and how it is tested: competences, programmes with their tasks, courses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tungnha.ledger.models import Service
from tungnha.people.models import Place
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class Competence(models.Model):
    """One group of a framework of digital competence (nhóm năng lực số). Data: another decree brings other rows."""

    framework = models.SlugField("khung", max_length=40)
    source = models.CharField("căn cứ", max_length=200)
    letter = models.CharField("điểm", max_length=4)
    name = models.CharField("tên", max_length=160)
    order = models.PositiveSmallIntegerField(default=0)

    privacy = nothing_personal("id", "framework", "source", "letter", "name", "order")

    class Meta:
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "letter"], name="one_competence_of_a_letter_in_a_framework")
        ]

    def __str__(self) -> str:
        return f"{self.letter}) {self.name}"


class Audience(models.TextChoices):
    """Whom a programme is for. Pupils are counted by their school and never named."""

    TEAM = "team", "Tổ công nghệ số cộng đồng"
    YOUTH = "youth", "đoàn viên, thanh niên"
    SQUAD = "squad", "đội hình hỗ trợ"
    OFFICIAL = "official", "cán bộ, công chức, viên chức"
    CITIZEN = "citizen", "người dân"
    PUPIL = "pupil", "học sinh"
    WORKER = "worker", "người lao động doanh nghiệp"


class TrainingProgramme(models.Model):
    """What one audience is to learn, what of it is tested and when somebody has passed (chương trình tập huấn).

    `rule`: {"by": "presence"}, who came has passed; or {"by": "tasks", "share": 80, "level": 2}, who does at least 80 %
    of the tasks at least at level 2, and every task that must be done. A change is a new version: a course keeps the
    one it was held by.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="training_programmes")
    name = models.CharField("tên chương trình", max_length=160)
    audience = models.CharField("dành cho", max_length=8, choices=Audience.choices, default=Audience.TEAM)
    topics = models.JSONField("chuyên đề", default=list, blank=True)
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="học đạt thì ghi"
    )
    rule = models.JSONField("thế nào là đạt", default=dict)
    version = models.PositiveSmallIntegerField("bản", default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", help_text="bản trước"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "area", "name", "audience", "topics", "service", "rule", "version", "replaces", "made_at", "made_by"
    )

    class Meta:
        ordering = ["name", "-version"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_tested(self) -> bool:
        return bool(self.rule.get("by") == "tasks")


class ProgrammeTask(models.Model):
    """One thing somebody who was taught must be able to do (việc phải làm được)."""

    programme = models.ForeignKey(TrainingProgramme, on_delete=models.CASCADE, related_name="tasks")
    words = models.CharField("việc", max_length=160)
    competence = models.ForeignKey(Competence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    must = models.BooleanField("bắt buộc", default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="programme__area", shared=True)
    privacy = nothing_personal("id", "programme", "words", "competence", "must", "order")

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.words


class Course(models.Model):
    """One time a programme is taught (lớp tập huấn): where, when, by whom. `area` is whose people learn; `code` is what
    its QR shows. Closed, its results are claims; a correction after that follows into them."""

    class Mode(models.TextChoices):
        PLACE = "place", "tại chỗ"
        ONLINE = "online", "trực tuyến"

    programme = models.ForeignKey(TrainingProgramme, on_delete=models.PROTECT, related_name="courses")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="courses")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="courses")
    name = models.CharField("tên lớp", max_length=160)
    trainer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="courses",
        verbose_name="đơn vị giảng",
    )  # fmt: skip
    trainer_words = models.CharField("đơn vị giảng ở nơi khác", max_length=160, blank=True)
    mode = models.CharField("hình thức", max_length=6, choices=Mode.choices, default=Mode.PLACE)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="courses")
    where = models.CharField("ở đâu", max_length=300, blank=True, help_text="nơi chưa có tên, hoặc đường dẫn phòng học")
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc")
    topics = models.JSONField("chuyên đề", default=list, blank=True)
    code = models.CharField("mã điểm danh", max_length=12, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    closed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    cancelled_why = models.CharField("vì sao hủy", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "programme", "campaign", "area", "name", "trainer", "trainer_words", "mode", "place", "where",
        "starts_at", "ends_at", "topics", "code", "made_at", "made_by", "closed_at", "closed_by", "cancelled_at",
        "cancelled_why",
    )  # fmt: skip

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(name="course_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="course_closed_at_and_by_together",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="course_is_closed_or_cancelled", condition=Q(closed_at=None) | Q(cancelled_at=None)
            ),
        ]
        indexes = [models.Index(fields=["area", "starts_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def first_day(self) -> date:
        return timezone.localtime(self.starts_at).date()

    @property
    def last_day(self) -> date:
        return timezone.localtime(self.ends_at).date()

    @property
    def is_one_day(self) -> bool:
        return self.first_day == self.last_day

    def day_of(self, at: datetime) -> date:
        """The day of the course that what happens at an instant is about: its first before it, its last after it."""
        return min(max(timezone.localtime(at).date(), self.first_day), self.last_day)

    @property
    def trained_by(self) -> str:
        return self.trainer.name if self.trainer else self.trainer_words

    @property
    def held_at(self) -> str:
        """Where, in words."""
        return self.place.name if self.place else self.where

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.trainer_id and self.trainer_words:
            raise ValueError("a course has one trainer body")
        super().save(*args, **kwargs)


class CourseCount(models.Model):
    """How many of a group came and passed, without names, and whose figure it is (số người học không kèm tên): pupils,
    workers, citizens who came in a crowd. A later figure of the same body and group takes the place of the earlier."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="counts")
    stated_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="course_counts")
    audience = models.CharField("ai", max_length=8, choices=Audience.choices)
    invited = models.PositiveIntegerField("được mời", null=True, blank=True)
    present = models.PositiveIntegerField("đã dự")
    passed = models.PositiveIntegerField("đạt", null=True, blank=True)
    document = models.CharField("theo văn bản", max_length=160, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", help_text="số nói lại"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="course__area", organisation="stated_by", shared=True)
    privacy = nothing_personal(
        "id", "course", "stated_by", "audience", "invited", "present", "passed", "document", "replaces", "made_at",
        "made_by",
    )  # fmt: skip

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="course_count_is_within_its_whole",
                condition=(Q(passed=None) | Q(passed__lte=F("present")))
                & (Q(invited=None) | Q(present__lte=F("invited"))),
            )
        ]
