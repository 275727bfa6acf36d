"""Names, numbers and the invented population: microseconds a value, people a second, peak memory. No database.

All of it is work of the processor alone, so its own time is measured: what else the machine does stays out.

`python -m tests.bench.identity` runs this part alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from time import process_time

from tests.bench.table import Table, machine
from tungnha.demo.population import residents
from tungnha.identity import dates, mending, names, numbers, phones

PEOPLE = 100_000
LARGE = 1_000_000
ROUNDS = 5
_WRITE = """
import json, sys, time
from pathlib import Path
from tungnha.demo.population import residents
from tungnha.demo.population_files import write
n, path = int(sys.argv[1]), Path(sys.argv[2])
begun = time.process_time()
write(path, residents(n, 7), n)
took = time.process_time() - begun
# Not ru_maxrss: it still knows the size of the process this one was started from.
peak = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(json.dumps([took, int(peak[0].split()[1]) // 1024]))
"""


def main() -> int:
    table = Table()
    table.head(machine(f"identity, {PEOPLE:,} invented people"))
    people = list(residents(PEOPLE, 7))
    full_names = [person.full_name for person in people]
    for key in (names.tidy, names.fold, names.tone_key, names.loose_key, names.sort_key, mending.mend_name):
        _each(table, key, full_names)
    pairs = list(pairwise(full_names[:20_001]))
    _each(table, lambda pair: names.compare(*pair), pairs, "compare two names")
    _each(table, numbers.read_personal_number, [person.personal_number for person in people])
    _each(table, phones.read_phones, [person.telephone for person in people])
    _each(table, dates.read_date, [person.birth for person in people])
    with tempfile.TemporaryDirectory() as folder:
        for count, name in ((PEOPLE, "dan.csv"), (LARGE, "dan.csv"), (PEOPLE, "dan.xlsx")):
            _written(table, count, Path(folder) / name)
    return 0


def _each(table: Table, act: Callable[[object], object], values: Sequence[object], what: str = "") -> None:
    """The time of all of them, several times over, and what one takes."""
    times = []
    for _ in range(ROUNDS):
        begun = process_time()
        for value in values:
            act(value)
        times.append(process_time() - begun)
    each = min(times) / len(values) * 1e6
    table.times(f"{what or act.__name__} of {len(values):,}", times, f"{each:.2f} µs each at best")


def _written(table: Table, count: int, path: Path) -> None:
    """In a process of its own, so that the peak is that of this file alone."""
    done = subprocess.run(
        [sys.executable, "-c", _WRITE, str(count), str(path)], capture_output=True, text=True, check=True
    )
    took, peak = json.loads(done.stdout)
    table.times(f"write {count:,} invented people as {path.suffix}", [took], f"{count / took:,.0f} a second, {peak} MB")


if __name__ == "__main__":
    sys.exit(main())
