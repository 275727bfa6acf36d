"""One report that answers two duties, where the desk has written down that the plan says so (D8)."""

from __future__ import annotations

from datetime import datetime, timedelta

from tungnha.reports.models import Obligation, SharedReport
from tungnha.reports.models.submissions import State
from tungnha.reports.sending.history import opens_on
from tungnha.units.models import Member

NEAR = timedelta(days=7)  # deadlines further apart are two reports


def also_due(owed: Obligation, at: datetime) -> list[Obligation]:
    """The obligations that a report for `owed` answers too: of each duty it is shared with the one whose deadline is
    nearest, a week away at the most, and whose period has begun."""
    shared = SharedReport.objects.filter(duty=owed.duty_id, ended_at=None).values("also")
    rows = Obligation.objects.filter(
        duty__in=shared, organisation=owed.organisation_id, closed_at=None, starts_on__lte=at.date(),
        due_at__range=(owed.due_at - NEAR, owed.due_at + NEAR),
    ).select_related("duty__plan__campaign__area", "organisation__area")  # fmt: skip
    nearest: dict[int, Obligation] = {}
    for row in sorted(rows, key=lambda one: (abs(one.due_at - owed.due_at), one.due_at)):
        nearest.setdefault(row.duty_id, row)
    return list(nearest.values())


def is_awaited(owed: Obligation) -> bool:
    """Whether a report is still to be written: nothing was sent, or what was sent is to be mended."""
    latest = owed.submissions.order_by("-number").first()
    return latest is None or latest.state in (State.RETURNED, State.REOPENED)


def same_week(owed: Obligation, member: Member, at: datetime) -> list[Obligation]:
    """Other reports the same unit owes within a week of this one's deadline, nobody's answer to them yet."""
    rows = Obligation.objects.visible_to(member).filter(
        organisation=owed.organisation_id, closed_at=None, starts_on__lte=at.date(), submissions=None,
        due_at__range=(owed.due_at - NEAR, owed.due_at + NEAR),
    ).exclude(duty=owed.duty_id)  # fmt: skip
    found = rows.select_related("duty__plan__campaign__area", "organisation__area").order_by("due_at", "pk")
    return [row for row in found if opens_on(row) <= at.date()]
