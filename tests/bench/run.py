"""Measure one database. Started by tests.bench, which gives it an empty data folder."""

from __future__ import annotations

import random
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from time import perf_counter
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from tests.bench.table import Table, machine  # noqa: E402
from tests.faults.processes import at_once  # noqa: E402
from tungnha import matching, reading  # noqa: E402
from tungnha.demo import build, lists, people, sample_plans  # noqa: E402
from tungnha.demo import commune as communes  # noqa: E402
from tungnha.demo.commune import DemoCommune  # noqa: E402
from tungnha.field.operations import NewResult, record_visit  # noqa: E402
from tungnha.identity import names  # noqa: E402
from tungnha.ledger.models import Service  # noqa: E402
from tungnha.lists.operations import register_of  # noqa: E402
from tungnha.matching.workbooks import open_workbook  # noqa: E402
from tungnha.people.models import Household  # noqa: E402
from tungnha.plans.models import Plan, Target  # noqa: E402
from tungnha.progress import queries as progress  # noqa: E402
from tungnha.reports import documents  # noqa: E402
from tungnha.reports.models import Obligation  # noqa: E402
from tungnha.reports.operations import compile_report  # noqa: E402
from tungnha.units import clock  # noqa: E402
from tungnha.units.models import Member, Role  # noqa: E402

THURSDAY = "2026-05-28T10:15:00+07:00"  # of the sample plan's first week
SEED = 2026
LIST_ROWS = 3500
QUERIES = 200
WRITERS = 4
VISITS_EACH = 60

table = Table()


def main() -> int:
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.DATA_DIR / "bench.sqlite3")
    settings.ALLOWED_HOSTS = ["testserver"]
    table.head(machine(_database()))
    table.measure("tables, catalogue (all migrations)", _make_database, 1)
    try:
        with clock.freeze(THURSDAY):
            _everything()
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
    return 0


def _database() -> str:
    if connection.vendor == "sqlite":
        from django.db.backends.sqlite3.base import Database

        return f"SQLite {Database.sqlite_version}, WAL, synchronous=FULL"
    connection.ensure_connection()
    version = connection.pg_version // 10000  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("show fsync")
        fsync = cursor.fetchone()[0]
    connection.close()
    return f"PostgreSQL {version}, fsync={fsync}"


def _make_database() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _everything() -> None:
    table.measure("make 7,109 invented people", people.make_population, 3)
    commune = _demonstration()
    plan = Plan.objects.filter(campaign__area=commune.area).latest("pk")
    parts: dict[str, Callable[[], None]] = {
        "plans": _plans,
        "pages": partial(_pages, commune),
        "search": partial(_search, commune),
        "progress": partial(_progress, commune, plan),
        "matching": partial(_matching, commune),
        "report": partial(_report, commune, plan),
        "visits": partial(_visits, commune, plan),
    }
    for name, part in parts.items():
        with table.part(name):
            part()


def _demonstration() -> DemoCommune:
    """The whole demonstration, and of it the part that puts the commune into the database."""
    kept: list[tuple[DemoCommune, float]] = []
    real = communes.build

    def timed(*args: Any, **more: Any) -> DemoCommune:
        begun = perf_counter()
        made = real(*args, **more)
        kept.append((made, perf_counter() - begun))
        return made

    communes.build = timed
    try:
        begun = perf_counter()
        build.build(lambda line: None)
        whole = perf_counter() - begun
    finally:
        communes.build = real
    commune, took = kept[0]
    table.times("build the commune: people, numbers, teams, signatures", [took])
    table.times("build the whole demonstration: 5 plans, visits, reports", [whole])
    return commune


def _plans() -> None:
    for slug in sorted(sample_plans.PLAN_DAYS):
        data = sample_plans.build_docx(slug)
        table.measure(
            f"read the plan {slug}.docx ({len(data) // 1024} KB)", partial(reading.read_bytes, "a.docx", data), 5
        )


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user, backend="tungnha.units.login.PhoneOrEmailBackend")
    return client


def _get(client: Client, path: str, **headers: str) -> int:
    answer = client.get(path, headers=headers)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return len(answer.content)


def _pages(commune: DemoCommune) -> None:
    """As a browser asks, without the network: all middleware, the queries, the template."""
    officer, leader = client_of(commune.members[Role.OFFICER]), client_of(commune.teams[0][0])
    house = Household.objects.filter(village=commune.villages[0]).first()
    assert house is not None
    for client, path, what in (
        (leader, "/ho-can-den/", "worklist page of a village"),
        (leader, f"/ho-can-den/{house.pk}/", "page of one household, to record a visit"),
        (officer, "/", "first page of the officer"),
        (officer, "/tien-do/", "progress page"),
        (officer, "/ke-hoach/", "plans page"),
        (officer, "/danh-sach/", "lists page"),
        (officer, "/bao-cao/", "reports page"),
    ):
        with table.part(what):
            size = _get(client, path)  # the first one compiles the template
            table.measure(what, partial(_get, client, path), 20, f"{size // 1024} KB")


def _search(commune: DemoCommune) -> None:
    """What is asked while a name is typed without diacritics, from the second letter on."""
    rng = random.Random(SEED)
    typed: list[str] = []
    while len(typed) < QUERIES:
        whole = names.fold(rng.choice(commune.persons).full_name)
        typed += [whole[:n] for n in range(2, len(whole) + 1, 2)]
    officer = client_of(commune.members[Role.OFFICER])
    times = []
    for text in typed[:QUERIES]:
        begun = perf_counter()
        _get(officer, f"/nhan-khau/?tim={text.replace(' ', '+')}", **{"HX-Request": "true"})
        times.append(perf_counter() - begun)
    table.times(f"search of a person as typed, {len(commune.persons):,} people", times)


def _progress(commune: DemoCommune, plan: Plan) -> None:
    target = Target.objects.filter(plan=plan, measure__code="chu-ky-so-tren-15").order_by("due_on").last()
    assert target is not None
    target = progress.targets().get(pk=target.pk)
    on = clock.today()
    table.measure(
        "one target's figure, with its forecast's base", partial(progress.figure, target, commune.area, on), 20
    )
    rows = table.measure(
        "that target by village (village_rows)", partial(progress.village_rows, target, commune.area, on), 10
    )
    if len(rows) != len(commune.villages):
        raise RuntimeError(f"{len(rows)} rows for {len(commune.villages)} villages")


def _matching(commune: DemoCommune) -> None:
    data = lists.operator_list(commune.population, n=LIST_ROWS)
    opened = table.measure(
        f"open a list of {LIST_ROWS:,} rows ({len(data) // 1024} KB)",
        lambda: open_workbook("vnpt.xlsx", data).table(None), 3,
    )  # fmt: skip
    rows = matching.TextTable.of_rows(opened.header, opened.rows)
    register = table.measure("load the register", lambda: list(register_of(commune.area)), 3)
    check = f"mend and match {len(register):,} × {len(rows):,}"
    verdicts = table.measure(check, lambda: matching.cross_check(register, rows, opened.columns).verdicts, 3)
    linked = sum(verdict.verdict == "linked" for verdict in verdicts)
    if linked < LIST_ROWS * 0.9:
        raise RuntimeError(f"only {linked} of {len(rows)} rows were linked: not the work that was to be measured")


def _report(commune: DemoCommune, plan: Plan) -> None:
    owed = (
        Obligation.objects.filter(duty__plan=plan, duty__compiled=False, starts_on__lte=clock.today())
        .order_by("due_at", "pk")
        .first()
    )
    assert owed is not None
    compile_it = partial(
        compile_report, plan=plan, duty=owed.duty, period=owed.period, area=commune.area,
        by=commune.members[Role.OFFICER], at=clock.now(),
    )  # fmt: skip
    report = table.measure("compile the report of a period", compile_it, 5)
    size = len(documents.report_docx(report))
    table.measure("write it as .docx", partial(documents.report_docx, report), 10, f"{size // 1024} KB")


def _visits(commune: DemoCommune, plan: Plan) -> None:
    """Each visit is a transaction on the disk: the visit, a result, two claims, their standings, two events."""
    service = Service.objects.get(code="chu-ky-so")
    houses = commune.households[: WRITERS * VISITS_EACH]
    by_house: dict[int, Any] = {}
    for person in commune.persons:
        by_house.setdefault(person.household_id or 0, person)
    at = clock.now()

    def write(part: int) -> list[float]:
        times = []
        for house in houses[part::WRITERS]:
            result = NewResult(person=by_house[house.pk], service=service, outcome="set_up_now")
            begun = perf_counter()
            record_visit(
                visit_id=uuid.uuid4(), household=house, campaign=plan.campaign, outcome="met", results=(result,),
                informed=True, made_at=at - timedelta(minutes=1), by=commune.teams[0][0], at=at,
            )  # fmt: skip
            times.append(perf_counter() - begun)
        return times

    for writers in (1, WRITERS):
        begun = perf_counter()
        children = at_once([partial(write, part) for part in range(writers)])
        took = perf_counter() - begun
        errors = [child.error for child in children if child.error]
        if errors:
            raise RuntimeError(str(errors[0]))
        times = [t for child in children for t in child.value]
        what = "record a visit, one process" if writers == 1 else f"record a visit, {writers} processes at once"
        table.times(what, times, f"{len(times) / took:.0f} visits a second")


if __name__ == "__main__":
    sys.exit(main())
