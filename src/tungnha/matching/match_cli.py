"""`tungnha match`: a list against a register, both in files; a row of the outcome for each row of the list."""

from __future__ import annotations

import argparse
import gc
import json
import signal
import sys
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tungnha.matching.match_files import Matched
    from tungnha.matching.records import Progress

STOPPED = 130  # as a shell says of what was interrupted
TOLD = ("linked", "ambiguous", "not_found", "unreadable", "double", "other")
WORDS = {
    "linked": "khớp", "ambiguous": "cần xem", "not_found": "không có trong sổ", "unreadable": "không đọc được",
    "double": "trùng dòng trước", "other": "không phải người (tiêu đề, dòng tổng, dòng trống)",
}  # fmt: skip
ENGINES = ("duckdb", "spark")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    files = "tệp .parquet, .csv, .xlsx, .xls hoặc .ods"
    parser.add_argument("--register", type=Path, metavar="TỆP", help=f"sổ: {files}")
    parser.add_argument("--list", type=Path, metavar="TỆP", help=f"danh sách gửi đến: {files}")
    parser.add_argument("--out", type=Path, metavar="TỆP", help="nơi ghi kết quả: .parquet, .csv hoặc .xlsx")
    parser.add_argument(
        "--columns", action="append", default=[], metavar="CỘT",
        help='cột nào là gì, ví dụ "list.full_name=HỌ+TÊN,register.birth=ngày sinh,extra:nghe=Nghề nghiệp"; '
        "#3 là cột thứ ba; xem docs/matching.md (mặc định: máy đoán)",
    )  # fmt: skip
    parser.add_argument("--sheet", metavar="TRANG", help="trang của danh sách (mặc định: trang đầu có tiêu đề)")
    parser.add_argument("--memory", type=int, default=2048, metavar="MB", help="bộ nhớ được dùng (mặc định 2048)")
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="chạy trên máy này (duckdb) hay cụm Spark")
    parser.add_argument("--master", metavar="URL", help="địa chỉ Spark, ví dụ spark://127.0.0.1:7077 hoặc local[2]")
    parser.add_argument(
        "--undo", nargs="+", action="extend", default=[], metavar="MÃ",
        help="bỏ một chỗ máy đã sửa; mã in ở đầu dòng “Đã sửa”",
    )  # fmt: skip
    parser.add_argument("--weights", type=Path, metavar="TỆP", help="dùng trọng số của lần trước, không học lại")
    parser.add_argument("--save-weights", type=Path, metavar="TỆP", help="ghi trọng số đã dùng ra tệp (JSON)")
    parser.add_argument("--schema", action="store_true", help="in lược đồ JSON Schema của một dòng kết quả rồi thôi")


def run(args: argparse.Namespace) -> int:
    from tungnha.matching.problems import CannotRun, UnreadableList

    if args.schema:
        from tungnha.matching.outcome_file import SCHEMA

        print(json.dumps(SCHEMA, ensure_ascii=False, indent=1))
        return 0
    stop = _Stop()
    try:
        with stop, _no_search_for_cycles():
            return _match(args)
    except (UnreadableList, CannotRun) as problem:
        _end_progress()
        print(problem, file=sys.stderr)
        return 2
    except (KeyboardInterrupt, RuntimeError):  # the second is what DuckDB makes of a signal in the middle of a query
        if not stop.asked:
            raise
        _end_progress()
        print("Đã dừng; chưa ghi gì.", file=sys.stderr)
        return STOPPED


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A run makes a million texts and no cycles worth finding; looking for them takes a twentieth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Stop:
    """Ctrl-C and a polite kill stop a run alike; a second one too."""

    def __init__(self) -> None:
        self.asked = False
        self._before: list[Any] = []

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():
            self._before = [(one, signal.signal(one, self._ask)) for one in (signal.SIGINT, signal.SIGTERM)]

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        self.asked = self.asked or isinstance(problem, KeyboardInterrupt)
        for one, handler in self._before:
            signal.signal(one, handler)

    def _ask(self, number: int, frame: object) -> None:
        self.asked = True
        raise KeyboardInterrupt


def _match(args: argparse.Namespace) -> int:
    from tungnha.matching import outcome_file
    from tungnha.matching.problems import UnreadableList

    missing = [f"--{name}" for name in ("register", "list", "out") if getattr(args, name) is None]
    if missing:
        raise UnreadableList(f"Còn thiếu {', '.join(missing)}: xem “tungnha match --help”.")
    if args.engine == "spark" and not args.master:
        raise UnreadableList("--engine spark cần --master, ví dụ --master local[2] hoặc spark://127.0.0.1:7077.")
    if args.master and args.engine != "spark":
        raise UnreadableList("--master chỉ dùng cùng --engine spark.")
    if args.engine == "spark":
        from tungnha.matching.spark_session import refuse_without_spark

        refuse_without_spark(args.master)
    if args.save_weights and not args.save_weights.parent.is_dir():
        raise UnreadableList(f"--save-weights: không có thư mục “{args.save_weights.parent}”.")
    outcome_file.refuse_out(args.out)
    same = next((one for one in (args.list, args.register) if one.exists() and _is_same(one, args.out)), None)
    if same is not None:
        raise UnreadableList(f"--out trùng với tệp “{same}” đang đọc; hãy đặt tên khác.")

    from tungnha.matching.match_files import match_files

    begun = time.monotonic()
    say = _Progress()
    matched = match_files(
        args.register, args.list, columns=args.columns, sheet=args.sheet, memory=args.memory, undone=args.undo,
        weights=_weights(args.weights), engine=args.engine, master=args.master, progress=say,
    )  # fmt: skip
    say.finish("Ghi kết quả")
    outcome_file.write(args.out, matched.outcome)
    if args.save_weights:
        args.save_weights.write_text(json.dumps(matched.weights, ensure_ascii=False, indent=1), encoding="utf-8")
    _end_progress()
    _summary(matched, args.out, time.monotonic() - begun, args.undo)
    return 0


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _weights(path: Path | None) -> dict[str, Any] | None:
    from tungnha.matching.problems import UnreadableList

    if path is None:
        return None
    try:
        weights = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise UnreadableList(f"--weights: không đọc được “{path}”.") from problem
    if not isinstance(weights, dict):
        raise UnreadableList(f"--weights: “{path}” không phải tệp trọng số của “tungnha match”.")
    return weights


# -- what is shown


class _Progress:
    """One line on stderr where a person looks on; now and then a line elsewhere."""

    EVERY = 0.2  # seconds
    EVERY_LINE = 5.0

    def __init__(self) -> None:
        self._last, self._step = 0.0, ""

    def __call__(self, now: Progress) -> None:
        live = sys.stderr.isatty()
        at = time.monotonic()
        if now.step == self._step and at - self._last < (self.EVERY if live else self.EVERY_LINE):
            return
        self._last, self._step = at, now.step
        of = f"{_dotted(now.done)}/{_dotted(now.of)}" if now.of else _dotted(now.done) if now.done else ""
        line = f"{now.step} … {of}".rstrip()
        print(f"\r{line:<78}" if live else line, end="" if live else "\n", file=sys.stderr, flush=True)

    def finish(self, step: str) -> None:
        if sys.stderr.isatty():
            print(f"\r{step + ' …':<78}", end="", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print(f"\r{'':<78}\r", end="", file=sys.stderr, flush=True)


def _summary(matched: Matched, out: Path, seconds: float, undone: Collection[str]) -> None:
    print(f"Danh sách “{matched.listed.file.name}”: {_read_as(matched.listed_columns())}")
    print(f"Sổ “{matched.register.file.name}”, {_dotted(matched.register.file.rows)} người: "
          f"{_read_as(matched.register.columns)}")  # fmt: skip
    for mend in matched.mends:
        done = "Đã bỏ" if mend.id in undone else "Đã sửa" if mend.sure else "Nên xem"
        print(f"{done} [{mend.id}] {mend.words}")
    shown = [word for word in TOLD if matched.counts[word] or word in TOLD[:4]]
    told = [f"{_dotted(matched.counts[word])} {WORDS[word]}" for word in shown]
    print(f"{_dotted(len(matched.outcome))} dòng = {' + '.join(told)}.")
    for note in matched.notes():
        print(f"Lưu ý: {note}")
    took = f"{seconds:.1f}".replace(".", ",")
    print(f"Đã ghi {out} sau {took} giây.")


def _read_as(columns: dict[str, str]) -> str:
    from tungnha.matching.match_files import FIELD_WORDS

    words = {name: FIELD_WORDS.get(name, name.removeprefix("extra:")) for name in columns}
    return ", ".join(f"{words[name]} = “{header}”" for name, header in columns.items())


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
