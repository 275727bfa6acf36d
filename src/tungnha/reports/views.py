"""Pages of who owes, who sends, who has not; the pages of the compiled report stand in views_report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.drafting.dates import clock_time
from tungnha.plans.models import Duty, Target
from tungnha.reports import documents, figures, operations, queries, showing
from tungnha.reports.forms import ReturnForm, UnitReportForm
from tungnha.reports.models import Obligation, Submission
from tungnha.reports.queries import DESK, REPORTERS, Board
from tungnha.reports.rules import period_title
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Role
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

READERS = (*DESK, Role.PROVINCE_OFFICER)
PAST_A_PAGE, MINE_A_PAGE, REPORTS_A_PAGE = 12, 12, 20


# --- the front page --------------------------------------------------------------------------------------------------


@only(*READERS, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER)
def index(request: MemberRequest) -> HttpResponse:
    """For the desk: what is due next and who has not sent. For a unit: its own reports, the next one first."""
    member, at = request.member, clock.now()
    if member.has_role(Role.OFFICER):
        for plan in queries.running_plans(at.date()).filter(campaign__area=member.area):
            operations.ensure_obligations(plan=plan, until=at.date() + operations.HORIZON, at=at)
    context = {"crumbs": [{"label": "Báo cáo"}], "at": at} | _mine(request)
    if member.has_role(*READERS):
        return render(request, "reports/index.html", context | _desk(request) | _sent_reports(request))
    return render(request, "reports/mine.html", context | _sent_reports(request))


def _desk(request: MemberRequest) -> dict[str, Any]:
    member, at = request.member, clock.now()
    agenda = queries.agenda(member, at)
    pressing = agenda.open[:3] + agenda.coming[:1]
    page = Paginator(agenda.past, PAST_A_PAGE).get_page(request.GET.get("trang"))
    opens = member.has_role(*DESK)
    return {
        "pressing": [showing.headed(board, opens=opens) for board in queries.boards(pressing, at)],
        "coming": [showing.headed(board, opens=opens) for board in queries.boards(agenda.coming[1:], at)],
        "past": [showing.past_row(board, opens_report=opens) for board in queries.boards(list(page), at)],
        "past_columns": showing.PAST_COLUMNS,
        "page": page,
        "may_compile": member.has_role(Role.OFFICER),
        "may_remind": opens,
    }


def _mine(request: MemberRequest) -> dict[str, Any]:
    """The own unit's reports: those to write now, and those behind."""
    at = clock.now()
    rows = queries.my_obligations(request.member).filter(closed_at=None)
    ahead = queries.standings(list(rows.filter(due_at__gt=at).order_by("due_at")[:4]), at)
    page = Paginator(rows.filter(due_at__lte=at).order_by("-due_at"), MINE_A_PAGE).get_page(request.GET.get("ky"))
    past = queries.standings(list(page), at)
    owed = [row for row in past if not row.is_in] + [row for row in ahead if not row.is_in]
    return {
        "next_one": showing.obligation_row(owed[0], at) if owed else None,
        "next_is_over": bool(owed) and owed[0].obligation.due_at <= at,
        "mine_ahead": [showing.obligation_row(row, at) for row in ahead],
        "mine_past": [showing.obligation_row(row, at) for row in past],
        "mine_page": page,
    }


def _sent_reports(request: MemberRequest) -> dict[str, Any]:
    """Frozen reports of the areas below, which the province and the units read."""
    if request.member.has_role(*DESK):
        return {}
    rows = queries.reports_for(request.member).order_by("-frozen_at")
    return {"reports": Paginator(rows, REPORTS_A_PAGE).get_page(request.GET.get("bao-cao"))}


# --- one unit's report -----------------------------------------------------------------------------------------------


@only(*DESK, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER)
def obligation(request: MemberRequest, pk: int) -> HttpResponse:
    """The unit's one form, filled in with what is known; what was sent, when, and whether in time."""
    owed = _obligation_to_open(request, pk)
    may_submit = queries.may_submit(request.member, owed) and owed.closed_at is None and not _is_ahead(owed)
    if request.method == "POST" and not may_submit:
        raise Http404("not this member's report to send")
    form = _unit_form(owed, request.POST if request.method == "POST" else None) if may_submit else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            sent = operations.submit(
                obligation=owed, figures=form.figures(), by=request.member, at=clock.now(), **form.words()
            )
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.add_message(request, *_receipt(owed, sent))
            return redirect("reports:obligation", pk=pk)
    return render(request, "reports/obligation.html", _about(request, owed, form), status=_status(form))


def _is_ahead(owed: Obligation) -> bool:
    """The period has not begun: there is nothing to report on yet."""
    return clock.today() < owed.starts_on


def _status(form: Any) -> int:
    return 422 if form is not None and form.errors else 200


def _obligation_to_open(request: MemberRequest, pk: int) -> Obligation:
    """Another unit's form does not exist for a unit, and the log says who asked."""
    found = get_visible_or_404(queries.obligations_for(request.member), request.member, pk=pk)
    if not queries.obligations_to_open(request.member).filter(pk=pk).exists():
        log_event("scope.refused", about=found, by=request.member, at=clock.now())
        raise Http404("another unit's report")
    owed: Obligation = found
    return owed


def _unit_form(owed: Obligation, data: Any) -> UnitReportForm:
    on = clock.today()
    asked = Target.objects.filter(plan=owed.duty.plan_id).exclude(role=Target.Role.MESSAGE)
    targets = list(asked.select_related("measure", "plan__campaign__area__parent", "plan__organisation"))
    own, others = figures.asked_of(owed.organisation, targets, on)
    latest = owed.submissions.order_by("-number").first()
    return UnitReportForm(
        data, own=own, others=others, latest=latest, held=figures.held_of(owed, targets),
        computed=figures.computed_for(owed.organisation, own, on),
    )  # fmt: skip


def _receipt(owed: Obligation, sent: Submission) -> tuple[int, str]:
    at = clock.now()
    when = f"{clock_time(at)} ngày {at.day}/{at.month}/{at.year}"
    if sent.number > 1:
        return messages.SUCCESS, f"Đã nhận bản sửa lần {sent.number - 1} lúc {when}. Bản trước vẫn được giữ."
    if sent.is_late:
        return (
            messages.WARNING,
            f"Đã nhận báo cáo lúc {when}, sau hạn: ghi là gửi muộn. Báo cáo vẫn được tổng hợp nếu chưa chốt.",
        )
    return messages.SUCCESS, f"Đã nhận báo cáo lúc {when}, đúng hạn."


def _about(request: MemberRequest, owed: Obligation, form: UnitReportForm | None) -> dict[str, Any]:
    at = clock.now()
    standing = queries.standings([owed], at)[0]
    desk = request.member.has_role(*DESK)
    sent = list(
        owed.submissions.select_related("sent_by__user").prefetch_related("figures__target").order_by("-number")
    )
    title = period_title(owed.period, owed.starts_on, owed.ends_on)
    return {
        "owed": owed, "standing": standing, "shown": showing.shown(standing, opens=False), "form": form, "sent": sent,
        "title": title, "words": showing.due_words_of(owed.duty),
        "due": showing.last_instant(owed.due_at), "countdown": showing.countdown(owed.due_at, at),
        "is_over": owed.due_at <= at, "is_ahead": _is_ahead(owed),
        "for_another": owed.organisation_id != request.member.organisation_id,
        "return_form": ReturnForm() if request.member.has_role(Role.OFFICER) else None,
        "returned": next((s for s in sent if s.returned_at), None) if standing.state == "returned" else None,
        "board_url": reverse("reports:board", args=[owed.duty_id, owed.period]) if desk else "",
        "crumbs": [{"label": "Báo cáo", "url": reverse("reports:index")}, {"label": title}],
    }  # fmt: skip


@require_POST
@only(Role.OFFICER)
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Return a unit's report to be mended, with the reason."""
    found = get_visible_or_404(Submission.objects.select_related("obligation"), request.member, pk=pk)
    form = ReturnForm(request.POST)
    if form.is_valid():
        operations.return_submission(submission=found, by=request.member, at=clock.now(), **form.cleaned_data)
        messages.success(request, "Đã trả lại báo cáo; đơn vị thấy lý do ở trang của mình.")
    else:
        messages.error(request, "Chưa trả lại được: xin ghi vì sao trả lại.")
    return redirect("reports:obligation", pk=found.obligation_id)


# --- the board -------------------------------------------------------------------------------------------------------


def board_or_404(request: MemberRequest, duty: int, period: str) -> Board:
    found = get_visible_or_404(
        Duty.ever.select_related("plan__campaign__area__parent", "plan__organisation", "addressee"),
        request.member, pk=duty,
    )  # fmt: skip
    if not found.plan.campaign.area.path.startswith(request.member.area.path):
        log_event("scope.refused", about=found, by=request.member, at=clock.now())
        raise Http404("a plan of the level above")
    made = queries.board(found, period, clock.now(), queries.report_of(found, period))
    if made is None:
        raise Http404("nobody owes this period")
    return made


@only(*READERS)
def board(request: MemberRequest, duty: int, period: str) -> HttpResponse:
    """Who has sent, when, and who has not: the whole table of one period."""
    found = board_or_404(request, duty, period)
    opens = request.member.has_role(*DESK)
    return render(request, "reports/board.html", {
        "head": showing.headed(found, opens=opens), "board": found, "rows": showing.board_rows(found, opens=opens),
        "may_compile": request.member.has_role(Role.OFFICER), "may_remind": opens,
        "may_open_report": found.report is not None and (opens or found.report.is_frozen),
        "crumbs": [{"label": "Báo cáo", "url": reverse("reports:index")}, {"label": found.title}],
    })  # fmt: skip


@only(*DESK)
def reminder(request: MemberRequest, duty: int, period: str) -> HttpResponse:
    """The letter to those who have not sent, as a draft in Word."""
    found = board_or_404(request, duty, period)
    if found.duty.compiled:
        raise Problem("Đây là báo cáo của chính cơ quan mình gửi lên cấp trên: không có đơn vị nào để đôn đốc.")
    if not found.missing:
        raise Problem("Mọi đơn vị đã gửi báo cáo: không còn ai để đôn đốc.")
    data = documents.reminder_docx(found)
    log_event(
        "reminder.drafted", about=found.duty, by=request.member, at=clock.now(), period=period, to=len(found.missing)
    )  # fmt: skip
    return as_word(data, f"don-doc-{period.lower()}.docx")


@only(Role.OFFICER, Role.DATA_STEWARD)
def data_request(request: MemberRequest, pk: int) -> HttpResponse:
    """The letter that asks the police for the base of a target, as a draft in Word."""
    target = get_visible_or_404(
        Target.objects.select_related("measure", "plan__campaign__area__parent", "plan__organisation__area"),
        request.member, pk=pk,
    )  # fmt: skip
    if target.plan.campaign.area_id != request.member.area_id:
        raise Http404("the plan of another level")
    data = documents.data_request_docx(target, clock.now())
    log_event("data_request.drafted", about=target, by=request.member, at=clock.now())
    return as_word(data, "de-nghi-cung-cap-so-lieu.docx")


def as_word(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=documents.WORD)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


__all__ = ["REPORTERS", "as_word", "board", "board_or_404", "index", "obligation", "reminder", "send_back"]
