"""`python -m tests.bench review`: what one press in the review queue costs the server, on a list of 3,500 rows and on
one of 100,000, over the demonstration's commune: the decision kept, the next row found and drawn."""

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
    folder = Path(tempfile.mkdtemp(prefix="review-", dir=place))
    environment = os.environ | {
        "TUNGNHA_DATA": str(folder), "DATABASE_URL": "", "TUNGNHA_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "tungnha.config.settings",
    }  # fmt: skip
    try:
        return subprocess.run([sys.executable, "-m", "tests.bench.review_run"], env=environment, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)
