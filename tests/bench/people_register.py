"""`python -m tests.bench.people_register [PEOPLE …]`: likely doubles, doubts and the four figures of a whole commune.

Each size is measured in a process and a database of its own, thrown away afterwards; DATABASE_URL names PostgreSQL.
One commune holds all of the people, in a village for every 600; everyone has a number, one in 200 stands twice.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

SIZES = (25_000, 100_000)


def main(sizes: tuple[int, ...]) -> int:
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        folder = tempfile.mkdtemp(prefix="register-", dir=place)
        environment = os.environ | {
            "TUNGNHA_DATA": folder, "TUNGNHA_LOG": "ERROR", "DJANGO_SETTINGS_MODULE": "tungnha.config.settings",
        }  # fmt: skip
        try:
            command = [sys.executable, "-m", "tests.bench.people_register", "one", str(size)]
            if code := subprocess.run(command, env=environment, check=False).returncode:
                return code
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def one(size: int) -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from tests.bench.table import Table, machine
    from tungnha.people.models import LikelyDouble, Person
    from tungnha.people.register import doubles, quality
    from tungnha.units import clock
    from tungnha.units.models import Area

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.DATA_DIR / "register.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    table = Table()
    try:
        table.head(f"{size:,} people of one commune: {machine(connection.vendor)}")
        commune = _build(size)
        now = clock.now()
        villages = list(Area.objects.villages())
        begun = perf_counter()
        found = quality.look_over_commune(commune, at=now)
        table.times("look over: doubts and likely doubles", [perf_counter() - begun], str(found))
        table.measure("likely doubles alone, again", lambda: doubles.look_over_commune(commune, at=now), 1)
        some = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:: max(1, size // 20)])
        table.measure("likely doubles of one person", lambda: doubles.look_over([some.pop()], at=now), 20)
        first = villages[:1]
        table.measure("the four figures, all villages", lambda: quality.figures(villages, now.date()), 3)
        table.measure("the four figures, one village", lambda: quality.figures(first, now.date()), 20)
        table._row("open pairs", str(LikelyDouble.objects.filter(state="open").count()), "", "")
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
    return 0


def _build(size: int):
    from itertools import islice

    from django.db import connection

    from tungnha.demo.population import residents
    from tungnha.identity.dates import read_date
    from tungnha.people.models import Household, Identifier, Person, Telephone
    from tungnha.units.models import Area

    province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
    commune = Area.objects.create(code="99001", kind="commune", type_name="xã", name="Mẫu", parent=province)
    count = max(1, size // 600)
    villages = [
        Area(code=f"99001-{n:04d}", kind="village", type_name="thôn", name=str(n), parent=commune, order=n)
        for n in range(1, count + 1)
    ]
    for village in villages:
        village.fill_keys()
    villages = Area.objects.bulk_create(villages)
    lines, serial = residents(size, seed=2026), 0
    while chunk := list(islice(lines, 20_000)):
        homes: dict[str, Household] = {}
        people, numbers, phones = [], [], []
        for line in chunk:
            home = homes.get(line.household)
            if home is None:
                serial += 1
                home = homes[line.household] = Household(
                    code=str(serial), village=villages[serial // 150 % count], order=serial
                )
            born = read_date(line.birth) if line.birth else None
            person = Person(
                household=home, full_name=line.full_name, relation=line.relation, residence="at_home",
                sex="male" if line.sex == "Nam" else "female", is_head=line.relation.lower() == "chủ hộ",
                birth_date=born.date if born else None, birth_precision=born.precision if born else "",
            )  # fmt: skip
            person.fill_keys()
            people.append(person)
            if line.personal_number:
                numbers.append(Identifier(person=person, kind="personal"))
                numbers[-1].set_value(line.personal_number)
            if line.telephone:
                phones.append(Telephone(person=person))
                phones[-1].set_number(line.telephone)
        facts = ("full_name", "sex", "birth_date", "birth_precision")
        twice = [Person(**{name: getattr(person, name) for name in facts}) for person in people[::200]]
        for n, person in enumerate(twice):
            person.household, person.residence = people[n * 7].household, "unknown"
            person.fill_keys()
        Household.objects.bulk_create(homes.values(), batch_size=1000)
        for person in [*people, *twice]:
            person.household_id = person.household.pk
        Person.objects.bulk_create([*people, *twice], batch_size=1000)
        Identifier.objects.bulk_create(numbers, batch_size=1000, ignore_conflicts=True)
        Telephone.objects.bulk_create(phones, batch_size=1000, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return commune


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        sys.exit(one(int(sys.argv[2])))
    sys.exit(main(tuple(int(size) for size in sys.argv[1:]) or SIZES))
