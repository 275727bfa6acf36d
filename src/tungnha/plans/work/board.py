"""All tasks of some plans with where they stand, from a fixed number of queries however many tasks and places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q
from django.utils import timezone

from tungnha.plans.models import Plan, Task, TaskCharge, TaskEntry, TaskExtension, TaskUnit
from tungnha.plans.queries import before_rule
from tungnha.plans.work import rules
from tungnha.plans.work.places import Place, co_operates, key_of, keys_of, own_places, place_of
from tungnha.plans.work.rules import Granted, Said, Stand, State, Terms
from tungnha.units.days import calendar_of
from tungnha.units.models import Member, Organisation

NAMES_SHOWN = 6


@dataclass(frozen=True)
class PlaceStand:
    """One place of a grid and where it stands."""

    place: Place
    stand: Stand
    outputs: dict[str, int]
    is_mine: bool = False

    @property
    def has_done(self) -> bool:
        """Counted in “11/14”: done or confirmed; of work that goes on, said at least once and not quiet."""
        if self.stand.state is State.STEADY:
            return self.stand.last is not None and not self.stand.is_quiet
        return self.stand.is_finished


@dataclass
class Row:
    """A task: its words, who leads it, its state (of a row above others, or of a grid: theirs rolled up)."""

    task: Task
    leads: list[Organisation]
    terms: Terms
    own: Stand  # of what was said of the task as a whole
    places: list[PlaceStand]
    outputs: dict[str, int]
    charge: TaskCharge | None = None
    waiting: list[TaskExtension] = field(default_factory=list)  # asked for, not decided
    children: list[Row] = field(default_factory=list)
    level: int = 0
    is_mine: bool = False  # the member leads it
    co_operates: bool = False

    @property
    def state(self) -> State:
        if self.own.state is State.CONFIRMED:
            return State.CONFIRMED
        if self.children:
            return rules.roll(row.state for row in self.children)
        return rules.roll(one.stand.state for one in self.places) if self.places else self.own.state

    @property
    def last_day(self) -> date | None:
        return self.own.last_day

    @property
    def is_quiet(self) -> bool:
        """Grey: work that goes on without a word, of the whole and of every place."""
        said = [one.stand for one in self.places] + ([self.own] if self.own.last or not self.places else [])
        return self.state is State.STEADY and not self.children and all(one.is_quiet for one in said)

    @property
    def is_late(self) -> bool:
        return self.own.is_late or any(one.stand.is_late for one in self.places)

    @property
    def needs_lead(self) -> bool:
        """Nobody leads it: a step of the plan, or a body the register does not know. Asked, never guessed."""
        return not self.leads and not self.places and not self.children

    @property
    def done(self) -> int:
        return sum(one.has_done for one in self.places)

    @property
    def lacking(self) -> list[PlaceStand]:
        return [one for one in self.places if not one.has_done]

    @property
    def to_confirm(self) -> list[Said]:
        """The words that wait for the desk."""
        stands = [self.own, *(one.stand for one in self.places)]
        return [one.last for one in stands if one.state is State.DONE and one.last is not None]

    def lacking_words(self, most: int = NAMES_SHOWN) -> str:
        """`còn thiếu thôn 1, Trường THCS và 3 nơi khác`; "" where none is."""
        left = [one.place.title for one in self.lacking]
        if not left:
            return ""
        more = f" và {len(left) - most} nơi khác" if len(left) > most else ""
        return f"còn thiếu {', '.join(left[:most])}{more}"

    @property
    def children_words(self) -> str:
        """`2/4 mục xong`; work that goes on is no part of it."""
        counted = [row for row in self.children if row.state is not State.STEADY]
        return f"{sum(row.state in rules.FINISHED for row in counted)}/{len(counted)} mục xong" if counted else ""


# --- of one task, inside an operation --------------------------------------------------------------------------------


def said_of(task: Task) -> list[Said]:
    return [said for _, said in _said(TaskEntry.objects.filter(task=task))]


def grid_of(task: Task, on: date) -> list[str]:
    """The keys of a task's places."""
    rows = _units(TaskUnit.objects.filter(task=task), on).get(task.pk)
    places = own_places(task, task.plan.campaign.area, on) if rows is None else rows
    return [place.key for place in places]


def terms_of_place(task: Task, unit: str, at: datetime) -> Terms:
    terms = rules.terms_of(task.due_on, task.due_text, steady=task.steady, rule=before_rule())
    return rules.extended(terms, _granted(TaskExtension.objects.filter(task=task, decided_at__lte=at)), unit)


# --- of whole plans --------------------------------------------------------------------------------------------------


def load(plans: Sequence[Plan], at: datetime, *, member: Member | None = None, only: int | None = None) -> list[Row]:
    """The tasks of these plans in order, as they stood at an instant.

    `member`: only what is theirs, as a unit or a village sees it: of a task they lead all of it, of others their own
    place. Without: everything. `only`: one task, with what hangs under it.
    """
    return _Loading(plans, at, member, only).rows()


class _Loading:
    def __init__(self, plans: Sequence[Plan], at: datetime, member: Member | None, only: int | None) -> None:
        self.plans = {plan.pk: plan for plan in plans}
        self.at, self.on, self.member = at, timezone.localtime(at).date(), member
        self.keys = keys_of(member) if member is not None else set()
        bodies = Organisation.objects.select_related("area", "collector").order_by("order", "name")
        tasks = Task.objects.filter(plan__in=self.plans).prefetch_related(Prefetch("leads", bodies))
        if only is not None:
            tasks = tasks.filter(Q(pk=only) | Q(parent=only))
        self.tasks = list(tasks.order_by("plan_id", "order", "id"))
        ids = [task.pk for task in self.tasks]
        self.said: dict[int, list[Said]] = defaultdict(list)
        for task, said in _said(TaskEntry.objects.filter(task__in=ids, made_at__lte=at)):
            self.said[task].append(said)
        self.units = _units(TaskUnit.objects.filter(task__in=ids), self.on)
        self.extensions: dict[int, list[TaskExtension]] = defaultdict(list)
        for row in TaskExtension.objects.filter(task__in=ids, asked_at__lte=at).select_related("area", "organisation"):
            self.extensions[row.task_id].append(row)
        charges = TaskCharge.objects.filter(task__in=ids, made_at__lte=at).order_by("id")
        self.charges = {row.task_id: row for row in charges}
        self.worked: dict[int, Callable[[date, date], int]] = {}
        self.rule = before_rule()

    def rows(self) -> list[Row]:
        found = {task.pk: self._row(task) for task in self.tasks}
        for task in self.tasks:
            above = found.get(task.parent_id or 0)
            if above is not None:
                above.children.append(found[task.pk])
                found[task.pk].level = above.level + 1
        if self.member is None:
            return list(found.values())
        return [row for row in found.values() if row.is_mine or row.co_operates or any(p.is_mine for p in row.places)]

    def _row(self, task: Task) -> Row:
        task.plan = self.plans[task.plan_id]
        own_area, leads = task.plan.campaign.area, list(task.leads.all())
        said, extensions = self.said[task.pk], self.extensions[task.pk]
        granted = _granted(row for row in extensions if row.decided_at and row.decided_at <= self.at)
        terms = rules.terms_of(task.due_on, task.due_text, steady=task.steady, rule=self.rule)
        by_unit: dict[str, list[Said]] = defaultdict(list)
        for one in said:
            by_unit[one.unit].append(one)
        places = self.units.get(task.pk)
        if places is None:
            places = own_places(task, own_area, self.on)
        is_mine = bool(self.keys & ({place_of(body, own_area).key for body in leads} | {f"o{b.pk}" for b in leads}))
        if self.member is not None and places and not self._sees_all(task, is_mine):
            places = [one for one in places if one.key in self.keys]
        stands = [self._place(task, one, by_unit[one.key], rules.extended(terms, granted, one.key)) for one in places]
        whole = rules.extended(terms, granted)
        return Row(
            task=task, leads=leads, terms=whole, own=self._stand(task, by_unit[""], whole), places=stands,
            outputs=rules.summed(
                one.outputs
                for key in ["", *(place.key for place in places)]
                for one in rules.standing_words(by_unit[key])
            ),
            charge=self.charges.get(task.pk), is_mine=is_mine,
            waiting=[row for row in extensions if row.decided_at is None or row.decided_at > self.at],
            co_operates=self.member is not None and not is_mine and co_operates(task, self.member, own_area),
        )  # fmt: skip

    def _sees_all(self, task: Task, is_mine: bool) -> bool:
        """Who leads for all others sees them all; where each answers for itself, each sees its own."""
        return is_mine and task.pk in self.units

    def _place(self, task: Task, place: Place, said: list[Said], terms: Terms) -> PlaceStand:
        outputs = rules.summed(one.outputs for one in rules.standing_words(said))
        return PlaceStand(place, self._stand(task, said, terms), outputs, is_mine=place.key in self.keys)

    def _stand(self, task: Task, said: list[Said], terms: Terms) -> Stand:
        def quiet(last_on: date | None) -> bool:
            since = timezone.localtime(task.plan.confirmed_at).date()
            return rules.is_quiet(last_on, since, self.on, settings.QUIET_WEEKS, self._worked(task.plan))

        return rules.stand(said, terms, self.on, is_quiet=quiet)

    def _worked(self, plan: Plan) -> Callable[[date, date], int]:
        area = plan.campaign.area
        if area.pk not in self.worked:
            self.worked[area.pk] = calendar_of(area).working_days_between
        return self.worked[area.pk]


def _said(rows: Any) -> Iterable[tuple[int, Said]]:
    columns = ("task_id", "pk", "step", "on", "made_at", "area_id", "organisation_id", "outputs", "retracts_id")
    for task, pk, step, on, at, area, body, outputs, retracts in rows.order_by("pk").values_list(*columns):
        yield task, Said(pk, step, on, at, key_of(area, body), outputs, retracts)


def _units(rows: Any, on: date) -> dict[int, list[Place]]:
    """Task → the places the desk chose, without those that ended (a village merged into another)."""
    found: dict[int, list[Place]] = {}
    chosen = rows.filter(removed_at=None).select_related("area", "organisation__collector")
    for row in chosen.order_by("-area__kind", "area__order", "area__code", "organisation__order", "organisation__name"):
        where = row.area or row.organisation
        places = found.setdefault(row.task_id, [])
        if where.valid_to is not None and where.valid_to < on:
            continue
        through = row.organisation.collector if row.organisation else None
        title = row.area.title if row.area else row.organisation.label
        places.append(
            Place(key_of(row.area_id, row.organisation_id), title, through.label if through else "",
                  through.pk if through else None)
        )  # fmt: skip
    return {task: sorted(places, key=lambda one: not one.is_area) for task, places in found.items()}


def _granted(rows: Iterable[TaskExtension]) -> list[Granted]:
    return [
        Granted(row.granted_until_on, row.decided_at, key_of(row.area_id, row.organisation_id))
        for row in rows
        if row.granted_until_on is not None and row.decided_at is not None
    ]
