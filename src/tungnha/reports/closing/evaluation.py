"""The evaluation sheet of a unit and its head (phiếu đánh giá): its targets, its tasks on time, its reports on time.

Counted facts, each opening; the weights are what the office set. No grade is proposed: whom to call good is for people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse

from tungnha.drafting.dates import short_date
from tungnha.drafting.numbers import count, rate_value
from tungnha.plans.models import Plan, Target
from tungnha.plans.rules import VIETNAM, needed_count
from tungnha.plans.work import board as tasks
from tungnha.plans.work.places import place_of
from tungnha.plans.work.rules import Stand, State
from tungnha.progress import queries as progress
from tungnha.progress.counting import way_of
from tungnha.reports import figures
from tungnha.reports.duties.rates import Rate, rate_of
from tungnha.reports.models import EvaluationWeights, Obligation
from tungnha.reports.queries import Standing, standings
from tungnha.reports.rules import SHOWN, period_title
from tungnha.units.models import Area, Organisation

KINDS = (("targets", "Chỉ tiêu đạt"), ("tasks", "Nhiệm vụ đúng hạn"), ("reports", "Báo cáo đúng hạn"))


@dataclass(frozen=True)
class Line:
    """One fact of a sheet. `good` None: nothing to count it by (no level, not due, no figure): told, no base."""

    name: str
    value: str
    good: bool | None
    url: str = ""


@dataclass(frozen=True)
class Sum:
    """So many of so many; weighed where the office has set weights."""

    key: str
    label: str
    good: int
    of: int
    weight: int | None

    @property
    def share(self) -> Decimal | None:
        return rate_value(self.good, self.of)

    @property
    def points(self) -> Decimal | None:
        if self.weight is None or not self.of:
            return None
        return (Decimal(self.weight * self.good) / self.of).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Sheet:
    """One unit, over everything the plan asked of it up to a day."""

    unit: Organisation
    lines: dict[str, tuple[Line, ...]]
    sums: tuple[Sum, ...]

    @property
    def points(self) -> Decimal | None:
        known = [one.points for one in self.sums if one.points is not None]
        return sum(known, Decimal()) if known else None

    @property
    def points_of(self) -> int:
        """How much could be had: what there was nothing to count by is no part of it."""
        return sum(one.weight or 0 for one in self.sums if one.points is not None)


def weights_of(plan: Plan) -> EvaluationWeights | None:
    found: EvaluationWeights | None = EvaluationWeights.objects.filter(plan=plan).order_by("-pk").first()
    return found


def sheets(plan: Plan, at: datetime, only: Organisation | None = None) -> list[Sheet]:
    """Of every unit the plan tells to do something: it owes a report, leads a task or stands under “Tổ chức thực
    hiện”; or of one. A fixed number of statements."""
    loaded = _Loaded(plan, at)
    units = [unit for unit in loaded.units if only is None or unit.pk == only.pk]
    return [loaded.sheet(unit) for unit in units]


class _Loaded:
    def __init__(self, plan: Plan, at: datetime) -> None:
        self.plan, self.at, self.on = plan, at, at.astimezone(VIETNAM).date()
        self.area = plan.campaign.area
        self.weights = weights_of(plan)
        self.rows = [row for row in tasks.load([plan], at) if not row.children]
        owed = Obligation.objects.filter(duty__plan=plan, due_at__lte=at, closed_at=None)
        owed = owed.exclude(duty__compiled=True, organisation=plan.organisation_id)  # the issuer's own has no sheet
        owed = owed.select_related("organisation__area", "duty").order_by("due_at", "pk")
        self.reports: dict[int, list[Standing]] = defaultdict(list)
        for row in standings(list(owed), at):
            self.reports[row.obligation.organisation_id].append(row)
        self.told = self._told()
        self.units = self._units()
        self.targets = list(progress.targets().filter(plan=plan).order_by("-headline", "order", "id"))
        self.board = progress.Board.around(self.targets, self.area, self.on)
        self.rosters: dict[int, dict[int, progress.RosterRow]] = {
            target.pk: {row.unit.pk: row for row in progress.roster_rows(target, self.area, self.on)}
            for target in self.targets if target.measure and way_of(target.measure) == "units"
        }  # fmt: skip

    def _told(self) -> dict[int, list[str]]:
        """Unit → what the plan's words tell it to do."""
        told: dict[int, list[str]] = defaultdict(list)
        rows = self.plan.assignments.prefetch_related("organisations", "duties")
        for row in rows:
            words = [" ".join(duty.text.split()) for duty in row.duties.all()]
            for body in row.organisations.all():
                told[body.pk] += words
        return told

    def _units(self) -> list[Organisation]:
        found = {rows[0].obligation.organisation_id: rows[0].obligation.organisation for rows in self.reports.values()}
        led = ({body.pk for row in self.rows for body in row.leads} | set(self.told)) - set(found)
        more = Organisation.objects.filter(pk__in=led, valid_to=None).select_related("area")
        found |= {body.pk: body for body in more if body.pk != self.plan.organisation_id}
        return sorted(found.values(), key=lambda unit: (unit.order, unit.name))

    def sheet(self, unit: Organisation) -> Sheet:
        lines = {
            "targets": tuple(self._targets(unit)), "tasks": tuple(self._tasks(unit)),
            "reports": tuple(self._reports(unit)),
        }  # fmt: skip
        return Sheet(unit, lines, tuple(self._sum(key, label, lines[key]) for key, label in KINDS))

    def _sum(self, key: str, label: str, lines: Sequence[Line]) -> Sum:
        counted = [line.good for line in lines if line.good is not None]
        return Sum(key, label, sum(counted), len(counted), getattr(self.weights, key) if self.weights else None)

    # --- targets -----------------------------------------------------------------------------------------------------

    def _targets(self, unit: Organisation) -> Iterable[Line]:
        for target in self.targets:
            if target.role != Target.Role.TARGET or target.measure is None:
                continue
            if target.pk in self.rosters:
                row = self.rosters[target.pk].get(unit.pk)
                if row is not None:
                    yield self._of_roster(target, unit, row)
            elif way_of(target.measure) == "things" and unit.area_id != self.area.pk and self._speaks(unit):
                yield self._of_area(target, unit.area)

    def _speaks(self, unit: Organisation) -> bool:
        return unit.kind in ("team", "committee") and unit.area.parent_id == self.area.pk

    def _of_area(self, target: Target, area: Area) -> Line:
        found = self.board.figure(target, area)
        name = f"{target.label}{_by(target.due_on)}"
        return Line(name, _against(found.now, found.needed.count), found.reached, figures.url_of(figures.opens(found)))

    def _of_roster(self, target: Target, unit: Organisation, row: progress.RosterRow) -> Line:
        needed = needed_count(
            comparator=target.comparator, value=target.value, unit=target.unit, base=row.base, stated_count=None
        ).count
        reached = row.now >= needed if needed is not None else None
        url = reverse("field:roster", args=[unit.pk])
        return Line(f"{target.label}{_by(target.due_on)}", _against(row.now, needed), reached, url)

    # --- tasks -------------------------------------------------------------------------------------------------------

    def _tasks(self, unit: Organisation) -> Iterable[Line]:
        key, of_annex = place_of(unit, self.area).key, False
        for row in self.rows:
            stand = next((one.stand for one in row.places if one.place.key == key), None)
            if stand is None and any(body.pk == unit.pk for body in row.leads) and not row.places:
                stand = row.own
            if stand is not None:
                of_annex = True
                name = " ".join(row.task.name.split())
                name = f"{row.task.no}. {name}" if row.task.no else name
                url = reverse("plans:work-task", args=[row.task.pk])
                yield Line(name, _stand_words(stand, self.on), _on_time(stand, self.on), url)
        if not of_annex:
            url = f"{reverse('plans:plan', args=[self.plan.pk])}#phan-cong"
            yield from (Line(words, "kế hoạch giao, không ghi hạn", None, url) for words in self.told[unit.pk])

    # --- reports -----------------------------------------------------------------------------------------------------

    def _reports(self, unit: Organisation) -> Iterable[Line]:
        for row in self.reports.get(unit.pk, []):
            owed, rate = row.obligation, rate_of([(row.state, True)])
            title = period_title(owed.period, owed.starts_on, owed.ends_on)
            yield Line(
                f"{title}, {owed.duty.get_frequency_display()}", _state_words(row.state), _good(rate),
                reverse("reports:obligation", args=[owed.pk]),
            )  # fmt: skip


def _good(rate: Rate) -> bool | None:
    return rate.on_time == 1 if rate.expected else None


def _state_words(state: str) -> str:
    words = {"missing": "chưa gửi", "returned": "bị trả lại, chưa gửi lại"}
    return words.get(state) or SHOWN[state][1].lower()


def _by(due_on: date | None) -> str:
    return f" (đến {short_date(due_on)})" if due_on else ""


def _against(now: int | None, needed: int | None) -> str:
    if now is None:
        return "chưa có số liệu"
    return f"{count(now)}/{count(needed)}" if needed is not None else f"{count(now)}, không đặt mức"


def _on_time(stand: Stand, on: date) -> bool | None:
    """Only what has a last day, and is done or past it, is counted."""
    if stand.last_day is None or stand.state is State.STEADY:
        return None
    if stand.is_finished:
        return not stand.is_late
    return False if stand.last_day < on else None


def _stand_words(stand: Stand, on: date) -> str:
    until = f", hạn đến hết {short_date(stand.last_day)}" if stand.last_day else ", không có hạn"
    if stand.state is State.STEADY:
        return "làm thường xuyên"
    if stand.is_finished:
        day = f" ngày {short_date(stand.done_on)}" if stand.done_on else ""
        return f"xong{day}{' (muộn)' if stand.is_late else ''}{until}"
    if stand.last_day and stand.last_day < on:
        return f"quá hạn {(on - stand.last_day).days} ngày{until}"
    return f"chưa xong{until}"


def summed_row(sheet: Sheet) -> dict[str, Any]:
    """One unit in the table of all."""
    made: dict[str, Any] = {"unit": sheet.unit, "points": sheet.points, "points_of": sheet.points_of}
    for one in sheet.sums:
        made[one.key] = one
    return made
