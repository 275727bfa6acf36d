"""What a unit sends back: handed in, looked at, written once; rows not taken go back with their reasons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.lists import handed_queries as queries
from tungnha.lists.forms.handed import ReturnForm, WhyForm
from tungnha.lists.models.handed import HandedList, HandedReturn
from tungnha.lists.operations import returning
from tungnha.people.forms.export import PurposeForm
from tungnha.people.operations.exports import export_workbook
from tungnha.people.protection.giving import as_file, ask_purpose, refused_sheet
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

DESK, READERS = queries.DESK, queries.READERS
SHOWN = 50


@only(*READERS)
def start(request: MemberRequest) -> HttpResponse:
    """Drop the file: which list it is, the machine finds by its keys."""
    form = ReturnForm(request.POST or None, request.FILES or None, initial={"as_of_on": clock.today()})
    expected = _expected(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            sent_back = returning.receive_return(
                within=queries.lists_for(request.member), name=given.name, data=given.read(), expected=expected,
                as_of_on=form.cleaned_data["as_of_on"], by=request.member, at=clock.now(),
            )  # fmt: skip
            return redirect("lists:handed-look", pk=sent_back.pk)
        except Problem as problem:
            form.add_error("file", problem.sentence)
    context = {"form": form, "expected": expected, "desk": request.member.has_role(*DESK)}
    return render(request, "lists/handed_return.html", context, status=400 if form.errors else 200)


def _expected(request: MemberRequest) -> HandedList | None:
    wanted = asked_id(request.POST.get("ban") or request.GET.get("ban"))
    return get_visible_or_404(queries.lists_for(request.member), request.member, pk=wanted) if wanted else None


def _own_or_404(request: MemberRequest, pk: int) -> HandedReturn:
    """A return of a list the member may know of."""
    rows = HandedReturn.objects.select_related(
        "handed__export", "handed__receiver", "handed__area__parent", "received_by__user", "imported_by__user"
    )
    found: HandedReturn = get_visible_or_404(rows, request.member, pk=pk)
    if not queries.lists_for(request.member).filter(pk=found.handed_id).exists():
        raise Http404("another unit's list")
    return found


@only(*READERS)
def look(request: MemberRequest, pk: int) -> HttpResponse:
    """Before it is written: what it would do. Afterwards: what it did."""
    sent_back = _own_or_404(request, pk)
    desk = request.member.has_role(*DESK)
    context: dict[str, Any] = {"sent_back": sent_back, "handed": sent_back.handed, "desk": desk, "shown": SHOWN}
    if sent_back.imported_at is None:
        try:
            context |= _to_come(sent_back, desk)
        except Problem as problem:
            context["problem"] = problem.sentence
        return render(request, "lists/handed_look.html", context)
    rows = [(line, why) for line, _, why in sent_back.refused_rows["rows"]]
    context |= {
        "counts": sent_back.counts, "refused": rows[:SHOWN], "more": max(0, len(rows) - SHOWN), "withdraw": WhyForm(),
        "unread": queries.unread(sent_back)[:SHOWN],
        "not_theirs": [(a.line, queries.who_is(a)) for a in queries.not_theirs(sent_back)] if desk else [],
        "notes": queries.notes_of(sent_back) if desk else {},
    }  # fmt: skip
    return render(request, "lists/handed_result.html", context)


def _to_come(sent_back: HandedReturn, desk: bool) -> dict[str, Any]:
    """To the unit what was read of its own file; what the register already says is for the desk."""
    reading, effects = returning.look(sent_back)
    problems = [(answer.line, problem) for answer in reading.answers for problem in answer.problems]
    facts = [(answer.line, queries.fact_titles(answer.facts)) for answer in reading.answers if answer.facts]
    return {
        "counts": effects.counts, "problems": problems[:SHOWN], "more_problems": max(0, len(problems) - SHOWN),
        "refused": [(line, why) for line, _, why in reading.refused][:SHOWN],
        "corrections": sum(len(answer.facts) for answer in reading.answers if answer.theirs is not False),
        "facts": facts[:SHOWN], "lines_not_theirs": [a.line for a in reading.answers if a.theirs is False][:SHOWN],
        "already": effects.counts["already"] if desk else 0,
    }  # fmt: skip


@require_POST
@only(*READERS)
def record(request: MemberRequest, pk: int) -> HttpResponse:
    sent_back = _own_or_404(request, pk)
    try:
        done = returning.record_return(sent_back=sent_back, by=request.member, at=clock.now())
        messages.success(request, f"Đã ghi theo {done.handed.receiver.label}: {done.counts['claims']} ghi nhận.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("lists:handed-look", pk=pk)


@require_POST
@only(*READERS)
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    sent_back = _own_or_404(request, pk)
    try:
        returning.discard_return(sent_back=sent_back, by=request.member, at=clock.now())
    except Problem as problem:
        messages.error(request, problem.sentence)
        return redirect("lists:handed-look", pk=pk)
    messages.success(request, "Đã bỏ tệp, không ghi gì.")
    return redirect("lists:handed-list", pk=sent_back.handed_id)


@require_POST
@only(*DESK)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    sent_back, form = _own_or_404(request, pk), WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        count = returning.withdraw_return(sent_back=sent_back, why=why, by=request.member, at=clock.now())
        messages.success(request, f"Đã rút lại {count} ghi nhận của lần gửi này.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("lists:handed-look", pk=pk)


@only(*READERS)
def refused(request: MemberRequest, pk: int) -> HttpResponse:
    """The rows that were not taken, in the unit's own layout, once it is said what for."""
    sent_back = _own_or_404(request, pk)
    kept = sent_back.refused_rows
    if not kept["rows"]:
        raise Http404("nothing is kept")
    form = PurposeForm(request.POST or None)
    if not form.is_valid():
        return ask_purpose(
            request, form, title="Lấy dòng chưa nhận của bản trả lại", back_url=reverse("lists:handed-look", args=[pk]),
            lines=[f"{len(kept['rows'])} dòng chưa nhận của tệp “{sent_back.name}”, kèm cột vì sao."],
        )  # fmt: skip
    member, name = request.member, f"dong-chua-nhan-{sent_back.pk}.xlsx"
    data, _ = export_workbook(
        [refused_sheet(kept)], what="lists.handed_refused", name=name, purpose=form.words, rows=len(kept["rows"]),
        persons=[], area=sent_back.handed.area, given_to=None if member.has_role(*DESK) else member.organisation,
        by=member, at=clock.now(),
    )  # fmt: skip
    return as_file(data, name)
