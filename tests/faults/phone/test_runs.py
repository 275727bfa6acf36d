"""`make faults`: many seeded runs of phones, server and database that break (see __main__.py). How many, is said by
TUNGNHA_RUNS on SQLite (1,000), TUNGNHA_RUNS_POSTGRESQL (300), TUNGNHA_RUNS_BROWSER (50). They print their totals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHROMIUM
from tests.faults.phone.host import NODE

ROOT = Path(__file__).resolve().parents[3]
POSTGRESQL = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed: the phone's modules cannot run here")
needs_postgresql = pytest.mark.skipif(not POSTGRESQL, reason="no PostgreSQL server here")


def _run(capfd: pytest.CaptureFixture[str], *words: str) -> int:
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TUNGNHA_DATA")}
    command = [sys.executable, "-m", "tests.faults.phone", *words]
    with capfd.disabled():
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


def test_nothing_is_lost_or_doubled_on_sqlite(capfd):
    assert _run(capfd, "--runs", os.environ.get("TUNGNHA_RUNS", "1000")) == 0


@needs_postgresql
def test_nothing_is_lost_or_doubled_on_postgresql(capfd):
    runs = os.environ.get("TUNGNHA_RUNS_POSTGRESQL", "300")
    assert _run(capfd, "--runs", runs, "--first", "5001", "--database", "postgresql") == 0


def test_the_bad_input_that_is_named_on_sqlite(capfd):
    assert _run(capfd, "--cases") == 0


@needs_postgresql
def test_the_bad_input_that_is_named_on_postgresql(capfd):
    assert _run(capfd, "--cases", "--database", "postgresql") == 0


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")
def test_nothing_is_lost_or_doubled_in_a_real_browser(capfd):
    assert _run(capfd, "--browser", os.environ.get("TUNGNHA_RUNS_BROWSER", "50")) == 0
