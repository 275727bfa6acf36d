"""Pages of papers: the register of what went out, a paper from its first words to its number, its files."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.drafting import write_docx, write_pdf
from tungnha.drafting.document import Bullet, Heading, Paragraph, Prompt
from tungnha.drafting.flow import HeadingNumbers, level_of, with_emphasis
from tungnha.drafting.form import form as decree
from tungnha.drafting.problems import DraftingProblem
from tungnha.drafting.words import from_words, left_out, of_data
from tungnha.outreach.queries.materials import campaigns_in
from tungnha.reports.closing.phases import reopened_source
from tungnha.reports.documents import PDF, WORD
from tungnha.reports.duties.sections import crumbs, sections
from tungnha.reports.models import Paper, PaperChange
from tungnha.reports.papers import kinds, numbering, operations, queries, settings, standing
from tungnha.reports.papers.forms import ChangeForm, IssueForm, NewPaperForm, PaperForm
from tungnha.reports.papers.front import document_of
from tungnha.reports.papers.standing import Standing
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, OutOfDate, Problem
from tungnha.units.requests import MemberRequest

WRITERS = (Role.OFFICER, Role.PROVINCE_OFFICER)
READERS = (*WRITERS, Role.LEADER)
A_PAGE = 30
KINDS = dict(Paper.Kind.choices)
COLUMNS = [
    {"key": "symbol", "label": "Số, ký hiệu", "link": "url"},
    {"key": "on", "label": "Ngày", "kind": "date"},
    {"key": "kind", "label": "Loại"},
    {"key": "subject", "label": "Trích yếu"},
    {"key": "body", "label": "Cơ quan"},
    {"key": "signer", "label": "Người ký"},
    {"key": "standing", "label": "Hiệu lực"},
]


def paper_or_404(request: MemberRequest, pk: int) -> Paper:
    found: Paper = get_visible_or_404(
        Paper.objects.filter(area_id=request.member.area_id).select_related("organisation", "campaign"),
        request.member, pk=pk,
    )  # fmt: skip
    return found


# --- the register ----------------------------------------------------------------------------------------------------


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """Drafts first, then the register of a year by day and number; gaps are told."""
    member = request.member
    years = queries.years_of(member)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else years[0]
    papers = queries.papers_of(member).select_related("organisation")
    issued = papers.filter(issued_on__year=year).exclude(issued_at=None).order_by("-issued_on", "-number")
    page = Paginator(issued, A_PAGE).get_page(request.GET.get("trang"))
    now = standing.standings(page)
    context = {
        "crumbs": crumbs(("Văn bản", "")), "sections": sections(member, "reports:papers"),
        "year": year, "years": [one for one in years if one != year],
        "may_write": member.has_role(*WRITERS), "page": page, "columns": COLUMNS,
        "rows": [_row(paper, now.get(paper.pk)) for paper in page],
        "drafts": [_draft_row(paper) for paper in papers.filter(issued_at=None, put_aside_at=None)[:50]],
        "registers": [one for one in queries.registers_of(member, year) if one.gaps],
        "elsewhere": queries.given_elsewhere(member, year)[:50],
    }  # fmt: skip
    return render(request, "reports/papers.html", context)


def _row(paper: Paper, now: Standing | None) -> dict[str, Any]:
    return {
        "symbol": paper.full_symbol, "url": _url(paper), "on": paper.issued_on, "kind": paper.get_kind_display(),
        "subject": _subject(paper), "body": paper.organisation.name, "signer": paper.signer_name,
        "standing": now.words if now else "Còn hiệu lực",
    }  # fmt: skip


def _draft_row(paper: Paper) -> dict[str, Any]:
    return {
        "title": f"{paper.get_kind_display()}: {_subject(paper)}", "url": _url(paper),
        "meta": f"{paper.full_symbol} · {paper.organisation.name}", "status": "draft", "status_label": "Dự thảo",
    }  # fmt: skip


def _url(paper: Paper) -> str:
    return reverse("reports:paper", args=[paper.pk])


@only(*WRITERS)
def new(request: MemberRequest) -> HttpResponse:
    """Begin a paper: kind, subject, to whom; the rest is drafted by the form and the office's settings."""
    campaigns = campaigns_in(request.member.area, clock.today()).filter(area=request.member.area)
    form = NewPaperForm(request.POST or None, bodies=queries.bodies_of(request.member), campaigns=campaigns)
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, clock.now()
        body, kind = data["organisation"], data["kind"]
        how = settings.how_written(body, at.date())
        wanted = kinds.Wanted(
            settings.sender_for(body, kind, at, unit=data["unit"]),
            kind,
            data["about"],
            data["addressees"],
            how.recipients,
        )
        try:
            paper = operations.draft_paper(
                organisation=body, kind=kind, document=kinds.first_draft(wanted), campaign=data["campaign"],
                by=request.member, at=at,
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            return redirect("reports:paper", pk=paper.pk)
    context = {
        "form": form,
        "crumbs": [{"label": "Văn bản", "url": reverse("reports:papers")}, {"label": "Soạn văn bản"}],
    }
    return render(request, "reports/paper_new.html", context, status=422 if form.errors else 200)


# --- one paper -------------------------------------------------------------------------------------------------------


@only(*READERS)
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    return paper_page(request, paper_or_404(request, pk))


@require_POST
@only(*WRITERS)
def save(request: MemberRequest, pk: int) -> HttpResponse:
    found = paper_or_404(request, pk)
    form = PaperForm(request.POST, words=found.words)
    if form.is_valid():
        try:
            operations.save_paper(paper=found, by=request.member, at=clock.now(), **form.told())
        except OutOfDate as problem:
            form.add_error(None, problem.sentence)
            return paper_page(request, found, form=form, status=409)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu văn bản.")
            return redirect("reports:paper", pk=pk)
    return paper_page(request, found, form=form, status=422)


@require_POST
@only(*WRITERS)
def issue(request: MemberRequest, pk: int) -> HttpResponse:
    found = paper_or_404(request, pk)
    form = IssueForm(request.POST, auto_id="issue-%s")
    if form.is_valid():
        try:
            made = operations.issue_paper(paper=found, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã ban hành {made.full_symbol}. Tải tệp Word hoặc PDF để ký, gửi đi.")
            return redirect("reports:paper", pk=pk)
    return paper_page(request, found, issue_form=form, status=422)


@require_POST
@only(*WRITERS)
def put_aside(request: MemberRequest, pk: int) -> HttpResponse:
    operations.put_aside(paper=paper_or_404(request, pk), by=request.member, at=clock.now())
    messages.success(request, "Đã bỏ dự thảo.")
    return redirect("reports:papers")


def paper_page(
    request: MemberRequest, found: Paper, *, form: PaperForm | None = None, issue_form: IssueForm | None = None,
    change_form: ChangeForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    may_write = request.member.has_role(*WRITERS) and not found.is_issued and found.put_aside_at is None
    kept = [of_data(block) for block in found.kept]
    now, changes = standing.standing_of(found), standing.change_by(found)
    may_change = request.member.has_role(*WRITERS) and found.is_issued and now.ended is None
    context: dict[str, Any] = {
        "now": now, "changes": changes, "in_vain": _in_vain(found, changes),
        "opened_again": reopened_source(found.source), "waiting": _waiting(found) if may_change else [],
        "change_form": change_form or (ChangeForm(auto_id="change-%s") if may_change else None),
        "form": change_form, "paper": found, "may_write": may_write, "kind": found.get_kind_display(),
        "subject": _subject(found), "front": [row for row in _front(found) if row[1]],
        "crumbs": [{"label": "Văn bản", "url": reverse("reports:papers")}, {"label": found.full_symbol}],
        "history": _history(found, now), "left_out": left_out(found.words, kept), "form_name": decree(found.form).name,
        "shown": _shown(found), "annexes": [annex["title"] for annex in found.annexes],
        "sums": [("Tệp Word (SHA-256)", found.sha256), ("Tệp PDF (SHA-256)", found.pdf_sha256)],
    }  # fmt: skip
    if may_write:
        today = clock.today()
        offered = numbering.next_number(found.organisation, found.kind, today.year)
        first = {"version": found.version, "number": offered, "issued_on": today}
        context |= {
            "paper_form": form or PaperForm.of(found),
            "issue_form": issue_form or IssueForm(initial=first, auto_id="issue-%s"), "offered": offered,
            "form": form or issue_form, "signers": found.organisation.signers.all(),
        }  # fmt: skip
    return render(request, "reports/paper.html", context, status=status)


def _subject(found: Paper) -> str:
    words = " ".join(found.subject.split())
    return f"V/v {words}" if found.kind == Paper.Kind.LETTER else words


def _shown(found: Paper) -> list[dict[str, Any]]:
    """The words as they are read on the page: numbered headings, points, phrases that stand out."""
    numbers, rows = HeadingNumbers(decree(found.form)), []
    for block in from_words(found.words):
        if isinstance(block, Heading):
            level = level_of(block.level)
            rows.append({"level": level + 1, "pieces": [(numbers.next(level, block.number) + block.text, False)]})
        elif isinstance(block, Prompt):
            rows.append({"pieces": [(f"[{block.text}]", False)]})
        elif isinstance(block, Paragraph | Bullet):
            dash = "- " if isinstance(block, Bullet) else ""
            rows.append({"pieces": list(with_emphasis(dash + block.text, block.bold))})
    return rows


def _front(found: Paper) -> list[tuple[str, str]]:
    front = found.front
    lists = {name: "; ".join(front.get(name, [])) for name in ("addressees", "recipients", "bases")}
    return [
        ("Số, ký hiệu", found.full_symbol),
        ("Ngày ban hành", f"{found.issued_on:%d/%m/%Y}" if found.issued_on else ""),
        ("Cơ quan ban hành", " ".join(str(front.get("issuer", "")).split())),
        ("Căn cứ", lists["bases"]),
        ("Kính gửi", lists["addressees"]),
        ("Ký", " / ".join([*front.get("signer_lines", []), found.signer_name])),
        ("Nơi nhận", lists["recipients"]),
    ]


def _in_vain(found: Paper, changes: PaperChange | None) -> str:
    """Why a draft that is to change another paper cannot be issued any more."""
    if changes is None or found.is_issued:
        return ""
    return standing.lower(standing.standing_of(changes.earlier).words) if standing.has_ended(changes.earlier) else ""


def _waiting(found: Paper) -> list[PaperChange]:
    """Drafts that would change this paper once they are issued."""
    rows = found.changed_by.filter(later__issued_at=None, later__put_aside_at=None)
    return list(rows.select_related("later"))


def _history(found: Paper, now: Standing) -> list[dict[str, Any]]:
    rows = found.saved.select_related("saved_by__user")[:20]
    events = [
        {
            "at": one.saved_at, "by": one.saved_by.user.full_name,
            "title": "Lập dự thảo" if one.version == 1 else f"Lưu lần {one.version}",
        }
        for one in rows
    ]  # fmt: skip
    if found.issued_at is not None and found.issued_by is not None:
        by = found.issued_by.user.full_name
        events.insert(0, {"at": found.issued_at, "by": by, "title": f"Ban hành {found.full_symbol}", "tone": "ok"})
    for one in (*now.corrected, *([now.ended] if now.ended else [])):
        title = f"{one.get_way_display().capitalize()} theo {one.later.full_symbol}"
        events.insert(0, {"at": one.later.issued_at, "by": one.by.user.full_name, "title": title, "text": one.why})
    return events


# --- files -----------------------------------------------------------------------------------------------------------


@only(*READERS)
def docx(request: MemberRequest, pk: int) -> HttpResponse:
    return _file(request, paper_or_404(request, pk), "docx")


@only(*READERS)
def pdf(request: MemberRequest, pk: int) -> HttpResponse:
    return _file(request, paper_or_404(request, pk), "pdf")


def _file(request: MemberRequest, found: Paper, ending: str) -> HttpResponse:
    """What was issued is given out as the bytes that were kept; a draft as it stands, with its mark, or, to be signed
    (`?trinh-ky=1`), without it and with number and day blank."""
    to_sign = request.GET.get("trinh-ky") == "1"
    data = _kept(found, ending) if found.is_issued else _made(found, ending, to_sign=to_sign)
    log_event("paper.downloaded", about=found, by=request.member, at=clock.now(), kind=ending, issued=found.is_issued)
    state = "" if found.is_issued else "-trinh-ky" if to_sign else "-du-thao"
    if (ended := standing.standing_of(found).ended) is not None:  # the bytes are those that were issued
        state = "-da-thu-hoi" if ended.way == PaperChange.Way.WITHDRAW else "-da-thay-the"
    response = HttpResponse(data, content_type=WORD if ending == "docx" else PDF)
    response["Content-Disposition"] = f'attachment; filename="van-ban-{found.pk}{state}.{ending}"'
    return response


def _made(found: Paper, ending: str, *, to_sign: bool) -> bytes:
    document = document_of(found, to_sign=to_sign)
    try:
        return write_docx(document) if ending == "docx" else write_pdf(document)
    except DraftingProblem as problem:
        raise BadInput(str(problem)) from problem


def _kept(found: Paper, ending: str) -> bytes:
    file, told = (found.file, found.sha256) if ending == "docx" else (found.pdf, found.pdf_sha256)
    with file.open("rb") as stored:
        data: bytes = stored.read()
    if hashlib.sha256(data).hexdigest() != told:
        raise Problem(
            "Tệp văn bản lưu trên máy chủ không còn đúng như lúc ban hành; xin báo quản trị lấy lại từ bản sao lưu."
        )
    return data
