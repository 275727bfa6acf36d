"""Which households changed since a phone last asked. The log is written by triggers (triggers.py).

A place in the log (`mark`) is, on SQLite, the number of its last row: there is one writer at a time, so numbers come in
the order of commits. On PostgreSQL it is a snapshot: what is visible now and was not visible then changed since, also
where a transaction that began before committed after.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.db import connection

from tungnha.field.models import ChangeMark, FieldChange
from tungnha.field.sync.triggers import LOG

KEPT = timedelta(days=60)
_SNAPSHOT = re.compile(r"\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19})*)?")


def mark_now() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [LOG])
            return str((cursor.fetchone() or (0,))[0])
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


def height_of(mark: str) -> int:
    """How far a mark is: it only grows, as long as the database is not put back to what it was."""
    return int(mark.split(":")[1] if ":" in mark else mark)


def changed_since(mark: str) -> set[int]:
    """The ids of the households something changed about. Raises ValueError for a mark that is none of this database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT DISTINCT household_id FROM {LOG} WHERE no > %s", [int(mark)])
        else:
            if not _SNAPSHOT.fullmatch(mark):
                raise ValueError("no snapshot")
            cursor.execute(
                f"SELECT DISTINCT household_id FROM {LOG} "
                "WHERE xid >= pg_snapshot_xmin(%s::pg_snapshot)::text::bigint "
                "AND NOT pg_visible_in_snapshot(xid::text::xid8, %s::pg_snapshot)",
                [mark, mark],
            )
        return {row[0] for row in cursor.fetchall()}


def oldest_kept(today: date) -> date:
    """A phone that last asked before this day takes everything anew."""
    return today - KEPT


def let_go(at: datetime) -> int:
    """Note how far the log has come today, and drop what was written before the oldest day kept. Returns how many."""
    last = FieldChange.objects.order_by("-no").values_list("no", flat=True).first() or 0
    ChangeMark.objects.get_or_create(on=at.date(), defaults={"no": last})
    old = ChangeMark.objects.filter(on__lte=oldest_kept(at.date()) - timedelta(days=1)).order_by("-on")
    upto = old.values_list("no", flat=True).first()
    if upto is None:
        return 0
    dropped = FieldChange.objects.filter(no__lte=upto).delete()[0]
    ChangeMark.objects.filter(no__lt=upto).delete()
    return dropped
