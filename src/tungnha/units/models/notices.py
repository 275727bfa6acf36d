"""What a member must know, and how it got there (docs/decisions/0051)."""

from __future__ import annotations

from datetime import time

from django.db import models

from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .members import Member, User


class MemberNotice(models.Model):
    """One thing told to one member (thông báo). It names nobody and holds no figure about a person: it lies in
    mailboxes and on screens that are not ours. `until`: afterwards it is not sent any more."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=120, help_text="cùng một việc, cùng một người: một thông báo")
    subject = models.CharField("việc gì", max_length=160)
    words = models.CharField("lời", max_length=600)
    url = models.CharField("mở ở đâu", max_length=200, blank=True)
    is_urgent = models.BooleanField("gấp", default=False)
    made_at = models.DateTimeField()
    until = models.DateTimeField("còn cần đến")
    read_at = models.DateTimeField("đã xem lúc", null=True, blank=True)
    by_hand_at = models.DateTimeField("đã báo bằng cách khác lúc", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="member__area", organisation="member__organisation", names=True)
    privacy = nothing_personal(
        "id", "member", "key", "subject", "words", "url", "is_urgent", "made_at", "until", "read_at", "by_hand_at"
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="a_thing_is_told_once")]
        indexes = [models.Index(fields=["member", "read_at"])]

    def __str__(self) -> str:
        return self.subject


class PushPlace(models.Model):
    """A browser that asked to be told (nơi nhận báo): where its maker's service takes messages for it, and the key
    only that browser can read them with. Ended when the service says that it is gone, or its owner says so."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_places")
    endpoint = EncryptedTextField(null=True)
    endpoint_ix = models.CharField(max_length=64, unique=True, help_text="SHA-256 của địa chỉ")
    public = models.CharField(max_length=100)
    secret = EncryptedTextField(null=True)
    named = models.CharField("máy", max_length=60, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope()
    privacy = Privacy(
        personal={"endpoint": "null", "secret": "null"},
        plain=("id", "user", "endpoint_ix", "public", "named", "made_at", "ended_at"),
    )


class PushKey(models.Model):
    """The key the installation tells push services who it is with (VAPID, RFC 8292; P-256)."""

    number = models.PositiveSmallIntegerField(unique=True)
    public = models.CharField(max_length=100)
    private = EncryptedTextField(null=True)
    made_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope()
    privacy = Privacy(personal={"private": "null"}, plain=("id", "number", "public", "made_at"))


class NoticeWish(models.Model):
    """How one wants to be told, and when not (giờ yên lặng)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="notice_wish")
    mail = models.BooleanField("qua thư điện tử", default=True)
    push = models.BooleanField("qua trình duyệt", default=True)
    quiet_from = models.TimeField("không báo từ", default=time(21, 0))
    quiet_to = models.TimeField("đến", default=time(6, 30))

    objects = ScopedQuerySet.as_manager()
    scope = Scope()
    privacy = nothing_personal("id", "user", "mail", "push", "quiet_from", "quiet_to")


class NoticeSending(models.Model):
    """One way of one notice: waits, is taken by one process, and went or did not."""

    class Channel(models.TextChoices):
        MAIL = "mail", "thư điện tử"
        PUSH = "push", "trình duyệt"

    class State(models.TextChoices):
        WAITING = "waiting", "chờ gửi"
        SENDING = "sending", "đang gửi"
        SENT = "sent", "đã gửi"
        FAILED = "failed", "không gửi được"
        DROPPED = "dropped", "không cần nữa"

    notice = models.ForeignKey(MemberNotice, on_delete=models.CASCADE, related_name="sendings")
    channel = models.CharField(max_length=4, choices=Channel.choices)
    place = models.ForeignKey(PushPlace, null=True, blank=True, on_delete=models.CASCADE, related_name="sendings")
    for_at = models.DateTimeField("gửi từ lúc", db_index=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=40, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="notice__member__area", names=True)
    privacy = nothing_personal("id", "notice", "channel", "place", "for_at", "state", "tries", "done_at", "trouble")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], condition=models.Q(place=None), name="one_sending_of_a_channel"
            ),
            models.UniqueConstraint(fields=["notice", "place"], name="one_sending_to_a_place"),
        ]
