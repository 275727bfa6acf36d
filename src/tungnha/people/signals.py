"""Whatever is written through save() keeps the search words true by itself."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from tungnha.people import finding
from tungnha.people.models import Household, Person

# What of a person the words are made of.
SPOKEN = {"full_name", "birth_date", "residence", "household", "household_id", "merged_into", "erased_at"}


def connect() -> None:
    post_save.connect(_person_saved, sender=Person, dispatch_uid="people.words.person")
    post_delete.connect(_person_deleted, sender=Person, dispatch_uid="people.words.person_deleted")
    post_save.connect(_household_saved, sender=Household, dispatch_uid="people.words.household")


def _person_saved(instance: Person, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if update_fields is None or SPOKEN & set(update_fields):
        finding.refresh([instance.pk])


def _person_deleted(instance: Person, **_: Any) -> None:
    """Her own rows went with her; who carried her name as well as her own does so no longer."""
    if instance.merged_into_id:
        finding.refresh([instance.merged_into_id])


def _household_saved(instance: Household, created: bool, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if not created and (update_fields is None or {"village", "village_id"} & set(update_fields)):
        finding.refresh_households([instance.pk])
