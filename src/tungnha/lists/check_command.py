"""`tungnha check-lists`: go on with lists whose check was cut off. The pages start it so, for one list."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)  # the web process starts us so
    parser.add_argument("--lock", type=int, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    from tungnha.lists.operations import running

    if args.work is not None:
        running.work(args.work, args.lock, patient=True)
        return 0
    print(f"Đã làm tiếp {running.tick()} danh sách.")
    return 0


def tick() -> None:
    """The hourly job: what was cut off goes on; content whose day is over goes."""
    from tungnha.lists.operations import exchange, running
    from tungnha.units import clock

    if resumed := running.tick():
        print(f"Đã đối chiếu tiếp {resumed} danh sách bị ngắt giữa chừng.")
    done = exchange.tick(clock.now())
    if done["gone"]:
        print(f"Đã xóa nội dung {done['gone']} danh sách hết mục đích.")
    if done["forgotten"]:
        print(f"Đã bỏ người được xóa thông tin khỏi nội dung {done['forgotten']} danh sách.")
