"""Reads official Vietnamese plans (kế hoạch): a document in, a PlanDraft out.

A draft holds what the plan says, each find with its quote, its span in `text` and a confidence, and asks
about what the plan leaves open or says twice. Nothing is guessed into place. Knows nothing of Django.
"""

from pathlib import Path

from .documents import MAX_BYTES, text_of
from .draft import PlanDraft, read_draft
from .errors import UnreadableDocument, too_large

__all__ = ["MAX_BYTES", "PlanDraft", "UnreadableDocument", "read", "read_bytes", "read_text"]


def read(path: str | Path) -> PlanDraft:
    """Read a plan file (.txt, .docx)."""
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_large(MAX_BYTES // (1024 * 1024))
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as problem:
        raise UnreadableDocument(f"Không tìm thấy tệp “{path.name}”; hãy kiểm tra lại đường dẫn.") from problem
    return read_bytes(path.name, data)


def read_bytes(name: str, data: bytes) -> PlanDraft:
    """Read a plan from an upload: its file name and its bytes."""
    return read_text(text_of(name, data))


def read_text(text: str) -> PlanDraft:
    """Read a plan that is text already."""
    return read_draft(text)
