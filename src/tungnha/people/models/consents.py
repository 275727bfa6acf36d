"""What people were told and what they agreed to, purpose by purpose (Luật 91/2025/QH15 Đ9, NĐ 356/2025 Đ6)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Campaign
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .persons import Person


class ConsentNotice(models.Model):
    """One version of the words a person is asked with (mẫu xin đồng ý), for one purpose. Never changed: added to."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="consent_notices")
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="consent_notices"
    )
    purpose = models.CharField("mục đích", max_length=200)
    version = models.PositiveIntegerField("bản thứ", default=1)
    text = models.TextField("nội dung")
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "campaign", "purpose", "version", "text", "at", "by")

    class Meta:
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["area", "purpose", "version"], name="one_notice_of_a_version_and_purpose")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} (bản {self.version})"


class Consent(models.Model):
    """That a person agreed to one purpose, how it can be proved, and since when no longer (sự đồng ý)."""

    class Channel(models.TextChoices):
        PAPER = "paper", "giấy có chữ ký"
        CALL = "call", "cuộc gọi có ghi âm"
        SMS = "sms", "tin nhắn theo cú pháp"
        EMAIL = "email", "thư điện tử"
        FORM = "form", "biểu mẫu trên mạng"
        ORAL = "oral", "nói miệng, có người làm chứng"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    notice = models.ForeignKey(ConsentNotice, on_delete=models.PROTECT, related_name="consents")
    channel = models.CharField("bằng cách nào", max_length=5, choices=Channel.choices)
    given_at = models.DateTimeField("lúc đồng ý")
    evidence = models.CharField("bằng chứng để ở đâu", max_length=200)
    witness = models.CharField("người làm chứng", max_length=120, blank=True)
    guardian = models.CharField("người giám hộ đồng ý thay", max_length=120, blank=True)
    collected_by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="consents_collected")
    stored_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="ai ghi việc rút"
    )
    withdrawn_how = models.CharField("rút bằng cách nào", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("person__household__village", "notice__area"), names=True)
    privacy = Privacy(
        personal={"witness": "name", "guardian": "name", "evidence": "empty", "withdrawn_how": "empty"},
        plain=(
            "id", "person", "notice", "channel", "given_at", "collected_by", "stored_at", "withdrawn_at",
            "withdrawn_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="consent_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_by_word_of_mouth_has_a_witness", condition=~Q(channel="oral") | ~Q(witness="")
            ),
            models.UniqueConstraint(
                fields=["person", "notice"],
                condition=Q(withdrawn_at=None),
                name="a_person_agrees_once_to_a_notice",
            ),
        ]

    @property
    def holds(self) -> bool:
        return self.withdrawn_at is None
