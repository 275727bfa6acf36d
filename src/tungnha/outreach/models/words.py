"""Ready words: templates as data, and the texts made of them (lời soạn sẵn)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Campaign, Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .themes import Theme


class Channel(models.TextChoices):
    """Where words are read: each channel has its own length and manner."""

    LOUDSPEAKER = "loudspeaker", "lời đọc trên loa"
    ZALO = "zalo", "tin nhắn Zalo"
    INVITATION = "invitation", "giấy mời họp"
    POSTER = "poster", "lời áp phích, niêm yết"


class TextTemplate(models.Model):
    """A commune's own wording of a topic for one channel (mẫu lời); without one the product's stands. Only added to:
    the latest counts, and empty words give the product's back."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="text_templates")
    topic = models.SlugField("chủ đề mẫu", max_length=40)
    channel = models.CharField("kênh", max_length=11, choices=Channel.choices)
    words = models.TextField("lời, có chỗ trống", max_length=6000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "topic", "channel", "words", "made_at", "made_by")

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["area", "topic", "channel"])]


class ReadyText(models.Model):
    """A text ready to be read, sent or hung up by whoever uses it (lời soạn sẵn). `words` keep their open places, which
    are filled for each village when it is opened. An edit is a new row: `replaces` it. `of`: the commune's text that a
    village has put into its own words."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="ready_texts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="ready_texts")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="texts")
    channel = models.CharField("kênh", max_length=11, choices=Channel.choices)
    title = models.CharField("tên gọi", max_length=160)
    words = models.TextField("lời", max_length=6000)
    number = models.PositiveSmallIntegerField("bản", default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", help_text="bản trước"
    )
    of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="in_own_words")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "campaign", "area", "theme", "channel", "title", "words", "number", "replaces", "of", "made_at",
        "made_by", "approved_at", "approved_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="ready_text_approved_at_and_by_together",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title
