"""The compiled report on the page: its figures, its words, its form, its freezing, its file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tungnha.reports import documents, figures, operations, queries, showing
from tungnha.reports.forms import FreezeForm, FrontForm, WordsForm
from tungnha.reports.models import Report
from tungnha.reports.queries import DESK
from tungnha.reports.rules import period_title
from tungnha.reports.views import as_word, board_or_404
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Role
from tungnha.units.operations import log_event
from tungnha.units.problems import OutOfDate, Problem
from tungnha.units.requests import MemberRequest

READERS = (*DESK, Role.PROVINCE_OFFICER, Role.UNIT_OFFICER)
PART_WORDS = {name: field.label for name, field in WordsForm.base_fields.items() if name != "version"}


def _report(request: MemberRequest, pk: int) -> Report:
    """A draft exists for the desk only; for the province and the units a report exists once it is frozen."""
    found: Report = get_visible_or_404(queries.reports_open_to(request.member), request.member, pk=pk)
    return found


@require_POST
@only(Role.OFFICER)
def compile_now(request: MemberRequest, duty: int, period: str) -> HttpResponse:
    board = board_or_404(request, duty, period)
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
@only(Role.OFFICER)
def words(request: MemberRequest, pk: int) -> HttpResponse:
    """Save the words. Two officers at once: the second sees both texts, and hers is kept."""
    found, form = _report(request, pk), WordsForm(request.POST)
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
@only(Role.OFFICER)
def front(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _report(request, pk), FrontForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            operations.save_front(
                report=found, version=data["version"], front=form.front(), symbol=data["symbol"],
                signer_name=data["signer_name"], by=request.member, at=clock.now(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu thể thức.")
            return redirect(_at(pk, "the-thuc"))
    return _page(request, found, front_form=form)


@require_POST
@only(Role.OFFICER, Role.LEADER)
def freeze(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _report(request, pk), FreezeForm(request.POST)
    if form.is_valid():
        try:
            operations.freeze(report=found, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã chốt báo cáo. Tải tệp Word để trình ký, gửi đi.")
            return redirect("reports:report", pk=pk)
    return _page(request, found, freeze_form=form)


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


# --- the page --------------------------------------------------------------------------------------------------------


def _at(pk: int, part: str) -> str:
    return f"{reverse('reports:report', args=[pk])}#{part}"


def _page(
    request: MemberRequest, found: Report, *, words_form: WordsForm | None = None, front_form: FrontForm | None = None,
    freeze_form: FreezeForm | None = None, beside: list[dict[str, Any]] | None = None, sentence: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    wrong = any(form is not None and form.errors for form in (words_form, front_form, freeze_form))
    context = _within(request, _figures(found)) | _state(request, found) | {
        "report": found, "beside": beside, "sentence": sentence,
        "words_form": words_form or WordsForm.of(found), "front_form": front_form or FrontForm.of(found),
        "freeze_form": freeze_form or FreezeForm(initial={"version": found.version, "issued_on": clock.today()}),
        "open_front": front_form is not None,
        "form": next((form for form in (words_form, front_form, freeze_form) if form is not None), None),
    }  # fmt: skip
    return render(request, "reports/report.html", context, status=422 if wrong else status)


def _figures(found: Report) -> dict[str, Any]:
    facts = found.figures
    return {
        "figures": [showing.figure_of(row) for row in facts.get("targets", [])],
        "villages": showing.villages_of(facts),
        "attendance": showing.attendance_of(facts["attendance"]),
        "reported": showing.reported_rows(facts.get("reported", [])),
        "reported_columns": showing.REPORTED_COLUMNS,
        "narratives": [showing.opened(row) for row in facts.get("narratives", [])],
        "changes": figures.changes_since(found) if found.is_frozen else [],
    }


def _within(request: MemberRequest, shown: dict[str, Any]) -> dict[str, Any]:
    """The units' own forms and words are the desk's; others read the counts and the names of units."""
    if request.member.has_role(*DESK):
        return shown
    attendance = shown["attendance"]
    for key in ("late", "missing", "on_time"):
        attendance[key] = showing.without_forms(attendance[key])
    if not request.member.has_role(Role.PROVINCE_OFFICER):
        attendance["url"] = ""
    return shown | {"reported": showing.without_forms(shown["reported"]), "narratives": []}


def _state(request: MemberRequest, found: Report) -> dict[str, Any]:
    member = request.member
    title = period_title(found.period, found.starts_on, found.ends_on)
    is_open = not found.is_frozen
    return {
        "title": title,
        "may_write": is_open and member.has_role(Role.OFFICER),
        "may_freeze": is_open and member.has_role(Role.OFFICER, Role.LEADER),
        "written": [{"label": PART_WORDS[key], "text": found.words.get(key, "")} for key in documents.PARTS],
        "front": _front(found),
        "history": _history(found) if member.has_role(*DESK) else [],
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
    lists = {key: "; ".join(front.get(key, [])) for key in ("addressees", "recipients")}
    return [
        ("Số, ký hiệu", found.full_symbol),
        ("Ngày ban hành", showing.short_day(found.issued_on) if found.issued_on else ""),
        ("Cơ quan ban hành", " ".join(front.get("issuer", "").split())),
        ("Kính gửi", lists["addressees"]),
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
