"""`tungnha verify`: everything that was locked, frozen, closed, issued or exchanged, held against its digest.

What a row says is held against the digest beside it, against the one the log was told at that moment, and against the
files; and the log is asked for what it knows of and the tables have no more.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tungnha.drafting import numbers
from tungnha.drafting.dates import moment
from tungnha.reports.closing import sealing
from tungnha.reports.exchange import envelope, receiving
from tungnha.reports.models import LockedCopy, OwnKey, Paper, PhaseClosing, ReceivedFile, Report, SentFile
from tungnha.reports.papers import sealing as papers
from tungnha.reports.papers.standing import name_of
from tungnha.reports.rules import period_title
from tungnha.reports.sending import copies
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.operations import log_event
from tungnha.units.protection import CannotOpen

Told = Iterator[tuple[str, list[str]]]  # (what it is, what is wrong with it)
GONE = "nhật ký ghi đã khóa nhưng không còn trong cơ sở dữ liệu"


@dataclass
class Found:
    """How many of each kind were looked at; those that are no longer whole, each with what is wrong; those from before
    digests were kept, of which nothing can be said."""

    looked: dict[str, int] = field(default_factory=dict)
    wrong: list[tuple[str, list[str]]] = field(default_factory=list)
    without: int = 0


def verify() -> Found:
    found = Found()
    for kind, told in KINDS.items():
        for what, problems in told(found):
            found.looked[kind] = found.looked.get(kind, 0) + 1
            if problems:
                found.wrong.append((what, problems))
    return found


def _copies(_: Found) -> Told:
    rows = LockedCopy.objects.select_related(
        "submission__obligation__organisation__area", "submission__obligation__duty"
    )
    rows = rows.prefetch_related(
        "submission__figures__target__measure", "submission__named_lists__service"
    )  # fmt: skip
    there = set()
    for one in rows.iterator(chunk_size=200):
        owed = one.submission.obligation
        there.add((str(one.submission_id), one.at))
        title = period_title(owed.period, owed.starts_on, owed.ends_on)
        yield f"Báo cáo của {owed.organisation.name}, {title}, lần {one.submission.number}", copies.problems_of(one)
    for event in Event.objects.filter(verb=copies.LOCKED_VERB).iterator():
        if "sha256" in event.data and (event.about_id, event.at) not in there:
            yield f"Bản khóa của báo cáo nộp số {event.about_id}", [GONE]


def _reports(found: Found) -> Told:
    rows = Report.objects.filter(frozen_at__isnull=False).select_related("organisation", "area")
    there = set()
    for one in rows.iterator(chunk_size=200):
        there.add(str(one.pk))
        if not one.sha256:
            found.without += 1
            continue
        title = period_title(one.period, one.starts_on, one.ends_on)
        yield f"{one.full_symbol} của {one.organisation.name}, {title}", sealing.problems_of_report(one)
    yield from _gone(sealing.FROZEN_VERB, there, "Báo cáo tổng hợp")


def _closings(_: Found) -> Told:
    there = set()
    for one in PhaseClosing.objects.select_related("phase", "plan__campaign").iterator(chunk_size=200):
        there.add(str(one.pk))
        yield (
            f"Số liệu chốt đợt {one.phase.name}, {one.plan.campaign.name}, lần {one.edition}",
            sealing.problems_of_closing(one),
        )
    yield from _gone(sealing.CLOSED_VERB, there, "Số liệu chốt đợt")


def _papers(_: Found) -> Told:
    there = set()
    for one in Paper.objects.filter(issued_at__isnull=False).select_related("organisation").iterator(chunk_size=200):
        there.add(str(one.pk))
        yield f"{name_of(one)}, {one.organisation.name}", papers.problems_of(one)
    yield from _gone(papers.ISSUED_VERB, there, "Văn bản")


def _gone(verb: str, there: set[str], kind: str) -> Told:
    for about_id in Event.objects.filter(verb=verb).values_list("about_id", flat=True).distinct():
        if about_id not in there:
            yield f"{kind} mã {about_id}", [GONE]


def _sent(_: Found) -> Told:
    keys = {(key.area_id, key.public) for key in OwnKey.objects.all()}
    for one in SentFile.objects.select_related("to", "report").iterator(chunk_size=200):
        what = f"Tệp trao đổi số {one.number} gửi {one.to.name}"
        try:
            message = envelope.opened(one.content.encode())
        except envelope.NotTaken:
            yield what, ["chữ ký của tệp không khớp nội dung"]
            continue
        own = (one.report.area_id, message.public) in keys and message.sha256 == one.sha256
        yield what, [] if own else ["tệp không còn như lúc lập"]


def _received(_: Found) -> Told:
    for one in ReceivedFile.objects.select_related("area").iterator(chunk_size=200):
        try:
            is_whole = hashlib.sha256(receiving.bytes_of(one)).hexdigest() == one.sha256
        except (OSError, ValueError, CannotOpen):
            is_whole = False
        yield (
            f"Tệp trao đổi nhận lúc {moment(one.received_at)} (mã {one.pk})",
            [] if is_whole else ["tệp lưu trên máy chủ không còn như lúc nhận"],
        )


KINDS: dict[str, Callable[[Found], Told]] = {
    "bản khóa báo cáo của đơn vị": _copies,
    "báo cáo tổng hợp đã chốt": _reports,
    "lần chốt đợt": _closings,
    "văn bản đã ban hành": _papers,
    "tệp trao đổi đã lập": _sent,
    "tệp trao đổi đã nhận": _received,
}


def run(_: argparse.Namespace) -> int:
    """0: all is whole; 1: something is not. Each time is written to the log."""
    found = verify()
    total = sum(found.looked.values())
    log_event(
        "copies.verified", about=None, by=None, at=clock.now(), count=total, wrong=len(found.wrong),
        without=found.without,
    )  # fmt: skip
    for what, problems in found.wrong:
        _say(f"KHÔNG CÒN NGUYÊN VẸN: {what}: {'; '.join(problems)}.")
    looked = ", ".join(f"{numbers.count(count)} {kind}" for kind, count in found.looked.items())
    _say(f"Đã kiểm {looked}." if looked else "Chưa có bản khóa nào để kiểm.")
    if found.without:
        _say(f"{numbers.count(found.without)} báo cáo chốt từ trước khi máy ghi mã kiểm: xin đối chiếu bản giấy.")
    if not found.wrong:
        _say("Không thấy gì sai.")
        return 0
    _say(
        f"{numbers.count(len(found.wrong))} nơi không còn nguyên vẹn. Xin giữ nguyên máy, báo phụ trách dữ liệu, đối "
        "chiếu với bản giấy và bản sao lưu."
    )
    return 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
