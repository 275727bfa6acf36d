"""The traps of linking people at every size: rows linked to whom they may never be, by trap.

python -m tests.bench traps                 # among 8,000 and 200,000 people
python -m tests.bench traps 8000 --seeds 1,2,3 --each 40 --examples
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from time import process_time

from tests.bench.table import machine
from tests.matching.wild.base import own
from tests.matching.wild.traps import TRAPS, Sprung, lay, sprung

WIDTHS = (28, 8, 8, 10, 8, 8)
LISTED = 0.3  # rows of the list to one person of the register
MOST_EACH = 400


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench traps")
    parser.add_argument("people", nargs="*", type=int, default=[8000, 200_000])
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--habits", default="usual")
    parser.add_argument("--each", type=int, help="how often each trap is laid; one to 200 people unless told")
    parser.add_argument("--examples", action="store_true")
    asked = parser.parse_args(arguments)
    for people in asked.people:
        _say(f"\n{machine(f'traps among {people:,} people, seeds {asked.seeds}')}")
        begun, told = process_time(), []
        for seed in map(int, asked.seeds.split(",")):
            base = own(people, round(people * LISTED), seed, asked.habits)
            told.append(sprung(lay(base, each=asked.each or min(MOST_EACH, people // 200), seed=seed)))
        _table(told)
        _say(f"{process_time() - begun:.1f} CPU s, making them counted")
        if asked.examples:
            _examples(told)
    return 0


def _table(told: Sequence[Sprung]) -> None:
    _row("trap", "rows", "wrong", "share", "should", "missed")
    for trap in (*TRAPS, ""):
        rows, wrong, should, missed = (
            sum(counted[trap] if trap else sum(counted.values()) for counted in each)
            for each in zip(*((one.rows, one.wrong, one.should, one.missed) for one in told), strict=True)
        )
        _row(trap or "all", rows, wrong, f"{wrong / max(1, rows):.4%}", should, missed)
    _say(f"wrong links of rows of every day: {sum(one.usual for one in told)}")


def _examples(told: Sequence[Sprung]) -> None:
    for one in told:
        for trap, cells, said, why in one.examples[:20]:
            _say(f"{trap}: {cells} → {said}: {why}")


def _row(first: str, *others: object) -> None:
    _say(first.ljust(WIDTHS[0]) + "".join(str(cell).rjust(w) for cell, w in zip(others, WIDTHS[1:], strict=True)))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
