"""Đối chiếu: hand a list in, say what its columns are, watch it being checked, confirm. What is doubtful is settled in
views/review.py."""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.lists import operations, queries
from tungnha.lists.forms import ColumnsForm, ConfirmForm, UploadForm, WithdrawForm
from tungnha.lists.models import IncomingList
from tungnha.lists.views import told
from tungnha.people.forms.export import PurposeForm
from tungnha.people.importing import results, store
from tungnha.people.operations.exports import export_workbook
from tungnha.people.protection.giving import as_file, ask_purpose
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Campaign, Member, Organisation, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

DESK = (Role.OFFICER, Role.DATA_STEWARD)
SENDERS = (*DESK, Role.PARTNER)
SHOWN, PAGE = 8, 50
State = IncomingList.State
ON_THE_WAY = (*operations.GOING_ON, State.STOPPED, State.REFUSED)


def open_list(request: MemberRequest, pk: int) -> IncomingList:
    rows = IncomingList.objects.select_related(
        "sender", "service", "area", "campaign", "agreement", "received_by__user", "confirmed_by__user",
        "withdrawn_by__user", "gone_by__user", "gone_confirmed_by__user",
    ).defer("content")  # fmt: skip
    received: IncomingList = get_visible_or_404(rows, request.member, pk=pk)
    return received


@only(*SENDERS)
def index(request: MemberRequest) -> HttpResponse:
    page = Paginator(queries.lists_for(request.member), 25).get_page(request.GET.get("trang"))
    context = {
        "page": page, "rows": queries.with_counts(list(page)), "desk": request.member.has_role(*DESK),
    }  # fmt: skip
    return render(request, "lists/index.html", context)


@only(*SENDERS)
def upload(request: MemberRequest) -> HttpResponse:
    form = UploadForm(
        request.POST or None, request.FILES or None, initial={"as_of_on": clock.today()}, **_choices(request.member)
    )
    if request.method == "POST" and form.is_valid():
        received = _receive(request, form)
        if received is not None:
            return _after_receiving(request, received)
    return render(request, "lists/upload.html", {"form": form}, status=400 if form.errors else 200)


def _choices(member: Member) -> dict[str, Any]:
    senders = Organisation.objects.visible_to(member)
    if member.has_role(Role.PARTNER):
        senders = senders.filter(pk=member.organisation_id)
    return {"campaigns": Campaign.objects.visible_to(member), "senders": senders}


def _part_of(campaign: Campaign, member: Member) -> Area:
    """Whose register a list is held against: under a campaign of the province still only the own commune's."""
    return member.area if campaign.area.contains(member.area) else campaign.area


def _receive(request: MemberRequest, form: UploadForm) -> IncomingList | None:
    data = form.cleaned_data
    try:
        return operations.receive_list(
            campaign=data["campaign"], area=_part_of(data["campaign"], request.member), sender=data["sender"],
            service=data["service"], level=data["level"], name=data["file"].name, data=data["file"],
            as_of_on=data["as_of_on"], by=request.member, at=clock.now(),
        )  # fmt: skip
    except Problem as problem:
        form.add_error("file", problem.sentence)
        return None


def _after_receiving(request: MemberRequest, received: IncomingList) -> HttpResponse:
    """Columns confirmed for this sender before need no asking: the check begins."""
    if received.state == State.OPENED and received.columns_known:
        try:
            operations.match_list(received=received, columns=received.columns, by=request.member, at=clock.now())
            return redirect("lists:list", pk=received.pk)
        except Problem as problem:
            messages.error(request, problem.sentence)
    return redirect("lists:columns" if received.state == State.OPENED else "lists:progress", pk=received.pk)


@only(*SENDERS)
def columns(request: MemberRequest, pk: int) -> HttpResponse:
    """What is in which column: guessed, shown on the first rows, confirmed once for a sender."""
    received = open_list(request, pk)
    if received.state in (*operations.GOING_ON, State.REFUSED):
        return redirect("lists:progress", pk=pk)
    if received.confirmed_at or received.gone_at:
        return redirect("lists:list", pk=pk)
    sheet = request.POST.get("sheet")
    form = ColumnsForm(request.POST if request.method == "POST" and not sheet else None, header=received.titles,
                       columns=received.columns)  # fmt: skip
    try:
        if request.method == "POST" and sheet:
            operations.choose_sheet(received=received, sheet=sheet, by=request.member, at=clock.now())
            return redirect("lists:columns", pk=pk)
        if request.method == "POST" and form.is_valid():
            operations.match_list(received=received, columns=form.columns(), by=request.member, at=clock.now())
            return redirect("lists:list", pk=pk)
    except Problem as problem:
        if sheet:
            messages.error(request, problem.sentence)
        else:
            form.add_error(None, problem.sentence)
    found = operations.found_in(received)
    sample = [cells for _, cells in itertools.islice(operations.rows_in(received), SHOWN)]
    context = {
        "list": received, "form": form, "header": found["titles"],
        "rows": queries.preview(sample, received.columns, len(found["titles"])),
        "total": received.lines, "sheets": found["sheets"], "notes": found["notes"],
        "beyond": told.beyond_the_agreement(received),
    }  # fmt: skip
    return render(request, "lists/columns.html", context, status=400 if form.errors else 200)


@only(*SENDERS)
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """How far a list is, asked again every two seconds; stop, go on, go by the check before."""
    received = open_list(request, pk)
    act = {"stop": operations.ask_to_stop, "go_on": operations.go_on, "back": operations.back_to_last}.get(
        request.POST.get("do", "")
    )
    if request.method == "POST" and act is not None:
        act(received=received, by=request.member, at=clock.now())
        received.refresh_from_db()
    if received.state not in ON_THE_WAY:
        answer = redirect("lists:columns" if received.state == State.OPENED else "lists:list", pk=pk)
        if request.headers.get("HX-Request"):
            moved = HttpResponse()
            moved["HX-Redirect"] = answer["Location"]
            return moved
        return answer
    going_on = received.state in operations.GOING_ON
    waits = operations.being_imported(received.area) is not None and received.state == State.CHECKING
    lost = going_on and not waits and not store.is_worked_on(received)
    context = {"list": received, "going_on": going_on, "waits": waits, "lost": lost, "before": _before(received)}
    part = request.headers.get("HX-Request") and request.method == "GET"
    return render(request, "lists/_progress.html" if part else "lists/progress.html", context)


def _before(received: IncomingList) -> bool:
    """Whether an earlier check stands whose rows were not touched."""
    return received.matched_at is not None


@only(*SENDERS)
def show(request: MemberRequest, pk: int) -> HttpResponse:
    received = open_list(request, pk)
    if received.state in ON_THE_WAY and not (received.state == State.REFUSED and received.gone_at and received.lines):
        return redirect("lists:progress", pk=pk)
    if received.matched_at is None and received.state != State.REFUSED:
        return redirect("lists:columns", pk=pk)
    counts = queries.with_counts([received])[0][1]
    desk = request.member.has_role(*DESK)
    tabs = told.tabs(received, counts, request.GET.get("muc", ""), desk=desk)
    page = Paginator(tabs.rows(), PAGE).get_page(request.GET.get("trang"))
    context = {
        "list": received, "counts": counts, "tabs": tabs.links, "tab": tabs.current, "page": page,
        "picture": told.picture(counts), "shown": tabs.show(list(page)),
    }  # fmt: skip
    if not desk:  # a sender learns how its list fared, never whom the register knows
        return render(request, "lists/summary.html", context)
    run = operations.last_run(received)
    context |= {
        "run": run, "mends": told.mends(received, run), "doubts": told.doubts(received, run),
        "statuses": run.counts.get("statuses", []) if run else [], "beyond": told.beyond_the_agreement(received),
        "changed": told.register_changed(received, run), "ready": operations.how_many_to_claim(received),
        "grave": told.is_grave(run), "confirm": ConfirmForm(), "withdraw": WithdrawForm(),
        "open_rows": counts["ambiguous"],
    }  # fmt: skip
    return render(request, "lists/list.html", context)


@require_POST
@only(*DESK)
def check_again(request: MemberRequest, pk: int) -> HttpResponse:
    received = open_list(request, pk)
    mend = request.POST.get("mend", "")
    if mend:
        undo = request.POST.get("do") == "undo"
        operations.undo_mend(received=received, mend=mend, undo=undo, by=request.member, at=clock.now())
    else:
        operations.check_again(received=received, by=request.member, at=clock.now())
    if received.state == State.CHECKED:
        messages.success(request, "Đã đối chiếu lại; những dòng cán bộ đã quyết định vẫn giữ nguyên.")
    return redirect("lists:list", pk=pk)


@require_POST
@only(*DESK)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Linked rows become claims; after that, those that were settled since."""
    received = open_list(request, pk)
    if received.confirmed_at is not None and request.POST.get("do") == "rest":
        count = operations.confirm_rest(received=received, by=request.member, at=clock.now())
        messages.success(request, f"Đã ghi nhận thêm {count} người theo {received.sender.label}.")
        return redirect("lists:list", pk=pk)
    count = operations.confirm_list(
        received=received, by=request.member, at=clock.now(), sure=bool(request.POST.get("sure"))
    )
    messages.success(request, f"Đã xác nhận: {count} người được ghi nhận theo {received.sender.label}.")
    return redirect("lists:list", pk=pk)


@require_POST
@only(*DESK)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    received = open_list(request, pk)
    form = WithdrawForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    count = operations.withdraw_list(received=received, why=why, by=request.member, at=clock.now())
    messages.success(request, f"Đã rút lại {count} ghi nhận của danh sách này.")
    return redirect("lists:list", pk=pk)


@require_POST
@only(*SENDERS)
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """A list from which nothing was claimed is given up, content and all."""
    received = open_list(request, pk)
    operations.discard_list(received=received, by=request.member, at=clock.now())
    messages.success(request, "Đã bỏ danh sách này; nội dung đã được xóa khỏi máy, không ghi nhận gì.")
    return redirect("lists:index")


# -- rows that were not taken, given back


@only(*SENDERS)
def refused(request: MemberRequest, pk: int) -> HttpResponse:
    """The rows that were not taken, in the sender's own layout, with a column of reasons; once it is said what for."""
    received = open_list(request, pk)
    form = PurposeForm(request.POST or None)
    if not form.is_valid():
        return ask_purpose(
            request, form, title="Lấy các dòng chưa nhận", back_url=reverse("lists:list", args=[pk]),
            lines=[f"Những dòng chưa nhận của danh sách “{received.name}”, kèm cột vì sao chưa nhận."],
        )  # fmt: skip
    return _refused_file(request.member, received, form.words)


def _refused_file(member: Member, received: IncomingList, purpose: str) -> HttpResponse:
    why = told.why_refused(received, desk=member.has_role(*DESK))
    width = len(received.titles)
    lines = [
        [*([results.written(cell) for cell in cells] + [""] * width)[:width], str(line), why[line]]
        for line, cells in operations.rows_in(received) if line in why
    ]  # fmt: skip
    columns = [SheetColumn(title) for title in (*received.titles, "Dòng trong tệp gốc")]
    name = f"chua-nhan-{received.pk}.xlsx"
    data, _ = export_workbook(
        [Sheet(name="Chưa nhận", columns=(*columns, SheetColumn("Vì sao chưa nhận", width=60)), rows=lines)],
        what="lists.refused", name=name, purpose=purpose, rows=len(lines), persons=[], area=received.area,
        campaign=received.campaign, given_to=member.organisation if member.is_partner else None,
        agreement=str(received.agreement or ""), by=member, at=clock.now(),
    )  # fmt: skip
    return as_file(data, name)
