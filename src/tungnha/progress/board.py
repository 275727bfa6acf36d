"""All figures of some targets below one area, from a number of queries that grows with neither."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from tungnha.ledger.models import CountClaim, Measure
from tungnha.ledger.queries import Base
from tungnha.plans.models import Target, TargetShare
from tungnha.plans.rules import Needed, needed_count
from tungnha.progress import choices, rules
from tungnha.progress.counting import Days, Slot, tally, total, way_of, why_not
from tungnha.progress.figures import BaseSum, Figure, Milestone
from tungnha.progress.models import BaseChoice
from tungnha.progress.stated import Stated, StatedCounts
from tungnha.units.models import Area

CHANGE_DAYS = 7
REGISTER = "sổ nhân khẩu"
OWN_WORDS = {"units": "danh sách của các đơn vị", "things": REGISTER}


class Board:
    """Load once, then ask for the figure of any of the targets in any area below `root`."""

    def __init__(self, targets: Sequence[Target], root: Area, on: date, since: date | None = None) -> None:
        self.root, self.on = root, on
        self.since = since or on - timedelta(days=CHANGE_DAYS)
        self.targets = list(targets)
        self.siblings = self._siblings()
        self.choices = choices.settle([*self.targets, *self.siblings])
        slots = {slot.name: slot for t in self.targets if t.measure and way_of(t.measure) for slot in [self.slot(t)]}
        self.counts = tally(list(slots.values()), root)
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
        pairs = Q(pk__in=[t.pk for t in self.targets])
        for plan_id, measure_id in {(t.plan_id, t.measure_id) for t in self.targets if t.measure_id}:
            pairs |= Q(plan=plan_id, measure=measure_id)
        rows = Target.objects.filter(pairs).exclude(role=Target.Role.MESSAGE)
        return list(rows.select_related("measure", "plan__campaign__area").order_by("due_on", "order", "id"))

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
        return [t for t in self.siblings if t.plan_id == target.plan_id and t.measure_id == target.measure_id]

    def slot(self, target: Target) -> Slot:
        assert target.measure is not None
        return Slot(target.measure, Days(self.on, self.since, self.start_on(target)))

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
        if target.measure is None or way_of(target.measure) not in ("things", "units"):
            return None
        slot = self.slot(target)
        # Nobody in the whole commune was ever asked: no figure, not zero.
        whole = area.parent if area.kind == Area.Kind.VILLAGE and area.parent else area
        if what != "own" and total(self.counts, whole, f"ever_{slot.name}") == 0:
            return None
        name = slot.base_name if what in ("own", "registered") else slot.name
        return total(self.counts, area, f"{what}_{name}")

    def _own(self, measure: Measure, area: Area, what: str = "own") -> int:
        return total(self.counts, area, f"{what}_{measure.counts}_{measure.counted_group or 'any'}")

    def base(self, target: Target, area: Area) -> Base | None:
        """The number chosen for the plan (decision 0020); else the competent body's figure; else, for the plan's own
        area, the plan's; else the register's own count."""
        measure = target.measure
        if measure is None:
            return self._base_of_plan(target, area, None)
        if way_of(measure) == "stated":
            return self._base_of_units(target, area)
        own = self._own(measure, area) if way_of(measure) else None
        registered = self._own(measure, area, "registered") if measure.counts == "person" else None
        choice = self.choices.get((target.plan_id, measure.group))
        uses = choice.uses if choice is not None else ""
        claim = self._claim(choice, area, measure.group) if uses not in ("register", "plan") else None
        if claim is not None:
            return Base(claim.count, claim.stated_by.label, claim.on, claim.document, str(claim.id), own, registered)
        from_plan = self._base_of_plan(target, area, own) if uses != "register" else None
        if from_plan is not None:
            return from_plan
        whose = OWN_WORDS.get(way_of(measure), REGISTER)
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
        return Base(sum(known), f"{len(claims)} đơn vị báo", max(c.on for c in claims))

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
        path = tuple(rules.make_path(start, points))
        expected = rules.whole_people(rules.expected_on(self.on, path)) if start else None
        state = rules.state_of(
            now=now, needed=needed.count, on=self.on, due_on=target.due_on, expected=expected,
            watched=target.role == Target.Role.INDICATOR,
        )  # fmt: skip
        return Figure(
            target=target, area=area, on=self.on, since=self.since, way=way_of(target.measure), now=now,
            why_none=self._why_none(target) if now is None else "", base=self.base(target, area), needed=needed,
            gained=gained, lost=lost, change=change, start_on=start_on, start_count=start_count,
            start_named=start_named, path=path, expected_today=expected, state=state,
            pace=rules.needed_per_day(now, needed.count, self.on, target.due_on),
            stated=self._beside(target, area, now),
        )  # fmt: skip

    def _now(self, target: Target, area: Area) -> tuple[int | None, int | None, int | None, int | None]:
        if target.measure is not None and way_of(target.measure) == "stated":
            now = self._sum(target.measure, area, self.on)
            then = self._sum(target.measure, area, self.since)
            return now, None, None, now - then if now is not None and then is not None else None
        now, gained, lost = (self._count(target, area, what) for what in ("now", "gained", "lost"))
        return now, gained, lost, gained - lost if gained is not None and lost is not None else None

    def _sum(self, measure: Measure, area: Area, on: date) -> int | None:
        claims = self.stated.of_units(area, measure, on)
        return sum(c.count for c in claims) if claims else None

    def _why_none(self, target: Target) -> str:
        return why_not(target.measure) or "Chưa có ghi nhận nào về tiện ích này ở đây."

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
