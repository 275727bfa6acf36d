"""The phone's own modules, tested where they can run without a browser: `node --test`, one pytest test a file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.phone import cases

HERE = Path(__file__).parent
NODE = shutil.which("node")
FILES = sorted(HERE.glob("*.test.js"))
pytestmark = pytest.mark.one_database
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed: the phone's modules cannot run here")


def test_the_shared_table_is_what_python_answers_now():
    if os.environ.get("TUNGNHA_WRITE") == "1":
        cases.FILE.write_text(cases.written(cases.table()), encoding="utf-8")
    assert json.loads(cases.FILE.read_text(encoding="utf-8")) == json.loads(json.dumps(cases.table()))


@needs_node
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.js"))
def test_the_phones_modules(file, tmp_path):
    wide = tmp_path / "cases.json"  # seeded cases far beyond the table that is kept
    if file.name == "identity.test.js":
        wide.write_text(json.dumps(cases.table(seed=2026, count=1500)), encoding="utf-8")
    env = os.environ | {"TUNGNHA_WIDE": str(wide) if wide.exists() else ""}
    done = subprocess.run([NODE, "--test", str(file)], capture_output=True, text=True, env=env, timeout=300)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
