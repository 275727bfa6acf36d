"""Which villages get a session when: proposed from how many are missing. Pure: no database, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tungnha.units.calendar import SATURDAY, SUNDAY, VIETNAM, Calendar, holidays

# What is offered where a campaign has no rules of its own yet: mornings and afternoons of working days.
USUAL_PARTS = ((time(7, 30), time(11, 0)), (time(13, 30), time(16, 30)))
EVENING = (time(19, 0), time(21, 0))
USUAL_WEEKDAYS = (0, 1, 2, 3, 4)
USUAL_CAPACITY = 40
LONGEST_STRETCH = 120  # days that dates are proposed for at once
MOST_PROPOSED = 200


@dataclass(frozen=True, order=True)
class Slot:
    """One part of one day."""

    starts_at: datetime
    ends_at: datetime

    @property
    def on(self) -> date:
        return self.starts_at.astimezone(VIETNAM).date()

    def meets(self, other: Slot) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, kw_only=True)
class VillageNeed:
    """A village that dates are sought for: how many are missing there, what is planned already, where people meet.
    `planned`: sessions to come, agreed or not; `ever`: of the campaign, past ones too."""

    village: int
    missing: int
    planned: int = 0
    ever: int = 0
    days: frozenset[date] = frozenset()
    place: int | None = None
    leader: int | None = None


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What is taken at a time: users, a place, equipment id → how many."""

    slot: Slot
    people: frozenset[int] = frozenset()
    place: int | None = None
    equipment: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Means:
    """What sessions are held with. `staff`: users an operator or another body may send, `each` of them to a session;
    `stock`: equipment id → how many there are, `needs`: how many a session takes."""

    capacity: int
    staff: Sequence[int] = ()
    each: int = 0
    stock: Mapping[int, int] = field(default_factory=dict)
    needs: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposed:
    village: int
    slot: Slot
    expected: int  # of those missing, how many this session may serve
    staff: tuple[int, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """`unplaced`: villages that have no session and for which no slot is left; `left`: people beyond what fits."""

    sessions: list[Proposed]
    unplaced: list[int]
    left: int


def slots(
    first: date, last: date, *, weekdays: Collection[int], parts: Sequence[tuple[time, time]], calendar: Calendar,
    after: datetime,
) -> list[Slot]:  # fmt: skip
    """The parts of the days that may be worked, in order: the weekdays that were chosen, no public holiday and no day
    off; a weekend day only where it was chosen, or is worked by decision; nothing that has begun."""
    found = []
    for n in range(min((last - first).days + 1, LONGEST_STRETCH)):
        day = first + timedelta(days=n)
        if day.weekday() not in weekdays or is_rest(day, calendar):
            continue
        for starts, ends in parts:
            slot = Slot(datetime.combine(day, starts, VIETNAM), datetime.combine(day, ends, VIETNAM))
            if slot.starts_at > after:
                found.append(slot)
    return sorted(found)


def is_rest(day: date, calendar: Calendar) -> bool:
    """A public holiday, a day off in lieu or by decision. A plain Saturday or Sunday is none: a village meets then."""
    if day in calendar.working:
        return False
    if day.weekday() in (SATURDAY, SUNDAY):
        return day in calendar.off or day in holidays(day.year)
    return not calendar.is_working(day)


def propose(
    needs: Sequence[VillageNeed], free: Sequence[Slot], means: Means, taken: Sequence[Booking] = ()
) -> Proposal:
    """First one session for every village that has none, the most missing first; then more where more are missing than
    the planned sessions can serve, always the village with the most left. Each takes the earliest slot that is free for
    its place, its leader, the staff and the equipment, on a day on which the village has no session yet."""
    book = _Book(taken, means)
    rows = {need.village: need for need in needs}
    served = {need.village: need.planned * means.capacity for need in needs}
    days = {need.village: set(need.days) for need in needs}
    proposed: list[Proposed] = []
    closed: set[int] = set()
    first_round = [need.village for need in needs if not need.ever and not need.planned]
    waiting = set(first_round)
    while len(proposed) < MOST_PROPOSED:
        village = _next(rows, served, closed, waiting)
        if village is None:
            break
        found = book.take(rows[village], free, days[village])
        if found is None:
            closed.add(village)
            continue
        slot, staff = found
        left = max(rows[village].missing - served[village], 0)
        proposed.append(Proposed(village, slot, min(left, means.capacity), staff))
        served[village] += means.capacity
        days[village].add(slot.on)
        waiting.discard(village)
    left = sum(max(need.missing - served[need.village], 0) for need in needs)
    return Proposal(sorted(proposed, key=lambda p: (p.slot, p.village)), [v for v in first_round if v in waiting], left)


def _next(
    rows: Mapping[int, VillageNeed], served: Mapping[int, int], closed: set[int], waiting: set[int]
) -> int | None:
    def left(village: int) -> int:
        return rows[village].missing - served[village]

    open_ = [v for v in rows if v not in closed]
    none_yet = [v for v in open_ if v in waiting]
    if none_yet:
        return max(none_yet, key=left)
    some_left = [v for v in open_ if left(v) > 0]
    return max(some_left, key=left) if some_left else None


class _Book:
    """Who and what is where, so that nobody and nothing is promised twice."""

    def __init__(self, taken: Sequence[Booking], means: Means) -> None:
        self.means = means
        self.taken = list(taken)
        self.load: dict[int, int] = defaultdict(int)

    def take(
        self, need: VillageNeed, free: Sequence[Slot], days: Collection[date]
    ) -> tuple[Slot, tuple[int, ...]] | None:
        for slot in free:
            if slot.on in days:
                continue
            staff = self._fits(need, slot)
            if staff is None:
                continue
            people = frozenset((*staff, *((need.leader,) if need.leader is not None else ())))
            self.taken.append(Booking(slot=slot, people=people, place=need.place, equipment=dict(self.means.needs)))
            for who in staff:
                self.load[who] += 1
            return slot, staff
        return None

    def _fits(self, need: VillageNeed, slot: Slot) -> tuple[int, ...] | None:
        """The staff for it, the least busy first; None where something is lacking."""
        beside = [booking for booking in self.taken if booking.slot.meets(slot)]
        busy = {who for booking in beside for who in booking.people}
        if need.leader in busy or (need.place is not None and any(b.place == need.place for b in beside)):
            return None
        for thing, wanted in self.means.needs.items():
            used = sum(booking.equipment.get(thing, 0) for booking in beside)
            if used + wanted > self.means.stock.get(thing, 0):
                return None
        ready = sorted((who for who in self.means.staff if who not in busy), key=lambda who: self.load[who])
        return tuple(ready[: self.means.each]) if len(ready) >= self.means.each else None


def letter(n: int) -> str:
    """The letters of devices, in order: A … Z without I and O, which are read as digits; then AA, AB, …"""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return letters[n] if n < len(letters) else letters[n // len(letters) - 1] + letters[n % len(letters)]


__all__ = [
    "EVENING", "USUAL_CAPACITY", "USUAL_PARTS", "USUAL_WEEKDAYS", "Booking", "Means", "Proposal", "Proposed", "Slot",
    "VillageNeed", "is_rest", "letter", "propose", "slots",
]  # fmt: skip
