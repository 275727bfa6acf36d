"""At the door."""

from __future__ import annotations

import uuid

from django.db import models

from tungnha.ledger.models import Claim, Service
from tungnha.people.models import Household, Person
from tungnha.units.models import Campaign, Member
from tungnha.units.privacy import Privacy
from tungnha.units.scope import Scope, ScopedQuerySet


class Visit(models.Model):
    """One knock on a door (lượt đến nhà). Its id is made where it is recorded; the same id is stored once."""

    class Outcome(models.TextChoices):
        MET = "met", "gặp được"
        ALL_AWAY = "all_away", "cả nhà đi vắng"
        COME_BACK = "come_back", "hẹn quay lại"
        REFUSED = "refused", "không tiếp"
        MOVED = "moved", "hộ đã chuyển đi"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="visits")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="visits")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    come_back_on = models.DateField("hẹn ngày", null=True, blank=True)
    informed = models.BooleanField("đã tuyên truyền", default=False)
    shown_how = models.BooleanField("đã làm mẫu", default=False)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="visits")
    made_at = models.DateTimeField("giờ trên máy ghi nhận")
    stored_at = models.DateTimeField("nhận vào lúc")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="household__village", names=True)
    privacy = Privacy(
        personal={"note": "empty"},
        plain=(
            "id", "household", "campaign", "outcome", "come_back_on", "informed", "shown_how", "made_by", "made_at",
            "stored_at",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["campaign", "made_at"]),
            models.Index(fields=["household", "campaign", "made_at"]),  # what happened last at this door
        ]


class VisitResult(models.Model):
    """What became of one person and one service on a visit (kết quả từng người)."""

    class Outcome(models.TextChoices):
        HAS_ALREADY = "has_already", "đã có từ trước"
        SET_UP_NOW = "set_up_now", "vừa làm xong"
        REFUSED = "refused", "chưa muốn làm"
        AWAY = "away", "đi vắng"
        NO_SMARTPHONE = "no_smartphone", "không có điện thoại thông minh"
        EXPIRED_CARD = "expired_card", "căn cước hết hạn"
        FORGOT_PASSWORD = "forgot_password", "quên mật khẩu"
        OTHERS_SIM = "others_sim", "SIM đứng tên người khác"
        AFRAID = "afraid", "sợ lừa đảo"
        MOVED = "moved", "đã chuyển đi"
        DECEASED = "deceased", "đã mất"
        OTHER = "other", "lý do khác"

    GAINS = (Outcome.HAS_ALREADY, Outcome.SET_UP_NOW)

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="results")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visit_results")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="visit_results")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    reason = models.CharField("lý do khác", max_length=200, blank=True)
    claim = models.OneToOneField(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="visit_result")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="visit__household__village", names=True)
    privacy = Privacy(personal={"reason": "empty"}, plain=("id", "visit", "person", "service", "outcome", "claim"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "person", "service"], name="one_result_a_person_and_service")
        ]
