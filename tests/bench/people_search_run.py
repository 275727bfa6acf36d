"""Build a register of so many people in one database and ask it. Started by tests.bench.people_search.

One commune holds all of the people, as no commune does: what a keystroke costs there, it costs nowhere else. Forty
communes of 2,000 people stand beside it, whose people must not be found. One in ten has a number and a telephone.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from tests.bench.run import _database, client_of  # noqa: E402
from tests.bench.table import Table, machine, p95, shown  # noqa: E402
from tungnha.demo.population import Resident, residents  # noqa: E402
from tungnha.identity import names  # noqa: E402
from tungnha.identity.dates import read_date  # noqa: E402
from tungnha.people import finding  # noqa: E402
from tungnha.people.finding import searching  # noqa: E402
from tungnha.people.finding.searching import Question  # noqa: E402
from tungnha.people.models import Household, Identifier, NameWord, Person, Telephone  # noqa: E402
from tungnha.units import clock  # noqa: E402
from tungnha.units.models import Area, Member, Organisation, Role, User  # noqa: E402

SEED = 2026
REPEAT = 3  # the quickest counts: what else the machine does is not ours
NEIGHBOURS, NEIGHBOUR = 40, 2000
VILLAGES = 400
CHUNK = 20_000
RESIDENCE = {"Thường trú": "at_home", "Đi làm ăn xa": "away", "Tạm trú": "temporary"}
RARELY_MEET = (
    "tran le", "le tran", "pham hoang", "thi hung", "van huong", "van thi", "nguyen tran", "hoang pham le",
    "van thi anh", "anh le van tran", "nguyen le pham", "dang bui", "ngoc van duc", "thi manh", "huu thi", "vu vo",
)  # fmt: skip
NOBODY = (
    "xyz", "nguyen van xqz", "qqq", "huong zzz", "nguyen thi van le", "tran thi van nguyen", "lanh lung", "wb",
    "nguyển", "thị hừng", "nguyễn văn hườm", "fff thi", "le thi tran van", "john smith",
)  # fmt: skip

table = Table()


def main() -> int:
    people, said, keep = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "1"
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.DATA_DIR / "search.sqlite3")
    settings.ALLOWED_HOSTS = ["testserver"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    _as_a_standing_server()
    try:
        table.head(machine(_database()))
        if not Person.objects.exists():
            _build(people)
        _ask(said, people)
    finally:
        if not keep:
            connection.creation.destroy_test_db("", verbosity=0)
    return 0


def _as_a_standing_server() -> None:
    """The tests' server forbids itself some plans for the tests' sake (tools/with_postgres.sh); a real one does not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET enable_nestloop = on")
            cursor.execute(f"ALTER DATABASE {name} SET jit_above_cost = 100000")
        connection.close()


# -- the people


def _build(people: int) -> None:
    begun = perf_counter()
    province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
    communes = [_commune(province, n, VILLAGES if n == 0 else 4) for n in range(NEIGHBOURS + 1)]
    for n, villages in enumerate(communes):
        for chunk in _chunks(residents(people if n == 0 else NEIGHBOUR, seed=SEED + n), CHUNK):
            _store(chunk, villages, f"{n}")
    table.times(f"store {people + NEIGHBOURS * NEIGHBOUR:,} people without their words", [perf_counter() - begun])
    begun = perf_counter()
    rows = finding.refresh(finding._every_person())
    took = perf_counter() - begun
    everyone = Person.objects.count()
    table.times(
        "refresh(): their words", [took], f"{rows:,} rows, {took / everyone * 100_000:.1f} s per 100,000 people"
    )
    begun = perf_counter()
    wrong = finding.refresh(list(Person.objects.order_by("-pk").values_list("pk", flat=True)[:100_000]))
    table.times("refresh() of 100,000 whose words are right", [perf_counter() - begun], f"{wrong} rows were wrong")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the standing server's autovacuum does within minutes
    table._row("size of the words", "", _size(), "")


def _commune(province: Area, n: int, villages: int) -> list[Area]:
    area = Area.objects.create(code=f"99{n:03d}", kind="commune", type_name="xã", name=f"Mẫu {n}", parent=province)
    organisation = Organisation.objects.create(name="Phòng Văn hóa - Xã hội", kind="department", area=area)
    user = User(full_name="Mai", email=f"mai{n}@mau.example")
    user.set_unusable_password()
    user.save()
    Member.objects.create(user=user, role=Role.OFFICER, area=area, organisation=organisation)
    made = [
        Area(code=f"{area.code}-{v:03d}", kind="village", type_name="thôn", name=f"{v}", parent=area, order=v)
        for v in range(1, villages + 1)
    ]
    for village in made:
        village.fill_keys()
    return Area.objects.bulk_create(made)


def _store(chunk: list[Resident], villages: list[Area], tag: str) -> None:
    """Households are cut anew at a chunk's edge: a hundred of three hundred thousand."""
    homes: dict[str, Household] = {}
    people = []
    last = Household.objects.order_by("pk").last()
    serial = last.pk if last else 0
    for line in chunk:
        home = homes.get(line.household)
        if home is None:
            serial += 1
            village = villages[int(line.household.rpartition("-")[2]) % len(villages)]
            home = homes[line.household] = Household(code=f"{tag}-{serial}", village=village, order=serial)
        born = read_date(line.birth) if line.birth else None
        person = Person(
            household=home, full_name=line.full_name, relation=line.relation,
            sex="male" if line.sex == "Nam" else "female", residence=RESIDENCE[line.residence],
            birth_date=born.date if born else None, birth_precision=born.precision if born else "",
        )  # fmt: skip
        if serial % 50 == 0:
            person.residence = "moved"
        person.fill_keys()
        people.append(person)
    Household.objects.bulk_create(homes.values(), batch_size=1000)
    for person in people:
        person.household_id = person.household.pk
    Person.objects.bulk_create(people, batch_size=1000)
    _numbers(people, chunk)


def _numbers(people: list[Person], chunk: list[Resident]) -> None:
    identifiers, telephones = [], []
    for person, line in islice(zip(people, chunk, strict=True), 0, None, 10):
        if line.personal_number:
            identifier = Identifier(person=person, kind="personal")
            identifier.set_value(line.personal_number)
            identifiers.append(identifier)
        if line.telephone:
            telephone = Telephone(person=person)
            telephone.set_number(line.telephone)
            telephones.append(telephone)
    Identifier.objects.bulk_create(identifiers, batch_size=1000, ignore_conflicts=True)
    Telephone.objects.bulk_create(telephones, batch_size=1000, ignore_conflicts=True)


def _chunks(lines: Iterable[Resident], size: int) -> Iterator[list[Resident]]:
    walking = iter(lines)
    while chunk := list(islice(walking, size)):
        yield chunk


def _size() -> str:
    name = NameWord._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s)", [name])
        else:
            try:
                cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'name%' OR name LIKE %s", [f"{name}%"])
            except Exception:  # an SQLite without dbstat
                return ""
        return f"{(cursor.fetchone()[0] or 0) / 1e6:.0f} MB"


# -- the questions


def questions(people: int) -> dict[str, list[Question]]:
    """A fixed mix, by kind. What is typed letter by letter are names of the register, drawn with a seed."""
    rng = random.Random(SEED)
    sample = [
        line.full_name
        for line in islice(residents(people, seed=SEED), 0, min(people, 60_000), min(people, 60_000) // 62)
    ]
    rng.shuffle(sample)
    typed = [names.fold(name) for name in sample]
    villages = list(Area.objects.filter(kind="village", parent__code="99000").order_by("order")[:5])
    years = [1950, 1965, 1985, 1990, 2001]
    return {
        "as typed, no marks": [Question(name[:n]) for name in typed[:7] for n in range(1, len(name) + 1)],
        "as typed, marks": [Question(name[:n]) for name in sample[7:10] for n in range(1, len(name) + 1)],
        "given name": [Question(name.split()[-1]) for name in typed[10:22]],
        "given name, marks": [Question(name.split()[-1]) for name in sample[22:32]],
        "family and given": [Question(f"{n.split()[0]} {n.split()[-1]}") for n in typed[32:42]],
        "whole name": [Question(name) for name in (*typed[42:50], *sample[50:58])],
        "seldom meet": [Question(text) for text in RARELY_MEET],
        "nobody": [Question(text) for text in NOBODY],
        "with a year": [Question(f"{n.split()[-1]} {y}") for n, y in zip(typed[:10], years * 2, strict=True)]
        + [Question(f"nguyen thi {y}") for y in years] + [Question(str(y)) for y in years],
        "in a village": [Question(n.split()[-1], village=v.pk) for n, v in zip(typed[:10], villages * 2, strict=True)]
        + [Question("nguyen thi", village=v.pk) for v in villages],
        "residence": [Question(t, state=s) for t in ("huong", "nguyen van", "") for s in searching.STATE_OF],
        "further pages": [Question(t, page=p) for t in ("huong", "nguyen", "thi", "") for p in (2, 40)],
        "number, telephone": _known_numbers(),
        "everyone": [Question("")],
    }  # fmt: skip


def _known_numbers() -> list[Question]:
    numbers = [i.value for i in Identifier.objects.order_by("pk")[:5]]
    return [Question(text) for text in (*numbers, *(t.number for t in Telephone.objects.order_by("pk")[:5]))]


def _ask(said: Path, people: int) -> None:
    member = Member.objects.get(area__code="99000")
    client = client_of(member)
    asked = questions(people)
    answers, functions, pages = [], [], []
    with clock.freeze("2026-05-28T10:15:00+07:00"):
        for kind, group in asked.items():
            of_kind: list[float] = []
            for question in group:
                times = [_timed(searching.find, question, member) for _ in range(REPEAT)]
                of_kind.append(min(t for t, _ in times))
                pages.append(min(_timed(_page, client, question)[0] for _ in range(REPEAT)))
                found = times[0][1]
                answers.append([
                    f"{kind}: {question}" if kind != "number, telephone" else kind, found.count, found.more,
                    found.note, [shown_.person.pk for shown_ in found.people],
                ])  # fmt: skip
            functions += of_kind
            table.times(f"find: {kind}", of_kind, f"max {shown(max(of_kind))}")
    note = f"max {shown(max(functions))}, {date.today():%d/%m/%Y}"
    table.times(f"find, all {len(functions)} questions, {people:,} people", functions, note)
    table.times("the whole page: middleware, view, template", pages, f"max {shown(max(pages))}")
    said.write_text(json.dumps(answers))
    slowest = sorted(zip(functions, (answer[0] for answer in answers), strict=True), reverse=True)[:5]
    for took, what in slowest:
        table._row(f"  slowest: {what[:48]}", "", shown(took), "")
    if p95(pages) > 0.05:
        table._row("p95 of the page is over 50 ms", "", "", "")


def _timed(act: Any, *given: Any) -> tuple[float, Any]:
    begun = perf_counter()
    result = act(*given)
    return perf_counter() - begun, result


def _page(client: Client, question: Question) -> None:
    sent = {"tim": question.text, "thon": question.village or "", "cu-tru": question.state, "trang": question.page}
    answer = client.post("/nhan-khau/", sent, headers={"HX-Request": "true"})
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} for {question}")


if __name__ == "__main__":
    sys.exit(main())
