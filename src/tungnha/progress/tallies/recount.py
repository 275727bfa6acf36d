"""Villages are counted again when the database says that something in them changed, and for the first time when
somebody asks.

A mark is gone with the count that answered to it, in one transaction: who is killed on the way leaves the mark. What a
count may have missed, because it was written in between, has a mark of its own.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import monotonic

from django.db import transaction
from django.db.models import Count, F

from tungnha.ledger.models import Service
from tungnha.progress.models import AreaTally, TallyDay, TallyReach, TallyStale, TallyStep, VillageTally
from tungnha.progress.tallies import kept, locks
from tungnha.progress.tallies.counted import Counts, Window, count
from tungnha.progress.tallies.slots import Key, areas_below, numbered
from tungnha.progress.tallies.spans import Bag, pack, unpack
from tungnha.units.models import Area

LOG = logging.getLogger(__name__)
AT_ONCE = 40  # villages counted for the first time in one transaction


# --- what changed ----------------------------------------------------------------------------------------------------


def stale(root: Area | None = None) -> list[int]:
    """The villages below an area in which something changed since they were counted; those too that went elsewhere."""
    marked = TallyStale.objects.order_by().values("village_id").distinct()
    if root is None:
        return sorted(row["village_id"] for row in marked)
    if not marked.exists():
        return []
    here = Area.objects.filter(pk__in=marked, path__startswith=root.path).values_list("pk", flat=True)
    went = VillageTally.objects.filter(village__in=marked, commune__path__startswith=root.path)
    return sorted({*here, *went.order_by().values_list("village", flat=True)})


def recount_stale(root: Area | None = None, seconds: float | None = None) -> int:
    """Count again what changed, for so long at most. Returns how many villages still wait."""
    begun, waiting = monotonic(), stale(root)
    parts = list(_together(waiting))
    for done, villages in enumerate(parts):
        if seconds is not None and monotonic() - begun > seconds:
            return sum(map(len, parts[done:]))
        recount(*villages)
    return 0


def _together(villages: Sequence[int]) -> Iterator[list[int]]:
    """Some villages of one commune at a time."""
    if len(villages) <= 1:
        yield from ([village] for village in villages)
        return
    rows = Area.objects.filter(pk__in=villages).order_by("path").values_list("pk", "kind", "parent")
    of_commune: dict[int, list[int]] = defaultdict(list)
    for pk, kind, parent in rows:
        of_commune[parent if kind == Area.Kind.VILLAGE and parent else pk].append(pk)
    known = {pk for found in of_commune.values() for pk in found}
    of_commune[0] = [pk for pk in villages if pk not in known]  # a place that is gone: only its marks are
    for found in of_commune.values():
        yield from (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))


def recount_quietly(seconds: float | None = None, leave: Callable[[int], bool] | None = None) -> None:
    """The same for who only came by: what they stored stands, and where this fails the marks stay for who reads.
    `leave`: villages that may wait for the next."""
    try:
        begun = monotonic()
        for villages in _together([village for village in stale() if leave is None or not leave(village)]):
            if seconds is not None and monotonic() - begun > seconds:
                return
            recount(*villages)
    except Exception:
        LOG.exception("villages stay to be counted again")


@transaction.atomic
def recount(*villages: int) -> None:
    """Count some villages of one commune again, as far as their marks say."""
    locks.to_recount(*villages)
    marks = list(TallyStale.objects.filter(village_id__in=villages).values_list("no", "village_id", "service_id"))
    if not marks:
        return
    marked = {village for _, village, _ in marks}
    places = list(Area.objects.select_related("parent__parent").filter(pk__in=marked).order_by("pk"))
    if places:
        _recount(places, {service for _, _, service in marks})
    TallyStale.objects.filter(pk__in=[no for no, _, _ in marks]).delete()


def _recount(places: Sequence[Area], services: set[int | None]) -> None:
    commune = places[0].commune or places[0]
    if None in services:
        _forget(VillageTally.objects.filter(village__in=places).exclude(commune=commune))
    by_window: dict[Window, dict[Key, int]] = defaultdict(dict)
    for key, (number, window) in _kept_of(commune, services).items():
        by_window[window][key] = number
    for window, numbers in by_window.items():
        found = count([place.pk for place in places], list(numbers), window)
        _store(places, numbers, found, {place.pk: commune for place in places})


def _kept_of(commune: Area, services: set[int | None]) -> dict[Key, tuple[int, Window]]:
    """What is kept of a commune and may have changed: by key its number and its window."""
    rows = TallyReach.objects.filter(commune=commune).select_related("slot")
    found = {Key.of_row(row.slot): (row.slot_id, Window(row.from_on, row.to_on)) for row in rows}
    if not found or None in services:
        return found
    named = [service for service in services if service is not None]
    touched = set(Service.objects.filter(pk__in=named).values_list("code", flat=True))
    return {key: kept for key, kept in found.items() if key.services & touched}


def _forget(rows: Iterable[VillageTally]) -> None:
    """What a village was counted with in a commune it belongs to no more."""
    moved, gone = list(rows), _Differences()
    for row in moved:
        gone.note(row.commune_id, row.slot_id, old=unpack(row.spans, row.again, row.ever), new=Bag())
        row.delete()
    above = Area.objects.select_related("parent__parent").in_bulk([row.commune_id for row in moved]) if moved else {}
    gone.add(above)


# --- what is asked for the first time --------------------------------------------------------------------------------


def first_window(days: Iterable[date], today: date) -> Window:
    """Far enough both ways that nobody asks beyond it for a year: from the year before, to the end of the next."""
    asked = list(days)
    return Window(
        min(date(today.year - 1, 1, 1), *asked) if asked else date(today.year - 1, 1, 1),
        max(date(today.year + 1, 12, 31), *asked) if asked else date(today.year + 1, 12, 31),
    )


def reach(
    keys: Sequence[Key], root: Area | None, days: Collection[date], today: date, seconds: float | None = None
) -> int:
    """See to it that these are counted in all communes below an area, for these days. Returns how many communes are
    not, when the time is over."""
    begun, numbers = monotonic(), numbered(keys)
    wanted = first_window(days, today)
    missing = _unreached(numbers.values(), root, days)
    names = {number: key for key, number in numbers.items()}
    left = len(missing)
    for communes, slots in _alike(missing):
        if seconds is not None and monotonic() - begun > seconds:
            return left
        _reach(communes, {names[slot]: slot for slot in slots}, wanted)
        left -= len(communes)
    return 0


def _unreached(slots: Collection[int], root: Area | None, days: Collection[date]) -> dict[int, frozenset[int]]:
    """commune → the slots it is not counted for."""
    communes = Area.objects.communes().order_by()
    reached = TallyReach.objects.filter(slot__in=slots)
    one = root is not None and root.kind == Area.Kind.COMMUNE
    if root is not None:
        communes = areas_below(root, Area.Kind.COMMUNE).order_by()
        # By their numbers: through the path what all communes of the country are counted for would be looked at.
        reached = reached.filter(commune=root) if one else reached.filter(commune__in=communes.values("pk"))
    if days:
        reached = reached.filter(from_on__lte=min(days), to_on__gte=max(days))
    if reached.count() == (1 if one else communes.count()) * len(set(slots)):
        return {}
    found: dict[int, set[int]] = {pk: set(slots) for pk in communes.values_list("pk", flat=True)}
    for commune, slot in reached.values_list("commune", "slot"):
        found.get(commune, set()).discard(slot)
    return {commune: frozenset(missing) for commune, missing in found.items() if missing}


def _alike(missing: Mapping[int, frozenset[int]]) -> Iterator[tuple[list[int], frozenset[int]]]:
    """Communes that lack the same, some villages at a time."""
    grouped: dict[frozenset[int], list[int]] = defaultdict(list)
    for commune, slots in sorted(missing.items()):
        grouped[slots].append(commune)
    villages = dict(Area.objects.villages().order_by().values_list("parent").annotate(n=Count("pk"))) if missing else {}
    for slots, communes in grouped.items():
        together: list[int] = []
        places = 0
        for commune in communes:
            places += villages.get(commune, 0) + 1
            if together and places > AT_ONCE:
                yield together, slots
                together, places = [], villages.get(commune, 0) + 1
            together.append(commune)
        yield together, slots


@transaction.atomic
def _reach(communes: Collection[int], numbers: Mapping[Key, int], window: Window) -> None:
    found = Area.objects.select_related("parent__parent").in_bulk(list(communes))
    places, whose = [], {}
    for commune in found.values():
        for place in Area.objects.filter(path__startswith=commune.path).order_by("pk"):
            places.append(place)
            whose[place.pk] = commune
    locks.to_recount(*(place.pk for place in places))
    window = _widest(communes, numbers.values(), window)
    TallyReach.objects.bulk_create(
        [
            TallyReach(commune_id=commune, slot_id=slot, from_on=window.from_on, to_on=window.to_on)
            for commune in communes for slot in numbers.values()
        ],
        update_conflicts=True, unique_fields=["slot", "commune"], update_fields=["from_on", "to_on"],
    )  # fmt: skip
    _store(places, numbers, count([place.pk for place in places], list(numbers), window), whose)


def _widest(communes: Collection[int], slots: Collection[int], window: Window) -> Window:
    """Days somebody asked for before stay counted."""
    rows = TallyReach.objects.filter(commune__in=communes, slot__in=slots).values_list("from_on", "to_on")
    known = list(rows)
    return Window(
        min([window.from_on, *(from_on for from_on, _ in known)]), max([window.to_on, *(to_on for _, to_on in known)])
    )


# --- what is kept ----------------------------------------------------------------------------------------------------


@dataclass
class _Differences:
    """What a recount changed: by commune and slot the steps, and of how many anything was said."""

    steps: dict[tuple[int, int], Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    ever: Counter[tuple[int, int]] = field(default_factory=Counter)

    def note(self, commune: int, slot: int, *, old: Bag, new: Bag) -> None:
        steps = self.steps[commune, slot]
        steps.update(new.steps())
        steps.subtract(old.steps())
        self.ever[commune, slot] += new.ever - old.ever

    def add(self, communes: Mapping[int, Area]) -> None:
        """Put the differences on the communes and on what lies above them."""
        found: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        for (commune, slot), steps in self.steps.items():
            area: Area | None = communes[commune]
            while area is not None:
                found[area.pk, slot].update(steps)
                area = area.parent
        kept.add(found)
        for (commune, slot), n in sorted(self.ever.items()):
            if n:
                TallyReach.objects.filter(commune=commune, slot=slot).update(ever=F("ever") + n)


def _store(places: Sequence[Area], numbers: Mapping[Key, int], found: Counts, whose: Mapping[int, Area]) -> None:
    """Keep what was counted where it differs from what was kept."""
    old = {
        (row.village_id, row.slot_id): row
        for row in VillageTally.objects.filter(village__in=[place.pk for place in places], slot__in=numbers.values())
    }
    changed, differences = [], _Differences()
    for place in places:
        for key, slot in numbers.items():
            bag, was = found[place.pk, key], old.get((place.pk, slot))
            spans, again = pack(bag.spans), pack(bag.again)
            same = was is not None and (bytes(was.spans), bytes(was.again), was.ever) == (spans, again, bag.ever)
            if same or (was is None and not bag.spans and not bag.ever):
                continue
            before = unpack(was.spans, was.again, was.ever) if was is not None else Bag()
            commune = whose[place.pk].pk
            differences.note(commune, slot, old=before, new=bag)
            changed.append(
                VillageTally(village=place, slot_id=slot, commune_id=commune, spans=spans, again=again, ever=bag.ever)
            )
    VillageTally.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["village", "slot"],
        update_fields=["commune", "spans", "again", "ever"],
    )  # fmt: skip
    differences.add({commune.pk: commune for commune in whose.values()})


def forget_everything() -> None:
    """Count all anew, whenever it is asked for."""
    with transaction.atomic():
        locks.to_keep_a_day()
        for model in (VillageTally, TallyReach, AreaTally, TallyDay, TallyStep, TallyStale):
            model.objects.all().delete()
