"""What a database's tables look like, to be compared with another's: the order of columns does not count."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

PG_SHAPE = """
    select 'column', table_name, column_name, concat_ws(' ', data_type, character_maximum_length, numeric_precision,
        is_nullable, column_default, identity_generation, collation_name)
    from information_schema.columns where table_schema = 'public'
    union all select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
    union all select 'index', tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
    union all select 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
    from pg_trigger where not tgisinternal
"""


def shape_on_sqlite(file: Path) -> set[tuple[str, ...]]:
    """(kind, table, part) of every column and constraint, (kind, table, text) of every index and trigger."""
    seen: set[tuple[str, ...]] = set()
    database = sqlite3.connect(file)
    for kind, name, table, sql in database.execute("select type, name, tbl_name, sql from sqlite_master"):
        if kind == "table" and sql:
            seen |= {(kind, table, part) for part in parts(sql)}
        else:
            seen.add((kind, table, sql or name))
    seen |= {("step", *row) for row in database.execute("select app, name from django_migrations")}
    database.close()
    return seen


def shape_on_postgresql(connection: Any) -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(PG_SHAPE)
        seen = {tuple(str(part) for part in row) for row in cursor.fetchall()}
        cursor.execute("select app, name from django_migrations")
        return seen | {("step", *row) for row in cursor.fetchall()}


def parts(create: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE, one text each."""
    inside, found, depth, quoted = create[create.index("(") + 1 : create.rindex(")")], [""], 0, ""
    for sign in inside:
        if quoted:
            quoted = "" if sign == quoted else quoted
        elif sign in "'\"":
            quoted = sign
        depth += {"(": 1, ")": -1}.get(sign, 0) if not quoted else 0
        if sign == "," and depth == 0 and not quoted:
            found.append("")
        else:
            found[-1] += sign
    return [" ".join(one.split()) for one in found]
