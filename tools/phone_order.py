"""In which order the phone's own code packs smallest: .venv/bin/python tools/phone_order.py [seconds]

gzip looks back 32 KB, a fifth of the whole: files that say the same things should lie near each other. Which those are
is tried out, by moving files about as long as that helps, and written to src/tungnha/phone/pack.order. Nothing of the
app depends on it but its size; a file that is not named comes last.
"""

from __future__ import annotations

import gzip
import random
import sys
import time

from tungnha.web.phone_app import FOLDER, ORDER, PACK, load

MOST_TOGETHER = 3  # files moved at once


def main(seconds: float) -> None:
    parts = load().files[PACK].body.split(b"\0")
    texts = dict(zip(parts[::2], parts[1::2], strict=True))

    def size(order: list[bytes]) -> int:
        return len(gzip.compress(b"\0".join(part for name in order for part in (name, texts[name])), 9, mtime=0))

    best = list(texts)
    before = least = size(best)
    chance, until = random.Random(1), time.monotonic() + seconds
    while time.monotonic() < until:
        order = list(best)
        start, count = chance.randrange(len(order)), chance.randint(1, MOST_TOGETHER)
        moved = order[start : start + count]
        del order[start : start + count]
        to = chance.randint(0, len(order))
        order[to:to] = moved
        if (tried := size(order)) < least:
            least, best = tried, order
    (FOLDER / ORDER).write_text("".join(f"{name.decode()}\n" for name in best), "utf-8")
    sys.stdout.write(f"{before:,} → {least:,} bytes\n")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
