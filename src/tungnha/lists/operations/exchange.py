"""The end of what a sender handed in: its file, and what its rows said, go when their purpose ends. Verdicts, decisions
and claims stay, and so does the record of the exchange (sổ giao nhận) with its figures."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Length

from tungnha.lists import buckets
from tungnha.lists.models import IncomingList, ListRow
from tungnha.lists.operations.checking import last_run
from tungnha.lists.operations.opening import take_out_of_database
from tungnha.lists.operations.running import GOING_ON
from tungnha.people.importing import store
from tungnha.people.models import Retention
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

State = IncomingList.State
BATCH = 1_000  # rows of one transaction
MOST_DAYS = 730
_SAID = re.compile(r"“[^”]*”|\d[\d./-]{5,}")  # what a reason quotes of a row
LETTERS = Length("raw") + Length("read") + Length("said_number")  # locked text is not compared, only measured


def end_content(*, received: IncomingList, by: Member | None, at: datetime) -> IncomingList:
    """Delete the file and what its rows said. `by` None: the machine, on its day. May be begun again where it died:
    the file goes first, the rows part by part, and only then is it said to be gone."""
    if received.state in GOING_ON:
        raise Locked("Danh sách này đang được đối chiếu: mời bấm Dừng trước, rồi xóa nội dung.")
    store.forget(received)
    IncomingList.objects.filter(pk=received.pk).update(content="")
    while _blank_some(received):
        continue
    with transaction.atomic():
        held: IncomingList = IncomingList.objects.select_for_update(of=("self",)).get(pk=received.pk)
        if held.gone_at is None:
            held.gone_at, held.gone_by, held.kept = at, by, figures_of(held)
            held.save(update_fields=["gone_at", "gone_by", "kept"])
            log_event("list.content_deleted", about=held, by=by, at=at, rows=held.kept["rows"])
    received.refresh_from_db()
    return received


def _speaking(received: IncomingList) -> Any:
    """Rows that still say something."""
    return received.rows.alias(letters=LETTERS).filter(letters__gt=0)


def _blank_some(received: IncomingList) -> int:
    with transaction.atomic():
        rows = list(_speaking(received).order_by("number").only("pk", "reasons")[:BATCH])
        for row in rows:
            row.raw = row.read = row.said_number = row.said_number_ix = ""
            row.reasons = [_SAID.sub("…", reason) for reason in row.reasons]
        ListRow.objects.bulk_update(rows, ["raw", "read", "said_number", "said_number_ix", "reasons"], batch_size=200)
        return len(rows)


def figures_of(received: IncomingList) -> dict[str, Any]:
    """What is known of a list without its content: rows by what became of them, claims, mends."""
    run = last_run(received)
    counted = buckets.counts_of([received.pk]).get(received.pk, buckets.nothing())
    return {
        "rows": counted["rows"], **{name: counted[name] for name in buckets.BUCKETS},
        "claimed": received.rows.filter(claimed_at__isnull=False).count(),
        "decided": received.rows.filter(decided_at__isnull=False).count(),
        "not_yet": counted["not_yet"], "mends": len(run.mends) if run else 0,
    }  # fmt: skip


@transaction.atomic
def confirm_gone(*, received: IncomingList, by: Member, at: datetime) -> IncomingList:
    """Somebody answers for it that the content is gone: here (looked after just now) and wherever it was copied to."""
    held: IncomingList = IncomingList.objects.select_for_update(of=("self",)).get(pk=received.pk)
    if held.gone_at is None:
        raise BadInput("Nội dung danh sách này còn trên máy: mời xóa trước, rồi xác nhận.")
    if held.gone_confirmed_at is not None:
        raise Locked("Việc xóa nội dung danh sách này đã được xác nhận rồi.")
    if is_there(held):
        raise Locked("Nội dung danh sách này vẫn còn trên máy: mời bấm Xóa nội dung lần nữa.")
    held.gone_confirmed_at, held.gone_confirmed_by = at, by
    held.save(update_fields=["gone_confirmed_at", "gone_confirmed_by"])
    log_event("list.deletion_confirmed", about=held, by=by, at=at)
    return held


def is_there(received: IncomingList) -> bool:
    """Whether anything of a list's content still lies here."""
    kept = any(store.has(received, what) for what in ("upload", "rows"))
    return kept or _speaking(received).exists()


@transaction.atomic
def keep_longer(*, received: IncomingList, until: date, by: Member, at: datetime) -> IncomingList:
    """Another last day for a list's content, earlier or later; no later than two years after it came."""
    held: IncomingList = IncomingList.objects.select_for_update(of=("self",)).get(pk=received.pk)
    if held.gone_at is not None:
        raise Locked("Nội dung danh sách này đã được xóa, không giữ thêm được.")
    if until < at.date():
        raise BadInput("Ngày này đã qua: muốn xóa ngay thì bấm Xóa nội dung ngay.")
    if (until - held.received_at.date()).days > MOST_DAYS:
        raise BadInput("Nội dung một danh sách không được giữ quá hai năm kể từ ngày nhận.")
    before, held.keep_until = held.keep_until, until
    held.save(update_fields=["keep_until"])
    log_event("list.kept_until", about=held, by=by, at=at, before=before.isoformat() if before else "",
              until=until.isoformat())  # fmt: skip
    return held


def due(on: date) -> Any:
    """Lists whose content is to go: their last day is over, or the names of their campaign went."""
    gone = Retention.objects.filter(confirmed_at__isnull=False, cancelled_at=None).exclude(campaign=None)
    over = Q(keep_until__lt=on) | Q(campaign__in=gone.values("campaign"))
    return IncomingList.objects.filter(over, gone_at=None).exclude(state__in=GOING_ON).order_by("pk")


def tick(at: datetime) -> dict[str, int]:
    """The hourly job: content whose day is over goes; lists of long ago leave the database; who was erased leaves the
    files. How many of each."""
    done = {"gone": 0, "taken_out": 0, "forgotten": 0}
    for received in due(at.date()):
        end_content(received=received, by=None, at=at)
        done["gone"] += 1
    for received in IncomingList.objects.alias(n=Length("content")).filter(n__gt=0, gone_at=None).order_by("pk"):
        done["taken_out"] += take_out_of_database(received)
    erased = ListRow.objects.filter(person__erased_at__isnull=False, incoming__gone_at=None)
    for received in IncomingList.objects.filter(pk__in=erased.values("incoming")).order_by("pk"):
        lines = set(erased.filter(incoming=received).values_list("number", flat=True))
        done["forgotten"] += _forget_lines(received, lines)
    return done


def _forget_lines(received: IncomingList, lines: Collection[int]) -> bool:
    """Rows of people who were erased leave the sealed rows; the file as it came, which cannot be parted, goes whole."""
    if not store.has(received, "rows") or received.state in GOING_ON:
        return False
    with store.open_sealed(received, "rows") as rows:
        kept = rows.noted
        if set(lines) <= set(kept.get("forgotten", ())):
            return False
        with store.BlockWriter(received, "rows") as out:
            for line, cells in store.rows_of(rows):
                out.add((line, [] if line in lines else cells))
            out.close(kept | {"forgotten": sorted({*kept.get("forgotten", ()), *lines})})
    store.forget(received, "upload")
    return True
