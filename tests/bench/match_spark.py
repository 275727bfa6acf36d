"""`python -m tests.bench match-spark`: the district files on Spark, local and on a master with two workers of its own.

The outcome must be that of DuckDB to the last byte, as sorted rows and as a file; the only part of the bench that
fails when it is not. Wall time and the processor time of our own process are told, without Java's and the workers'.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.match import LINKBENCH, commands, made
from tests.bench.measured import measure
from tests.bench.table import machine
from tests.matching.spark_cluster import standalone, why_not

LEVELS = ("thuong", "khong_id")


def main(argv: Sequence[str] = ()) -> int:
    size = argv[0] if argv else "district"
    reason = why_not() if (LINKBENCH / "make.py").is_file() else "linkbench is not beside this project"
    if reason:
        sys.stdout.write(f"\nmatch-spark: not measured, {reason}\n")
        return 0
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    folder = Path(argv[1]) if len(argv) > 1 else Path(tempfile.mkdtemp(prefix="spark-", dir=place))
    sys.stdout.write(f"\n{machine('Spark')}\n")
    try:
        with standalone(workers=2) as address:
            differing = [_one(folder, size, level, {"local[2]": "local[2]", "master, 2 workers": address})
                         for level in LEVELS]  # fmt: skip
    finally:
        if len(argv) < 2:
            shutil.rmtree(folder, ignore_errors=True)
    return int(any(differing))


def _one(folder: Path, size: str, level: str, masters: dict[str, str]) -> bool:
    home = made(folder, size, level, 1)
    here = home / f"ours_{level}.parquet"
    command = commands(home, level, here, 2048)["ours"]
    taken = measure(command, home)
    sys.stdout.write(f"{size} {level}  duckdb: {taken.wall:.0f} s wall, {taken.cpu:.1f} s CPU, {taken.peak:.0f} MiB\n")
    differs = False
    for name, master in masters.items():
        there = home / f"spark_{level}.parquet"
        there.unlink(missing_ok=True)
        run = measure([*command, "--out", str(there), "--engine", "spark", "--master", master], home)
        if run.code:
            sys.stdout.write(f"  {name}: failed: {run.complained.strip().splitlines()[-1][:150]}\n")
            differs = True
            continue
        same = sorted_rows(here) == sorted_rows(there)
        whole = here.read_bytes() == there.read_bytes()
        told = ("the same rows" if same else "OTHER ROWS") + (", the same file" if whole else ", another file")
        sys.stdout.write(f"  {name}: {told}; {run.wall:.0f} s wall, {run.cpu:.1f} s CPU of the driver's Python\n")
        sys.stdout.flush()
        differs = differs or not same
    return differs


def sorted_rows(outcome: Path) -> list[tuple[object, ...]]:
    import duckdb

    with duckdb.connect() as con:
        return con.execute(f"select * from '{outcome}' order by all").fetchall()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
