"""What falls due on which day: obligations that stand, questions that were asked, and, beyond the horizon up to which
periods are made, what the duties will ask for."""

from __future__ import annotations

from calendar import Calendar as Month
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from tungnha.plans.models import Duty
from tungnha.plans.queries import before_rule, phases_of
from tungnha.plans.rules import obligation_periods
from tungnha.reports import queries, showing
from tungnha.reports.duties.owing import INSTANT
from tungnha.reports.models import Obligation, Request
from tungnha.reports.requests import queries as requests
from tungnha.reports.requests.compiling import label_of
from tungnha.reports.rules import SHOWN, period_title
from tungnha.units.calendar import VIETNAM, Calendar
from tungnha.units.models import Member, Role

BY_UNITS = (*queries.DESK, Role.PROVINCE_OFFICER)


@dataclass(frozen=True)
class Entry:
    """One deadline in a calendar. `mine`: the member's own to send; else it is watched."""

    due_at: datetime
    title: str
    text: str
    status: str
    label: str
    url: str = ""
    mine: bool = True
    note: str = ""

    @property
    def on(self) -> date:
        """24:00 of the 19th stands on the 19th."""
        return (self.due_at.astimezone(VIETNAM) - INSTANT).date()

    @property
    def hour(self) -> str:
        at = self.due_at.astimezone(VIETNAM)
        return "24:00" if (at.hour, at.minute) == (0, 0) else f"{at.hour}:{at.minute:02d}"


@dataclass(frozen=True)
class Day:
    on: date
    inside: bool
    off: str
    entries: tuple[Entry, ...] = ()
    is_today: bool = False


@dataclass
class Looked:
    """From one instant to another, as seen by a member at `at`."""

    member: Member
    first: datetime
    last: datetime
    at: datetime
    found: list[Entry] = field(default_factory=list)


def entries(member: Member, first: date, last: date, at: datetime) -> list[Entry]:
    """Everything the member owes or watches whose last day lies in these days, in order."""
    start = datetime.combine(first, datetime.min.time(), VIETNAM)
    looked = Looked(member, start, datetime.combine(last + timedelta(days=1), datetime.min.time(), VIETNAM), at)
    watches = member.has_role(*BY_UNITS)
    looked.found += _own(looked)
    looked.found += _boards(looked) if watches else []
    looked.found += _asked_of(looked)
    looked.found += _asked_by(looked) if watches else []
    looked.found += _later(looked, watches=watches)
    return sorted(looked.found, key=lambda one: (one.due_at, not one.mine, one.title))


def _within(looked: Looked, name: str = "due_at") -> Q:
    return Q(**{f"{name}__gt": looked.first, f"{name}__lte": looked.last})


def _own(looked: Looked) -> list[Entry]:
    """The member's own unit's reports; for the desk, what it sends upward itself."""
    rows = queries.my_obligations(looked.member).filter(_within(looked), closed_at=None)
    return [_of_obligation(row) for row in queries.standings(list(rows), looked.at)]


def _of_obligation(row: queries.Standing) -> Entry:
    o = row.obligation
    status, label = SHOWN[row.state]
    return Entry(
        o.due_at, period_title(o.period, o.starts_on, o.ends_on), o.duty.plan.campaign.name, status, label,
        url=reverse("reports:obligation", args=[o.pk]), note=row.excuse.reason if row.excuse else "",
    )  # fmt: skip


def _boards(looked: Looked) -> list[Entry]:
    """For a desk: each period of its own level, with how many units have sent."""
    rows = Obligation.objects.visible_to(looked.member).filter(
        _within(looked), duty__plan__campaign__area=looked.member.area_id, closed_at=None
    )
    keys = sorted(set(rows.order_by().values_list("due_at", "duty", "period").distinct()))
    found = []
    for board in queries.boards(keys, looked.at):
        own = board.duty.compiled and any(
            row.obligation.organisation_id == looked.member.organisation_id for row in board.rows
        )
        if not own:
            found.append(_of_board(board))
    return found


def _of_board(board: queries.Board) -> Entry:
    done = board.handed_in == board.expected
    status = "sent" if done else "missing" if board.at >= board.due_at else "upcoming"
    return Entry(
        board.due_at, board.title, showing.direction(board.duty), status, f"{board.handed_in}/{board.expected} đã gửi",
        url=reverse("reports:board", args=[board.duty.pk, board.period]), mine=board.duty.compiled,
    )  # fmt: skip


def _asked_of(looked: Looked) -> list[Entry]:
    asks = requests.asks_of(looked.member).filter(_within(looked, "request__due_at"), request__closed_at=None)
    return [_of_ask(row) for row in requests.standings(list(asks), looked.at)]


def _of_ask(row: requests.AskStanding) -> Entry:
    status, _ = SHOWN[row.state]
    return Entry(
        row.ask.request.due_at, f"Báo cáo nhanh: {row.ask.request.title}", asker_of(row.ask.request), status,
        label_of(row), url=reverse("reports:answer", args=[row.ask.pk]),
    )  # fmt: skip


def asker_of(request: Request) -> str:
    return f"{request.organisation.label if request.organisation else request.area.title} hỏi"


def _asked_by(looked: Looked) -> list[Entry]:
    rows = requests.requests_for(looked.member).filter(_within(looked), area=looked.member.area_id, closed_at=None)
    return [_of_request(row, requests.standings_of(row, looked.at), looked.at) for row in rows]


def _of_request(row: Request, standings: Iterable[requests.AskStanding], at: datetime) -> Entry:
    asked = [one for one in standings if one.state != "excused"]
    given = sum(one.is_in for one in asked)
    status = "sent" if given == len(asked) else "missing" if at >= row.due_at else "upcoming"
    return Entry(
        row.due_at, f"Báo cáo nhanh: {row.title}", "mình hỏi", status, f"{given}/{len(asked)} đã trả lời",
        url=reverse("reports:request", args=[row.pk]), mine=False,
    )  # fmt: skip


def _later(looked: Looked, *, watches: bool) -> list[Entry]:
    """What lies beyond the last period that was made: from the duties themselves, as they stand now."""
    member, on = looked.member, looked.at.astimezone(VIETNAM).date()
    plans = queries.running_plans(on)
    own = Q(reporters=member.organisation_id) | Q(reporters__collector=member.organisation_id)
    of_area = Q(plan__campaign__area=member.area_id)
    whose = of_area | own if watches and member.organisation_id else of_area if watches else own
    if not watches and member.organisation_id is None:
        return []
    duties = Duty.objects.filter(whose, plan__in=plans, repeats=None).exclude(kind="difficulty").distinct()
    last_made = dict(
        Obligation.objects.filter(duty__in=duties).order_by("duty", "due_at").values_list("duty", "due_at")
    )
    found = []
    for duty in duties.select_related("plan__campaign", "plan__organisation", "phase", "addressee"):
        made = last_made.get(duty.pk, looked.at)
        for period in periods_of(duty, looked.first.date(), looked.last.date()):
            if max(made, looked.first) < period.due_at <= looked.last:
                title = period_title(period.key, period.starts_on, period.ends_on)
                mine = duty.compiled or not watches
                found.append(
                    Entry(period.due_at, title, showing.direction(duty), "upcoming", "Chưa đến hạn", mine=mine)
                )
    return found


def periods_of(duty: Duty, first: date, last: date) -> list[Any]:
    """The periods a duty has between two days, from its plan's first day on; a later version's from its own."""
    plan = duty.plan
    starts = [plan.campaign.started_on, plan.issued_on, plan.confirmed_at.astimezone(VIETNAM).date(), duty.since_on]
    opens = max(day for day in starts if day)
    return obligation_periods(
        duty, phases=phases_of(duty), start=max(opens, first - timedelta(days=2)), end=last + timedelta(days=2),
        rule=before_rule(),
    )  # fmt: skip


# --- a month ---------------------------------------------------------------------------------------------------------


def month_of(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)


def weeks(found: Iterable[Entry], first: date, calendar: Calendar, today: date) -> list[list[Day]]:
    """The month as rows of seven days, Monday first; days of its neighbours stand empty."""
    by_day: dict[date, list[Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.on, []).append(entry)
    return [
        [
            Day(
                day, inside := day.month == first.month, calendar.why_off(day) if day.weekday() < 5 else "",
                tuple(by_day.get(day, ())) if inside else (), day == today,
            )
            for day in week
        ]
        for week in Month().monthdatescalendar(first.year, first.month)
    ]  # fmt: skip


def day_note(day: date, calendar: Calendar) -> str:
    """Why a deadline's day is no working day; "" when it is one. It is said, and moves nothing (decision 0007)."""
    why = calendar.why_off(day)
    return "nghỉ cuối tuần" if why in ("thứ Bảy", "Chủ nhật") else f"ngày nghỉ: {why}" if why else ""
