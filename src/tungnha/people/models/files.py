"""A file of households and people, from when it is handed in until what it says stands in the register."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area
from tungnha.units.privacy import Privacy
from tungnha.units.protection import EncryptedTextField, decrypt, encrypt
from tungnha.units.scope import Scope, ScopedQuerySet

CONTENT = "people.populationfile.content"


class PopulationFile(models.Model):
    """One file of the population (tệp nhân khẩu). Its content is kept encrypted until it is imported, then emptied."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="population_files")
    name = models.CharField("tên tệp", max_length=255)
    source = models.CharField("ai lập", max_length=60)
    as_of_on = models.DateField("số liệu đến ngày")
    content = models.TextField(blank=True, editable=False)
    sheet = models.CharField("trang", max_length=120)
    header_row = models.PositiveIntegerField("dòng tiêu đề")
    columns = models.JSONField("cột", default=dict)
    columns_at = models.DateTimeField("chốt cột lúc", null=True, blank=True)
    answers = EncryptedTextField(blank=True, help_text="thôn, cư trú mà người nhập đã chỉ cho từng cách ghi trong tệp")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("units.Member", on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)
    imported_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField("kết quả", default=dict, blank=True)
    touched = models.JSONField("những người của mỗi kết quả", default=dict, blank=True)
    refused = EncryptedTextField("các dòng không nhận", blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = Privacy(
        personal={"content": "empty", "answers": "empty", "refused": "empty"},
        plain=(
            "id", "area", "name", "source", "as_of_on", "sheet", "header_row", "columns", "columns_at", "received_at",
            "received_by", "imported_at", "imported_by", "counts", "touched",
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
                name="population_file_is_emptied_by_its_import", condition=Q(imported_at=None) | Q(content="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def seal(self, data: bytes) -> None:
        self.content = encrypt(data, CONTENT)

    def open(self) -> bytes:
        return decrypt(self.content, CONTENT)

    @property
    def answered(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.answers) if self.answers else {}
        return found

    @property
    def refused_rows(self) -> dict[str, Any]:
        """{"header": [...], "rows": [[line, cells, reason], …], "noted": [[line, cells, note], …]}"""
        found: dict[str, Any] = json.loads(self.refused) if self.refused else {"header": [], "rows": [], "noted": []}
        return found
