"""What people ask about their own data, and what stands still because they asked (Luật 91/2025/QH15 Đ4)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area
from tungnha.units.privacy import Privacy
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .persons import Person


class RightsRequest(models.Model):
    """One request of a person about the own data (yêu cầu của chủ thể dữ liệu), from taking in to the answer.

    Its clocks are worked out from `received_at` by rules_rights: a day off decided later moves them.
    """

    class Kind(models.TextChoices):
        VIEW = "view", "xem dữ liệu"
        CORRECT = "correct", "sửa dữ liệu"
        PROVIDE = "provide", "cung cấp bản sao dữ liệu"
        WITHDRAW = "withdraw", "rút lại sự đồng ý"
        RESTRICT = "restrict", "hạn chế xử lý"
        OBJECT = "object", "phản đối xử lý"
        DELETE = "delete", "xóa dữ liệu"
        PROTECT = "protect", "áp dụng biện pháp bảo vệ dữ liệu"

    class Channel(models.TextChoices):
        DESK = "desk", "đến trụ sở"
        TEAM = "team", "qua Tổ công nghệ số cộng đồng"
        PAPER = "paper", "đơn gửi đến"
        PHONE = "phone", "gọi điện"
        EMAIL = "email", "thư điện tử"

    class Asks(models.TextChoices):
        SELF = "self", "chính người ấy"
        GUARDIAN = "guardian", "cha, mẹ hoặc người giám hộ"
        REPRESENTATIVE = "representative", "người được ủy quyền"

    class Checked(models.TextChoices):
        CARD = "card", "đã xem thẻ căn cước"
        VNEID = "vneid", "đã xem VNeID trên máy của người ấy"
        KNOWN = "known", "cán bộ, Tổ trưởng biết mặt"
        PAPERS = "papers", "đã xem thẻ và giấy ủy quyền, giấy khai sinh"

    class Outcome(models.TextChoices):
        DONE = "done", "đã làm đủ"
        PARTLY = "partly", "làm được một phần"
        REFUSED = "refused", "từ chối"
        NOT_HELD = "not_held", "không giữ dữ liệu của người này"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="rights_requests")
    kind = models.CharField("yêu cầu gì", max_length=8, choices=Kind.choices)
    received_at = models.DateTimeField("nhận lúc")
    channel = models.CharField("nhận bằng cách nào", max_length=5, choices=Channel.choices)
    asks = models.CharField("ai yêu cầu", max_length=14, choices=Asks.choices)
    asker_name = models.CharField("họ tên người yêu cầu", max_length=120)
    asker_contact = EncryptedTextField("địa chỉ, điện thoại để trả lời", blank=True)
    about_name = models.CharField("họ tên người có dữ liệu", max_length=120, blank=True)
    words = models.TextField("nội dung yêu cầu", blank=True)
    checked = models.CharField("kiểm tra người yêu cầu bằng", max_length=6, choices=Checked.choices, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="rights_requests"
    )  # fmt: skip
    not_found_at = models.DateTimeField("đã tìm, không có trong sổ lúc", null=True, blank=True)
    third_party = models.BooleanField("bên thứ ba phải cùng làm", default=False)
    stored_at = models.DateTimeField()
    taken_by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField("đã phản hồi lúc", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    extended_at = models.DateTimeField("gia hạn lúc", null=True, blank=True)
    extended_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    extended_why = models.CharField("vì sao gia hạn", max_length=300, blank=True)
    outcome = models.CharField("kết quả", max_length=8, choices=Outcome.choices, blank=True)
    outcome_why = models.TextField("đã làm gì, lý do", blank=True)
    article = models.CharField("theo quy định nào", max_length=160, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = Privacy(
        personal={
            "asker_name": "name", "about_name": "name", "asker_contact": "empty", "words": "empty",
            "outcome_why": "empty", "extended_why": "empty",
        },
        plain=(
            "id", "area", "kind", "received_at", "channel", "asks", "checked", "checked_at", "checked_by", "person",
            "not_found_at", "third_party", "stored_at", "taken_by", "acknowledged_at", "acknowledged_by",
            "extended_at", "extended_by", "outcome", "article", "answered_at", "answered_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="rights_request_answered_with_an_outcome",
                condition=Q(answered_at=None, answered_by=None, outcome="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="rights_request_found_or_not_found", condition=Q(person=None) | Q(not_found_at=None)
            ),
            models.CheckConstraint(
                name="rights_request_extended_at_and_by_together",
                condition=Q(extended_at=None, extended_by=None)
                | Q(extended_at__isnull=False, extended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Yêu cầu {self.pk}: {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def number(self) -> str:
        """By which people name it on paper: `DL-12`."""
        return f"DL-{self.pk}"


class Restriction(models.Model):
    """That a person is left alone from a day on (hạn chế xử lý): on no worklist, still in the counts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="restrictions")
    request = models.ForeignKey(
        RightsRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="restrictions"
    )
    since_at = models.DateTimeField()
    by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField("vì sao thôi", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="person__household__village", names=True)
    privacy = Privacy(
        personal={"ended_why": "empty"},
        plain=("id", "person", "request", "since_at", "by", "ended_at", "ended_by"),
    )

    class Meta:
        ordering = ["-since_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="a_person_is_restricted_once_at_a_time"
            ),
            models.CheckConstraint(
                name="restriction_ended_at_and_by_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
