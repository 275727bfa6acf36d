"""The phone's app as it is handed out: its files, read once, and the version they make together.

The version is a hash over every file, so that a phone never mixes files of two versions: all stand under an address
with the version in it, and the service worker keeps a version whole (docs/decisions/0032-phone-app.md). Notes for the
reader of the code stay here; what goes out is the code. Scripts and sheet go out in one piece besides (`pack.txt`):
squeezed together they are two thirds of what they are one by one, and one request instead of seventy.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tungnha.web.phone_lean import lean_script, lean_sheet

FOLDER = Path(__file__).resolve().parents[1] / "phone"
VERSION_MARK = b"@VERSION@"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".txt": "text/plain; charset=utf-8",
}
SHELL, WORKER = "index.html", "sw.js"  # they have addresses of their own, which never change
PACK = "pack.txt"
ORDER = "pack.order"  # like beside like packs smaller; found by tools/phone_order.py, what it lacks comes last
SHRINKS = {".html", ".css", ".js", ".webmanifest", ".svg", ".wasm", ".txt"}
LEAN = {".js": lean_script, ".css": lean_sheet}
OTHERS = "vendor/"  # what others made goes out byte for byte
# Ours, kept on the phone like the rest, but no part of what must come before the app can open.
LATER = ("badge/", "screen/answers.js", "screen/help.js")


@dataclass
class AppFile:
    """One file: its bytes, its media type, and packed once somebody asks for it packed."""

    body: bytes
    kind: str
    shrinks: bool
    _packed: bytes = field(default=b"", repr=False)

    @property
    def packed(self) -> bytes:
        if not self._packed:
            self._packed = gzip.compress(self.body, 9, mtime=0)
        return self._packed


@dataclass(frozen=True)
class PhoneApp:
    version: str
    shell: AppFile
    worker: AppFile
    files: Mapping[str, AppFile]


def load(folder: Path = FOLDER) -> PhoneApp:
    """Read the app. Files of a kind no browser is served (notes, licences) are no part of it."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in KINDS}
    bodies = {name: _going_out(name, found[name].read_bytes()) for name in sorted(found)}
    version = version_of(bodies)
    shell = bodies.pop(SHELL).replace(VERSION_MARK, version.encode())
    code = bodies.pop(WORKER)
    together = [name for name in bodies if not name.startswith((OTHERS, *LATER)) and Path(name).suffix in LEAN]
    turn = {name: number for number, name in enumerate((folder / ORDER).read_text("utf-8").split())}
    together.sort(key=lambda name: turn.get(name, len(turn)))
    single = [name for name in bodies if name not in together]
    told = json.dumps({"version": version, "pack": PACK, "files": single})
    bodies[PACK] = _pack({name: bodies[name] for name in together})
    files = {name: _file(name, body) for name, body in bodies.items()}
    return PhoneApp(
        version, _file(SHELL, shell), _file(WORKER, f"self.APP = {told};\n".encode() + code), files
    )  # fmt: skip


def version_of(bodies: Mapping[str, bytes]) -> str:
    """Twelve hex digits over names and contents: one byte more in any file is another version."""
    found = hashlib.sha256()
    for name, body in bodies.items():
        found.update(f"{name}\0{len(body)}\0".encode())
        found.update(body)
    return found.hexdigest()[:12]


def _going_out(name: str, body: bytes) -> bytes:
    lean = None if name.startswith(OTHERS) else LEAN.get(Path(name).suffix)
    return lean(body.decode()).encode() if lean else body


def _pack(bodies: Mapping[str, bytes]) -> bytes:
    """Name, text, name, text … of scripts and sheet, a NUL between: nothing in them has to be written otherwise."""
    return b"\0".join(part for name, body in bodies.items() for part in (name.encode(), body))


def _file(name: str, body: bytes) -> AppFile:
    suffix = Path(name).suffix
    return AppFile(body, KINDS[suffix], suffix in SHRINKS)


@cache
def app() -> PhoneApp:
    """The app as it lay here when the server started."""
    return load()
