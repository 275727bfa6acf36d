"""A file of households and people, from when it is handed in until what it says stands in the register."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area
from tungnha.units.privacy import Privacy
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet


def new_token() -> str:
    return secrets.token_urlsafe(18)


class PopulationFile(models.Model):
    """One file of the population (tệp nhân khẩu). What it holds lies sealed in DATA_DIR/imports/<token> until it is
    imported or given up; this row says how far it is, so that any process can show it and go on with it."""

    class State(models.TextChoices):
        OPENING = "opening", "đang mở tệp"
        OPENED = "opened", "chờ chọn cột"
        CHECKING = "checking", "đang soát"
        ASKING = "asking", "chờ trả lời"
        CHECKED = "checked", "chờ nhập"
        IMPORTING = "importing", "đang nhập"
        STOPPED = "stopped", "đã dừng giữa chừng"
        IMPORTED = "imported", "đã nhập xong"
        LEFT = "left", "đã nhập một phần"
        REFUSED = "refused", "không mở được"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="population_files")
    token = models.CharField(max_length=40, default=new_token, editable=False)
    name = models.CharField("tên tệp", max_length=255)
    source = models.CharField("ai lập", max_length=60)
    official = models.BooleanField("danh sách chính thức", default=False)
    as_of_on = models.DateField("số liệu đến ngày")
    state = models.CharField("đến bước", max_length=9, choices=State.choices, default=State.OPENING)
    problem = models.CharField("vì sao không mở được", max_length=400, blank=True)
    sheet = models.CharField("trang", max_length=120, blank=True)
    header_row = models.PositiveIntegerField("dòng tiêu đề", default=0)
    columns = models.JSONField("cột", default=dict)
    columns_at = models.DateTimeField("chốt cột lúc", null=True, blank=True)
    layout_known = models.BooleanField("mẫu cột đã biết", default=False)
    answers = EncryptedTextField(blank=True, help_text="thôn, cư trú mà người nhập đã chỉ cho từng cách ghi trong tệp")
    preview = EncryptedTextField(blank=True, help_text="nếu nhập thì sao: số dòng, những dòng đầu không nhận")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField("bắt đầu ghi lúc", null=True, blank=True)
    started_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)
    imported_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stop_asked = models.BooleanField("được bảo dừng", default=False)
    progress = models.JSONField("đến đâu", default=dict, blank=True)
    next_part = models.PositiveIntegerField("phần kế tiếp", default=0)
    counts = models.JSONField("kết quả", default=dict, blank=True)
    keeps_refused = models.BooleanField("còn giữ các dòng chưa nhận", default=False)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = Privacy(
        personal={"answers": "empty", "preview": "empty"},
        plain=(
            "id", "area", "token", "name", "source", "official", "as_of_on", "state", "problem", "sheet", "header_row",
            "columns", "columns_at", "layout_known", "received_at", "received_by", "started_at", "started_by",
            "imported_at", "imported_by", "stop_asked", "progress", "next_part", "counts", "keeps_refused",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="population_file_imported_at_and_by_together",
                condition=Q(imported_at=None, imported_by=None)
                | Q(imported_at__isnull=False, imported_by__isnull=False),
            ),
            models.CheckConstraint(
                name="population_file_is_closed_when_imported",
                condition=Q(imported_at=None) | Q(state__in=("imported", "left")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def answered(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.answers) if self.answers else {}
        return found

    @property
    def previewed(self) -> dict[str, Any]:
        """{"counts": {…}, "refused": [[line, why], …], "noted": [[line, note], …]}; the first of each only."""
        found: dict[str, Any] = json.loads(self.preview) if self.preview else {}
        return found


class ImportPart(models.Model):
    """One part of a file that was written, stored in the transaction that wrote it: a part is there whole or not at
    all, and never twice. It says in few words who was added, changed and left."""

    file = models.ForeignKey(PopulationFile, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField("phần thứ")
    counts = models.JSONField("kết quả")
    added = models.JSONField("đã thêm", default=list, help_text="[[mã đầu, mã cuối], …]")
    updated = models.JSONField("đã cập nhật", default=list, help_text="[[mã người, dòng, [điều đã đổi]], …]")
    unchanged = models.JSONField("không đổi", default=list, help_text="[[mã người, dòng], …]")
    heads = models.JSONField("chủ hộ theo tệp", default=list, help_text="[[mã hộ, dòng], …]")
    refused = EncryptedTextField("vì sao không nhận", blank=True, help_text="[[dòng, vì sao], …]")
    noted = EncryptedTextField("điều cần xem", blank=True, help_text="[[dòng, điều cần xem], …]")
    added_from = models.BigIntegerField(null=True, blank=True)
    added_to = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="file__area", names=True)
    privacy = Privacy(
        personal={"refused": "empty", "noted": "empty"},
        plain=(
            "id", "file", "number", "counts", "added", "updated", "unchanged", "heads", "added_from", "added_to", "at",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="a_part_is_written_once")]
        indexes = [models.Index(fields=["added_from", "added_to"])]


class SenderLayout(models.Model):
    """What the columns of a sender's files are, as an officer once confirmed it (mẫu cột của nơi lập)."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="sender_layouts")
    sender = models.CharField("ai lập", max_length=60)
    header = models.CharField("dấu của dòng tiêu đề", max_length=64)
    columns = models.JSONField("cột")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area")
    privacy = Privacy(personal={}, plain=("id", "area", "sender", "header", "columns", "confirmed_at", "confirmed_by"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "sender", "header"], name="one_layout_of_a_header")]
