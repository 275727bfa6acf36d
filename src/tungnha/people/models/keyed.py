"""Rows that keep, beside what was written, the keys it is found and sorted by."""

from __future__ import annotations

from typing import Any

from django.db import models


class Keyed(models.Model):
    """`fill_keys` makes what is derived from other fields. Bulk inserts call it themselves: they pass save() by."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        raise NotImplementedError
