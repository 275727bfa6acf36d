"""What is done about reports: periods come into being, units send, the desk compiles, rewords and freezes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q

from tungnha.ledger.models import CountClaim, Service
from tungnha.ledger.operations import retract_count, state_count
from tungnha.ledger.rules import Has, parse_rule
from tungnha.plans.models import Duty, Plan, Target
from tungnha.plans.queries import before_rule
from tungnha.plans.rules import Period, obligation_periods
from tungnha.progress.counting import way_of
from tungnha.reports import documents, figures, queries
from tungnha.reports.models import Obligation, Report, Submission, SubmittedFigure, Wording
from tungnha.reports.rules import report_symbol
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate, Problem

HORIZON = timedelta(days=100)  # a quarter ahead: the next report of every duty is always known
ORIGIN = "submission"  # what count claims made by a report carry


# --- obligations -----------------------------------------------------------------------------------------------------


@transaction.atomic
def ensure_obligations(*, plan: Plan, until: date, at: datetime) -> int:
    """Bring the obligations of a plan into being up to a day; a second call, or one at the same time, adds nothing.

    They follow the duties as they are now: one not yet due moves with a corrected deadline, and is closed when its
    phase was closed or its unit reports no longer. What is past, or was answered, stays as it was. A plan asks for
    nothing from before it was confirmed here; a duty of a later version, for nothing from before that version, nor
    again for a period that the duty it replaces has asked for. What only repeats a duty of the plan above asks nothing.
    """
    start = max(day for day in (plan.campaign.started_on, plan.issued_on, _day(plan.confirmed_at)) if day)
    wanted: dict[tuple[int, int, str], Obligation] = {}
    phases = list(plan.campaign.phases.all())
    duties = plan.duties.exclude(kind="difficulty").filter(repeats=None).select_related("phase", "plan__organisation")
    for duty in duties:
        opens = max(start, duty.since_on or start)
        periods = obligation_periods(
            duty, phases=[duty.phase] if duty.phase else phases, start=opens, end=until, rule=before_rule()
        )
        units = queries.owers(duty, at.date()) if periods else []
        asked = _asked_before(duty, at) if duty.replaces_id else set()
        wanted |= {
            (duty.pk, unit.pk, p.key): _obligation(duty, unit, p)
            for p in periods for unit in units if (unit.pk, p.key) not in asked
        }  # fmt: skip
    return _bring_in_line(plan, wanted, until=until, at=at)


def _asked_before(duty: Duty, at: datetime) -> set[tuple[int, str]]:
    """(unit, period) of the duties that this one replaces, as far as they are past or were answered."""
    earlier, back = [], duty.replaces_id
    while back is not None:
        earlier.append(back)
        back = Duty.ever.values_list("replaces_id", flat=True).get(pk=back)
    answered = Submission.objects.filter(obligation__duty__in=earlier).values("obligation")
    rows = Obligation.objects.filter(Q(due_at__lte=at) | Q(pk__in=answered), duty__in=earlier)
    return set(rows.values_list("organisation", "period"))


def _day(at: datetime) -> date:
    return at.astimezone(documents.VIETNAM).date()


def _obligation(duty: Duty, unit: Organisation, period: Period) -> Obligation:
    return Obligation(
        duty=duty, organisation=unit, period=period.key, starts_on=period.starts_on, ends_on=period.ends_on,
        due_at=period.due_at,
    )  # fmt: skip


def _bring_in_line(plan: Plan, wanted: dict[tuple[int, int, str], Obligation], *, until: date, at: datetime) -> int:
    known = {(o.duty_id, o.organisation_id, o.period): o for o in Obligation.objects.filter(duty__plan=plan)}
    fresh = [new for key, new in wanted.items() if key not in known]
    # A page opened at the same moment elsewhere may have made them first.
    Obligation.objects.bulk_create(fresh, ignore_conflicts=True)
    changed = [
        old for key, old in known.items() if old.due_at > at and _follow(old, wanted.get(key), until=until, at=at)
    ]
    answered = set(Submission.objects.filter(obligation__in=changed).values_list("obligation", flat=True))
    changed = [old for old in changed if old.pk not in answered]
    Obligation.objects.bulk_update(changed, ["starts_on", "ends_on", "due_at", "closed_at"])
    if fresh or changed:
        log_event("obligations.ensured", about=plan, by=None, at=at, created=len(fresh), changed=len(changed))
    return len(fresh)


def _follow(old: Obligation, new: Obligation | None, *, until: date, at: datetime) -> bool:
    """Make an obligation that is not due yet say what the duty says now. True when that changed it."""
    before = (old.starts_on, old.ends_on, old.due_at, old.closed_at)
    if new is not None:
        old.starts_on, old.ends_on, old.due_at, old.closed_at = new.starts_on, new.ends_on, new.due_at, None
    elif old.closed_at is None and _day(old.due_at) <= until:
        old.closed_at = at
    return before != (old.starts_on, old.ends_on, old.due_at, old.closed_at)


def tick(at: datetime) -> int:
    """Bring the obligations of all running plans into being (`tungnha tick`, hourly). How many were added."""
    today = _day(at)
    return sum(
        ensure_obligations(plan=plan, until=today + HORIZON, at=at) for plan in queries.running_plans(today)
    )  # fmt: skip


# --- submissions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewFigure:
    """One number a unit states; no count: it has no figure yet."""

    target: Target
    count: int | None
    base: int | None = None


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
) -> Submission:
    """Take in a unit's report. A correction is a new one beside the first; one that comes after the report upward was
    frozen is still taken.

    A figure of a group that only units count (armed forces, pupils, workers) becomes the unit's count in the ledger.
    Where the product counts persons by name, the stated figure only stands beside it.
    """
    obligation = Obligation.objects.select_for_update(of=("self",)).select_related(
        "duty__plan__campaign__area", "organisation__area"
    ).get(pk=obligation.pk)  # fmt: skip
    if not queries.may_submit(by, obligation):
        raise Problem(f"Báo cáo này của {obligation.organisation.name}; chỉ đơn vị đó gửi được.")
    if obligation.closed_at is not None and obligation.closed_at <= at:
        raise Locked("Kỳ báo cáo này đã thôi, không phải nộp nữa.")
    if _day(at) < obligation.starts_on:
        raise BadInput(
            f"Kỳ này bắt đầu từ ngày {documents.short_date(obligation.starts_on)}; đến ngày đó mới gửi được."
        )
    _check(narrative, difficulties, proposals, figures)
    again = _sent_twice(obligation, (narrative, difficulties, proposals), figures)
    if again is not None:
        return again
    earlier = list(obligation.submissions.values_list("pk", flat=True))
    submission = Submission.objects.create(
        obligation=obligation, number=len(earlier) + 1, narrative=narrative.strip(),
        difficulties=difficulties.strip(), proposals=proposals.strip(), sent_at=at, sent_by=by,
    )  # fmt: skip
    _store_figures(submission, figures, on=_day(at))
    _state_counts(submission, figures, earlier, by=by, at=at)
    log_event(
        "report.submitted", about=submission, by=by, at=at, obligation=obligation.pk, number=submission.number,
        late=at >= obligation.due_at,
    )  # fmt: skip
    return submission


def _check(narrative: str, difficulties: str, proposals: str, stated: Iterable[NewFigure]) -> None:
    stated = list(stated)
    if not (narrative + difficulties + proposals).strip() and all(f.count is None for f in stated):
        raise BadInput("Báo cáo chưa có gì: xin ghi ít nhất tình hình trong kỳ hoặc một số liệu, rồi gửi lại.")
    for figure in stated:
        if figure.count is not None and figure.base is not None and figure.count > figure.base:
            raise BadInput(
                f"Chỉ tiêu “{figure.target}”: số đạt {figure.count} lớn hơn tổng số {figure.base}. "
                "Xin xem lại hai số này."
            )


def _sent_twice(obligation: Obligation, words: tuple[str, str, str], stated: Sequence[NewFigure]) -> Submission | None:
    """The latest submission when the same is sent once more: a second press of the button is no correction."""
    latest = obligation.submissions.order_by("-number").first()
    if latest is None or latest.returned_at is not None:
        return None
    if (latest.narrative, latest.difficulties, latest.proposals) != tuple(text.strip() for text in words):
        return None
    before = {f.target_id: (f.count, f.base) for f in latest.figures.all()}
    now = {f.target.pk: (f.count, f.base) for f in stated}
    blank = (None, None)
    same = all(before.get(pk, blank) == now.get(pk, blank) for pk in before.keys() | now.keys())
    return latest if same else None


def _store_figures(submission: Submission, stated: Sequence[NewFigure], *, on: date) -> None:
    unit = submission.obligation.organisation
    computed = figures.computed_for(unit, [figure.target for figure in stated], on)
    SubmittedFigure.objects.bulk_create(
        SubmittedFigure(
            submission=submission, target=f.target, count=f.count, base=f.base,
            computed=computed[f.target.pk].count if f.target.pk in computed else None,
        )
        for f in stated
        if f.count is not None or f.base is not None or f.target.pk in computed
    )  # fmt: skip


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
                service=Service.objects.get(code=has.service), level=has.level, on=_day(at), by=by, at=at,
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
    Obligation.objects.select_for_update().get(pk=submission.obligation_id)  # as submit does: a correction waits here
    submission = Submission.objects.select_for_update(of=("self",)).select_related(
        "obligation__duty__plan__campaign__area"
    ).get(pk=submission.pk)  # fmt: skip
    _only(by, submission.obligation.duty.plan.campaign.area, Role.OFFICER)
    if not why.strip():
        raise BadInput("Xin ghi vì sao trả lại, để đơn vị biết chỗ cần sửa.")
    if submission.returned_at is not None:
        raise Locked("Báo cáo này đã được trả lại rồi.")
    if submission.obligation.submissions.filter(number__gt=submission.number).exists():
        raise Locked("Đơn vị đã gửi bản sửa sau bản này: xin tải lại trang và xem bản mới nhất.")
    if Report.objects.filter(
        duty=submission.obligation.duty, period=submission.obligation.period, frozen_at__isnull=False
    ).exists():
        raise Locked("Báo cáo tổng hợp của kỳ này đã chốt, không trả lại được nữa.")
    submission.returned_at, submission.returned_why = at, why.strip()[:300]
    submission.save(update_fields=["returned_at", "returned_why"])
    texts = submission.obligation.submissions.values_list("pk", flat=True)
    for stated in _live_counts(texts).values():
        retract_count(stated, by=by, at=at)
    log_event("report.returned", about=submission, by=by, at=at, obligation=submission.obligation_id)
    return submission


def _only(by: Member, area: Area, *roles: str) -> None:
    """The desk of the area itself."""
    if not by.has_role(*roles) or not area.path.startswith(by.area.path):
        raise Problem("Việc này chỉ cán bộ phụ trách của địa bàn làm được.")


# --- the compiled report ---------------------------------------------------------------------------------------------


@transaction.atomic
def compile_report(*, plan: Plan, duty: Duty, period: str, area: Area, by: Member, at: datetime) -> Report:
    """Fix the figures of a period at this instant and propose the first sentences.

    Done again, the figures are taken anew; sentences an officer has changed stay, the others follow the figures.
    Asked of the report upward, it is compiled from the units' duty of the same period.
    """
    _only(by, area, Role.OFFICER)
    duty = queries.gathering(duty, period)
    board = queries.board(duty, period, at)
    if board is None:
        raise BadInput("Kỳ này không có đơn vị nào phải báo cáo, nên không có gì để tổng hợp.")
    Duty.ever.select_for_update(no_key=True).get(pk=duty.pk)  # two first compilings at once are one report
    report = (
        Report.objects.select_for_update(of=("self",))
        .filter(plan=plan, duty=duty, period=period, area=area)
        .first()
    )  # fmt: skip
    if report is not None:
        _not_frozen(report)
    facts = figures.facts(plan=plan, area=area, board=board, at=at)
    if report is None:
        report = _new_report(plan, duty, board, area, by=by, at=at)
    report.words = _renewed(report.words, report.figures.get("generated", {}), facts["generated"])
    report.figures, report.figures_at = facts, at
    report.version = report.version + 1 if report.pk else 1
    try:
        report.save()
    except IntegrityError as problem:  # another officer pressed the same button at the same moment
        raise OutOfDate("Có người vừa tổng hợp kỳ này. Xin tải lại trang để xem bản đã có.") from problem
    _keep_wording(report, by=by, at=at)
    log_event("report.compiled", about=report, by=by, at=at, period=period, sent=board.handed_in, of=board.expected)
    return report


def _new_report(plan: Plan, duty: Duty, board: queries.Board, area: Area, *, by: Member, at: datetime) -> Report:
    return Report(
        plan=plan, duty=duty, area=area, organisation=plan.organisation, period=board.period,
        starts_on=board.starts_on, ends_on=board.ends_on, symbol=report_symbol(plan.symbol), compiled_at=at,
        compiled_by=by, front=documents.default_front(plan, queries.upper_duty(duty)), signer_name=plan.signer_name,
    )  # fmt: skip


def _renewed(words: dict[str, str], proposed: dict[str, str], fresh: dict[str, str]) -> dict[str, str]:
    return {
        key: fresh.get(key, "") if words.get(key, "") == proposed.get(key, "") else words[key]
        for key in documents.PARTS
    }


def _keep_wording(report: Report, *, by: Member, at: datetime) -> None:
    Wording.objects.create(report=report, version=report.version, words=report.words, saved_at=at, saved_by=by)


def save_words(*, report: Report, version: int, words: dict[str, str], by: Member, at: datetime) -> Report:
    """Save the words of a draft. Raises OutOfDate when somebody saved since `version`: the text is then kept beside
    the line, to be shown and taken over by hand."""
    with transaction.atomic():
        locked = _lock(report, by=by)
        clean = {key: str(words.get(key, "")).strip() for key in documents.PARTS}
        is_latest = locked.version == version
        if is_latest:
            locked.words, locked.version = clean, version + 1
            locked.save(update_fields=["words", "version"])
            _keep_wording(locked, by=by, at=at)
        else:
            Wording.objects.create(report=locked, version=None, words=clean, saved_at=at, saved_by=by)
        log_event("report.words_saved", about=locked, by=by, at=at, version=locked.version, beside=not is_latest)
    if not is_latest:
        raise OutOfDate(
            "Có người vừa lưu báo cáo này trước. Lời văn vừa viết đã được giữ lại bên dưới: xin xem hai bản, "
            "chép phần cần dùng vào bản đang có rồi lưu lại."
        )
    return locked


@transaction.atomic
def save_front(
    *, report: Report, version: int, front: dict[str, Any], symbol: str, signer_name: str, by: Member, at: datetime
) -> Report:
    """Save who writes to whom, and who signs. Raises OutOfDate when somebody saved since `version`."""
    locked = _lock(report, by=by)
    if locked.version != version:
        raise OutOfDate("Có người vừa lưu báo cáo này trước. Xin tải lại trang, xem bản mới rồi sửa tiếp.")
    locked.front, locked.symbol, locked.signer_name = front, symbol, signer_name
    locked.version = version + 1
    locked.save(update_fields=["front", "symbol", "signer_name", "version"])
    _keep_wording(locked, by=by, at=at)
    log_event("report.front_saved", about=locked, by=by, at=at, version=locked.version)
    return locked


@transaction.atomic
def freeze(
    *, report: Report, number: str, issued_on: date | None, by: Member, at: datetime, version: int | None = None
) -> Report:
    """Lock a report with all its figures and write its .docx. Number and date may stay blank for the clerk.

    The report of the issuer's own duty upward counts as sent with it.
    """
    locked = _lock(report, by=by, roles=(Role.OFFICER, Role.LEADER))
    if version is not None and locked.version != version:
        raise OutOfDate("Báo cáo vừa được sửa. Xin tải lại trang, xem bản mới rồi hãy chốt.")
    number = number.strip()
    _check_number(locked, number, issued_on, at)
    locked.number, locked.issued_on = str(int(number)) if number else "", issued_on
    locked.frozen_at, locked.frozen_by = at, by
    locked.version += 1
    name = f"bao-cao-{locked.period.lower()}-{locked.pk}.docx"
    locked.file.save(name, ContentFile(documents.report_docx(locked)), save=False)
    locked.save()
    _hand_in_upward(locked, by=by, at=at)
    log_event("report.frozen", about=locked, by=by, at=at, period=locked.period, version=locked.version)
    return locked


def _check_number(report: Report, number: str, issued_on: date | None, at: datetime) -> None:
    if number and not (number.isdigit() and int(number) > 0):
        raise BadInput("Số của báo cáo chỉ gồm chữ số, ví dụ 12; ký hiệu ghi riêng.")
    if issued_on is not None and not _day(report.figures_at) <= issued_on <= _day(at):
        raise BadInput(
            "Ngày ban hành phải từ ngày chốt số liệu "
            f"({documents.short_date(_day(report.figures_at))}) đến hôm nay; xin xem lại."
        )
    if number and issued_on:
        twins = Report.objects.filter(
            organisation=report.organisation, symbol=report.symbol, number=str(int(number)),
            issued_on__year=issued_on.year,
        ).exclude(pk=report.pk)  # fmt: skip
        if twins.exists():
            raise BadInput(f"Số {number}/{report.symbol} năm {issued_on.year} đã dùng cho một báo cáo khác.")


def _hand_in_upward(report: Report, *, by: Member, at: datetime) -> None:
    """Where the issuer itself owes this period upward, sending the compiled report answers it."""
    owed = Obligation.objects.filter(
        duty__plan=report.plan, duty__compiled=True, organisation=report.organisation, period=report.period,
        closed_at=None, submissions=None,
    )  # fmt: skip
    for obligation in owed:
        Submission.objects.create(
            obligation=obligation, number=1, narrative=f"Báo cáo tổng hợp {report.full_symbol}", sent_at=at, sent_by=by
        )


def _lock(report: Report, *, by: Member, roles: tuple[str, ...] = (Role.OFFICER,)) -> Report:
    """The row itself, nobody else writing to it, still open to change."""
    locked: Report = Report.objects.select_for_update(of=("self",)).select_related(
        "plan__campaign", "plan__organisation", "area__parent", "organisation", "duty"
    ).get(pk=report.pk)  # fmt: skip
    _only(by, locked.area, *roles)
    _not_frozen(locked)
    return locked


def _not_frozen(report: Report) -> None:
    if report.frozen_at is not None:
        raise Locked("Báo cáo này đã chốt và khóa; số liệu, lời văn không sửa được nữa.")
