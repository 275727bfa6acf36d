"""A handful of the runs of `make faults` (tests/faults/phone), so that they never rot: the phone's own modules, the
server killed in the middle, answers cut and doubled on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.phone.host import NODE

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(NODE is None, reason="node is not installed: the phone's modules cannot run here"),
]


def test_ten_runs_of_phones_lose_and_double_nothing():
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TUNGNHA_DATA")}
    command = [sys.executable, "-m", "tests.faults.phone", "--runs", "10", "--first", "2001", "--at-once", "2"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "10 runs on sqlite, 0 failed" in done.stdout
