"""What shows that something was done: a PDF, a picture or a recording beside a result, kept sealed."""

from __future__ import annotations

import io
import secrets
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings

from tungnha.outreach import files, pictures
from tungnha.outreach.models import MaterialFile, PartResult
from tungnha.units import uploads
from tungnha.units.problems import Locked
from tungnha.units.sealed import SealedStream


def place() -> Path:
    return Path(settings.DATA_DIR) / "evidence"


def take(upload: Any) -> tuple[str, str]:
    """Look at an uploaded file and lay it down sealed: (token, name as it is kept). Raises BadInput in a sentence."""
    name = PurePath(str(upload.name or "tep").replace("\\", "/")).name
    data, ending = files.looked_at(name, upload.read(pictures.TAKES_BYTES + 1), MaterialFile.Purpose.USE)
    token = secrets.token_hex(16)
    uploads.keep(data, _path(token))
    return token, f"{PurePath(name).stem[:180]}{ending}"


def forget(token: str) -> None:
    """What was laid down for a result that was not kept after all."""
    if token:
        _path(token).unlink(missing_ok=True)


def content(result: PartResult) -> bytes:
    try:
        with io.BufferedReader(SealedStream(_path(result.file))) as opened:
            return opened.read()
    except FileNotFoundError:
        raise Locked(files.GONE) from None


def type_of(result: PartResult) -> str:
    return files.TYPES.get(PurePath(result.file_name).suffix.lower(), "application/octet-stream")


def plain_name(result: PartResult) -> str:
    """What it is called on the way out: ASCII, and naming nobody."""
    return f"minh-chung-{result.pk}{PurePath(result.file_name).suffix}"


def _path(token: str) -> Path:
    return place() / f"{token}.sealed"
