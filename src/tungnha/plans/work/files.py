"""The file beside a result: its kind told by its bytes, pictures without what cameras write into them, kept sealed."""

from __future__ import annotations

import io
import secrets
import zipfile
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings

from tungnha.outreach import pictures
from tungnha.units import uploads
from tungnha.units.problems import BadInput, Locked
from tungnha.units.sealed import SealedStream

MOST_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 2000  # px: a photographed page can still be read
TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".jpg": "image/jpeg",
}
TAKEN = (*TYPES, ".jpeg", ".png", ".webp")
_OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
NOT_TAKEN = "Tệp “{name}” không nhận được: mời chọn tệp PDF, Word (.docx), Excel (.xlsx) hoặc ảnh."
TOO_LARGE = f"Tệp lớn hơn {MOST_BYTES // (1024 * 1024)} MB: mời chọn tệp nhỏ hơn, hoặc ghi đường dẫn."
GONE = "Tệp kèm theo không còn trên máy: mời gửi lại tệp."


def place() -> Path:
    return Path(settings.DATA_DIR) / "work"


def take(upload: Any) -> tuple[str, str]:
    """Look at an uploaded file and lay it down sealed. Returns (token, name as it is kept). BadInput in a sentence."""
    name = PurePath(str(upload.name or "tep").replace("\\", "/")).name[-200:]
    if upload.size is not None and upload.size > MOST_BYTES:
        raise BadInput(TOO_LARGE)
    data, suffix = _looked_at(name, upload.read())
    token = secrets.token_hex(16)
    uploads.keep(data, path_of(token))
    return token, f"{PurePath(name).stem[:200]}{suffix}"


def _looked_at(name: str, data: bytes) -> tuple[bytes, str]:
    """The bytes to keep and the suffix that tells what they are, whatever the file called itself."""
    if data.startswith(b"%PDF-"):
        return data, ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return data, _office_suffix(name, data)
    if PurePath(name).suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"):
        return pictures.for_paper(data, LONGEST_SIDE), ".jpg"
    raise BadInput(NOT_TAKEN.format(name=name[:60]))


def _office_suffix(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        inside = set()
    if any(part.endswith("vbaProject.bin") for part in inside):
        raise BadInput(f"Tệp “{name[:60]}” có macro nên không nhận: mời lưu lại không có macro rồi gửi.")
    for suffix, part in _OFFICE.items():
        if part in inside:
            return suffix
    raise BadInput(NOT_TAKEN.format(name=name[:60]))


def path_of(token: str) -> Path:
    return place() / f"{token}.sealed"


def forget(token: str) -> None:
    if token:
        path_of(token).unlink(missing_ok=True)


def opened(token: str) -> io.BufferedReader:
    try:
        return io.BufferedReader(SealedStream(path_of(token)))
    except FileNotFoundError:
        raise Locked(GONE) from None


def type_of(name: str) -> str:
    return TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")
