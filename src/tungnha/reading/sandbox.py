"""Parsing in a process of its own, with limits of memory, time and output, ended with all it started.

The libraries that open documents are large and see bytes from anybody. What goes wrong in them stays there: this
side gets text, or one sentence.
"""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import errors, limits

log = logging.getLogger("tungnha.reading")

Progress = Callable[[int, int], None]  # (pages done, pages in all); what it raises stops the reading

_COMMAND = [sys.executable, "-I", "-m", "tungnha.reading.worker"]


def parse(name: str, data: bytes, progress: Progress | None = None) -> dict[str, Any]:
    """What the worker found in a file. Raises UnreadableDocument; lets through what `progress` raises."""
    with tempfile.TemporaryDirectory(prefix="tungnha-read-") as place:
        folder = Path(place)
        (folder / "file").write_bytes(data)
        return _run([*_COMMAND, str(folder / "file"), name], folder, progress)


def _environment(folder: Path) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "TESSDATA_PREFIX", "SYSTEMROOT") if key in os.environ}
    return kept | {
        "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "PYTHONUTF8": "1",
        "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip


def _run(command: list[str], folder: Path, progress: Progress | None) -> dict[str, Any]:
    with (folder / "said").open("wb") as said:
        started = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, cwd=folder,
            env=_environment(folder), start_new_session=True,
        )  # fmt: skip
        try:
            answer = _listen(started, progress)
        finally:
            _end(started)
    if answer is not None and "refused" in answer:
        if answer.get("crash"):
            log.warning("reader failed inside its limits: %s", answer["crash"])
        raise errors.UnreadableDocument(str(answer["refused"]))
    if answer is None:
        log.warning("reader ended with %s and no answer", started.returncode)
        raise errors.too_heavy()
    return answer


def _listen(started: subprocess.Popen[bytes], progress: Progress | None) -> dict[str, Any] | None:
    """Lines of JSON until the answer, None when the process ends without one."""
    assert started.stdout is not None
    began = time.monotonic()
    allowed: float = limits.SECONDS
    got = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(started.stdout, selectors.EVENT_READ)
        while True:
            left = began + allowed - time.monotonic()
            if left <= 0 or not ready.select(left):
                raise errors.too_slow(round(allowed))
            piece = os.read(started.stdout.fileno(), 1 << 16)
            if not piece:
                return None
            got += piece
            if len(got) > limits.MAX_ANSWER:
                raise errors.too_much_text(limits.MAX_CHARACTERS)
            *lines, got = got.split(b"\n") if b"\n" in piece else [got]
            for line in lines:
                told = json.loads(line)
                if "page" not in told:
                    return dict(told)
                allowed = limits.SECONDS_SCAN
                if progress is not None:
                    progress(told["page"], told["of"])


def _end(started: subprocess.Popen[bytes]) -> None:
    """The process and everything it started is gone when this returns."""
    groups = {started.pid, *_descendants(started.pid)} if started.poll() is None else {started.pid}
    for pid in groups:
        for kill in (os.killpg, os.kill):
            try:
                kill(pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
    started.wait()
    if started.stdout is not None:
        started.stdout.close()


def _descendants(pid: int) -> set[int]:
    """Children of children, also those that lead a group of their own (Linux; elsewhere none are seen)."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for listed in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            try:
                children = {int(child) for child in listed.read_text().split()} - found
            except OSError:
                continue
            found |= children
            waiting += children
    return found
