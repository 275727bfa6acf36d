"""`tungnha people`: an invented population written to a file, or to whatever reads it."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tungnha.demo.population import Resident, Unknown, residents
from tungnha.demo.population_files import EVERY, CannotWrite, write, write_csv
from tungnha.demo.records import PLAN_DAY
from tungnha.identity.dates import BadDate, read_date

STOPPED = 130  # what a shell says of a command ended by Ctrl+C


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--commune", required=True, metavar="MÃ_XÃ", help="mã xã 5 chữ số, ví dụ 01960")
    parser.add_argument("--people", required=True, metavar="SỐ_NGƯỜI", help="bao nhiêu người, ví dụ 7000 hay 1.000.000")
    parser.add_argument("--seed", type=int, default=1, metavar="SỐ", help="số mầm: cùng số thì cùng người (mặc định 1)")
    parser.add_argument(
        "--out", type=Path, metavar="TỆP", help="tệp .csv hoặc .xlsx (không ghi: in ra màn hình dạng CSV)"
    )
    parser.add_argument("--on", metavar="NGÀY", help=f"tuổi tính đến ngày nào (mặc định {PLAN_DAY:%d/%m/%Y})")
    parser.add_argument(
        "--villages", metavar="THÔN", help="“Thôn A, Thôn B” hoặc tệp mỗi dòng một thôn (không ghi: tên thôn bịa)"
    )
    parser.add_argument("--overwrite", action="store_true", help="ghi đè tệp đã có")


def run(args: argparse.Namespace) -> int:
    try:
        n = _whole_number(args.people)
        people = residents(n, args.seed, commune=args.commune, villages=_villages(args.villages), on=_day(args.on))
        if args.out is None:
            return _print(people)
        return _write(args.out, people, n, overwrite=args.overwrite)
    except (Unknown, CannotWrite) as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nĐã dừng" + ("; không để lại tệp dở dang." if args.out else "."), file=sys.stderr)
        return STOPPED


def _print(people: Iterator[Resident]) -> int:
    try:
        write_csv(sys.stdout, people)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _write(path: Path, people: Iterator[Resident], n: int, *, overwrite: bool) -> int:
    if path.exists() and not overwrite:
        raise CannotWrite(f"Tệp {path} đã có; thêm --overwrite nếu muốn ghi đè.")
    begun = time.monotonic()
    write(path, people, n, _Told(n, begun))
    print(f"Đã ghi {_dotted(n)} người vào {path}, hết {time.monotonic() - begun:.0f} giây.", file=sys.stderr)
    return 0


class _Told:
    """How far it is: one line that is written over where a person looks on, a few lines elsewhere."""

    def __init__(self, n: int, begun: float) -> None:
        self.n, self.begun, self.tenths = n, begun, 0

    def __call__(self, done: int) -> None:
        pace = round(done / max(time.monotonic() - self.begun, 0.001))
        line = f"Đã sinh {_dotted(done)}/{_dotted(self.n)} người, {_dotted(pace)} người mỗi giây …"
        if sys.stderr.isatty():
            print(f"\r{line}", end="" if self.n - done >= EVERY else "\n", file=sys.stderr, flush=True)
        elif done * 10 // self.n > self.tenths:
            self.tenths = done * 10 // self.n
            print(line, file=sys.stderr, flush=True)


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _whole_number(text: str) -> int:
    digits = text.strip().replace(" ", "")
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", digits, re.A):
        digits = digits.replace(".", "")
    if not re.fullmatch(r"\d{1,9}", digits, re.A):
        raise Unknown(f"Số người “{text}” không phải là số nguyên từ 1 đến 999.999.999.")
    return int(digits)


def _day(text: str | None) -> date:
    if text is None:
        return PLAN_DAY
    try:
        read = read_date(text)
    except BadDate as problem:
        raise Unknown(f"--on: {problem}") from problem
    if read.precision != "day":
        raise Unknown(f"--on: “{text}” phải đủ ngày, tháng, năm, ví dụ {PLAN_DAY:%d/%m/%Y}.")
    return read.date


def _villages(text: str | None) -> tuple[str, ...]:
    """A file with a name a line, or the names themselves."""
    if text is None:
        return ()
    path = Path(text)
    try:
        names = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else text.split(",")
    except (OSError, UnicodeDecodeError) as problem:
        raise Unknown(f"--villages: không đọc được tệp {path} (cần tệp chữ UTF-8, mỗi dòng một thôn).") from problem
    found = tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    if not found:
        raise Unknown("--villages: không có tên thôn nào.")
    return found
