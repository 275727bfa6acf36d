"""One run of `compile.py`, in a process of its own: 166 communes sent, the department compiles, writes, freezes."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime
from typing import Any

COMMUNES, SENT, TIMES = 166, 154, 5


def main() -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    laid = setup_databases(verbosity=0, interactive=False)
    try:
        _run()
    finally:
        teardown_databases(laid, verbosity=0)
    return 0


def _run() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from tests.conftest import make_member
    from tests.reports import province as b8
    from tungnha.reports import documents, operations
    from tungnha.units import clock
    from tungnha.units.models import Area, Organisation, Role

    def at(text: str) -> datetime:
        return timezone.make_aware(datetime.fromisoformat(text))

    province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
    science = Organisation.objects.create(name="Sở Khoa học và Công nghệ", kind="department", area=province)
    phuc = make_member("Phúc", Role.PROVINCE_OFFICER, province, science)
    world = b8.lay(province, science, phuc, at("2026-06-08 09:00"), communes=COMMUNES)
    b8.send(world, phuc, at("2026-07-18 10:00"), first=SENT)

    def compile_now() -> Any:
        return operations.compile_report(
            plan=world.plan, duty=world.duty, period=b8.PERIOD, area=province, by=phuc, at=at("2026-07-20 08:00")
        )

    with clock.freeze(at("2026-07-20 08:00")):
        report = _timed(connection.vendor, f"compile {COMMUNES} communes, {SENT} sent, 3 annexes", compile_now)
        with CaptureQueriesContext(connection) as asked:
            compile_now()
        sys.stdout.write(f"compile {connection.vendor:10} statements of one compile: {len(asked)}\n")
        _timed(connection.vendor, "the Word file", lambda: documents.report_docx(report))
        _timed(connection.vendor, "the PDF", lambda: documents.report_pdf(report))
        _timed(connection.vendor, "the workbook", lambda: documents.report_xlsx(report))

        def freeze() -> Any:
            return operations.freeze(
                report=report, number="5", issued_on=date(2026, 7, 20), by=phuc, at=at("2026-07-20 08:00")
            )

        _timed(connection.vendor, f"freeze: {SENT} reports locked, sealed, filed", freeze, times=1)


def _timed(vendor: str, what: str, act: Any, times: int = TIMES) -> Any:
    """The slowest of some runs, in seconds of this process and of the clock: the machine may be busy."""
    spent, given = [], None
    for _ in range(times):
        begun, cpu = time.perf_counter(), time.process_time()
        given = act()
        spent.append((time.process_time() - cpu, time.perf_counter() - begun))
    cpu, clock = max(one for one, _ in spent), max(two for _, two in spent)
    sys.stdout.write(f"compile {vendor:10} {what}: at most {cpu:.2f} s CPU, {clock:.2f} s by the clock, of {times}\n")
    sys.stdout.flush()
    return given


if __name__ == "__main__":
    sys.exit(main())
