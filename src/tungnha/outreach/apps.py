from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OutreachConfig(AppConfig):
    name = "tungnha.outreach"
    label = "outreach"
    verbose_name = "Tuyên truyền"

    def ready(self) -> None:
        from tungnha.outreach.operations import zalo
        from tungnha.people.operations import consents

        consents.after_withdrawal(zalo.consent_withdrawn)
        post_migrate.connect(_load_competences, sender=self)


def _load_competences(**_: Any) -> None:
    """Only once the tables stand as the code has them: a migration test passes through older ones."""
    from django.db import DatabaseError, transaction

    from tungnha.outreach import competences

    try:
        with transaction.atomic():
            competences.load()
    except DatabaseError:
        return
