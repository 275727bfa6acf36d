"""`tungnha recount [--check]`: counts kept are made anew from the rows, or held against them."""

from __future__ import annotations

import argparse
import sys

from tungnha.drafting import numbers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="chỉ so số cộng sẵn với số đếm lại từ sổ, không sửa gì")


def run(args: argparse.Namespace) -> int:
    """0: nothing differs; 1: something does."""
    from tungnha.progress.tallies import checking
    from tungnha.units import clock

    if not args.check:
        _say(f"Đã cộng lại từ đầu số liệu của {numbers.count(checking.rebuild(clock.today()))} xã, phường.")
    found = checking.compare(clock.today())
    _say(
        f"Đã so {numbers.count(found.numbers)} số của {numbers.count(found.communes)} xã, phường với số đếm lại từ sổ."
    )
    if not found.differing:
        _say("Không số nào lệch.")
        return 0
    _say(f"Lệch ở {numbers.count(len(found.differing))} nơi: {', '.join(found.differing[:20])}.")
    _say("Xin chạy “tungnha recount” (không có --check) để cộng lại từ đầu.")
    return 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
