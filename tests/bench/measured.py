"""Run a command in a process of its own and say what it took: wall, processor, peak memory, with all its children.

`python -m tests.bench.measured COMMAND …` prints one line of JSON on stdout after the command's own output. It is small
and imports little, as a child inherits the peak of whoever started it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """Seconds, seconds of user and system, MiB; `said` is the command's standard output, `complained` the end of its
    standard error."""

    code: int
    wall: float
    cpu: float
    peak: float
    said: str
    complained: str


def _as_installed(environment: dict[str, str] | None) -> dict[str, str]:
    """Every tool runs with its bytecode kept, as an installed program does."""
    held = dict(os.environ if environment is None else environment)
    held.pop("PYTHONDONTWRITEBYTECODE", None)
    return held


def measure(command: list[str], folder: Path, *, environment: dict[str, str] | None = None) -> Taken:
    said, complained = folder / "stdout.txt", folder / "stderr.txt"
    with said.open("wb") as out, complained.open("wb") as err:
        mine = [sys.executable, "-m", "tests.bench.measured", *command]
        run = subprocess.run(mine, stdout=out, stderr=err, check=False, env=_as_installed(environment))
    text, _, told = said.read_text().rstrip("\n").rpartition("\n")
    if run.returncode:
        raise RuntimeError(complained.read_text()[-2000:])
    return Taken(**json.loads(told), said=text, complained=complained.read_text()[-2000:])


def main() -> int:
    begun = time.perf_counter()
    child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
    _, status, used = os.wait4(child, 0)
    took = {
        "code": os.waitstatus_to_exitcode(status),
        "wall": time.perf_counter() - begun,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }
    sys.stdout.write("\n" + json.dumps(took) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
