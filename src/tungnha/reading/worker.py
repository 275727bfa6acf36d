"""The process in which a file is parsed: `python -I -m tungnha.reading.worker FILE NAME`, started by sandbox.py.

Lines of JSON on stdout: {"page", "of"} as scanned pages are read, and last the answer or {"refused": sentence}.
"""

import json
import resource
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from . import errors, limits


def main(path: str, name: str) -> int:
    data = Path(path).read_bytes()
    _limit(data)
    try:
        answer = _read(name, data)
        answer["codes"] = _codes(data)
        if len(answer["text"]) > limits.MAX_CHARACTERS:
            raise errors.too_much_text(limits.MAX_CHARACTERS)
    except errors.UnreadableDocument as problem:
        answer = {"refused": str(problem)}
    except MemoryError:
        answer = {"refused": str(errors.too_heavy())}
    except (
        Exception
    ):  # whatever a library lets through: the file is at fault or the library is, the sender gets a sentence
        answer = {"refused": str(errors.not_readable()), "crash": traceback.format_exc(limit=-8)}
    _tell(answer)
    return 0


def _limit(data: bytes) -> None:
    """From here on: so much memory, so much time of a core, no core file, and no life beyond the parent's."""
    office = data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf"))
    memory = limits.MEMORY_OFFICE if office else limits.MEMORY
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, limits.SECONDS_SCAN),
        (resource.RLIMIT_FSIZE, limits.MAX_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _read(name: str, data: bytes) -> dict[str, Any]:
    from . import intake

    taken = intake.take(name, data)
    if taken is not None and not taken.pictures:
        pages = taken.text.count("\f") + 1
        return {
            "text": taken.text, "kind": taken.kind, "encoding": taken.encoding, "notes": list(taken.notes),
            "pages": pages if pages > 1 else None,
        }  # fmt: skip
    from .intake import paper

    if taken is not None:
        return _seen(paper.read_album(taken.pictures, _tell_page))
    read = paper.read_pdf if b"%PDF-" in data[:1024] else paper.read_pictures
    return _seen(read(data, _tell_page))


def _codes(data: bytes) -> list[str]:
    from .intake import codes

    return list(codes.read_codes(data))


def _seen(got: Any) -> dict[str, Any]:
    return {
        "text": got.text, "kind": got.kind, "notes": list(got.notes), "pages": got.pages, "scanned": list(got.scanned),
        "words": [list(word) for word in got.words],
    }  # fmt: skip


def _tell_page(done: int, of: int) -> None:
    _tell({"page": done, "of": of})


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
