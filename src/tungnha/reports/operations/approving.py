"""The desk accepts, locks and reopens what units sent; every step is written down, a locked copy is kept whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tungnha.reports.models import Correction, LockedCopy, Obligation, Report, Step, Submission
from tungnha.reports.models.submissions import MOST_WHY, State
from tungnha.reports.sending import copies, rules, telling, who
from tungnha.units.models import Member
from tungnha.units.operations import log_event, log_events
from tungnha.units.problems import BadInput, Problem

from . import steps
from .submissions import check_latest


@dataclass(frozen=True)
class Accepted:
    """What became of accepting many at once: how many, and which were left with the sentence why."""

    done: list[Submission]
    left: list[tuple[Submission, str]]


def accept(*, submissions: Sequence[Submission], by: Member, at: datetime) -> Accepted:
    """Accept what units sent, many at once. Each is decided by itself: one that was corrected or returned meanwhile is
    left, and said; the others are accepted all the same. Accepted twice is accepted once."""
    done, left = [], []
    for submission in submissions:
        try:
            accepted = _accept(submission, by=by, at=at)
        except Problem as problem:
            left.append((submission, problem.sentence))
        else:
            done += [accepted] if accepted is not None else []
    return Accepted(done, left)


@transaction.atomic
def _accept(submission: Submission, *, by: Member, at: datetime) -> Submission | None:
    found = _held(submission)
    if found.state == State.ACCEPTED:
        return None
    check_latest(found)
    then = who.permit(found.state, rules.ACCEPT, by=by, owed=found.obligation)
    steps.take(found, rules.ACCEPT, then, by=by, at=at)
    log_event("report.accepted", about=found, by=by, at=at, obligation=found.obligation_id, number=found.number)
    return found


@transaction.atomic
def take_back(*, submission: Submission, by: Member, at: datetime) -> Submission:
    """Undo an acceptance pressed by mistake: the report waits again."""
    found = _held(submission)
    check_latest(found)
    then = who.permit(found.state, rules.TAKE_BACK, by=by, owed=found.obligation)
    steps.take(found, rules.TAKE_BACK, then, by=by, at=at)
    log_event("report.acceptance_withdrawn", about=found, by=by, at=at, obligation=found.obligation_id)
    return found


@transaction.atomic
def lock(*, submission: Submission, by: Member, at: datetime) -> LockedCopy:
    """Lock one report by the desk's own decision, apart from any compiled one."""
    found = _held(submission)
    check_latest(found)
    who.permit(found.state, rules.LOCK, by=by, owed=found.obligation)
    return _lock([found], report=None, by=by, at=at)[0]


def lock_with(report: Report, *, by: Member, at: datetime) -> list[LockedCopy]:
    """Lock what a report was compiled from, as it is frozen (within the transaction that freezes it). What units sent
    after its figures were taken is not in it: that is told beside it."""
    if report.duty is None:
        return []
    of_period = Obligation.objects.filter(duty=report.duty, period=report.period).order_by("pk")
    list(of_period.select_for_update(of=("self",)))  # a correction on its way waits, and finds the report frozen
    inside = telling.compiled(report)
    later = Submission.objects.filter(
        obligation__duty=report.duty, obligation__period=report.period, returned_at=None
    ).exclude(pk__in=inside).select_related("obligation")  # fmt: skip
    newest = {row.obligation_id: row for row in later.order_by("number")}
    done = {row.obligation_id: row.number for row in inside.values()}
    telling.tell_of(report, [r for r in newest.values() if r.number > done.get(r.obligation_id, 0)], by=by, at=at)
    wanted = [row for row in inside.values() if row.state in (State.SENT, State.ACCEPTED, State.REOPENED)]
    return _lock(wanted, report=report, by=by, at=at)


def _lock(found: Iterable[Submission], *, report: Report | None, by: Member, at: datetime) -> list[LockedCopy]:
    wanted = [row.pk for row in found]
    rows = list(copies.of_interest(Submission.objects.filter(pk__in=wanted)).order_by("pk"))
    texts = [copies.canonical(copies.content_of(row)) for row in rows]
    made = [
        LockedCopy(submission=row, report=report, content=text, sha256=copies.digest(text), at=at, by=by)
        for row, text in zip(rows, texts, strict=True)
    ]
    LockedCopy.objects.bulk_create(made)
    Step.objects.bulk_create(Step(submission=row, act=rules.LOCK, at=at, by=by) for row in rows)
    Submission.objects.filter(pk__in=wanted).update(state=State.LOCKED)
    log_events(
        copies.LOCKED_VERB, about=[(row, {"sha256": copy.sha256}) for row, copy in zip(rows, made, strict=True)],
        by=by, at=at,
    )  # fmt: skip
    return made


@transaction.atomic
def ask_to_reopen(*, submission: Submission, why: str, by: Member, at: datetime) -> Step:
    """The unit asks for its locked report to be opened again, and says why. Asked twice in the same words is once."""
    found = _held(submission)
    check_latest(found)
    who.permit(found.state, rules.ASK, by=by, owed=found.obligation)
    words = _reason(why, "Xin ghi vì sao cần mở lại: số nào sai, nay là bao nhiêu.")
    latest: Step | None = found.steps.order_by("-pk").first()
    if latest is not None and (latest.act, latest.why) == (rules.ASK, words):
        return latest
    made = steps.take(found, rules.ASK, None, by=by, at=at, why=words)
    log_event("report.reopening_asked", about=found, by=by, at=at, obligation=found.obligation_id)
    return made


@transaction.atomic
def reopen(*, submission: Submission, why: str, by: Member, at: datetime) -> Submission:
    """Open a locked report to one correction. The locked copy stays as it is; what is sent then is a new submission,
    told beside every report upstairs that was compiled from the old one."""
    found = _held(submission)
    check_latest(found)
    then = who.permit(found.state, rules.REOPEN, by=by, owed=found.obligation)
    words = _reason(why, "Xin ghi vì sao mở lại: câu này ở lại trong lịch sử của báo cáo.")
    steps.take(found, rules.REOPEN, then, by=by, at=at, why=words)
    upstairs = Report.objects.filter(
        duty=found.obligation.duty_id, period=found.obligation.period, frozen_at__isnull=False
    ).count()
    log_event("report.reopened", about=found, by=by, at=at, obligation=found.obligation_id, frozen_above=upstairs)
    return found


@transaction.atomic
def see_corrections(*, report: Report, by: Member, at: datetime) -> int:
    """The owner of a compiled report has read what was corrected after it was frozen. How many were new."""
    return Correction.objects.filter(report=report, seen_at=None).update(seen_at=at, seen_by=by)


def _held(submission: Submission) -> Submission:
    """The row itself and its obligation, nobody else writing to them."""
    owed = steps.held(submission.obligation_id)
    found: Submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    found.obligation = owed
    return found


def _reason(why: str, sentence: str) -> str:
    words = " ".join(why.split())
    if not words:
        raise BadInput(sentence)
    return words[:MOST_WHY]
