"""The table of who has taken a plan up, from a fixed number of queries: places × items, each cell by whose word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from tungnha.drafting.numbers import count as count_vi
from tungnha.drafting.numbers import decimal_vi
from tungnha.identity.phones import mask_phone
from tungnha.plans import parents
from tungnha.plans.adoption.rules import Cell, Mark, figure_mark, share_words
from tungnha.plans.models import AdoptionEntry, AdoptionItem, Plan, TargetShare
from tungnha.plans.rules import short_day
from tungnha.plans.work.places import Place, choosable, key_of
from tungnha.units.models import Group

Asks, Of = AdoptionItem.Asks, AdoptionItem.Of


@dataclass(frozen=True)
class Line:
    """One place with its cell of every item; None where the item is not asked of it."""

    place: Place
    cells: list[Cell | None]
    child: Plan | None = None

    @property
    def lacks(self) -> int:
        return sum(cell is not None and not cell.counts for cell in self.cells)


@dataclass(frozen=True)
class Sum:
    """How many places have an item: “120/166 (72,29%)”."""

    item: AdoptionItem
    done: int
    total: int
    below: int

    @property
    def words(self) -> str:
        return share_words(self.done, self.total)

    @property
    def left(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class Table:
    items: list[AdoptionItem]
    lines: list[Line]

    @property
    def sums(self) -> list[Sum]:
        found = []
        for n, item in enumerate(self.items):
            cells = [cell for line in self.lines if (cell := line.cells[n]) is not None]
            below = sum(cell.mark is Mark.BELOW for cell in cells)
            found.append(Sum(item, sum(cell.counts for cell in cells), len(cells), below))
        return found

    def column(self, item: AdoptionItem) -> list[tuple[Line, Cell]]:
        n = [one.pk for one in self.items].index(item.pk)
        return [(line, cell) for line in self.lines if (cell := line.cells[n]) is not None]

    def without(self, item: AdoptionItem) -> list[Line]:
        """The places that lack an item: those a letter goes to."""
        return [line for line, cell in self.column(item) if not cell.counts]

    def having(self, item: AdoptionItem, mark: str) -> list[Line]:
        return [line for line, cell in self.column(item) if cell.mark == mark]


def items_of(plan: Plan) -> list[AdoptionItem]:
    return list(plan.adoption_items.filter(removed_at=None).select_related("target"))


def load(plan: Plan, at: datetime, *, only: set[str] | None = None) -> Table:
    """The table as it stood by what was stated until `at`; of the places `only`, where it is given."""
    items, on = items_of(plan), timezone.localtime(at).date()
    spoken = {item.of for item in items}
    places = [
        one for one in choosable(plan, on)
        if (spoken & {Of.AREAS, Of.BOTH} if one.is_area else spoken & {Of.BODIES, Of.BOTH})
        and (only is None or one.key in only)
    ]  # fmt: skip
    known = _Known(plan, items, at)
    lines = [
        Line(
            one, [known.cell(item, one) if _is_asked(item, one) else None for item in items],
            known.children.get(one.key),
        )
        for one in places
    ]  # fmt: skip
    return Table(items, lines)


def _is_asked(item: AdoptionItem, place: Place) -> bool:
    return item.of == Of.BOTH or (item.of == Of.AREAS) == place.is_area


class _Known:
    """What was stated, and what this installation holds itself: the plans below, their figures, the groups."""

    def __init__(self, plan: Plan, items: Sequence[AdoptionItem], at: datetime) -> None:
        self.plan, asks = plan, {item.asks for item in items}
        self.stated: dict[tuple[int, str], AdoptionEntry] = {}
        rows = AdoptionEntry.objects.filter(item__in=[item.pk for item in items], made_at__lte=at)
        for row in rows.select_related("area", "made_by__area").order_by("pk"):
            self.stated[row.item_id, key_of(row.area_id, row.organisation_id)] = row
        self.children: dict[str, Plan] = {}
        self.assigned: dict[str, list[parents.Assigned]] = {}
        if asks & {Asks.PLAN, Asks.FIGURE, Asks.CONTACT}:
            children = parents.children_of(plan) if Asks.FIGURE in asks else _children(plan)
            self.children = {parents.receiver_key(one): one for one in children if one.confirmed_at <= at}
        if Asks.FIGURE in asks and self.children:
            handed = parents.Above.of(plan)
            self.assigned = {key: parents.assigned_to(one, handed) for key, one in self.children.items()}
        self.groups = _groups(plan, items) if Asks.GROUP in asks else {}
        self.shares = _shares(items)

    def cell(self, item: AdoptionItem, place: Place) -> Cell:
        """What is held here wins; where it says nothing, the latest word does."""
        found = {
            Asks.PLAN: self._plan, Asks.FIGURE: self._figure, Asks.GROUP: self._group, Asks.CONTACT: self._contact,
        }.get(Asks(item.asks))  # fmt: skip
        here = found(item, place) if found else None
        return here or self._stated(item, place)

    def _plan(self, item: AdoptionItem, place: Place) -> Cell | None:
        child = self.children.get(place.key)
        if child is None or not child.number or child.issued_on is None:
            return None
        return Cell(Mark.DONE, f"{child.full_symbol}, {short_day(child.issued_on)}", child.issued_on, known_here=True)

    def _figure(self, item: AdoptionItem, place: Place) -> Cell | None:
        """All figures of the plan made here, or of the item's own target: the first that is below tells."""
        rows = self.assigned.get(place.key)
        if not rows:
            return None
        own = [row for row in rows if item.target_id is None or row.above.pk == item.target_id] or rows
        stated = [row for row in own if row.own is not None]
        if not stated:
            return None
        below = next((row for row in stated if row.is_below), None)
        shown = below or stated[0]
        words = f"ghi {shown.own_words}, giao {shown.given_words}"
        return Cell(Mark.BELOW if below else Mark.DONE, words, known_here=True)

    def _group(self, item: AdoptionItem, place: Place) -> Cell | None:
        group = self.groups.get((item.group_kind, place.key))
        if group is None:
            return None
        latest = max(group.decisions.all(), key=lambda one: (one.signed_on, one.pk), default=None)
        words = f"{latest.number}, {short_day(latest.signed_on)}" if latest else "đã có trong sổ"
        return Cell(Mark.DONE, words, latest.signed_on if latest else None, known_here=True)

    def _contact(self, item: AdoptionItem, place: Place) -> Cell | None:
        child = self.children.get(place.key)
        stated = (item.pk, place.key) in self.stated
        if stated or child is None or not child.contact:
            return None
        return Cell(Mark.DONE, "ghi trong kế hoạch", known_here=True)

    def _stated(self, item: AdoptionItem, place: Place) -> Cell:
        row = self.stated.get((item.pk, place.key))
        if row is None:
            return Cell()
        speaker = row.made_by
        if row.area is not None:
            by_the_place = speaker.area.path.startswith(row.area.path)
        else:
            by_the_place = speaker.organisation_id in (row.organisation_id, place.collector_id)
        if not row.is_done:
            return Cell(Mark.NOT_YET, row.words, by_the_place=by_the_place)
        return Cell(self._mark(item, row, place), self._words(item, row, place), row.on, by_the_place=by_the_place)

    def _assigned_value(self, item: AdoptionItem, place: Place) -> Decimal | None:
        """The level of all, in per cent; of a target in numbers what was handed down to the place."""
        if item.target is None or item.target.unit.strip() == "%":
            return item.target.value if item.target is not None else None
        return self.shares.get((item.target.pk, place.key))

    def _mark(self, item: AdoptionItem, row: AdoptionEntry, place: Place) -> Mark:
        if item.asks != Asks.FIGURE:
            return Mark.DONE
        return figure_mark(row.value, self._assigned_value(item, place))

    def _words(self, item: AdoptionItem, row: AdoptionEntry, place: Place) -> str:
        day = short_day(row.on) if row.on else ""
        if item.asks == Asks.FIGURE:
            level = self._assigned_value(item, place)
            unit = item.target.unit if item.target is not None else ""
            given = f", giao {_said(level, unit)}" if level is not None else ""
            return f"ghi {_said(row.value, unit)}{given}"
        if item.asks == Asks.CONTACT:
            phone = mask_phone(row.contact_phone) if row.contact_phone else ""
            return ", ".join(filter(None, (row.contact_name, phone)))
        return ", ".join(filter(None, (row.paper_number, day, row.words)))


def _said(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "–"
    whole = value == value.to_integral_value()
    return (
        f"{decimal_vi(value, 2)}%" if unit == "%" else f"{count_vi(int(value)) if whole else decimal_vi(value)} {unit}"
    )


def _children(plan: Plan) -> list[Plan]:
    rows = plan.children.select_related("campaign__area", "parent__campaign__area", "organisation")
    return list(rows.order_by("confirmed_at"))


def _groups(plan: Plan, items: Sequence[AdoptionItem]) -> dict[tuple[str, str], Group]:
    """(kind, place) → the group founded there. A group of the province's own is none of a commune's."""
    kinds = {item.group_kind for item in items if item.group_kind}
    rows = Group.objects.filter(kind__in=kinds, area__parent=plan.campaign.area).prefetch_related("decisions")
    return {(row.kind, f"a{row.area_id}"): row for row in rows.order_by("pk")}


def _shares(items: Sequence[AdoptionItem]) -> dict[tuple[int, str], Decimal]:
    """(target, place) → the number handed down, of targets that are no percentage."""
    targets = [item.target_id for item in items if item.target is not None and item.target.unit.strip() != "%"]
    if not targets:
        return {}
    rows = TargetShare.objects.filter(target__in=targets)
    return {(row.target_id, key_of(row.area_id, row.organisation_id)): Decimal(row.count) for row in rows}


def late(item: AdoptionItem, on: date) -> bool:
    return item.due_on is not None and on > item.due_on


def stated_of(plan: Plan, key: str) -> dict[int, AdoptionEntry]:
    """Item → the latest word of one place, whole: what its own form shows."""
    column = {"area_id" if key.startswith("a") else "organisation_id": int(key[1:])}
    rows = AdoptionEntry.objects.filter(item__plan=plan, item__removed_at=None, **column)
    return {row.item_id: row for row in rows.select_related("made_by__user").order_by("pk")}
