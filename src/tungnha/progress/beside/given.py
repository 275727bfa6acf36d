"""What operators and the police give: their latest lists, row by row, held against who is counted here."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from tungnha.ledger.models import Measure, Standing
from tungnha.ledger.models.claims import Source
from tungnha.ledger.rules import Has, parse_rule
from tungnha.lists.models import IncomingList, ListRow
from tungnha.people.models import Person
from tungnha.people.queries import COUNTED
from tungnha.progress.beside.parts import BOTH, HERE_ONLY, LIST_ONLY, Kind, Tallied
from tungnha.progress.counting import counted_q, things, way_of
from tungnha.progress.missing.outside import village_named, villages_by_name
from tungnha.units.models import Area

MOST_ROWS = 60_000  # of a whole province only the counts are put side by side: its communes open
LATEST, ALL = "moi-nhat", "tat-ca"
VERDICTS = {"ambiguous": "can-xem", "not_found": "ngoai-so", "unreadable": "khong-doc-duoc"}
BY_CODE: dict[str, Kind] = {kind.code: kind for kind in (BOTH, *LIST_ONLY, *HERE_ONLY)}
BY_SOURCE = {
    Source.SELF: "theo-to", Source.VISIT: "theo-to", Source.SESSION: "theo-to", Source.DESK: "theo-to",
    Source.SHOWN: "theo-to", Source.UNIT: "theo-don-vi", Source.OFFICIAL: "theo-co-quan",
    Source.LIST: "theo-danh-sach-khac",
}  # fmt: skip
Place = int | None  # the area right below; None: the list does not say where, or nowhere here


@dataclass(frozen=True)
class Item:
    """One row of a list, or one person counted here: why it stands on one side only, and where."""

    kind: Kind
    place: Place
    person: int | None = None
    row: int | None = None


@dataclass
class Given:
    """The lists used and every row and person behind the figures. `whole` is false where there are too many to open:
    then only `rows` counts them by place."""

    lists: list[IncomingList] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rows: dict[Place, int] = field(default_factory=dict)
    whole: bool = True

    def tallied(self, place: Place) -> Tallied:
        return Tallied(Counter(item.kind.code for item in self.items if item.place == place))

    def by_place(self) -> dict[Place, Tallied]:
        found: dict[Place, Tallied] = defaultdict(Tallied)
        for item in self.items:
            found[item.place].counts[item.kind.code] += 1
        return dict(found)


def why_none(measure: Measure | None) -> str:
    """Why no list can stand beside a figure, in words; "" where one can."""
    if measure is None or way_of(measure) not in ("things", "units"):
        return "Chỉ tiêu này chỉ có số đơn vị báo, không có tên người để đối chiếu với danh sách."
    if measure.counts != "person":
        return "Danh sách gửi đến nói về từng người; chỉ tiêu này không đếm người."
    if not isinstance(parse_rule(measure.rule), Has):
        return "Chỉ tiêu ghép nhiều tiện ích; mỗi danh sách chỉ nói về một tiện ích."
    return ""


def lists_of(measure: Measure, area: Area, on: date, which: str = LATEST) -> list[IncomingList]:
    """The lists that speak of what a measure asks, checked and not withdrawn: the latest of each sender and area, or
    all there are where a sender sends only who is new."""
    part = parse_rule(measure.rule)
    if not isinstance(part, Has):
        return []
    rows = IncomingList.objects.filter(
        Q(area__path__startswith=area.path) | Q(area__path__in=area.ancestor_paths()), service__code=part.service,
        level__gte=part.level, matched_at__isnull=False, withdrawn_at=None, as_of_on__lte=on,
    ).select_related("sender", "area").defer("content")  # fmt: skip
    ordered = list(rows.order_by("-as_of_on", "-received_at", "-pk"))
    if which == ALL:
        return ordered
    latest: dict[tuple[int, int], IncomingList] = {}
    for row in ordered:
        latest.setdefault((row.sender_id, row.area_id), row)
    return list(latest.values())


# --- who is what -----------------------------------------------------------------------------------------------------


class Places:
    """The area right below the root in which something lies."""

    def __init__(self, root: Area, below: Sequence[Area]) -> None:
        self.root = root
        self._by_path = {area.path: area.pk for area in below}
        self._depths = sorted({len(area.path) for area in below})

    def of(self, path: str | None) -> Place:
        return next((self._by_path[path[:n]] for n in self._depths if path and path[:n] in self._by_path), None)


def hold_against(measure: Measure, root: Area, below: Sequence[Area], on: date, lists: Sequence[IncomingList]) -> Given:
    """Every row of the lists and every person counted below `root`, each with its reason, each once."""
    rows = _rows(lists)
    if rows.count() > MOST_ROWS:
        return Given(list(lists), rows=_counted_rows(lists, Places(root, below)), whole=False)
    return _Against(measure, root, Places(root, below), on, lists).run(rows)


def _rows(lists: Sequence[IncomingList]) -> QuerySet[ListRow]:
    """Lines of people of whom the list says that they have it."""
    return ListRow.objects.filter(incoming__in=[row.pk for row in lists], kind=ListRow.Kind.PERSON, has_it=True)


def _counted_rows(lists: Sequence[IncomingList], places: Places) -> dict[Place, int]:
    counts = dict(_rows(lists).order_by().values_list("incoming").annotate(n=Count("pk")))
    found: dict[Place, int] = Counter()
    for row in lists:
        found[places.of(row.area.path)] += counts.get(row.pk, 0)
    return found


class _Against:
    """One pass over the rows, then over those counted whom no row named."""

    def __init__(
        self, measure: Measure, root: Area, places: Places, on: date, lists: Sequence[IncomingList]
    ) -> None:  # fmt: skip
        part = parse_rule(measure.rule)
        assert isinstance(part, Has)
        self.measure, self.root, self.places, self.on, self.part = measure, root, places, on, part
        self.lists = {row.pk: row for row in lists}
        self.base_q, self.now_q = counted_q(measure, on, root)
        self.by_home = way_of(measure) == "things"
        here = things(measure, root)
        self.counted: dict[int, str | None] = dict(
            here.filter(self.now_q).values_list("pk", "household__village__path")
        )
        named = ListRow.objects.filter(incoming__in=list(self.lists), person__isnull=False)
        listed = Person.objects.filter(pk__in=named.values("person"))
        self.facts = {row[0]: row[1:] for row in listed.values_list("pk", "residence", "household__village__path")}
        self.in_base = set(here.filter(self.base_q, pk__in=named.values("person")).values_list("pk", flat=True))
        standings = Standing.objects.filter(service__code=part.service, person__in=named.values("person"))
        self.standings = {
            person: (level, since, until)
            for person, level, since, until in standings.values_list("person", "level", "since_on", "until_on")
        }  # fmt: skip
        self.villages = villages_by_name(root) if root.kind != Area.Kind.PROVINCE else {}

    def run(self, rows: QuerySet[ListRow]) -> Given:
        items: list[Item] = []
        seen: set[int] = set()
        fields = ("pk", "incoming", "person", "verdict", "double_of", "claimed_at", "candidates", "read")
        ordered = rows.order_by("-incoming__as_of_on", "incoming", "number")
        homes = self._homes_of_candidates(rows)
        for pk, incoming, person, verdict, double_of, claimed_at, candidates, read in ordered.values_list(*fields):
            if verdict == "linked" and person in self.facts:
                code, place = self._why(person, bool(claimed_at), self.lists[incoming], seen), self._home(person)
                seen.add(person)
            else:
                code = "lap" if double_of is not None else VERDICTS.get(verdict, "can-xem")
                place = self._said(read, candidates, homes, incoming)
            if self._belongs(incoming, person, place):
                items.append(Item(BY_CODE[code], place, person, pk))
        named = {item.person for item in items if item.kind is BOTH}
        rest = {pk: path for pk, path in self.counted.items() if pk not in named}
        return Given(list(self.lists.values()), items + self._here_only(rest))

    def _belongs(self, incoming: int, person: int | None, place: Place) -> bool:
        """Of the list of a wider area only what lies here; of one of this area everything."""
        return self.root.contains(self.lists[incoming].area) or place is not None or person in self.counted

    def _why(self, person: int, claimed: bool, listed: IncomingList, seen: set[int]) -> str:
        residence, path = self.facts[person]
        if person in seen:
            return "lap"
        if person in self.counted:
            return BOTH.code
        if person not in self.in_base:
            if residence not in COUNTED:
                return "khong-cu-tru"
            here = path is not None and path.startswith(self.root.path)
            return "ngoai-nhom" if here or not self.by_home else "ngoai-dia-ban"
        if not claimed and listed.confirmed_at is None:
            return "chua-xac-nhan"
        return self._why_not_held(person, claimed)

    def _why_not_held(self, person: int, claimed: bool) -> str:
        if person not in self.standings:
            return "da-rut" if claimed else "chua-xac-nhan"
        level, since_on, until_on = self.standings[person]
        if level < self.part.level:
            return "noi-khac"
        if until_on is not None and until_on < self.on:
            return "het-han"
        return "chua-den-ngay" if since_on > self.on else "da-rut"

    # -- where

    def _home(self, person: int) -> Place:
        return self.places.of(self.facts[person][1]) if self.by_home else None

    def _homes_of_candidates(self, rows: QuerySet[ListRow]) -> dict[int, str]:
        """Where the people live whom doubtful rows may be."""
        wanted = {
            entry[0]
            for found in rows.filter(verdict="ambiguous").values_list("candidates", flat=True)
            for entry in found
        }
        homes: dict[int, str] = {}
        ordered = sorted(wanted)
        for start in range(0, len(ordered), 500):
            batch = Person.objects.filter(pk__in=ordered[start : start + 500], household__isnull=False)
            homes |= dict(batch.values_list("pk", "household__village__path"))
        return homes

    def _said(self, read: str, candidates: list[Any], homes: dict[int, str], incoming: int) -> Place:
        """The village a row names; else the one all of its candidates live in; else the area the list is of."""
        if not self.by_home:
            return None
        if self.root.kind == Area.Kind.PROVINCE:
            return self.places.of(self.lists[incoming].area.path)
        said = str(json.loads(read).get("village") or "") if read else ""
        village = village_named(said, self.villages) if said else None
        if village is not None:
            return self.places.of(village.path)
        places = {self.places.of(homes.get(entry[0])) for entry in candidates}
        return places.pop() if len(places) == 1 else None

    # -- counted, not named

    def _here_only(self, rest: dict[int, str | None]) -> list[Item]:
        if not rest:
            return []
        held = Standing.objects.filter(
            service__code=self.part.service, person__in=_in_rest(self.measure, self.root, self.now_q)
        )
        facts = held.values_list(
            "person", "since_on", "decided_by__source", "decided_by__stated_by", "decided_by__origin"
        )
        why = {
            person: self._by_whose_word(since_on, source, stated_by, origin)
            for person, since_on, source, stated_by, origin in facts if person in rest
        }  # fmt: skip
        return [
            Item(BY_CODE[why.get(pk, "theo-danh-sach-khac")], self.places.of(path) if self.by_home else None, pk)
            for pk, path in sorted(rest.items())
        ]  # fmt: skip

    def _by_whose_word(self, since_on: date, source: str, stated_by: int | None, origin: str) -> str:
        if self.lists and since_on > max(row.as_of_on for row in self.lists.values()):
            return "co-sau"
        if origin == "list" and stated_by in {row.sender_id for row in self.lists.values()}:
            return "danh-sach-truoc"
        return BY_SOURCE.get(Source(source), "theo-danh-sach-khac")


def _in_rest(measure: Measure, root: Area, now_q: Q) -> Any:
    return things(measure, root).filter(now_q).values("pk")


def rows_by_verdict(lists: Iterable[IncomingList]) -> dict[int, dict[str, int]]:
    """How the rows of each list fared: list → verdict → rows."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    counts = ListRow.objects.filter(incoming__in=[row.pk for row in lists], kind=ListRow.Kind.PERSON, has_it=True)
    for incoming, verdict, n in counts.order_by().values_list("incoming", "verdict").annotate(n=Count("pk")):
        found[incoming][verdict] = n
    return dict(found)
