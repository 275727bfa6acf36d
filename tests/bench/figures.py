"""`python -m tests.bench figures [--share 1.0]`: figures of a commune, a province and the country (3,321 communes,
100,000 villages, counts of 75 million persons in eight services), and what one more claim costs.

What is kept of the country is made directly (figures_country); one commune has its 25,000 people and their standings,
so that counting is the real thing. Server time is that of a request through the test client: all middleware, the
queries and the template. On a machine that does other work too, look at the CPU.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "tungnha_bench_figures"


def main(more: list[str]) -> int:
    url = os.environ.get("DATABASE_URL", "")
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    codes = [_measure(place, "", more)]
    if url:
        codes.append(_measure(place, _fresh(url), more))
    return max(codes)


def _fresh(url: str) -> str:
    """A database of its own on that server."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {NAME}")
        connection.execute(f"create database {NAME}")
    return url.rpartition("/")[0] + f"/{NAME}"


def _measure(place: Path, url: str, more: list[str]) -> int:
    folder = tempfile.mkdtemp(prefix="figures-", dir=place)
    environment = os.environ | {
        "TUNGNHA_DATA": folder, "DATABASE_URL": url, "TUNGNHA_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "tungnha.config.settings",
    }  # fmt: skip
    try:
        command = [sys.executable, "-m", "tests.bench.figures_run", *more]
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)
