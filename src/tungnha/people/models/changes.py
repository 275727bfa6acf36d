"""What was changed in the register: the record before and after, by whom and why. Only added to."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from tungnha.units.privacy import Privacy
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

from .households import Household
from .persons import Person


class PersonChange(models.Model):
    """One step in the record of a person or of a household (lịch sử thay đổi)."""

    class Kind(models.TextChoices):
        ADDED = "added", "thêm vào sổ"
        CORRECTED = "corrected", "sửa thông tin"
        MOVED = "moved", "chuyển hộ"
        RESIDENCE = "residence", "đổi tình trạng cư trú"
        CONFIRMED = "confirmed", "xác nhận lại"
        MERGED = "merged", "gộp hai bản ghi"
        UNMERGED = "unmerged", "tách lại bản ghi đã gộp"
        ERASED = "erased", "xóa thông tin"
        ROSTER = "roster", "danh sách của đơn vị"

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    before_text = EncryptedTextField(blank=True)
    after_text = EncryptedTextField(blank=True)
    reason = models.CharField("vì sao", max_length=300, blank=True)
    origin = models.CharField("từ đâu", max_length=20, blank=True, help_text="desk, import, visit, session, roster …")
    origin_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("person__household__village", "household__village"), names=True)
    privacy = Privacy(
        personal={"before_text": "empty", "after_text": "empty", "reason": "empty"},
        plain=("id", "person", "household", "kind", "origin", "origin_id", "at", "by"),
    )

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["origin", "origin_id"])]

    @property
    def before(self) -> dict[str, Any]:
        return _read(self.before_text)

    @property
    def after(self) -> dict[str, Any]:
        return _read(self.after_text)


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
