"""`tungnha keys-status | keys-rotate | keys-retire`, in words."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable

from tungnha.units import clock, keyring, keys
from tungnha.units.problems import Problem
from tungnha.units.protection import ring

SHOWN = 20  # places listed one by one
BUSY = (
    "Đang có một lần đổi khóa khác, hoặc một tệp đang được nhập hay đối chiếu. Xin chờ việc ấy xong rồi chạy lại; chưa "
    "có gì thay đổi."
)


def status(args: Namespace) -> int:
    """Which keys there are, and what each still locks."""
    path = keys.key_file()
    newest = ring(anew=True).cipher_id
    for key_id, count in keys.under_each_key().items():
        state = "đang dùng để khóa" if key_id == newest else "chỉ còn để mở"
        print(f"{key_id}: {state}; {count} chỗ khóa bằng khóa này")
    indexes = ", ".join(ring().indexes)
    print(f"Khóa chỉ mục: {indexes}")
    if keyring.open_to_others(path):
        print(f"Người khác trên máy đọc được tệp khóa. Xin chạy: chmod 600 {path}", file=sys.stderr)
        return 2
    return 0


def rotate(args: Namespace) -> int:
    return _told(lambda: _rotate_index() if args.index else _rotate_cipher())


def retire(args: Namespace) -> int:
    return _told(lambda: _retire(args.key, args.ngay))


def _told(run: Callable[[], int]) -> int:
    try:
        return run()
    except Problem as problem:
        print(problem.sentence, file=sys.stderr)
    except keyring.BadKeyFile as problem:
        print(f"Tệp khóa: {problem}.", file=sys.stderr)
    except BlockingIOError:
        print(BUSY, file=sys.stderr)
    except OSError as problem:
        print(f"Không ghi được tệp khóa ({problem.strerror}): xin chạy bằng chủ của tệp ấy.", file=sys.stderr)
    return 2


def _say(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


def _rotate_cipher() -> int:
    outcome = keys.rotate_cipher(at=clock.now(), say=_say)
    _say("")
    print(f"Khóa mới: {outcome.key_id}. Đã khóa lại {outcome.changed} chỗ.")
    if not outcome.is_whole:
        return _not_whole(outcome)
    old = [key_id for key_id in ring(anew=True).ciphers if key_id != outcome.key_id]
    print(
        f"Không còn gì khóa bằng {', '.join(old)}. SAO LƯU NGAY tệp khóa {keys.key_file()}; sau 24 giờ chạy "
        f"“tungnha keys-retire {old[0]}” để bỏ khóa cũ."
    )
    return 0


def _rotate_index() -> int:
    outcome = keys.rotate_index(at=clock.now(), say=_say)
    _say("")
    print(f"Khóa chỉ mục mới: {outcome.key_id}. Đã tính lại {outcome.changed} chỉ mục. SAO LƯU NGAY tệp khóa.")
    return 0 if outcome.is_whole else _not_whole(outcome)


def _not_whole(outcome: keys.Outcome) -> int:
    for place in outcome.damaged[:SHOWN]:
        print(f"Không mở được: {place}", file=sys.stderr)
    for place in outcome.doubles[:SHOWN]:
        print(f"Một số đang đứng ở hai nơi: {place}; xin gộp hai bản ghi rồi chạy lại.", file=sys.stderr)
    more = max(0, len(outcome.damaged) - SHOWN) + max(0, len(outcome.doubles) - SHOWN)
    if more:
        print(f"… và {more} chỗ nữa.", file=sys.stderr)
    if outcome.left:
        print(f"Còn {outcome.left} chỗ dưới khóa cũ; khóa cũ được giữ. Xin chạy lại lệnh này.", file=sys.stderr)
    return 1


def _retire(key_id: str, at_once: bool) -> int:
    kept = keys.retire(key_id=key_id, at=clock.now(), at_once=at_once)
    print(
        f"Đã bỏ {key_id} khỏi tệp khóa; khóa ấy nằm ở {kept}. Chuyển tệp này vào nơi cất giữ riêng: bản sao lưu cơ sở "
        "dữ liệu làm trước ngày đổi khóa vẫn cần nó. Khi không còn bản sao lưu nào như vậy thì hủy tệp."
    )
    return 0
