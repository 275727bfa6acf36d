"""One step of a unit's report, whoever takes it: the state changes and the step is written down."""

from __future__ import annotations

from datetime import datetime

from tungnha.reports.models import Obligation, Step, Submission
from tungnha.units.models import Member


def take(submission: Submission, act: str, then: str | None, *, by: Member, at: datetime, why: str = "") -> Step:
    """Write a step down and move the submission where it leads; `then` None leaves it where it is."""
    if then is not None and then != submission.state:
        submission.state = then
        submission.save(update_fields=["state"])
    return Step.objects.create(submission=submission, act=act, why=why, at=at, by=by)


def held(obligation_id: int) -> Obligation:
    """The obligation, nobody else writing to its reports: sending, returning and accepting wait here in turn."""
    return Obligation.objects.select_for_update(of=("self",)).select_related(
        "duty__plan__campaign__area", "organisation__area"
    ).get(pk=obligation_id)  # fmt: skip


def latest_of(owed: Obligation) -> Submission | None:
    return owed.submissions.order_by("-number").first()
