"""Pages of exchange: what was sent and answered, what came and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.drafting.dates import moment
from tungnha.people.protection.giving import as_file
from tungnha.people.protection.named_in_words import HIDDEN
from tungnha.plans.models import Duty, Plan
from tungnha.reports import queries, showing
from tungnha.reports.duties.sections import crumbs, sections
from tungnha.reports.exchange import answers, envelope, keys, proving, receiving, sending
from tungnha.reports.exchange.forms import ChooseForm
from tungnha.reports.exchange.views_keys import FILE_TYPE, TITLE
from tungnha.reports.models import Answer, FileState, ReceivedFile, Report, SentFile
from tungnha.reports.operations.shared import is_desk
from tungnha.reports.rules import period_title
from tungnha.reports.sending import copies
from tungnha.reports.views_report import PART_WORDS
from tungnha.reports.words import people_in
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

READERS = (*keys.WRITERS, Role.LEADER)
SHOWN = 60  # of each list on the first page
AROUND = 60  # letters on both sides of a name
TONE = {FileState.TAKEN: "accepted", FileState.WAITING: "waiting", FileState.REFUSED: "missing"}
ACTS = {"send": "nhận", "return": "trả lại để sửa", "accept": "tiếp nhận", "take_back": "bỏ tiếp nhận", "lock": "khóa",
        "ask": "ghi đề nghị mở lại", "reopen": "mở lại để sửa"}  # fmt: skip


@require_safe
@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    member, area = request.member, request.member.area
    plans = Plan.objects.visible_to(member).filter(campaign__area=area).select_related("campaign")
    sent = _sent(request).order_by("-pk")[:SHOWN]
    came = ReceivedFile.objects.filter(area=area).select_related("key__organisation")[:SHOWN]
    return render(request, "reports/exchange/index.html", {
        "sections": sections(member, "reports:exchange"), "crumbs": crumbs((TITLE, "")),
        "plans": [_plan_row(plan) for plan in plans],
        "sent": [_sent_row(one) for one in sent], "received": [_received_row(one) for one in came],
        "ready": _ready(request), "has_key": keys.own_key(area) is not None,
        "may_write": member.has_role(*keys.WRITERS),
        "may_ask": any((there := sending.destination_of(plan)) and there.url for plan in plans),
    })  # fmt: skip


def _plan_row(plan: Plan) -> dict[str, Any]:
    there = sending.destination_of(plan)
    where = (there.url or "mang tệp đến") if there else ""
    return {
        "title": plan.campaign.name, "url": reverse("reports:exchange-destination", args=[plan.pk]),
        "text": f"Gửi {there.key.organisation.name}: {where}" if there else "Chưa ghi nơi nhận báo cáo",
    }  # fmt: skip


def _sent_row(one: SentFile) -> dict[str, Any]:
    state, label, text = _standing_of(one)
    return {
        "title": f"Tệp số {one.number}: {_title_of(one.report)}", "text": text, "status": state, "status_label": label,
        "url": reverse("reports:exchange-sent", args=[one.pk]), "meta": f"Gửi {one.to.name}",
    }  # fmt: skip


def _standing_of(one: SentFile) -> tuple[str, str, str]:
    """(code, label, sentence) of a sent file."""
    answer = one.answers.order_by("made_at", "pk").last()
    if answer is None:
        last = one.tries.order_by("pk").last()
        return "waiting", "Chưa có trả lời", last.why if last is not None else ""
    if asked := answers.asks_of(answer):
        return "returned", "Cấp trên đề nghị sửa", asked
    return TONE[FileState(answer.state)], FileState(answer.state).label.capitalize(), answers.said_in(answer)["why"]


def _title_of(report: Report) -> str:
    return period_title(report.period, report.starts_on, report.ends_on)


def _received_row(row: ReceivedFile) -> dict[str, Any]:
    who = row.key.organisation.name if row.key else "Chưa rõ nơi gửi"
    number = f", tệp số {row.number}" if row.number else ""
    return {
        "title": f"{who}{number}", "text": row.why, "url": reverse("reports:exchange-received", args=[row.pk]),
        "meta": f"đến lúc {moment(row.received_at)}", "status": TONE[FileState(row.state)],
        "status_label": FileState(row.state).label.capitalize(),
    }  # fmt: skip


def _ready(request: MemberRequest) -> list[dict[str, Any]]:
    """Frozen reports of which no file was made yet, of plans that have somewhere to go: of each the latest edition."""
    rows = queries.reports_for(request.member).filter(
        area=request.member.area_id, frozen_at__isnull=False, sent_files=None, plan__destinations__isnull=False
    )
    later = Report.objects.filter(
        plan=OuterRef("plan"), duty=OuterRef("duty"), period=OuterRef("period"), area=OuterRef("area"),
        frozen_at__isnull=False, edition__gt=OuterRef("edition"),
    )  # fmt: skip
    found = rows.exclude(Exists(later)).distinct()[:20]
    return [{"pk": one.pk, "title": f"{one.full_symbol}, {_title_of(one)}"} for one in found]


# --- what is sent ----------------------------------------------------------------------------------------------------


def _sent(request: MemberRequest) -> Any:
    return SentFile.objects.filter(report__area=request.member.area_id).select_related(
        "report__plan__campaign", "report__area", "to", "destination__key", "by__user"
    )


def _sent_or_404(request: MemberRequest, pk: int) -> SentFile:
    found: SentFile = get_visible_or_404(_sent(request), request.member, pk=pk)
    return found


@only(*keys.WRITERS)
def make(request: MemberRequest, pk: int) -> HttpResponse:
    """What would go, names of people in the words first; then the file. Names that were not looked at do not go."""
    report: Report = get_visible_or_404(queries.reports_open_to(request.member), request.member, pk=pk)
    if not is_desk(request.member, report.area, *keys.WRITERS) or report.area_id != request.member.area_id:
        raise Http404("the report of another desk")
    before = sending.made_before(report)
    if before is not None:
        return redirect("reports:exchange-sent", pk=before.pk)
    kept = request.POST.getlist("giu")
    try:
        body = sending.preview(report=report, by=request.member, at=clock.now(), kept=kept)
        named = people_in(report)
        looked = request.method == "POST" and request.POST.get("da-xem") == _mark_of_names(named)
        if not looked:
            return _preview(request, report, body, named)
        made = sending.make_file(report=report, by=request.member, at=clock.now(), kept=kept)
    except Problem as problem:
        messages.error(request, problem.sentence)
        return redirect("reports:exchange")
    return redirect("reports:exchange-sent", pk=made.pk)


def _mark_of_names(named: list[str]) -> str:
    """What the page showed: a name that came since has to be looked at as well."""
    return copies.digest("\n".join(named))[:16]


def _preview(request: MemberRequest, report: Report, body: dict[str, Any], named: list[str]) -> HttpResponse:
    there = sending.destination_of(report.plan)
    return render(request, "reports/exchange/preview.html", {
        "report": report, "title": _title_of(report), "to": there.key.organisation if there else None,
        "lines": [_line(row) for row in body["figures"]], "words": _words(body), "attendance": body["attendance"],
        "named": [(name, _around(report, name)) for name in named], "mark": _mark_of_names(named),
        "hidden": HIDDEN, "crumbs": crumbs((TITLE, reverse("reports:exchange")), ("Xem trước khi ký", "")),
    })  # fmt: skip


def _around(report: Report, name: str) -> str:
    """The words on both sides of a name, where it stands first."""
    for text in report.words.values():
        at = str(text).find(name)
        if at >= 0:
            start, end = max(at - AROUND, 0), at + len(name) + AROUND
            cut = " ".join(str(text)[start:end].split())
            return f"{'… ' if start else ''}{cut}{' …' if end < len(str(text)) else ''}"
    return ""


@require_safe
@only(*READERS)
def sent(request: MemberRequest, pk: int) -> HttpResponse:
    """What exactly goes upward, how to send it, what was answered."""
    one = _sent_or_404(request, pk)
    return _sent_page(request, one)


def _sent_page(request: MemberRequest, one: SentFile, proofs: Any = None) -> HttpResponse:
    body = proving.body_of(one)
    state, label, text = _standing_of(one)
    there = sending.destination_of(one.report.plan) or one.destination
    latest = one.answers.order_by("made_at", "pk").last()
    return render(request, "reports/exchange/sent.html", {
        "sent": one, "title": _title_of(one.report), "state": state, "label": label, "text": text,
        "lines": [_line(row) for row in body["figures"]], "words": _words(body), "attendance": body["attendance"],
        "over_net": bool(there.url), "tries": list(one.tries.order_by("-pk")[:5]),
        "asked": answers.asks_of(latest) if latest else "", "steps": _steps(latest), "proofs": proofs,
        "may_write": request.member.has_role(*keys.WRITERS), "mark": one.sha256[:16],
        "crumbs": crumbs((TITLE, reverse("reports:exchange")), (f"Tệp số {one.number}", "")),
    })  # fmt: skip


def _line(row: dict[str, Any]) -> dict[str, Any]:
    proof = row["proof"]
    return {
        "name": row["name"], "unit": row["unit"], "count": row["count"], "base": row["base"], "small": row["small"],
        "rows": proof["rows"] if proof else None, "differs": bool(proof and proof["rows"] != row["count"]),
        "base_whose": row["base_whose"],
    }  # fmt: skip


def _words(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"label": PART_WORDS.get(part, part), "text": text} for part, text in body["words"].items() if text]


def _steps(answer: Answer | None) -> list[dict[str, Any]]:
    """What the office above did with the report, the latest first."""
    if answer is None:
        return []
    told = answers.said_in(answer)["steps"]
    return [
        {
            "title": f"Cấp trên {ACTS.get(one['act'], one['act'])}",
            "at": datetime.fromisoformat(one["at"]),
            "text": one["why"],
        }
        for one in reversed(told)
    ]


@require_safe
@only(*keys.WRITERS)
def sent_file(request: MemberRequest, pk: int) -> HttpResponse:
    one = _sent_or_404(request, pk)
    name = f"bao-cao-{one.report.area.code}-{one.report.period.lower()}-{one.number}{envelope.SUFFIX}"
    return as_file(one.content.encode(), name, FILE_TYPE)


@require_POST
@only(*keys.WRITERS)
def send(request: MemberRequest, pk: int) -> HttpResponse:
    one = _sent_or_404(request, pk)
    try:
        tried = sending.send(sent=one, by=request.member, at=clock.now())
    except Problem as problem:
        messages.error(request, problem.sentence)
    else:
        if tried.arrived and not tried.why:
            messages.success(request, "Cấp trên đã nhận và gửi lại phiếu trả lời có chữ ký.")
        else:
            messages.warning(request, tried.why)
    return redirect("reports:exchange-sent", pk=pk)


@require_POST
@only(*READERS)
def prove(request: MemberRequest, pk: int) -> HttpResponse:
    """Each number of the file, counted again from the rows kept for it."""
    one = _sent_or_404(request, pk)
    return _sent_page(request, one, proving.prove(one, by=request.member, at=clock.now()))


@require_POST
@only(*keys.WRITERS)
def ask_above(request: MemberRequest) -> HttpResponse:
    """Fetch what the offices above answered to all our files."""
    area, at, new = request.member.area, clock.now(), 0
    asked = {}
    for plan in Plan.objects.visible_to(request.member).filter(campaign__area=area):
        there = sending.destination_of(plan)
        if there is not None and there.url:
            asked[there.url, there.key_id] = there
    try:
        for there in asked.values():
            new += sending.ask_above(area=area, url=there.url, key=there.key, by=request.member, at=at)
    except Problem as problem:
        messages.error(request, problem.sentence)
        return redirect("reports:exchange")
    messages.success(request, f"Có {new} phiếu trả lời mới." if new else "Cấp trên chưa có trả lời nào mới.")
    return redirect("reports:exchange")


# --- what comes ------------------------------------------------------------------------------------------------------


@require_POST
@only(*keys.WRITERS)
def drop(request: MemberRequest) -> HttpResponse:
    """A file somebody brought: a report from below, or an answer from above."""
    upload = request.FILES.get("tep")
    if upload is None:
        messages.error(request, "Chưa chọn tệp nào: xin chọn tệp có đuôi .tungnha.")
        return redirect("reports:exchange")
    if (upload.size or 0) > envelope.MOST_BYTES:
        messages.error(request, "Tệp lớn hơn 2 MB nên không phải tệp trao đổi báo cáo: xin chọn đúng tệp.")
        return redirect("reports:exchange")
    data, area, at = upload.read(), request.member.area, clock.now()
    if _kind_of(data) == "answer":
        return _take_answer(request, data)
    before = ReceivedFile.objects.filter(area=area, state=FileState.TAKEN).values_list("pk", flat=True)
    had = set(before)
    row = receiving.receive(data, area=area, way=ReceivedFile.Way.FILE, by=request.member, at=at)
    if row.pk in had:
        messages.info(request, "Tệp này đã nhận trước đây; không có gì được ghi lần nữa.")
    elif row.state == FileState.TAKEN:
        messages.success(request, "Chữ ký đúng; báo cáo đã được nhận vào.")
    elif row.state == FileState.WAITING:
        messages.warning(request, row.why)
    else:
        messages.error(request, row.why)
    return redirect("reports:exchange-received", pk=row.pk)


def _kind_of(data: bytes) -> str:
    try:
        return str(envelope.opened(data).body.get("kind"))
    except envelope.NotTaken:
        return ""


def _take_answer(request: MemberRequest, data: bytes) -> HttpResponse:
    try:
        answer = answers.take_answer(data, area=request.member.area, by=request.member, at=clock.now())
    except Problem as problem:
        messages.error(request, problem.sentence)
        return redirect("reports:exchange")
    messages.success(request, "Chữ ký của cấp trên đúng; đã ghi phiếu trả lời.")
    return redirect("reports:exchange-sent", pk=answer.sent_id)


def _received_or_404(request: MemberRequest, pk: int) -> ReceivedFile:
    rows = ReceivedFile.objects.filter(area=request.member.area_id).select_related(
        "area", "key__organisation__area", "submission__obligation__duty__plan"
    )
    found: ReceivedFile = get_visible_or_404(rows, request.member, pk=pk)
    return found


@require_safe
@only(*READERS)
def received(request: MemberRequest, pk: int) -> HttpResponse:
    return _received_page(request, _received_or_404(request, pk))


def _received_page(request: MemberRequest, row: ReceivedFile, form: Any = None) -> HttpResponse:
    body = row.body
    owed = row.submission.obligation if row.submission else None
    lines = receiving.lines_of(body, owed.duty.plan if owed else None) if body else []
    duties = _duties(row) if row.code == "choose" else []
    return render(request, "reports/exchange/received.html", {
        "row": row, "state": TONE[FileState(row.state)], "label": FileState(row.state).label.capitalize(),
        "who": row.key.organisation.name if row.key else "", "body": body, "clock": receiving.clock_words(row),
        "key_mark": envelope.mark_of(row.public) if row.public else "", "owed": owed,
        "lines": [_line(dict(line.row)) | {"is_ours": line.target is not None} for line in lines],
        "words": _words(body) if body else [], "attendance": body["attendance"] if body else None,
        "choose": form or (ChooseForm(duties=duties) if duties else None), "form": form,
        "may_write": request.member.has_role(*keys.WRITERS), "has_answer": row.key_id is not None,
        "crumbs": crumbs((TITLE, reverse("reports:exchange")), ("Tệp nhận được", "")),
    }, status=400 if form is not None and form.errors else 200)  # fmt: skip


def _duties(row: ReceivedFile) -> list[tuple[int, str]]:
    if row.body is None or row.key is None:
        return []
    return [
        (one.duty_id, f"Kế hoạch {one.duty.plan.full_symbol}: {showing.duty_words(one.duty)}")
        for one in receiving.candidates(row.body, row.key)
    ]


@require_POST
@only(*keys.WRITERS)
def look_again(request: MemberRequest, pk: int) -> HttpResponse:
    """What was not taken is looked at once more: after a key was registered, a period opened, the product renewed."""
    row = _received_or_404(request, pk)
    row = receiving.look(row, receiving.bytes_of(row), by=request.member, at=clock.now())
    if row.state == FileState.TAKEN:
        messages.success(request, "Tệp đã được nhận vào.")
    else:
        messages.warning(request, row.why)
    return redirect("reports:exchange-received", pk=pk)


@require_POST
@only(*keys.WRITERS)
def choose(request: MemberRequest, pk: int) -> HttpResponse:
    row = _received_or_404(request, pk)
    form = ChooseForm(request.POST, duties=_duties(row))
    if not form.is_valid():
        return _received_page(request, row, form)
    duty = Duty.objects.get(pk=form.cleaned_data["duty"])
    row = receiving.choose(row=row, duty=duty, by=request.member, at=clock.now())
    if row.state == FileState.TAKEN:
        messages.success(request, "Đã nhận vào; lần sau máy tự ghép như vậy.")
    else:
        messages.warning(request, row.why)
    return redirect("reports:exchange-received", pk=pk)


@require_safe
@only(*keys.WRITERS)
def answer_file(request: MemberRequest, pk: int) -> HttpResponse:
    """The signed answer, to be carried back."""
    row = _received_or_404(request, pk)
    text = answers.answer_to(row, clock.now())
    if not text:
        messages.error(request, "Chưa có khóa của nơi mình, hoặc chưa rõ nơi gửi, nên chưa lập được phiếu trả lời.")
        return redirect("reports:exchange-received", pk=pk)
    return as_file(text.encode(), f"tra-loi-{row.area.code}-{row.number or row.pk}{envelope.SUFFIX}", FILE_TYPE)
