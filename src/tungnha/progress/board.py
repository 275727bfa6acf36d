"""All figures of some targets below one area, from a number of queries that grows with neither."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone

from tungnha.drafting.numbers import in_prose
from tungnha.ledger.models import CountClaim, Measure
from tungnha.ledger.queries import Base
from tungnha.plans.models import Target, TargetShare
from tungnha.plans.rules import Needed, needed_count
from tungnha.progress import choices, rules
from tungnha.progress.counting import Days, Slot, way_for, way_of, why_not
from tungnha.progress.figures import BaseSum, Figure, Milestone
from tungnha.progress.models import BaseChoice
from tungnha.progress.stated import Stated, StatedCounts
from tungnha.progress.tallies.reading import Sums
from tungnha.units import clock
from tungnha.units.models import Area

CHANGE_DAYS = 7


class Board:
    """Load once, then ask for the figure of any of the targets in any area below `root`."""

    def __init__(self, targets: Sequence[Target], root: Area, on: date, since: date | None = None) -> None:
        self.root, self.on = root, on
        self.since = since or on - timedelta(days=CHANGE_DAYS)
        self.targets = list(targets)
        self.siblings = self._siblings()
        # What follows from a target alone, or from it and an area, is asked for again and again: worked out once.
        self._same: dict[int, list[Target]] = {}
        self._slots: dict[int, Slot] = {}
        self._bases: dict[tuple[int, int], Base | None] = {}
        self.choices = choices.settle([*self.targets, *self.siblings])
        slots = {slot.name: slot for t in self.targets if t.measure for slot in [self.slot(t)]}
        self.sums = Sums(list(slots.values()), root, clock.today())
        groups = {t.measure.group for t in self.targets if t.measure}
        self.stated = StatedCounts.load(root, groups, on)
        self._spread: dict[tuple[int, int], dict[int, int]] = {}

    @classmethod
    def around(cls, targets: Sequence[Target], area: Area, on: date, since: date | None = None) -> Board:
        """Of a village, the whole commune is looked at: its share follows from all."""
        return cls(targets, area.parent if area.kind == Area.Kind.VILLAGE and area.parent else area, on, since)

    # --- what is loaded ----------------------------------------------------------------------------------------------

    def _siblings(self) -> list[Target]:
        """All targets of the same plans that count the same: they make the way together."""
        pairs = {(t.plan_id, t.measure_id) for t in self.targets if t.measure_id}
        rows = Target.objects.filter(
            plan__in={plan for plan, _ in pairs}, measure__in={measure for _, measure in pairs}
        )
        others = rows.exclude(role=Target.Role.MESSAGE).exclude(pk__in=[t.pk for t in self.targets])
        found = [t for t in self.targets if t.role != Target.Role.MESSAGE]
        found += [
            t for t in others.select_related("measure", "plan__campaign__area") if (t.plan_id, t.measure_id) in pairs
        ]
        return sorted(found, key=lambda t: (t.due_on is None, t.due_on or date.max, t.order, t.pk))

    @cached_property
    def below(self) -> list[Area]:
        """The areas right below the root that stand on the day."""
        areas = list(Area.objects.filter(parent=self.root).standing_on(self.on))
        for area in areas:
            area.parent = self.root
        return areas

    @cached_property
    def shares(self) -> dict[tuple[int, int], int]:
        rows = TargetShare.objects.filter(target__in=self.siblings, area__path__startswith=self.root.path)
        return {(t, a): n for t, a, n in rows.values_list("target", "area", "count")}

    def same(self, target: Target) -> list[Target]:
        if target.measure_id is None:
            return [target]
        if target.pk not in self._same:
            alike = [t for t in self.siblings if t.plan_id == target.plan_id and t.measure_id == target.measure_id]
            self._same[target.pk] = alike
        return self._same[target.pk]

    def slot(self, target: Target) -> Slot:
        assert target.measure is not None
        if target.pk not in self._slots:
            self._slots[target.pk] = Slot(target.measure, Days(self.on, self.since, self.start_on(target)))
        return self._slots[target.pk]

    # --- the start ---------------------------------------------------------------------------------------------------

    def start_on(self, target: Target) -> date:
        """The day the way starts: the plan's own for its starting count, else of its issue, of the campaign."""
        told = next((t.starting_on for t in [target, *self.same(target)] if t.starting_on), None)
        plan = target.plan
        return told or plan.issued_on or plan.campaign.started_on or timezone.localtime(plan.confirmed_at).date()

    def _start(self, target: Target, area: Area) -> tuple[int | None, int | None]:
        """(count the way starts from, count of those named): the plan's own where it gives one for its own area."""
        named = self._count(target, area, "start")
        if area.pk == target.plan.campaign.area_id:
            told = next((t.starting_count for t in [target, *self.same(target)] if t.starting_count is not None), None)
            if told is not None:
                return told, named
        return named, named

    # --- counts ------------------------------------------------------------------------------------------------------

    def _count(self, target: Target, area: Area, what: str) -> int | None:
        if not self._is_counted(target, area):
            return None
        slot = self.slot(target)
        # Nobody in the whole commune was ever asked: no figure, not zero.
        whole = area.parent if area.kind == Area.Kind.VILLAGE and area.parent else area
        if what != "own" and self.sums.of(whole, f"ever_{slot.name}") == 0:
            return None
        if what not in ("own", "registered") and not self._is_known(target, area):
            return None
        name = slot.base_name if what in ("own", "registered") else slot.name
        return self.sums.of(area, f"{what}_{name}")

    def _is_known(self, target: Target, area: Area) -> bool:
        """A village whose register is not entered yet has no figure either, whatever its commune has."""
        asked = self.sums.of(area, f"ever_{self.slot(target).name}")
        return area.kind != Area.Kind.VILLAGE or asked > 0 or self._own(target, area) > 0

    def _is_counted(self, target: Target, area: Area) -> bool:
        """Whether rows are added up for it here: what units state is not, and a desk has no figure of a village."""
        way = way_for(target.measure)
        return way is not None and way.tally is not None and (way.in_villages or area.kind != Area.Kind.VILLAGE)

    def missing(self, target: Target) -> dict[str, int]:
        """How many of a target's people or households are still without it, by path of the place they live in."""
        slot = self.slot(target)
        own, now = f"own_{slot.base_name}", f"now_{slot.name}"
        return {path: found.get(own, 0) - found.get(now, 0) for path, found in self.sums.counts.items()}

    def _own(self, target: Target, area: Area, what: str = "own") -> int:
        return self.sums.of(area, f"{what}_{self.slot(target).base_name}")

    def base(self, target: Target, area: Area) -> Base | None:
        """The number chosen for the plan (decision 0020); else the competent body's figure; else, for the plan's own
        area, the plan's; else the register's own count."""
        key = (target.pk, area.pk)
        if key not in self._bases:
            self._bases[key] = self._base(target, area)
        return self._bases[key]

    def _base(self, target: Target, area: Area) -> Base | None:
        measure = target.measure
        if measure is None:
            return self._base_of_plan(target, area, None)
        if way_of(measure) == "stated":
            return self._base_of_units(target, area)
        own = self._own(target, area) if self._is_counted(target, area) else None
        registered = self._own(target, area, "registered") if own is not None and measure.counts == "person" else None
        choice = self.choices.get((target.plan_id, measure.group))
        uses = choice.uses if choice is not None else ""
        # Whoever states how many people there are says nothing of their telephone numbers.
        stated = uses not in ("register", "plan") and measure.counts not in ("telephone", "place")
        claim = self._claim(choice, area, measure.group) if stated else None
        if claim is not None:
            return Base(claim.count, claim.stated_by.label, claim.on, claim.document, str(claim.id), own, registered)
        from_plan = self._base_of_plan(target, area, own) if uses != "register" else None
        if from_plan is not None:
            return from_plan
        way = way_for(measure)
        whose = way.base_words if way else ""
        return Base(own or None, whose, self.on, own=own, own_registered=registered) if own is not None else None

    def _claim(self, choice: BaseChoice | None, area: Area, group: str) -> CountClaim | None:
        """The statement that was chosen, or its part for a lower area; without one, or once it is taken back, the
        latest."""
        latest = self.stated.base(area, group)
        if choice is None or choice.claim is None:
            return latest
        chosen = choice.claim
        same = (
            row for row in self.stated.rows
            if row.area_id == area.pk and row.group == group and row.service_id is None
            and (row.stated_by_id, row.on, row.document) == (chosen.stated_by_id, chosen.on, chosen.document)
        )  # fmt: skip
        return next((row for row in same if row.pk == chosen.pk or row.area_id != chosen.area_id), latest)

    def _base_of_plan(self, target: Target, area: Area, own: int | None) -> Base | None:
        if area.pk != target.plan.campaign.area_id:
            return None
        told = next((t.stated_base for t in [target, *self.same(target)] if t.stated_base is not None), None)
        if told is None:
            return None
        return Base(told, "theo kế hoạch", target.plan.issued_on, target.plan.full_symbol, own=own)

    def _base_of_units(self, target: Target, area: Area) -> Base | None:
        """The sum of what the units give as their whole; none while one that gave a count gave no whole."""
        assert target.measure is not None
        claims = self.stated.of_units(area, target.measure, self.on)
        wholes = [self.stated.base_of_unit(claim) for claim in claims]
        known = [whole for whole in wholes if whole is not None]
        if not claims or len(known) < len(wholes):
            return self._base_of_plan(target, area, None)
        return Base(sum(known), f"{in_prose(len(claims))} đơn vị báo", max(c.on for c in claims))

    # --- needed ------------------------------------------------------------------------------------------------------

    def needed(self, target: Target, area: Area) -> Needed:
        """Handed down where it was; the plan's rule in its own area and in communes; villages share it out."""
        share = self.shares.get((target.pk, area.pk))
        if share is not None:
            return Needed(share, "Chỉ tiêu được giao.")
        if area.kind == Area.Kind.VILLAGE and area.parent is not None and area.pk != target.plan.campaign.area_id:
            count = self._spread_of(target, area.parent).get(area.pk)
            why = "Chia theo số phải tính của các thôn, cộng lại đúng bằng chỉ tiêu của xã."
            return Needed(count, why if count is not None else "Chưa có số phải tính của thôn để chia chỉ tiêu.")
        base = self.base(target, area)
        own_area = area.pk == target.plan.campaign.area_id
        return needed_count(
            comparator=target.comparator, value=target.value, unit=target.unit,
            base=base.count if base else None, stated_count=target.stated_count if own_area else None,
        )  # fmt: skip

    def _spread_of(self, target: Target, commune: Area) -> dict[int, int]:
        """What each village of a commune is to reach: what was handed down stays, the rest is shared out by base."""
        key = (target.pk, commune.pk)
        if key not in self._spread:
            whole = self.needed(target, commune).count
            villages = self.below if commune.pk == self.root.pk else []
            given = {v.pk: n for v in villages if (n := self.shares.get((target.pk, v.pk))) is not None}
            weights = {v.pk: self._weight(target, v) for v in villages if v.pk not in given}
            rest = max((whole or 0) - sum(given.values()), 0)
            self._spread[key] = given | (rules.fair_shares(rest, weights) if whole is not None else {})
        return self._spread[key]

    def _weight(self, target: Target, village: Area) -> int:
        base = self.base(target, village)
        return (base.count or 0) if base else 0

    def milestones(self, target: Target, area: Area) -> list[Milestone]:
        """The days on the way: earlier targets of the same measure, then this one. Without a due day there is none."""
        if target.due_on is None:
            return []
        earlier = [
            t for t in self.same(target)
            if t.due_on and t.due_on < target.due_on and t.role == Target.Role.TARGET and t.pk != target.pk
        ]  # fmt: skip
        found = [Milestone(t, t.due_on, self.needed(t, area)) for t in [*earlier, target] if t.due_on]
        return [m for m in found if m.needed.count is not None]

    # --- figures -----------------------------------------------------------------------------------------------------

    def figure(self, target: Target, area: Area) -> Figure:
        """Where a target stands in an area."""
        now, gained, lost, change = self._now(target, area)
        needed, start_on = self.needed(target, area), self.start_on(target)
        start_count, start_named = self._start(target, area)
        points = [(m.on, m.needed.count) for m in self.milestones(target, area) if m.needed.count is not None]
        start = (start_on, start_count) if start_count is not None else None
        way = way_for(target.measure)
        steady = way is not None and way.steady  # must hold every day: no way leads there, no day makes it overdue
        path = () if steady else tuple(rules.make_path(start, points))
        expected = rules.whole_people(rules.expected_on(self.on, path)) if start else None
        state = rules.state_of(
            now=now, needed=needed.count, on=self.on, due_on=self.on if steady else target.due_on,
            expected=needed.count if steady else expected, watched=target.role == Target.Role.INDICATOR,
        )  # fmt: skip
        if state == "reached" and self._a_village_lacks(target, area):
            state = rules.state_short_of_all(self.on, target.due_on)
        return Figure(
            target=target, area=area, on=self.on, since=self.since, way=way_of(target.measure), now=now,
            why_none=self._why_none(target, area) if now is None else "", base=self.base(target, area), needed=needed,
            gained=gained, lost=lost, change=change, start_on=start_on, start_count=start_count,
            start_named=start_named, path=path, expected_today=expected, state=state,
            pace=None if steady else rules.needed_per_day(now, needed.count, self.on, target.due_on),
            stated=self._beside(target, area, now),
        )  # fmt: skip

    def village_reaches(self, target: Target, village: Area) -> bool | None:
        """A village against the plan's level on its own base; None where either is not known."""
        base, now = self.base(target, village), self._now(target, village)[0]
        needed = needed_count(
            comparator=target.comparator,
            value=target.value,
            unit=target.unit,
            base=base.count if base else None,
            stated_count=None,
        ).count
        if now is None or base is None or not base.count or needed is None:
            return None
        return now >= needed

    def _a_village_lacks(self, target: Target, area: Area) -> bool:
        """Whether a plan that looks at each village has one that is not there, however good the sum is."""
        each = target.measure is not None and target.measure.each == Measure.Each.VILLAGE
        if not each or target.value is None or area.pk != self.root.pk or area.kind != Area.Kind.COMMUNE:
            return False
        return any(self.village_reaches(target, village) is False for village in self.below)

    def _now(self, target: Target, area: Area) -> tuple[int | None, int | None, int | None, int | None]:
        if target.measure is not None and way_of(target.measure) == "stated":
            now = self._sum(target.measure, area, self.on)
            then = self._sum(target.measure, area, self.since)
            return now, None, None, now - then if now is not None and then is not None else None
        now, then, gained, lost = (self._count(target, area, what) for what in ("now", "then", "gained", "lost"))
        if target.measure is not None and not self.sums.tells_apart(f"gained_{self.slot(target).name}"):
            gained = lost = None
        return now, gained, lost, now - then if now is not None and then is not None else None

    def _sum(self, measure: Measure, area: Area, on: date) -> int | None:
        claims = self.stated.of_units(area, measure, on)
        return sum(c.count for c in claims) if claims else None

    def _why_none(self, target: Target, area: Area) -> str:
        way = way_for(target.measure)
        if way is not None and area.kind == Area.Kind.VILLAGE and not way.in_villages:
            return "Số này chỉ có của cả xã, không tách theo thôn."
        return why_not(target.measure)

    def _beside(self, target: Target, area: Area, now: int | None) -> tuple[Stated, ...]:
        if target.measure is None or way_of(target.measure) == "stated":
            return ()
        return tuple(Stated(claim, now) for claim in self.stated.beside(area, target.measure))

    def base_sum(self, target: Target) -> BaseSum:
        """Do the villages' bases add up to the commune's?"""
        bases = [self.base(target, village) for village in self.below]
        known = [b.count for b in bases if b is not None and b.count is not None]
        whole = self.base(target, self.root)
        return BaseSum(
            len(bases), sum(1 for b in bases if b is not None and b.is_stated), sum(known) if known else None,
            whole.count if whole else None,
        )  # fmt: skip
