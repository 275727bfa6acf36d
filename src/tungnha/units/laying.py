"""The tables of the product: an empty database gets today's at once, any other is led there step by step.

Django renders every model anew after each of some six hundred steps: a minute of waiting for a commune that only
begins, and there is nothing yet that the steps could carry over. See docs/decisions/0045-laying-tables.md.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connection, router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def lay_tables() -> None:
    """Have the tables of this version of the product in the database. What stands in it is kept.

    Raises django.db.DatabaseError where the database refuses; the tables are then as they were.
    """
    if not connection.introspection.table_names():
        lay_at_once()
    call_command("migrate", verbosity=0, interactive=False)


def lay_at_once() -> None:
    """All tables as the models say, and every step noted as taken: in one transaction, all of it or nothing."""
    recorder = MigrationRecorder(connection)
    steps = MigrationLoader(None).graph.nodes
    with connection.schema_editor() as editor:
        editor.create_model(recorder.Migration)
        for app in apps.get_app_configs():
            for model in router.get_migratable_models(app, connection.alias):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in sorted(steps))
