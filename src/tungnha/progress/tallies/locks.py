"""Who waits for whom. SQLite has one writer at a time and needs none of it; PostgreSQL takes locks that go with the
transaction, always in this order: the days that are kept, then a village."""

from __future__ import annotations

from django.db import connection

_KEPT_DAYS, _VILLAGE = 7701, 7702


def to_recount(*villages: int) -> None:
    """Nobody else recounts these villages, and no day is added to those kept, until the transaction ends. What is
    counted here can be counted again: its commit need not wait for the disk."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO OFF")
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, 0)", [_KEPT_DAYS])
        for village in sorted(villages):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_VILLAGE, village])


def to_keep_a_day() -> None:
    """No village is recounted until the transaction ends."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_KEPT_DAYS])
