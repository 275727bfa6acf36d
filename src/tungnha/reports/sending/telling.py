"""What a correction changes upstairs is told upstairs: beside every frozen report that was compiled before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tungnha.reports.models import Correction, Report, Submission
from tungnha.reports.queries import latest_submissions
from tungnha.reports.sending import changes
from tungnha.units.models import Member
from tungnha.units.operations import log_event


def tell_upstairs(submission: Submission, *, by: Member, at: datetime) -> list[Correction]:
    """Beside each frozen report of the same duty and period: from which number to which. What says nothing new in
    figures or words is not told."""
    owed = submission.obligation
    reports = Report.objects.filter(duty=owed.duty_id, period=owed.period, frozen_at__isnull=False)
    return [made for report in reports if (made := _tell(report, submission, by=by, at=at)) is not None]


def tell_of(report: Report, later: Sequence[Submission], *, by: Member, at: datetime) -> list[Correction]:
    """The same when a report is frozen: what units sent after its figures were taken, before it was frozen."""
    return [made for row in later if (made := _tell(report, row, by=by, at=at)) is not None]


def _tell(report: Report, submission: Submission, *, by: Member, at: datetime) -> Correction | None:
    inside = compiled(report)
    if submission.pk in inside:
        return None
    before = next((row for row in inside.values() if row.obligation_id == submission.obligation_id), None)
    figures, parts = changes.between(before, submission)
    if not figures and not parts:
        return None
    made, is_new = Correction.objects.get_or_create(
        report=report, submission=submission, defaults={"figures": figures, "parts": parts, "at": at}
    )
    if not is_new:
        return None
    log_event("report.corrected_after_lock", about=report, by=by, at=at, submission=submission.pk, changed=len(figures))
    return made


def compiled(report: Report) -> dict[int, Submission]:
    """What a report was compiled from, by id: its figures say so; those of older reports are known by the hour."""
    wanted = report.figures.get("submissions")
    if wanted is not None:
        return Submission.objects.in_bulk(wanted)
    assert report.duty is not None
    return {row.pk: row for row in latest_submissions([report.duty], report.period, report.figures_at)}
