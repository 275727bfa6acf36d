"""The locked copy of a submission: its canonical text, its digest, and whether both are still whole."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tungnha.reports.models import LockedCopy, Submission
from tungnha.reports.models.submissions import PARTS
from tungnha.units.models import Event

FORM = 1  # of the canonical text: a later form gets the next number, old copies keep theirs
LOCKED_VERB = "report.locked"


def content_of(submission: Submission) -> dict[str, Any]:
    """Everything a submission says: whose, of which period, when, its words, its figures, its lists by digest only."""
    owed = submission.obligation
    return {
        "form": FORM,
        "unit": {"id": owed.organisation_id, "name": owed.organisation.name, "area": owed.organisation.area.code},
        "duty": owed.duty_id,
        "period": owed.period,
        "starts_on": owed.starts_on.isoformat(),
        "ends_on": owed.ends_on.isoformat(),
        "due_at": owed.due_at.isoformat(),
        "number": submission.number,
        "sent_at": submission.sent_at.isoformat(),
        "sent_by": submission.sent_by_id,
        "parts": {name: getattr(submission, name) for name in PARTS},
        "proposed": sorted(submission.proposed),
        "figures": [
            {
                "target": figure.target_id, "name": figure.target.label, "count": figure.count, "base": figure.base,
                "computed": figure.computed, "own": figure.own, "checked": figure.checked,
            }
            for figure in sorted(submission.figures.all(), key=lambda f: f.target_id)
        ],
        "lists": [
            {
                "service": listed.service.code, "level": listed.level, "on": listed.on.isoformat(),
                "people": listed.people, "sha256": listed.sha256,
            }
            for listed in sorted(submission.named_lists.all(), key=lambda row: row.service.code)
        ],
    }  # fmt: skip


def canonical(content: dict[str, Any]) -> str:
    """The one text of a content: keys in order, no spaces, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def problems_of(copy: LockedCopy) -> list[str]:
    """What is no longer as it was locked, in words; nothing when it is whole (nguyên vẹn).

    Held against three things: the copy's own digest, the digest the log was given at that moment, and the numbers and
    words that stand in the submission today.
    """
    found = []
    if digest(copy.content) != copy.sha256:
        found.append("nội dung bản khóa không còn khớp mã kiểm")
    logged = Event.objects.filter(
        verb=LOCKED_VERB, about=Submission._meta.label, about_id=str(copy.submission_id), at=copy.at
    ).values_list("data", flat=True)
    if copy.sha256 not in {data.get("sha256") for data in logged}:
        found.append("mã kiểm không khớp mã ghi trong nhật ký lúc khóa")
    if not found and _said(json.loads(copy.content)) != _said(content_of(copy.submission)):
        found.append("báo cáo đang lưu không còn như bản khóa")
    return found


def _said(content: dict[str, Any]) -> Any:
    """Without names, which may be mended later: of units, of measures."""
    figures = [{key: value for key, value in row.items() if key != "name"} for row in content["figures"]]
    return content["parts"], figures, content["lists"], content["number"], content["period"]


def of_interest(rows: Any) -> Any:
    """Submissions with all that their canonical text needs."""
    return rows.select_related("obligation__organisation__area", "obligation__duty").prefetch_related(
        "figures__target__measure", "named_lists__service"
    )
