"""The Zalo group of a village (C12): who keeps it, which households are in it. The product reads no group and holds no
account of Zalo: all that stands here was ticked or typed by a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.people.models import Consent, Household
from tungnha.units.models import Area, Member
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class ZaloGroup(models.Model):
    """The one group of a village (nhóm Zalo của thôn). A village that begins a new one closes the old one first."""

    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="zalo_groups")
    name = models.CharField("tên nhóm", max_length=120)
    keeper_name = models.CharField("người giữ nhóm", max_length=120)
    join_url = models.CharField("đường dẫn vào nhóm", max_length=120, blank=True)
    created_on = models.DateField("lập ngày")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("thôi dùng lúc", null=True, blank=True)
    closed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="village", names=True)
    privacy = Privacy(
        personal={"keeper_name": "name", "join_url": "empty"},
        plain=("id", "village", "name", "created_on", "made_at", "made_by", "closed_at", "closed_by"),
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["village"], condition=Q(closed_at=None), name="a_village_has_one_zalo_group"
            ),
            models.CheckConstraint(
                name="zalo_group_closed_at_and_by_together",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ZaloHousehold(models.Model):
    """That a household is in the group through one person who agreed to its being noted (hộ có người trong nhóm).

    Nothing is changed: one that leaves, or was ticked by mistake, is ended. The consent stands in the house's own
    ledger of consents; taken back there, it ends this row too."""

    class Why(models.TextChoices):
        LEFT = "left", "đã rời nhóm"
        MISTAKE = "mistake", "đánh dấu nhầm"
        WITHDRAWN = "withdrawn", "rút lại đồng ý"

    group = models.ForeignKey(ZaloGroup, on_delete=models.PROTECT, related_name="households")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="zalo_groups")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="zalo_households")
    on = models.DateField("có trong nhóm từ ngày")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField("ghi lúc")
    ended_at = models.DateTimeField("thôi lúc", null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField("vì sao", max_length=9, choices=Why.choices, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="household__village", names=True)
    privacy = nothing_personal(
        "id", "group", "household", "consent", "on", "made_by", "stored_at", "ended_at", "ended_by", "ended_why"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "household"], condition=Q(ended_at=None), name="a_household_is_in_a_zalo_group_once"
            ),
            models.CheckConstraint(
                name="zalo_household_ended_whole",
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why="")),
            ),
        ]


class ZaloNotice(models.Model):
    """A text its keeper put into the group (tin đã gửi trong nhóm): the words, the day. Nobody's answer is kept."""

    group = models.ForeignKey(ZaloGroup, on_delete=models.PROTECT, related_name="notices")
    on = models.DateField("gửi ngày")
    words = models.TextField("nội dung", max_length=1000)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField("ghi lúc")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="group__village", names=True)
    privacy = nothing_personal("id", "group", "on", "words", "made_by", "stored_at")

    class Meta:
        ordering = ["-on", "-id"]
