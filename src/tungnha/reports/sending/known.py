"""What the house knows of a unit's period, told as sentences for the parts of its report.

Each teller says counted facts and the part they belong to; nothing known is nothing said, and nobody is praised. Rooms
above (voices) and those of activities and training add theirs: `register(teller)` in their apps.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from tungnha.drafting.dates import short_date
from tungnha.drafting.letters.targets import SINCE_START
from tungnha.drafting.numbers import count, in_prose, percent
from tungnha.field.models import CheckIn, SupportSession, Visit, VisitResult
from tungnha.people.models import Household
from tungnha.plans.work import queries as work
from tungnha.plans.work.rules import State
from tungnha.reports import sentences
from tungnha.reports.models import Obligation
from tungnha.units.models import Area, Member

MOST_REASONS, MOST_TASKS = 3, 5


@dataclass(frozen=True)
class UnitPeriod:
    """One unit and the days its report is about, as far as they have passed. `figures`: the rows of its own targets
    (`reports.figures.target_row`)."""

    owed: Obligation
    member: Member
    at: datetime
    figures: tuple[dict[str, Any], ...] = ()

    @property
    def area(self) -> Area:
        return self.owed.organisation.area

    @property
    def is_village(self) -> bool:
        return self.area.kind == Area.Kind.VILLAGE

    @property
    def since(self) -> date:
        return self.owed.starts_on

    @property
    def until(self) -> date:
        return min(self.owed.ends_on, timezone.localtime(self.at).date())

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From the first instant to the last one, for `__range`."""
        return (
            timezone.make_aware(datetime.combine(self.since, time.min)),
            min(self.at, timezone.make_aware(datetime.combine(self.until, time.max))),
        )


@dataclass(frozen=True)
class Told:
    """One sentence for one part of a report (`reports.models.submissions.PARTS`)."""

    part: str
    sentence: str


Teller = Callable[[UnitPeriod], Iterable[Told]]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> Teller:
    """Let a teller speak in every unit's report. Registered twice, it speaks once."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)
    return teller


def propose(period: UnitPeriod) -> dict[str, str]:
    """Part → its proposed words, a line for each sentence; a part of which nothing is known is left out."""
    parts: dict[str, list[str]] = {}
    for teller in _TELLERS:
        for told in teller(period):
            parts.setdefault(told.part, []).append(f"- {told.sentence}")
    return {part: "\n".join(lines) for part, lines in parts.items()}


# --- the house's own tellers ----------------------------------------------------------------------------------------


@register
def figures_so_far(period: UnitPeriod) -> Iterator[Told]:
    """`Đến ngày 28/5/2026, thôn có 184 người có chữ ký số, đạt 6,72% …`; where the way of the plan asks for more."""
    day = short_date(timezone.localtime(period.at).date())
    for row in period.figures:
        if row["reached"] is None:
            continue
        if period.is_village:
            said = sentences.headline(row, period.area, SINCE_START)
            yield Told("narrative", f"Đến ngày {day}, {said}.")
        else:
            share = f", đạt {percent(row['reached'], row['base'])}" if row["base"] else ""
            whole = f"/{count(row['base'])}" if row["base"] else ""
            said = f"{row['name']}: {count(row['reached'])}{whole} {row['unit']}{share}"
            yield Told("narrative", f"Đến ngày {day}, {said}.")
        yield from _behind(row)


def _behind(row: dict[str, Any]) -> Iterator[Told]:
    short = (row["expected"] or 0) - row["reached"]
    if short > 0:
        yield Told(
            "shortcomings",
            f"{row['name']}: thấp hơn {in_prose(short)} {row['unit']} so với lộ trình đến thời điểm báo cáo "
            f"({count(row['expected'])} {row['unit']}).",
        )
    left = (row["needed"] or 0) - row["reached"]
    if left > 0 and row["due_on"]:
        due = short_date(date.fromisoformat(row["due_on"]))
        yield Told(
            "next_tasks",
            f"{row['name']}: còn {in_prose(left)} {row['unit']} để đạt {count(row['needed'])} {row['unit']} "
            f"vào ngày {due}.",
        )


@register
def doors_knocked_on(period: UnitPeriod) -> Iterator[Told]:
    """Visits of the village's team in the period, what was set up at the doors, and why others were not reached."""
    if not period.is_village:
        return
    campaign = period.owed.duty.plan.campaign
    visits = Visit.objects.filter(
        campaign=campaign, household__village=period.area, made_at__range=period.instants
    ).order_by()
    counts = visits.aggregate(
        all=Count("pk"), homes=Count("household", distinct=True),
        met=Count("household", distinct=True, filter=Q(outcome=Visit.Outcome.MET)),
    )  # fmt: skip
    if counts["all"]:
        yield Told(
            "narrative",
            f"Tổ đến nhà {in_prose(counts['all'])} lượt, {in_prose(counts['homes'])} hộ; gặp được "
            f"{in_prose(counts['met'])} hộ.",
        )
    results = VisitResult.objects.filter(visit__in=visits.values("pk"))
    done = results.filter(outcome=VisitResult.Outcome.SET_UP_NOW).values("person").distinct().count()
    if done:
        yield Told("narrative", f"Hướng dẫn làm xong tại nhà cho {in_prose(done)} người.")
    yield from _reasons(results)
    never = Household.objects.filter(village=period.area, left_on=None).exclude(
        pk__in=Visit.objects.filter(campaign=campaign, made_at__lte=period.at).values("household")
    )
    if left := never.count():
        yield Told("next_tasks", f"Đến nhà {in_prose(left)} hộ chưa đến lần nào.")


def _reasons(results: Any) -> Iterator[Told]:
    """Why people at the doors did not get it, the most frequent first."""
    rows = results.exclude(outcome__in=(*VisitResult.GAINS, VisitResult.Outcome.OTHER)).order_by()
    counted = rows.values_list("outcome").annotate(n=Count("person", distinct=True))
    labels = dict(VisitResult.Outcome.choices)
    most = sorted(counted, key=lambda row: (-row[1], row[0]))[:MOST_REASONS]
    if most:
        said = ", ".join(f"{in_prose(n)} người {labels[outcome]!s}" for outcome, n in most)
        yield Told("causes", f"Chưa làm được tại nhà: {said}.")


@register
def sessions_held(period: UnitPeriod) -> Iterator[Told]:
    """Support sessions of the village in the period, and how many came."""
    if not period.is_village:
        return
    held = SupportSession.objects.filter(
        campaign=period.owed.duty.plan.campaign, area=period.area, cancelled_at=None, ends_at__range=period.instants
    )
    if number := held.count():
        came = CheckIn.objects.filter(session__in=held.values("pk")).count()
        yield Told("narrative", f"Tổ chức {in_prose(number)} buổi hỗ trợ, {in_prose(came)} lượt người đến.")
    start = period.at
    coming = SupportSession.objects.filter(
        campaign=period.owed.duty.plan.campaign, area=period.area, cancelled_at=None, starts_at__gt=start
    ).order_by("starts_at")[:MOST_TASKS]
    for session in coming:
        day = timezone.localtime(session.starts_at).date()
        yield Told("next_tasks", f"Buổi hỗ trợ ngày {short_date(day)}.")


@register
def tasks_of_the_plan(period: UnitPeriod) -> Iterator[Told]:
    """What the unit did of the plan's tasks in the period, and what of them is overdue."""
    unit, plan = period.owed.organisation, period.owed.duty.plan
    own = {unit.label, unit.name, period.area.title} if period.is_village else {unit.label, unit.name}
    done = [one for one in work.done_between(plan, period.since, period.until, at=period.at) if one.who in own]
    for one in done[:MOST_TASKS]:
        said = f": {one.words.rstrip('. ')}" if one.words else ""
        yield Told("narrative", f"{one.name.rstrip('. ')}{said}.")
    for row in work.mine(period.member, period.at):
        own_part = row.is_mine or any(place.is_mine for place in row.places)
        if row.task.plan_id == plan.pk and own_part and work.my_state(row) is State.OVERDUE:
            day = f" (hạn {short_date(row.last_day)})" if row.last_day else ""
            yield Told("shortcomings", f"Nhiệm vụ quá hạn: {row.task.name.rstrip('. ')}{day}.")
