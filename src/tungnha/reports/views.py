"""Pages of who owes, who sends, who has not; those of one unit's report stand in views_unit, of the desk in views_desk,
of the compiled report in views_report."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tungnha.plans.models import Duty, Target
from tungnha.reports import documents, operations, queries, showing
from tungnha.reports.duties.sections import sections
from tungnha.reports.models import Correction
from tungnha.reports.queries import DESK, REPORTERS, Board
from tungnha.reports.sending import boards
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

READERS = (*DESK, Role.PROVINCE_OFFICER)
COMPILERS = (Role.OFFICER, Role.PROVINCE_OFFICER)
PAST_A_PAGE, MINE_A_PAGE, REPORTS_A_PAGE = 12, 12, 20
SHOWN_CORRECTED = 10


# --- the front page --------------------------------------------------------------------------------------------------


@only(*READERS, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER)
def index(request: MemberRequest) -> HttpResponse:
    """For the desk: what is due next and who has not sent. For a unit: its own reports, the next one first."""
    member, at = request.member, clock.now()
    if member.has_role(*COMPILERS):
        for plan in queries.running_plans(at.date()).filter(campaign__area=member.area):
            operations.ensure_obligations(plan=plan, until=at.date() + operations.HORIZON, at=at)
    context = {"crumbs": [{"label": "Báo cáo"}], "at": at, "sections": sections(member, "reports:index")}
    context |= _mine(request)
    if member.has_role(*READERS):
        return render(request, "reports/index.html", context | _desk(request) | _sent_reports(request))
    return render(request, "reports/mine.html", context | _sent_reports(request))


def _desk(request: MemberRequest) -> dict[str, Any]:
    member, at = request.member, clock.now()
    agenda = queries.agenda(member, at)
    pressing = agenda.open[:3] + agenda.coming[:1]
    page = Paginator(agenda.past, PAST_A_PAGE).get_page(request.GET.get("trang"))
    opens = member.has_role(*READERS)  # the agenda is of the member's own level
    return {
        "pressing": [showing.headed(board, opens=opens) for board in queries.boards(pressing, at)],
        "coming": [showing.headed(board, opens=opens) for board in queries.boards(agenda.coming[1:], at)],
        "past": [showing.past_row(board, opens_report=opens) for board in queries.boards(list(page), at)],
        "past_columns": showing.PAST_COLUMNS,
        "page": page,
        "may_compile": member.has_role(*COMPILERS),
        "may_remind": opens,
        "corrected": _corrected(request),
    }


def _corrected(request: MemberRequest) -> list[Correction]:
    """What units corrected after a report of this desk was frozen, nobody here having read it."""
    rows = Correction.objects.visible_to(request.member).filter(seen_at=None, report__area=request.member.area)
    return list(rows.select_related("report", "submission__obligation__organisation").order_by("-at")[:SHOWN_CORRECTED])


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
    rows = queries.reports_for(request.member).prefetch_related("corrections").order_by("-frozen_at")
    return {"reports": Paginator(rows, REPORTS_A_PAGE).get_page(request.GET.get("bao-cao"))}


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


def runs_board(member: Member, found: Board) -> bool:
    """The desk of the area; the province's officer over the plans of the province itself, no commune's."""
    if member.has_role(Role.PROVINCE_OFFICER):
        return found.duty.plan.campaign.area_id == member.area_id
    return member.has_role(*DESK)


@only(*READERS)
def board(request: MemberRequest, duty: int, period: str) -> HttpResponse:
    """Who has sent, when, and who has not: the whole table of one period."""
    found = board_or_404(request, duty, period)
    opens = runs_board(request.member, found)
    return render(request, "reports/board.html", {
        "head": showing.headed(found, opens=opens), "board": found,
        **boards.told(found, request.member, shows=request.GET.get("xem", ""), opens=opens),
        "may_compile": opens and request.member.has_role(*COMPILERS), "may_remind": opens,
        "may_ask_beside": request.member.has_role(Role.OFFICER),  # lists of names go to no province
        "may_open_report": found.report is not None and (opens or found.report.is_frozen),
        "crumbs": [{"label": "Báo cáo", "url": reverse("reports:index")}, {"label": found.title}],
    })  # fmt: skip


@only(*READERS)
def reminder(request: MemberRequest, duty: int, period: str) -> HttpResponse:
    """The letter to those who have not sent, as a draft in Word."""
    found = board_or_404(request, duty, period)
    if not runs_board(request.member, found):
        raise Http404("the board of another level")
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


__all__ = ["REPORTERS", "as_word", "board", "board_or_404", "index", "reminder"]
