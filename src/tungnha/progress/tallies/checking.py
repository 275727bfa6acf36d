"""Everything counted anew, and what is kept compared with it: `tungnha recount`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tungnha.ledger.models import Measure
from tungnha.plans.models import Target
from tungnha.progress import choices
from tungnha.progress.board import CHANGE_DAYS
from tungnha.progress.counting import Days, Slot, tally
from tungnha.progress.models import AreaTally, TallyDay, TallyReach, TallySlot
from tungnha.progress.quiet import SILENT_AFTER
from tungnha.progress.tallies import kept, recount
from tungnha.progress.tallies.reading import of_villages
from tungnha.progress.tallies.slots import Key, Part, is_kept, keys_of
from tungnha.progress.tallies.triggers import STALE
from tungnha.units.models import Area


@dataclass(frozen=True)
class Compared:
    """How many numbers of how many communes were looked at, and the areas where one differs."""

    communes: int
    numbers: int
    differing: tuple[str, ...]


def rebuild(today: date) -> int:
    """Count all anew that any plan asks for, in the areas of the plans. Returns how many communes that are."""
    recount.forget_everything()
    wanted: dict[int, tuple[Area, list[Measure]]] = {}
    targets = list(Target.objects.select_related("measure", "plan__campaign__area"))
    choices.settle(targets)
    for target in targets:
        if target.measure is not None and is_kept(target.measure):
            area = target.plan.campaign.area
            wanted.setdefault(area.pk, (area, []))[1].append(target.measure)
    for area, measures in wanted.values():
        root = area.parent if area.kind == Area.Kind.VILLAGE else area
        recount.reach(keys_of(measures), root, [], today)
    return TallyReach.objects.values("commune").distinct().count()


def compare(today: date) -> Compared:
    """Hold what is kept against a slow count of the rows: today, a week ago, in a month; and what lies above against
    the sums of the communes."""
    recount.recount_stale()
    measures = [_measure(Key.of_row(row), row.pk) for row in TallySlot.objects.filter(part=Part.HAS).order_by("pk")]
    communes = list(Area.objects.communes().filter(pk__in=TallyReach.objects.values("commune")).order_by("path"))
    numbers, differing = 0, []
    for commune in communes:
        reached = set(TallyReach.objects.filter(commune=commune).values_list("slot", flat=True))
        mine = [measure for measure in measures if measure.pk in reached]
        for on in (today, today - timedelta(days=7), today + timedelta(days=30)):
            slots = [Slot(measure, Days(on, on - timedelta(days=7), on - timedelta(days=30))) for measure in mine]
            slow, quick = _told(tally(slots, commune)), _told(of_villages(slots, commune))
            numbers += sum(map(len, slow.values()))
            if slow != quick:
                differing.append(commune.title)
                break
    above = list(_above(today))
    return Compared(len(communes), numbers + len(above), (*differing, *(title for title, same in above if not same)))


def _measure(key: Key, number: int) -> Measure:
    return Measure(
        pk=number, way="things", counts=key.counts, group=key.group, residence=key.residence, rule=json.loads(key.rule)
    )


def _told(found: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Without what is nothing."""
    return {path: some for path, counts in found.items() if (some := {key: n for key, n in counts.items() if n})}


def _above(today: date) -> Iterator[tuple[str, bool]]:
    """Each count of a province on a kept day, and whether it is the sum of its communes'."""
    for slot, on in TallyDay.objects.values_list("slot", "on"):
        rows = AreaTally.objects.filter(slot=slot, on=on).select_related("area")
        sums: dict[int, int] = {}
        whole: dict[int, tuple[str, int]] = {}
        for row in rows:
            if row.area.kind == Area.Kind.PROVINCE:
                whole[row.area_id] = (row.area.title, row.count)
            elif row.area.parent_id is not None:
                sums[row.area.parent_id] = sums.get(row.area.parent_id, 0) + row.count
        for area, (title, count) in whole.items():
            yield title, sums.get(area, 0) == count


def tend(today: date) -> None:
    """What is done every hour (`tungnha tick`): nothing of it is needed for a true figure, only for a quick one."""
    STALE.lay()
    recount.recount_quietly()
    kept.let_go(today)
    for slots, days in _tomorrow(today):
        kept.have_days(slots, days, today)


def _tomorrow(today: date) -> Iterable[tuple[list[int], list[date]]]:
    """The days that will be asked for next, of what is asked for now: so that nobody's first look of a day waits until
    all communes have one more."""
    tomorrow = today + timedelta(days=1)
    recent = TallyDay.objects.filter(on__gte=today - timedelta(days=1)).values_list("slot", flat=True).distinct()
    before = [timedelta(days=days) for days in (CHANGE_DAYS, SILENT_AFTER)]  # what pages compare a day with
    yield list(recent), [today, tomorrow, *(tomorrow - some for some in before)]
