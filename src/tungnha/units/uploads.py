"""Whatever is uploaded goes to the disk locked: a large file never lies in clear in a temporary folder.

Small files stay in memory (Django's own handler stands before this one); larger ones are sealed block by block as they
arrive and are gone with the request, unless an operation takes them over (`SealedUpload.move_to`).
"""

from __future__ import annotations

import io
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from tungnha.units import clock
from tungnha.units.sealed import SealedStream, StreamWriter, seal_bytes

KEPT_SECONDS = 24 * 3600
STRANGERS_BYTES = 1024 * 1024  # nobody who is not logged in sends us files


def place() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


class SealedUpload(UploadedFile):
    """An uploaded file that lies sealed on the disk."""

    def __init__(self, path: Path, name: str, content_type: str, size: int, charset: str | None, extra: Any) -> None:
        self.path: Path | None = path
        super().__init__(io.BufferedReader(SealedStream(path)), name, content_type, size, charset, extra)

    def move_to(self, path: Path) -> None:
        """Keep it: the sealed file goes to its place, and closing the request no longer removes it."""
        assert self.path is not None
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.replace(path)
        self.path = None

    def close(self) -> None:
        super().close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)
            self.path = None


class SealedUploadHandler(FileUploadHandler):
    """Seals an upload as it arrives."""

    writer: StreamWriter | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        sweep()
        self.path = place() / f"{secrets.token_urlsafe(16)}.sealed"
        self.writer = StreamWriter(self.path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.writer is not None
        if start + len(raw_data) > STRANGERS_BYTES and not self._known():
            self.upload_interrupted()
            raise StopUpload(connection_reset=True)
        self.writer.write(raw_data)

    def _known(self) -> bool:
        user = getattr(self.request, "user", None)
        return user is None or user.is_authenticated

    def file_complete(self, file_size: int) -> SealedUpload:
        assert self.writer is not None
        self.writer.close()
        self.writer = None
        return SealedUpload(
            self.path, self.file_name or "", self.content_type or "", file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip

    def upload_interrupted(self) -> None:
        if self.writer is not None:
            self.writer.abandon()
            self.writer = None


def keep(upload: Any, path: Path) -> None:
    """Lay an upload down at its place, sealed, wherever it is now. `upload`: an UploadedFile, bytes or a path."""
    if isinstance(upload, SealedUpload):
        upload.move_to(path)
    elif isinstance(upload, bytes):
        seal_bytes(path, upload)
    else:
        writer = StreamWriter(path)
        try:
            upload.seek(0)
            while piece := upload.read(256 * 1024):
                writer.write(piece)
            writer.close()
        except BaseException:
            writer.abandon()
            raise


def sweep() -> int:
    """What a dead process left behind goes after a day. Returns how many files went."""
    gone = 0
    for file in place().glob("*.sealed"):
        try:
            if clock.now().timestamp() - file.stat().st_mtime > KEPT_SECONDS:
                file.unlink(missing_ok=True)
                gone += 1
        except OSError:
            continue
    return gone
