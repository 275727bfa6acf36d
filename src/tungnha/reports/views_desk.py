"""Pages of the desk over what units sent: read one after another, accept many in one press; what a duty asks beside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.ledger.models import Service
from tungnha.plans.models import Duty
from tungnha.reports import operations, queries, showing
from tungnha.reports.models import AskedList, Report, SharedReport, Submission
from tungnha.reports.sending import named, settings, sharing
from tungnha.reports.views import board_or_404, runs_board
from tungnha.reports.views_unit import may_write, obligation_to_open, receipt, send, unit_form
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

MOST_AT_ONCE = 500  # more rows than any board has
SHOWN_LEFT = 5


@require_POST
@only(Role.OFFICER, Role.LEADER, Role.PROVINCE_OFFICER)
def decide(request: MemberRequest, duty: int, period: str) -> HttpResponse:
    """Accept the ticked reports, or return the one whose button was pressed; both from the board."""
    board = board_or_404(request, duty, period)
    if not runs_board(request.member, board):
        raise Http404("the board of another level")
    here = f"{reverse('reports:board', args=[duty, period])}{_kept_view(request)}"
    back = asked_id(request.POST.get("return"))
    if back is not None:
        return _return(request, board, back, here)
    wanted = [pk for pk in map(asked_id, request.POST.getlist("accept")[:MOST_AT_ONCE]) if pk is not None]
    rows = Submission.objects.filter(pk__in=wanted, obligation__duty=board.duty, obligation__period=board.period)
    found = list(rows.select_related("obligation__organisation").order_by("obligation__organisation__order", "pk"))
    if not found:
        messages.warning(request, "Chưa chọn báo cáo nào: xin đánh dấu những báo cáo muốn tiếp nhận.")
        return redirect(here)
    result = operations.accept(submissions=found, by=request.member, at=clock.now())
    if result.done:
        messages.success(request, f"Đã tiếp nhận {len(result.done)} báo cáo.")
    for submission, why in result.left[:SHOWN_LEFT]:
        messages.warning(request, f"{submission.obligation.organisation.label}: {why}")
    return redirect(here)


def _kept_view(request: MemberRequest) -> str:
    shown = request.POST.get("xem", "")
    return f"?xem={shown}" if shown in showing.BOARD_VIEWS else ""


def _return(request: MemberRequest, board: queries.Board, pk: int, here: str) -> HttpResponse:
    found = get_visible_or_404(
        Submission.objects.filter(obligation__duty=board.duty, obligation__period=board.period).select_related(
            "obligation__organisation"
        ),
        request.member, pk=pk,
    )  # fmt: skip
    why = request.POST.get(f"why_{pk}", "").replace("\0", "")
    name = found.obligation.organisation.label
    try:
        operations.return_submission(submission=found, why=why, by=request.member, at=clock.now())
    except Problem as problem:
        messages.error(request, f"{name}: {problem.sentence}")
    else:
        messages.success(request, f"Đã trả lại báo cáo của {name}; đơn vị thấy lý do ở trang của mình.")
    return redirect(here)


@require_POST
@only(Role.OFFICER, Role.LEADER)
def seen(request: MemberRequest, pk: int) -> HttpResponse:
    """The owner has read what was corrected after the report was frozen."""
    found: Report = get_visible_or_404(queries.reports_open_to(request.member), request.member, pk=pk)
    if not found.area.path.startswith(request.member.area.path):
        raise Http404("another level's report")
    operations.see_corrections(report=found, by=request.member, at=clock.now())
    return redirect("reports:report", pk=pk)


# --- what a duty asks beside -----------------------------------------------------------------------------------------


@only(Role.OFFICER)
def duty_asks(request: MemberRequest, pk: int) -> HttpResponse:
    """Which lists of names go with a duty's reports, and which other duty the same report answers."""
    found: Duty = get_visible_or_404(
        Duty.objects.select_related("plan__campaign__area", "plan__organisation", "addressee"), request.member, pk=pk
    )
    if not found.plan.campaign.area.path.startswith(request.member.area.path):
        raise Http404("a plan of the level above")
    if request.method == "POST":
        try:
            messages.success(request, _set(request, found))
        except Problem as problem:
            messages.error(request, problem.sentence)
        return redirect("reports:duty-asks", pk=pk)
    return render(request, "reports/duty_asks.html", _duty_context(found))


def _set(request: MemberRequest, found: Duty) -> str:
    do, by, at = request.POST.get("do", ""), request.member, clock.now()
    which = asked_id(request.POST.get("which")) or 0
    if do == "list":
        settings.ask_list(duty=found, service=_or_404(Service.objects.filter(pk=which)), by=by, at=at)
        return "Từ nay báo cáo của các thôn kèm danh sách này."
    if do == "end-list":
        settings.end_list(asked=_or_404(AskedList.objects.filter(pk=which, duty=found)), by=by, at=at)
        return "Đã thôi kèm danh sách này; danh sách đã gửi vẫn được giữ."
    if do == "share":
        settings.share(duty=found, also=_or_404(settings.may_share(found).filter(pk=which)), by=by, at=at)
        return "Từ nay một báo cáo dùng cho cả hai chế độ."
    if do == "end-share":
        settings.end_share(shared=_or_404(SharedReport.objects.filter(pk=which, duty=found)), by=by, at=at)
        return "Đã thôi dùng chung."
    raise Http404("no such setting")


def _or_404(rows: Any) -> Any:
    found = rows.first()
    if found is None:
        raise Http404("not of this duty")
    return found


def _duty_context(found: Duty) -> dict[str, Any]:
    asked = named.asked_of(found)
    taken = {row.service_id for row in asked}
    services = Service.objects.filter(counts="person", kind=Service.Kind.STATE).exclude(pk__in=taken)
    shared = list(found.shared_with.filter(ended_at=None).select_related("also__plan__organisation", "also__addressee"))
    others = settings.may_share(found).exclude(pk__in=[row.also_id for row in shared])
    return {
        "duty": found, "direction": showing.direction(found), "words": showing.due_words_of(found), "asked": asked,
        "suggested": [service for service in named.suggested(found) if service.pk not in taken],
        "services": list(services.order_by("order", "code")),
        "shared": [{"row": row, "words": showing.duty_words(row.also)} for row in shared],
        "others": [{"pk": one.pk, "words": showing.duty_words(one)} for one in others],
        "crumbs": [{"label": "Báo cáo", "url": reverse("reports:index")}, {"label": "Chế độ báo cáo"}],
    }  # fmt: skip


# --- one page for several plans of a week ----------------------------------------------------------------------------


@only(Role.OFFICER, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER)
def together(request: MemberRequest, pk: int) -> HttpResponse:
    """All reports one unit owes within a week, on one page and by one button; each is taken or sent back by itself."""
    first, at = obligation_to_open(request, pk), clock.now()
    if first.organisation_id != request.member.organisation_id:
        raise Http404("only the unit's own reports stand on one page")
    others = sharing.same_week(first, request.member, at)
    owed = [row for row in (first, *others) if sharing.is_awaited(row) and may_write(request, row)]
    data = request.POST if request.method == "POST" else None
    forms = [(row, unit_form(request, row, data, prefix=f"ky{row.pk}")) for row in owed]
    if data is not None:
        sent = [_one_of_several(request, row, form) for row, form in forms]
        if all(sent):
            return redirect("reports:index")
        forms = [pair for pair, is_sent in zip(forms, sent, strict=True) if not is_sent]
    wrong = any(form.errors for _, form in forms)
    return render(request, "reports/together.html", {
        "blocks": [
            {
                "owed": row, "form": form, "title": showing.period_title(row.period, row.starts_on, row.ends_on),
                "due": showing.last_instant(row.due_at), "direction": showing.direction(row.duty),
            }
            for row, form in forms
        ],
        "unit": first.organisation, "first": first,
        "crumbs": [{"label": "Báo cáo", "url": reverse("reports:index")}, {"label": "Báo cáo cùng tuần"}],
    }, status=422 if wrong else 200)  # fmt: skip


def _one_of_several(request: MemberRequest, owed: Any, form: Any) -> bool:
    sent = send(request, owed, form) if form.is_valid() else None
    if sent is None:
        return False
    level, words = receipt(owed, sent)
    messages.add_message(request, level, f"{owed.duty.plan.campaign.name}: {words}")
    return True
