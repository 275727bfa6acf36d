"""What the register is still to be told, what in it may be wrong, and which records were made one."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import F, Q

from tungnha.units.models import Member
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .households import Household
from .persons import Person


class RegisterNote(models.Model):
    """What somebody says the register has wrong or lacks (lời báo lại), until the desk has decided.

    It is about one person, or about a whole household. A team's word at a door changes nothing by itself.
    """

    class Kind(models.TextChoices):
        MOVED = "moved", "đã chuyển đi"
        DECEASED = "deceased", "đã mất"
        WRONG = "wrong", "thông tin sai hoặc còn thiếu"

    class State(models.TextChoices):
        WAITING = "waiting", "chờ xem"
        ACCEPTED = "accepted", "đã ghi vào sổ"
        DECLINED = "declined", "không đúng"

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="notes")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words_text = EncryptedTextField("lời báo", blank=True)
    facts_text = EncryptedTextField("đề nghị ghi là", blank=True, help_text="JSON: tên trường → giá trị đề nghị")
    said_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField("báo lúc")
    origin = models.CharField("từ đâu", max_length=20, help_text="visit, session, desk")
    origin_id = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    answer_text = EncryptedTextField("trả lời", blank=True)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("person__household__village", "household__village"), names=True)
    privacy = Privacy(
        personal={"words_text": "empty", "facts_text": "empty", "answer_text": "empty"},
        plain=(
            "id", "person", "household", "kind", "said_by", "said_at", "origin", "origin_id", "state", "decided_by",
            "decided_at",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="note_is_about_a_person_or_a_household",
                condition=Q(person__isnull=True, household__isnull=False)
                | Q(person__isnull=False, household__isnull=True),
            ),
            models.CheckConstraint(
                name="note_decided_by_and_at_together",
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["origin", "origin_id", "kind", "person"], condition=Q(person__isnull=False),
                name="one_note_about_a_person_and_origin",
            ),
            models.UniqueConstraint(
                fields=["origin", "origin_id", "kind", "household"], condition=Q(household__isnull=False),
                name="one_note_about_a_household_and_origin",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "said_at"])]

    @property
    def facts(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.facts_text) if self.facts_text else {}
        return found


class Merge(models.Model):
    """That two records were found to be of one person (lần gộp). `gone` points at `kept`; it can be taken back.

    `state_text` holds both records as they stood and every row that was moved or put aside, so that taking it back
    leaves each as it was (docs/decisions/0016-merging.md).
    """

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_by")
    state_text = EncryptedTextField()
    reason = models.CharField("vì sao", max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField("tách lại lúc", null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="kept__household__village", names=True)
    privacy = Privacy(
        personal={"state_text": "empty", "reason": "empty"},
        plain=("id", "kept", "gone", "at", "by", "undone_at", "undone_by"),
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(name="nobody_is_merged_into_herself", condition=~Q(kept=F("gone"))),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="a_record_is_merged_into_one_at_a_time"
            ),
        ]

    @property
    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.state_text) if self.state_text else {}
        return found


class LikelyDouble(models.Model):
    """Two records that may be of one person (có thể trùng), and why. Once somebody said “khác”, never asked again."""

    class State(models.TextChoices):
        OPEN = "open", "chờ xem"
        SAME = "same", "một người, đã gộp"
        DIFFERENT = "different", "hai người khác nhau"
        GONE = "gone", "không còn giống nhau"

    a = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="doubles_as_a")
    b = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="doubles_as_b")
    why = models.JSONField("vì sao", default=list, help_text="mã của từng lý do: people.doubles.WHY")
    weight = models.PositiveSmallIntegerField("chắc đến đâu", default=0)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="a__household__village", names=True)
    privacy = nothing_personal("id", "a", "b", "why", "weight", "state", "found_at", "decided_by", "decided_at")

    class Meta:
        ordering = ["-weight", "id"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="a_pair_is_asked_once"),
            models.CheckConstraint(name="the_earlier_record_stands_first", condition=Q(a__lt=F("b"))),
        ]
        indexes = [models.Index(fields=["state", "weight"])]


class Doubt(models.Model):
    """One thing about a person's record that cannot be right, or hardly (điều đáng ngờ). Derived: made anew from the
    record by `people.quality.look_over`, because a number stands encrypted and no database can read it."""

    class Kind(models.TextChoices):
        NUMBER_BIRTH = "number_birth", "số định danh và năm sinh không khớp"
        NUMBER_SEX = "number_sex", "số định danh và giới tính không khớp"
        NUMBER_ODD = "number_odd", "số định danh khó có thật"
        TWO_NUMBERS = "two_numbers", "có hai số định danh cùng đang dùng"
        BIRTH_ODD = "birth_odd", "ngày sinh khó có thật"
        NAME_ODD = "name_odd", "họ tên có chữ số hoặc ký hiệu lạ"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="doubts")
    kind = models.CharField(max_length=12, choices=Kind.choices)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="person__household__village", names=True)
    privacy = nothing_personal("id", "person", "kind")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="a_doubt_is_noted_once")]
