"""Triggers that note what changed in a table of their own, whatever writes: a page, an import, a merge, SQL by hand.

They are made after every migration (`post_migrate`) and, on SQLite, taken away before it: remaking a table there fails
while triggers of other tables speak of it. A trigger's name ends in a digest of its text, so that a changed one takes
the place of the old.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

EVENTS = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}


@dataclass(frozen=True)
class Watched:
    """What is noted of a row of a table. `notes`: an SQL expression for each column of the log, over `{row}`; nothing
    is noted where the first is empty. `changed`: the columns that matter in an update; none: any does."""

    notes: tuple[str, ...]
    changed: tuple[str, ...] = ()
    events: tuple[str, ...] = ("insert", "update", "delete")

    def of(self, row: str) -> list[str]:
        return [note.format(row=row) for note in self.notes]


@dataclass(frozen=True)
class Noting:
    """The triggers of one log. `prefix` begins their names; `columns` of the log are what `Watched.notes` fill;
    `on_postgresql`: columns filled there besides; `once`: on SQLite, what the log holds already is not noted again
    (elsewhere two writers would wait for each other)."""

    prefix: str
    log: str
    columns: tuple[str, ...]
    tables: Mapping[str, Watched]
    on_postgresql: Mapping[str, str] = field(default_factory=dict)
    once: bool = False

    def lay(self, **_: Any) -> None:
        """Have exactly the triggers wanted, where the tables stand."""
        tables = set(connection.introspection.table_names())
        if self.log not in tables or not set(self.tables) <= tables:
            return  # a migration test passes through older tables
        wanted = {name: statements for table in self.tables for name, statements in self._triggers(table)}
        there = self.there()
        with connection.cursor() as cursor:
            for old, on_table in there.items():
                if old not in wanted:
                    _drop(cursor, old, on_table)
            for name, statements in wanted.items():
                if name not in there:
                    for sql in statements:
                        cursor.execute(sql)

    def take_away(self, plan: Any = None, **_: Any) -> None:
        """Before tables are remade on SQLite; whoever reads the log asks itself what migrations then write."""
        if connection.vendor != "sqlite" or not plan:
            return
        with connection.cursor() as cursor:
            for name, table in self.there().items():
                _drop(cursor, name, table)

    def are_laid(self) -> bool:
        return set(self.there()) == {name for table in self.tables for name, _ in self._triggers(table)}

    def there(self) -> dict[str, str]:
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
            cursor.execute(sql, [self.prefix + "%"])
            return dict(cursor.fetchall())

    def _triggers(self, table: str) -> Iterator[tuple[str, list[str]]]:
        make = self._of_sqlite if connection.vendor == "sqlite" else self._of_postgresql
        for event in self.tables[table].events:
            rows = EVENTS[event]
            statements = make("@", table, event, rows)
            digest = hashlib.sha256("".join(statements).encode()).hexdigest()[:8]
            name = f"{self.prefix}{table}_{event[:3]}_{digest}"
            yield name, [sql.replace("@", name) for sql in statements]

    def _of_sqlite(self, name: str, table: str, event: str, rows: tuple[str, ...]) -> list[str]:
        """Row by row; what an update leaves where it was is noted once."""
        watched, bodies = self.tables[table], []
        for row in rows:
            notes = watched.of(row.upper())
            conditions = [f"{notes[0]} IS NOT NULL"]
            if (event, row) == ("update", "new"):
                same = " AND ".join(f"{a} IS {b}" for a, b in zip(notes, watched.of("OLD"), strict=True))
                conditions.append(f"NOT ({same})")
            if self.once:
                same = " AND ".join(f"{c} IS {n}" for c, n in zip(self.columns, notes, strict=True))
                conditions.append(f"NOT EXISTS (SELECT 1 FROM {self.log} WHERE {same})")
            bodies.append(
                f"INSERT INTO {self.log} ({', '.join(self.columns)}) SELECT {', '.join(notes)} "
                f"WHERE {' AND '.join(conditions)};"
            )
        when = ""
        if event == "update" and watched.changed:
            when = f" WHEN {' OR '.join(f'OLD.{c} IS NOT NEW.{c}' for c in watched.changed)}"
        return [f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table}{when} BEGIN {' '.join(bodies)} END"]

    def _of_postgresql(self, name: str, table: str, event: str, rows: tuple[str, ...]) -> list[str]:
        """Statement by statement, each thing once."""
        watched = self.tables[table]
        changed = ""
        if event == "update" and watched.changed:
            old, new = (", ".join(f"{row}_rows.{c}" for c in watched.changed) for row in ("old", "new"))
            changed = f"old_rows JOIN new_rows ON old_rows.id = new_rows.id WHERE ({old}) IS DISTINCT FROM ({new})"
        parts = []
        for row in rows:
            named = ", ".join(f"{n} AS {c}" for n, c in zip(watched.of(f"{row}_rows"), self.columns, strict=True))
            parts.append(f"SELECT {named} FROM {changed or f'{row}_rows'}")
        tables = " ".join(f"{row.upper()} TABLE AS {row}_rows" for row in rows)
        also = self.on_postgresql
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"INSERT INTO {self.log} ({', '.join([*self.columns, *also])}) "
            f"SELECT DISTINCT {', '.join([*self.columns, *also.values()])} "
            f"FROM ({' UNION '.join(parts)}) AS changed WHERE {self.columns[0]} IS NOT NULL; RETURN NULL; END $$",
            f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ]


def _drop(cursor: Any, name: str, table: str) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(f"DROP TRIGGER {name}")
        return
    cursor.execute(f"DROP TRIGGER {name} ON {table}")
    cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
