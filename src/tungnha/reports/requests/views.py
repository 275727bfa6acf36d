"""Pages of questions asked beside the plan: asked, answered, handed on, chased, compiled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.people.protection.giving import as_file
from tungnha.reports import documents, showing
from tungnha.reports.duties import notices, reminding
from tungnha.reports.duties.forms import ChaseForm, WhyForm
from tungnha.reports.duties.sections import crumbs, sections
from tungnha.reports.models import Request, RequestAnswer, RequestAsk
from tungnha.reports.requests import compiling, operations, queries, values
from tungnha.reports.requests.forms import AnswerForm, AskForm, DueForm, ToForm, names_of
from tungnha.reports.requests.queries import ANSWERERS, ASKERS, READERS
from tungnha.reports.rules import SHOWN
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

OPENERS = tuple(dict.fromkeys((*READERS, *ANSWERERS)))
LIST = "Báo cáo nhanh"
SHOWN_AT_ONCE = 50


def _status(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200


def _below(*rest: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs((LIST, reverse("reports:requests")), *rest)


@require_safe
@only(*OPENERS)
def index(request: MemberRequest) -> HttpResponse:
    """What the member is asked, the nearest due first; what its own area has asked."""
    at, member = clock.now(), request.member
    asks = list(queries.asks_of(member).order_by("-request__due_at")[:SHOWN_AT_ONCE])
    rows = queries.standings(asks, at)
    waiting = [row for row in reversed(rows) if not row.is_in and row.state not in ("closed", "excused")]
    done = [row for row in rows if row not in waiting]
    mine = queries.requests_for(member).filter(area=member.area_id)[:SHOWN_AT_ONCE]
    return render(request, "reports/requests/index.html", {
        "sections": sections(member, "reports:requests"), "crumbs": crumbs((LIST, "")),
        "waiting": [ask_row(row, at) for row in waiting], "done": [ask_row(row, at) for row in done],
        "mine": [_request_row(one, at) for one in mine], "may_ask": member.has_role(*ASKERS),
    })  # fmt: skip


def ask_row(row: queries.AskStanding, at: Any) -> dict[str, Any]:
    """One question a member is asked, in its list and on its first page."""
    asked = row.ask.request
    who = asked.organisation.label if asked.organisation else asked.area.title
    left = f"; {showing.countdown(asked.due_at, at)}" if not row.is_in and asked.closed_at is None else ""
    return {
        "title": asked.title, "url": reverse("reports:answer", args=[row.ask.pk]), "text": f"{who} hỏi",
        "meta": f"Hạn cuối {showing.last_instant(asked.due_at)}{left}",
        "status": SHOWN[row.state][0], "status_label": compiling.label_of(row) or SHOWN[row.state][1],
    }  # fmt: skip


def _request_row(one: Request, at: Any) -> dict[str, Any]:
    made = compiling.compiled(one, at)
    over, full = at >= one.due_at, len(made.received) == made.expected
    return {
        "title": one.title, "url": reverse("reports:request", args=[one.pk]),
        "meta": f"Hạn cuối {showing.last_instant(one.due_at)}",
        "status": "locked" if one.closed_at else "sent" if full else "missing" if over else "upcoming",
        "status_label": "Đã thôi hỏi" if one.closed_at else f"{len(made.received)}/{made.expected} đã trả lời",
    }  # fmt: skip


# --- asking ----------------------------------------------------------------------------------------------------------


@only(*ASKERS)
def ask(request: MemberRequest) -> HttpResponse:
    member, now = request.member, clock.now()
    form = AskForm(request.POST or None, member=member, on=now.date())
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = operations.ask_all(
                title=data["title"], words=data["words"], plan=data["plan"], due_at=form.due_at(), to=form.to(),
                fields=form.fields_asked(), by=member, at=now,
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            return _asked(request, made)
    return render(request, "reports/requests/ask.html", {
        "form": form, "sections": sections(member, "reports:requests"), "crumbs": _below(("Hỏi một việc", "")),
    }, status=_status(form))  # fmt: skip


def _asked(request: MemberRequest, made: Request) -> HttpResponse:
    asks = list(made.asks.select_related("request__area", "area", "organisation"))
    reminding.tell_of_request(asks, at=clock.now())
    reminding.send_waiting(clock.now())
    messages.success(request, f"Đã hỏi {len(asks)} nơi. Câu hỏi hiện ở trang báo cáo của từng nơi.")
    return redirect("reports:request", pk=made.pk)


@require_safe
@only(*READERS)
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """The compiled table: every number opens to the place that gave it."""
    found = _request_or_404(request, pk)
    made = compiling.compiled(found, clock.now())
    mine = queries.is_asker(request.member, found)
    return render(request, "reports/requests/request.html", {
        "asked": found, "made": made, "due": showing.last_instant(found.due_at),
        "countdown": showing.countdown(found.due_at, clock.now()), "is_over": found.due_at <= clock.now(),
        "sentences": compiling.sentences(made), "noun": compiling.noun_of(made.rows),
        "rows": [_table_row(made, row) for row in made.rows], "totals": [_total(made, field) for field in made.fields],
        "may": mine and found.closed_at is None, "due_form": DueForm(), "why_form": WhyForm(),
        "sections": sections(request.member, "reports:requests"), "crumbs": _below((found.title, "")),
    })  # fmt: skip


def _request_or_404(request: MemberRequest, pk: int) -> Request:
    found: Request = get_visible_or_404(queries.requests_for(request.member), request.member, pk=pk)
    return found


def _own_request_or_404(request: MemberRequest, pk: int) -> Request:
    found = _request_or_404(request, pk)
    if not queries.is_asker(request.member, found):
        raise Http404("asked by another level")
    return found


def _table_row(made: compiling.Compiled, row: queries.AskStanding) -> dict[str, Any]:
    return {
        "name": row.ask.name, "url": reverse("reports:answer", args=[row.ask.pk]), "status": SHOWN[row.state][0],
        "label": compiling.label_of(row), "sent_at": row.first.sent_at if row.first else None,
        "cells": [
            {"words": values.said(f, given), "is_missing": given is None, "kind": f.kind, "label": f.label}
            for f in made.fields for given in (made.value(row, f),)
        ],
    }  # fmt: skip


def _total(made: compiling.Compiled, field: Any) -> dict[str, Any]:
    total = made.total(field)
    if total is not None:
        return {"words": values.number_words(total), "kind": field.kind, "label": field.label}
    tally = (
        "; ".join(f"{words}: {times}" for words, times in made.tally(field))
        if field.kind in ("yesno", "choice")
        else ""
    )
    return {"words": tally, "kind": field.kind, "label": field.label}


@require_POST
@only(*ASKERS)
def move(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _own_request_or_404(request, pk), DueForm(request.POST)
    if form.is_valid():
        operations.move(request=found, due_at=form.due_at(), by=request.member, at=clock.now())
        messages.success(request, "Đã đổi hạn trả lời.")
    else:
        messages.error(request, "Chưa đổi được hạn: xin ghi đủ ngày và giờ.")
    return redirect("reports:request", pk=pk)


@require_POST
@only(*ASKERS)
def close(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _own_request_or_404(request, pk), WhyForm(request.POST)
    if form.is_valid():
        operations.close(request=found, why=form.cleaned_data["why"], by=request.member, at=clock.now())
        messages.success(request, "Đã thôi hỏi việc này. Những câu đã trả lời vẫn được giữ.")
    else:
        messages.error(request, "Chưa thôi hỏi được: xin ghi vì sao.")
    return redirect("reports:request", pk=pk)


@require_safe
@only(*READERS)
def xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    made = compiling.compiled(_request_or_404(request, pk), clock.now())
    return as_file(compiling.workbook(made), f"bao-cao-nhanh-{pk}.xlsx")


@require_safe
@only(*READERS)
def docx(request: MemberRequest, pk: int) -> HttpResponse:
    made = compiling.compiled(_request_or_404(request, pk), clock.now())
    return as_file(compiling.report_docx(made), f"bao-cao-nhanh-{pk}.docx", documents.WORD)


@only(*ASKERS)
def chase(request: MemberRequest, pk: int) -> HttpResponse:
    """Those who have not answered: a text for the group, and that they were reminded."""
    found = _own_request_or_404(request, pk)
    made = compiling.compiled(found, clock.now())
    asks = [row.ask for row in made.missing]
    form = ChaseForm(request.POST or None, names=names_of(asks), initial={"chosen": [ask.pk for ask in asks]})
    chosen = {ask.pk for ask in asks}
    if form.is_bound and form.is_valid():
        chosen, deed = form.keys(), request.POST.get("viec", "")
        if deed in ("zalo", "phone", "mail"):
            n = reminding.ask_by_hand(
                asks=[ask for ask in asks if ask.pk in chosen], channel=deed, by=request.member, at=clock.now()
            )
            reminding.send_waiting(clock.now())
            messages.success(request, f"Đã ghi: nhắc {n} nơi.")
            return redirect("reports:request-chase", pk=pk)
    names = [ask.name for ask in asks if ask.pk in chosen]
    owed = notices.Owed(
        f"nhanh “{found.title}”", found.organisation.label if found.organisation else found.area.title, found.due_at,
        reminding.address("reports:requests"),
    )  # fmt: skip
    text = notices.to_group(owed, missing=names, received=len(made.received), expected=made.expected, at=made.at)
    return render(request, "reports/requests/chase.html", {
        "asked": found, "form": form, "text": text if names else "", "made": made,
        "sections": sections(request.member, "reports:requests"),
        "crumbs": _below((found.title, reverse("reports:request", args=[pk])), ("Nhắc nơi chưa trả lời", "")),
    }, status=_status(form))  # fmt: skip


# --- answering -------------------------------------------------------------------------------------------------------


def _ask_or_404(request: MemberRequest, pk: int) -> RequestAsk:
    found: RequestAsk | None = queries.asks_to_open(request.member).filter(pk=pk).first()
    if found is None:
        get_visible_or_404(RequestAsk.objects.none(), request.member, pk=pk)
    assert found is not None
    return found


@only(*OPENERS)
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """The question in its own form; what was answered, when, and whether in time; who below has answered."""
    found, at = _ask_or_404(request, pk), clock.now()
    standing = queries.standing_of(found, at)
    may = queries.may_answer(request.member, found) and found.request.closed_at is None
    if request.method == "POST" and not may:
        raise Http404("not this member's to answer")
    asked = queries.fields_of(found.request)
    kept = standing.latest.values if standing.latest else {}
    form = (
        AnswerForm(request.POST or None, asked=asked, given=kept, below=queries.from_below(found, at)) if may else None
    )
    if form is not None and form.is_bound and form.is_valid():
        try:
            sent = operations.answer(ask=found, typed=form.typed, by=request.member, at=at)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            late = sent.sent_at >= found.request.due_at
            messages.success(request, f"Đã nhận trả lời, {'sau hạn: ghi là gửi muộn' if late else 'đúng hạn'}.")
            return redirect("reports:answer", pk=pk)
    return render(
        request, "reports/requests/answer.html", _about(request, found, standing, asked, form), status=_status(form)
    )


def _about(
    request: MemberRequest, found: RequestAsk, standing: queries.AskStanding, asked: list[Any], form: AnswerForm | None
) -> dict[str, Any]:
    at, member = clock.now(), request.member
    below = queries.below_of(found)
    own = queries.is_own(member, found)
    given = [
        {
            "answer": row, "is_latest": standing.latest is not None and row.pk == standing.latest.pk,
            "pairs": [(f.label, values.said(f, row.values.get(str(f.pk)))) for f in asked],
        }
        for row in found.answers.select_related("sent_by__user", "returned_by__user").order_by("-number")
    ]  # fmt: skip
    return {
        "ask": found, "asked": found.request, "standing": standing, "form": form, "given": given, "own": own,
        "status": SHOWN[standing.state][0], "label": compiling.label_of(standing) or SHOWN[standing.state][1],
        "asker": found.request.organisation.label if found.request.organisation else found.request.area.title,
        "due": showing.last_instant(found.request.due_at), "countdown": showing.countdown(found.request.due_at, at),
        "below": _request_row(below, at) if below is not None and member.has_role(*READERS) else None,
        "may_hand_on": own and form is not None and member.has_role(*ASKERS) and found.organisation_id is None,
        "may_return": queries.is_asker(member, found.request), "why_form": WhyForm(),
        "sections": sections(member, "reports:requests"), "crumbs": _below((found.request.title, "")),
    }  # fmt: skip


@only(*ASKERS)
def hand_on(request: MemberRequest, pk: int) -> HttpResponse:
    """A commune puts the province's question to its villages."""
    found, now = _ask_or_404(request, pk), clock.now()
    if not queries.is_own(request.member, found):
        raise Http404("not this member's to hand on")
    form = ToForm(request.POST or None, member=request.member, on=now.date())
    if form.is_bound and form.is_valid():
        try:
            made = operations.hand_on(ask=found, due_at=form.due_at(), to=form.to(), by=request.member, at=now)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            return _asked(request, made)
    return render(request, "reports/requests/hand_on.html", {
        "ask": found, "asked": found.request, "form": form, "due": showing.last_instant(found.request.due_at),
        "sections": sections(request.member, "reports:requests"),
        "crumbs": _below((found.request.title, reverse("reports:answer", args=[pk])), ("Giao tiếp xuống", "")),
    }, status=_status(form))  # fmt: skip


@require_POST
@only(*ASKERS)
def excuse(request: MemberRequest, pk: int) -> HttpResponse:
    found = _ask_or_404(request, pk)
    if not queries.is_asker(request.member, found.request):
        raise Http404("asked by another level")
    operations.excuse(ask=found, why=request.POST.get("why", ""), by=request.member, at=clock.now())
    messages.success(request, "Đã ghi.")
    return redirect("reports:answer", pk=pk)


@require_POST
@only(*ASKERS)
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    rows = RequestAnswer.objects.select_related("ask__request")
    row = get_visible_or_404(rows, request.member, pk=pk)
    if not queries.is_asker(request.member, row.ask.request):
        raise Http404("asked by another level")
    form = WhyForm(request.POST)
    if form.is_valid():
        operations.return_answer(row=row, why=form.cleaned_data["why"], by=request.member, at=clock.now())
        messages.success(request, "Đã trả lại; nơi trả lời thấy lý do ở trang của mình.")
    else:
        messages.error(request, "Chưa trả lại được: xin ghi vì sao.")
    return redirect("reports:answer", pk=row.ask_id)
