"""Reads official Vietnamese plans (kế hoạch): a document in, a PlanDraft out.

A draft holds what the plan says, each find with its quote, its span in `text` and a confidence, and asks
about what the plan leaves open or says twice. Nothing is guessed into place. Knows nothing of Django.
"""

import os
from pathlib import Path

from . import align, doubt
from .document import open_document
from .documents import MAX_BYTES, TAKEN_SUFFIXES, TakenIn, take_in, takes_long
from .draft import PlanDraft, read_draft
from .errors import TAKEN_KINDS, UnreadableDocument, too_large
from .extras import with_codes
from .sandbox import Progress

__all__ = [
    "MAX_BYTES", "TAKEN_KINDS", "TAKEN_SUFFIXES", "PlanDraft", "Progress", "TakenIn", "UnreadableDocument", "read",
    "read_bytes", "read_taken", "read_text", "take_in", "takes_long", "text_with_pages",
]  # fmt: skip


def read(path: str | Path, progress: Progress | None = None) -> PlanDraft:
    """Read a plan file: Word, .odt, PDF, scan, photograph, web page or text.

    Raises UnreadableDocument; its str() is one Vietnamese sentence. `progress(done, of)` hears of scanned pages.
    """
    path = Path(path)
    return read_bytes(path.name, _bytes_of(path), progress)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableDocument(f"“{path.name}” không phải là tệp; hãy chỉ đúng tệp kế hoạch.")
        if path.stat().st_size > MAX_BYTES:
            raise too_large(MAX_BYTES // (1024 * 1024))
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise UnreadableDocument(f"Không tìm thấy tệp “{path.name}”; hãy kiểm tra lại đường dẫn.") from problem
    except OSError as problem:
        why = os.strerror(problem.errno) if problem.errno else "lỗi đọc đĩa"
        raise UnreadableDocument(f"Không mở được tệp “{path.name}” ({why}); hãy kiểm tra quyền đọc tệp.") from problem


def read_bytes(name: str, data: bytes, progress: Progress | None = None) -> PlanDraft:
    """Read a plan from an upload: its file name and its bytes."""
    return read_taken(take_in(name, data, progress))


def read_taken(taken: TakenIn) -> PlanDraft:
    """Read a plan whose file has been taken in; `source` tells how, and finds from scans carry `doubt`."""
    draft = read_draft(taken.text)
    draft["source"] = taken.source | {"page_starts": align.page_starts(taken.text, draft["text"])}
    draft["materials"] = with_codes(draft["materials"], taken.codes)
    doubt.mark(draft, taken.words)
    return draft


def read_text(text: str) -> PlanDraft:
    """Read a plan that is text already."""
    return read_draft(text)


def text_with_pages(path: str | Path, progress: Progress | None = None) -> str:
    """The repaired text of a file, plan or not, with a line “--- Trang n ---” where each page begins."""
    path = Path(path)
    taken = take_in(path.name, _bytes_of(path), progress)
    return align.with_page_marks(taken.text, open_document(taken.text).text)
