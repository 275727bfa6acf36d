"""The badge of a member: who it says is real, until when, signed by the installation (docs/decisions/0051)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .members import Member


class BadgeKey(models.Model):
    """The key the installation signs badges with (Ed25519). An ended one signs nothing more; what it signed still
    verifies until each badge's own day."""

    number = models.PositiveSmallIntegerField(unique=True)
    public = models.CharField(max_length=64, unique=True)
    private = EncryptedTextField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope()
    privacy = Privacy(personal={"private": "null"}, plain=("id", "number", "public", "made_at", "ended_at"))


class Badge(models.Model):
    """One badge (thẻ thành viên): what it says is signed and never changes; another person, team or time is another
    badge. `serial`: sixteen hexadecimal digits. `secret`: what the six digits on the member's phone come from."""

    serial = models.CharField("mã thẻ", max_length=16, unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="badges")
    name = models.CharField("họ và tên", max_length=120)
    team = models.CharField("tổ, đơn vị", max_length=120)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    key = models.ForeignKey(BadgeKey, on_delete=models.PROTECT, related_name="badges")
    secret = EncryptedTextField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    revoked_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="member__area", organisation="member__organisation", names=True)
    privacy = Privacy(
        personal={"name": "name", "secret": "null"},
        plain=(
            "id", "serial", "member", "team", "valid_from", "valid_to", "key", "made_at", "made_by", "revoked_at",
            "revoked_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="badge_ends_after_it_starts", condition=Q(valid_to__gte=models.F("valid_from"))
            ),
            models.CheckConstraint(
                name="badge_revoked_at_and_by_together",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Thẻ {self.serial[:4].upper()}-{self.serial[4:8].upper()}"


class BadgeShown(models.Model):
    """That the digits of one stretch of time were checked: the same ones again are a copy (mã đã dùng)."""

    badge = models.ForeignKey(Badge, on_delete=models.CASCADE, related_name="shown")
    slot = models.BigIntegerField()
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="badge__member__area", names=True)
    privacy = nothing_personal("id", "badge", "slot", "at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["badge", "slot"], name="digits_are_checked_once")]
