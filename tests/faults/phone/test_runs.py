"""`make faults`: many seeded runs of phones, server and database that break (see __main__.py). How many, is said by
TUNGNHA_RUNS on SQLite (1,000), TUNGNHA_RUNS_POSTGRESQL (300)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.phone.host import NODE

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed: the phone's modules cannot run here")


def _run(*words: str) -> int:
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TUNGNHA_DATA")}
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.phone", *words], env=environment, cwd=ROOT, check=False
    ).returncode


def test_nothing_is_lost_or_doubled_on_sqlite(capfd):
    with capfd.disabled():
        assert _run("--runs", os.environ.get("TUNGNHA_RUNS", "1000")) == 0


@pytest.mark.skipif(not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="no PostgreSQL server here")
def test_nothing_is_lost_or_doubled_on_postgresql(capfd):
    with capfd.disabled():
        assert _run("--runs", os.environ.get("TUNGNHA_RUNS_POSTGRESQL", "300"), "--database", "postgresql") == 0
