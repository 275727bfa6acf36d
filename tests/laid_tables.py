"""The tables of the tests: laid once, then copied.

On SQLite the file stays for as long as the migrations and models do; on PostgreSQL, new for each run, the first worker
lays a template for all. That all migrations lead to the same tables is a test of its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import django
import pytest
from django.core import management
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "tables"
LAY = "import django; django.setup(); from tungnha.units.laying import lay_tables; lay_tables()"


def laid() -> Path:
    """A database with all tables, laid now if the migrations changed since. Safe for several processes at once."""
    PLACE.mkdir(parents=True, exist_ok=True)
    tables = PLACE / f"{_digest()}.sqlite3"
    with (PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not tables.exists():
            _lay(tables)
    return tables


def _digest() -> str:
    """Of whatever can say how a table looks: the steps, and the models wherever they stand."""
    files = sorted((ROOT / "src" / "tungnha").rglob("*.py"))
    said = hashlib.sha256(django.get_version().encode())
    for file in files:
        said.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return said.hexdigest()[:20]


def _lay(tables: Path) -> None:
    for older in PLACE.glob("*.sqlite3"):
        older.unlink()
    with tempfile.TemporaryDirectory(dir=PLACE) as home:
        _lay_into(Path(home), "")
        with sqlite3.connect(Path(home) / "tungnha.sqlite3") as made:
            made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            made.execute("PRAGMA journal_mode=DELETE")
        made.close()
        shutil.move(Path(home) / "tungnha.sqlite3", tables)


def _lay_into(home: Path, database_url: str) -> None:
    own = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    own |= {"TUNGNHA_DATA": str(home), "DJANGO_SETTINGS_MODULE": "tungnha.config.settings"}
    own |= {"DATABASE_URL": database_url} if database_url else {}
    subprocess.run([sys.executable, "-c", LAY], env=own, check=True, cwd=ROOT)


def laid_on_server(creation: BaseDatabaseCreation) -> str:
    """The name of a template with all tables on this PostgreSQL server, laid now if it has none yet."""
    name = f"tungnha_laid_{_digest()}"
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / "lock-server").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with creation._nodb_cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [name])
            if cursor.fetchone():
                return name
            cursor.execute(f'create database "{name}_part"')
        with tempfile.TemporaryDirectory(dir=PLACE) as home:
            _lay_into(Path(home), address_of(f"{name}_part"))
        with creation._nodb_cursor() as cursor:
            cursor.execute(f'alter database "{name}_part" rename to "{name}"')
    return name


def address_of(database: str) -> str:
    """As DATABASE_URL, with another database's name."""
    server, _, old = os.environ["DATABASE_URL"].rpartition("/")
    return f"{server}/{database}{old[len(old.partition('?')[0]) :]}"


def copy_before_migrating(monkeypatch: Any) -> None:
    """Have the test database begin as a copy: `migrate` then finds nothing to do."""
    create = BaseDatabaseCreation.create_test_db

    def create_as_copy(self: BaseDatabaseCreation, *args: Any, **kwargs: Any) -> str:
        if self.connection.vendor == "postgresql":
            self.connection.settings_dict["TEST"]["TEMPLATE"] = laid_on_server(self)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(management, "call_command", partial(_copy_then, management.call_command, self.connection))
            return create(self, *args, **kwargs)

    monkeypatch.setattr(BaseDatabaseCreation, "create_test_db", create_as_copy)


def _copy_then(call_command: Any, connection: Any, command: str, *args: Any, **kwargs: Any) -> Any:
    if command == "migrate" and connection.vendor == "sqlite":
        connection.ensure_connection()
        ready = sqlite3.connect(laid())
        ready.backup(connection.connection)
        ready.close()
    return call_command(command, *args, **kwargs)
