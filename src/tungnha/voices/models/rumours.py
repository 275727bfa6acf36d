"""Rumours and attempts of fraud (tin đồn, lừa đảo): what is said, never by whom; the answer, and where it was heard."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet
from tungnha.voices.rules import wording


class Rumour(models.Model):
    """One story that goes round in a commune, however many report it."""

    class Kind(models.TextChoices):
        RUMOUR = "rumour", "tin đồn"
        FRAUD = "fraud", "lừa đảo"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="rumours", help_text="xã, phường")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    title = models.CharField("nói gì", max_length=200)
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="rumours",
        help_text="đơn vị trả lời; trống: cán bộ phụ trách",
    )  # fmt: skip
    first_at = models.DateTimeField("nghe lần đầu")
    last_at = models.DateTimeField("nghe lần gần nhất")
    due_at = models.DateTimeField("phải có trả lời trước")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", help_text="là một với tin này"
    )
    over_at = models.DateTimeField("không còn nghe", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "area", "kind", "title", "owner", "first_at", "last_at", "due_at", "merged_into", "over_at"
    )

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="no_rumour_is_merged_into_itself")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def told(self) -> str:
        """What is going round, as it stands inside a sentence that is read to the village."""
        return wording.said_of_nobody(self.title)


class RumourReport(models.Model):
    """That it was heard in a village (lần nghe thấy): when and over what; not from whom, nor who passed it on. Names in
    the words are hidden before they are stored (docs/decisions/0050-voices.md)."""

    class Where(models.TextChoices):
        TALK = "talk", "nghe nói ở thôn, ở chợ"
        ZALO = "zalo", "nhóm Zalo"
        FACEBOOK = "facebook", "Facebook, TikTok"
        CALL = "call", "cuộc gọi lạ"
        MESSAGE = "message", "tin nhắn lạ"
        OTHER = "other", "nơi khác"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rumour = models.ForeignKey(Rumour, on_delete=models.PROTECT, related_name="reports")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="rumour_reports")
    where = models.CharField("nghe qua", max_length=8, choices=Where.choices, default=Where.TALK)
    words_text = EncryptedTextField("lời kể, đã che tên")
    likeness = models.PositiveSmallIntegerField("giống, %", default=100)
    made_at = models.DateTimeField()
    stored_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="rumour__owner", names=True)
    privacy = Privacy(
        personal={"words_text": "empty"},
        plain=("id", "rumour", "area", "where", "likeness", "made_at", "stored_at"),
    )

    class Meta:
        ordering = ["made_at", "id"]


class RumourAnswer(models.Model):
    """One version of the answer (lời đáp), with the script for the loudspeaker and the text for groups."""

    rumour = models.ForeignKey(Rumour, on_delete=models.PROTECT, related_name="answers")
    version = models.PositiveSmallIntegerField(default=1)
    words = models.TextField("lời đáp", max_length=1500)
    script = models.TextField("lời đọc trên loa", max_length=3000)
    zalo = models.TextField("lời nhắn nhóm Zalo", max_length=1500)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("duyệt và gửi các thôn lúc", null=True, blank=True)
    approved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="rumour__area", shared=True)
    privacy = nothing_personal(
        "id", "rumour", "version", "words", "script", "zalo", "written_at", "written_by", "approved_at", "approved_by"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["rumour", "version"], name="one_answer_of_a_version"),
            models.CheckConstraint(
                name="rumour_answer_approved_at_and_by_together",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]


class RumourPlace(models.Model):
    """One village an answer was sent to (thôn nhận lời đáp): read out when, and whether it is still heard there."""

    class How(models.TextChoices):
        LOUDSPEAKER = "loudspeaker", "đọc trên loa"
        ZALO = "zalo", "gửi nhóm Zalo"
        MEETING = "meeting", "nói ở cuộc họp"
        DOORS = "doors", "nói ở từng nhà"

    answer = models.ForeignKey(RumourAnswer, on_delete=models.PROTECT, related_name="places")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="rumour_answers")
    how = models.CharField("đã báo bằng", max_length=11, choices=How.choices, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    still_heard = models.BooleanField("còn nghe không", null=True, blank=True)
    still_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="answer__rumour__owner", shared=True)
    privacy = nothing_personal("id", "answer", "area", "how", "confirmed_at", "confirmed_by", "still_heard", "still_at")

    class Meta:
        ordering = ["area__order", "area__code"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "area"], name="one_place_of_an_answer"),
            models.CheckConstraint(
                name="rumour_place_confirmed_how_at_and_by_together",
                condition=Q(confirmed_at=None, confirmed_by=None, how="")
                | (Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(how="")),
            ),
            models.CheckConstraint(
                name="rumour_still_heard_has_its_hour",
                condition=Q(still_heard=None, still_at=None) | Q(still_heard__isnull=False, still_at__isnull=False),
            ),
        ]
