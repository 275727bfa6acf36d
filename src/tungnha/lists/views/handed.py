"""Danh sách giao đơn vị đối chiếu: hand one out, take it, call it back, say it is deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.lists import handed_queries as queries
from tungnha.lists.forms.handed import DeletedForm, HandOutForm, ReturnForm, WhyForm
from tungnha.lists.handed.columns import COLUMNS
from tungnha.lists.handed_showing import must_delete, state_of
from tungnha.lists.models.handed import HandedList
from tungnha.lists.operations import handing
from tungnha.lists.operations.handed_people import Chosen, cells_of, choose
from tungnha.lists.queries import masked
from tungnha.people.protection.giving import as_file
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

DESK, READERS = queries.DESK, queries.READERS
KEPT_DAYS = 14  # offered; the officer may say another day
SHOWN = 5


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """The desk sees all that was handed out; a unit what it was given, and first of all what it must delete."""
    today, member = clock.today(), request.member
    page = Paginator(queries.lists_for(member), 25).get_page(request.GET.get("trang"))
    context = {
        "page": page, "rows": [{"handed": handed, "state": state_of(handed, today)} for handed in page],
        "may_give": member.has_role(*DESK), "reminders": queries.reminders(member, today) if not member.has_role(*DESK)
        else [],
    }  # fmt: skip
    return render(request, "lists/handed_index.html", context)


@only(*DESK)
def new(request: MemberRequest) -> HttpResponse:
    """Choose, look, give: one page, so that nothing is handed out unseen."""
    start = {"expires_on": clock.today() + timedelta(days=KEPT_DAYS)} | request.GET.dict()
    form = HandOutForm(request.POST or None, member=request.member, initial=start)
    context: dict[str, Any] = {"form": form, "desk": True}
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "give":
                return _given(request, form)
            context |= _preview(request.member, form)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    return render(request, "lists/handed_new.html", context, status=400 if form.errors else 200)


def _given(request: MemberRequest, form: HandOutForm) -> HttpResponse:
    handed = handing.hand_out(choice=form.choice(), terms=form.terms(), by=request.member, at=clock.now())
    messages.success(
        request,
        f"Đã ghi: giao {handed.receiver.label} {handed.export.rows} người, mã bản {handed.export.mark}. "
        "Đơn vị có tài khoản thì tự tải; chưa có thì tải tệp ở đây rồi chuyển.",
    )
    return redirect("lists:handed-list", pk=handed.pk)


def _preview(member: Member, form: HandOutForm) -> dict[str, Any]:
    choice, terms = form.choice(), form.terms()
    chosen = choose(choice, by=member, on=clock.today())
    handing.check_terms(terms, chosen, clock.today())
    return {
        "choice": choice, "chosen": chosen, "count": len(chosen.persons),
        "before": queries.given_before(choice.receiver, chosen),
        "header": [COLUMNS[code].title for code in terms.columns], "sample": _sample(chosen, terms.columns),
        "whole": any(COLUMNS[code].whole for code in terms.columns),
        "asked": [handing.asked_of(service, level).title for service, level in terms.asked],
    }  # fmt: skip


def _sample(chosen: Chosen, codes: Any) -> list[list[str]]:
    """The first rows as the file will have them; numbers are masked on the page in any case."""
    field = {"number": "personal_number", "phone": "phone"}
    rows = []
    for person in chosen.persons[:SHOWN]:
        cells = cells_of(person, codes, chosen.rooms.get(person.pk, ""))
        rows.append([masked(field.get(code, ""), text) for code, text in cells.items()])
    return rows


@only(*READERS)
def show(request: MemberRequest, pk: int) -> HttpResponse:
    handed = own_or_404(request, pk)
    today, member = clock.today(), request.member
    desk = member.has_role(*DESK)
    context = {
        "handed": handed, "export": handed.export, "state": state_of(handed, today), "desk": desk,
        "fields": handed.export.fields, "why_not": handing.why_not_taken(handed, today),
        "must_delete": must_delete(handed, today), "return_form": ReturnForm(initial={"as_of_on": today}),
        "returns": handed.returns.select_related("received_by__user", "imported_by__user").defer("content", "refused"),
        "call_back": WhyForm(auto_id="thu-%s"),
        "open": handed.export.deleted_on is None,
    }  # fmt: skip
    return render(request, "lists/handed.html", context)


def own_or_404(request: MemberRequest, pk: int) -> HandedList:
    found: HandedList = get_visible_or_404(queries.lists_for(request.member), request.member, pk=pk)
    return found


@require_POST
@only(*READERS)
def take(request: MemberRequest, pk: int) -> HttpResponse:
    """The file itself: what it is for was said when it was handed out, and stands in it."""
    handed = own_or_404(request, pk)
    try:
        data = handing.take_file(handed=handed, by=request.member, at=clock.now())
    except Problem as problem:
        messages.error(request, problem.sentence)
        return redirect("lists:handed-list", pk=pk)
    return as_file(data, handed.export.name)


@require_POST
@only(*DESK)
def call_back(request: MemberRequest, pk: int) -> HttpResponse:
    handed, form = own_or_404(request, pk), WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        handing.call_back(handed=handed, why=why, by=request.member, at=clock.now())
        messages.success(request, f"Đã thu lại danh sách {handed.export.mark}: không tải được nữa.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("lists:handed-list", pk=pk)


@only(*READERS)
def deleted(request: MemberRequest, pk: int) -> HttpResponse:
    """The unit says that its copy is gone; the desk may write it down for a unit that says so by word of mouth."""
    handed = own_or_404(request, pk)
    form = DeletedForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            handing.say_deleted(handed=handed, on=form.cleaned_data["on"], by=request.member, at=clock.now())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã ghi: tệp {handed.export.mark} đã được xóa.")
            return redirect("lists:handed-list", pk=pk)
    desk = request.member.has_role(*DESK)
    context = {"form": form, "handed": handed, "desk": desk, "back_url": reverse("lists:handed-list", args=[pk])}
    return render(request, "lists/handed_deleted.html", context, status=400 if form.errors else 200)
