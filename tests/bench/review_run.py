"""One run of `review.py`, in a process of its own: a demonstration commune, lists of two lengths, presses timed."""

from __future__ import annotations

import json
import statistics
import sys
import time
import uuid
from random import Random
from typing import Any

SIZES = (3_500, 100_000)
DOUBTFUL = 0.07  # of all rows
PRESSES = 60
JSON = {"HTTP_ACCEPT": "application/json"}


def main() -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from tungnha.units.laying import lay_tables

    settings.ALLOWED_HOSTS = ["testserver"]
    lay_tables()
    mai, place = _commune()
    for size in SIZES:
        received = _list(mai, place, size)
        laid = _cpu(lambda received=received: _lay_out(received))
        spent, asked = _presses(mai, received)
        doubtful, middle = received.places.count(), statistics.median(spent) * 1000
        slow = sorted(spent)[int(len(spent) * 0.95)] * 1000
        sys.stdout.write(
            f"review {connection.vendor:10} {size:>7} rows, {doubtful:>5} doubtful: laid out {laid:.2f} s; one press "
            f"(decide, next row drawn) median {middle:.0f} ms CPU, 95 % {slow:.0f} ms, {asked} queries\n"
        )
    return 0


def _cpu(deed: Any) -> float:
    start = time.process_time()
    deed()
    return time.process_time() - start


def _commune() -> tuple[Any, dict[str, Any]]:
    from tests.e2e import world
    from tungnha.ledger.models import Service
    from tungnha.units.models import Campaign, Member, Organisation

    made = world.build()
    mai = Member.objects.get(role="officer", area=made.area)
    office = Organisation.objects.filter(area=made.area, kind="committee").earliest("pk")
    campaign = Campaign.objects.create(name="Đo", area=made.area, organisation=office, started_on="2026-05-25")
    vnpt = Organisation.objects.filter(area=made.area, kind="operator").earliest("pk")
    service = Service.objects.get(code="chu-ky-so")
    return mai, {"campaign": campaign, "area": made.area, "sender": vnpt, "service": service, "by": mai}


def _list(mai: Any, place: dict[str, Any], size: int) -> Any:
    """Every fourteenth row doubtful, with one to three candidates; the others are nobody of the register."""
    from tests.lists.review_world import make_list
    from tungnha.lists.models import ListRow
    from tungnha.people.models import Person

    rng, received = Random(f"review/{size}"), make_list(**place)
    people = list(Person.objects.order_by("pk"))
    rows = []
    for number in range(2, size + 2):
        person, doubtful = rng.choice(people), rng.random() < DOUBTFUL
        likely = [0.9, 0.5, 0.2][: rng.randint(1, 3)]
        cells = {"full_name": person.full_name, "birth": person.birth_shown, "village": "thôn Khác"}
        near = [[person.pk if n == 0 else rng.choice(people).pk, ["cùng họ tên"], p, f"n{n}.b{rng.randint(0, 5)}"]
                for n, p in enumerate(likely)]  # fmt: skip
        rows.append(
            ListRow(
                incoming=received, number=number, raw=json.dumps(list(cells.values())), read=json.dumps(cells),
                verdict="ambiguous" if doubtful else "not_found", candidates=near if doubtful else [],
                probability=0.9, reasons=["khác thôn"],
            )
        )  # fmt: skip
    ListRow.objects.bulk_create(rows, batch_size=500)
    return received


def _lay_out(received: Any) -> None:
    from tungnha.lists.operations import queueing

    queueing.lay_out(received=received)


def _presses(mai: Any, received: Any) -> tuple[list[float], int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, address = Client(), f"/danh-sach/{received.pk}/xem/"
    client.force_login(mai.user, backend="tungnha.units.login.PhoneOrEmailBackend")
    client.get(address)
    number, spent, asked = client.get(address, **JSON).json()["number"], [], 0
    for _ in range(PRESSES):
        sent = {"number": number, "deed": "nobody", "step": str(uuid.uuid4())}
        start = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(address, sent, **JSON).json()
        spent.append(time.process_time() - start)
        number, asked = answer["number"], max(asked, len(queries))
    return spent, asked


if __name__ == "__main__":
    raise SystemExit(main())
