"""Documents in: the bytes of a file, whatever it is called, become text. PDFs and pictures are read elsewhere."""

import re
from pathlib import PurePath

from . import refusals
from .doc import read_doc
from .docx import is_word, read_docx
from .html import looks_like_mht, read_html
from .legacy import read_plain
from .odt import read_odt
from .taken import Taken
from .zipsafe import Package

__all__ = ["Taken", "take"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_WORD_KINDS = (".docx", ".docm", ".dotx", ".dotm")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def take(name: str, data: bytes) -> Taken | None:
    """The text of a file; None for a PDF or a picture. Raises UnreadableDocument with one sentence.

    The content decides, the name only where content cannot: names lie (RTF and web pages called .doc).
    """
    suffix = PurePath(name).suffix.lower()
    if data.startswith(OLE):
        return _from_ole(suffix, data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _from_zip(suffix, data)
    if b"%PDF-" in data[:1024] or _is_picture(data):
        return None
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower() == b"{\\rtf":
        return read_doc(data, ".rtf")
    if looks_like_mht(data):
        return read_html(data, "mht")
    if data.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")):
        raise refusals.archive(suffix or ".zip")
    if suffix in (*_WORD_KINDS, ".odt"):
        return _misnamed(name, data, suffix)
    return read_plain(name, data, suffix)


def _is_picture(data: bytes) -> bool:
    if data.startswith(b"BM"):
        return len(data) > 14 and int.from_bytes(data[2:6], "little") in (0, len(data))
    return data.startswith(_PICTURES)


def _misnamed(name: str, data: bytes, suffix: str) -> Taken:
    """Called .docx but no archive: a page or text saved under that name, or a file cut short."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise refusals.corrupt(suffix) from None
    return read_plain(name, data, "")


def _from_ole(suffix: str, data: bytes) -> Taken:
    """An OLE container: an old .doc or .xls, or a modern file under a password."""
    if _has_stream(data, "EncryptedPackage") or _has_stream(data, "EncryptionInfo"):
        raise refusals.locked()
    if _has_stream(data, "WordDocument"):
        if _is_locked_doc(data):
            raise refusals.locked()
        return read_doc(data, ".doc")
    if _has_stream(data, "Workbook") or _has_stream(data, "Book") or suffix in _SHEETS:
        raise refusals.workbook(suffix or ".xls")
    if _has_stream(data, "PowerPoint Document"):
        raise refusals.slides(suffix or ".ppt")
    raise refusals.locked() if suffix in _WORD_KINDS else refusals.corrupt(suffix or ".doc")


def _has_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\0\0" in data


def _is_locked_doc(data: bytes) -> bool:
    """The flag fEncrypted of the file information block (MS-DOC 2.5.1), which begins a sector."""
    at = 512
    while (at := data.find(b"\xec\xa5", at)) > 0:
        version = int.from_bytes(data[at + 2 : at + 4], "little")
        if at % 512 == 0 and len(data) > at + 12 and 0x65 <= version <= 0x112:
            return bool(data[at + 11] & 0x01)
        at += 1
    return False


def _from_zip(suffix: str, data: bytes) -> Taken:
    shown = suffix if suffix in (*_WORD_KINDS, ".odt") else ".docx"
    package = Package(data, shown)
    names = package.names
    kind = (package.part("mimetype") or b"").decode("ascii", errors="replace")
    if "opendocument.text" in kind or ("content.xml" in names and suffix in (".odt", ".ott")):
        return read_odt(data)
    if is_word(names) or b"wordprocessingml" in (package.part("[Content_Types].xml") or b""):
        return read_docx(data, shown)
    if any(n.startswith("xl/") for n in names) or "opendocument.spreadsheet" in kind:
        raise refusals.workbook(suffix if suffix in _SHEETS else ".xlsx")
    if any(n.startswith("ppt/") for n in names) or "opendocument.presentation" in kind:
        raise refusals.slides(suffix if re.fullmatch(r"\.\w{3,4}", suffix) else ".pptx")
    if suffix in (*_WORD_KINDS, ".odt"):
        raise refusals.missing_part(suffix)
    raise refusals.archive(suffix or ".zip")
