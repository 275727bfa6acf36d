"""A unit hands its report in, and the desk returns one to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from tungnha.drafting.dates import moment
from tungnha.ledger.models import CountClaim, Service
from tungnha.ledger.operations import retract_count, state_count
from tungnha.ledger.rules import Has, parse_rule
from tungnha.plans.models import Target
from tungnha.progress.counting import way_of
from tungnha.reports import documents, figures
from tungnha.reports.duties.owing import why_not_owed
from tungnha.reports.models import Obligation, Report, Submission, SubmittedFigure
from tungnha.reports.models.submissions import MOST_WHY, PARTS
from tungnha.reports.sending import checks, history, named, rules, sharing, telling, who
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate

from . import steps
from .shared import day_of

ORIGIN = "submission"  # what count claims made by a report carry


@dataclass(frozen=True)
class NewFigure:
    """One number a unit states; no count: what the product counted stands, and where it counts nothing there is no
    figure yet. `answers`: what the unit says to each thing found doubtful, by the finding's key."""

    target: Target
    count: int | None
    base: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


class Doubtful(BadInput):
    """Numbers that must be mended or answered by a word first. `findings`: target → what was found; `open_keys`: those
    that nobody has answered."""

    def __init__(self, found: Mapping[int, Sequence[checks.Finding]], open_ones: Sequence[checks.Finding]) -> None:
        super().__init__(open_ones[0].sentence)
        self.findings = found
        self.open_keys = {one.key for one in open_ones}


@transaction.atomic
def submit(
    *,
    obligation: Obligation,
    narrative: str,
    difficulties: str,
    proposals: str,
    figures: Sequence[NewFigure],
    by: Member,
    at: datetime,
    shortcomings: str = "",
    causes: str = "",
    next_tasks: str = "",
    proposed: Sequence[str] = (),
    after: int | None = None,
    asks_answers: bool = False,
) -> Submission:
    """Take in a unit's report. A correction is a new one beside the first; what a frozen report upstairs was compiled
    without is told there.

    A figure of a group that only units count (armed forces, pupils, workers) becomes the unit's count in the ledger.
    Where the product counts persons by name, the stated figure only stands beside it.

    proposed: the parts left as the machine proposed them. after: the number of the latest submission the sender knew;
    where somebody sent another since, raises OutOfDate (the same text twice is one). asks_answers: raises Doubtful
    while something doubtful has no answer; a fault is refused always.
    """
    obligation = steps.held(obligation.pk)
    latest = steps.latest_of(obligation)
    who.permit(who.state_of(latest), rules.SEND, by=by, owed=obligation)
    _check_period(obligation, latest, at)
    words = {
        "narrative": narrative, "shortcomings": shortcomings, "causes": causes, "difficulties": difficulties,
        "proposals": proposals, "next_tasks": next_tasks,
    }  # fmt: skip
    words = {part: text.strip() for part, text in words.items()}
    again = _sent_twice(latest, words, figures)
    if again is not None:
        return again
    _check_known(latest, after)
    rows = _figures(obligation, figures, on=day_of(at), asks_answers=asks_answers)
    if not any(words.values()) and all(row.count is None for row in rows):
        raise BadInput("Báo cáo chưa có gì: xin ghi ít nhất tình hình trong kỳ hoặc một số liệu, rồi gửi lại.")
    earlier = list(obligation.submissions.values_list("pk", flat=True))
    submission = Submission.objects.create(
        obligation=obligation, number=len(earlier) + 1, sent_at=at, sent_by=by, **words,
        proposed=[part for part in PARTS if part in proposed and words[part]],
    )  # fmt: skip
    _hand_in(submission, rows, by=by, at=at)
    _state_counts(submission, figures, earlier, by=by, at=at)
    for also in sharing.also_due(obligation, at):
        _serve(also, submission, rows, by=by, at=at)
    return submission


def _check_period(owed: Obligation, latest: Submission | None, at: datetime) -> None:
    """A period that was closed, has not begun, or is far from its end takes no report; a correction may come late."""
    if owed.closed_at is not None and owed.closed_at <= at:
        raise Locked(why_not_owed(owed.organisation, day_of(at)))
    if day_of(at) < owed.starts_on:
        raise BadInput(f"Kỳ này bắt đầu từ ngày {documents.short_date(owed.starts_on)}; đến ngày đó mới gửi được.")
    opens = history.opens_on(owed)
    if latest is None and day_of(at) < opens:
        raise BadInput(
            f"Kỳ này đến ngày {documents.short_date(owed.ends_on)} mới hết; gửi được từ ngày "
            f"{documents.short_date(opens)}. Những điều đã viết được giữ ở bản nháp."
        )


def _sent_twice(latest: Submission | None, words: Mapping[str, str], stated: Sequence[NewFigure]) -> Submission | None:
    """The latest submission when the same is sent once more: a second press of the button is no correction."""
    if latest is None or latest.state in (rules.RETURNED, rules.REOPENED):
        return None
    if {part: getattr(latest, part) for part in PARTS} != words:
        return None
    before = {f.target_id: (f.count, f.base) for f in latest.figures.all() if f.own}
    now = {f.target.pk: (f.count, f.base) for f in stated}
    blank = (None, None)
    same = all(before.get(pk, blank) == now.get(pk, blank) for pk in before.keys() | now.keys())
    return latest if same else None


def _check_known(latest: Submission | None, after: int | None) -> None:
    if after is None or latest is None or latest.number <= after:
        return
    raise OutOfDate(
        f"{latest.sent_by.user.full_name} vừa gửi báo cáo này lúc {moment(latest.sent_at)}. Bản của đồng chí chưa gửi, "
        "được giữ lại ở bản nháp: xin xem bản đã gửi; nếu cần thì gửi thành bản sửa."
    )


def _figures(owed: Obligation, stated: Sequence[NewFigure], *, on: date, asks_answers: bool) -> list[SubmittedFigure]:
    """The rows to be kept, each looked at. Raises Doubtful for faults, and for doubts without an answer."""
    targets = [figure.target for figure in stated]
    computed = figures.computed_for(owed.organisation, targets, on)
    earlier = history.earlier_of(owed, targets)
    rows, doubted = [], {}
    open_ones: list[checks.Finding] = []
    for figure in stated:
        known = computed.get(figure.target.pk)
        row = _row(figure, known)
        is_typed = known is not None and known.typed  # looked at where it was typed
        found = [] if is_typed else history.findings(row, earlier.get(figure.target.pk), known)
        row.checked = [_checked(one, figure.answers) for one in found if not one.is_fault]
        open_ones += [one for one in found if one.is_fault or (asks_answers and not _is_answered(one, figure.answers))]
        if found:
            doubted[figure.target.pk] = found
        if row.count is not None or row.base is not None or row.computed is not None:
            rows.append(row)
    if open_ones:
        raise Doubtful(doubted, open_ones)
    return rows


def _row(stated: NewFigure, known: figures.Computed | None) -> SubmittedFigure:
    counted = known.count if known is not None else None
    own = stated.count is not None or (stated.base is not None and known is None)
    base = stated.base if stated.base is not None else known.base if known is not None else None
    return SubmittedFigure(
        target=stated.target, count=stated.count if own else counted, base=base if own or known is not None else None,
        computed=counted, own=own,
    )  # fmt: skip


def _is_answered(one: checks.Finding, answers: Mapping[str, str]) -> bool:
    return checks.is_answer(answers.get(one.key, ""))


def _checked(one: checks.Finding, answers: Mapping[str, str]) -> dict[str, str]:
    answer = " ".join(answers.get(one.key, "").split())[: checks.LONGEST_ANSWER]
    return {"code": one.code, "sentence": one.sentence, "answer": answer}


def _hand_in(submission: Submission, rows: Iterable[SubmittedFigure], *, by: Member, at: datetime) -> None:
    """Everything that goes with a submission, and everyone who must know."""
    owed = submission.obligation
    SubmittedFigure.objects.bulk_create(
        SubmittedFigure(
            submission=submission, target=row.target, count=row.count, base=row.base, computed=row.computed,
            own=row.own, checked=row.checked,
        )
        for row in rows
    )  # fmt: skip
    named.attach(submission, on=day_of(at))
    steps.take(submission, rules.SEND, rules.SENT, by=by, at=at)
    log_event(
        "report.submitted", about=submission, by=by, at=at, obligation=owed.pk, number=submission.number,
        late=at >= owed.due_at,
    )  # fmt: skip
    telling.tell_upstairs(submission, by=by, at=at)


def _serve(
    also: Obligation, submission: Submission, rows: Sequence[SubmittedFigure], *, by: Member, at: datetime
) -> None:
    """Hand the same report in for another duty that it answers too; where that report is locked it stays."""
    owed = steps.held(also.pk)
    latest = steps.latest_of(owed)
    if not rules.verdict(who.state_of(latest), rules.SEND, who.actors(by, owed)).allowed:
        return
    twin = Submission.objects.create(
        obligation=owed, number=(latest.number if latest else 0) + 1, sent_at=at, sent_by=by, serves=submission,
        proposed=submission.proposed, **{part: getattr(submission, part) for part in PARTS},
    )  # fmt: skip
    _hand_in(twin, rows, by=by, at=at)


def _state_counts(
    submission: Submission, stated: Sequence[NewFigure], earlier: Sequence[int], *, by: Member, at: datetime
) -> None:
    """The ledger keeps one live count of this report for each group: a changed one takes the earlier one back."""
    unit, campaign = submission.obligation.organisation, submission.obligation.duty.plan.campaign
    before = _live_counts(earlier)
    for figure in stated:
        has = _counted_by_units(figure.target)
        if has is None or figure.target.measure is None:
            continue
        group = figure.target.measure.group
        old = before.pop((group, has.service, has.level), None)
        if old is not None and (old.count, old.base) == (figure.count, figure.base):
            continue
        if old is not None:
            retract_count(old, by=by, at=at)
        if figure.count is not None:
            state_count(
                area=campaign.area, stated_by=unit, group=group, count=figure.count, base=figure.base,
                service=Service.objects.get(code=has.service), level=has.level, on=day_of(at), by=by, at=at,
                campaign=campaign, origin=ORIGIN, origin_id=str(submission.pk),
            )  # fmt: skip


def _live_counts(submissions: Iterable[int]) -> dict[tuple[str, str, int], CountClaim]:
    rows = CountClaim.objects.filter(
        origin=ORIGIN, origin_id__in=[str(pk) for pk in submissions], retracts=None, retracted_by=None
    ).select_related("service")
    return {(row.group, row.service.code if row.service else "", row.level): row for row in rows}


def _counted_by_units(target: Target) -> Has | None:
    """The one service a unit's count speaks of; None where the number comes from named claims."""
    if target.measure is None or way_of(target.measure) != "stated":
        return None
    rule = parse_rule(target.measure.rule)
    return rule if isinstance(rule, Has) else None


@transaction.atomic
def return_submission(*, submission: Submission, why: str, by: Member, at: datetime) -> Submission:
    """Send a unit's latest report back to be mended. The unit owes it again, and what it stated without names, in this
    text or in those it corrected, no longer counts."""
    owed = steps.held(submission.obligation_id)
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    then = who.permit(submission.state, rules.RETURN, by=by, owed=owed)
    if not why.strip():
        raise BadInput("Xin ghi vì sao trả lại, để đơn vị biết chỗ cần sửa.")
    check_latest(submission)
    if _is_in_frozen(submission):
        raise Locked(rules.WHY_NOT[rules.LOCKED, rules.RETURN])
    submission.returned_at, submission.returned_why = at, why.strip()[:MOST_WHY]
    submission.state = then or submission.state
    submission.save(update_fields=["returned_at", "returned_why", "state"])
    steps.take(submission, rules.RETURN, None, by=by, at=at, why=submission.returned_why)
    texts = owed.submissions.values_list("pk", flat=True)
    for stated in _live_counts(texts).values():
        retract_count(stated, by=by, at=at)
    log_event("report.returned", about=submission, by=by, at=at, obligation=submission.obligation_id)
    return submission


def check_latest(submission: Submission) -> None:
    """Only what a unit says last is acted on."""
    if Submission.objects.filter(obligation=submission.obligation_id, number__gt=submission.number).exists():
        raise Locked("Đơn vị đã gửi bản sửa sau bản này: xin tải lại trang và xem bản mới nhất.")


def _is_in_frozen(submission: Submission) -> bool:
    """Whether a frozen report was compiled from it: one from before reports were locked has no locked copies."""
    owed = submission.obligation
    return Report.objects.filter(
        duty=owed.duty_id, period=owed.period, frozen_at__isnull=False, figures_at__gte=submission.sent_at
    ).exists()
