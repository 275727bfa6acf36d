"""Who owes a report, who has sent, who has not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from tungnha.identity import names
from tungnha.plans.models import Duty, Plan
from tungnha.reports.duties import excusing, owing
from tungnha.reports.models import Excuse, Obligation, Report, Submission
from tungnha.reports.rules import HANDED_IN, Sent, counting, in_full, period_title, state_of
from tungnha.units.models import Member, Organisation, Role

STAYS_OPEN = timedelta(days=14)
Key = tuple[datetime, int, str]  # due_at, duty, period
DESK = (Role.OFFICER, Role.LEADER, Role.DATA_STEWARD)
REPORTERS = (Role.OFFICER, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER)


@dataclass(frozen=True)
class Standing:
    """One unit's obligation as it stands at an instant."""

    obligation: Obligation
    state: str
    first: Submission | None  # decides on time or late
    latest: Submission | None  # what the unit says now
    after_compiling: bool = False
    excuse: Excuse | None = None  # why it need not send

    @property
    def name(self) -> str:
        return self.obligation.organisation.label

    @property
    def is_in(self) -> bool:
        return self.state in HANDED_IN

    @property
    def corrections(self) -> int:
        return max(self.latest.number - 1, 0) if self.latest else 0


@dataclass(frozen=True)
class Board:
    """Who has sent, who is late, who has not, for one duty and one period."""

    duty: Duty
    period: str
    starts_on: date
    ends_on: date
    due_at: datetime
    at: datetime
    rows: tuple[Standing, ...]
    report: Report | None = None

    @property
    def expected(self) -> int:
        """Who is excused is not waited for, nor counted."""
        return len(self.rows) - len(self.excused)

    @property
    def excused(self) -> tuple[Standing, ...]:
        return self.of("excused")

    def of(self, *states: str) -> tuple[Standing, ...]:
        return tuple(row for row in self.rows if row.state in states)

    @property
    def handed_in(self) -> int:
        return len(self.of(*HANDED_IN))

    @property
    def late(self) -> tuple[Standing, ...]:
        return self.of("late")

    @property
    def missing(self) -> tuple[Standing, ...]:
        """Everyone who has still to send, whether the deadline has passed or not."""
        return self.of("missing", "due", "upcoming", "returned")

    @property
    def title(self) -> str:
        return period_title(self.period, self.starts_on, self.ends_on)


# --- loading ---------------------------------------------------------------------------------------------------------


def obligations_for(member: Member | None, on: date | None = None) -> QuerySet[Any]:
    """The obligations a member may read; with a day, those it lies in: begun, and not yet due."""
    rows = Obligation.objects.visible_to(member).select_related(
        "organisation", "duty__plan__campaign__area", "duty__plan__organisation", "duty__phase"
    )
    return rows.filter(starts_on__lte=on, due_at__date__gte=on) if on is not None else rows


def my_obligations(member: Member) -> QuerySet[Any]:
    """What the member's own organisation owes; for a commune's desk, what its committee owes to the level above."""
    own = Q(organisation=member.organisation_id) if member.organisation_id is not None else Q(pk=None)
    if member.has_role(Role.OFFICER):
        committee = Q(organisation__kind=Organisation.Kind.COMMITTEE, organisation__area=member.area_id)
        own |= committee & ~Q(duty__plan__campaign__area=member.area_id)
    return obligations_for(member).filter(own)


def speaks_for(member: Member, owed: Obligation) -> bool:
    """Whether the member writes a body's report as one of its own."""
    if owed.organisation_id == member.organisation_id:
        return True
    is_committee = owed.organisation.kind == Organisation.Kind.COMMITTEE
    above = owed.duty.plan.campaign.area_id != member.area_id
    return member.has_role(Role.OFFICER) and is_committee and above and owed.organisation.area_id == member.area_id


def obligations_to_open(member: Member) -> QuerySet[Any]:
    """Whose form a member may open: the desk every unit's, all others only their own unit's."""
    if member.has_role(*DESK):
        return obligations_for(member)
    if member.has_role(Role.PROVINCE_OFFICER):  # those of the province's own plans: counts and words, no names
        return obligations_for(member).filter(duty__plan__campaign__area=member.area_id)
    return my_obligations(member) if member.has_role(*REPORTERS) else Obligation.objects.none()


def may_submit(member: Member, obligation: Obligation) -> bool:
    """Own unit only; the officer in charge also types in for a unit that sent its report on paper."""
    if member.has_role(Role.OFFICER):
        over_it = obligation.duty.plan.campaign.area.path.startswith(member.area.path)
        return over_it or speaks_for(member, obligation)
    if member.has_role(Role.PROVINCE_OFFICER):
        return obligation.duty.plan.campaign.area_id == member.area_id
    return member.has_role(*REPORTERS) and speaks_for(member, obligation)


def reports_for(member: Member | None) -> QuerySet[Any]:
    """Reports a member may read."""
    return reports_open_to(member).visible_to(member)  # type: ignore[no-any-return]


def report_of(duty: Duty, period: str) -> Report | None:
    """Its latest edition."""
    return Report.objects.filter(duty=duty, period=period).order_by("-edition").first()


def reports_open_to(member: Member | None) -> Any:
    """By state: a draft is the desk's own; the others, and the province, read what was frozen."""
    rows = Report.objects.select_related(
        "plan__campaign", "plan__organisation", "duty", "area__parent", "organisation", "frozen_by__user",
        "compiled_by__user",
    )  # fmt: skip
    if member is not None and member.has_role(Role.PROVINCE_OFFICER):  # the desk of the province itself
        return rows.filter(Q(frozen_at__isnull=False) | Q(area=member.area_id))
    if member is None or not member.has_role(*DESK):
        rows = rows.exclude(frozen_at=None)
    return rows


# --- standing --------------------------------------------------------------------------------------------------------


def standings(obligations: Sequence[Obligation], at: datetime) -> list[Standing]:
    """Each obligation with what was sent for it, and who was excused, up to `at`: a fixed number of statements."""
    sent: dict[int, list[Submission]] = {}
    rows = Submission.objects.filter(obligation__in=[o.pk for o in obligations], sent_at__lte=at)
    for submission in rows.select_related("sent_by__user").order_by("number"):
        sent.setdefault(submission.obligation_id, []).append(submission)
    frozen, excuses = _frozen_at(obligations), excusing.excuses_of(obligations, at)
    return [
        _standing(o, sent.get(o.pk, []), frozen.get((o.duty_id, o.period)), excuses.get(o.pk), at) for o in obligations
    ]


def _standing(
    obligation: Obligation, sent: list[Submission], frozen_at: datetime | None, excuse: Excuse | None, at: datetime
) -> Standing:
    facts = {s.pk: Sent(s.sent_at, s.returned_at is not None) for s in sent}
    kept = [s for s in sent if s.returned_at is None] if sent and sent[-1].returned_at is None else []
    first = counting(facts[s.pk] for s in kept)
    return Standing(
        obligation=obligation,
        state=state_of(
            due_at=obligation.due_at, at=at, sent=facts.values(), is_closed=_is_closed(obligation, at),
            is_excused=excuse is not None,
        ),
        first=next((s for s in kept if first and s.sent_at == first.at), None),
        latest=kept[-1] if kept else (sent[-1] if sent else None),
        after_compiling=bool(kept and frozen_at and kept[-1].sent_at > frozen_at),
        excuse=excuse,
    )  # fmt: skip


def _is_closed(obligation: Obligation, at: datetime) -> bool:
    return obligation.closed_at is not None and obligation.closed_at <= at


def _frozen_at(obligations: Iterable[Obligation]) -> dict[tuple[int, str], datetime]:
    duties, periods = {o.duty_id for o in obligations}, {o.period for o in obligations}
    rows = Report.objects.filter(duty__in=duties, period__in=periods).exclude(frozen_at=None)
    return {(d, p): at for d, p, at in rows.values_list("duty", "period", "frozen_at") if d is not None and at}


def board(duty: Duty, period: str, at: datetime, report: Report | None = None) -> Board | None:
    """The whole table of one period; None when nobody owes anything in it."""
    rows = list(
        Obligation.objects.filter(duty=duty, period=period, closed_at=None)
        .select_related("organisation", "duty__plan__campaign__area")
        .order_by("organisation__order", "organisation__name")
    )
    return make_board(duty, rows, at, report) if rows else None


def make_board(duty: Duty, rows: Sequence[Obligation], at: datetime, report: Report | None = None) -> Board:
    one = rows[0]
    return Board(
        duty, one.period, one.starts_on, one.ends_on, one.due_at, at, tuple(standings(rows, at)), report
    )  # fmt: skip


@dataclass(frozen=True)
class Agenda:
    """What the desk has before it: which period of which duty, by deadline."""

    open: list[Key]  # due has passed in the last days, and the report upward is not frozen
    coming: list[Key]  # the next one of each duty
    past: list[Key]  # the latest first


def agenda(member: Member, at: datetime) -> Agenda:
    """Sort the periods of the member's own level in three statements, however many there are."""
    rows = Obligation.objects.visible_to(member).filter(duty__plan__campaign__area=member.area, closed_at=None)
    keys = list(rows.values_list("due_at", "duty", "period").distinct().order_by("due_at", "duty", "period"))
    frozen = set(
        Report.objects.filter(area=member.area).exclude(frozen_at=None).values_list("duty", "period")
    )  # fmt: skip
    sent_up = rows.filter(duty__compiled=True, submissions__isnull=False)
    frozen |= set(sent_up.values_list("duty", "period"))
    past = [key for key in reversed(keys) if key[0] <= at]
    coming = {key[1]: key for key in reversed(keys) if key[0] > at and (key[1], key[2]) not in frozen}
    return Agenda(
        open=[key for key in past if key[0] > at - STAYS_OPEN and (key[1], key[2]) not in frozen],
        coming=sorted(coming.values()),
        past=past,
    )


def boards(keys: Sequence[Key], at: datetime) -> list[Board]:
    """The boards of some periods in the order asked for: a fixed number of statements."""
    if not keys:
        return []
    wanted = {(duty, period) for _, duty, period in keys}
    rows = (
        Obligation.objects.filter(duty__in={d for d, _ in wanted}, period__in={p for _, p in wanted}, closed_at=None)
        .select_related(
            "organisation", "duty__plan__campaign__area__parent", "duty__plan__organisation", "duty__addressee"
        )
        .order_by("organisation__order", "organisation__name")
    )
    grouped: dict[tuple[int, str], list[Standing]] = {}
    for row in standings([o for o in rows if (o.duty_id, o.period) in wanted], at):
        grouped.setdefault((row.obligation.duty_id, row.obligation.period), []).append(row)
    found = Report.objects.filter(duty__in={d for d, _ in wanted}).select_related("frozen_by__user")
    reports = {(r.duty_id, r.period): r for r in found.order_by("edition")}
    made = []
    for _, duty, period in keys:
        group = grouped[duty, period]
        one = group[0].obligation
        made.append(
            Board(
                one.duty, period, one.starts_on, one.ends_on, one.due_at, at, tuple(group), reports.get((duty, period))
            )
        )
    return made


# --- duties ----------------------------------------------------------------------------------------------------------


def running_plans(on: date) -> QuerySet[Plan]:
    """Plans whose campaign has not ended."""
    return Plan.objects.filter(Q(campaign__ended_on=None) | Q(campaign__ended_on__gte=on)).select_related(
        "campaign__area", "organisation"
    )


def owers(duty: Duty, on: date) -> list[Organisation]:
    """Which organisations owe the reports of a duty on a day: its reporters, those with a collector through the
    collector. The report upward (`compiled`) without a named reporter is the issuer's own."""
    return [one.organisation for one in owing.owing(duty) if one.stands_on(on)]


def gathering(duty: Duty, period: str) -> Duty:
    """Which units' duty a report upward is compiled from: that of the same frequency with the same period, if any."""
    if not duty.compiled:
        return duty
    below = duty.plan.duties.filter(compiled=False, frequency=duty.frequency, obligations__period=period)
    return below.order_by("order", "id").first() or duty


def upper_duty(duty: Duty) -> Duty | None:
    """The duty by which the compiled figures go on upward: of the same frequency where there is one. What a room of the
    office hands to the office itself leaves nobody's house."""
    if duty.compiled:
        return duty
    compiled = duty.plan.duties.filter(compiled=True).select_related("addressee", "plan__organisation")
    upward = [d for d in compiled if d.kind == ""]
    upward = [d for d in upward if not _stays_inside(d)] or upward
    return next((d for d in upward if d.frequency == duty.frequency), upward[0] if upward else None)


def _stays_inside(duty: Duty) -> bool:
    """Whether its addressee is the office whose plan it is, by the body or by the plan's own words."""
    own = duty.plan.organisation
    if duty.addressee_id is not None:
        return bool(duty.addressee_id == own.pk)
    to = names.fold(in_full(duty.to.partition("(")[0].strip()))
    return bool(to) and names.fold(in_full(own.name)).startswith(to)


def latest_submissions(duties: Iterable[Duty], period: str, at: datetime) -> list[Submission]:
    """What each unit says now for a period: its last one, unless that was returned."""
    rows = (
        Submission.objects.filter(
            obligation__duty__in=[d.pk for d in duties], obligation__period=period, sent_at__lte=at
        )
        .select_related("obligation__organisation")
        .order_by("obligation__organisation__order", "obligation__organisation__name", "number")
    )
    latest = {s.obligation_id: s for s in rows}
    return [s for s in latest.values() if s.returned_at is None]
