"""Whether an issued paper is still what was issued: its files and its row against the sums the log was told then."""

from __future__ import annotations

import hashlib
from typing import Any

from tungnha.reports.models import Paper
from tungnha.reports.sending.copies import canonical, digest
from tungnha.units.models import Event

ISSUED_VERB = "paper.issued"


def content_of(paper: Paper) -> dict[str, Any]:
    """Everything the row of an issued paper says; its files by their sums."""
    return {
        "form": 1, "organisation": paper.organisation_id, "kind": paper.kind, "number": paper.number,
        "symbol": paper.symbol, "issued_on": paper.issued_on.isoformat() if paper.issued_on else None,
        "subject": paper.subject, "front": paper.front, "signer": paper.signer_name, "words": paper.words,
        "kept": paper.kept, "annexes": paper.annexes, "version": paper.version, "decree": paper.form,
        "file": paper.sha256, "pdf": paper.pdf_sha256,
    }  # fmt: skip


def sums_of(paper: Paper) -> dict[str, str]:
    """What the log is told as a paper is issued."""
    return {"sha256": paper.sha256, "pdf": paper.pdf_sha256, "row": digest(canonical(content_of(paper)))}


def problems_of(paper: Paper) -> list[str]:
    """What is no longer as it was issued, in words; nothing when it is whole. Papers issued before the log was told
    their sums are held against the sums in the row alone."""
    found = [
        f"tệp {name} đang lưu không còn như lúc ban hành"
        for name, file, told in (("Word", paper.file, paper.sha256), ("PDF", paper.pdf, paper.pdf_sha256))
        if sum_of(file) != told
    ]
    told = [data for data in _logged(paper) if "row" in data]
    now = sums_of(paper)
    if told and not any(data["sha256"] == now["sha256"] and data["pdf"] == now["pdf"] for data in told):
        found.append("mã kiểm tệp không khớp mã ghi trong nhật ký lúc ban hành")
    elif told and now["row"] not in {data["row"] for data in told}:
        found.append("lời văn, thể thức hoặc số của văn bản đang lưu không còn như lúc ban hành")
    return found


def _logged(paper: Paper) -> list[dict[str, Any]]:
    rows = Event.objects.filter(verb=ISSUED_VERB, about=paper._meta.label, about_id=str(paper.pk))
    return list(rows.values_list("data", flat=True))


def sum_of(file: Any) -> str:
    """The SHA-256 of a stored file; "" where it cannot be read."""
    try:
        with file.open("rb") as stored:
            return hashlib.sha256(stored.read()).hexdigest()
    except (OSError, ValueError):
        return ""
