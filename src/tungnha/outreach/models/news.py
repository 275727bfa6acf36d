"""News from an activity, with pictures only where those in them agreed (tin, bài)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .activities import ActivityPart


class News(models.Model):
    """A short piece about what was done (tin): written, approved, then put up by people themselves; `link` says where.
    Once approved its words stay."""

    part = models.ForeignKey(ActivityPart, on_delete=models.PROTECT, related_name="news")
    title = models.CharField("đầu đề", max_length=200)
    words = models.TextField("lời", max_length=6000)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("sửa lúc")
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    posted_on = models.DateField("đăng ngày", null=True, blank=True)
    link = models.URLField("đăng ở", max_length=500, blank=True)
    as_part = models.ForeignKey(
        ActivityPart, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="tin đã đăng, tính là một tin, bài",
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="part__area", organisation="part__organisation", shared=True)
    privacy = nothing_personal(
        "id", "part", "title", "words", "made_at", "made_by", "changed_at", "approved_at", "approved_by", "posted_on",
        "link", "as_part",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="news_approved_at_and_by_together",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="news_is_posted_after_approval", condition=Q(posted_on=None) | Q(approved_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NewsPhoto(models.Model):
    """A picture of an activity (ảnh hoạt động), tied to no person. It is kept only while the word stands that those in
    it agreed; taken back, the picture is gone and the row says so."""

    class Consent(models.TextChoices):
        ASKED = "asked", "đã hỏi, mọi người trong ảnh đồng ý cho đăng"
        GUARDIAN = "guardian", "có trẻ em: cha mẹ, người giám hộ đã đồng ý"
        NOBODY = "nobody", "không nhận ra ai trong ảnh"

    news = models.ForeignKey(News, on_delete=models.PROTECT, related_name="photos")
    picture = models.BinaryField("ảnh", null=True, blank=True, help_text="WebP, đã thu nhỏ, không kèm nơi chụp")
    caption = models.CharField("chú thích", max_length=200, blank=True)
    consent = models.CharField("sự đồng ý", max_length=8, choices=Consent.choices)
    consent_on = models.DateField("hỏi ngày")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="news__part__area", organisation="news__part__organisation", shared=True)
    privacy = nothing_personal(
        "id", "news", "picture", "caption", "consent", "consent_on", "made_at", "made_by", "withdrawn_at",
        "withdrawn_by",
    )  # fmt: skip

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_picture_goes_with_its_consent",
                condition=Q(withdrawn_at=None, withdrawn_by=None, picture__isnull=False)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, picture=None),
            )
        ]
