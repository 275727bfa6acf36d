"""Đối chiếu: hand a list in, say what its columns are, settle what is doubtful, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.lists import operations, queries
from tungnha.lists.forms import ColumnsForm, SettleForm, UploadForm, WithdrawForm
from tungnha.lists.models import IncomingList, ListRow
from tungnha.people.forms.export import PurposeForm
from tungnha.people.models import Person
from tungnha.people.operations.exports import export_workbook
from tungnha.people.protection.giving import as_file, ask_purpose
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Campaign, Member, Organisation, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

DESK = (Role.OFFICER, Role.DATA_STEWARD)
SENDERS = (*DESK, Role.PARTNER)
PAGE = 50
TABS = {"ambiguous": "Cần xem", "linked": "Khớp", "not_found": "Không có trong sổ", "unreadable": "Không đọc được"}


@only(*SENDERS)
def index(request: MemberRequest) -> HttpResponse:
    page = Paginator(queries.lists_for(request.member), 25).get_page(request.GET.get("trang"))
    return render(request, "lists/index.html", {"page": page})


@only(*SENDERS)
def upload(request: MemberRequest) -> HttpResponse:
    form = UploadForm(
        request.POST or None, request.FILES or None, initial={"as_of_on": clock.today()}, **_choices(request.member)
    )
    if request.method == "POST" and form.is_valid():
        received = _receive(request, form)
        if received is not None:
            return redirect("lists:columns", pk=received.pk)
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
            service=data["service"], level=data["level"], name=data["file"].name, data=data["file"].read(),
            as_of_on=data["as_of_on"], by=request.member, at=clock.now(),
        )  # fmt: skip
    except Problem as problem:
        form.add_error("file", problem.sentence)
        return None


@only(*SENDERS)
def columns(request: MemberRequest, pk: int) -> HttpResponse:
    """What is in which column: guessed, shown on the first rows, confirmed once for a sender."""
    received = get_visible_or_404(IncomingList, request.member, pk=pk)
    sheet = request.POST.get("sheet")
    if request.method == "POST" and sheet:
        operations.choose_sheet(received=received, sheet=sheet, by=request.member, at=clock.now())
        return redirect("lists:columns", pk=pk)
    table = operations.table_of(received)
    header = [str(cell) for cell in table.header]
    form = ColumnsForm(request.POST or None, header=header, columns=received.columns)
    if request.method == "POST" and form.is_valid():
        try:
            operations.match_list(received=received, columns=form.columns(), by=request.member, at=clock.now())
            return redirect("lists:list", pk=pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {
        "list": received, "form": form, "header": header, "rows": queries.preview(table, received.columns),
        "total": len(table.rows), "sheets": [s.name for s in operations.workbook_of(received).sheets],
    }  # fmt: skip
    return render(request, "lists/columns.html", context)


@only(*SENDERS)
def show(request: MemberRequest, pk: int) -> HttpResponse:
    received = get_visible_or_404(queries.with_counts(IncomingList.objects.all()), request.member, pk=pk)
    if received.matched_at is None:
        return redirect("lists:columns", pk=pk)
    if not request.member.has_role(*DESK):  # a sender learns how its list fared, never whom the register knows
        return render(request, "lists/summary.html", {"list": received, "figures": _figures(received)})
    wanted = request.GET.get("muc", "")
    tab = wanted if wanted in TABS else next((t for t in TABS if getattr(received, t)), "linked")
    page = Paginator(received.rows.filter(verdict=tab), PAGE).get_page(request.GET.get("trang"))
    tabs = [
        {"url": f"?muc={t}", "label": f"{label} ({getattr(received, t)})", "current": t == tab}
        for t, label in TABS.items()
    ]
    context = {
        "list": received, "tab": tab, "tabs": tabs, "page": page, "figures": _figures(received, open_rows=True),
        "rows": queries.with_candidates(list(page), received.columns), "withdraw": WithdrawForm(),
        "nobody": SettleForm.NOBODY,
    }  # fmt: skip
    return render(request, "lists/list.html", context)


def _figures(received: Any, *, open_rows: bool = False) -> list[tuple[str, int, str]]:
    """How many rows of each verdict; at the desk each number opens its rows."""
    return [(label, getattr(received, name), f"?muc={name}" if open_rows else "") for name, label in TABS.items()]


@require_POST
@only(*DESK)
def settle(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_visible_or_404(ListRow.objects.select_related("incoming"), request.member, pk=pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        chosen = form.chosen()
        person = get_visible_or_404(Person, request.member, pk=chosen) if chosen is not None else None
        try:
            operations.settle_row(row=row, person=person, by=request.member, at=clock.now())
        except Problem as problem:
            messages.error(request, problem.sentence)
        else:
            messages.success(request, f"Dòng {row.number}: {person.full_name if person else 'không phải ai trong sổ'}.")
    else:
        messages.error(request, f"Dòng {row.number}: {form.errors['person'][0]}")
    return redirect(f"{reverse('lists:list', args=[row.incoming_id])}?muc=ambiguous")


@require_POST
@only(*DESK)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    received = get_visible_or_404(IncomingList, request.member, pk=pk)
    count = operations.confirm_list(received=received, by=request.member, at=clock.now())
    messages.success(request, f"Đã xác nhận: {count} người được ghi nhận theo {received.sender.label}.")
    return redirect("lists:list", pk=pk)


@require_POST
@only(*DESK)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    received = get_visible_or_404(IncomingList, request.member, pk=pk)
    form = WithdrawForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    count = operations.withdraw_list(received=received, why=why, by=request.member, at=clock.now())
    messages.success(request, f"Đã rút lại {count} ghi nhận của danh sách này.")
    return redirect("lists:list", pk=pk)


@only(*SENDERS)
def refused(request: MemberRequest, pk: int) -> HttpResponse:
    """The rows that were not taken, in the sender's own layout, with a column of reasons; once it is said what for."""
    received = get_visible_or_404(IncomingList, request.member, pk=pk)
    form = PurposeForm(request.POST or None)
    if not form.is_valid():
        return ask_purpose(
            request, form, title="Lấy các dòng chưa nhận", back_url=reverse("lists:list", args=[pk]),
            lines=[f"Những dòng chưa nhận của danh sách “{received.name}”, kèm cột vì sao chưa nhận."],
        )  # fmt: skip
    return _refused_file(request.member, received, form.words)


def _why_refused(member: Member, received: IncomingList) -> dict[int, str]:
    rows = received.rows.exclude(verdict=ListRow.Verdict.LINKED).values_list("number", "verdict", "reasons")
    desk, words = member.has_role(*DESK), dict(ListRow.Verdict.choices)
    # To its sender a doubtful row says no more than that: reasons would tell whom the register knows, guess by guess.
    told = {n: reasons if desk or v == ListRow.Verdict.UNREADABLE else [] for n, v, reasons in rows}
    return {number: "; ".join([words[v], *told[number]]) for number, v, _ in rows}


def _refused_file(member: Member, received: IncomingList, purpose: str) -> HttpResponse:
    table, why = operations.table_of(received), _why_refused(member, received)
    header = [*(str(cell) for cell in table.header), "Vì sao chưa nhận"]
    lines = [[*(str(cell) for cell in cells), why[line]] for line, cells in table.rows if line in why]
    name = f"chua-nhan-{received.pk}.xlsx"
    data, _ = export_workbook(
        [Sheet(name="Chưa nhận", columns=tuple(SheetColumn(title) for title in header), rows=lines)],
        what="lists.refused", name=name, purpose=purpose, rows=len(lines), persons=[], area=received.area,
        campaign=received.campaign, given_to=member.organisation if member.is_partner else None, by=member,
        at=clock.now(),
    )  # fmt: skip
    return as_file(data, name)
