"""Lists from outside (danh sách gửi đến): operators and police say who already has what."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Service
from tungnha.people.models import Person
from tungnha.people.models.files import new_token
from tungnha.people.models.persons import NUMBER_INDEX
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import BlindIndexField, EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .agreements import Agreement


class IncomingList(models.Model):
    """One file as it was handed in, what it is about, how far its cross-check (đối chiếu) has come, and the record of
    the exchange (sổ giao nhận). What the file holds lies sealed in DATA_DIR/imports/<token> until its purpose ends."""

    class State(models.TextChoices):
        OPENING = "opening", "đang mở tệp"
        OPENED = "opened", "chờ chọn cột"
        CHECKING = "checking", "đang đối chiếu"
        STORING = "storing", "đang ghi kết quả"
        STOPPED = "stopped", "đã dừng giữa chừng"
        CHECKED = "checked", "đã đối chiếu"
        REFUSED = "refused", "không mở được"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="lists")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="lists")
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lists")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="lists")
    level = models.PositiveSmallIntegerField(default=1)
    token = models.CharField(max_length=40, default=new_token, editable=False)
    name = models.CharField("tên tệp", max_length=255)
    content = EncryptedTextField("tệp gốc, đã mã hóa", blank=True, help_text="base64; lists handed in long ago only")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("số byte", default=0)
    sheet = models.CharField("trang tính", max_length=120, blank=True)
    header_row = models.PositiveIntegerField("dòng tiêu đề", null=True, blank=True)
    titles = models.JSONField("tiêu đề các cột", default=list, blank=True)
    lines = models.PositiveIntegerField("số dòng dưới tiêu đề", default=0)
    columns = models.JSONField("cột", default=dict, blank=True)
    columns_known = models.BooleanField("cột đã biết từ lần trước", default=False)
    as_of_on = models.DateField("số liệu đến ngày")
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="lists")
    purpose = models.CharField("để làm gì", max_length=300, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("đến bước", max_length=9, choices=State.choices, default=State.OPENED)
    problem = models.CharField("vì sao chưa xong", max_length=400, blank=True)
    progress = models.JSONField("đến đâu", default=dict, blank=True)
    stop_asked = models.BooleanField("được bảo dừng", default=False)
    undone = models.JSONField("chỗ sửa bị bỏ", default=list, blank=True, help_text="mã của Mend")
    matched_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField("vì sao rút lại", max_length=300, blank=True)
    keep_until = models.DateField("giữ nội dung đến hết ngày", null=True, blank=True)
    gone_at = models.DateTimeField("đã xóa nội dung lúc", null=True, blank=True)
    gone_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="trống: máy tự xóa"
    )
    gone_confirmed_at = models.DateTimeField("xác nhận đã xóa lúc", null=True, blank=True)
    gone_confirmed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kept = models.JSONField("số liệu giữ lại sau khi xóa", default=dict, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="sender", names=True)
    privacy = Privacy(
        personal={"content": "empty"},
        plain=(
            "id", "campaign", "area", "sender", "service", "level", "token", "name", "sha256", "size", "sheet",
            "header_row", "titles", "lines", "columns", "columns_known", "as_of_on", "agreement", "purpose",
            "received_at", "received_by", "state", "problem", "progress", "stop_asked", "undone", "matched_at",
            "confirmed_at", "confirmed_by", "withdrawn_at", "withdrawn_by", "withdrawn_why", "keep_until", "gone_at",
            "gone_by", "gone_confirmed_at", "gone_confirmed_by", "kept",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                name="list_confirmed_at_and_by_together",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="list_withdrawn_only_once_confirmed_and_with_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(withdrawn_why=""),
            ),
            models.CheckConstraint(
                name="list_is_confirmed_gone_only_once_it_is_gone",
                condition=Q(gone_confirmed_at=None, gone_confirmed_by=None)
                | Q(gone_at__isnull=False, gone_confirmed_at__isnull=False, gone_confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CheckRun(models.Model):
    """One cross-check of a list with the register (lần đối chiếu): by what it was decided, what was mended. The rows
    are those of the last finished run."""

    incoming = models.ForeignKey(IncomingList, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField("lần thứ")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveIntegerField("số người trong sổ lúc ấy", default=0)
    register_mark = models.JSONField("sổ đến đâu lúc ấy", default=dict)
    mends = models.JSONField("chỗ đã sửa", default=list, help_text="Mend as dict, lines of the file")
    undone = models.JSONField("chỗ sửa bị bỏ", default=list)
    decided = models.PositiveIntegerField("số quyết định trước đây đã học", default=0)
    weights = models.JSONField("trọng số", default=dict)
    counts = models.JSONField("kết quả của máy", default=dict)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="incoming__area", organisation="incoming__sender", names=True)
    privacy = nothing_personal(
        "id", "incoming", "number", "started_at", "started_by", "finished_at", "people", "register_mark", "mends",
        "undone", "decided", "weights", "counts",
    )  # fmt: skip

    class Meta:
        ordering = ["incoming", "number"]
        constraints = [models.UniqueConstraint(fields=["incoming", "number"], name="one_run_of_a_number_of_a_list")]

    def __str__(self) -> str:
        return f"{self.incoming_id}/{self.number}"


class ListRow(models.Model):
    """One row of a list, what it was matched to and why (dòng danh sách)."""

    class Verdict(models.TextChoices):
        LINKED = "linked", "khớp"
        AMBIGUOUS = "ambiguous", "cần xem"
        NOT_FOUND = "not_found", "không có trong sổ"
        UNREADABLE = "unreadable", "không đọc được"

    class Kind(models.TextChoices):
        PERSON = "person", "người"
        TITLE = "title", "tên nhóm, tên mục"
        TOTAL = "total", "dòng cộng"
        HEADER = "header", "tiêu đề lặp lại"
        BLANK = "blank", "dòng trống"

    incoming = models.ForeignKey(IncomingList, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("dòng trong tệp")
    kind = models.CharField("loại dòng", max_length=6, choices=Kind.choices, default=Kind.PERSON)
    raw = EncryptedTextField("nguyên văn dòng, đã mã hóa", blank=True)
    read = EncryptedTextField("đọc thành, đã mã hóa", blank=True, help_text="{field of matching.tables.FIELDS: text}")
    said_number = EncryptedTextField("số định danh nêu trong dòng", blank=True)
    said_number_ix = BlindIndexField(of="said_number", purpose=NUMBER_INDEX, blank=True, editable=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="list_rows")
    candidates = models.JSONField(default=list, blank=True, help_text="[[person, reasons, probability, pattern]]")
    probability = models.FloatField(default=0.0)
    reasons = models.JSONField("vì sao", default=list, blank=True)
    double_of = models.PositiveIntegerField("cùng một người với dòng", null=True, blank=True)
    has_it = models.BooleanField("dòng nói là đã có", default=True)
    since_on = models.DateField("ngày nêu trong dòng", null=True, blank=True)
    until_on = models.DateField("ngày hết hạn nêu trong dòng", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField("thành ghi nhận lúc", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    # A sender may see what it sent and how it fared, never whom the register knows.
    scope = Scope(area="incoming__area", organisation="incoming__sender", names=True)
    privacy = Privacy(
        personal=dict.fromkeys(("raw", "read", "said_number", "said_number_ix", "reasons"), "empty"),
        plain=(
            "id", "incoming", "number", "kind", "verdict", "person", "candidates", "probability", "double_of", "has_it",
            "since_on", "until_on", "decided_at", "decided_by", "claimed_at",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["incoming", "number"]
        constraints = [models.UniqueConstraint(fields=["incoming", "number"], name="one_row_of_a_number_in_a_list")]
        indexes = [
            models.Index(fields=["incoming", "verdict"], name="list_row_by_verdict"),
            models.Index(fields=["said_number_ix"], name="list_row_by_number"),
        ]

    @property
    def cells(self) -> list[Any]:
        """As the sender wrote them, in the order of the file's columns; nothing once the purpose has ended."""
        found: list[Any] = json.loads(self.raw) if self.raw else []
        return found

    @property
    def read_cells(self) -> dict[str, str]:
        """As they were read after repair, field by field."""
        found: dict[str, str] = json.loads(self.read) if self.read else {}
        return found


class ColumnChoice(models.Model):
    """How a sender's columns were read last time, so that nobody confirms the same columns twice."""

    sender = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="column_choices")
    header = models.CharField("các tiêu đề cột", max_length=64, help_text="sha256 của hàng tiêu đề")
    columns = models.JSONField(default=dict)
    words = models.JSONField("tiêu đề của từng mục", default=dict, help_text="{field: folded title}")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="sender__area", organisation="sender")
    privacy = nothing_personal("id", "sender", "header", "columns", "words", "confirmed_at", "confirmed_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "header"], name="one_column_choice_per_header")]
