"""What operators offer people in a campaign, and which villages have been told (ưu đãi của doanh nghiệp)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .materials import at_and_by_together


class Offer(models.Model):
    """One offer as it was made: what, for whom, until when. Changed, it is withdrawn and written anew: a village was
    told the words that stand here."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField("ưu đãi gì", max_length=160)
    for_whom = models.CharField("cho ai", max_length=200)
    words = models.TextField("điều kiện, cách nhận", max_length=1000, blank=True)
    paper = models.CharField("theo văn bản", max_length=160, blank=True)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    until = models.DateField("đến hết ngày", null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("xã đồng ý lúc", null=True, blank=True)
    approved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("thôi lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="organisation", shared=True)
    privacy = nothing_personal(
        "id", "area", "organisation", "campaign", "title", "for_whom", "words", "paper", "starts_on", "until",
        "made_at", "made_by", "approved_at", "approved_by", "withdrawn_at", "withdrawn_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="an_offer_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(until=None) | Q(until__gte=F("starts_on")),
            ),
            *at_and_by_together("offer", "approved", "withdrawn"),
        ]

    def __str__(self) -> str:
        return self.title

    def runs_on(self, day: date) -> bool:
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.until is None or day <= self.until)


class OfferTelling(models.Model):
    """That a village was told of an offer (đã báo đến thôn). Taken back, never deleted."""

    class How(models.TextChoices):
        MEETING = "meeting", "họp thôn"
        LOUDSPEAKER = "speaker", "loa truyền thanh"
        GROUP = "zalo", "nhóm Zalo của thôn"
        DOORS = "doors", "đến từng nhà"
        NOTICE = "notice", "niêm yết"

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="tellings")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("ngày báo")
    how = models.CharField("bằng cách nào", max_length=8, choices=How.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area")
    privacy = nothing_personal("id", "offer", "area", "on", "how", "at", "by", "taken_back_at", "taken_back_by")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "area"], condition=Q(taken_back_at=None), name="a_village_is_told_of_an_offer_once"
            ),
            *at_and_by_together("offer_telling", "taken_back"),
        ]
