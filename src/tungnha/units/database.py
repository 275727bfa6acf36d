"""What one database needs and the other does not."""

from django.db import connection, models


def refresh_statistics(*changed: type[models.Model]) -> None:
    """Let PostgreSQL look at tables that have just been filled: until it does, it plans as if they were empty, and a
    join of seven thousand people takes minutes. SQLite does not need it."""
    if connection.vendor != "postgresql":
        return
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in changed)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")
