"""Which households changed since a phone last asked. The log is written by triggers (triggers.py).

A place in the log (`mark`) is, on SQLite, the number of its last row: there is one writer at a time, so numbers come in
the order of commits. On PostgreSQL it is a snapshot and that number: what is visible now and was not visible then
changed since, also where a transaction that began before committed after; and so did every row with a higher number,
for after a crash the numbers of transactions that came to nothing are given again, and a snapshot takes those for over.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.db import connection

from tungnha.field.models import ChangeMark, FieldChange
from tungnha.field.sync.triggers import LOG

KEPT = timedelta(days=60)
_SNAPSHOT = re.compile(r"(?P<snapshot>\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19})*)?)(/(?P<last>\d{1,18}))?")


def mark_now() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [LOG])
            return str((cursor.fetchone() or (0,))[0])
        # The number first: what is written in between is given twice, not left out.
        cursor.execute(f"SELECT pg_sequence_last_value(pg_get_serial_sequence('{LOG}', 'no'))")
        last = cursor.fetchone()[0] or 0
        cursor.execute("SELECT pg_current_snapshot()::text")
        mark = f"{cursor.fetchone()[0]}/{last}"
        # What the mark takes for over must be on the disk before a phone hears of it: a crash gives both numbers again
        # where it is not. A message that nobody reads, committed, takes all before it along.
        cursor.execute("SELECT pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn()")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT pg_logical_emit_message(true, 'tungnha', 'mark')")
        return mark


def height_of(mark: str) -> int:
    """How far a mark is: it only grows, as long as the database is not put back to what it was."""
    return int(mark.split(":")[1] if ":" in mark else mark)


def changed_since(mark: str) -> set[int]:
    """The ids of the households something changed about. Raises ValueError for a mark that is none of this database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT DISTINCT household_id FROM {LOG} WHERE no > %s", [int(mark)])
        else:
            if not (parts := _SNAPSHOT.fullmatch(mark)):
                raise ValueError("no snapshot")
            snapshot = parts["snapshot"]
            cursor.execute(
                f"SELECT household_id FROM {LOG} "
                "WHERE xid >= pg_snapshot_xmin(%s::pg_snapshot)::text::bigint "
                "AND NOT pg_visible_in_snapshot(xid::text::xid8, %s::pg_snapshot) "
                f"UNION SELECT household_id FROM {LOG} WHERE no > %s",
                [snapshot, snapshot, int(parts["last"]) if parts["last"] else 2**62],
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
