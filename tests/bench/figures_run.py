"""Measure the figures on one database. Started by tests.bench.figures, which gives it an empty data folder."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402

from tests.bench import figures_country  # noqa: E402
from tests.bench.table import Table, machine, p95, shown  # noqa: E402
from tungnha.ledger.models import Service, Standing  # noqa: E402
from tungnha.ledger.operations import NewClaim, record_claims  # noqa: E402
from tungnha.people.models import Person  # noqa: E402
from tungnha.progress import queries  # noqa: E402
from tungnha.progress.counting import Days, Slot, tally  # noqa: E402
from tungnha.progress.models import TallyDay, VillageTally  # noqa: E402
from tungnha.progress.tallies import recount  # noqa: E402
from tungnha.progress.tallies.reading import Sums  # noqa: E402
from tungnha.units import clock  # noqa: E402
from tungnha.units.laying import lay_tables  # noqa: E402
from tungnha.units.models import Area, Member  # noqa: E402

TIMES = 20
table = Table()


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--share", type=float, default=1.0, help="how much of the country")
    share = asked.parse_args().share
    settings.ALLOWED_HOSTS = ["testserver"]
    table.head(machine(connection.vendor))
    table.measure("tables", lay_tables, 1)
    country = table.measure(
        f"make the country ({share:g} of it), directly", lambda: figures_country.make(clock.today(), share), 1
    )
    note = f"{Area.objects.communes().count():,} communes, {VillageTally.objects.count():,} counts of villages"
    table.times("  what it holds", [0.0], note)
    for part in (_first, _queries, _pages, _claim):
        with table.part(part.__name__.strip("_")):
            part(country)
    return 0


def _cpu(what: str, act: Callable[[], Any], n: int = TIMES, note: str = "") -> Any:
    """By the clock, and what this process and the database's own used of the processor."""
    given, times, used, there = None, [], [], _database_cpu()
    for _ in range(n):
        at, cpu, database = time.perf_counter(), time.process_time(), there()
        given = act()
        times.append(time.perf_counter() - at)
        used.append(time.process_time() - cpu + there() - database)
    table.times(what, times, f"CPU {shown(median(used))}, p95 {shown(p95(used))}. {note}".strip())
    return given


def _database_cpu() -> Callable[[], float]:
    """Seconds PostgreSQL's process of this connection has used; SQLite is part of this process."""
    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0


def _slots(country: figures_country.Country) -> list[Slot]:
    today = clock.today()
    days = Days(today, today - timedelta(days=7), today - timedelta(days=60))
    return [Slot(measure, days) for measure in country.measures]


def _first(country: figures_country.Country) -> None:
    """What the first reader pays, and on a new day."""
    today, kind = clock.today(), Area.Kind.COMMUNE
    _cpu(
        "commune of 25,000 people: counted for the first time",
        partial(Sums, _slots(country), country.commune, today),
        1,
    )
    _cpu(
        "country: the days asked for, for the first time",
        partial(queries.level, country.measures, None, kind, today),
        1,
    )
    tomorrow = today + timedelta(days=1)
    _cpu("country: the first look on a new day", partial(queries.level, country.measures, None, kind, tomorrow), 1)
    TallyDay.objects.filter(on=tomorrow).delete()


def _queries(country: figures_country.Country) -> None:
    today, level = clock.today(), queries.level
    communes, provinces = Area.Kind.COMMUNE, Area.Kind.PROVINCE
    _cpu("commune: one target's villages from what is kept", partial(Sums, _slots(country)[:1], country.commune, today))
    _cpu("commune: eight services by village from what is kept", partial(Sums, _slots(country), country.commune, today))
    _cpu("commune: the same by counting everybody", partial(tally, _slots(country), country.commune), 3)
    _cpu("province: eight services, each commune", partial(level, country.measures, country.province, communes, today))
    _cpu("country: eight services, each province", partial(level, country.measures, None, provinces, today))
    _cpu("country: one service, each of the communes", partial(level, country.measures[:1], None, communes, today))
    found = _cpu(
        "country: eight services, each of the communes", partial(level, country.measures, None, communes, today)
    )
    _cpu("  ranked by one of them", lambda: found.ranked(country.measures[0])[:20])
    whole = found.whole(country.measures[0])
    table.times("  persons of age, of whom have it", [0.0], f"{whole.base:,} · {whole.now:,}")


def _client(member: Member) -> Client:
    client = Client()
    client.force_login(member.user, backend="tungnha.units.login.PhoneOrEmailBackend")
    return client


def _pages(country: figures_country.Country) -> None:
    """The pages as they are; those of `levels` where they are there."""
    officer, province = _client(country.officer), _client(country.province_officer)
    settings.COUNTRY_READERS = frozenset({country.province_officer.organisation_id})
    of_commune, of_province = country.targets["commune"], country.targets["province"]
    village = country.commune.children.first()
    pages: list[tuple[str, Client, str, list[Any]]] = [
        ("page: progress, commune (8 targets)", officer, "progress:index", []),
        ("page: one target, commune", officer, "progress:target", [of_commune.pk]),
        ("page: one target, village", officer, "progress:village", [of_commune.pk, village.code if village else ""]),
        ("page: progress, province (8 targets)", province, "progress:index", []),
        ("page: one target, province", province, "progress:target", [of_province.pk]),
        ("page: level, commune", officer, "progress:level", [country.commune.code]),
        ("page: level, province", province, "progress:level", [country.province.code]),
        ("page: level, country", province, "progress:country", []),
        ("page: one measure, province", province, "progress:by-measure", [country.province.code]),
        ("page: the leader's screen, commune", officer, "web:leader", []),
    ]
    gc.collect()
    gc.freeze()  # as the server does (config/wsgi.py)
    for what, client, name, args in pages:
        try:
            url = reverse(name, args=args)
        except NoReverseMatch:
            table.times(what, [0.0], "not there yet")
            continue
        with table.part(what):
            _get(client, url)
            _cpu(what, partial(_get, client, url), note="", n=TIMES)


def _get(client: Client, url: str) -> int:
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url}: {answer.status_code}")
    return len(answer.content)


def _claim(country: figures_country.Country) -> None:
    """One more claim, and fifty of one village: stored, then counted again."""
    service = Service.objects.get(code="chu-ky-so")
    village = country.commune.children.order_by("pk").first()
    has = Standing.objects.filter(service=service).values("person")
    without = list(Person.objects.filter(household__village=village).exclude(pk__in=has).order_by("pk")[:300])

    def record(people: list[Person]) -> None:
        record_claims(
            [
                NewClaim(subject={"person_id": p.pk}, service=service, since_on=clock.today(), source="visit")
                for p in people
            ],
            by=None, at=clock.now(),
        )  # fmt: skip

    _cpu("one claim is stored", lambda: record([without.pop()]))
    recount.recount_stale()
    store, count = [], []
    for _ in range(TIMES):
        begun = time.perf_counter()
        record([without.pop()])
        store.append(time.perf_counter() - begun)
        begun = time.process_time()
        recount.recount_stale()
        count.append(time.process_time() - begun)
    table.times("its village counted again (CPU)", count, "one service of 760 people")
    batch = [without.pop() for _ in range(50)]
    record(batch)
    _cpu("fifty claims of one village counted again", recount.recount_stale, 1)
    Person.objects.filter(pk=without[0].pk).update(residence="away")
    _cpu("a person went away: all services of the village", recount.recount_stale, 1)


if __name__ == "__main__":
    sys.exit(main())
