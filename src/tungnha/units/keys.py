"""Changing keys while people go on working: everything locked is locked anew, in small steps that can be broken off.

What is locked: every EncryptedTextField, every text field a model names in `sealed = {field: purpose}`, and the files
of `sealed.py` under the data folder. Each step is one short transaction; a row that somebody wrote in between is left
alone (its writer used the newest key, or the next round finds it). Nothing here ever writes a value it did not first
open.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from tungnha.units import keyring, sealed
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked
from tungnha.units.protection import (
    BlindIndexField,
    CannotOpen,
    EncryptedTextField,
    blind_index,
    decrypt,
    encrypt,
    index_letter,
    index_lock,
    ring,
)

ROWS_AT_ONCE = 500
BYTES_AT_ONCE = 8 * 1024 * 1024  # of locked text in one transaction; a whole file may stand in one row
ROUNDS = 20
HOLD = timedelta(hours=24)  # an old key stays that long: what was locked under it may still be on its way in
Say = Callable[[str], None]


@dataclass(frozen=True)
class Column:
    """One column that holds locked text."""

    table: str
    key: str
    column: str
    purpose: str

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


@dataclass(frozen=True)
class IndexColumn:
    """One column of blind indexes, and the locked column it is of."""

    table: str
    key: str
    column: str
    purpose: str
    of: Column

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


@dataclass
class Outcome:
    """What a rotation did. `damaged`: places that could not be opened; `doubles`: rows that have one number twice."""

    key_id: str
    changed: int = 0
    damaged: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    left: int = 0

    @property
    def is_whole(self) -> bool:
        return not (self.left or self.damaged or self.doubles)


def columns() -> Iterator[Column]:
    for model in apps.get_models():
        meta = model._meta
        extra: dict[str, str] = getattr(model, "sealed", {})
        for each in meta.concrete_fields:
            purpose = each.purpose if isinstance(each, EncryptedTextField) else extra.get(each.name)
            if purpose:
                yield Column(meta.db_table, _name(meta.pk), _name(each), purpose)


def index_columns() -> Iterator[IndexColumn]:
    locked = {(column.table, column.column): column for column in columns()}
    for model in apps.get_models():
        meta = model._meta
        for each in meta.concrete_fields:
            if isinstance(each, BlindIndexField):
                of = locked[meta.db_table, _name(meta.get_field(each.of))]
                yield IndexColumn(meta.db_table, _name(meta.pk), _name(each), each.purpose, of)


def _name(of: Any) -> str:
    return str(of.column)


# --- rows ------------------------------------------------------------------------------------------------------------


def _quoted(*names: str) -> list[str]:
    return [connection.ops.quote_name(name) for name in names]


def _count(sql: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])


def rows_under(column: Column, key_id: str) -> int:
    table, name = _quoted(column.table, column.column)
    return _count(f"SELECT COUNT(*) FROM {table} WHERE {name} LIKE %s", [f"{key_id}.%"])


def _old_rows(column: Column, newest: str, after: Any) -> list[tuple[Any, str]]:
    """The next rows that are not under the newest key, as many as one transaction takes."""
    table, key, name = _quoted(column.table, column.key, column.column)
    beyond = f"AND {key} > %s" if after is not None else ""
    values = [f"{newest}.%", *([after] if after is not None else []), ROWS_AT_ONCE]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, LENGTH({name}) FROM {table} WHERE {name} <> '' AND {name} NOT LIKE %s {beyond} "
            f"ORDER BY {key} LIMIT %s",
            values,
        )
        wanted: list[Any] = []
        size = 0
        for row_key, length in cursor.fetchall():
            size += length
            if wanted and size > BYTES_AT_ONCE:
                break
            wanted.append(row_key)
        if not wanted:
            return []
        marks = ", ".join(["%s"] * len(wanted))
        cursor.execute(f"SELECT {key}, {name} FROM {table} WHERE {key} IN ({marks}) ORDER BY {key}", wanted)
        return [(row_key, text) for row_key, text in cursor.fetchall() if text]


def _relock(column: Column, rows: list[tuple[Any, str]], outcome: Outcome) -> None:
    table, key, name = _quoted(column.table, column.key, column.column)
    changes = []
    for row_key, text in rows:
        try:
            changes.append((encrypt(decrypt(text, column.purpose), column.purpose), row_key, text))
        except CannotOpen:
            outcome.damaged.append(f"{column.name} {row_key}")
    with transaction.atomic(), connection.cursor() as cursor:
        for change in changes:  # only where it still stands as it was read: nobody's newer word is written over
            cursor.execute(f"UPDATE {table} SET {name} = %s WHERE {key} = %s AND {name} = %s", change)
            outcome.changed += cursor.rowcount


def _relock_column(column: Column, newest: str, outcome: Outcome, say: Say) -> None:
    after, done = None, 0
    while rows := _old_rows(column, newest, after):
        _relock(column, rows, outcome)
        after, done = rows[-1][0], done + len(rows)
        say(f"{column.name}: {done} dòng")


# --- files -----------------------------------------------------------------------------------------------------------


def sealed_files() -> Iterator[Path]:
    """Every sealed file under the data folder, whatever its name."""
    for folder, _, names in os.walk(settings.DATA_DIR):
        for name in sorted(names):
            path = Path(folder, name)
            if _begins_sealed(path):
                yield path


def _begins_sealed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(sealed.MAGIC)) == sealed.MAGIC
    except OSError:
        return False


def _locked_key_of(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(len(sealed.MAGIC))
        (length,) = struct.unpack(">H", file.read(2))
        return file.read(length).decode("ascii", "replace")


def _relock_file(path: Path, newest: str, outcome: Outcome) -> None:
    """Only the file's own key is locked anew; its blocks stay. In place: a file that is removed meanwhile stays
    removed, and one that is being written goes on being written. The new text is as long as the old."""
    try:
        old = _locked_key_of(path)
        if old.startswith(f"{newest}."):
            return
        new = encrypt(decrypt(old, sealed.PURPOSE), sealed.PURPOSE)
        assert len(new) == len(old)
        with path.open("r+b") as file:
            file.seek(len(sealed.MAGIC) + 2)
            file.write(new.encode())
            file.flush()
            os.fsync(file.fileno())
        outcome.changed += 1
    except FileNotFoundError:
        return
    except (CannotOpen, struct.error):
        outcome.damaged.append(str(path.relative_to(settings.DATA_DIR)))


def _files_under(key_id: str) -> int:
    found = 0
    for path in sealed_files():
        try:
            found += _locked_key_of(path).startswith(f"{key_id}.")
        except (OSError, struct.error):
            continue
    return found


# --- the commands ----------------------------------------------------------------------------------------------------


def key_file() -> Path:
    path: Path | None = getattr(settings.KEYS, "path", None)
    if path is None:
        raise BadInput("Không biết tệp khóa nằm ở đâu: xin đặt TUNGNHA_KEYS_FILE rồi chạy lại.")
    return path


def under_each_key() -> dict[str, int]:
    """How many rows and files each cipher key still locks."""
    found = {}
    for key_id in ring(anew=True).ciphers:
        found[key_id] = sum(rows_under(column, key_id) for column in columns()) + _files_under(key_id)
    return found


def _left_behind(newest: str) -> int:
    return sum(count for key_id, count in under_each_key().items() if key_id != newest)


def rotate_cipher(*, at: datetime, say: Say = lambda _: None) -> Outcome:
    """Lock everything under a new key, or go on where an earlier run was broken off. The old key stays and opens what
    may still be on its way in; `retire` takes it away."""
    path = key_file()
    with keyring.holding(_guard(), alone=True, wait=False):
        newest = ring(anew=True).cipher_id
        if not _left_behind(newest):
            newest = keyring.add(path, "cipher", at)
            ring(anew=True)
            log_event("keys.added", about=None, by=None, at=at, key=newest)
        return _relock_everything(newest, at, say)


def _guard() -> Path:
    """Two rotations do not run at once. Not the lock of `steady_index`: imports go on while ciphers change."""
    return Path(settings.DATA_DIR) / "rotation.lock"


def _relock_everything(newest: str, at: datetime, say: Say) -> Outcome:
    outcome = Outcome(newest)
    for _ in range(ROUNDS):
        outcome.damaged.clear()
        for column in columns():
            _relock_column(column, newest, outcome, say)
        for path in sealed_files():
            _relock_file(path, newest, outcome)
        outcome.left = _left_behind(newest)
        if outcome.left <= len(outcome.damaged):
            break
    log_event(
        "keys.rotated", about=None, by=None, at=at, key=newest, changed=outcome.changed, left=outcome.left,
        damaged=len(outcome.damaged),
    )  # fmt: skip
    return outcome


def retire(*, key_id: str, at: datetime, at_once: bool = False) -> Path:
    """Take an old cipher key out of the key file, into a file of its own. Raises Locked while anything needs it, and
    within a day of the new key unless `at_once`: a long piece of work may still hold text locked under the old one."""
    path = key_file()
    with keyring.holding(_guard(), alone=True, wait=False):
        held = ring(anew=True)
        if key_id not in held.ciphers or key_id == held.cipher_id:
            raise BadInput(f"Không bỏ được khóa {key_id}: đó là khóa đang dùng, hoặc tệp khóa không có khóa này.")
        since = keyring.added_at(path, held.cipher_id)
        if since is not None and at - since < HOLD and not at_once:
            raise Locked(
                f"Khóa mới thêm chưa đủ 24 giờ, việc làm dở có thể còn dùng {key_id}. Xin chạy lại sau "
                f"{since + HOLD:%H:%M ngày %d/%m/%Y}; đã tắt sản phẩm rồi thì thêm --ngay."
            )
        if left := under_each_key()[key_id]:
            raise Locked(f"Còn {left} chỗ khóa bằng {key_id}. Xin chạy “tungnha keys-rotate” cho xong rồi bỏ khóa.")
        kept = keyring.retire(path, "cipher", key_id, at)
        log_event("keys.retired", about=None, by=None, at=at, key=key_id)
        return kept


# --- blind indexes ---------------------------------------------------------------------------------------------------


def rotate_index(*, at: datetime, grace: float = 30, say: Say = lambda _: None) -> Outcome:
    """Compute every blind index anew under a new key. Meanwhile lookups try both keys, and imports wait.

    grace: seconds after the first round in which a page that was being answered may still store an old index. The old
    key is put aside at the end: indexes can always be computed again from what is locked, so nothing hangs on it.
    """
    path = key_file()
    with keyring.holding(_guard(), alone=True, wait=False):
        with keyring.holding(index_lock(), alone=True, wait=False):  # no import is looking numbers up just now
            if len(ring(anew=True).indexes) == 1:
                log_event("keys.added", about=None, by=None, at=at, key=keyring.add(path, "index", at))
            newest = ring(anew=True).index_id
        outcome = Outcome(newest)
        for wait in (0.0, grace):
            time.sleep(wait)
            outcome.damaged.clear()
            outcome.doubles.clear()
            for column in index_columns():
                _reindex_column(column, newest, outcome, say)
        outcome.left = sum(_old_indexes(column, newest) for column in index_columns())
        if outcome.left <= len(outcome.damaged) + len(outcome.doubles):  # those no key would help
            for old in [key_id for key_id in ring(anew=True).indexes if key_id != newest]:
                keyring.retire(path, "index", old, at)
        log_event("keys.reindexed", about=None, by=None, at=at, key=newest, changed=outcome.changed, left=outcome.left)
        return outcome


def _not_under(newest: str) -> tuple[str, list[Any]]:
    """SQL for an index that is not under the newest key; the first key has no letter of its own."""
    return "LIKE %s", [f"{index_letter(newest)}%"]


def _old_indexes(column: IndexColumn, newest: str) -> int:
    table, name = _quoted(column.table, column.column)
    condition, values = _not_under(newest)
    return _count(f"SELECT COUNT(*) FROM {table} WHERE {name} <> '' AND {name} NOT {condition}", values)


def _reindex_column(column: IndexColumn, newest: str, outcome: Outcome, say: Say) -> None:
    table, key, name, locked = _quoted(column.table, column.key, column.column, column.of.column)
    condition, values = _not_under(newest)
    after, done = None, 0
    while True:
        beyond = f"AND {key} > %s" if after is not None else ""
        more: list[Any] = [after] if after is not None else []
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {name}, {locked} FROM {table} WHERE {name} <> '' AND {name} NOT {condition} {beyond} "
                f"ORDER BY {key} LIMIT %s",
                [*values, *more, ROWS_AT_ONCE],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        _reindex(column, rows, outcome)
        after, done = rows[-1][0], done + len(rows)
        say(f"{column.name}: {done} dòng")


def _reindex(column: IndexColumn, rows: list[Any], outcome: Outcome) -> None:
    changes = []
    for row_key, index, locked in rows:
        try:
            value = decrypt(locked or "", column.of.purpose).decode()
            changes.append((str(blind_index(value, column.purpose)), row_key, index))
        except CannotOpen:
            outcome.damaged.append(f"{column.name} {row_key}")
    try:
        _write_indexes(column, changes, outcome)
    except IntegrityError:  # one of them is a number that another row has by now: the others go on
        for change in changes:
            try:
                _write_indexes(column, [change], outcome)
            except IntegrityError:
                outcome.doubles.append(f"{column.name} {change[1]}")


def _write_indexes(column: IndexColumn, changes: list[tuple[str, Any, str]], outcome: Outcome) -> None:
    table, key, name = _quoted(column.table, column.key, column.column)
    done = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for change in changes:
            cursor.execute(f"UPDATE {table} SET {name} = %s WHERE {key} = %s AND {name} = %s", change)
            done += cursor.rowcount
    outcome.changed += done
