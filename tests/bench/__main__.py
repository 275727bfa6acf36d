"""`make bench`: how fast, as a table of figures. Nothing is asserted; see README.md for what each line is.

Every database is measured by a process of its own with a data folder of its own, thrown away afterwards: SQLite
always, PostgreSQL too when DATABASE_URL is given (in a test database beside the named one).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import identity, people_import, people_search, reader


def main() -> int:
    if sys.argv[1:2] == ["people-search"]:
        return people_search.main(sys.argv[2:])
    if sys.argv[1:2] == ["people-import"]:
        return people_import.main(sys.argv[2:])
    url = os.environ.get("DATABASE_URL", "")
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    codes = [identity.main(), reader.main(), _measure(place, "")]
    if url:
        codes.append(_measure(place, url))
    return max(codes)


def _measure(place: Path, url: str) -> int:
    folder = tempfile.mkdtemp(prefix="run-", dir=place)
    environment = os.environ | {
        "TUNGNHA_DATA": folder, "DATABASE_URL": url, "TUNGNHA_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "tungnha.config.settings",
    }  # fmt: skip
    try:
        return subprocess.run([sys.executable, "-m", "tests.bench.run"], env=environment, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
