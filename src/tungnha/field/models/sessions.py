"""A sitting at a place where people are helped: when, where, by whom, with what, and who has agreed to it."""

from __future__ import annotations

import uuid

from django.db import models

from tungnha.ledger.models import Service
from tungnha.people.models import Place
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class SupportSession(models.Model):
    """A sitting at a place where people are helped (buổi hỗ trợ).

    `area` is the village whose people are asked to come, or the commune for everybody. `key` is what phones and
    calendars know it by; `sequence` counts how often time or place were changed (RFC 5545), and words of approval are
    about one sequence. It is published when every side has agreed to it (decision 0033).
    """

    class Occasion(models.TextChoices):
        OWN = "own", "buổi riêng"
        MEETING = "meeting", "lồng ghép họp thôn"
        POINT = "point", "điểm cố định mở cửa"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="mã dùng trên điện thoại, lịch")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sessions")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="sessions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc")
    occasion = models.CharField("hình thức", max_length=7, choices=Occasion.choices, default=Occasion.OWN)
    name = models.CharField("nội dung", max_length=200, blank=True)
    bring = models.CharField("mang theo", max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField("làm được khoảng (người)", default=40)
    services = models.ManyToManyField(Service, blank=True, related_name="sessions")
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField("lần đổi giờ, đổi nơi", default=0)
    changed_at = models.DateTimeField("sửa lúc", null=True, blank=True)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    cancelled_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    cancelled_why = models.CharField("vì sao hủy", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "key", "campaign", "area", "place", "starts_at", "ends_at", "occasion", "name", "bring", "capacity",
        "services", "made_by", "made_at", "sequence", "changed_at", "published_at", "cancelled_at", "cancelled_why",
    )  # fmt: skip

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]
        indexes = [models.Index(fields=["area", "starts_at"]), models.Index(fields=["starts_at", "ends_at"])]

    def __str__(self) -> str:
        return f"Buổi hỗ trợ tại {self.place.name}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.cancelled_at is None


class Staffing(models.Model):
    """Which organisation sends whom to a session (nhân lực buổi hỗ trợ)."""

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="staffing")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staffing")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="staffing")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", shared=True)
    privacy = nothing_personal("id", "session", "organisation", "member")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "organisation", "member"], name="one_staffing_of_a_kind"),
            models.UniqueConstraint(
                fields=["session", "organisation"], condition=models.Q(member=None),
                name="one_staffing_of_an_organisation",
            ),
        ]  # fmt: skip


class SessionChange(models.Model):
    """One step in the life of a session: planned, moved, cancelled; what stood before, why, by whom. Appended."""

    class Kind(models.TextChoices):
        PLANNED = "planned", "lên lịch"
        MOVED = "moved", "đổi giờ, đổi nơi"
        CANCELLED = "cancelled", "hủy"

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    sequence = models.PositiveIntegerField()
    was_starts_at = models.DateTimeField(null=True, blank=True)
    was_ends_at = models.DateTimeField(null=True, blank=True)
    was_place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    was_published = models.BooleanField(default=False)
    why = models.CharField("vì sao", max_length=200, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", shared=True)
    privacy = nothing_personal(
        "id", "session", "kind", "sequence", "was_starts_at", "was_ends_at", "was_place", "was_published", "why", "by",
        "at",
    )  # fmt: skip

    class Meta:
        ordering = ["at", "id"]


class SessionWord(models.Model):
    """What one side says of a session as it stands (ý kiến về lịch): agreed, or why not and when instead. Appended; the
    last word of a side about the current sequence counts. An officer may write down what was heard by telephone."""

    class Side(models.TextChoices):
        AREA = "area", "thôn"
        ORGANISATION = "organisation", "đơn vị cử người"

    class Says(models.TextChoices):
        YES = "yes", "đồng ý"
        NO = "no", "chưa đồng ý"

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="words")
    sequence = models.PositiveIntegerField()
    side = models.CharField(max_length=12, choices=Side.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="session_words"
    )
    says = models.CharField(max_length=3, choices=Says.choices)
    why = models.CharField("vì sao chưa", max_length=200, blank=True)
    instead_starts_at = models.DateTimeField("đề nghị bắt đầu", null=True, blank=True)
    instead_ends_at = models.DateTimeField("đề nghị kết thúc", null=True, blank=True)
    instead_place = models.CharField("đề nghị nơi khác", max_length=160, blank=True)
    heard_from = models.CharField("nghe ai nói, qua đâu", max_length=120, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", shared=True)
    privacy = Privacy(
        personal={"heard_from": "empty"},
        plain=(
            "id", "session", "sequence", "side", "organisation", "says", "why", "instead_starts_at", "instead_ends_at",
            "instead_place", "by", "at",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["at", "id"]
