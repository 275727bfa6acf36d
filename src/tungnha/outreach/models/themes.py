"""What a campaign of words speaks of, in which forms, and what it says in one line (C10)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Campaign, Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class Pillar(models.TextChoices):
    """Which pillar of digital transformation something serves (trụ cột)."""

    GOVERNMENT = "government", "chính quyền số"
    ECONOMY = "economy", "kinh tế số"
    SOCIETY = "society", "xã hội số"


class Kind(models.TextChoices):
    """What kind of activity it is, as a village calls it."""

    RADIO = "radio", "phát trên loa truyền thanh"
    ARTICLE = "article", "tin, bài"
    POST = "post", "bài Zalo, Facebook"
    CONFERENCE = "conference", "hội nghị"
    STUDY = "study", "sinh hoạt chuyên đề"
    JOINED = "joined", "lồng ghép họp thôn, họp đoàn thể"
    BANNER = "banner", "băng rôn, pa nô, áp phích"
    LAUNCH = "launch", "lễ phát động"
    DOOR = "door", "hướng dẫn tận nhà"


class OfPlan(models.Model):
    """A line of the campaign of words: made by whom, and removed by whom, never deleted."""

    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    section = models.CharField("mục của kế hoạch", max_length=20, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["order", "id"]


OF_PLAN = ("id", "order", "section", "made_at", "made_by", "removed_at", "removed_by")


def removed_together(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{name}_removed_at_and_by_together",
        condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
    )


class Theme(OfPlan):
    """What is spoken of (chủ đề tuyên truyền): a section of the plan, or one an officer added. `lines`: what the plan
    says of it; `topic`: which ready words fit (outreach/topics.py)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField("chủ đề", max_length=200)
    lines = models.TextField("nội dung, như trong kế hoạch", max_length=6000, blank=True)
    pillar = models.CharField("trụ cột", max_length=10, choices=Pillar.choices, blank=True)
    topic = models.SlugField("lời soạn sẵn", max_length=40, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True)
    privacy = nothing_personal(*OF_PLAN, "campaign", "name", "lines", "pillar", "topic")

    class Meta(OfPlan.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"], condition=Q(removed_at=None), name="one_theme_of_a_name"
            ),
            removed_together("theme"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """How a narrow column calls it: the plan's own number, else its place."""
        return self.section or str(self.order)


class OutreachForm(OfPlan):
    """In which form the plan wants it said (hình thức tuyên truyền): a column of the grid, and the kinds of activities
    that fill it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="outreach_forms")
    name = models.CharField("hình thức", max_length=120)
    lines = models.TextField("như trong kế hoạch", max_length=2000, blank=True)
    kinds = models.JSONField("gồm những việc", default=list)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True)
    privacy = nothing_personal(*OF_PLAN, "campaign", "name", "lines", "kinds")

    class Meta(OfPlan.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"], condition=Q(removed_at=None), name="one_outreach_form_of_a_name"
            ),
            removed_together("outreach_form"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        return self.section or str(self.order)


class KeyMessage(OfPlan):
    """What is to stay with people, in one line (thông điệp chính); one of them is the year's slogan (khẩu hiệu)."""

    class Sort(models.TextChoices):
        SLOGAN = "slogan", "khẩu hiệu"
        MESSAGE = "message", "thông điệp"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="key_messages")
    sort = models.CharField("loại", max_length=7, choices=Sort.choices, default=Sort.MESSAGE)
    words = models.CharField("lời", max_length=400)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True)
    privacy = nothing_personal(*OF_PLAN, "campaign", "sort", "words")

    class Meta(OfPlan.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(sort="slogan", removed_at=None), name="one_slogan_of_a_campaign"
            ),
            removed_together("key_message"),
        ]

    def __str__(self) -> str:
        return self.words
