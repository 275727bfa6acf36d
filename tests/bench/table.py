"""Times taken and printed: what, how often, the median and the 95th of a hundred."""

from __future__ import annotations

import math
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

WIDTHS = (58, 6, 11, 11)


def machine(database: str) -> str:
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    busy = f"load {os.getloadavg()[0]:.1f}"
    return f"{os.cpu_count()} cores ({model}), {busy}, Python {platform.python_version()}, {database}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def p95(times: Sequence[float]) -> float:
    """The smallest of the times that 95 in a hundred do not exceed."""
    ordered = sorted(times)
    return ordered[math.ceil(len(ordered) * 0.95) - 1]


def shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


class Table:
    def head(self, title: str) -> None:
        self._say(f"\n{title}")
        self._row("what", "n", "median", "p95")
        self._say("-" * (sum(WIDTHS) + 3))

    def times(self, what: str, times: Sequence[float], note: str = "") -> None:
        """One line; of a single run there is no 95th to tell."""
        self._row(what, str(len(times)), shown(median(times)), shown(p95(times)) if len(times) > 1 else "", note)

    def measure(self, what: str, act: Callable[[], Any], n: int, note: str = "") -> Any:
        times, given = [], None
        for _ in range(n):
            begun = perf_counter()
            given = act()
            times.append(perf_counter() - begun)
        self.times(what, times, note)
        return given

    def failed(self, what: str, problem: Exception) -> None:
        self._row(what, "", "failed", "", f"{type(problem).__name__}: {problem}"[:80])

    @contextmanager
    def part(self, what: str) -> Iterator[None]:
        """One part that breaks is a line of the table; the others are still measured."""
        try:
            yield
        except Exception as problem:
            self.failed(what, problem)

    def _row(self, what: str, n: str, middle: str, high: str, note: str = "") -> None:
        cells = (what.ljust(WIDTHS[0]), *(c.rjust(w) for c, w in zip((n, middle, high), WIDTHS[1:], strict=True)))
        self._say(" ".join((*cells, note)).rstrip())

    def _say(self, line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
