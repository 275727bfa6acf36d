"""A disk that fills up in the middle: one page that says so, nothing half stored, and the next request works.

The full disk is the process's own limit on how far it may write a file (RLIMIT_FSIZE): a write beyond it fails as a
write on a full disk does, and no rights are needed to set it.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.faults.agreement import counts
from tests.faults.processes import elsewhere
from tests.lists.test_lists import ROWS, workbook
from tungnha.lists.models import IncomingList
from tungnha.plans.models import Draft, PlanDocument
from tungnha.units.models import Event

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "samples" / "plans" / "hiep-luc.docx"
only_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL writes to the disk in processes of its own"
)


@contextmanager
def disk_full(limit: int) -> Iterator[None]:
    """No file of this process may grow beyond `limit` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def page_of(answer) -> tuple[int, bool]:
    """The status, and whether it is our own page for a fault."""
    return answer.status_code, "Máy gặp trục trặc" in answer.content.decode()


@only_sqlite
def test_a_list_sent_to_a_full_disk_is_not_stored_and_is_stored_when_there_is_room(
    client_of, members, campaign, units, service, people, at_tuesday
):
    mai = client_of(members.mai)
    mai.raise_request_exception = False
    data = workbook([*ROWS, *([n, f"Người Mẫu {n * 7919 % 10007}", "01/01/1980", "", "", ""] for n in range(4000))])

    def send():
        return mai.post(
            "/danh-sach/gui/",
            {
                "campaign": campaign.pk, "sender": units.vnpt.pk, "service": service.pk, "level": 1,
                "as_of_on": "2026-05-25", "file": SimpleUploadedFile("vnpt.xlsx", data),
            },
        )  # fmt: skip

    def full_then_room():
        with connection.cursor() as cursor:
            cursor.execute("pragma wal_checkpoint(truncate)")
        with disk_full(48 * 1024):
            refused = page_of(send())
            stored = counts(IncomingList, Event)
            still_reads = mai.get("/danh-sach/").status_code
        return refused, stored, still_reads, send().status_code

    assert len(data) > 100_000
    assert elsewhere(full_then_room) == ((500, True), {"IncomingList": 0, "Event": 0}, 200, 302)
    assert counts(IncomingList, Event) == {"IncomingList": 1, "Event": 1}


def files_in(folder: Path) -> list[int]:
    return sorted(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_a_plan_sent_to_a_full_disk_leaves_no_half_file(client_of, members, at_tuesday, files):
    mai = client_of(members.mai)
    mai.raise_request_exception = False
    data = PLAN.read_bytes()

    def send():
        return mai.post("/ke-hoach/tai-len/", {"file": SimpleUploadedFile("ke-hoach.docx", data)})

    def full_then_room():
        with disk_full(8 * 1024):
            refused = page_of(send())
            stored = counts(PlanDocument, Draft, Event), files_in(files)
        return refused, stored, send().status_code

    refused, stored, afterwards = elsewhere(full_then_room)

    assert len(data) > 16 * 1024
    assert refused == (500, True)
    assert stored == ({"PlanDocument": 0, "Draft": 0, "Event": 0}, [])
    assert afterwards == 302
    assert counts(PlanDocument, Draft) == {"PlanDocument": 1, "Draft": 1}
    assert files_in(files) == [len(data)]
