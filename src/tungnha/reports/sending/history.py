"""What a unit reported before, and what that makes of the numbers it reports now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tungnha.ledger.models.services import Counted
from tungnha.plans.models import Target
from tungnha.plans.rules import VIETNAM
from tungnha.reports.figures import Computed
from tungnha.reports.models import Obligation, SubmittedFigure
from tungnha.reports.models.submissions import State
from tungnha.reports.rules import period_words
from tungnha.reports.sending import checks, rules

MOST_EARLIER = 12  # periods: a quarter of weeks, a year of months


def opens_on(owed: Obligation) -> date:
    """The first day a report for this period is taken. Due at midnight means due on the day before."""
    due_on = (owed.due_at.astimezone(VIETNAM) - timedelta(microseconds=1)).date()
    return rules.opens_on(
        frequency=owed.duty.frequency, starts_on=owed.starts_on, ends_on=owed.ends_on, due_on=due_on
    )  # fmt: skip


def earlier_of(owed: Obligation, targets: Iterable[Target]) -> dict[int, checks.Earlier]:
    """Target → what the unit reported for earlier periods, the last word of each period, oldest first."""
    rows = SubmittedFigure.objects.filter(
        submission__obligation__organisation=owed.organisation_id, submission__obligation__due_at__lt=owed.due_at,
        submission__serves=None, target__in=[target.pk for target in targets], count__isnull=False,
    ).exclude(submission__state=State.RETURNED).select_related("submission__obligation")  # fmt: skip
    by_target: dict[int, dict[int, SubmittedFigure]] = {}
    for row in rows.order_by("submission__obligation__due_at", "submission__number"):
        by_target.setdefault(row.target_id, {})[row.submission.obligation_id] = row
    return {target: _earlier(list(found.values())[-MOST_EARLIER:]) for target, found in by_target.items()}


def _earlier(rows: list[SubmittedFigure]) -> checks.Earlier:
    last = rows[-1]
    before = last.submission.obligation
    # Of what is counted here the whole follows the register: that it changed is no news of the unit's.
    base = last.base if last.computed is None else None
    return checks.Earlier(
        counts=tuple(row.count for row in rows if row.count is not None), base=base,
        when=period_words(before.period, before.starts_on, before.ends_on),
    )  # fmt: skip


def findings(row: SubmittedFigure, earlier: checks.Earlier | None, known: Computed | None) -> list[checks.Finding]:
    """What to look at in one number of a report. A number the product counted itself is not doubted: it opens."""
    if not row.own:
        return []
    measure = row.target.measure
    return checks.findings(
        checks.Reported(
            name=row.target.label, unit=Counted(measure.counts).label if measure else "người", count=row.count,
            base=row.base, computed=known.count if known else None, own=row.own, earlier=earlier or checks.Earlier(),
        )
    )  # fmt: skip
