"""What is added up over villages: the steps of communes and provinces, and their counts on the days that are asked for.

A recount adds differences, so that what lies above is never counted anew. A day nobody asked for before is made from
the nearest kept one and the steps between: one statement for all communes of the country.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection, models, transaction

from tungnha.progress.models import AreaTally, TallyDay, TallyStep
from tungnha.progress.tallies import locks

MANY = 2000  # rows a statement
KEPT_FOR = timedelta(days=40)  # since it was last asked for

# (area, slot) → by how much its count changes on each day
Differences = Mapping[tuple[int, int], Counter[int]]


def add(differences: Differences) -> None:
    """Add differences to the steps of communes and provinces, and to the days kept. The caller holds `locks`."""
    rows = sorted(
        (area, slot, date.fromordinal(day), n)
        for (area, slot), steps in differences.items()
        for day, n in steps.items()
        if n
    )
    if not rows:
        return
    _upsert(TallyStep, "change", rows)
    days: dict[int, list[date]] = {}
    for slot, on in TallyDay.objects.filter(slot__in={row[1] for row in rows}).values_list("slot", "on"):
        days.setdefault(slot, []).append(on)
    kept: Counter[tuple[int, int, date]] = Counter()
    for area, slot, step_on, n in rows:
        for on in days.get(slot, ()):
            if step_on <= on:
                kept[area, slot, on] += n
    _upsert(AreaTally, "count", sorted((*key, n) for key, n in kept.items() if n))


def _upsert(model: type[models.Model], column: str, rows: Collection[tuple[Any, ...]]) -> None:
    """(area, slot, day, by how much), sorted, so that two who write at once wait for each other in one order."""
    table, ordered = model._meta.db_table, list(rows)
    for start in range(0, len(ordered), MANY):
        part = ordered[start : start + MANY]
        places = ", ".join(["(%s, %s, %s, %s)"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO {table} (area_id, slot_id, "on", {column}) VALUES {places} '
                f'ON CONFLICT (slot_id, "on", area_id) DO UPDATE SET {column} = {table}.{column} + excluded.{column}',
                [_written(value) for row in part for value in row],
            )


def _written(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def have_days(slots: Collection[int], days: Iterable[date], today: date) -> None:
    """See to it that the counts of these slots on these days are kept."""
    have({(slot, on) for slot in slots for on in days}, today)


def have(wanted: Collection[tuple[int, date]], today: date) -> None:
    """The same, of each slot its own days: one statement where all of them are."""
    wanted, slots = set(wanted), {slot for slot, _ in wanted}
    kept = dict(_kept(slots))
    late = [kept[key][0] for key in wanted & set(kept) if kept[key][1] < today - timedelta(days=7)]
    if late:
        TallyDay.objects.filter(pk__in=late).update(asked_on=today)
    missing = wanted - set(kept)
    if not missing:
        return
    with transaction.atomic():
        locks.to_keep_a_day()
        kept = dict(_kept(slots))  # somebody else may have been here first
        for slot, on in sorted(missing - set(kept), key=lambda key: (key[1], key[0])):
            _make(slot, on, [day for number, day in kept if number == slot])
            TallyDay.objects.create(slot_id=slot, on=on, asked_on=today)
            kept[slot, on] = (0, today)


def counts(
    slots: Collection[int], days: Collection[date], areas: Collection[int]
) -> Iterator[tuple[int, int, date, int]]:
    """(area, slot, day, count) of what is kept. Thousands of rows: past the building of query sets."""
    of_slots, of_days, of_areas = (", ".join(["%s"] * len(some)) for some in (slots, days, areas))
    if not (slots and days and areas):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT area_id, slot_id, "on", count FROM {AreaTally._meta.db_table} '
            f'WHERE slot_id IN ({of_slots}) AND "on" IN ({of_days}) AND area_id IN ({of_areas})',
            [*slots, *map(_written, days), *areas],
        )
        yield from cursor.fetchall()


def _kept(slots: Collection[int]) -> Iterable[tuple[tuple[int, date], tuple[int, date]]]:
    for pk, slot, on, asked_on in TallyDay.objects.filter(slot__in=slots).values_list("pk", "slot", "on", "asked_on"):
        yield (slot, on), (pk, asked_on)


def _make(slot: int, on: date, days: Collection[date]) -> None:
    """The counts of one slot on one day, of all communes and provinces."""
    steps = f'SELECT area_id, {{sign}}change AS n FROM {TallyStep._meta.db_table} WHERE slot_id = %s AND "on"'
    near = min(days, key=lambda day: abs((day - on).days), default=None)
    day, other = _written(on), _written(near)
    if near is None:
        source, values = f"{steps.format(sign='')} <= %s", [slot, day]
    else:
        low, high, sign = (other, day, "") if near < on else (day, other, "-")
        source = (
            f'SELECT area_id, count AS n FROM {AreaTally._meta.db_table} WHERE slot_id = %s AND "on" = %s '
            f'UNION ALL {steps.format(sign=sign)} > %s AND "on" <= %s'
        )
        values = [slot, other, slot, low, high]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {AreaTally._meta.db_table} (area_id, slot_id, "on", count) '
            f"SELECT area_id, %s, %s, SUM(n) FROM ({source}) AS counted GROUP BY area_id HAVING SUM(n) <> 0",
            [slot, day, *values],
        )


def let_go(today: date) -> None:
    """Days nobody has asked for in a long time, and what came to nothing."""
    for slot, on in TallyDay.objects.filter(asked_on__lt=today - KEPT_FOR).values_list("slot", "on"):
        with transaction.atomic():
            locks.to_keep_a_day()
            TallyDay.objects.filter(slot=slot, on=on).delete()
            AreaTally.objects.filter(slot=slot, on=on).delete()
    TallyStep.objects.filter(change=0).delete()
    AreaTally.objects.filter(count=0).delete()
