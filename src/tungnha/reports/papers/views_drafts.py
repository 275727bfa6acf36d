"""Papers that begin from something else: a board of who has not sent becomes a reminder that can be reworded; an issued
paper that is wrong, the one that withdraws, replaces or corrects it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tungnha.outreach.queries.recognition import ready_to_submit
from tungnha.reports import documents
from tungnha.reports.papers import changing, commending, operations
from tungnha.reports.papers.forms import ChangeForm
from tungnha.reports.papers.views import WRITERS, paper_or_404, paper_page
from tungnha.reports.views import board_or_404, runs_board
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Campaign
from tungnha.units.problems import BadInput, Problem
from tungnha.units.requests import MemberRequest


@require_POST
@only(*WRITERS)
def reminder(request: MemberRequest, duty: int, period: str) -> HttpResponse:
    """The letter to those who have not sent; asked for again, the same draft with what was written into it."""
    board = board_or_404(request, duty, period)
    if not runs_board(request.member, board):
        raise Http404("the board of another office")
    if not board.missing:
        raise BadInput("Kỳ này mọi đơn vị đã gửi, không cần công văn đôn đốc.")
    plan = board.duty.plan
    paper = operations.draft_paper(
        organisation=plan.organisation, kind="letter", document=documents.reminder_document(board), by=request.member,
        at=clock.now(), campaign=plan.campaign, source=f"reminder:{duty}:{period}",
    )  # fmt: skip
    messages.success(request, "Đã lập dự thảo công văn đôn đốc. Xin đọc lại rồi trình ký.")
    return redirect("reports:paper", pk=paper.pk)


@require_POST
@only(*WRITERS)
def commendation(request: MemberRequest, pk: int) -> HttpResponse:
    """The Tờ trình for those the culture office agreed to, with their list; asked for again, the same draft."""
    member = request.member
    own = Campaign.objects.filter(area=member.area).select_related("organisation", "area")
    campaign: Campaign = get_visible_or_404(own, member, pk=pk)
    rows = ready_to_submit(campaign, member.area)
    if not rows:
        raise BadInput("Chưa có đề nghị khen nào đã thẩm định, đồng ý và còn chờ quyết định.")
    if member.organisation is None:
        raise BadInput("Người soạn chưa gắn với cơ quan nào: mời ghi đơn vị của mình ở phần Thiết lập.")
    document = commending.document_of(campaign, rows, member.organisation, clock.now())
    source = f"commendation:{campaign.pk}:" + "-".join(str(row.commendation.pk) for row in rows)
    paper = operations.draft_paper(
        organisation=member.organisation, kind="submission", document=document, by=member, at=clock.now(),
        campaign=campaign, source=source[:80],
    )  # fmt: skip
    messages.success(request, "Đã soạn Tờ trình kèm danh sách. Xin đọc lại rồi trình ký.")
    return redirect("reports:paper", pk=paper.pk)


@require_POST
@only(*WRITERS)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """The draft that withdraws, replaces or corrects an issued paper."""
    found = paper_or_404(request, pk)
    form = ChangeForm(request.POST, auto_id="change-%s")
    if form.is_valid():
        try:
            draft = changing.draft_change(paper=found, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lập dự thảo. Văn bản cũ vẫn còn hiệu lực cho đến khi văn bản này ban hành.")
            return redirect("reports:paper", pk=draft.pk)
    return paper_page(request, found, change_form=form, status=422)
