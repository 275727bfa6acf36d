"""Files of materials: their kind told by their bytes, nothing in them of where a picture was taken, kept sealed."""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings

from tungnha.outreach import pictures
from tungnha.outreach.models import MaterialFile
from tungnha.units import uploads
from tungnha.units.problems import BadInput, Locked
from tungnha.units.sealed import SealedStream

MOST_BYTES = 20 * 1024 * 1024
LONGEST_SIDE = 2400  # px: an A4 page at 200 dots an inch
TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OFFICE = {".docx": "word/document.xml", ".pptx": "ppt/presentation.xml"}
TAKEN = {
    MaterialFile.Purpose.USE: (".pdf", ".jpg", ".mp3"),
    MaterialFile.Purpose.TEMPLATE: (".docx", ".pptx", ".pdf", ".jpg"),
}
NOT_TAKEN = {
    MaterialFile.Purpose.USE: "Tệp “{name}” không nhận được: mời chọn tệp PDF, ảnh (JPG, PNG, WebP) hoặc MP3. "
    "Video: mời ghi đường dẫn.",
    MaterialFile.Purpose.TEMPLATE: "Tệp “{name}” không nhận được: mời chọn tệp Word (.docx), PowerPoint (.pptx), PDF "
    "hoặc ảnh.",
}
TOO_LARGE = f"Tệp lớn hơn {MOST_BYTES // (1024 * 1024)} MB: mời chọn tệp nhỏ hơn, hoặc ghi đường dẫn."
GONE = "Tệp này không còn trên máy: mời báo cán bộ phụ trách gửi lại."


@dataclass(frozen=True)
class Taken:
    """A file as it is kept: `name` with the ending its bytes tell."""

    name: str
    token: str
    size: int
    sha256: str


def place() -> Path:
    return Path(settings.DATA_DIR) / "materials"


def take(upload: Any, purpose: str) -> Taken:
    """Look at an uploaded file and lay it down sealed. Raises BadInput in one sentence."""
    name = PurePath(str(upload.name or "tep").replace("\\", "/")).name
    data, ending = looked_at(name, upload.read(pictures.TAKES_BYTES + 1), purpose)
    token = secrets.token_hex(16)
    uploads.keep(data, path_of(token))
    return Taken(f"{PurePath(name).stem[:180]}{ending}", token, len(data), hashlib.sha256(data).hexdigest())


def looked_at(name: str, data: bytes, purpose: str) -> tuple[bytes, str]:
    """The bytes to keep and the ending that tells what they are, whatever the file called itself."""
    refused = BadInput(NOT_TAKEN[MaterialFile.Purpose(purpose)].format(name=name[:60]))
    ending = _ending(name, data)
    if ending != ".jpg" and len(data) > MOST_BYTES:
        raise BadInput(TOO_LARGE)
    if ending not in TAKEN[MaterialFile.Purpose(purpose)]:
        raise refused
    if ending == ".jpg":
        return pictures.for_paper(data, LONGEST_SIDE), ending
    if ending == ".mp3":
        return without_tags(data), ending
    return (without_place(data) if ending == ".pdf" else data), ending


def _ending(name: str, data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return office_ending(name, data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return ".jpg"
    return ".mp3" if _is_mp3(data) else ""


def _is_mp3(data: bytes) -> bool:
    """After its ID3 tag an MP3 begins with a frame: eleven bits set, and neither a reserved version nor layer."""
    start = without_tags(data)[:4]
    return len(start) == 4 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0 and start[1] & 0x06 != 0 and start[2] < 0xF0


def without_tags(data: bytes) -> bytes:
    """An MP3 without what phones and players write around it: who recorded it, where, with a cover picture."""
    if data[:3] == b"ID3" and len(data) > 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
        data = data[10 + size :]
    return data[:-128] if data[-128:-125] == b"TAG" else data


_EXIF = re.compile(rb"\xff\xe1(..)(?=Exif\x00\x00)", re.DOTALL)


def without_place(data: bytes) -> bytes:
    """A PDF in which the notes of a camera inside its photographs are blanked; not a byte moves."""
    whole = bytearray(data)
    for found in _EXIF.finditer(data):
        start = found.end() + 6
        end = min(found.start() + 2 + int.from_bytes(found[1], "big"), len(whole))
        whole[start:end] = bytes(max(0, end - start))
    return bytes(whole)


def office_ending(name: str, data: bytes) -> str:
    """.docx or .pptx by what is inside; "" for any other archive. Raises BadInput for one with a macro."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    if any(part.endswith("vbaProject.bin") for part in inside):
        raise BadInput(f"Tệp “{name[:60]}” có macro nên không nhận: mời lưu lại không có macro rồi gửi.")
    return next((ending for ending, part in OFFICE.items() if part in inside), "")


def path_of(token: str) -> Path:
    return place() / f"{token}.sealed"


def content(file: MaterialFile) -> bytes:
    try:
        with io.BufferedReader(SealedStream(path_of(file.token))) as opened:
            return opened.read()
    except FileNotFoundError:
        raise Locked(GONE) from None


def type_of(file: MaterialFile) -> str:
    return TYPES.get(PurePath(file.name).suffix.lower(), "application/octet-stream")


def plain_name(file: MaterialFile) -> str:
    """What it is called on the way out: ASCII, and naming nobody."""
    return f"tai-lieu-{file.material_id}{'-mau' if file.purpose == 'template' else ''}{PurePath(file.name).suffix}"
