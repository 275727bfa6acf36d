from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "tungnha.ledger"
    label = "ledger"
    verbose_name = "Ghi nhận"

    def ready(self) -> None:
        from tungnha.ledger.operations import settle_anew
        from tungnha.people.register import merged

        post_migrate.connect(_load_catalogue, sender=self)
        merged.derived("ledger.Standing", settle_anew)


def _load_catalogue(**_: Any) -> None:
    """Only once the tables stand as the code has them: a migration test passes through older ones."""
    from django.db import DatabaseError, transaction

    from tungnha.ledger import catalogue

    try:
        with transaction.atomic():
            catalogue.load()
    except DatabaseError:
        return
