"""`python -m tests.bench compile`: a department compiles 166 communes, writes the paper and the workbook, on each
database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    url = os.environ.get("DATABASE_URL", "")
    return max(_measured(place, each) for each in ("", url)[: 2 if url else 1])


def _measured(place: Path, url: str) -> int:
    folder = Path(tempfile.mkdtemp(prefix="compile-", dir=place))
    environment = os.environ | {
        "TUNGNHA_DATA": str(folder), "DATABASE_URL": url, "TUNGNHA_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "tungnha.config.settings",
    }  # fmt: skip
    try:
        command = [sys.executable, "-m", "tests.bench.compile_run"]
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)
