"""Bodies put together from several organisations (C2): ban chỉ đạo, tổ công tác, Tổ CNSCĐ."""

from __future__ import annotations

from django.db import models

from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .areas import Area
from .campaigns import Campaign
from .organisations import Organisation


class Group(models.Model):
    """A group with a founding decision, a rule of composition and members sent by several organisations (tổ)."""

    class Kind(models.TextChoices):
        STEERING = "steering", "Ban Chỉ đạo"
        WORKING = "working", "tổ công tác"
        ROLLOUT = "rollout", "tổ triển khai"
        PROJECT06 = "project06", "Tổ Đề án 06"
        TEAM = "team", "Tổ công nghệ số cộng đồng"

    name = models.CharField("tên", max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="groups")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="groups")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="groups",
        help_text="chính tổ này khi nó là một đơn vị phải báo cáo",
    )  # fmt: skip
    composition_rule = models.JSONField(
        "thành phần bắt buộc", default=list, blank=True,
        help_text='[{"organisation_kind": "operator", "at_least": 1, "role": "member"}]',
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "name", "kind", "area", "campaign", "organisation", "composition_rule")

    def __str__(self) -> str:
        return self.name


class GroupDecision(models.Model):
    """The decision that founds a group or renews it (thành lập, kiện toàn); the history is kept."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField("số, ký hiệu", max_length=60)
    signed_on = models.DateField("ngày ký")
    renews = models.BooleanField("kiện toàn", default=False)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="group__area", shared=True)
    privacy = nothing_personal("id", "group", "number", "signed_on", "renews")


class GroupMember(models.Model):
    """One person's place in a group, by which organisation sent, from when to when."""

    class Part(models.TextChoices):
        HEAD = "head", "trưởng"
        DEPUTY = "deputy", "phó"
        MEMBER = "member", "thành viên"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="places")
    full_name = models.CharField("họ và tên", max_length=120)
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.MEMBER)
    sent_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="group_places"
    )
    member = models.ForeignKey(
        "units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="group_places"
    )
    from_on = models.DateField("từ ngày", null=True, blank=True)
    to_on = models.DateField("đến ngày", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="group__area", organisation="sent_by", names=True)
    privacy = Privacy(
        personal={"full_name": "name"}, plain=("id", "group", "part", "sent_by", "member", "from_on", "to_on")
    )
