"""One step of the bench of imports, in a process of its own: make a file, or import it."""

from __future__ import annotations

import json
import resource
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from tungnha.people import importing  # noqa: E402
from tungnha.people.importing import running, store  # noqa: E402
from tungnha.people.models import PopulationFile  # noqa: E402
from tungnha.units import clock  # noqa: E402
from tungnha.units.models import Area, Member, Role, User  # noqa: E402

SEED = 7


def make(path: Path, count: int) -> None:
    from tungnha.demo.population import residents
    from tungnha.demo.population_files import write

    write(path, residents(count, SEED), count)


def database(keep: bool) -> None:
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.DATA_DIR / "bench.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=not keep, serialize=False, keepdb=keep)


def commune(count: int) -> tuple[Area, Member]:
    from tungnha.demo.population import villages_of

    known = Area.objects.filter(code="01960").first()
    if known is not None:
        return known, Member.objects.get(area=known)
    province = Area.objects.create(code="19", kind="province", type_name="tỉnh", name="Thái Nguyên")
    here = Area.objects.create(code="01960", kind="commune", type_name="xã", name="Hiệp Lực", parent=province)
    for order, full in enumerate(villages_of(count), 1):
        type_name, _, name = full.partition(" ")
        Area.objects.create(
            code=f"01960-{order:03d}", kind="village", type_name=type_name.lower(), name=name, parent=here, order=order
        )
    user = User.objects.create_user(full_name="Mai", password="mot-mat-khau-dai", email="mai@mau.example")
    return here, Member.objects.create(user=user, role=Role.OFFICER, area=here)


def run(path: Path) -> dict[str, object]:
    count = int((path.with_suffix(".count")).read_text())
    here, officer = commune(count)
    took = {}
    begun = perf_counter()
    with path.open("rb") as data:
        file = importing.receive_file(
            area=here, name=path.name, data=data, source="Công an xã", as_of_on=date(2026, 5, 20), by=officer,
            at=clock.now(), work=False,
        )  # fmt: skip
    if file.state == PopulationFile.State.OPENING:
        _work(file)
    took["open"] = perf_counter() - begun
    begun = perf_counter()
    importing.choose_columns(file=file, columns=file.columns, by=officer, at=clock.now(), work=False)
    file.state = PopulationFile.State.CHECKING
    file.save()
    _work(file)
    if file.state != PopulationFile.State.CHECKED:
        raise RuntimeError(f"{file.state}: {file.problem} {file.previewed}"[:800])
    took["check"] = perf_counter() - begun
    begun = perf_counter()
    importing.begin(file=file, by=officer, at=clock.now())
    _work(file)
    took["import"] = perf_counter() - begun
    if file.state != PopulationFile.State.IMPORTED or file.counts["read"] != count:
        raise RuntimeError(f"{file.state}: {file.problem} {file.counts}")
    told = ", ".join(f"{word} {file.counts[word]}" for word in ("added", "updated", "unchanged", "refused", "noted"))
    return {**took, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "counts": told}


def _work(file: PopulationFile) -> None:
    handle = store.take_lock(file)
    assert handle is not None
    running.work(file.pk, handle)
    file.refresh_from_db()


def main() -> None:
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]))
        Path(sys.argv[2]).with_suffix(".count").write_text(sys.argv[3])
    elif sys.argv[1] == "import":
        database(keep=sys.argv[3:] == ["keep"])
        sys.stdout.write(json.dumps(run(Path(sys.argv[2]))) + "\n")
    elif connection.vendor != "sqlite":
        database(keep=True)
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
