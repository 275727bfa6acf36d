"""Between two installations: keys, what was sent upward with what proves it, what came from below, what was answered
(decision 0043)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Measure
from tungnha.plans.models import Duty, Plan
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .compiled import Report
from .sending import Kept, KeptRow
from .submissions import Submission

_ENDED_TOGETHER = Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False)


class OwnKey(models.Model):
    """The key an office signs its messages with (khóa của nơi mình). One at a time; the old ones stay known."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="exchange_keys")
    public = models.CharField("khóa công khai", max_length=64, unique=True)
    private = EncryptedTextField("khóa bí mật")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("thôi dùng từ", null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area")
    privacy = Privacy(
        personal={"private": "empty"}, plain=("id", "area", "public", "made_at", "made_by", "ended_at", "ended_by")
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(ended_at=None), name="an_office_signs_with_one_key"),
            models.CheckConstraint(name="own_key_ended_at_and_by_together", condition=_ENDED_TOGETHER),
        ]


class OtherKey(models.Model):
    """The key of an office elsewhere (khóa của nơi khác), registered once its digits were read aloud and agreed."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="nơi đăng ký nó")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exchange_keys")
    public = models.CharField("khóa công khai", max_length=64)
    made_at = models.DateTimeField("đăng ký lúc")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField("vì sao thu hồi", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area")
    privacy = nothing_personal(
        "id", "area", "organisation", "public", "made_at", "made_by", "ended_at", "ended_by", "ended_why"
    )

    class Meta:
        ordering = ["organisation__order", "organisation__name", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "public"], name="a_key_is_registered_once"),
            models.CheckConstraint(name="other_key_ended_at_and_by_together", condition=_ENDED_TOGETHER),
        ]


class Destination(KeptRow):
    """Where a plan's reports go: to whom, at which address, for which plan there (nơi nhận báo cáo). The latest row
    counts; without an address the file is carried by hand."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="destinations")
    key = models.ForeignKey(OtherKey, on_delete=models.PROTECT, related_name="destinations")
    url = models.CharField("địa chỉ máy chủ cấp trên", max_length=200, blank=True)
    above_symbol = models.CharField("số, ký hiệu kế hoạch cấp trên", max_length=60, blank=True)
    above_on = models.DateField("ngày ban hành", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = Kept.as_manager()
    scope = Scope(area="plan__campaign__area")
    privacy = nothing_personal("id", "plan", "key", "url", "above_symbol", "above_on", "at", "by")

    class Meta:
        ordering = ["-id"]


class SentFile(KeptRow):
    """One signed file made of a frozen report (tệp đã lập). Numbered from one on for each receiver."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sent_files")
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="sent_files")
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("số thứ tự")
    content = models.TextField("tệp", help_text="nguyên văn, chỉ có số và lời của báo cáo")
    sha256 = models.CharField("mã kiểm", max_length=64, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = Kept.as_manager()
    scope = Scope(area="report__area")
    privacy = nothing_personal("id", "report", "destination", "to", "number", "content", "sha256", "at", "by")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["to", "number"], name="one_sent_file_of_a_number")]


class KeptList(KeptRow):
    """The rows behind one number of a sent file (danh sách chứng): they stay here, their digest went out."""

    sent = models.ForeignKey(SentFile, on_delete=models.PROTECT, related_name="lists")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("tính đến ngày")
    count = models.PositiveIntegerField("số dòng")
    root = models.CharField("mã chứng", max_length=64)
    kept = EncryptedTextField("các dòng", help_text='JSON {"salt", "ids"}: mã trong sổ, không tên, không số')

    objects = Kept.as_manager()
    scope = Scope(area="sent__report__area", names=True)
    privacy = Privacy(personal={"kept": "empty"}, plain=("id", "sent", "measure", "on", "count", "root"))

    class Meta:
        ordering = ["sent", "id"]
        constraints = [models.UniqueConstraint(fields=["sent", "measure"], name="one_kept_list_of_a_measure")]


class SendTry(KeptRow):
    """One try to send a file over the network (lần gửi qua mạng)."""

    sent = models.ForeignKey(SentFile, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    arrived = models.BooleanField("đến nơi", default=False)
    why = models.CharField("vì sao chưa", max_length=300, blank=True)

    objects = Kept.as_manager()
    scope = Scope(area="sent__report__area")
    privacy = nothing_personal("id", "sent", "at", "arrived", "why")

    class Meta:
        ordering = ["sent", "id"]


class FileState(models.TextChoices):
    """Where a file from below stands."""

    TAKEN = "taken", "đã nhận vào"
    WAITING = "waiting", "chờ cán bộ xem"
    REFUSED = "refused", "không nhận"


class Answer(KeptRow):
    """What the office above answered to a sent file (phiếu trả lời): receipt, what it did since, what it asks."""

    sent = models.ForeignKey(SentFile, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(max_length=8, choices=FileState.choices)
    content = models.TextField("nguyên văn, có chữ ký")
    sha256 = models.CharField("mã kiểm", max_length=64)
    made_at = models.DateTimeField("giờ của nơi trả lời")
    at = models.DateTimeField("đến lúc")

    objects = Kept.as_manager()
    scope = Scope(area="sent__report__area")
    privacy = nothing_personal("id", "sent", "state", "content", "sha256", "made_at", "at")

    class Meta:
        ordering = ["sent", "made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["sent", "sha256"], name="an_answer_is_kept_once")]


class PlanMatch(KeptRow):
    """That reports of a unit's plan answer a duty of ours, as an officer said (ghép kế hoạch). The latest counts."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField("kế hoạch của nơi gửi", max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = Kept.as_manager()
    scope = Scope(area="duty__plan__campaign__area")
    privacy = nothing_personal("id", "duty", "organisation", "mark", "at", "by")

    class Meta:
        ordering = ["-id"]


class ReceivedFile(models.Model):
    """One file that came from below (tệp nhận được), whatever became of it. Its bytes lie sealed beside the database.

    `state` and `why` are of the latest look; a file that was not taken may be looked at again."""

    class Way(models.TextChoices):
        FILE = "file", "mang tệp đến"
        NET = "net", "gửi qua mạng"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="nơi nhận")
    key = models.ForeignKey(OtherKey, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField("mã kiểm", max_length=64)
    size = models.PositiveIntegerField("byte")
    way = models.CharField("đến bằng", max_length=4, choices=Way.choices)
    state = models.CharField(max_length=8, choices=FileState.choices)
    code = models.CharField("mã của lý do", max_length=20, blank=True)
    why = models.CharField("vì sao", max_length=600, blank=True)
    body = models.JSONField("nội dung đã ký", null=True, blank=True)
    public = models.CharField("khóa của nơi gửi", max_length=64, blank=True)
    number = models.PositiveIntegerField("số thứ tự của nơi gửi", null=True, blank=True)
    period = models.CharField("kỳ", max_length=20, blank=True)
    made_at = models.DateTimeField("giờ ghi trong tệp", null=True, blank=True)
    received_at = models.DateTimeField("đến lúc")
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="received_files"
    )
    answer = models.TextField("phiếu trả lời gần nhất", blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area")
    privacy = nothing_personal(
        "id", "area", "key", "sha256", "size", "way", "state", "code", "why", "body", "public", "number", "period",
        "made_at", "received_at", "by", "submission", "answer",
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "sha256"], name="a_file_is_received_once"),
            models.CheckConstraint(
                name="a_file_taken_is_a_submission",
                condition=Q(state=FileState.TAKEN, submission__isnull=False)
                | (~Q(state=FileState.TAKEN) & Q(submission=None)),
            ),
        ]
