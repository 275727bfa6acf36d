"""Import of population files: rows a second, peak memory of the process, and how both grow.

    python -m tests.bench people-import                      # 100,000 .xlsx; 100,000, 300,000 and 1,000,000 .csv
    python -m tests.bench people-import xlsx:100000 csv:20000+again

Each file is imported by a process of its own into an empty database of its own (SQLite, or the one DATABASE_URL names).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.table import machine

WHOLE = ("xlsx:100000", "csv:100000", "csv:300000", "csv:1000000")
HEAD = ("file", "open s", "check s", "import s", "rows/s", "peak MB", "counts")


def main(wanted: list[str]) -> int:
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    url = os.environ.get("DATABASE_URL", "")
    sys.stdout.write(f"\n{machine(url.split(':')[0] or 'SQLite, WAL, synchronous=FULL')}\n")
    _line(HEAD)
    codes = [_one(place, url, what) for what in wanted or WHOLE]
    return max(codes)


def _one(place: Path, url: str, what: str) -> int:
    folder = tempfile.mkdtemp(prefix="import-", dir=place)
    environment = os.environ | {
        "TUNGNHA_DATA": folder, "DATABASE_URL": url, "TUNGNHA_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "tungnha.config.settings",
    }  # fmt: skip
    kind, _, count = what.partition(":")
    count, _, again = count.partition("+")
    made = Path(folder) / f"nhan-khau.{kind}"
    try:
        program = [sys.executable, "-m", "tests.bench.people_import_run"]
        subprocess.run([*program, "make", str(made), count], env=environment, check=True)
        times = ["first", "again"] if again else ["first"]
        for at, name in enumerate(times):
            ran = subprocess.run(
                [*program, "import", str(made), "keep" if at else ""],
                env=environment, check=False, capture_output=True, text=True,
            )  # fmt: skip
            if ran.returncode:
                sys.stdout.write(f"{what} {name}: failed\n{ran.stderr[-1500:]}\n")
                return 1
            told = json.loads(ran.stdout.splitlines()[-1])
            seconds = [told[step] for step in ("open", "check", "import")]
            _line((
                f"{what} {name}", *(f"{s:.1f}" for s in seconds), f"{int(count) / sum(seconds):.0f}",
                f"{told['peak']:.0f}", told["counts"],
            ))  # fmt: skip
        subprocess.run([*program, "drop"], env=environment, check=False, capture_output=True)
        return 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _line(cells: tuple[str, ...]) -> None:
    sys.stdout.write(" ".join(str(c).ljust(w) for c, w in zip(cells, (22, 9, 9, 9, 8, 8, 0), strict=True)) + "\n")
    sys.stdout.flush()
