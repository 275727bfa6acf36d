"""`make bench`: how fast, as a table of figures. Nothing is asserted; see README.md for what each line is.

Every database is measured by a process of its own with a data folder of its own, thrown away afterwards: SQLite
always, PostgreSQL too when DATABASE_URL is given (in a test database beside the named one). The parts, one by one:
`python -m tests.bench identity | reader | pages | sync | figures | people-import | people-search | people-register |
blocks | traps | review | papers | compile | public | match | match-spark`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    blocks,
    compile,
    figures,
    identity,
    match,
    match_spark,
    papers,
    people_import,
    people_register,
    people_search,
    reader,
    review,
    sync,
    traps,
)

IMPORTED_ON_POSTGRESQL = ["csv:100000"]


def main() -> int:
    url = os.environ.get("DATABASE_URL", "")
    if sys.argv[1:]:
        return _part(sys.argv[1], sys.argv[2:], url)
    codes = [identity.main(), reader.main(), papers.main(), compile.main(), _pages(url)]
    codes += [sync.main([]), figures.main([])]
    with_postgres, os.environ["DATABASE_URL"] = url, ""
    codes += [people_register.main(people_register.SIZES), people_import.main([])]
    os.environ["DATABASE_URL"] = with_postgres
    if url:
        codes.append(people_import.main(IMPORTED_ON_POSTGRESQL))
    codes.append(people_search.main([]))
    codes += [match.main([]), match_spark.main([]), blocks.main([]), traps.main([])]
    return max(codes)


def _public() -> int:
    """First paint of the pages for everybody in a browser, the processor four times slower."""
    measured = [sys.executable, "-m", "pytest", "tests/e2e/test_public_pages.py", "-k", "measured", "-q", "-s"]
    return subprocess.run(measured, env=os.environ | {"TUNGNHA_PAINT": "1"}, check=False).returncode


def _part(name: str, more: list[str], url: str) -> int:
    if name == "public":
        return _public()
    if name in ("blocks", "traps"):
        return {"blocks": blocks, "traps": traps}[name].main(more)
    if name == "people-search":
        return people_search.main(more)
    if name in ("sync", "figures"):
        return {"sync": sync, "figures": figures}[name].main(more)
    if name == "review":
        return review.main()
    if name in ("match", "match-spark"):
        return {"match": match, "match-spark": match_spark}[name].main(more)
    if name == "people-import":
        return people_import.main(more)
    if name == "people-register":
        return people_register.main(tuple(map(int, more)) or people_register.SIZES)
    if name == "compile":
        return compile.main()
    alone = {"identity": identity.main, "papers": papers.main, "reader": reader.main, "pages": lambda: _pages(url)}
    if name not in alone:
        sys.stderr.write(f"no such part: {name}\n")
        return 2
    return alone[name]()


def _pages(url: str) -> int:
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    return max(_measure(place, each) for each in ("", url)[: 2 if url else 1])


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
