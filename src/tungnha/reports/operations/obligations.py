"""Periods come into being from the duties, and follow them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tungnha.plans.models import Duty, Plan
from tungnha.plans.queries import before_rule
from tungnha.plans.rules import Period, obligation_periods
from tungnha.reports import queries
from tungnha.reports.duties.owing import owing
from tungnha.reports.models import Obligation, Submission
from tungnha.units.models import Organisation
from tungnha.units.operations import log_event

from .shared import day_of

HORIZON = timedelta(days=100)  # a quarter ahead: the next report of every duty is always known


@transaction.atomic
def ensure_obligations(*, plan: Plan, until: date, at: datetime) -> int:
    """Bring the obligations of a plan into being up to a day; a second call, or one at the same time, adds nothing.

    They follow the duties as they are now: one not yet due moves with a corrected deadline, and is closed when its
    phase was closed or its unit reports no longer. What is past, or was answered, stays as it was. A plan asks for
    nothing from before it was confirmed here; a duty of a later version, for nothing from before that version, nor
    again for a period that the duty it replaces has asked for. A unit founded in the middle of a period owes from the
    next one; one that was merged away owes nothing that falls due after its last day. What only repeats a duty of the
    plan above asks nothing.
    """
    start = max(day for day in (plan.campaign.started_on, plan.issued_on, day_of(plan.confirmed_at)) if day)
    wanted: dict[tuple[int, int, str], Obligation] = {}
    phases = list(plan.campaign.phases.all())
    duties = plan.duties.exclude(kind="difficulty").filter(repeats=None).select_related("phase", "plan__organisation")
    for duty in duties:
        opens = max(start, duty.since_on or start)
        periods = obligation_periods(
            duty, phases=[duty.phase] if duty.phase else phases, start=opens, end=until, rule=before_rule()
        )
        units = owing(duty) if periods else []
        asked = _asked_before(duty, at) if duty.replaces_id else set()
        wanted |= {
            (duty.pk, one.organisation.pk, p.key): _obligation(duty, one.organisation, p)
            for p in periods for one in units if one.owes(p) and (one.organisation.pk, p.key) not in asked
        }  # fmt: skip
    return _bring_in_line(plan, wanted, until=until, at=at)


def _asked_before(duty: Duty, at: datetime) -> set[tuple[int, str]]:
    """(unit, period) of the duties that this one replaces, as far as they are past or were answered."""
    earlier, back = [], duty.replaces_id
    while back is not None:
        earlier.append(back)
        back = Duty.ever.values_list("replaces_id", flat=True).get(pk=back)
    answered = Submission.objects.filter(obligation__duty__in=earlier).values("obligation")
    rows = Obligation.objects.filter(Q(due_at__lte=at) | Q(pk__in=answered), duty__in=earlier)
    return set(rows.values_list("organisation", "period"))


def _obligation(duty: Duty, unit: Organisation, period: Period) -> Obligation:
    return Obligation(
        duty=duty, organisation=unit, period=period.key, starts_on=period.starts_on, ends_on=period.ends_on,
        due_at=period.due_at,
    )  # fmt: skip


def _bring_in_line(plan: Plan, wanted: dict[tuple[int, int, str], Obligation], *, until: date, at: datetime) -> int:
    known = {(o.duty_id, o.organisation_id, o.period): o for o in Obligation.objects.filter(duty__plan=plan)}
    fresh = [new for key, new in wanted.items() if key not in known]
    # A page opened at the same moment elsewhere may have made them first.
    Obligation.objects.bulk_create(fresh, ignore_conflicts=True)
    changed = [
        old for key, old in known.items() if old.due_at > at and _follow(old, wanted.get(key), until=until, at=at)
    ]
    answered = set(Submission.objects.filter(obligation__in=changed).values_list("obligation", flat=True))
    changed = [old for old in changed if old.pk not in answered]
    Obligation.objects.bulk_update(changed, ["starts_on", "ends_on", "due_at", "closed_at", "moved"])
    if fresh or changed:
        log_event("obligations.ensured", about=plan, by=None, at=at, created=len(fresh), changed=len(changed))
    return len(fresh)


def _follow(old: Obligation, new: Obligation | None, *, until: date, at: datetime) -> bool:
    """Make an obligation that is not due yet say what the duty says now. True when that changed it."""
    before = (old.starts_on, old.ends_on, old.due_at, old.closed_at)
    if new is not None:
        old.moved += old.due_at != new.due_at or old.closed_at is not None
        old.starts_on, old.ends_on, old.due_at, old.closed_at = new.starts_on, new.ends_on, new.due_at, None
    elif old.closed_at is None and day_of(old.due_at) <= until:
        old.closed_at = at
    return before != (old.starts_on, old.ends_on, old.due_at, old.closed_at)


def tick(at: datetime) -> int:
    """Bring the obligations of all running plans into being (`tungnha tick`, hourly). How many were added."""
    today = day_of(at)
    return sum(
        ensure_obligations(plan=plan, until=today + HORIZON, at=at) for plan in queries.running_plans(today)
    )  # fmt: skip
