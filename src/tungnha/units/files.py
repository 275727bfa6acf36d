"""Files that are there whole or not at all, whatever happens to the disk or the process while they are written."""

from __future__ import annotations

import os
import uuid
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Written beside its place, flushed to the disk, then put in its place in one step. A full disk leaves nothing."""

    def _save(self, name: str, content: Any) -> str:
        part = f"{name}.{uuid.uuid4().hex}.part"
        try:
            super()._save(part, content)  # type: ignore[misc]
            _flush(self.path(part))
            return self._put_in_place(part, name)
        finally:
            if os.path.exists(self.path(part)):
                os.remove(self.path(part))

    def _put_in_place(self, part: str, name: str) -> str:
        while True:
            try:
                os.link(self.path(part), self.path(name))  # unlike a rename it never replaces another's file
                return str(name).replace("\\", "/")
            except FileExistsError:
                name = self.get_available_name(name)


def _flush(path: str) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())
