"""What communes report of a province's targets, where no register counts their people or beside one that does.

Never added to what is counted here: told as reported, with how many of how many, and of which days. Who has not
reported has no number, which is not zero. Reports are above progress: they tell theirs by `tells`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from tungnha.drafting.numbers import rate_value
from tungnha.plans.models import Target, TargetShare
from tungnha.plans.rules import needed_count
from tungnha.progress.rules import expected_on, state_of, whole_people
from tungnha.units.models import Area


@dataclass(frozen=True)
class Word:
    """One number a commune gave of a target: sent on which day, where it can be read."""

    target: int
    area: int
    count: int
    base: int | None
    on: date
    url: str


Teller = Callable[[Sequence[Target], Area, date], Iterable[Word]]
Awaited = Callable[[Sequence[Target], Area], set[int]]
_tellers: list[tuple[Teller, Awaited]] = []


def tells(teller: Teller, awaited: Awaited) -> None:
    """Add who knows what communes report, and which of them are to. Registered twice (a reload) it stands once."""
    if (teller, awaited) not in _tellers:
        _tellers.append((teller, awaited))


@dataclass(frozen=True)
class Place:
    """One commune by its own word. `word` None: it has not reported."""

    area: Area
    word: Word | None
    needed: int | None
    state: str

    @property
    def count(self) -> int | None:
        return self.word.count if self.word is not None else None

    @property
    def share(self) -> Fraction | None:
        """Of what it was given to do."""
        return Fraction(self.count, self.needed) if self.count is not None and self.needed else None

    @property
    def rate_of_needed(self) -> Decimal | None:
        return rate_value(self.count, self.needed)


@dataclass(frozen=True)
class FromBelow:
    """A target of a province by the words of its communes."""

    target: Target
    area: Area
    on: date
    places: Sequence[Place]

    @property
    def known(self) -> list[Place]:
        return [place for place in self.places if place.word is not None]

    @property
    def missing(self) -> list[Place]:
        return [place for place in self.places if place.word is None]

    @property
    def count(self) -> int:
        return sum(place.word.count for place in self.known if place.word is not None)

    @property
    def base(self) -> int | None:
        """Of those who reported; None while one of them gave none."""
        found = [place.word.base for place in self.known if place.word is not None]
        known = [base for base in found if base is not None]
        return sum(known) if known and len(known) == len(found) else None

    @property
    def rate(self) -> Decimal | None:
        return rate_value(self.count, self.base)

    @property
    def days(self) -> tuple[date, date]:
        """The oldest and the newest day a number was sent on."""
        found = [place.word.on for place in self.known if place.word is not None]
        return min(found), max(found)

    @property
    def red(self) -> list[Place]:
        """Those behind their way or past their day, the furthest behind first."""
        behind = [place for place in self.known if place.state in ("behind", "overdue")]
        return sorted(behind, key=lambda place: (place.share or Fraction(0), place.area.order, place.area.code))


def from_below(targets: Sequence[Target], area: Area, on: date) -> dict[int, FromBelow]:
    """Target → what the communes of a province report of it; nothing where nobody reported, and of no other area."""
    asked = [t for t in targets if t.measure_id is not None]
    if area.kind != Area.Kind.PROVINCE or not asked:
        return {}
    words: dict[int, dict[int, Word]] = {}
    for teller, _ in _tellers:
        for word in teller(asked, area, on):
            words.setdefault(word.target, {})[word.area] = word
    asked = [target for target in asked if words.get(target.pk)]
    if not asked:
        return {}
    awaited = set().union(*(awaits(asked, area) for _, awaits in _tellers))
    standing = list(Area.objects.filter(parent=area).standing_on(on).order_by("order", "code"))
    shares = _shares(asked, area)
    found = {}
    for target in asked:
        mine = words[target.pk]
        places = [
            _place(target, one, mine.get(one.pk), shares.get((target.pk, one.pk)), on)
            for one in standing if one.pk in awaited or one.pk in mine
        ]  # fmt: skip
        found[target.pk] = FromBelow(target, area, on, places)
    return found


def _shares(targets: Sequence[Target], area: Area) -> Mapping[tuple[int, int], int]:
    rows = TargetShare.objects.filter(target__in=[t.pk for t in targets], area__parent=area)
    return {(target, place): count for target, place, count in rows.values_list("target", "area", "count")}


def _place(target: Target, area: Area, word: Word | None, share: int | None, on: date) -> Place:
    """Held against what was handed down, else against the plan's own rule on the base the commune reports."""
    needed = share
    if needed is None and word is not None and word.base is not None:
        needed = needed_count(
            comparator=target.comparator, value=target.value, unit=target.unit, base=word.base, stated_count=None
        ).count
    return Place(area, word, needed, _state(target, word, needed, on))


def _state(target: Target, word: Word | None, needed: int | None, on: date) -> str:
    """Nobody knows what a commune had at the start, so its way begins at nothing: who is behind that is behind."""
    if word is None:
        return "missing"
    plan = target.plan
    start = plan.issued_on or plan.campaign.started_on or timezone.localtime(plan.confirmed_at).date()
    due, expected = target.due_on, None
    if due is not None and needed is not None and due > start:
        expected = whole_people(expected_on(min(word.on, on), [(start, 0), (due, needed)]))
    return state_of(
        now=word.count, needed=needed, on=on, due_on=due, expected=expected,
        watched=target.role == Target.Role.INDICATOR,
    )  # fmt: skip


# --- what pages print ------------------------------------------------------------------------------------------------


PLACE_COLUMNS: tuple[dict[str, Any], ...] = (
    {"key": "name", "label": "Xã, phường", "link": "url"},
    {"key": "count", "label": "Xã báo", "kind": "count"},
    {"key": "base", "label": "Xã báo phải tính", "kind": "count"},
    {"key": "rate", "label": "Đạt tỷ lệ", "kind": "percent"},
    {"key": "needed", "label": "Được giao", "kind": "count"},
    {"key": "of_needed", "label": "Trên chỉ tiêu giao", "kind": "percent"},
    {"key": "on", "label": "Gửi ngày", "kind": "date"},
    {"key": "state", "label": "Tình trạng", "kind": "status"},
)


def rows(found: FromBelow) -> list[dict[str, Any]]:
    """Every commune: the furthest behind what it was given first, those who have not reported at the end."""
    ordered = sorted(
        found.places, key=lambda p: (p.word is None, p.share is None, p.share or 0, p.area.order, p.area.code)
    )
    return [
        {
            "name": place.area.title, "count": place.count, "base": place.word.base if place.word else None,
            "rate": rate_value(place.count, place.word.base) if place.word else None, "needed": place.needed,
            "of_needed": place.rate_of_needed, "on": place.word.on if place.word else None,
            "url": place.word.url if place.word else "", "state": place.state,
        }
        for place in ordered
    ]  # fmt: skip
