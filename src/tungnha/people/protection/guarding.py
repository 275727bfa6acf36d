"""No row is stored under a key that has a tombstone, whoever stores it: a phone, an import, a page."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save

from tungnha.people.models import Household, Person
from tungnha.people.operations.erasing import refuse_erased


def connect() -> None:
    for model in (Person, Household):
        pre_save.connect(_refuse_a_buried_key, sender=model, dispatch_uid=f"people.buried.{model.__name__}")


def _refuse_a_buried_key(sender: type, instance: Any, raw: bool = False, **_: Any) -> None:
    """A row that is new and brings its key along. Rows made here get a fresh key, which has no tombstone."""
    if instance._state.adding and not raw:
        refuse_erased([instance.key])
