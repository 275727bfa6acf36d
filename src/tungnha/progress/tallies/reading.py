"""Counts for pages and reports, from what is kept where it can be, counted then and there where it cannot.

Of a commune and its villages everything is known: who is new since a day, and who fell out. Of a province and of the
country the counts on any day are known, and so by how much they changed; who came and who went is not told apart there.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import OperationalError

from tungnha.ledger.models import Measure
from tungnha.progress.counting import Slot, Tally, tally
from tungnha.progress.models import TallyReach, VillageTally
from tungnha.progress.tallies import kept, recount
from tungnha.progress.tallies.slots import Key, areas_below, base_of, held_of, is_kept, keys_of, numbered, registered_of
from tungnha.progress.tallies.spans import Kept
from tungnha.units.models import Area

LOG = logging.getLogger(__name__)
PATIENCE = 2.0  # seconds a page may spend on villages that must be counted first


def counts(slots: Sequence[Slot], root: Area, today: date) -> Tally:
    """What `counting.tally` gives, for the villages of a commune; for the communes of a province without who came and
    who went. Counted directly: measures whose counts are not kept, and villages that would take too long to count."""
    keep = [slot for slot in slots if is_kept(slot.measure)]
    others = [slot for slot in slots if not is_kept(slot.measure)]
    found = tally(others, root) if others else {}
    if not keep:
        return found
    root = root if root.kind != Area.Kind.VILLAGE or root.parent is None else root.parent
    days = {day for slot in keep for day in (slot.days.on, slot.days.since, slot.days.start)}
    if make_ready([slot.measure for slot in keep], root, days, today):
        made = tally(keep, root)
    elif root.kind == Area.Kind.COMMUNE:
        made = of_villages(keep, root)
    else:
        made = _of_communes(keep, root, today)
    for path, more in made.items():
        found.setdefault(path, {}).update(more)
    return found


def make_ready(measures: Iterable[Measure], root: Area | None, days: Collection[date], today: date) -> int:
    """Count what was not counted yet or changed since. Returns how many communes and villages would still take time, or
    wait because the database is busy."""
    try:
        return recount.reach(keys_of(measures), root, days, today, PATIENCE) + recount.recount_stale(root, PATIENCE)
    except OperationalError:
        LOG.warning("counts are not kept just now", exc_info=True)
        return 1


# --- a commune and its villages --------------------------------------------------------------------------------------


def of_villages(slots: Sequence[Slot], commune: Area) -> Tally:
    """What is kept of the villages of one commune, as `counting.tally` tells it."""
    numbers = numbered(keys_of(slot.measure for slot in slots))
    rows: dict[int, list[tuple[str, Kept, int]]] = defaultdict(list)
    kept_rows = VillageTally.objects.filter(commune=commune, slot__in=numbers.values()).order_by()
    for path, number, spans, again, ever in kept_rows.values_list("village__path", "slot", "spans", "again", "ever"):
        rows[number].append((path, Kept(spans, again), ever))
    found: Tally = defaultdict(dict)
    for slot in {slot.base_name: slot for slot in slots}.values():  # several measures share a base
        for name, key in (("own", base_of(slot.measure)), ("registered", registered_of(slot.measure))):
            for path, kept_spans, _ in rows[numbers[key]] if key is not None else ():
                found[path][f"{name}_{slot.base_name}"] = kept_spans.on(slot.days.on.toordinal())
    for slot in slots:
        for path, kept_spans, ever in rows[numbers[held_of(slot.measure)]]:
            found[path].update(_held(slot, kept_spans, ever))
    return dict(found)


def _held(slot: Slot, spans: Kept, ever: int) -> dict[str, int]:
    on, since, start = (day.toordinal() for day in (slot.days.on, slot.days.since, slot.days.start))
    now, then = spans.on(on), spans.on(since)
    both = spans.stayed(min(since, on), max(since, on))
    name = slot.name
    return {
        f"ever_{name}": ever, f"now_{name}": now, f"then_{name}": then, f"start_{name}": spans.on(start),
        f"gained_{name}": now - both, f"lost_{name}": then - both,
    }  # fmt: skip


def began(measure: Measure, commune: Area, after: date, by: date) -> set[str]:
    """Paths of the villages in which more began to count later than one day and no later than another than joined the
    base then: somebody got it."""
    numbers = numbered([base_of(measure), held_of(measure)])
    base, held = numbers[base_of(measure)], numbers[held_of(measure)]
    rows = VillageTally.objects.filter(commune=commune, slot__in=(base, held)).order_by()
    counted: dict[int, dict[str, int]] = {base: {}, held: {}}
    for path, slot, spans in rows.values_list("village__path", "slot", "spans"):
        counted[slot][path] = Kept(spans).began(after.toordinal(), by.toordinal())
    return {path for path, n in counted[held].items() if n > counted[base].get(path, 0)}


# --- a province and its communes -------------------------------------------------------------------------------------


def _of_communes(slots: Sequence[Slot], root: Area, today: date) -> Tally:
    wanted: list[tuple[Key, date, str]] = []
    for slot in slots:
        held, base, registered = held_of(slot.measure), base_of(slot.measure), registered_of(slot.measure)
        wanted.append((base, slot.days.on, f"own_{slot.base_name}"))
        if registered is not None:
            wanted.append((registered, slot.days.on, f"registered_{slot.base_name}"))
        days = (("now", slot.days.on), ("then", slot.days.since), ("start", slot.days.start))
        wanted += [(held, day, f"{what}_{slot.name}") for what, day in days]
    numbers = numbered(key for key, _, _ in wanted)
    names: dict[tuple[int, date], list[str]] = defaultdict(list)
    for key, day, name in wanted:
        names[numbers[key], day].append(name)
    found: Tally = defaultdict(dict)
    for path, number, day, n in on_days(names, root, today, Area.Kind.COMMUNE):
        for name in names.get((number, day), ()):
            found[path][name] = n
    asked: dict[int, list[str]] = defaultdict(list)
    for slot in slots:
        asked[numbers[held_of(slot.measure)]].append(f"ever_{slot.name}")
    for path, number, ever in _ever(asked, root):
        for name in asked[number]:
            found[path][name] = ever
    return dict(found)


def on_days(
    wanted: Iterable[tuple[int, date]], root: Area | None, today: date, kind: str
) -> Iterable[tuple[str, int, date, int]]:
    """(path, slot, day, count) of all communes or provinces below an area, of slots on the days wanted of each; of
    what else is kept of these slots and days too."""
    pairs = set(wanted)
    kept.have(pairs, today)
    paths = dict(_areas(root, kind).values_list("pk", "path"))
    for area, slot, day, n in kept.counts({slot for slot, _ in pairs}, {day for _, day in pairs}, paths):
        yield paths[area], slot, day, n


def _areas(root: Area | None, kind: str) -> Any:
    return areas_below(root, kind).order_by()


def _ever(slots: Collection[int], root: Area | None) -> Iterable[tuple[str, int, int]]:
    rows = TallyReach.objects.filter(slot__in=slots, ever__gt=0)
    if root is not None:
        rows = rows.filter(commune__in=_areas(root, Area.Kind.COMMUNE))
    return rows.order_by().values_list("commune__path", "slot", "ever")


class Sums:
    """What was counted, added up for every area above the places it was counted in."""

    def __init__(self, slots: Sequence[Slot], root: Area, today: date) -> None:
        self.slots, self.root, self.today = slots, root, today
        self.counts = counts(slots, root, today)
        self.keys = {key for found in self.counts.values() for key in found}
        self._within: dict[str, list[dict[str, int]]] = defaultdict(list)
        for path, found in self.counts.items():
            codes = path.split("/")[:-1]
            for n in range(1, len(codes) + 1):
                self._within["/".join(codes[:n]) + "/"].append(found)
        self._below: dict[int, Sums] = {}
        self._sums: dict[tuple[str, str], int] = {}  # a page asks for each of them again and again

    def of(self, area: Area, key: str) -> int:
        if area.kind == Area.Kind.VILLAGE and area.parent is not None and self.root.kind == Area.Kind.PROVINCE:
            return self._inside(area.parent).of(area, key)
        asked = (area.path, key)
        if asked not in self._sums:
            self._sums[asked] = sum([found.get(key, 0) for found in self._within.get(area.path, ())])
        return self._sums[asked]

    def _inside(self, commune: Area) -> Sums:
        """Of a province its communes were counted: whoever asks for a village has its commune counted."""
        if commune.pk not in self._below:
            self._below[commune.pk] = Sums(self.slots, commune, self.today)
        return self._below[commune.pk]

    def tells_apart(self, key: str) -> bool:
        """Whether it is known who came and who went, not only how many there are (`counts`)."""
        return self.root.kind != Area.Kind.PROVINCE or key in self.keys
