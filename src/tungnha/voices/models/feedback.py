"""What citizens write without a log-in about the campaign, and what the province's own app counts of the rest."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .difficulties import Difficulty

DESK = (Role.OFFICER, Role.LEADER, Role.DATA_STEWARD)


class Feedback(models.Model):
    """One thing a citizen wrote (phản ánh, kiến nghị): no name, no telephone, no address of the sender. Whoever holds
    the code reads the answer; of the code only a keyed hash is kept."""

    class Kind(models.TextChoices):
        SESSION = "session", "Buổi hỗ trợ"
        HELPER = "helper", "Người đến hỗ trợ"
        INSTALL = "install", "Không cài được, không dùng được"
        MATERIAL = "material", "Tài liệu, thông báo"
        OTHER = "other", "Việc khác của đợt hỗ trợ này"

    class State(models.TextChoices):
        WAITING = "waiting", "chờ trả lời"
        ANSWERED = "answered", "đã trả lời"
        NOT_OURS = "not_ours", "không thuộc đợt hỗ trợ, đã chỉ nơi gửi"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="theo tờ mẫu: gửi lại là một")
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="feedback")
    village = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("về việc", max_length=8, choices=Kind.choices)
    words_text = EncryptedTextField("nội dung")
    code_hash = models.CharField(max_length=64, unique=True)
    came_at = models.DateTimeField("gửi lúc")
    due_at = models.DateTimeField("hết hạn lúc")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    answer_text = EncryptedTextField("trả lời", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    difficulty = models.OneToOneField(
        Difficulty, null=True, blank=True, on_delete=models.SET_NULL, related_name="feedback",
        help_text="đã nêu lên thành khó khăn",
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="commune", names=True, roles=DESK)
    privacy = Privacy(
        personal={"words_text": "empty", "answer_text": "empty", "code_hash": "empty"},
        plain=(
            "id", "commune", "village", "kind", "came_at", "due_at", "state", "answered_at", "answered_by",
            "difficulty",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["due_at", "came_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="answered_feedback_has_its_hour_and_who",
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | (~Q(state="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            )
        ]


class OfficialApp(models.Model):
    """The app of the authorities where everything else is reported (ứng dụng phản ánh hiện trường), as an area said
    it. The latest row of the nearest area stands."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="official_apps")
    name = models.CharField("tên ứng dụng", max_length=80)
    url = models.URLField("địa chỉ", blank=True)
    hotline = models.CharField("đường dây nóng", max_length=20, blank=True)
    how_to = models.TextField("cách gửi, mỗi bước một dòng", max_length=1500)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "name", "url", "hotline", "how_to", "at", "by")

    class Meta:
        ordering = ["-at", "-id"]


class AppMonth(models.Model):
    """What that app counted in a month (số liệu phản ánh hiện trường): typed or taken from a file, with its source. A
    correction is another row; the latest of a body and month stands."""

    class How(models.TextChoices):
        TYPED = "typed", "gõ vào"
        FILE = "file", "lấy từ tệp"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="app_months")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="app_months",
        help_text="đơn vị cho số liệu",
    )  # fmt: skip
    month = models.DateField("tháng", help_text="ngày đầu tháng")
    sent = models.PositiveIntegerField("đã gửi đến")
    answered = models.PositiveIntegerField("đã trả lời")
    on_time = models.PositiveIntegerField("trả lời đúng hạn")
    source = models.CharField("nguồn", max_length=200)
    how = models.CharField(max_length=5, choices=How.choices, default=How.TYPED)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="organisation", shared=True)
    privacy = nothing_personal(
        "id", "area", "organisation", "month", "sent", "answered", "on_time", "source", "how", "at", "by"
    )

    class Meta:
        ordering = ["-month", "-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered__lte=F("sent")) & Q(on_time__lte=F("answered")), name="no_more_answered_than_sent"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_its_first_day"),
        ]
