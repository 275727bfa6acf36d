"""Bytes of a file → text and where it came from. Refuses, with a sentence, what it cannot read safely."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from . import intake, limits, sandbox
from .errors import empty_file, too_large, too_much_text

MAX_BYTES = limits.MAX_BYTES
TAKEN_SUFFIXES = (
    ".docx", ".doc", ".odt", ".rtf", ".pdf", ".txt", ".md", ".html", ".htm", ".png", ".jpg", ".jpeg", ".tif", ".tiff",
    ".webp",
)  # fmt: skip

_PLAIN_BYTES = 1024 * 1024  # above it even plain text is taken in with limits
_PLAIN_SUFFIXES = ("", ".txt", ".md")


@dataclass(frozen=True)
class TakenIn:
    """A file as text. "\\f" ends a page. `words` (word, confidence 0…1) where letters were read from pictures."""

    text: str
    kind: str  # txt, md, docx, odt, doc, rtf, html, pdf, scan, picture
    pages: int | None = None  # None: the file does not tell
    scanned: tuple[int, ...] = ()  # pages read from pictures, from 1
    words: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()  # sentences for whoever sent it
    encoding: str | None = None
    codes: tuple[str, ...] = ()  # web addresses it holds as QR codes

    @property
    def source(self) -> dict[str, Any]:
        """What the draft tells about it."""
        return {
            "kind": self.kind, "pages": self.pages, "ocr": bool(self.scanned), "scanned_pages": list(self.scanned),
            "encoding": self.encoding, "notes": list(self.notes),
        }  # fmt: skip


def take_in(name: str, data: bytes, progress: sandbox.Progress | None = None) -> TakenIn:
    """The text of a file. Small plain text is read here, everything else in a process of its own with limits.

    `progress(done, of)` hears of each scanned page; what it raises stops the reading and comes through.
    """
    if len(data) > MAX_BYTES:
        raise too_large(MAX_BYTES // limits.MEGABYTE)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise empty_file()
    if _is_plain(name, data):
        taken = intake.take(name, data)
        if taken is not None:
            if len(taken.text) > limits.MAX_CHARACTERS:
                raise too_much_text(limits.MAX_CHARACTERS)
            return TakenIn(taken.text, taken.kind, notes=taken.notes, encoding=taken.encoding)
    answer = sandbox.parse(name, data, progress)
    return TakenIn(
        answer["text"], answer["kind"], answer.get("pages"), tuple(answer.get("scanned", ())),
        tuple((text, sure) for text, sure in answer.get("words", ())), tuple(answer["notes"]), answer.get("encoding"),
        tuple(answer.get("codes", ())),
    )  # fmt: skip


def text_of(name: str, data: bytes) -> str:
    return take_in(name, data).text


def takes_long(data: bytes) -> bool:
    """Whether a file may need minutes: pictures, and PDFs large enough to be scans."""
    picture = data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"RIFF"))
    return picture or b"%PDF-" in data[:1024]


def _is_plain(name: str, data: bytes) -> bool:
    """Letters from the first byte to the last, and no markup: nothing that a library would have to open."""
    if len(data) > _PLAIN_BYTES or PurePath(name).suffix.lower() not in _PLAIN_SUFFIXES or b"\x00" in data:
        return False
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return not (start.startswith((b"<", b"{\\rtf", b"pk\x03", b"\xd0\xcf")) or b"%pdf-" in start or b"<html" in start)
