"""What stands on the page that hands a plan down: who receives, what is known of each, what is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from tungnha.identity import names
from tungnha.ledger import queries as ledger
from tungnha.ledger.models import CountClaim, Measure, Standing
from tungnha.ledger.rules import parse_rule, services_of
from tungnha.people import queries as people
from tungnha.people.models import Household, Person, PersonGroup
from tungnha.plans.models import Plan, ShareStep, Target
from tungnha.plans.operations.sharing import latest_steps, settled_steps
from tungnha.plans.queries import targets_of
from tungnha.plans.receivers import Receiver, goes_to_bodies, lower_areas, own_bodies
from tungnha.plans.rules import Needed, by_remaining, by_weight, equally, level_words, needed_count, short_day
from tungnha.units.models import Area

Method = ShareStep.Method
OFFERED = (Method.REMAINING, Method.PEOPLE, Method.EQUAL, Method.HAND, Method.LEVEL)


@dataclass(frozen=True)
class Known:
    """What is known of a target's people at one receiver. Missing is not zero."""

    base: int | None = None
    now: int | None = None

    @property
    def remaining(self) -> int | None:
        return None if self.base is None or self.now is None else max(self.base - self.now, 0)


class Knowledge:
    """Bases and standings of all targets at all receivers, each measure asked for once."""

    def __init__(self, plan: Plan, areas: Sequence[Receiver], on: date) -> None:
        self.plan, self.areas, self.on = plan, areas, on
        self.here = plan.campaign.area
        self._found: dict[str, dict[str, Known]] = {}

    def of(self, target: Target, receivers: Sequence[Receiver]) -> dict[str, Known]:
        group = target.measure.group if target.measure else ""
        code = f"{target.measure.code if target.measure else ''}-{goes_to_bodies(target)}-{target.headline}"
        if code not in self._found:
            bodies = goes_to_bodies(target)
            found = self._at_bodies(target.measure, receivers) if bodies else self._at_areas(target)
            self._found[code] = self._with_stated(found, group, receivers)
        return self._found[code]

    def _with_stated(self, found: dict[str, Known], group: str, receivers: Sequence[Receiver]) -> dict[str, Known]:
        """The figure of the body that states it comes before the register's own."""
        stated = self._stated(group)
        return {
            r.key: Known(stated.get(r.key, (found.get(r.key) or Known()).base), (found.get(r.key) or Known()).now)
            for r in receivers
        }

    def _stated(self, group: str) -> dict[str, int]:
        rows = CountClaim.objects.filter(
            area__path__startswith=self.here.path, group=group, service=None, on__lte=self.on, retracts=None,
            retracted_by=None,
        ).order_by("on", "stored_at")  # fmt: skip
        found: dict[str, int] = {}
        for area, body, count in rows.values_list("area", "stated_by", "count"):
            found[f"a{area}"] = count
            if area == self.here.pk:
                found[f"o{body}"] = count
        return found

    def _at_areas(self, target: Target) -> dict[str, Known]:
        measure = target.measure
        annex = self._annex if measure is None or measure.group in people.AGES or target.headline else {}
        if measure is None or measure.counts not in ("person", "household") or measure.group in ("visitor",):
            return annex
        path = "household__village" if measure.counts == "person" else "village"
        if measure.counts == "person":
            within = Person.objects.filter(household__village__path__startswith=self.here.path)
            base = people.counted(measure.group, self.on, within)
        else:
            base = Household.objects.filter(village__path__startswith=self.here.path, left_on=None)
        rule = parse_rule(measure.rule)
        of_homes = measure.counts == "household"
        having = base.filter(ledger.households_holding(rule, self.on) if of_homes else ledger.holding(rule, self.on))
        bases, now = self._by_area(base, path), self._by_area(having, path)
        asked = self._was_asked(measure)
        own = {
            r.key: Known(bases.get(r.pk) or None, now.get(r.pk, 0) if asked and bases.get(r.pk) else None)
            for r in self.areas
        }
        return {key: annex.get(key, known) if known.base is None else known for key, known in own.items()}

    def _was_asked(self, measure: Measure) -> bool:
        """Nobody was ever asked in the whole area: nothing is known, which is not zero."""
        of = f"{measure.counts}__household__village" if measure.counts == "person" else "household__village"
        rows = Standing.objects.filter(service__code__in=services_of(parse_rule(measure.rule)))
        return rows.filter(**{f"{of}__path__startswith": self.here.path}).exists()

    def _by_area(self, rows: Any, path: str) -> dict[int, int]:
        """How many lie in each of the areas right below: villages themselves, or the communes above them."""
        if self.here.kind == Area.Kind.PROVINCE:
            path += "__parent"
        return dict(rows.order_by().values_list(path).annotate(n=Count("pk", distinct=True)))

    @cached_property
    def _annex(self) -> dict[str, Known]:
        """A row of the plan's own annex for each lower area, where it has such rows."""
        rows = self.plan.extra.get("appendix_targets") or []
        by_name = {names.fold(str(row.get("unit") or "")): row for row in rows}
        found = {}
        for r in self.areas:
            area = r.row
            row = by_name.get(names.fold(r.title)) or by_name.get(area.folded_name if isinstance(area, Area) else "")
            if row:
                found[r.key] = Known(_whole(row.get("population_over_15")), _whole(row.get("existing")))
        return found

    def _at_bodies(self, measure: Measure | None, receivers: Sequence[Receiver]) -> dict[str, Known]:
        if measure is None or measure.counts != "person":
            return {}
        places = PersonGroup.objects.filter(
            people.current(self.on), kind__in=people.kinds_of(measure.group), organisation__in=[r.pk for r in receivers]
        )
        holders = Person.objects.filter(ledger.holding(parse_rule(measure.rule), self.on)).values("pk")
        rows = places.values_list("organisation").annotate(
            base=Count("person", distinct=True), now=Count("person", distinct=True, filter=Q(person__in=holders))
        )
        return {f"o{pk}": Known(base, now) for pk, base, now in rows}


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None


@dataclass
class Column:
    """One target on the page: its receivers, what is known, what counts now, what stands in the inputs."""

    target: Target
    receivers: list[Receiver]
    known: dict[str, Known]
    needed: Needed
    latest: ShareStep | None
    settled: ShareStep | None

    @property
    def title(self) -> str:
        """Targets of one measure are told apart by level and day: `… (đạt 35,00%, 31/7/2026)`."""
        level = level_words(self.target.comparator, self.target.value, self.target.unit)
        day = f", {short_day(self.target.due_on)}" if self.target.due_on else ""
        return f"{self.target.label} ({level}{day})"

    @property
    def number(self) -> int:
        return self.latest.number if self.latest else 0

    @property
    def to_bodies(self) -> bool:
        return goes_to_bodies(self.target)

    @property
    def pending(self) -> ShareStep | None:
        """Numbers that are kept and do not add up yet."""
        return self.latest if self.latest and not self.latest.settled else None

    @property
    def total_changed(self) -> bool:
        """The whole is another one than was handed down."""
        step = self.settled
        return step is not None and step.method not in (Method.LEVEL, Method.NONE) and step.total != self.needed.count

    @property
    def is_given(self) -> bool:
        return self.settled is not None and self.settled.method != Method.NONE

    @property
    def stands(self) -> bool:
        """Whether there is anything to take back: numbers that count, or kept ones that do not add up yet."""
        return self.is_given or self.pending is not None

    @property
    def can_undo(self) -> bool:
        return self.stands or (self.latest is not None and self.latest.before is not None)

    @property
    def given_elsewhere(self) -> int:
        """How much of what counts now stands at places that take no part any more (merged, closed)."""
        if self.settled is None:
            return 0
        here = {r.key for r in self.receivers}
        return sum(count for key, count in self.settled.counts.items() if key not in here)

    @property
    def method(self) -> str:
        """What is chosen when the page opens: as it was handed down, else the best that what is known allows."""
        step = self.latest
        if step is not None and step.method not in (Method.NONE, Method.ANNEX):
            return str(step.method)
        if step is not None and step.method == Method.ANNEX:
            return str(Method.HAND)
        if step is not None and step.method == Method.NONE and step.before is not None:
            return str(Method.NONE)  # it was taken back on purpose
        return offered_method(self.needed.count, [self.known.get(r.key, Known()) for r in self.receivers])

    def total_of(self, bases: Sequence[int | None]) -> int | None:
        """The whole that is divided: the plan's own number; where it gives a rate alone, that rate of all the parts."""
        known = [base for base in bases if base is not None]
        if self.needed.count is not None or len(known) < len(bases) or not known:
            return self.needed.count
        target = self.target
        return needed_count(
            comparator=target.comparator, value=target.value, unit=target.unit, base=sum(known), stated_count=None
        ).count  # fmt: skip

    def proposal(self, method: str, typed: Mapping[str, int]) -> dict[str, int] | None:
        """The numbers a method gives; None where something it needs is not known (or it gives none)."""
        bases = {r.pk: typed.get(r.key, self.known.get(r.key, Known()).base) for r in self.receivers}
        total = self.total_of(list(bases.values()))
        if total is None or not self.receivers or method not in (Method.REMAINING, Method.PEOPLE, Method.EQUAL):
            return None
        keys = {r.pk: r.key for r in self.receivers}
        if method == Method.EQUAL:
            return {keys[pk]: n for pk, n in equally(total, bases).items()}
        whole = {pk: base for pk, base in bases.items() if base is not None}
        if len(whole) < len(bases) or not any(whole.values()):
            return None
        if method == Method.PEOPLE:
            return {keys[pk]: n for pk, n in by_weight(total, whole).items()}
        now = {r.pk: self.known.get(r.key, Known()).now for r in self.receivers}
        if any(count is None for count in now.values()):
            return None
        parts = by_remaining(total, whole, {pk: count or 0 for pk, count in now.items()})
        return {keys[pk]: n for pk, n in parts.items()}


def offered_method(total: int | None, known: Sequence[Known]) -> str:
    if total is None or not known:
        return str(Method.LEVEL)
    if all(k.remaining is not None for k in known):
        return str(Method.REMAINING)
    return str(Method.PEOPLE if all(k.base is not None for k in known) else Method.EQUAL)


def columns_of(plan: Plan, on: date) -> list[Column]:
    """Every counted target of a plan, ready to be handed down."""
    targets = [t for t in targets_of(plan) if t.role == Target.Role.TARGET]
    areas = lower_areas(plan, on)
    knowledge = Knowledge(plan, areas, on)
    latest, settled = latest_steps(targets), settled_steps(targets)
    made = []
    for target in targets:
        receivers = own_bodies(plan, target) if goes_to_bodies(target) else areas
        needed = needed_count(
            comparator=target.comparator, value=target.value, unit=target.unit, base=target.stated_base,
            stated_count=target.stated_count,
        )  # fmt: skip
        known = knowledge.of(target, receivers)
        made.append(Column(target, receivers, known, needed, latest.get(target.pk), settled.get(target.pk)))
    return made
