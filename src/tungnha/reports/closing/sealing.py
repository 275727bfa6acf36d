"""Whether a frozen report, or the figures of a closed phase, are still what they were: canonical text and digest."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from tungnha.reports.models import PhaseClosing, Report
from tungnha.reports.sending.copies import canonical, digest
from tungnha.units.models import Event

FORM = 1  # of the canonical text: a later form gets the next number, old ones keep theirs
FROZEN_VERB, CLOSED_VERB = "report.frozen", "phase.closed"


def content_of(report: Report, file_sum: str) -> dict[str, Any]:
    """Everything a frozen report says; `file_sum`: the SHA-256 of its Word file."""
    return {
        "form": FORM,
        "plan": report.plan_id,
        "duty": report.duty_id,
        "area": report.area.code,
        "organisation": report.organisation_id,
        "period": report.period,
        "starts_on": report.starts_on.isoformat(),
        "ends_on": report.ends_on.isoformat(),
        "edition": report.edition,
        "figures_at": report.figures_at.isoformat(),
        "figures": report.figures,
        "words": report.words,
        "front": report.front,
        "signer": report.signer_name,
        "number": report.number,
        "symbol": report.symbol,
        "issued_on": report.issued_on.isoformat() if report.issued_on else None,
        "frozen_by": report.frozen_by_id,
        "file": file_sum,
    }


def seal(report: Report, file: bytes) -> None:
    """Write canonical text and digest into a report that is about to be frozen."""
    report.content = canonical(content_of(report, hashlib.sha256(file).hexdigest()))
    report.sha256 = digest(report.content)


def problems_of_report(report: Report) -> list[str]:
    """What is no longer as it was frozen, in words; nothing when it is whole. Held against the digest, the digest in
    the log, the row as it stands today, and the Word file."""
    found = _of_text(report.content, report.sha256, FROZEN_VERB, report._meta.label, report.pk)
    if found:
        return found
    kept = json.loads(report.content)
    if json.loads(canonical(content_of(report, kept["file"]))) != _instants(kept, report):
        found.append("báo cáo đang lưu không còn như lúc chốt")
    if _sum_of_file(report) != kept["file"]:
        found.append("tệp Word đang lưu không còn như lúc chốt")
    return found


def _instants(kept: dict[str, Any], report: Report) -> dict[str, Any]:
    """The same instant may be written in another zone once it was stored: it is told as the row tells it now."""
    same = datetime.fromisoformat(kept["figures_at"]) == report.figures_at
    return kept | ({"figures_at": report.figures_at.isoformat()} if same else {})


def _sum_of_file(report: Report) -> str:
    try:
        with report.file.open("rb") as stored:
            return hashlib.sha256(stored.read()).hexdigest()
    except (OSError, ValueError):
        return ""


def problems_of_closing(closing: PhaseClosing) -> list[str]:
    return _of_text(closing.content, closing.sha256, CLOSED_VERB, closing._meta.label, closing.pk)


def _of_text(text: str, sha256: str, verb: str, label: str, pk: int) -> list[str]:
    found = []
    if digest(text) != sha256:
        found.append("nội dung khóa không còn khớp mã kiểm")
    logged = Event.objects.filter(verb=verb, about=label, about_id=str(pk)).values_list("data", flat=True)
    if sha256 not in {data.get("sha256") for data in logged}:
        found.append("mã kiểm không khớp mã ghi trong nhật ký lúc chốt")
    return found


def mark_of(sha256: str) -> str:
    """The first sixteen characters in fours, to be read out over the telephone."""
    return " ".join(sha256[n : n + 4] for n in range(0, 16, 4))
