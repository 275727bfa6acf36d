"""Who was asked to come to a session, who came, what was done, and who waits for a turn."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Claim, Service
from tungnha.people.models import Person, Telephone
from tungnha.units.models import Member
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .sessions import SupportSession


class Invitation(models.Model):
    """That a person is on the list of those to call for a session (mời đến buổi). Taken off, it stays to be seen."""

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    listed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    listed_at = models.DateTimeField("đưa vào danh sách lúc")
    called_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField("đã báo lúc", null=True, blank=True)
    taken_off_at = models.DateTimeField("bỏ khỏi danh sách lúc", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="person__household__village", names=True)
    privacy = nothing_personal(
        "id", "session", "person", "listed_by", "listed_at", "called_by", "called_at", "taken_off_at"
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_invitation_a_person")]


class CheckIn(models.Model):
    """That a person came to a session (điểm danh). No name is needed of one who is not on the register."""

    class How(models.TextChoices):
        CARD = "card", "quét thẻ căn cước"
        NUMBER = "number", "gõ số"
        NAME = "name", "tìm theo tên"
        NONE = "none", "không ghi tên"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="check_ins")
    how = models.CharField("nhận ra bằng", max_length=6, choices=How.choices, default=How.NAME)
    topics = models.JSONField("đã thực hành", default=list, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stored_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", partner="session__staffing__organisation", names=True)
    privacy = Privacy(
        personal={"topics": "empty"}, plain=("id", "session", "person", "how", "made_by", "made_at", "stored_at")
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(person__isnull=False), name="one_check_in_a_person"
            )
        ]


class CheckInService(models.Model):
    """What became of one service for one who came (kết quả tại buổi): done, or not wanted and why. What counts
    telephones has a row for each number. Of somebody without a name no claim is made."""

    class Outcome(models.TextChoices):
        DONE = "done", "đã làm xong"
        REFUSED = "refused", "chưa làm"

    class Why(models.TextChoices):
        REFUSED = "refused", "chưa muốn làm"
        HAS_ALREADY = "has_already", "đã có từ trước"
        NO_SMARTPHONE = "no_smartphone", "không có điện thoại thông minh"
        EXPIRED_CARD = "expired_card", "căn cước hết hạn"
        FORGOT_PASSWORD = "forgot_password", "quên mật khẩu"
        OTHERS_SIM = "others_sim", "SIM đứng tên người khác"
        AFRAID = "afraid", "sợ lừa đảo"
        SYSTEM = "system", "hệ thống lỗi, mạng yếu"
        NO_TIME = "no_time", "chưa kịp làm"

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="check_in_services")
    telephone = models.ForeignKey(Telephone, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    level = models.PositiveSmallIntegerField("mức", default=1)
    channel = models.CharField("qua kênh", max_length=60, blank=True)
    why = models.CharField("vì sao chưa", max_length=16, choices=Why.choices, blank=True)
    claim = models.OneToOneField(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="check_in_service"
    )
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="check_in__session__area", partner="check_in__session__staffing__organisation", names=True)
    privacy = nothing_personal(
        "id", "check_in", "service", "telephone", "outcome", "level", "channel", "why", "claim", "made_by", "made_at"
    )

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_in", "service", "outcome"], condition=Q(telephone=None), name="one_result_at_a_session"
            ),
            models.UniqueConstraint(
                fields=["check_in", "service", "outcome", "telephone"], name="one_result_of_a_telephone_at_a_session"
            ),
        ]


class QueueLetter(models.Model):
    """Which letter the tickets of one device carry at one session, so that two phones without signal give no ticket
    twice. The desk's own tickets carry none. `device` is the id the phone signs its operations with."""

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="letters")
    device = models.CharField(max_length=40)
    letter = models.CharField(max_length=2)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", shared=True)
    privacy = nothing_personal("id", "session", "device", "letter")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "device"], name="one_letter_of_a_device_at_a_session"),
            models.UniqueConstraint(fields=["session", "letter"], name="one_device_of_a_letter_at_a_session"),
        ]


class QueueTicket(models.Model):
    """One place in the queue of a session (phiếu chờ). Its state follows from its steps, in whatever order they come:
    the latest made counts."""

    class State(models.TextChoices):
        WAITING = "waiting", "đang chờ"
        CALLED = "called", "đang làm"
        SERVED = "served", "đã xong"
        LEFT = "left", "đã về"

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="tickets")
    letter = models.CharField(max_length=2, blank=True)
    n = models.PositiveIntegerField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    desk = models.CharField("bàn", max_length=10, blank=True)
    given_at = models.DateTimeField()
    state_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", partner="session__staffing__organisation", names=True)
    privacy = nothing_personal("id", "session", "letter", "n", "person", "state", "desk", "given_at", "state_at")

    class Meta:
        ordering = ["given_at", "letter", "n"]
        constraints = [
            models.UniqueConstraint(fields=["session", "letter", "n"], name="one_ticket_of_a_number_at_a_session")
        ]

    @property
    def label(self) -> str:
        return f"{self.letter}{self.n}"


class QueueStep(models.Model):
    """One thing that happened to a ticket, with the id made where it was pressed: stored once. Appended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket = models.ForeignKey(QueueTicket, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=7, choices=QueueTicket.State.choices)
    desk = models.CharField("bàn", max_length=10, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stored_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="ticket__session__area", shared=True)
    privacy = nothing_personal("id", "ticket", "state", "desk", "made_by", "made_at", "stored_at")

    class Meta:
        ordering = ["made_at", "id"]
