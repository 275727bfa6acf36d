"""The desk compiles a period, rewords it and freezes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from tungnha.plans.models import Duty, Plan
from tungnha.reports import documents, figures, queries
from tungnha.reports.closing import sealing
from tungnha.reports.models import Obligation, Report, Wording
from tungnha.reports.models.compiled import FROZEN
from tungnha.reports.papers.numbering import take_number
from tungnha.reports.rules import report_symbol
from tungnha.reports.sending import history
from tungnha.units.models import Area, Member, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate

from .approving import lock_with
from .shared import day_of, only_desk
from .upward import hand_in_upward


@transaction.atomic
def compile_report(*, plan: Plan, duty: Duty, period: str, area: Area, by: Member, at: datetime) -> Report:
    """Fix the figures of a period at this instant and propose the first sentences.

    Done again, the figures are taken anew; sentences an officer has changed stay, the others follow the figures.
    Asked of the report upward, it is compiled from the units' duty of the same period.
    """
    only_desk(by, area, Role.OFFICER)
    duty = queries.gathering(duty, period)
    board = queries.board(duty, period, at)
    if board is None:
        raise BadInput("Kỳ này không có đơn vị nào phải báo cáo, nên không có gì để tổng hợp.")
    if day_of(at) < board.starts_on:
        raise BadInput(
            f"Kỳ này bắt đầu từ ngày {documents.short_date(board.starts_on)}; đến ngày đó mới tổng hợp được."
        )
    Duty.ever.select_for_update(no_key=True).get(pk=duty.pk)  # two first compilings at once are one report
    report = (
        Report.objects.select_for_update(of=("self",))
        .filter(plan=plan, duty=duty, period=period, area=area)
        .order_by("-edition")
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
        compiled_by=by, front=documents.default_front(plan, queries.upper_duty(duty)),
        signer_name=documents.default_signer(plan),
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

    What units sent and it was compiled from is locked with it. The report of the issuer's own duty upward counts as
    sent with it; where the plan above asks the issuer for the same period, it is sent there with its figures.
    """
    locked = _lock(report, by=by, roles=(Role.OFFICER, Role.LEADER))
    if version is not None and locked.version != version:
        raise OutOfDate("Báo cáo vừa được sửa. Xin tải lại trang, xem bản mới rồi hãy chốt.")
    _check_period(locked, at)
    number = number.strip()
    _check_number(locked, number, issued_on, at)
    if number:  # the register of papers has it too: no paper gets the same
        take_number(
            organisation=locked.organisation, kind="report", on=issued_on or day_of(at), number=int(number),
            what=f"Báo cáo tổng hợp kỳ {locked.period} (chế độ {locked.duty_id})", by=by, at=at,
        )  # fmt: skip
    locked.number, locked.issued_on = str(int(number)) if number else "", issued_on
    locked.frozen_at, locked.frozen_by = at, by
    locked.version += 1
    name = f"bao-cao-{locked.period.lower()}-{locked.pk}.docx"
    file = documents.report_docx(locked)
    locked.file.save(name, ContentFile(file), save=False)
    sealing.seal(locked, file)
    locked.save()
    lock_with(locked, by=by, at=at)
    hand_in_upward(locked, by=by, at=at)
    log_event(
        "report.frozen", about=locked, by=by, at=at, period=locked.period, version=locked.version,
        edition=locked.edition, sha256=locked.sha256,
    )  # fmt: skip
    return locked


def _check_period(report: Report, at: datetime) -> None:
    """A report of a period that is far from its end may be looked at, not sent: nobody can report days to come."""
    owed = Obligation.objects.filter(duty=report.duty, period=report.period, closed_at=None).select_related("duty")
    first = owed.first()
    opens = history.opens_on(first) if first is not None else report.starts_on
    if day_of(at) < opens:
        raise BadInput(
            f"Kỳ này đến ngày {documents.short_date(report.ends_on)} mới hết; chốt được từ ngày "
            f"{documents.short_date(opens)}. Bản nháp vẫn giữ nguyên."
        )


@transaction.atomic
def reopen_report(*, report: Report, why: str, by: Member, at: datetime) -> Report:
    """Open a frozen report again, with a reason: a further edition beside the old one, which stays as it is. Its
    figures are taken anew, its words begin with the old ones."""
    only_desk(by, report.area, Role.OFFICER, Role.LEADER)
    assert report.duty is not None
    duty = Duty.ever.select_for_update(no_key=True).get(pk=report.duty.pk)
    words = " ".join(why.split())[:300]
    if not words:
        raise BadInput("Xin ghi vì sao mở lại: câu này ở lại trong lịch sử của báo cáo.")
    editions = Report.objects.filter(plan=report.plan_id, duty=duty, period=report.period, area=report.area_id)
    newest: Report | None = (
        editions.select_related("plan__campaign__area", "plan__organisation", "area").order_by("-edition").first()
    )
    assert newest is not None
    if not newest.is_frozen:
        return newest  # somebody has opened it already
    board = queries.board(duty, report.period, at)
    if board is None:
        raise BadInput("Kỳ này không còn đơn vị nào phải báo cáo, nên không có gì để tổng hợp lại.")
    facts = figures.facts(plan=newest.plan, area=newest.area, board=board, at=at)
    made = Report(
        plan=newest.plan, duty=duty, area=newest.area, organisation=newest.organisation, period=newest.period,
        starts_on=newest.starts_on, ends_on=newest.ends_on, symbol=newest.symbol, front=newest.front,
        signer_name=newest.signer_name, figures=facts, figures_at=at, compiled_at=at, compiled_by=by,
        words=_renewed(newest.words, newest.figures.get("generated", {}), facts["generated"]),
        edition=newest.edition + 1, reopened_why=words,
    )  # fmt: skip
    made.save()
    _keep_wording(made, by=by, at=at)
    log_event("report.edition_opened", about=made, by=by, at=at, edition=made.edition, period=made.period)
    return made


@transaction.atomic
def send_upward(*, report: Report, by: Member, at: datetime) -> int:
    """Send a frozen report to the plan above once more, where that has not got it: how many periods it answered."""
    only_desk(by, report.area, Role.OFFICER, Role.LEADER)
    if not report.is_frozen:
        raise BadInput("Báo cáo chưa chốt: chốt rồi mới gửi lên cấp trên.")
    return len(hand_in_upward(report, by=by, at=at))


def _check_number(report: Report, number: str, issued_on: date | None, at: datetime) -> None:
    if number and not (number.isdigit() and int(number) > 0):
        raise BadInput("Số của báo cáo chỉ gồm chữ số, ví dụ 12; ký hiệu ghi riêng.")
    if issued_on is not None and not day_of(report.figures_at) <= issued_on <= day_of(at):
        raise BadInput(
            "Ngày ban hành phải từ ngày chốt số liệu "
            f"({documents.short_date(day_of(report.figures_at))}) đến hôm nay; xin xem lại."
        )
    if number and issued_on:
        same = {"plan": report.plan_id, "duty": report.duty_id, "period": report.period, "area": report.area_id}
        twins = Report.objects.filter(
            organisation=report.organisation, symbol=report.symbol, number=str(int(number)),
            issued_on__year=issued_on.year,
        ).exclude(**same)  # fmt: skip
        if twins.exists():
            raise BadInput(f"Số {number}/{report.symbol} năm {issued_on.year} đã dùng cho một báo cáo khác.")


def _lock(report: Report, *, by: Member, roles: tuple[str, ...] = (Role.OFFICER,)) -> Report:
    """The row itself, nobody else writing to it, still open to change."""
    locked: Report = Report.objects.select_for_update(of=("self",)).select_related(
        "plan__campaign", "plan__organisation", "area__parent", "organisation", "duty"
    ).get(pk=report.pk)  # fmt: skip
    only_desk(by, locked.area, *roles)
    _not_frozen(locked)
    return locked


def _not_frozen(report: Report) -> None:
    if report.frozen_at is not None:
        raise Locked(FROZEN)
