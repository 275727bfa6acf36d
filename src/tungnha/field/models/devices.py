"""Phones: how one joins, what it is, what it sent, and what changed since it last asked."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from tungnha.people.models import Household, Person
from tungnha.units import clock
from tungnha.units.models import Member, Role
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

# Who sees the phones of the own area, and what of their work waits for somebody to look.
KEEPERS = (Role.TEAM_LEADER, Role.OFFICER, Role.LEADER, Role.DATA_STEWARD)


class Device(models.Model):
    """One phone in the hands of one member (thiết bị). Its secret is known to the phone alone; here stands its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField("tên máy", max_length=60, blank=True)
    platform = models.CharField(max_length=120, blank=True)
    app_version = models.CharField(max_length=40, blank=True)
    secret_hash = models.CharField(max_length=64, help_text="SHA-256 của khóa 256 bit chỉ máy ấy có")
    carry_key = EncryptedTextField(help_text="khóa mở tệp việc chưa gửi mang sang máy khác, base64url")
    pledge_version = models.CharField(max_length=20)
    pledged_at = models.DateTimeField("cam kết bảo mật lúc")
    joined_at = models.DateTimeField("tham gia lúc")
    contact_at = models.DateTimeField("liên lạc gần nhất", null=True, blank=True)
    held = models.PositiveIntegerField("còn giữ, chưa gửi", default=0)
    acked = models.PositiveBigIntegerField(
        "thao tác số lớn nhất đã báo là đã nhận", default=0, help_text="theo lời máy ấy"
    )
    whole = models.PositiveBigIntegerField("đã nhận đủ đến thao tác số", default=0)
    clock_offset = models.IntegerField("đồng hồ chạy trước, giây", default=0)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    revoked_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    emptied_at = models.DateTimeField("đã được bảo xóa trắng lúc", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="member__area", names=True, roles=KEEPERS)
    privacy = Privacy(
        personal={"name": "empty", "secret_hash": "empty", "carry_key": "empty"},
        plain=(
            "id", "member", "platform", "app_version", "pledge_version", "pledged_at", "joined_at", "contact_at",
            "held", "acked", "whole", "clock_offset", "revoked_at", "revoked_by", "emptied_at",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["member", "-joined_at"]
        constraints = [
            models.CheckConstraint(
                name="device_revoked_by_and_at_together",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name or "điện thoại"

    @property
    def is_revoked(self) -> bool:
        """To be emptied: somebody took it back, or its member's time is over."""
        return self.revoked_at is not None or not self.member.is_current or not self.member.user.is_active


class JoinCode(models.Model):
    """One leave to join with one phone (mã tham gia), for one member, for half an hour. Kept as a keyed hash."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="join_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField("dùng được đến")
    used_at = models.DateTimeField(null=True, blank=True)
    device = models.OneToOneField(Device, null=True, blank=True, on_delete=models.SET_NULL, related_name="join_code")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="member__area", names=True, roles=KEEPERS)
    privacy = Privacy(
        personal={"code_hash": "empty"},
        plain=("id", "member", "made_by", "made_at", "expires_at", "used_at", "device"),
    )

    @property
    def is_open(self) -> bool:
        return self.used_at is None and clock.now() < self.expires_at


class PhoneOperation(models.Model):
    """One operation a phone sent (thao tác), stored once under the phone's own id. Its content is kept, sealed, only
    where a person must look."""

    class Answer(models.TextChoices):
        STORED = "stored", "đã ghi"
        CONFLICT = "conflict", "đã ghi, có lời khác"
        ASIDE = "aside", "để riêng, cần người xem"
        REFUSED = "refused", "không nhận được"

    class Settled(models.TextChoices):
        DONE = "done", "đã ghi vào sổ"
        NOTHING = "nothing", "không cần làm gì"
        AGAIN = "again", "đã ghi lại thành lượt khác"

    WAITING = (Answer.ASIDE, Answer.REFUSED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="operations", db_index=False)
    same_id_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="others", db_index=False,
        help_text="cùng mã với thao tác này nhưng nội dung khác",
    )  # fmt: skip
    seq = models.PositiveBigIntegerField("số thứ tự trên máy")
    kind = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(max_length=64, help_text="SHA-256 của nội dung ở dạng chuẩn")
    made_at = models.DateTimeField("giờ làm, đã chỉnh theo giờ máy chủ")
    phone_at = models.DateTimeField("giờ trên máy", null=True, blank=True, help_text="khi khác giờ đã chỉnh")
    stored_at = models.DateTimeField("nhận vào lúc")
    carried_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="mang hộ bằng tệp hoặc mã QR",
    )  # fmt: skip
    answer = models.CharField(max_length=8, choices=Answer.choices)
    why_text = EncryptedTextField("vì sao", blank=True)
    told_text = EncryptedTextField("những gì đã báo kèm", blank=True, help_text="JSON")
    content_text = EncryptedTextField("nội dung", blank=True, help_text="JSON, chỉ giữ khi cần người xem")
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.PROTECT, related_name="phone_operations", db_index=False
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="phone_operations", db_index=False
    )
    settled_at = models.DateTimeField("đã xem lúc", null=True, blank=True)
    settled_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    settled_how = models.CharField(max_length=8, choices=Settled.choices, blank=True)
    settled_why_text = EncryptedTextField("vì sao làm vậy", blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="device__member__area", names=True, roles=KEEPERS)
    privacy = Privacy(
        personal={
            "why_text": "empty", "told_text": "empty", "content_text": "empty", "settled_why_text": "empty"
        },
        plain=(
            "id", "device", "same_id_as", "seq", "kind", "version", "digest", "made_at", "phone_at", "stored_at",
            "carried_by", "answer", "household", "person", "settled_at", "settled_by", "settled_how",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["stored_at", "seq"]
        constraints = [
            models.CheckConstraint(
                name="operation_settled_at_by_and_how_together",
                condition=Q(settled_at=None, settled_by=None, settled_how="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_how="")),
            )
        ]
        indexes = [
            models.Index(fields=["device", "seq"], name="operation_by_device_and_seq"),
            models.Index(
                fields=["device", "stored_at"], condition=Q(answer__in=("aside", "refused"), settled_at=None),
                name="operation_that_waits",
            ),
            # Nearly all are about nobody to look at: only the others are indexed.
            models.Index(fields=["household"], condition=Q(household__isnull=False), name="operation_by_household"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="operation_by_person"),
        ]  # fmt: skip

    @property
    def told(self) -> dict[str, Any]:
        return json.loads(self.told_text) if self.told_text else {}

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.content_text) if self.content_text else {}


class KnownAs(models.Model):
    """A key a phone made for somebody, or a door, that turned out to stand in the register already (mã khác). What the
    phone says of that key later is about the one that stands here."""

    key = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="other_keys")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.CASCADE, related_name="other_keys")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    stored_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("person__household__village", "household__village"), names=True)
    privacy = nothing_personal("key", "person", "household", "made_by", "stored_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_key_is_of_a_person_or_a_household",
                condition=Q(person=None, household__isnull=False) | Q(person__isnull=False, household=None),
            )
        ]


class SyncEpoch(models.Model):
    """One unbroken time of the database (kỷ nguyên đồng bộ). A new one begins when the database is found to be older
    than it was: every phone then takes everything anew."""

    class Why(models.TextChoices):
        FIRST = "first", "lần đầu"
        BEHIND = "behind", "cơ sở dữ liệu lùi về trước"
        BY_HAND = "by_hand", "người quản trị đặt"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True, help_text="đồng hồ có thể bị lùi, số thì không")
    started_at = models.DateTimeField()
    why = models.CharField(max_length=8, choices=Why.choices)

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("id", "number", "started_at", "why")

    class Meta:
        ordering = ["-number"]


class FieldChange(models.Model):
    """That something a phone shows of a household changed (số thay đổi). Written by triggers of the database alone, so
    that no way of writing passes it by (docs/decisions/0030-sync.md). `xid`: PostgreSQL's transaction."""

    no = models.BigAutoField(primary_key=True)
    household_id = models.BigIntegerField()
    xid = models.BigIntegerField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("no", "household_id", "xid")

    class Meta:
        indexes = [models.Index(fields=["xid"], condition=Q(xid__isnull=False), name="change_by_transaction")]


class ChangeMark(models.Model):
    """How far the changes had come on a day: what is older than two months is let go."""

    on = models.DateField(primary_key=True)
    no = models.BigIntegerField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("on", "no")
