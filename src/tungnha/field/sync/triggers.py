"""The triggers that write down which household changed, whatever writes: a page, an import, a merge, SQL by hand.

They are made after every migration (`post_migrate`) and, on SQLite, taken away before it: remaking a table there fails
while triggers of other tables speak of it. A trigger's name ends in a digest of its text, so that a changed one takes
the place of the old.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import connection

PREFIX = "field_change_"
LOG = "field_fieldchange"
_OF_PERSON = "(SELECT household_id FROM people_person WHERE id = {row}.person_id)"
# table → which household a row of it is about
HOUSEHOLD_OF = {
    "people_household": "{row}.id",
    "people_person": "{row}.household_id",
    "people_telephone": _OF_PERSON,
    "people_identifier": _OF_PERSON,
    "people_need": _OF_PERSON,
    "people_persongroup": _OF_PERSON,
    "people_restriction": _OF_PERSON,
    "ledger_standing": f"COALESCE({{row}}.household_id, {_OF_PERSON})",
    "field_visit": "{row}.household_id",
    "field_householdshare": "{row}.household_id",
    "field_householdinformed": "{row}.household_id",
    "field_householdhelper": "{row}.household_id",
}
EVENTS = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}


def lay(**_: Any) -> None:
    """Have exactly the triggers wanted, where the tables stand."""
    tables = set(connection.introspection.table_names())
    if LOG not in tables or not set(HOUSEHOLD_OF) <= tables:
        return  # a migration test passes through older tables
    wanted = {name: statements for table in HOUSEHOLD_OF for name, statements in _triggers(table)}
    there = _there()
    with connection.cursor() as cursor:
        for old, on_table in there.items():
            if old not in wanted:
                _drop(cursor, old, on_table)
        for name, statements in wanted.items():
            if name not in there:
                for sql in statements:
                    cursor.execute(sql)


def take_away(plan: Any = None, **_: Any) -> None:
    """Before tables are remade on SQLite; what migrations then write is known by their number (delta.frame_of)."""
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        for name, table in _there().items():
            _drop(cursor, name, table)


def are_laid() -> bool:
    return set(_there()) == {name for table in HOUSEHOLD_OF for name, _ in _triggers(table)}


def _there() -> dict[str, str]:
    """name → table of our triggers in the database."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    else:
        sql = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgname LIKE %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [PREFIX.replace("_", r"_") + "%"])
        return dict(cursor.fetchall())


def _drop(cursor: Any, name: str, table: str) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(f"DROP TRIGGER {name}")
        return
    cursor.execute(f"DROP TRIGGER {name} ON {table}")
    cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _triggers(table: str) -> Iterator[tuple[str, list[str]]]:
    make = _of_sqlite if connection.vendor == "sqlite" else _of_postgresql
    for event, rows in EVENTS.items():
        statements = make("@", table, event, rows)
        digest = hashlib.sha256("".join(statements).encode()).hexdigest()[:8]
        name = f"{PREFIX}{table}_{event[:3]}_{digest}"
        yield name, [sql.replace("@", name) for sql in statements]


def _of_sqlite(name: str, table: str, event: str, rows: tuple[str, ...]) -> list[str]:
    """Row by row; who stays behind the same door is noted once."""
    bodies = []
    for row in rows:
        home = HOUSEHOLD_OF[table].format(row=row.upper())
        again = (
            f" AND {home} IS NOT {HOUSEHOLD_OF[table].format(row='OLD')}" if (event, row) == ("update", "new") else ""
        )
        bodies.append(f"INSERT INTO {LOG} (household_id) SELECT {home} WHERE {home} IS NOT NULL{again};")
    return [f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} BEGIN {' '.join(bodies)} END"]


def _of_postgresql(name: str, table: str, event: str, rows: tuple[str, ...]) -> list[str]:
    """Statement by statement, each household once."""
    homes = " UNION ".join(
        f"SELECT {HOUSEHOLD_OF[table].format(row=f'{row}_rows')} AS home FROM {row}_rows" for row in rows
    )
    tables = " ".join(f"{row.upper()} TABLE AS {row}_rows" for row in rows)
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"INSERT INTO {LOG} (household_id, xid) SELECT DISTINCT home, pg_current_xact_id()::text::bigint "
        f"FROM ({homes}) AS changed WHERE home IS NOT NULL; RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]
