"""Measure the sync on one database. Started by tests.bench.sync, which gives it an empty data folder."""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402

from tests.bench.table import machine  # noqa: E402
from tests.faults.phone.ground import TOO_LONG, cpu_of_group, free_port  # noqa: E402
from tungnha.demo.population import residents  # noqa: E402
from tungnha.field.models import HouseholdInformed, Visit  # noqa: E402
from tungnha.field.sync import joining, pledge  # noqa: E402
from tungnha.identity.dates import read_date  # noqa: E402
from tungnha.ledger.models import CampaignService, Service, Standing  # noqa: E402
from tungnha.people.models import Household, Identifier, Person, Telephone  # noqa: E402
from tungnha.units import clock  # noqa: E402
from tungnha.units.laying import lay_tables  # noqa: E402
from tungnha.units.models import Area, Campaign, Event, Member, Organisation, Phase, Role, User  # noqa: E402

PHONES, BATCH, BATCHES, HOUSES = 32, 50, 4, 100
SIGNATURE, VNEID = "chu-ky-so", "vneid"
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Sender:
    """One phone as the bench holds it."""

    authorization: str
    member: Member
    homes: list[tuple[str, list[str]]]  # household key, keys of those in it
    epoch: str | None = None
    since: str | None = None
    config: str | None = None


class Bench:
    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        if connection.vendor == "sqlite":
            import shutil

            from django.conf import settings

            from tests.laid_tables import laid

            shutil.copy(laid(), Path(settings.DATA_DIR) / "tungnha.sqlite3")
        lay_tables()
        self.today = clock.today()
        self._lay()

    def _lay(self) -> None:
        province = Area.objects.create(code="9x", kind="province", type_name="tỉnh", name="Mẫu")
        self.commune = Area.objects.create(code="99001", kind="commune", type_name="xã", name="Mẫu", parent=province)
        committee = Organisation.objects.create(name="UBND", kind="committee", area=self.commune, must_report=False)
        self.campaign = Campaign.objects.create(
            name="Cao điểm", area=self.commune, organisation=committee, started_on=self.today - timedelta(days=9)
        )
        Phase.objects.create(
            campaign=self.campaign, name="Cao điểm", kind="peak", starts_on=self.campaign.started_on,
            ends_on=self.today + timedelta(days=60),
        )  # fmt: skip
        for code in (SIGNATURE, VNEID):
            CampaignService.objects.create(
                campaign=self.campaign, service=Service.objects.get(code=code), level=1, group="adult15"
            )
        self.lines = residents(PHONES * HOUSES * 6 + 24_000, seed=2026)
        self.serial = 0

    def village(self, *, people: int = 0, houses: int = 0) -> Sender:
        """A village of so many people, or so many houses; its leader's phone."""
        self.serial += 1
        area = Area.objects.create(
            code=f"99001-{self.serial:03}", kind="village", type_name="thôn", name=str(self.serial),
            parent=self.commune, order=self.serial,
        )  # fmt: skip
        team = Organisation.objects.create(name=f"Tổ {self.serial}", kind="team", area=area)
        user = User(full_name=f"Người {self.serial}", email=f"n{self.serial}@mau.example")
        user.set_unusable_password()
        user.save()
        member = Member.objects.create(user=user, role=Role.TEAM_LEADER, area=area, organisation=team)
        homes = self._people(area, people, houses)
        return self._joined(member, homes)

    def _people(self, area: Area, people: int, houses: int) -> list[tuple[str, list[str]]]:
        lines = list(islice(self.lines, people)) if people else list(islice(self.lines, houses * 4))
        of_home: dict[str, Household] = {}
        persons, numbers, phones = [], [], []
        for at, line in enumerate(lines):
            name = line.household if people else str(at // 4)
            home = of_home.get(name)
            if home is None:
                home = of_home[name] = Household(code=str(len(of_home)), village=area, order=len(of_home), lane="Ngõ 1")
            born = read_date(line.birth) if line.birth else None
            person = Person(
                household=home, full_name=line.full_name, relation=line.relation, residence="at_home",
                sex="male" if line.sex == "Nam" else "female",
                is_head=line.relation.lower() == "chủ hộ" if people else at % 4 == 0,
                birth_date=born.date if born else date(1970, 1, 1), birth_precision=born.precision if born else "year",
            )  # fmt: skip
            person.fill_keys()
            persons.append(person)
            if line.personal_number:
                numbers.append(Identifier(person=person, kind="personal"))
                numbers[-1].set_value(line.personal_number)
            if line.telephone:
                phones.append(Telephone(person=person))
                phones[-1].set_number(line.telephone)
        Household.objects.bulk_create(of_home.values(), batch_size=1000)
        for person in persons:
            person.household_id = person.household.pk
        Person.objects.bulk_create(persons, batch_size=1000)
        for model, rows in ((Identifier, numbers), (Telephone, phones)):
            for row in rows:
                row.person_id = row.person.pk
            model.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
        by_home: dict[str, list[str]] = {str(home.key): [] for home in of_home.values()}
        for person in persons:
            by_home[str(person.household.key)].append(str(person.key))
        return list(by_home.items())

    def _joined(self, member: Member, homes: list[tuple[str, list[str]]]) -> Sender:
        at = clock.now()
        code = joining.make_code(member=member, by=member, at=at).code
        joined = joining.join(
            code=code, name="Máy thử", platform="bench", app_version="1", pledge_version=pledge.VERSION, agreed_at=at,
            at=at,
        )  # fmt: skip
        return Sender(f"Device {joined.device.pk}.{joined.secret}", member, homes)

    # -- what phones send

    def request(
        self, sender: Sender, ops: list[dict[str, Any]], *, acked: int = 0, held: int = 0, **more: Any
    ) -> bytes:
        said = {
            "protocol": 1, "app": "bench", "now": clock.now().isoformat(), "epoch": sender.epoch, "since": sender.since,
            "cursor": None, "rows": 500, "doors": None, "config": sender.config, "want": [], "acked": acked,
            "held": held, "ops": ops,
        }  # fmt: skip
        return gzip.compress(json.dumps(said | more).encode(), 6)

    def visit(self, sender: Sender, seq: int) -> dict[str, Any]:
        """A home of four where two were helped, one has it already and one refused; the household was informed."""
        home, persons = sender.homes[seq % len(sender.homes)]
        outcomes = ("set_up_now", "has_already", "set_up_now", "refused")
        results = [
            {"person": key, "service": SIGNATURE, "level": 1, "outcome": outcome}
            for key, outcome in zip(persons, outcomes, strict=False)
        ]
        content = {"household": home, "campaign": self.campaign.pk, "outcome": "met", "informed": ["visit"],
                   "results": results}  # fmt: skip
        return {"id": str(uuid.uuid4()), "seq": seq, "kind": "visit", "v": 1, "made_at": clock.now().isoformat(),
                "content": content}  # fmt: skip

    # -- the product

    def serve(self) -> None:
        """As `tungnha serve` does, in a process group of its own."""
        connections.close_all()
        self.port = free_port()
        command = [sys.executable, "-c", f"from tungnha.cli import _granian; _granian('127.0.0.1', {self.port}, 2)"]
        self.server = subprocess.Popen(command, start_new_session=True)
        until = time.monotonic() + TOO_LONG
        while time.monotonic() < until:
            try:
                http.client.HTTPConnection("127.0.0.1", self.port, timeout=5).connect()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server does not start")

    def stop(self) -> None:
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def used(self) -> tuple[float, float]:
        """Seconds of CPU until now: of the server, of the database beside it."""
        return cpu_of_group(self.server.pid), self._database_cpu()

    def _database_cpu(self) -> float:
        if connection.vendor == "sqlite":
            return 0.0
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            own = cursor.fetchone()[0]
        postmaster = int(_stat(own)[1])
        ticks = sum(map(int, _stat(postmaster)[11:15]))
        for one in Path("/proc").glob("[0-9]*/stat"):
            fields = _stat(int(one.parent.name))
            if fields and int(fields[1]) == postmaster:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / TICK

    def send(self, sender: Sender, body: bytes, over: http.client.HTTPConnection | None = None) -> tuple[Any, int]:
        over = over or http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            "Content-Type": "application/json", "Content-Encoding": "gzip", "Accept-Encoding": "gzip",
            "Authorization": sender.authorization,
        }  # fmt: skip
        over.request("POST", "/dt/api/sync", body, headers)
        answer = over.getresponse()
        packed = answer.read()
        text = gzip.decompress(packed) if answer.getheader("Content-Encoding") == "gzip" else packed
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {text[:300]!r}")
        return json.loads(text), len(packed)


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _say(*cells: object) -> None:
    widths = (58, 12, 12, 12, 0)
    sys.stdout.write(" ".join(str(c).ljust(w) for c, w in zip(cells, widths, strict=False)).rstrip() + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--batches", type=int, default=BATCHES)
    parser.add_argument("--people", type=int, nargs="*", default=[500, 10_000])
    asked = parser.parse_args()
    name = "SQLite, WAL, synchronous=FULL" if connection.vendor == "sqlite" else "PostgreSQL"
    sys.stdout.write(f"\nsync: {machine(name)}\n")
    bench = Bench(asked)
    senders = [bench.village(houses=HOUSES) for _ in range(asked.phones)]
    larger = [bench.village(people=count) for count in asked.people]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    bench.serve()
    try:
        for sender in senders:
            _begin(bench, sender)
        _visits(bench, senders)
        for sender, count in zip(larger, asked.people, strict=True):
            _downloads(bench, sender, count)
    finally:
        bench.stop()
    return 0


def _begin(bench: Bench, sender: Sender) -> None:
    told, _ = bench.send(sender, bench.request(sender, []))
    sender.epoch, sender.since = told["epoch"], told["since"]
    sender.config = told["config"]["hash"]


def _visits(bench: Bench, senders: list[Sender]) -> None:
    """Each phone over one connection, batch after batch, all at once: what changed comes down with the last."""
    batches = bench.asked.batches
    whole = batches * BATCH
    made = [
        [[bench.visit(sender, start + n + 1) for n in range(BATCH)] for start in range(0, whole, BATCH)]
        for sender in senders
    ]
    answers: list[str] = []

    def phone(sender: Sender, mine: list[list[dict[str, Any]]]) -> None:
        """As a phone does, it sends back where the server said it stands."""
        over = http.client.HTTPConnection("127.0.0.1", bench.port, timeout=600)
        cursor = None
        for ops in mine:
            acked = ops[0]["seq"] - 1
            body = bench.request(sender, ops, acked=acked, held=whole - acked, cursor=cursor)
            told, _ = bench.send(sender, body, over)
            answers.extend(one["answer"] for one in told["answers"])
            sender.since, cursor = told["since"], told["cursor"]

    threads = [threading.Thread(target=phone, args=pair) for pair in zip(senders, made, strict=True)]
    before, own, began = bench.used(), time.process_time(), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, own = time.monotonic() - began, time.process_time() - own
    server, database = (now - then for now, then in zip(bench.used(), before, strict=True))
    count = len(senders) * whole
    _check(count, answers)
    each = (server + database) / count
    _say(f"{count:,} visits of {len(senders)} phones in batches of {BATCH}", "server", "database", "senders")
    _say("  CPU ms a visit", *(f"{seconds / count * 1000:.2f}" for seconds in (server, database, own)),
         f"{each * 1000:.2f} server and database")  # fmt: skip
    _say("  visits a second", f"{count / took:.0f}", "", "", f"by the clock, {os.cpu_count()} cores with other work")
    _say("  visits a second these cores could take", f"{(os.cpu_count() or 1) / each:.0f}", "", "",
         "were they idle otherwise: cores / CPU a visit")  # fmt: skip


def _check(count: int, answers: list[str]) -> None:
    """All of it stands when the last answer is there: visit, claims, standings, the home informed, the log."""
    if len(answers) != count or set(answers) != {"stored"}:
        raise RuntimeError(f"answers: {len(answers)} of {count}, {set(answers)}")
    told = Event.objects.filter(verb="visit.recorded").count()
    if (Visit.objects.count(), told) != (count, count) or not Standing.objects.count():
        raise RuntimeError("not everything stands in the same transaction")
    if not HouseholdInformed.objects.exists():
        raise RuntimeError("nobody was informed")


def _downloads(bench: Bench, sender: Sender, people: int) -> None:
    _measured(bench, f"first download of {people:,} people", lambda: _all_rows(bench, sender))
    keys = [key for _, persons in sender.homes for key in persons][:: max(1, people // 20)][:20]
    for row in Person.objects.filter(key__in=keys):
        row.relation = "con dâu"
        row.save(update_fields=["relation"])
    _measured(bench, "  what comes after 20 of them changed", lambda: _all_rows(bench, sender))
    _measured(bench, "  when nothing changed", lambda: _all_rows(bench, sender))
    if people <= 1000:
        ops = [bench.visit(sender, n + 1) for n in range(200)]
        _measured(bench, "  200 visits up, and what they changed down", lambda: _all_rows(bench, sender, ops))


def _measured(bench: Bench, what: str, act: Callable[[], tuple[int, int, int]]) -> None:
    before, began = bench.used(), time.monotonic()
    requests, size, rows = act()
    took = time.monotonic() - began
    server, database = (now - then for now, then in zip(bench.used(), before, strict=True))
    _say(what, f"{requests} requests", f"{size / 1024:.1f} KB", f"{took * 1000:.0f} ms",
         f"{rows} households, CPU {(server + database) * 1000:.0f} ms")  # fmt: skip


def _all_rows(bench: Bench, sender: Sender, ops: list[dict[str, Any]] | None = None) -> tuple[int, int, int]:
    """Requests, bytes as they came (gzipped), households: until nothing more is to come."""
    requests = size = rows = 0
    cursor = None
    while True:
        sent = ops if requests == 0 and ops else []
        told, length = bench.send(sender, bench.request(sender, sent, held=len(sent), cursor=cursor))
        requests, size, rows = requests + 1, size + length, rows + len(told["rows"])
        sender.epoch, sender.since, cursor = told["epoch"], told["since"] or sender.since, told["cursor"]
        sender.config = told["config"]["hash"] if told["config"] else sender.config
        if cursor is None:
            return requests, size, rows


if __name__ == "__main__":
    sys.exit(main())
