"""The key file: secret keys outside the database, several of a kind while they are changed.

    {"django": …, "cipher": {"k1": …, "k2": …}, "index": {"i1": …}, "added": {"k2": "2026-11-21T09:00:00+07:00"}}

The newest of a kind locks; all of them open. Each key is 32 bytes in base64. A file of the first layout, with one bare
`cipher` and one `index`, is read as k1 and i1. Changes are written beside the file and put in its place in one step.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

KEY_BYTES = 32
KINDS = {"cipher": "k", "index": "i"}
GENERATIONS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # one letter, so that a locked text is as long under any key
Stamp = tuple[int, int, int] | None


class BadKeyFile(ValueError):
    """What is wrong with a key file; never what stands in it."""


class Keys(dict[str, Any]):
    """{"django": bytes, "cipher": {id: bytes}, "index": {id: bytes}}, and the state of the file they came from."""

    path: Path | None = None
    stamp: Stamp = None


def stamp_of(path: Path | None) -> Stamp:
    """What tells that a file was changed: where it lies, when it was written, how long it is."""
    try:
        seen = os.stat(path) if path is not None else None
    except OSError:
        return None
    return (seen.st_ino, seen.st_mtime_ns, seen.st_size) if seen else None


def read(path: Path) -> Keys:
    """The keys of a file. Raises BadKeyFile with a sentence, OSError when it cannot be read."""
    stamp = stamp_of(path)  # before reading: a change in between is then seen at the next look
    keys = Keys(_parsed(_loaded(path)))
    keys.path, keys.stamp = path, stamp
    return keys


def _loaded(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise BadKeyFile("không đọc được: không phải tệp khóa") from problem
    if not isinstance(stored, dict):
        raise BadKeyFile("không đọc được: không phải tệp khóa")
    return stored


def _parsed(stored: Mapping[str, Any]) -> dict[str, Any]:
    if not all(stored.get(kind) for kind in ("django", *KINDS)):
        raise BadKeyFile("không đọc được: thiếu khóa")
    try:
        found: dict[str, Any] = {"django": _key(stored["django"])}
        for kind, letter in KINDS.items():
            given = stored[kind]
            several = given if isinstance(given, dict) else {f"{letter}1": given}
            found[kind] = {name: _key(several[name]) for name in sorted(several, key=generation)}
            if not found[kind] or any(name[0] != letter for name in found[kind]):
                raise BadKeyFile(f"không đọc được: thiếu khóa “{kind}”")
    except (KeyError, TypeError, IndexError) as problem:
        raise BadKeyFile("không đọc được: thiếu khóa") from problem
    return found


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text)
    except (ValueError, TypeError) as problem:
        raise BadKeyFile("không đọc được: khóa không phải base64") from problem
    if len(key) != KEY_BYTES:
        raise BadKeyFile("mỗi khóa phải dài 32 byte")
    return key


def generation(name: str) -> int:
    """1 for k1 and i1, 2 for the next."""
    if len(name) != 2 or name[1] not in GENERATIONS:
        raise BadKeyFile("không đọc được: có mã khóa lạ")
    return GENERATIONS.index(name[1]) + 1


def create(path: Path) -> None:
    """Make new keys, readable by their owner only. Never overwrites: lost keys are lost data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"django": _new(), "cipher": {"k1": _new()}, "index": {"i1": _new()}}, indent=1)
    _write(path, text)


def add(path: Path, kind: str, at: datetime) -> str:
    """Put one more key of a kind into the file; from now on it locks. Gives its id."""
    stored = _upgraded(path)
    names = sorted(stored[kind], key=generation)
    following = generation(names[-1])
    if following >= len(GENERATIONS):
        raise BadKeyFile("đã đổi khóa quá nhiều lần, không còn mã khóa nào")
    name = KINDS[kind] + GENERATIONS[following]
    stored[kind][name] = _new()
    stored["added"][name] = at.isoformat()
    _replace(path, stored)
    return name


def added_at(path: Path, name: str) -> datetime | None:
    """When a key was put into the file; None for the first ones."""
    text = _loaded(path).get("added", {}).get(name)
    return datetime.fromisoformat(text) if text else None


def retire(path: Path, kind: str, name: str, at: datetime) -> Path:
    """Take an old key out of the file, into one of its own beside it: backups made under it still need it."""
    stored = _upgraded(path)
    if name == max(stored[kind], key=generation):
        raise BadKeyFile("không bỏ khóa mới nhất")
    kept = path.with_name(f"{path.name}.{name}-{at:%Y%m%d-%H%M%S}")
    _write(kept, json.dumps({kind: {name: stored[kind].pop(name)}, "retired": at.isoformat()}, indent=1))
    stored["added"].pop(name, None)
    _replace(path, stored)
    return kept


def _upgraded(path: Path) -> dict[str, Any]:
    stored = _loaded(path)
    _parsed(stored)  # a broken file is not written on
    for kind, letter in KINDS.items():
        if not isinstance(stored[kind], dict):
            stored[kind] = {f"{letter}1": stored[kind]}
    stored.setdefault("added", {})
    return stored


def _new() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, stored: Mapping[str, Any]) -> None:
    """Whole or not at all: a crash in the middle leaves the old file. The owner stays the same."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        _write(part, json.dumps(stored, indent=1))
        before = os.stat(path)
        if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
            os.chown(part, before.st_uid, before.st_gid)  # changed by root, read by the product's own user
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def open_to_others(path: Path) -> bool:
    """Whether somebody besides its owner may read or write the key file."""
    return os.name == "posix" and bool(os.stat(path).st_mode & 0o077)


@contextmanager
def holding(lock_file: Path, *, alone: bool, wait: bool = True) -> Iterator[None]:
    """Hold a lock of the machine: together with others, or alone. Raises BlockingIOError when it would wait. Opened
    for reading only: whoever made the file, an administrator or the product's own user, the other can hold it too."""
    lock = os.open(lock_file, os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(lock)
