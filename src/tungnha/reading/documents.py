"""Bytes of a file → text. Refuses, with a sentence, what it cannot read safely."""

import io
import zipfile
from pathlib import Path

from .docx_text import docx_text
from .errors import corrupt_docx, empty_file, password_protected, too_large, unsupported, zip_bomb

MAX_BYTES = 50 * 1024 * 1024  # bytes of the file as sent
MAX_UNPACKED = 200 * 1024 * 1024  # bytes of a .docx once unpacked
MAX_RATIO = 200  # unpacked / packed; real documents of mostly XML stay under 30

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = {
    ".doc": ".doc (Word cũ)", ".pdf": ".pdf", ".xlsx": ".xlsx (Excel)", ".xls": ".xls (Excel)", ".odt": ".odt",
    ".rtf": ".rtf", ".jpg": "ảnh", ".jpeg": "ảnh", ".png": "ảnh", ".zip": ".zip", ".pptx": ".pptx",
}  # fmt: skip


def text_of(name: str, data: bytes) -> str:
    """The text of a file by its content first and its name second (names lie more often)."""
    if len(data) > MAX_BYTES:
        raise too_large(MAX_BYTES // (1024 * 1024))
    if not data.strip():
        raise empty_file()
    suffix = Path(name).suffix.lower()
    if data.startswith(_OLE):
        raise _ole_problem(suffix, data)
    if data.startswith(b"%PDF"):
        raise unsupported(".pdf")
    if data.startswith(b"PK"):
        return _from_zip(suffix, data)
    if suffix == ".docx":
        raise corrupt_docx()
    if suffix in _KINDS:
        raise unsupported(_KINDS[suffix])
    return decode(data)


def _ole_problem(suffix: str, data: bytes) -> ValueError:
    """An OLE container is an old .doc, or a modern file encrypted under a password."""
    if suffix == ".docx" or "EncryptedPackage".encode("utf-16-le") in data:
        return password_protected()
    return unsupported(_KINDS.get(suffix, ".doc (Word cũ)"))


def _from_zip(suffix: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {e.filename for e in entries}
            unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
            encrypted = any(e.flag_bits & 1 for e in entries)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as problem:
        raise corrupt_docx() from problem
    if unpacked > MAX_UNPACKED or (unpacked > 20 * 1024 * 1024 and unpacked > MAX_RATIO * max(packed, 1)):
        raise zip_bomb()
    if encrypted:
        raise password_protected()
    if "word/document.xml" in names:
        return docx_text(data)
    if suffix == ".docx":
        raise corrupt_docx()
    kind = ".xlsx (Excel)" if any(n.startswith("xl/") for n in names) else _KINDS.get(suffix, ".zip")
    raise unsupported(kind)


def decode(data: bytes) -> str:
    """UTF-8 or UTF-16 by its mark; Windows-1258 as the last resort of old Vietnamese files."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.count(b"\x00") > len(data) // 8:
            return data.decode("utf-16", errors="replace")
        return data.decode("cp1258", errors="replace")
