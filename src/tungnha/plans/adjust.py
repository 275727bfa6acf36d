"""What was proposed to change in a plan and what came of it, in some days: for the reports about that plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tungnha.plans.models import Plan, Proposal


@dataclass(frozen=True)
class Adjustment:
    """One proposal as it stood at an instant. `accepted`: None while it waits; `version`: the plan it led to."""

    proposal: int
    part: str
    label: str
    instead: str
    why: str
    who: str
    asked_on: date
    accepted: bool | None = None
    decided_on: date | None = None
    decision: str = ""
    version: int | None = None


def between(plan: Plan, since: date, until: date, *, at: datetime) -> list[Adjustment]:
    """Those that were made or decided from one day to another, both included, and those that still wait, the earliest
    first. What happened after `at` is not known yet."""
    rows = plan.proposals.filter(made_at__lte=at).select_related(
        "made_by__organisation", "made_by__area", "version"
    ).order_by("made_at", "pk")  # fmt: skip
    found = [_as_of(row, at) for row in rows]
    return [one for one in found if one.asked_on <= until and _concerns(one, since, until)]


def _concerns(one: Adjustment, since: date, until: date) -> bool:
    return one.decided_on is None or one.asked_on >= since or since <= one.decided_on <= until


def _as_of(row: Proposal, at: datetime) -> Adjustment:
    maker = row.made_by
    who = maker.organisation.label if maker.organisation is not None else maker.area.title
    known = row.decided_at is not None and row.decided_at <= at
    return Adjustment(
        proposal=row.pk, part=row.get_part_display(), label=row.label, instead=row.instead, why=row.why, who=who,
        asked_on=timezone.localtime(row.made_at).date(), accepted=row.accepted if known else None,
        decided_on=timezone.localtime(row.decided_at).date() if known and row.decided_at else None,
        decision=row.decision if known else "",
        version=row.version.number if known and row.version is not None else None,
    )  # fmt: skip
