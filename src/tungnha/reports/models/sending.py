"""From a unit's draft to the locked copy: what was being written, who did what to a report, what was told upstairs."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Service
from tungnha.people.models import Person
from tungnha.plans.models import Duty
from tungnha.units.models import Member
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .compiled import Report
from .obligations import Obligation
from .submissions import MOST_WHY, Submission


class UnitDraft(models.Model):
    """What somebody is writing into a unit's report (bản đang viết), as of the latest key.

    One row for each opened page (`sitting`), so that saving as one types fills no table. `number` counts the pages
    that wrote into the draft one after another; a page that did not know the latest has none: its text is kept beside.
    `after` is the number of the submission it would correct (0: none yet); a later submission leaves it behind.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField("bản nháp thứ", null=True, blank=True, help_text="trống: để bên cạnh")
    sitting = models.UUIDField("lần mở trang")
    after = models.PositiveIntegerField("sau báo cáo lần", default=0)
    content = models.JSONField("những ô đã viết", default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=("obligation__duty__plan__campaign__area", "obligation__organisation__area"),
        organisation="obligation__organisation",
    )
    privacy = nothing_personal("id", "obligation", "number", "sitting", "after", "content", "saved_at", "saved_by")

    class Meta:
        ordering = ["obligation", "-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "after", "number"], name="one_unit_draft_of_a_number"),
            models.UniqueConstraint(fields=["obligation", "after", "sitting"], name="one_unit_draft_of_a_sitting"),
        ]


class Kept(ScopedQuerySet):
    """Rows that are only added."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is never changed")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is never deleted")


class KeptRow(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is never deleted")


class Step(KeptRow):
    """One step of a submission (bước): sent, returned, accepted … who, when and why. Appended, never changed."""

    class Act(models.TextChoices):
        SEND = "send", "gửi"
        RETURN = "return", "trả lại"
        ACCEPT = "accept", "tiếp nhận"
        TAKE_BACK = "take_back", "bỏ tiếp nhận"
        LOCK = "lock", "khóa"
        ASK = "ask", "đề nghị mở lại"
        REOPEN = "reopen", "mở lại"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField("việc", max_length=9, choices=Act.choices)
    why = models.CharField("vì sao", max_length=MOST_WHY, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="trống: không rõ, có từ trước khi ghi từng bước",
    )  # fmt: skip

    objects = Kept.as_manager()
    scope = Scope(
        area=(
            "submission__obligation__duty__plan__campaign__area",
            "submission__obligation__organisation__area",
        ),
        organisation="submission__obligation__organisation",
    )
    privacy = nothing_personal("id", "submission", "act", "why", "at", "by")

    class Meta:
        ordering = ["submission", "id"]


class LockedCopy(KeptRow):
    """A submission as it was locked (bản khóa): its canonical text and the digest by which a change is known."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="copies")
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="copies",
        help_text="báo cáo tổng hợp đã khóa cùng; trống: phòng khóa riêng",
    )  # fmt: skip
    content = models.TextField("nội dung khóa", help_text="JSON, khóa theo thứ tự chữ cái")
    sha256 = models.CharField("mã kiểm", max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = Kept.as_manager()
    scope = Step.scope
    privacy = nothing_personal("id", "submission", "report", "content", "sha256", "at", "by")

    class Meta:
        ordering = ["submission", "id"]


class Correction(models.Model):
    """That a unit's report became another one after a compiled report with it was frozen (sửa sau khi chốt).

    The frozen report stays; this row is told on its page to all who read it, and to its owner until seen.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="corrections")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="corrections")
    figures = models.JSONField("số liệu khác", default=list, help_text="[{target, name, then, now}]")
    parts = models.JSONField("phần lời văn khác", default=list)
    at = models.DateTimeField()
    seen_at = models.DateTimeField("đã xem lúc", null=True, blank=True)
    seen_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="report__area", organisation="report__organisation")
    privacy = nothing_personal("id", "report", "submission", "figures", "parts", "at", "seen_at", "seen_by")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "submission"], name="a_correction_is_told_once"),
            models.CheckConstraint(
                name="correction_seen_at_and_by_together",
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
            ),
        ]


class SharedReport(models.Model):
    """That one report answers two duties (một báo cáo dùng chung): what is sent for `duty` answers `also` too."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="shared_with")
    also = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="shared_from")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("thôi dùng chung từ", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="duty__plan__campaign__area", shared=True)
    privacy = nothing_personal("id", "duty", "also", "at", "by", "ended_at")

    class Meta:
        ordering = ["duty", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "also"], condition=Q(ended_at=None), name="a_duty_shares_its_report_with_another_once"
            ),
            models.CheckConstraint(name="a_duty_shares_with_another", condition=~Q(duty=models.F("also"))),
        ]


class AskedList(models.Model):
    """That a duty asks for a list of names with its report (danh sách kèm báo cáo): who has a service, yes only."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="asked_lists")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("từ mức", default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("thôi hỏi từ", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="duty__plan__campaign__area", shared=True)
    privacy = nothing_personal("id", "duty", "service", "level", "at", "by", "ended_at")

    class Meta:
        ordering = ["duty", "service__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "service"], condition=Q(ended_at=None), name="a_duty_asks_for_a_list_once"
            )
        ]


class NamedList(models.Model):
    """The list of names that went with a submission (danh sách kèm theo), as it was at that moment."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="named_lists")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("từ mức", default=1)
    on = models.DateField("đến ngày")
    people = models.PositiveIntegerField("số người")
    sha256 = models.CharField("mã kiểm", max_length=64, help_text="của các dòng, như lúc gửi")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area="submission__obligation__organisation__area",
        organisation="submission__obligation__organisation",
        names=True,
    )
    privacy = nothing_personal("id", "submission", "service", "level", "on", "people", "sha256")

    class Meta:
        ordering = ["submission", "service__order"]
        constraints = [models.UniqueConstraint(fields=["submission", "service"], name="one_named_list_of_a_service")]


class NamedRow(models.Model):
    """One person in a list that went with a report (dòng của danh sách kèm theo), number masked."""

    named_list = models.ForeignKey(NamedList, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("số thứ tự")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="named_rows")
    given_text = EncryptedTextField("dòng như lúc gửi", blank=True, help_text="JSON: họ tên, năm sinh, số đã che, từ")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area="named_list__submission__obligation__organisation__area",
        organisation="named_list__submission__obligation__organisation",
        names=True,
    )
    privacy = Privacy(personal={"given_text": "empty"}, plain=("id", "named_list", "number", "person"))

    class Meta:
        ordering = ["named_list", "number"]
        constraints = [
            models.UniqueConstraint(fields=["named_list", "number"], name="one_row_of_a_number_in_a_named_list")
        ]
