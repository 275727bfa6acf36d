"""The compiled report on the page: its figures, its words, its form, its freezing, its file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tungnha.people.protection.giving import as_file
from tungnha.reports import documents, figures, operations, queries, sentences, showing
from tungnha.reports.below import paper
from tungnha.reports.below import showing as below
from tungnha.reports.closing import sealing
from tungnha.reports.forms import FreezeForm, FrontForm, WhyForm, WordsForm
from tungnha.reports.models import Report
from tungnha.reports.operations.shared import is_desk
from tungnha.reports.operations.upward import waiting_above
from tungnha.reports.queries import DESK
from tungnha.reports.rules import period_title
from tungnha.reports.views import as_word, board_or_404
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import OutOfDate, Problem
from tungnha.units.requests import MemberRequest

READERS = (*DESK, Role.PROVINCE_OFFICER, Role.UNIT_OFFICER)
WRITERS = (Role.OFFICER, Role.PROVINCE_OFFICER)  # each of the own area: operations.shared.only_desk
PART_WORDS = {name: field.label for name, field in WordsForm.base_fields.items() if name != "version"}


def _report(request: MemberRequest, pk: int) -> Report:
    """A draft exists for the desk only; for the province and the units a report exists once it is frozen."""
    found: Report = get_visible_or_404(queries.reports_open_to(request.member), request.member, pk=pk)
    return found


def _own_report(request: MemberRequest, pk: int) -> Report:
    """One the member's desk writes: a province's officer writes none of a commune's."""
    found = _report(request, pk)
    _only_own(request, found.area)
    return found


def _only_own(request: MemberRequest, area: Area) -> None:
    if not is_desk(request.member, area, Role.OFFICER, Role.LEADER):
        raise Http404("the report of another desk")


@require_POST
@only(*WRITERS)
def compile_now(request: MemberRequest, duty: int, period: str) -> HttpResponse:
    board = board_or_404(request, duty, period)
    _only_own(request, board.duty.plan.campaign.area)
    plan = board.duty.plan
    made = operations.compile_report(
        plan=plan, duty=board.duty, period=period, area=plan.campaign.area, by=request.member, at=clock.now()
    )
    messages.success(request, "Đã lấy số liệu đến giờ phút này. Xin đọc lại lời văn rồi trình ký.")
    return redirect("reports:report", pk=made.pk)


@only(*READERS)
def report(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _report(request, pk))


@require_POST
@only(*WRITERS)
def words(request: MemberRequest, pk: int) -> HttpResponse:
    """Save the words. Two officers at once: the second sees both texts, and hers is kept."""
    found, form = _own_report(request, pk), WordsForm(request.POST)
    if form.is_valid():
        try:
            operations.save_words(
                report=found, version=form.cleaned_data["version"], words=form.words(), by=request.member,
                at=clock.now(),
            )  # fmt: skip
        except OutOfDate as problem:
            return _both_texts(request, pk, form, problem)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu lời văn.")
            return redirect(_at(pk, "loi-van"))
    return _page(request, found, words_form=form)


def _both_texts(request: MemberRequest, pk: int, form: WordsForm, problem: OutOfDate) -> HttpResponse:
    """The saved text in the form, with its version; the text that came second beside it, part by part."""
    found = _report(request, pk)
    mine = form.words()
    beside = [
        {"label": PART_WORDS[key], "mine": mine[key]}
        for key in documents.PARTS
        if mine[key].strip() != found.words.get(key, "").strip()
    ]
    return _page(request, found, beside=beside, sentence=problem.sentence, status=409)


@require_POST
@only(*WRITERS)
def front(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _own_report(request, pk), FrontForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            operations.save_front(
                report=found, version=data["version"], front=found.front | form.front(), symbol=data["symbol"],
                signer_name=data["signer_name"], by=request.member, at=clock.now(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu thể thức.")
            return redirect(_at(pk, "the-thuc"))
    return _page(request, found, front_form=form)


@require_POST
@only(*WRITERS, Role.LEADER)
def freeze(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _own_report(request, pk), FreezeForm(request.POST)
    if form.is_valid():
        try:
            operations.freeze(report=found, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã chốt báo cáo. Tải tệp Word để trình ký, gửi đi.")
            return redirect("reports:report", pk=pk)
    return _page(request, found, freeze_form=form)


@require_POST
@only(*WRITERS, Role.LEADER)
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """A frozen report is opened again, with a reason: a further edition beside it."""
    found, form = _own_report(request, pk), WhyForm(request.POST)
    if form.is_valid():
        try:
            made = operations.reopen_report(
                report=found, why=form.cleaned_data["why"], by=request.member, at=clock.now()
            )
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã mở bản sửa (lần {made.edition}). Bản đã chốt trước vẫn giữ nguyên bên cạnh.")
            return redirect("reports:report", pk=made.pk)
    return _page(request, found, why_form=form)


@require_POST
@only(*WRITERS, Role.LEADER)
def send_upward(request: MemberRequest, pk: int) -> HttpResponse:
    found = _own_report(request, pk)
    try:
        sent = operations.send_upward(report=found, by=request.member, at=clock.now())
    except Problem as problem:
        messages.error(request, problem.sentence)
    else:
        said = "Đã gửi lên cấp trên." if sent else (
            "Cấp trên đã khóa kỳ này: đã đề nghị mở lại, khi được mở thì bấm gửi lần nữa."
        )  # fmt: skip
        (messages.success if sent else messages.warning)(request, said)
    return redirect("reports:report", pk=pk)


@require_safe
@only(*READERS)
def check(request: MemberRequest, pk: int) -> HttpResponse:
    """Whether the frozen report is still whole: text, digest, log, file."""
    found = _report(request, pk)
    if not found.is_frozen:
        raise Http404("a draft is not sealed")
    is_old = not found.content
    problems = [] if is_old else sealing.problems_of_report(found)
    log_event("report.checked", about=found, by=request.member, at=clock.now(), problems=len(problems))
    title = period_title(found.period, found.starts_on, found.ends_on)
    return render(request, "reports/closing/check.html", {
        "report": found, "problems": problems, "is_old": is_old, "mark": sealing.mark_of(found.sha256), "title": title,
        "crumbs": [
            {"label": "Báo cáo", "url": reverse("reports:index")},
            {"label": title, "url": reverse("reports:report", args=[pk])}, {"label": "Kiểm bản chốt"},
        ],
    })  # fmt: skip


@only(*READERS)
def docx(request: MemberRequest, pk: int) -> HttpResponse:
    """The file of the moment it was frozen; of a draft, the draft as it stands, with its mark."""
    found = _report(request, pk)
    name = f"bao-cao-{found.period.lower()}{'' if found.is_frozen else '-du-thao'}.docx"
    if found.is_frozen and found.file:
        with found.file.open("rb") as stored:
            data = stored.read()
    else:
        data = documents.report_docx(found)
    log_event("report.downloaded", about=found, by=request.member, at=clock.now(), frozen=found.is_frozen)
    return as_word(data, name)


@only(*READERS)
def pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The same document at once as a PDF: made from what was frozen, or of a draft as it stands."""
    found = _report(request, pk)
    log_event("report.downloaded", about=found, by=request.member, at=clock.now(), frozen=found.is_frozen, kind="pdf")
    name = f"bao-cao-{found.period.lower()}{'' if found.is_frozen else '-du-thao'}.pdf"
    return as_file(documents.report_pdf(found), name, documents.PDF)


@only(*READERS)
def xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    """The report's tables: counts only, no names of people."""
    found = _report(request, pk)
    log_event("report.downloaded", about=found, by=request.member, at=clock.now(), frozen=found.is_frozen, kind="xlsx")
    return as_file(documents.report_xlsx(found), f"so-lieu-{found.period.lower()}.xlsx")


# --- the page --------------------------------------------------------------------------------------------------------


def _at(pk: int, part: str) -> str:
    return f"{reverse('reports:report', args=[pk])}#{part}"


def _page(
    request: MemberRequest, found: Report, *, words_form: WordsForm | None = None, front_form: FrontForm | None = None,
    freeze_form: FreezeForm | None = None, beside: list[dict[str, Any]] | None = None, sentence: str = "",
    status: int = 200, why_form: WhyForm | None = None,
) -> HttpResponse:  # fmt: skip
    forms = (words_form, front_form, freeze_form, why_form)
    wrong = any(form is not None and form.errors for form in forms)
    own = {"is_own": found.area_id == request.member.area_id and request.member.has_role(*WRITERS)}
    context = _within(request, _figures(found) | own) | _state(request, found) | {
        "report": found, "rival_texts": beside, "sentence": sentence, "why_form": why_form or WhyForm(),
        "words_form": words_form or WordsForm.of(found), "front_form": front_form or FrontForm.of(found),
        "freeze_form": freeze_form or FreezeForm(initial={"version": found.version, "issued_on": clock.today()}),
        "open_front": front_form is not None,
        "form": next((form for form in forms if form is not None), None),
    }  # fmt: skip
    return render(request, "reports/report.html", context, status=422 if wrong else status)


def _figures(found: Report) -> dict[str, Any]:
    facts = found.figures
    return {
        "figures": [showing.figure_of(row) for row in facts.get("targets", [])],
        "since_words": sentences.since_words(facts),
        "tables": [below.places(table, showing.url_of) for table in paper.tables_of(facts)],
        "staff": below.staff(facts.get("staff"), showing.url_of),
        "beside": facts.get("beside", []),
        "sections": below.sections(facts.get("sections", []), showing.url_of),
        "attendance": showing.attendance_of(facts["attendance"]),
        "reported": showing.reported_rows(facts.get("reported", [])),
        "reported_columns": showing.REPORTED_COLUMNS,
        "narratives": [showing.opened(row) for row in facts.get("narratives", [])],
        "changes": figures.changes_since(found) if found.is_frozen else [],
    }


def _within(request: MemberRequest, shown: dict[str, Any]) -> dict[str, Any]:
    """The units' own forms and words are the desk's; others read the counts and the names of units."""
    if request.member.has_role(*DESK) or shown["is_own"]:
        return shown
    attendance = shown["attendance"]
    for key in ("late", "missing", "on_time"):
        attendance[key] = showing.without_forms(attendance[key])
    if not request.member.has_role(Role.PROVINCE_OFFICER):
        attendance["url"] = ""
    return shown | {
        "reported": showing.without_forms(shown["reported"]), "narratives": [],
        "tables": below.closed_to(shown["tables"], reverse("reports:index") + "ky/"),
        "sections": [s | {"lines": [line | {"url": ""} for line in s["lines"]]} for s in shown["sections"]],
    }  # fmt: skip


def _state(request: MemberRequest, found: Report) -> dict[str, Any]:
    member = request.member
    title = period_title(found.period, found.starts_on, found.ends_on)
    is_open = not found.is_frozen
    editions = list(
        queries.reports_for(member).filter(
            plan=found.plan_id, duty=found.duty_id, period=found.period, area=found.area_id
        ).order_by("-edition")
    )  # fmt: skip
    newest = editions[0].pk if editions else found.pk
    is_ours = is_desk(member, found.area, Role.OFFICER, Role.LEADER)
    return {
        "title": title,
        "may_write": is_open and is_desk(member, found.area, Role.OFFICER),
        "may_freeze": is_open and is_ours,
        "may_reopen": not is_open and newest == found.pk and is_ours,
        "may_send_up": not is_open and newest == found.pk and is_ours and bool(waiting_above(found)),
        "editions": [
            {
                "title": f"Lần {one.edition}: {one.full_symbol}",
                "url": reverse("reports:report", args=[one.pk]),
                "text": one.reopened_why,
                "status": "locked" if one.is_frozen else "draft",
                "status_label": "Đã chốt" if one.is_frozen else "",
            }
            for one in editions
            if one.pk != found.pk
        ],
        "written": [{"label": PART_WORDS[key], "text": found.words.get(key, "")} for key in documents.PARTS],
        "front": _front(found),
        "history": _history(found) if member.has_role(*DESK) else [],
        "corrections": list(found.corrections.select_related("submission__obligation__organisation")),
        "has_unseen": found.corrections.filter(seen_at=None).exists(),
        "may_see": member.has_role(Role.OFFICER, Role.LEADER) and found.area.path.startswith(member.area.path),
        "rivals": _rivals(found) if is_open and member.has_role(*DESK) else [],
        "crumbs": [
            {"label": "Báo cáo", "url": reverse("reports:index")},
            {"label": title, "url": reverse("reports:board", args=[found.duty_id, found.period])},
            {"label": "Báo cáo tổng hợp"},
        ]
        if member.has_role(*DESK, Role.PROVINCE_OFFICER)
        else [{"label": "Báo cáo", "url": reverse("reports:index")}, {"label": title}],
    }


def _front(found: Report) -> list[tuple[str, str]]:
    front = found.front
    lists = {key: "; ".join(front.get(key, [])) for key in ("addressees", "bases", "recipients")}
    return [
        ("Số, ký hiệu", found.full_symbol),
        ("Ngày ban hành", showing.short_day(found.issued_on) if found.issued_on else ""),
        ("Cơ quan ban hành", " ".join(front.get("issuer", "").split())),
        ("Kính gửi", lists["addressees"]),
        ("Căn cứ", lists["bases"]),
        ("Ký", " / ".join([*front.get("signer_lines", []), found.signer_name])),
        ("Nơi nhận", lists["recipients"]),
    ]


def _history(found: Report) -> list[dict[str, Any]]:
    """What was done to the report, the latest first."""
    rows = found.wordings.exclude(version=None).select_related("saved_by__user")[:20]
    events = [
        {
            "at": w.saved_at, "by": w.saved_by.user.full_name,
            "title": "Tổng hợp số liệu, lời văn đầu tiên" if w.version == 1 else f"Lưu lần {w.version}",
        }
        for w in rows
    ]  # fmt: skip
    if found.frozen_at is not None and found.frozen_by is not None:
        title = "Chốt và khóa báo cáo"
        events.insert(0, {"at": found.frozen_at, "by": found.frozen_by.user.full_name, "title": title, "tone": "ok"})
    return events


def _rivals(found: Report) -> list[dict[str, Any]]:
    """Texts that came second and were kept beside the line."""
    rows = found.wordings.filter(version=None).select_related("saved_by__user")[:5]
    return [
        {
            "by": w.saved_by.user.full_name,
            "at": timezone.localtime(w.saved_at),
            "parts": [
                {"label": PART_WORDS[key], "text": w.words.get(key, "")}
                for key in documents.PARTS
                if w.words.get(key, "").strip() and w.words.get(key, "").strip() != found.words.get(key, "").strip()
            ],
        }
        for w in rows
    ]
