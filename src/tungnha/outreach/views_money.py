"""Money and gifts: sources with their estimate, the quarter's list by the written rule, what was paid and given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.drafting.numbers import count
from tungnha.drafting.workbook import Cell, Sheet, SheetColumn, write_xlsx
from tungnha.outreach import forms_money as forms
from tungnha.outreach.frames import DESK, base_of, campaign_of, frame, tabs, village_or_404
from tungnha.outreach.models import FundSource, Gift, SupportNorm, TeamPayment
from tungnha.outreach.operations import money as operations
from tungnha.outreach.queries import money as queries
from tungnha.outreach.queries.money import Quarter
from tungnha.people.protection.giving import as_file
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Campaign, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

ACT = (Role.OFFICER,)
READ = (*DESK, Role.TEAM_LEADER)
HERE = "outreach:money"


def _campaign_or_404(request: MemberRequest) -> Campaign:
    found = campaign_of(request)
    if found is None:
        raise Http404("no campaign runs here")
    return found


def _runs(request: MemberRequest) -> bool:
    return request.member.has_role(*ACT) and request.member.area.kind == Area.Kind.COMMUNE


def _must_run(request: MemberRequest) -> None:
    if not _runs(request):
        raise Http404("money is the commune's desk's")


def _villages(request: MemberRequest) -> Any:
    return Area.objects.villages().filter(path__startswith=request.member.area.path).standing_on(clock.today())


def _asked_quarter(request: MemberRequest) -> Quarter:
    return Quarter.read(request.POST.get("quy") or request.GET.get("quy", ""), clock.today())


@only(*READ)
def index(request: MemberRequest) -> HttpResponse:
    """The desk: sources, what is left, what was paid. A team's leader: what the own team was paid."""
    member, campaign = request.member, campaign_of(request)
    context: dict[str, Any] = {
        "base": base_of(member), "tabs": tabs(member, HERE), "campaign": campaign, "runs": _runs(request),
        "quarter": Quarter.of(clock.today()), "village": member.area if member.area.kind == "village" else None,
    }  # fmt: skip
    if campaign is not None:
        rows = queries.sources(campaign, member) if member.has_role(*DESK) else []
        lines = queries.payments(campaign, member)
        context |= {
            "sources": rows, "over": [row for row in rows if row.left < 0], "payments": lines,
            "paid": sum(one.amount for one in lines if one.paid_on), "listed": sum(one.amount for one in lines),
            "gift_count": queries.gifts(campaign, member).count(),
        }  # fmt: skip
    return render(request, "outreach/money.html", context)


@only(*ACT)
def source_new(request: MemberRequest) -> HttpResponse:
    _must_run(request)
    campaign, form = _campaign_or_404(request), forms.SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.add_source(
                campaign=campaign, area=request.member.area, by=request.member, at=clock.now(), **form.cleaned_data
            )
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã thêm nguồn. Mời ghi dự toán.")
            return redirect("outreach:money-source", made.pk)
    return _form(request, form, "Thêm nguồn kinh phí")


def _form(request: MemberRequest, form: Any, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": reverse(HERE)}
    return render(request, "outreach/money_form.html", context, status=400 if form.errors else 200)


@only(*DESK)
def source(request: MemberRequest, pk: int) -> HttpResponse:
    """One source: its estimate line by line, what was taken from it."""
    rows = FundSource.objects.prefetch_related("estimate", "payments__village").select_related("campaign", "area")
    found: FundSource = get_visible_or_404(rows, request.member, pk=pk)
    form = forms.EstimateForm(request.POST or None)
    if request.method == "POST":
        _must_run(request)
        if form.is_valid():
            try:
                operations.add_estimate(source=found, by=request.member, at=clock.now(), **form.cleaned_data)
                messages.success(request, "Đã ghi dự toán.")
                return redirect("outreach:money-source", pk)
            except Problem as problem:
                form.add_error(None, problem.sentence)
    context = {
        "source": found, "line": queries.source_line(found), "form": form, "runs": _runs(request),
        "payments": [one for one in found.payments.all() if one.withdrawn_at is None],
        "crumbs": [{"label": "Kinh phí", "url": reverse(HERE)}, {"label": found.name, "url": ""}],
    }  # fmt: skip
    return render(request, "outreach/money_source.html", context, status=400 if form.errors else 200)


@only(*DESK)
def norms(request: MemberRequest) -> HttpResponse:
    """The norms with their legal papers; a new one ends the one before."""
    member = request.member
    form = forms.NormForm(request.POST or None, initial={"from_on": Quarter.of(clock.today()).from_on})
    if request.method == "POST":
        _must_run(request)
        if form.is_valid():
            try:
                operations.set_norm(area=member.area, by=member, at=clock.now(), **form.cleaned_data)
                messages.success(request, "Đã ghi mức hỗ trợ.")
                return redirect("outreach:money-norms")
            except Problem as problem:
                form.add_error(None, problem.sentence)
    rows = SupportNorm.objects.filter(area__path__in=member.area.ancestor_paths())
    context = {
        "rows": [(row, [operations.KINDS[kind] for kind in row.kinds]) for row in rows], "form": form,
        "runs": _runs(request), "back_url": reverse(HERE),
    }  # fmt: skip
    return render(request, "outreach/money_norms.html", context, status=400 if form.errors else 200)


@only(*DESK)
def quarter(request: MemberRequest) -> HttpResponse:
    """What the rule gives each team for a quarter; those ticked go on the list."""
    asked = _asked_quarter(request)
    return _quarter_page(request, asked, asked_id(request.POST.get("norm") or request.GET.get("muc")))


def _quarter_page(
    request: MemberRequest, asked: Quarter, wanted: int | None, refused: dict[int, dict[str, Any]] | None = None
) -> HttpResponse:
    """`refused`: payment → its forms as they were typed, when one of them was not taken."""
    campaign, member = _campaign_or_404(request), request.member
    found = queries.norms_on(member.area, asked.to_on)
    norm = next((one for one in found if one.pk == wanted), found[0] if found else None)
    sources = FundSource.objects.visible_to(member).filter(campaign=campaign, area=member.area)
    rows = queries.propose(list(_villages(request)), asked, norm) if norm else []
    open_rows = [row for row in rows if row.line is None and row.active]
    form = forms.ListForm(
        request.POST if request.method == "POST" and refused is None else None, sources=sources,
        norms=SupportNorm.objects.filter(pk__in=[one.pk for one in found]),
        villages=[row.village.pk for row in open_rows], initial={"norm": norm},
    )  # fmt: skip
    if form.is_bound:
        _must_run(request)
        if form.is_valid():
            owed = [
                operations.Owed(row.village, row.members, row.active)
                for row in open_rows if str(row.village.pk) in form.cleaned_data["teams"]
            ]  # fmt: skip
            if _list(request, form, asked, owed):
                return redirect(f"{reverse('outreach:money-quarter')}?quy={asked.code}&muc={norm.pk if norm else ''}")
    chosen = set(form.data.getlist("teams")) if form.is_bound else {str(row.village.pk) for row in open_rows}  # type: ignore[attr-defined]
    context = {
        "campaign": campaign, "quarter": asked, "norm": norm, "rows": rows, "form": form, "chosen": chosen,
        "norms": [{"url": f"?quy={asked.code}&muc={one.pk}", "label": one.name, "current": one == norm}
                  for one in found] if len(found) > 1 else [],
        "runs": _runs(request), "has_open": bool(open_rows), "is_over": asked.to_on < clock.today(),
        "kinds": [operations.KINDS[kind] for kind in norm.kinds] if norm else [],
        "active": sum(row.active for row in rows), "members": sum(row.members for row in rows),
        "total": sum(row.amount for row in rows), "has_sources": sources.exists(),
        "waiting": _waiting(rows, refused or {}) if _runs(request) else [],
        "crumbs": [{"label": "Kinh phí", "url": reverse(HERE)}, {"label": f"Danh sách chi, {asked}", "url": ""}],
    }  # fmt: skip
    return render(request, "outreach/money_quarter.html", context, status=400 if form.errors or refused else 200)


def _waiting(rows: list[Any], refused: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines still to be paid: each is noted as paid or taken from the list."""
    return [
        {
            "line": row.line, "open": row.line.pk in refused,
            "title": f"{row.village.title}: {count(row.line.amount)} đồng",
            "paid": forms.PaidForm(initial={"paid_on": clock.today()}, auto_id=f"p{row.line.pk}-%s"),
            "back": forms.TakeBackForm(auto_id=f"b{row.line.pk}-%s"), **refused.get(row.line.pk, {}),
        }
        for row in rows if row.line is not None and row.line.paid_on is None
    ]  # fmt: skip


def _list(request: MemberRequest, form: Any, asked: Quarter, owed: list[operations.Owed]) -> bool:
    data = form.cleaned_data
    try:
        operations.list_payments(
            source=data["source"], norm=data["norm"], year=asked.year, quarter=asked.number, owed=owed,
            over_why=data["over_why"], by=request.member, at=clock.now(),
        )  # fmt: skip
    except Problem as problem:
        form.add_error("over_why" if isinstance(problem, operations.OverEstimate) else None, problem.sentence)
        return False
    messages.success(request, f"Đã lập danh sách chi {len(owed)} Tổ.")
    return True


@only(*READ)
def team(request: MemberRequest, pk: int) -> HttpResponse:
    """One team in a quarter: who did what, who is active by the rule, what was listed and paid."""
    area, asked, member = village_or_404(request, pk), _asked_quarter(request), request.member
    campaign = campaign_of(request)
    found = queries.norms_on(area, asked.to_on)
    proposed = queries.propose([area], asked, found[0])[0] if found else None
    lines = [one for one in queries.payments(campaign, member) if one.village_id == area.pk] if campaign else []
    where = reverse("outreach:money-team", args=[area.pk])
    context = {
        "quarter": asked, "norm": found[0] if found else None,
        "proposed": proposed, "lines": lines,
        "people": [(one, one.is_active(found[0].kinds, found[0].least)) for one in proposed.work] if proposed else [],
        "before": f"{where}?quy={asked.before.code}",
        **frame(member, area, ("Kinh phí", reverse(HERE)), (area.title, ""), back=reverse(HERE)),
    }  # fmt: skip
    return render(request, "outreach/money_team.html", context)


def _payment_or_404(request: MemberRequest, pk: int) -> TeamPayment:
    _must_run(request)
    rows = TeamPayment.objects.filter(source__area=request.member.area).select_related("source", "village")
    found: TeamPayment = get_visible_or_404(rows, request.member, pk=pk)
    return found


def _back(found: TeamPayment) -> HttpResponse:
    asked = Quarter(found.year, found.quarter)
    return redirect(f"{reverse('outreach:money-quarter')}?quy={asked.code}&muc={found.norm_id}")


@only(*ACT)
@require_POST
def paid(request: MemberRequest, pk: int) -> HttpResponse:
    found = _payment_or_404(request, pk)
    form = forms.PaidForm(request.POST, auto_id=f"p{found.pk}-%s")
    return _settled(
        request, found, "paid", form, operations.note_paid, f"Đã ghi chi cho Tổ của {found.village.full_name}."
    )


@only(*ACT)
@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    found = _payment_or_404(request, pk)
    form = forms.TakeBackForm(request.POST, auto_id=f"b{found.pk}-%s")
    words = "Đã bỏ khoản này khỏi danh sách; lời ghi cũ vẫn giữ."
    return _settled(request, found, "back", form, operations.take_back, words)


def _settled(request: MemberRequest, found: TeamPayment, name: str, form: Any, deed: Any, words: str) -> HttpResponse:
    """Done, and back to the quarter; or the quarter with the form as it was typed and why it was not taken."""
    if form.is_valid():
        try:
            deed(payment=found, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            found.refresh_from_db()
            if found.paid_on is not None or found.withdrawn_at is not None:  # somebody else was first
                messages.error(request, problem.sentence)
                return _back(found)
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, words)
            return _back(found)
    return _quarter_page(request, Quarter(found.year, found.quarter), found.norm_id, {found.pk: {name: form}})


@only(*DESK)
def gifts(request: MemberRequest) -> HttpResponse:
    """What was given in kind."""
    campaign, member = _campaign_or_404(request), request.member
    form = forms.GiftForm(request.POST or None, villages=_villages(request), initial={"on": clock.today()})
    if request.method == "POST":
        _must_run(request)
        if form.is_valid():
            try:
                operations.note_gift(
                    campaign=campaign, area=member.area, by=member, at=clock.now(), **form.cleaned_data
                )
                messages.success(request, "Đã ghi hiện vật.")
                return redirect("outreach:money-gifts")
            except Problem as problem:
                form.add_error(None, problem.sentence)
    context = {
        "campaign": campaign, "rows": queries.gifts(campaign, member), "form": form, "runs": _runs(request),
        "back_url": reverse(HERE),
    }  # fmt: skip
    return render(request, "outreach/money_gifts.html", context, status=400 if form.errors else 200)


@only(*ACT)
@require_POST
def gift_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    _must_run(request)
    found = get_visible_or_404(Gift.objects.filter(area=request.member.area), request.member, pk=pk)
    operations.withdraw_gift(gift=found, by=request.member, at=clock.now())
    messages.success(request, "Đã bỏ dòng này; lời ghi cũ vẫn giữ.")
    return redirect("outreach:money-gifts")


@only(*DESK)
@require_safe
def xlsx(request: MemberRequest) -> HttpResponse:
    """The table for a report: every team's payments by source and quarter, without anybody's name."""
    campaign = _campaign_or_404(request)
    rows = queries.payments(campaign, request.member)
    columns = (
        SheetColumn("TT", 6, "count"), SheetColumn("Nguồn", 34), SheetColumn("Tổ của", 24), SheetColumn("Quý", 12),
        SheetColumn("Thành viên", 12, "count"), SheetColumn("Hoạt động", 12, "count"),
        SheetColumn("Số tiền (đồng)", 18, "count"), SheetColumn("Căn cứ mức hỗ trợ", 40), SheetColumn("Chi ngày", 14),
        SheetColumn("Số phiếu chi", 16),
    )  # fmt: skip
    lines: list[list[Cell]] = [
        [n, one.source.name, one.village.title, str(Quarter(one.year, one.quarter)), one.members, one.active,
         one.amount, one.norm.legal_source, f"{one.paid_on:%d/%m/%Y}" if one.paid_on else "chưa chi",
         one.receipt_number]
        for n, one in enumerate(rows, 1)
    ]  # fmt: skip
    sheet = Sheet("Kinh phí hỗ trợ Tổ", columns, lines, title_lines=("Kinh phí hỗ trợ Tổ công nghệ số cộng đồng",
                  campaign.name), landscape=True)  # fmt: skip
    log_event("money.table_taken", about=campaign, by=request.member, at=clock.now(), rows=len(lines))
    return as_file(write_xlsx([sheet], title="Kinh phí hỗ trợ Tổ"), "kinh-phi-ho-tro-to.xlsx")
