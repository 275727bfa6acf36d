"""Where something hangs or is posted (băng rôn, pa nô, niêm yết): what is asked of which places, and what is there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.people.models import Place
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .materials import Material, at_and_by_together


class Posting(models.Model):
    """One thing to be put up at a number of places (đợt treo, niêm yết): “băng rôn tại 34 nhà văn hóa”."""

    class Form(models.TextChoices):
        BANNER = "banner", "băng rôn"
        PANEL = "panel", "pa nô"
        NOTICE = "notice", "niêm yết"
        POSTER = "poster", "áp phích"
        LEAFLETS = "leaflets", "tờ rơi để sẵn"
        SCREEN = "screen", "bảng điện tử"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="postings")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="postings")
    material = models.ForeignKey(Material, null=True, blank=True, on_delete=models.PROTECT, related_name="postings")
    form = models.CharField("hình thức", max_length=8, choices=Form.choices)
    title = models.CharField("nội dung", max_length=160)
    due_on = models.DateField("xong trước hết ngày", null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("thôi theo dõi lúc", null=True, blank=True)
    closed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "area", "campaign", "material", "form", "title", "due_on", "made_at", "made_by", "closed_at", "closed_by"
    )

    class Meta:
        ordering = ["-id"]
        constraints = at_and_by_together("posting", "closed")

    def __str__(self) -> str:
        return self.title


class PostedSite(models.Model):
    """One place it is to be put up at: a village's culture house, an office, a crossroads."""

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="sites")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="thôn, hoặc xã nếu là trụ sở")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("nơi treo, niêm yết", max_length=160)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="organisation")
    privacy = nothing_personal("id", "posting", "area", "place", "organisation", "name")

    class Meta:
        ordering = ["area__path", "id"]
        constraints = [models.UniqueConstraint(fields=["posting", "area", "name"], name="a_place_is_asked_once")]

    def __str__(self) -> str:
        return self.name


class SiteEntry(models.Model):
    """What somebody says of one place: up, how many, since when, or taken down. Appended; the latest that was not taken
    back stands."""

    site = models.ForeignKey(PostedSite, on_delete=models.CASCADE, related_name="entries")
    is_up = models.BooleanField("đang treo")
    quantity = models.PositiveSmallIntegerField("số lượng", default=1)
    on = models.DateField("từ ngày, đến ngày")
    picture = models.BinaryField("ảnh", null=True, blank=True, help_text="WebP, đã thu nhỏ, không kèm nơi chụp")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="site__area", organisation="site__organisation")
    privacy = nothing_personal(
        "id", "site", "is_up", "quantity", "on", "picture", "at", "by", "taken_back_at", "taken_back_by"
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(name="what_hangs_is_counted", condition=Q(is_up=False) | Q(quantity__gte=1)),
            *at_and_by_together("site_entry", "taken_back"),
        ]
