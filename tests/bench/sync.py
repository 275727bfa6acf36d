"""`python -m tests.bench sync`: phones and server. Visits received from 32 phones at once in batches of 50, with what
the server and its database use for each; first downloads of 500 and 10,000 people, and what comes after 20 changed.

The product runs as `tungnha serve` starts it, on a database of its own, thrown away: SQLite, and PostgreSQL where
DATABASE_URL names a server. CPU is what /proc says of the server's processes and of the database's; the senders are
another process, told apart. On a machine that does other work too, the clock says little and the CPU nearly all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "tungnha_bench_sync"


def main(more: list[str]) -> int:
    url = os.environ.get("DATABASE_URL", "")
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    codes = [_measure(place, "", more)]
    if url:
        codes.append(_measure(place, _fresh(url), more))
    return max(codes)


def _fresh(url: str) -> str:
    """A database of its own on that server."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {NAME}")
        connection.execute(f"create database {NAME}")
    return url.rpartition("/")[0] + f"/{NAME}"


def _measure(place: Path, url: str, more: list[str]) -> int:
    folder = tempfile.mkdtemp(prefix="sync-", dir=place)
    environment = os.environ | {
        "TUNGNHA_DATA": folder, "DATABASE_URL": url, "TUNGNHA_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "tungnha.config.settings",
    }  # fmt: skip
    try:
        command = [sys.executable, "-m", "tests.bench.sync_run", *more]
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)
