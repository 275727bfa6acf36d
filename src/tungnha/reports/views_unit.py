"""Pages of one unit's report: written, kept as typed, sent; returned, accepted, locked, reopened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.drafting.dates import clock_time
from tungnha.people.forms.export import PurposeForm
from tungnha.people.operations.exports import export_workbook
from tungnha.people.protection.giving import as_file, ask_purpose
from tungnha.plans.models import Target
from tungnha.reports import figures, operations, queries, showing
from tungnha.reports.forms import ReturnForm, WhyForm
from tungnha.reports.forms_unit import UnitReportForm, drafted, sitting_of
from tungnha.reports.models import LockedCopy, NamedList, Obligation, Submission, UnitDraft
from tungnha.reports.queries import DESK
from tungnha.reports.rules import period_title
from tungnha.reports.sending import history, known, named, reading, rules, sharing, who
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Role
from tungnha.units.operations import log_event
from tungnha.units.problems import OutOfDate, Problem
from tungnha.units.requests import MemberRequest

WRITERS = (*DESK, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER, Role.PROVINCE_OFFICER)
LIST_READERS = (Role.OFFICER, Role.DATA_STEWARD, Role.TEAM_LEADER)


def obligation_to_open(request: MemberRequest, pk: int) -> Obligation:
    """Another unit's form does not exist for a unit, and the log says who asked."""
    found = get_visible_or_404(queries.obligations_for(request.member), request.member, pk=pk)
    if not queries.obligations_to_open(request.member).filter(pk=pk).exists():
        log_event("scope.refused", about=found, by=request.member, at=clock.now())
        raise Http404("another unit's report")
    owed: Obligation = found
    return owed


def submission_to_open(request: MemberRequest, pk: int) -> Submission:
    rows = Submission.objects.select_related(
        "obligation__duty__plan__campaign__area", "obligation__organisation__area", "sent_by__user"
    )
    found: Submission = get_visible_or_404(rows, request.member, pk=pk)
    obligation_to_open(request, found.obligation_id)
    return found


# --- the form --------------------------------------------------------------------------------------------------------


@only(*WRITERS)
def obligation(request: MemberRequest, pk: int) -> HttpResponse:
    """The unit's one form, filled in with what is known; what was sent, and every step it took."""
    owed = obligation_to_open(request, pk)
    may_send = may_write(request, owed)
    if request.method == "POST" and not may_send:
        raise Http404("not this member's report to send")
    data = request.POST if request.method == "POST" else None
    form = unit_form(request, owed, data) if may_send else None
    if form is not None and data is not None:
        answer = _keep(request, owed) if data.get("do") == "draft" else _send(request, owed, form)
        if answer is not None:
            return answer
    return render(request, "reports/obligation.html", _about(request, owed, form), status=_status(form))


def may_write(request: MemberRequest, owed: Obligation) -> bool:
    """Whether a form stands on the page: the table lets her send, and the period runs."""
    latest = owed.submissions.order_by("-number").first()
    allowed = rules.verdict(who.state_of(latest), rules.SEND, who.actors(request.member, owed)).allowed
    return allowed and owed.closed_at is None and clock.today() >= owed.starts_on


def _status(form: Any) -> int:
    return 422 if form is not None and form.errors else 200


def unit_form(request: MemberRequest, owed: Obligation, data: Any, **more: Any) -> UnitReportForm:
    asked = Target.objects.filter(plan=owed.duty.plan_id).exclude(role=Target.Role.MESSAGE)
    targets = list(asked.select_related("measure", "plan__campaign__area__parent", "plan__organisation"))
    own, others = figures.asked_of(owed.organisation, targets, clock.today())
    eve = owed.starts_on - timedelta(days=1)
    computed = figures.computed_for(owed.organisation, own, clock.today(), eve)
    latest = owed.submissions.prefetch_related("figures").order_by("-number").first()
    period = known.UnitPeriod(
        owed, request.member, clock.now(), tuple(figures.rows_of([t for t in own if t.pk in computed], computed))
    )
    return UnitReportForm(
        data, own=own, others=others, latest=latest, held=figures.held_of(owed, targets), computed=computed,
        draft=reading.draft_of(owed, latest), proposed=known.propose(period),
        # An officer who types in what came on paper is not given words the paper does not say.
        fills_in=owed.organisation_id == request.member.organisation_id, **more,
    )  # fmt: skip


def send(request: MemberRequest, owed: Obligation, form: UnitReportForm) -> Submission | None:
    """Send what a valid form holds. None: the form says why not; what was written is kept as a draft beside."""
    try:
        return operations.submit(
            obligation=owed, figures=form.figures(), by=request.member, at=clock.now(), asks_answers=True,
            proposed=form.left_as_proposed(), after=form.cleaned_data["after"], **form.words(),
        )  # fmt: skip
    except operations.Doubtful as doubtful:
        form.doubt(doubtful)
    except OutOfDate as problem:
        _save(request, owed, form.prefix or "")
        form.add_error(None, problem.sentence)
    except Problem as problem:
        form.add_error(None, problem.sentence)
    return None


def _send(request: MemberRequest, owed: Obligation, form: UnitReportForm) -> HttpResponse | None:
    sent = send(request, owed, form) if form.is_valid() else None
    if sent is None:
        return None
    messages.add_message(request, *receipt(owed, sent))
    return redirect("reports:obligation", pk=owed.pk)


def receipt(owed: Obligation, sent: Submission) -> tuple[int, str]:
    at = clock.now()
    when = f"{clock_time(at)} ngày {at.day}/{at.month}/{at.year}"
    twins = [twin.obligation for twin in sent.served_by.select_related("obligation")]
    also = "".join(f" Dùng chung cho {period_title(o.period, o.starts_on, o.ends_on)}." for o in twins)
    if sent.number > 1:
        return messages.SUCCESS, f"Đã nhận bản sửa lần {sent.number - 1} lúc {when}. Bản trước vẫn được giữ.{also}"
    if sent.is_late:
        late = f"Đã nhận báo cáo lúc {when}, sau hạn: ghi là gửi muộn. Báo cáo vẫn được tổng hợp nếu chưa chốt."
        return messages.WARNING, late + also
    return messages.SUCCESS, f"Đã nhận báo cáo lúc {when}, đúng hạn.{also}"


# --- the draft -------------------------------------------------------------------------------------------------------


def _save(request: MemberRequest, owed: Obligation, prefix: str = "") -> UnitDraft:
    sitting, seen = sitting_of(request.POST, prefix)
    return operations.save_draft(
        obligation=owed, sitting=sitting, seen=seen, content=drafted(request.POST, prefix), by=request.member,
        at=clock.now(),
    )  # fmt: skip


def _keep(request: MemberRequest, owed: Obligation) -> HttpResponse:
    """The button for who has no script: kept, and the page again."""
    try:
        _save(request, owed)
    except OutOfDate as problem:
        messages.warning(request, problem.sentence)
    else:
        messages.success(request, "Đã lưu bản nháp. Báo cáo chưa gửi.")
    return redirect("reports:obligation", pk=owed.pk)


@require_POST
@only(*WRITERS)
def keep_draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Kept as it is typed; the line under the form says when, or that somebody else writes too."""
    owed = obligation_to_open(request, pk)
    try:
        kept = _save(request, owed)
    except Problem as problem:
        tone = "warn" if isinstance(problem, OutOfDate) else "problem"
        context: dict[str, Any] = {"sentence": problem.sentence, "tone": tone}
    else:
        context = {"kept": kept}
    return render(request, "reports/_draft_state.html", context)


# --- what the page says ----------------------------------------------------------------------------------------------


def _about(request: MemberRequest, owed: Obligation, form: UnitReportForm | None) -> dict[str, Any]:
    at, member = clock.now(), request.member
    standing = queries.standings([owed], at)[0]
    sent = reading.submissions_of(owed)
    latest = sent[0] if sent else None
    may = rules.open_to(who.state_of(latest), who.actors(member, owed)) if owed.closed_at is None else frozenset()
    title = period_title(owed.period, owed.starts_on, owed.ends_on)
    has_board = member.has_role(*DESK, Role.PROVINCE_OFFICER)
    return {
        "owed": owed, "standing": standing, "shown": showing.shown(standing, opens=False), "form": form,
        "latest": latest, "sent": [reading.told(row, member, is_latest=row is latest) for row in sent],
        "step": showing.APPROVAL.get(latest.state) if latest else None, "may": may, "title": title,
        "words": showing.due_words_of(owed.duty), "due": showing.last_instant(owed.due_at),
        "countdown": showing.countdown(owed.due_at, at), "is_over": owed.due_at <= at,
        "is_ahead": clock.today() < owed.starts_on, "opens_on": history.opens_on(owed),
        "is_early": latest is None and clock.today() < history.opens_on(owed),
        "for_another": owed.organisation_id != member.organisation_id,
        "return_form": ReturnForm() if rules.RETURN in may else None, "why_form": WhyForm(),
        "returned": latest if latest and latest.state == rules.RETURNED else None,
        "reopened": reading.latest_step(latest, rules.REOPEN), "asked": reading.latest_step(latest, rules.ASK),
        "beside": reading.drafts_beside(owed, latest), "asked_lists": named.asked_of(owed.duty),
        "same_week": _same_week(request, owed),
        "board_url": reverse("reports:board", args=[owed.duty_id, owed.period]) if has_board else "",
        "crumbs": [{"label": "Báo cáo", "url": reverse("reports:index")}, {"label": title}],
    }  # fmt: skip


def _same_week(request: MemberRequest, owed: Obligation) -> list[dict[str, Any]]:
    """The unit's other reports of these days, each with its deadline."""
    if owed.organisation_id != request.member.organisation_id:
        return []
    others = queries.standings(sharing.same_week(owed, request.member, clock.now()), clock.now())
    return [showing.obligation_row(row, clock.now()) for row in others]


# --- steps -----------------------------------------------------------------------------------------------------------


@require_POST
@only(Role.OFFICER, Role.PROVINCE_OFFICER)
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Return a unit's report to be mended, with the reason."""
    found, form = submission_to_open(request, pk), ReturnForm(request.POST)
    if form.is_valid():
        operations.return_submission(submission=found, by=request.member, at=clock.now(), **form.cleaned_data)
        messages.success(request, "Đã trả lại báo cáo; đơn vị thấy lý do ở trang của mình.")
    else:
        messages.error(request, "Chưa trả lại được: xin ghi vì sao trả lại.")
    return redirect("reports:obligation", pk=found.obligation_id)


@require_POST
@only(*WRITERS)
def step(request: MemberRequest, pk: int) -> HttpResponse:
    """Accept, take the acceptance back, lock, ask to reopen, reopen: which, the button says."""
    found, do = submission_to_open(request, pk), request.POST.get("do", "")
    deed = {"submission": found, "by": request.member, "at": clock.now()}
    why = request.POST.get("why", "").replace("\0", "")
    try:
        said = _take(do, deed, why)
    except Problem as problem:
        messages.error(request, problem.sentence)
    else:
        messages.success(request, said)
    return redirect("reports:obligation", pk=found.obligation_id)


def _take(do: str, deed: dict[str, Any], why: str) -> str:
    if do == rules.ACCEPT:
        result = operations.accept(submissions=[deed["submission"]], by=deed["by"], at=deed["at"])
        if result.left:
            raise Problem(result.left[0][1])
        return "Đã tiếp nhận báo cáo."
    if do == rules.TAKE_BACK:
        operations.take_back(**deed)
        return "Đã bỏ tiếp nhận; báo cáo lại chờ tiếp nhận."
    if do == rules.LOCK:
        operations.lock(**deed)
        return "Đã khóa báo cáo; bản khóa có mã kiểm."
    if do == rules.ASK:
        operations.ask_to_reopen(why=why, **deed)
        return "Đã gửi đề nghị mở lại; cán bộ phụ trách thấy ở bảng các đơn vị."
    if do == rules.REOPEN:
        operations.reopen(why=why, **deed)
        return "Đã mở lại. Bản đã khóa vẫn giữ nguyên; đơn vị gửi bản sửa thành bản mới."
    raise Http404("no such step")


# --- the locked copy, the list of names ------------------------------------------------------------------------------


@only(*WRITERS)
def locked_copy(request: MemberRequest, pk: int) -> HttpResponse:
    """A locked copy as it was, and whether it is still whole."""
    copy: LockedCopy = get_visible_or_404(
        LockedCopy.objects.select_related("submission", "by__user", "report"), request.member, pk=pk
    )
    submission = submission_to_open(request, copy.submission_id)
    owed = submission.obligation
    title = period_title(owed.period, owed.starts_on, owed.ends_on)
    return render(request, "reports/locked_copy.html", reading.copy_told(copy) | {
        "copy": copy, "owed": owed, "title": title, "submission": submission,
        "crumbs": [
            {"label": "Báo cáo", "url": reverse("reports:index")},
            {"label": title, "url": reverse("reports:obligation", args=[owed.pk])}, {"label": "Bản khóa"},
        ],
    })  # fmt: skip


@only(*LIST_READERS)
def named_list(request: MemberRequest, pk: int) -> HttpResponse:
    """The list of names that went with a report, as a marked file, with its purpose on record."""
    listed: NamedList = get_visible_or_404(
        NamedList.objects.select_related("submission__obligation__organisation__area", "service"), request.member, pk=pk
    )
    owed = obligation_to_open(request, listed.submission.obligation_id)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    title = f"Danh sách {listed.service.label.lower()}, {owed.organisation.label}"
    if request.method != "POST" or not form.is_valid():
        lines = [
            f"{listed.people} người, như lúc gửi báo cáo; số định danh đã che.",
            "Tệp mang tên người lấy và mã bản; lần lấy này được ghi lại.",
        ]
        return ask_purpose(
            request, form, title=title, lines=lines, back_url=reverse("reports:obligation", args=[owed.pk])
        )
    name = f"danh-sach-kem-bao-cao-{listed.pk}.xlsx"
    data, _ = export_workbook(
        [named.sheet_of(listed)], title=title, what="reports.named_list", name=name,
        purpose=form.words, rows=listed.people, persons=listed.rows.values_list("person", flat=True),
        area=owed.organisation.area, campaign=owed.duty.plan.campaign, by=request.member, at=clock.now(),
    )  # fmt: skip
    return as_file(data, name)
