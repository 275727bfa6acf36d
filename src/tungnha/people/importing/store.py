"""Where a file handed in lies while it is worked on: DATA_DIR/imports/<token>, every file in it sealed.

A population file, or a list from outside (lists/): whatever has a token.

upload   the file as it was handed in
rows     its rows below the heading, as text and numbers, a thousand a block; what was found of its heading
parts    its people read and laid together by household, in parts that are each written in one transaction
refused  the rows that were not taken, with their reasons
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from tungnha.units.problems import Locked
from tungnha.units.sealed import SealedFile, SealedWriter

ROWS_OF_A_BLOCK = 1000
_DAY = "\x01"  # no cell begins so: control characters are taken off when rows are read
GONE = "Nội dung của tệp này không còn trên máy: xin gửi lại tệp, nhập lại không làm ai bị thêm hai lần."


class HandedIn(Protocol):
    """A file handed in: PopulationFile, IncomingList."""

    @property
    def token(self) -> Any: ...

    @property
    def name(self) -> Any: ...


def place() -> Path:
    return Path(settings.DATA_DIR) / "imports"


def folder(file: HandedIn) -> Path:
    return place() / file.token


def path_of(file: HandedIn, what: str) -> Path:
    return folder(file) / f"{what}.sealed"


def has(file: HandedIn, what: str) -> bool:
    return path_of(file, what).exists()


def open_sealed(file: HandedIn, what: str) -> SealedFile:
    try:
        return SealedFile(path_of(file, what))
    except FileNotFoundError:
        raise Locked(GONE) from None


def forget(file: HandedIn, *what: str) -> None:
    """Remove what is named, or everything."""
    for one in what:
        path_of(file, one).unlink(missing_ok=True)
    if not what:
        shutil.rmtree(folder(file), ignore_errors=True)


def pack(value: Any) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, default=_plain).encode(), 1)


def unpack(block: bytes) -> Any:
    return json.loads(zlib.decompress(block))


def _plain(value: Any) -> str:
    if isinstance(value, dt.date):
        return _DAY + value.isoformat()
    raise TypeError(type(value).__name__)


def cells_of(packed: list[Any]) -> list[Any]:
    """Cells as they were read: days are days again."""
    for at, cell in enumerate(packed):
        if cell.__class__ is str and cell[:1] == _DAY:
            packed[at] = dt.datetime.fromisoformat(cell[1:]) if "T" in cell else dt.date.fromisoformat(cell[1:])
    return packed


class BlockWriter:
    """Things in a row, so many a block, into a sealed file that takes its place only when it is whole."""

    def __init__(self, file: HandedIn, what: str) -> None:
        self._final = path_of(file, what)
        self.sealed = SealedWriter(self._final.with_suffix(".part"))
        self._waiting: list[Any] = []

    def add(self, thing: Any) -> None:
        self._waiting.append(thing)
        if len(self._waiting) >= ROWS_OF_A_BLOCK:
            self.flush()

    def flush(self) -> int | None:
        if not self._waiting:
            return None
        number = self.sealed.append(pack(self._waiting))
        self._waiting = []
        return number

    def close(self, noted: dict[str, Any]) -> None:
        self.flush()
        self.sealed.close(noted)
        self.sealed.path.replace(self._final)

    def __enter__(self) -> BlockWriter:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self.sealed.abandon()


def rows_of(sealed: SealedFile) -> Iterator[tuple[int, list[Any]]]:
    """(line as the sender sees it, cells) of every row below the heading."""
    for block in sealed:
        for line, packed in unpack(block):
            yield line, cells_of(packed)


def things_of(sealed: SealedFile, blocks: Iterable[int] | None = None) -> Iterator[Any]:
    for number in range(len(sealed)) if blocks is None else blocks:
        yield from unpack(sealed.block(number))


# -- who works on a file: a lock of the operating system, freed by whatever ends the process


def take_lock(file: HandedIn) -> int | None:
    """A handle that holds the file for this process; None where another holds it."""
    folder(file).mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder(file) / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def give_back(handle: int) -> None:
    os.close(handle)


def is_worked_on(file: HandedIn) -> bool:
    if not (folder(file) / "lock").exists():
        return False
    handle = take_lock(file)
    if handle is None:
        return True
    give_back(handle)
    return False
