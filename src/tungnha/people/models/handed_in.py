"""What every table handed in by somebody keeps, from when it comes until what it says stands in the register."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models

from tungnha.units.protection import EncryptedTextField, decrypt, encrypt


class HandedInTable(models.Model):
    """A table somebody handed in (tệp gửi đến). Its content is kept encrypted until it is imported, then emptied."""

    name = models.CharField("tên tệp", max_length=255)
    content = models.TextField(blank=True, editable=False)
    columns = models.JSONField("cột", default=dict)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)
    imported_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField("kết quả", default=dict, blank=True)
    refused = EncryptedTextField("các dòng không nhận", blank=True)

    sealed: ClassVar[dict[str, str]]  # {"content": what it is locked for}: units/keys.py locks it anew

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def seal(self, data: bytes) -> None:
        self.content = encrypt(data, self.sealed["content"])

    def open(self) -> bytes:
        return decrypt(self.content, self.sealed["content"])

    @property
    def refused_rows(self) -> dict[str, Any]:
        """{"header": [...], "rows": [[line, cells, reason], …]}"""
        found: dict[str, Any] = json.loads(self.refused) if self.refused else {"header": [], "rows": []}
        return found
