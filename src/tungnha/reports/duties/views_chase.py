"""Pages of duties: when each falls due to the year's end, when units are reminded, who is excused; those who have not
sent are chased."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.drafting import write_docx
from tungnha.people.protection.giving import as_file
from tungnha.plans.models import Duty
from tungnha.plans.queries import before_rule, phases_of
from tungnha.plans.rules import weekend_note, why_no_dates
from tungnha.plans.rules.recurrence import recurrence
from tungnha.reports import documents, queries, showing
from tungnha.reports.duties import excusing, feeds, notices, planning, reminding, ruling
from tungnha.reports.duties.forms import ChaseForm, ExcuseForm, RulesForm, WhyForm
from tungnha.reports.duties.owing import last_day, owing
from tungnha.reports.duties.sections import crumbs, sections
from tungnha.reports.duties.timing import rule_words
from tungnha.reports.models import Excuse, Reminder
from tungnha.reports.queries import Board
from tungnha.reports.requests.queries import ASKERS, READERS
from tungnha.reports.rules import period_title
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.days import calendar_of
from tungnha.units.models import Organisation, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest


def own_duty_or_404(request: MemberRequest, pk: int) -> Duty:
    """A duty of the member's own level: what a level above or below keeps is its own."""
    rows = Duty.ever.select_related("plan__campaign__area", "plan__organisation", "phase", "addressee")
    duty: Duty = get_visible_or_404(rows, request.member, pk=pk)
    if duty.plan.campaign.area_id != request.member.area_id:
        raise Http404("a duty of another level")
    return duty


# --- duties ----------------------------------------------------------------------------------------------------------


@require_safe
@only(*READERS)
def duties(request: MemberRequest) -> HttpResponse:
    """Every duty of the plans that run, with its next deadline, or why it has none."""
    on = clock.today()
    rows = Duty.objects.filter(plan__in=queries.running_plans(on), plan__campaign__area=request.member.area_id)
    found = rows.exclude(kind="difficulty").select_related(
        "plan__campaign", "plan__organisation", "phase", "addressee"
    ).order_by("plan", "order", "pk")  # fmt: skip
    return render(request, "reports/duties/duties.html", {
        "sections": sections(request.member, "reports:duties"), "crumbs": crumbs(("Chế độ báo cáo", "")),
        "rows": [_row(duty, on) for duty in found],
    })  # fmt: skip


def _row(duty: Duty, on: date) -> dict[str, Any]:
    periods = planning.periods_of(duty, on, date(on.year, 12, 31)) if duty.repeats_id is None else []
    ahead = [period for period in periods if last_day(period) >= on]
    why = why_no_dates(duty) or ("Kế hoạch cấp trên đã hỏi báo cáo này." if duty.repeats_id else "")
    return {
        "title": showing.direction(duty), "text": showing.due_words_of(duty),
        "url": reverse("reports:duty", args=[duty.pk]),
        "meta": f"{duty.plan.campaign.name}. " + (f"Kỳ tới: {showing.last_instant(ahead[0].due_at)}" if ahead else why),
        "status": "upcoming" if ahead else "ask",
        "status_label": f"còn {len(ahead)} kỳ năm nay" if ahead else "chưa có ngày",
    }  # fmt: skip


@require_safe
@only(*READERS)
def duty(request: MemberRequest, pk: int) -> HttpResponse:
    """One duty: in words and as a rule, its deadlines to the year's end, its reminders, who is excused."""
    return _duty_page(request, own_duty_or_404(request, pk))


def _duty_page(
    request: MemberRequest, found: Duty, rules_form: RulesForm | None = None, excuse_form: ExcuseForm | None = None
) -> HttpResponse:
    on, may = clock.today(), request.member.has_role(*ASKERS)
    rules = ruling.rules_of([found])[found.pk]
    form = rules_form or excuse_form
    context = {
        "duty": found, "words": showing.due_words_of(found), "direction": showing.direction(found),
        "why": why_no_dates(found), "rule": _rule(found), "dates": _dates(found, on), "year": on.year,
        "phases": ", ".join(phase.name for phase in phases_of(found)),
        "reminders": [rule_words(rule) + (", cả thư điện tử" if rule.by_mail else "") for rule in rules],
        "excuses": found.excuses.select_related("organisation", "by__user", "withdrawn_by__user"),  # type: ignore[attr-defined]
        "may": may, "form": form, "why_form": WhyForm(),
        "may_ask_beside": request.member.has_role(Role.OFFICER) and not found.compiled,
        "rules_form": (rules_form or RulesForm(rules=rules)) if may else None,
        "excuse_form": (excuse_form or ExcuseForm(units=_units(found))) if may and not found.compiled else None,
        "title": f"{found.plan.campaign.name}: {showing.direction(found)}",
        "sections": sections(request.member, "reports:duties"),
        "crumbs": crumbs(("Chế độ báo cáo", reverse("reports:duties")), (showing.direction(found), "")),
    }  # fmt: skip
    return render(request, "reports/duties/duty.html", context, status=422 if form is not None and form.errors else 200)


def _rule(found: Duty) -> str:
    made = recurrence(found, before_rule())
    if made is None:
        return ""
    ends = feeds.last_day_of(found, None)
    return made.until(ends) if ends else made.text


def _dates(found: Duty, on: date) -> list[dict[str, Any]]:
    """Every deadline from now to the year's end, with what kind of day it falls on."""
    if found.repeats_id is not None or found.removed_in_id is not None:
        return []
    days = calendar_of(found.plan.campaign.area)
    return [
        {
            "title": period_title(p.key, p.starts_on, p.ends_on), "due": showing.last_instant(p.due_at),
            "note": _notes(p, days), "is_past": last_day(p) < on,
        }
        for p in planning.periods_of(found, on.replace(month=1, day=1), date(on.year, 12, 31))
        if last_day(p).year == on.year
    ]  # fmt: skip


def _notes(period: Any, days: Any) -> str:
    """What kind of day the last good one is; and the day the plan names, where that is another and a weekend."""
    said = [
        planning.day_note(last_day(period), days),
        weekend_note(period.day) if period.day != last_day(period) else "",
    ]
    return "; ".join(note for note in said if note)


def _units(found: Duty) -> Any:
    return Organisation.objects.filter(pk__in=[one.organisation.pk for one in owing(found)])


@require_POST
@only(*ASKERS)
def set_rules(request: MemberRequest, pk: int) -> HttpResponse:
    found = own_duty_or_404(request, pk)
    form = RulesForm(request.POST)
    if form.is_valid():
        try:
            ruling.set_rules(duty=found, rules=form.rules(), by=request.member, at=clock.now())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu lịch nhắc. Từ nay chế độ này nhắc theo các lần đã ghi.")
            return redirect("reports:duty", pk=pk)
    return _duty_page(request, found, rules_form=form)


@require_POST
@only(*ASKERS)
def excuse(request: MemberRequest, pk: int) -> HttpResponse:
    found = own_duty_or_404(request, pk)
    form = ExcuseForm(request.POST, units=_units(found))
    if form.is_valid():
        try:
            made = excusing.excuse(duty=found, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(
                request, f"Đã miễn báo cáo cho {made.organisation.label}; kỳ được miễn không tính vào tỷ lệ."
            )
            return redirect("reports:duty", pk=pk)
    return _duty_page(request, found, excuse_form=form)


@require_POST
@only(*ASKERS)
def end_excuse(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_visible_or_404(Excuse.objects.select_related("duty__plan__campaign__area"), request.member, pk=pk)
    own_duty_or_404(request, row.duty_id)
    form = WhyForm(request.POST)
    if form.is_valid():
        excusing.withdraw_excuse(row=row, why=form.cleaned_data["why"], by=request.member, at=clock.now())
        messages.success(request, "Đã thôi miễn; đơn vị lại phải gửi như thường.")
    else:
        messages.error(request, "Chưa bỏ được: xin ghi vì sao thôi miễn, để đơn vị biết.")
    return redirect("reports:duty", pk=row.duty_id)


# --- chasing ---------------------------------------------------------------------------------------------------------

NAMES_SAID = 8
DEEDS = {
    "zalo": "Đã ghi: nhắc {n} đơn vị qua nhóm Zalo.",
    "phone": "Đã ghi: gọi điện nhắc {n} đơn vị.",
    "mail": "Đã gửi thư điện tử nhắc {n} đơn vị; ai chưa khai địa chỉ thì chưa nhận được.",
}


@only(*READERS)
def chase(request: MemberRequest, duty: int, period: str) -> HttpResponse:
    """Those who have not sent: tick, copy the text for the group, write down how they were reminded, draft a letter."""
    found = _board_or_404(request, duty, period)
    names = [(row.obligation.pk, row.obligation.organisation.name) for row in found.missing]
    asked = request.POST if request.method == "POST" else None
    if asked is not None and not request.member.has_role(*ASKERS):
        raise Http404("only the officer in charge reminds")
    form = ChaseForm(asked, names=names, initial={"chosen": [pk for pk, _ in names]})
    chosen = {pk for pk, _ in names}
    if asked is not None and form.is_valid():
        chosen = form.keys()
        answer = _do(request, found, chosen, asked.get("viec", ""))
        if answer is not None:
            return answer
    rows = [row for row in found.missing if row.obligation.pk in chosen]
    return render(request, "reports/duties/chase.html", {
        "board": found, "head": showing.headed(found, opens=True), "form": form, "text": _text(found, rows),
        "told": _told(found), "may": request.member.has_role(*ASKERS),
        "url": reverse("reports:chase", args=[found.duty.pk, found.period]),
        "sections": sections(request.member, "reports:index"),
        "crumbs": crumbs((found.title, reverse("reports:board", args=[duty, period])), ("Nhắc đơn vị chưa gửi", "")),
    }, status=422 if form.is_bound and form.errors else 200)  # fmt: skip


def _board_or_404(request: MemberRequest, pk: int, period: str) -> Board:
    found = own_duty_or_404(request, pk)
    made = queries.board(found, period, clock.now(), queries.report_of(found, period))
    if made is None:
        raise Http404("nobody owes this period")
    return made


def _do(request: MemberRequest, found: Board, chosen: set[int], deed: str) -> HttpResponse | None:
    """What was pressed; None for “write the text for those I ticked”."""
    rows = [row.obligation for row in found.missing if row.obligation.pk in chosen]
    if deed == "letter":
        reminding.remind_by_hand(obligations=rows, channel="letter", by=request.member, at=clock.now())
        letter = write_docx(documents.reminder_document(_only(found, chosen)))
        return as_file(letter, f"don-doc-{found.period.lower()}.docx", documents.WORD)
    if deed in DEEDS:
        n = reminding.remind_by_hand(obligations=rows, channel=deed, by=request.member, at=clock.now())
        if deed == "mail":
            reminding.send_waiting(clock.now())
        messages.success(request, DEEDS[deed].format(n=n))
        return redirect("reports:chase", duty=found.duty.pk, period=found.period)
    return None


def _only(found: Board, chosen: set[int]) -> Board:
    """The same board where only the chosen are named as missing; how many have sent stays true."""
    kept = tuple(row for row in found.rows if row.is_in or row.obligation.pk in chosen)
    return replace(found, rows=kept)


def _text(found: Board, rows: list[queries.Standing]) -> str:
    if not rows:
        return ""
    url = reminding.address("reports:index")
    owed = notices.Owed(found.title, found.duty.plan.campaign.name, found.due_at, url)
    return notices.to_group(
        owed, missing=[row.name for row in rows], received=found.handed_in, expected=found.expected, at=found.at
    )


def _told(found: Board) -> list[dict[str, Any]]:
    """Who was reminded, how and when; the latest first."""
    kept = reminding.reminders_of([row.obligation for row in found.rows])
    names = {row.obligation.pk: row.name for row in found.rows}
    rows = sorted((r for many in kept.values() for r in many), key=lambda r: (r.for_at, r.pk), reverse=True)
    grouped: dict[tuple[Any, ...], list[Reminder]] = {}
    for r in rows:
        grouped.setdefault((r.for_at, r.channel, r.by_id, r.state), []).append(r)
    return [
        {
            "at": many[0].for_at,
            "title": f"{many[0].get_channel_display()}: {len({r.obligation_id for r in many})} đơn vị",
            "by": many[0].by.user.full_name if many[0].by else "máy nhắc theo lịch",
            "text": _few([names[r.obligation_id] for r in many if r.obligation_id])
            + ("" if many[0].state == "sent" else f" ({many[0].get_state_display()})"),
        }
        for many in list(grouped.values())[:30]
    ]  # fmt: skip


def _few(names: list[str]) -> str:
    once = list(dict.fromkeys(names))
    return "; ".join(once[:NAMES_SAID]) + (
        f"; và {len(once) - NAMES_SAID} đơn vị khác" if len(once) > NAMES_SAID else ""
    )
