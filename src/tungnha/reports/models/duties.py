"""What goes with a duty: when its units are reminded, that one was reminded, that one need not report; a calendar's
address."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.plans.models import Duty
from tungnha.units.models import Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .obligations import Obligation
from .requests import RequestAsk


class ReminderRule(models.Model):
    """One time at which those who have not sent are reminded of a duty (lịch nhắc). Changed by ending it and adding
    another; a duty that never had one follows the house's own (reports.duties.timing.DEFAULTS)."""

    class Kind(models.TextChoices):
        DAY = "day", "theo ngày, giờ"
        MINUTES = "minutes", "theo phút so với hạn"

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="reminder_rules")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    days = models.PositiveSmallIntegerField(
        "trước mấy ngày làm việc", null=True, blank=True, help_text="0: chính ngày hạn"
    )
    at = models.TimeField("lúc", null=True, blank=True)
    minutes = models.SmallIntegerField("phút so với hạn", null=True, blank=True, help_text="âm: trước hạn")
    by_mail = models.BooleanField("gửi cả thư điện tử", default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="duty__plan__campaign__area")
    privacy = nothing_personal(
        "id", "duty", "kind", "days", "at", "minutes", "by_mail", "made_at", "made_by", "ended_at", "ended_by"
    )

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="reminder_rule_says_when",
                condition=Q(kind="day", days__isnull=False, at__isnull=False, minutes=None)
                | Q(kind="minutes", minutes__isnull=False, days=None, at=None),
            ),
            models.CheckConstraint(
                name="reminder_rule_ended_at_and_by_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]


class Reminder(models.Model):
    """That one unit was reminded, of what, how (lần nhắc). `key` is its identity: made once however often, and by
    however many processes, the clock strikes. A notice names nobody, and no address is kept here: whom it went to is
    the member."""

    class Channel(models.TextChoices):
        APP = "app", "trong phần mềm"
        MAIL = "mail", "thư điện tử"
        ZALO = "zalo", "dán vào nhóm Zalo"
        PHONE = "phone", "gọi điện thoại"
        LETTER = "letter", "công văn"

    class State(models.TextChoices):
        WAITING = "waiting", "chờ gửi"
        SENDING = "sending", "đang gửi"
        SENT = "sent", "đã gửi"
        FAILED = "failed", "không gửi được"
        DROPPED = "dropped", "thôi gửi"

    key = models.CharField(max_length=120, unique=True)
    obligation = models.ForeignKey(
        Obligation, null=True, blank=True, on_delete=models.CASCADE, related_name="reminders"
    )
    ask = models.ForeignKey(RequestAsk, null=True, blank=True, on_delete=models.CASCADE, related_name="reminders")
    channel = models.CharField("qua đâu", max_length=8, choices=Channel.choices)
    to = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    for_at = models.DateTimeField("để nhắc lúc")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)
    trouble = models.CharField("vì sao chưa gửi được", max_length=40, blank=True, help_text="mã, không phải lời")
    by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="trống: máy nhắc"
    )

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=("obligation__duty__plan__campaign__area", "ask__request__area"),
        organisation="obligation__organisation",
    )
    privacy = nothing_personal(
        "id", "key", "obligation", "ask", "channel", "to", "for_at", "state", "tries", "done_at", "trouble", "by"
    )

    class Meta:
        ordering = ["for_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="reminder_of_one_thing",
                condition=Q(obligation__isnull=False, ask=None) | Q(obligation=None, ask__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["state", "for_at"], name="reminder_state_for")]


class Excuse(models.Model):
    """That a unit need not send what falls due within some days, and why (được miễn). Appended; taken back by whom and
    why, never removed. What is excused is out of the base of the rates."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="excuses")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="excuses")
    from_on = models.DateField("từ kỳ có hạn ngày")
    until_on = models.DateField("đến kỳ có hạn ngày")
    reason = models.CharField("lý do", max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField("vì sao thôi miễn", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="duty__plan__campaign__area", organisation="organisation")
    privacy = nothing_personal(
        "id", "duty", "organisation", "from_on", "until_on", "reason", "at", "by", "withdrawn_at", "withdrawn_by",
        "withdrawn_why",
    )  # fmt: skip

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(name="excuse_ends_after_it_starts", condition=Q(until_on__gte=models.F("from_on"))),
            models.CheckConstraint(
                name="excuse_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]


class CalendarFeed(models.Model):
    """A secret address a calendar programme fetches a member's deadlines from (địa chỉ lịch). Only a digest of it is
    kept; it shows once, and is revoked by its owner."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_on = models.DateField("máy lấy gần nhất ngày", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # nobody's but the member's own: loaded by member
    privacy = nothing_personal("id", "member", "digest", "made_at", "revoked_at", "read_on")

    class Meta:
        ordering = ["-made_at", "-id"]
