"""`python -m tests.bench people-search`: finding one of 1,000,000 people, on SQLite and (DATABASE_URL) on PostgreSQL.

Each database is built and asked by a process of its own (people_search_run.py). Both answer the same questions; the
numbers of the people found are compared one by one. `--people N` for fewer; `--keep FOLDER` leaves the databases there
for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench people-search", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args(argv)
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    folder = args.keep.resolve() if args.keep else Path(tempfile.mkdtemp(prefix="search-", dir=place))
    urls = {"sqlite": "", "postgresql": os.environ.get("DATABASE_URL", "")}
    codes, answers = [], {}
    try:
        for name, url in urls.items():
            if name == "postgresql" and not url:
                continue
            said = folder / f"{name}.json"
            codes.append(_run(folder / name, url, args.people, said, keep=args.keep is not None))
            if said.exists():
                answers[name] = json.loads(said.read_text())
    finally:
        if not args.keep:
            shutil.rmtree(folder, ignore_errors=True)
    if len(answers) == 2:
        codes.append(_compare(*answers.values()))
    return max(codes)


def _run(folder: Path, url: str, people: int, said: Path, *, keep: bool) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "TUNGNHA_DATA": str(folder), "DATABASE_URL": url, "TUNGNHA_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "tungnha.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.bench.people_search_run", str(people), str(said), str(int(keep))]
    return subprocess.run(command, env=environment, check=False).returncode


def _compare(one: list[list[object]], other: list[list[object]]) -> int:
    differing = [a[0] for a, b in zip(one, other, strict=True) if a != b]
    sys.stdout.write(f"\nboth databases: {len(one)} questions, {len(differing)} answered differently\n")
    for question in differing[:20]:
        sys.stdout.write(f"  differs: {question}\n")
    return int(bool(differing))
