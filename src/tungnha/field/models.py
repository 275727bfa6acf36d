"""At the door and at the culture house."""

from __future__ import annotations

import uuid

from django.db import models

from tungnha.ledger.models import Claim, Service
from tungnha.people.models import Establishment, Household, Person, Place
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
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


class HouseholdShare(models.Model):
    """That a household is shared out to one member until a day (phân hộ)."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="shares")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="household_shares")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="household_shares")
    until_on = models.DateField("đến hết ngày", null=True, blank=True)
    shared_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="household__village", names=True)
    privacy = nothing_personal("id", "household", "campaign", "member", "until_on", "shared_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "campaign"], name="a_household_is_with_one_member")]


class SupportSession(models.Model):
    """A sitting at a place where people are helped (buổi hỗ trợ)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sessions")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="sessions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc")
    name = models.CharField("nội dung", max_length=200, blank=True)
    services = models.ManyToManyField(Service, blank=True, related_name="sessions")
    approved_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id",
        "campaign",
        "area",
        "place",
        "starts_at",
        "ends_at",
        "name",
        "services",
        "approved_at",
        "cancelled_at",
    )

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]


class Staffing(models.Model):
    """Which organisation sends whom to a session (nhân lực buổi hỗ trợ)."""

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="staffing")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staffing")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="staffing")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", shared=True)
    privacy = nothing_personal("id", "session", "organisation", "member")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "organisation", "member"], name="one_staffing_of_a_kind")
        ]


class CheckIn(models.Model):
    """That a person came to a session (điểm danh). No name is needed of one who is not on the register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="check_ins")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stored_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="session__area", partner="session__staffing__organisation", names=True)
    privacy = nothing_personal("id", "session", "person", "made_by", "made_at", "stored_at")

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(person__isnull=False),
                name="one_check_in_a_person",
            )
        ]


class SellerVisit(models.Model):
    """One call at an establishment (lượt đến cơ sở), or a note of it at a desk. Its id is made where it is recorded;
    the same id is stored once. What was done there or is there now becomes claims of origin "seller-visit"."""

    class Outcome(models.TextChoices):
        MET = "met", "gặp được"
        SHUT = "shut", "đóng cửa, chưa gặp"
        REFUSED = "refused", "chưa muốn làm"
        DESK = "desk", "ghi tại bàn làm việc"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="visits")
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="seller_visits"
    )
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seller_visits")
    made_at = models.DateTimeField("giờ trên máy ghi nhận")
    stored_at = models.DateTimeField("nhận vào lúc")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="establishment__village", organisation="establishment__kept_by", names=True)
    privacy = Privacy(
        personal={"note": "empty"},
        plain=("id", "establishment", "campaign", "outcome", "made_by", "made_at", "stored_at"),
    )

    class Meta:
        ordering = ["-made_at", "-stored_at"]
        indexes = [models.Index(fields=["establishment", "made_at"])]
