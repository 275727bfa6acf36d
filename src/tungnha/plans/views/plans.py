"""Plans that run: the list, one plan, and what is filled in later."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from tungnha.plans import asked, marks, operations, queries
from tungnha.plans.forms import AnswerForm, NumberForm
from tungnha.plans.models import Plan, Question, Target
from tungnha.plans.operations.network import deliveries_to
from tungnha.plans.rules import Needed, due_words, level_words, needed_count, weekend_note, why_no_dates
from tungnha.plans.views.documents import WRITERS, must_be_own
from tungnha.plans.work import board
from tungnha.plans.work.rules import LABELS, State
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, members_only, only
from tungnha.units.models import Area, Member, Role
from tungnha.units.models.members import SEES_COUNTS
from tungnha.units.problems import BadInput, Problem
from tungnha.units.requests import MemberRequest

PAGE = 25
BY_REGISTER = "tính theo sổ"
PARTS = (
    ("chi-tieu", "Chỉ tiêu"), ("bao-cao", "Báo cáo"), ("nhiem-vu", "Nhiệm vụ"), ("phan-cong", "Phân công"),
    ("dieu-can-hoi", "Điều cần hỏi"), ("can-cu", "Căn cứ, nơi nhận"),
)  # fmt: skip


@members_only
def index(request: MemberRequest) -> HttpResponse:
    page = Paginator(queries.plans_with_counts(request.member), PAGE).get_page(request.GET.get("trang"))
    writes = request.member.has_role(*WRITERS)
    documents = queries.documents_waiting(request.member) if writes else []
    context = {"page": page, "tree": _tree(page, request.member), "documents": documents, "writes": writes}
    return render(request, "plans/index.html", context)


def _tree(page: Any, member: Member) -> list[dict[str, Any]]:
    """The plans of one page, each under the plan it follows where that one stands on the page too."""
    below: dict[int | None, list[Plan]] = {}
    here = {row.pk for row in page}
    for row in page:
        below.setdefault(row.parent_id if row.parent_id in here else None, []).append(row)

    def node(row: Plan) -> dict[str, Any]:
        return {"plan": row, "writes": writes_plan(member, row), "children": [node(c) for c in below.get(row.pk, [])]}

    return [node(row) for row in below.get(None, [])]


def own_plan(request: MemberRequest, pk: int) -> Plan:
    """A plan of the member's own level, for what changes it."""
    found: Plan = get_visible_or_404(Plan.objects.select_related("campaign__area"), request.member, pk=pk)
    must_be_written_by(request, found, found)
    return found


def must_be_written_by(request: MemberRequest, about: Any, found: Plan) -> None:
    """404 unless the plan is of the member's own level, or of a village of the member's commune: a team has no desk."""
    if not writes_plan(request.member, found):
        must_be_own(request, about, found.campaign.area_id)


def writes_plan(member: Member, found: Plan) -> bool:
    area = found.campaign.area
    own = area.pk == member.area_id or (area.kind == Area.Kind.VILLAGE and area.parent_id == member.area_id)
    return own and member.has_role(*WRITERS)


def may_propose(member: Member, found: Plan) -> bool:
    """Those the plan is for: of its own area, or it was sent to them."""
    return found.campaign.area.contains(member.area) or deliveries_to(member).filter(plan=found).exists()


@members_only
def plan(request: MemberRequest, pk: int) -> HttpResponse:
    found: Plan = get_visible_or_404(
        Plan.objects.select_related(
            "campaign__area", "organisation", "document", "parent", "confirmed_by__user"
        ).prefetch_related("campaign__phases"),
        request.member,
        pk=pk,
    )
    today = clock.today()
    writes = writes_plan(request.member, found)
    operations.mark_read(plan=found, by=request.member, at=clock.now())
    targets = [
        _target(row, request.member)
        for row in queries.targets_of(found)
        .select_related("measure", "plan__campaign__area")
        .prefetch_related("shares")
    ]
    context = {
        "plan": found,
        "writes": writes,
        "shows_figures": shows_figures(found, request.member),
        "watches_work": request.member.has_role(*WRITERS, Role.LEADER),
        "may_propose": not writes and may_propose(request.member, found),
        "proposals": _proposals(found, request.member, writes),
        **_sent(found),
        "versions_label": f"Bản số {found.version}: xem thay đổi",
        "targets": targets,
        "by_register": BY_REGISTER
        if any(one["needed"] and one["needed"].why == BY_REGISTER for one in targets)
        else "",
        "duties": _duties(found, today),
        "tasks": [_task(row) for row in board.load([found], clock.now())],
        "assignments": found.assignments.prefetch_related("duties", "organisations"),
        "questions": [_question(row, writes) for row in found.questions.select_related("answered_by__user")],
        "bases": found.bases.all(),
        "recipients": found.recipients.all(),
        "facts": _facts(found),
        "nav_items": [{"url": f"#{anchor}", "label": label} for anchor, label in PARTS],
    }
    return render(request, "plans/plan.html", context)


def _sent(found: Plan) -> dict[str, Any]:
    """How many it was sent to and how many of them have read it."""
    counts = found.deliveries.aggregate(sent=Count("pk"), read=Count("pk", filter=Q(read_at__isnull=False)))
    return {"sent": counts["sent"], "sent_label": f"Đã gửi: {counts['read']}/{counts['sent']} nơi đã đọc"}


def _proposals(found: Plan, member: Member, writes: bool) -> Any:
    """The owner sees all that is proposed; the others what their own area or body proposed."""
    rows = found.proposals.select_related(
        "made_by__user", "made_by__area", "made_by__organisation", "decided_by__user", "version"
    )
    if writes:
        return rows
    own = Q(made_by=member)
    if member.organisation_id is not None:
        own |= Q(made_by__organisation=member.organisation_id)
    return rows.filter(own)


def _facts(found: Plan) -> list[dict[str, Any]]:
    """The head of the document, as label and value; what is blank says so."""
    issued = found.issued_on
    facts: list[dict[str, Any]] = [
        {"label": "Cơ quan ban hành", "value": found.issuer or found.organisation.name},
        {"label": "Phạm vi", "value": found.scope_place},
        {"label": "Số thôn nêu trong kế hoạch", "value": found.villages_stated},
        {"label": "Ngày ban hành", "value": f"{issued.day}/{issued.month}/{issued.year}" if issued else ""},
        {"label": "Ký", "value": ", ".join([*found.signer_lines, found.signer_name]) if found.signer_name else ""},
        {"label": "Đầu mối liên hệ", "value": found.contact},
        {"label": "Người phụ trách", "value": found.supervisor},
    ]
    if found.parent is not None:
        above = _url("plans:plan", found.parent_id)
        facts.append({"label": "Theo kế hoạch", "value": found.parent.full_symbol, "url": above})
    always = ("Cơ quan ban hành", "Ngày ban hành")
    return [fact for fact in facts if fact["value"] or fact["label"] in always]


def _url(name: str, *args: Any) -> str:
    """The address of a page of another room; nothing while that room has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _target(row: Target, member: Member) -> dict[str, Any]:
    needed = needed_count(
        comparator=row.comparator, value=row.value, unit=row.unit, base=row.stated_base, stated_count=row.stated_count
    )
    counted = row.role == Target.Role.TARGET
    shown = row.role != Target.Role.MESSAGE and row.measure_id is not None
    url = _url("progress:target", row.pk) if (counted or shown) and _counts_seen(row, member) else ""
    if url and needed.count is None and row.measure_id and row.value is not None and row.stated_base is None:
        needed = Needed(None, BY_REGISTER)
    return {
        "row": row,
        "level": level_words(row.comparator, row.value, row.unit) if counted or row.value is not None else "",
        "needed": needed if counted else None,
        "url": url,
        "shared": len(row.shares.all()),
    }


def _counts_seen(row: Target, member: Member) -> bool:
    """The figures are for the plan's own area and those above and below it, not for whoever was sent the plan."""
    return shows_figures(row.plan, member)


def shows_figures(found: Plan, member: Member) -> bool:
    area = found.campaign.area
    return member.has_role(*SEES_COUNTS) and (area.contains(member.area) or member.area.contains(area))


def _duties(found: Plan, today: Any) -> list[dict[str, Any]]:
    rows = found.duties.select_related("phase", "addressee").prefetch_related("reporters")
    made = []
    for row in rows:
        row.plan = found  # so that its campaign's phases are not asked for again
        period = queries.next_due(row, today)
        made.append(
            {
                "row": row,
                "words": due_words(row, queries.before_rule()),
                "period": period,
                "weekend": weekend_note(period.day) if period else "",
                "why": why_no_dates(row) if row.frequency != "adhoc" else "",
            }
        )
    return made


def _task(row: board.Row) -> dict[str, Any]:
    asks = row.last_day is None and row.state is not State.STEADY and not row.own.is_finished
    return {
        "row": row.task, "state": "ask" if asks else row.state, "level": row.level,
        "lead": row.task.lead or ", ".join(one.label for one in row.leads),
        "label": LABELS[row.state].capitalize(), "done": f"{row.done}/{len(row.places)} nơi" if row.places else "",
    }  # fmt: skip


def _question(row: Question, writes: bool) -> dict[str, Any]:
    """With the form of its answer; what houses are asked for has a page of its own."""
    if row.kind == asked.KIND:
        return {"row": row, "page": _url("plans:asked", row.plan_id) if writes else ""}
    form = AnswerForm(options=row.options, prefix=f"q{row.pk}", initial={"instead_of": row.answer}) if writes else None
    return {"row": row, "form": form}


@members_only
def text(request: MemberRequest, pk: int) -> HttpResponse:
    """The document's text, with the places its parts were read from."""
    found: Plan = get_visible_or_404(Plan.objects.select_related("document"), request.member, pk=pk)
    lines: list[marks.Block] = []
    if found.document is not None:
        draft = queries.latest_draft(found.document)
        finds = marks.finds_of(draft.content, len(found.document.text))
        lines = marks.marked_blocks(found.document.text, finds)
    return render(request, "plans/text.html", {"plan": found, "lines": lines})


@only(*WRITERS)
def number(request: MemberRequest, pk: int) -> HttpResponse:
    found = own_plan(request, pk)
    form = NumberForm(
        request.POST or None,
        initial={"number": found.number, "symbol": found.symbol, "issued_on": found.issued_on},
    )
    if request.method == "POST" and form.is_valid():
        operations.set_number(plan=found, by=request.member, at=clock.now(), **form.cleaned_data)
        messages.success(request, f"Đã ghi số {found.full_symbol}.")
        return redirect("plans:plan", found.pk)
    return render(request, "plans/number.html", {"plan": found, "form": form}, status=400 if form.errors else 200)


@only(*WRITERS)
@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Question.objects.select_related("plan__campaign__area")
    question: Question = get_visible_or_404(rows, request.member, pk=pk)
    must_be_written_by(request, question, question.plan)
    if question.kind == asked.KIND:
        return redirect("plans:asked", question.plan_id)
    form = AnswerForm(request.POST, options=question.options, prefix=f"q{question.pk}")
    try:
        if not form.is_valid():
            raise BadInput("Câu trả lời chưa đúng; mời chọn một cách hiểu hoặc viết câu trả lời của mình.")
        operations.answer_question(
            question=question, answer=form.answer, by=request.member, at=clock.now(), instead_of=form.shown
        )
        messages.success(request, "Đã ghi câu trả lời.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect(reverse("plans:plan", args=[question.plan_id]) + "#dieu-can-hoi")
