"""The schedule: villages × days, dates proposed and accepted, a single session planned."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.field.campaigns import campaign_of
from tungnha.field.models import ScheduleRule, SupportSession
from tungnha.field.schedule import queries
from tungnha.field.schedule.forms import ProposedForm, RuleForm, SessionForm
from tungnha.field.schedule.operations import plan_session, save_rule
from tungnha.field.schedule.operations.agreeing import speaks_for
from tungnha.field.schedule.rules import (
    USUAL_CAPACITY,
    USUAL_PARTS,
    USUAL_WEEKDAYS,
    Means,
    Proposal,
    is_rest,
    propose,
    slots,
)
from tungnha.field.schedule.views.common import (
    ARRANGERS,
    AT_SESSIONS,
    PLANNERS,
    choices_for,
    equipment_for,
)
from tungnha.ledger.models import Service
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.calendar import VIETNAM, end_of
from tungnha.units.days import calendar_of
from tungnha.units.models import Area, Campaign, Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

DAYS = 7
WEEKDAY_NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@only(*AT_SESSIONS)
def sessions(request: MemberRequest) -> HttpResponse:
    """A week of the schedule; what waits for my word; how many villages have a session."""
    member, now, campaign = request.member, clock.now(), campaign_of(request)
    rows = queries.sessions_for(member)
    if campaign is not None:
        rows = rows.filter(campaign=campaign)
    first = _week(request, rows, now)
    last = first + timedelta(days=DAYS - 1)
    week = queries.shown(queries.between(rows, first, last).order_by("starts_at", "pk"), now)
    villages = queries.villages_for(member, campaign, now.date()) if campaign else []
    covered = queries.coverage(villages, campaign) if campaign else None
    coming = rows.filter(ends_at__gte=now, cancelled_at=None, published_at=None).order_by("starts_at")
    open_ = queries.shown(coming[:200], now)
    context = {
        "campaign": campaign, "first": first, "last": last, "days": _days(first, member.area), "week": week,
        "grid": _grid(villages, week, campaign), "by_day": _by_day(week), "covered": covered,
        "mine": [s for s in open_ if _asks_me(s, member)], "open": open_, "today": now.date(),
        "previous": _link(request, first - timedelta(days=DAYS)), "next": _link(request, first + timedelta(days=DAYS)),
        "this_week": _link(request, now.date() - timedelta(days=now.weekday())),
        "may_plan": member.has_role(*PLANNERS) and campaign is not None,
        "may_arrange": member.has_role(*ARRANGERS) and campaign is not None,
        "may_propose": member.has_role(*ARRANGERS, Role.PARTNER) and campaign is not None,
        "month": f"{first + timedelta(days=3):%Y-%m}", "kept": f"?dot={campaign.pk}" if campaign else "",
        "public_url": _public(member),
    }  # fmt: skip
    return render(request, "field/schedule.html", context)


def _asks_me(row: queries.Shown, member: Member) -> bool:
    return any(side.word is None and speaks_for(member, side, row.session) == "own" for side in row.sides)


def _public(member: Member) -> str:
    commune = member.area.commune
    return reverse("web:public-sessions", args=[commune.code]) if commune else ""


def _week(request: MemberRequest, rows: Any, now: datetime) -> date:
    """The Monday of the week asked for; else of the first session to come, else of this week."""
    try:
        asked = date.fromisoformat(request.GET.get("tuan", ""))
        if not 2000 < asked.year < 2100:
            raise ValueError
    except ValueError:
        following = rows.filter(ends_at__gte=now, cancelled_at=None).order_by("starts_at").first()
        asked = following.starts_at.astimezone(VIETNAM).date() if following else now.date()
    return asked - timedelta(days=asked.weekday())


def _link(request: MemberRequest, monday: date) -> str:
    query = request.GET.copy()
    query["tuan"] = monday.isoformat()
    return f"?{query.urlencode()}"


def _days(first: date, area: Area) -> list[dict[str, Any]]:
    calendar = calendar_of(area)
    found = []
    for n in range(DAYS):
        day = first + timedelta(days=n)
        found.append(
            {"on": day, "name": WEEKDAY_NAMES[n], "off": calendar.why_off(day) if is_rest(day, calendar) else ""}
        )
    return found


def _grid(villages: list[Area], week: list[queries.Shown], campaign: Campaign | None) -> list[dict[str, Any]]:
    """Rows of the table: first what is for everybody, then each village, with seven cells."""
    cells: dict[tuple[int, int], list[queries.Shown]] = defaultdict(list)
    for row in week:
        cells[row.session.area_id, row.on.weekday()].append(row)
    known = {v.pk for v in villages}
    others = {r.session.area_id: r.session.area for r in week if r.session.area_id not in known}
    return [
        {"area": area, "cells": [cells.get((area.pk, n), []) for n in range(DAYS)]}
        for area in (*others.values(), *villages)
    ]


def _by_day(week: list[queries.Shown]) -> list[tuple[date, list[queries.Shown]]]:
    found: dict[date, list[queries.Shown]] = {}
    for row in week:
        found.setdefault(row.on, []).append(row)
    return sorted(found.items())


# --- one session -----------------------------------------------------------------------------------------------------


@only(*PLANNERS)
def new_session(request: MemberRequest) -> HttpResponse:
    member, campaign = request.member, campaign_of(request)
    if campaign is None:
        raise Http404("no campaign to plan a session for")
    choices = choices_for(member, campaign)
    form = SessionForm(
        request.POST or None, choices=choices, equipment=equipment_for(member, member.area),
        initial=_prefilled(request, choices, campaign, member),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        session = _plan(request, form, campaign)
        if session is not None:
            messages.success(request, _planned(session))
            return redirect("field:session", pk=session.pk)
    return render(request, "field/session_new.html", {"form": form, "campaign": campaign})


def _prefilled(request: MemberRequest, choices: dict[str, Any], campaign: Campaign, member: Member) -> dict[str, Any]:
    """What was pressed on the grid, and what is usual there."""
    first: dict[str, Any] = {"services": list(choices["services"]), "from_time": USUAL_PARTS[0][0]}
    first["to_time"] = USUAL_PARTS[0][1]
    wanted = asked_id(request.GET.get("thon"))
    area = choices["area"].filter(pk=wanted).first() if wanted else None
    if area is None and member.area.kind == Area.Kind.VILLAGE:
        area = member.area
    if area is not None:
        first["area"] = area
        first["place"] = queries.usual_places([area.pk]).get(area.pk)
        leader = queries.leaders_of([area.pk], clock.today()).get(area.pk)
        first["staff"] = [leader] if leader else []
    with contextlib.suppress(ValueError):
        first["on"] = date.fromisoformat(request.GET.get("ngay", ""))
    rule = ScheduleRule.objects.visible_to(member).filter(campaign=campaign).first()
    first["capacity"] = rule.capacity if rule else USUAL_CAPACITY
    return first


def _plan(request: MemberRequest, form: SessionForm, campaign: Campaign) -> SupportSession | None:
    data = form.cleaned_data
    try:
        return plan_session(
            campaign=campaign, area=data["area"], place=form.where(), services=data["services"], staff=data["staff"],
            organisations=data["organisations"], name=data["name"], by=request.member, at=clock.now(),
            occasion=data["occasion"] or SupportSession.Occasion.OWN, bring=data["bring"] or None,
            capacity=data["capacity"] or USUAL_CAPACITY, equipment=form.wanted(), **form.times(),
        )  # fmt: skip
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return None


def _planned(session: SupportSession) -> str:
    if session.is_published:
        return "Đã lên lịch buổi hỗ trợ; các bên đã đồng ý nên lịch được công bố."
    return "Đã lên lịch buổi hỗ trợ. Lịch được công bố khi các bên đồng ý."


# --- dates proposed --------------------------------------------------------------------------------------------------


@only(*ARRANGERS, Role.PARTNER)
def proposals(request: MemberRequest) -> HttpResponse:
    """Say by what rules; see a date for each village; change, take or leave each; accept all in one go."""
    member, campaign = request.member, campaign_of(request)
    if campaign is None:
        raise Http404("no campaign to plan sessions for")
    choices = choices_for(member, campaign)
    if request.method == "POST" and "rows" in request.POST:
        return _accept(request, campaign, choices)
    rule_form = _rule_form(request, campaign, choices)
    context: dict[str, Any] = {"campaign": campaign, "rule_form": rule_form}
    if request.method == "POST" and rule_form.is_valid():
        try:
            if member.has_role(*ARRANGERS):
                _keep(request, campaign, rule_form)
        except Problem as problem:
            rule_form.add_error(None, problem.sentence)
        else:
            context |= _proposed(request, campaign, rule_form, choices)
    return render(request, "field/schedule_propose.html", context)


def _rule_form(request: MemberRequest, campaign: Campaign, choices: dict[str, Any]) -> RuleForm:
    member, today = request.member, clock.today()
    rule = ScheduleRule.objects.filter(campaign=campaign, area=member.area).first()
    parts = [(time.fromisoformat(a), time.fromisoformat(b)) for a, b in rule.parts] if rule else list(USUAL_PARTS)
    first = max(today + timedelta(days=1), rule.first_on or today) if rule else today + timedelta(days=1)
    last = rule.last_on if rule and rule.last_on and rule.last_on >= first else first + timedelta(days=20)
    initial = {
        "first_on": first, "last_on": last, "capacity": rule.capacity if rule else USUAL_CAPACITY,
        "weekdays": rule.weekdays if rule else USUAL_WEEKDAYS, "staff_each": rule.staff_each if rule else 1,
        "staff": list(_lent(choices)), "services": list(choices["services"]),
    }  # fmt: skip
    return RuleForm(
        request.POST or None, choices=choices | {"staff": _lent(choices)}, parts=parts, initial=initial,
        equipment=equipment_for(member, member.area),
        counts={int(k): n for k, n in rule.needs.items()} if rule else {},
    )  # fmt: skip


def _lent(choices: dict[str, Any]) -> Any:
    """Those another body may send: a team's people work in their own village."""
    return choices["staff"].filter(role=Role.PARTNER)


def _keep(request: MemberRequest, campaign: Campaign, form: RuleForm) -> None:
    data = form.cleaned_data
    save_rule(
        campaign=campaign, area=request.member.area, first_on=data["first_on"], last_on=data["last_on"],
        capacity=data["capacity"], weekdays=[int(w) for w in data["weekdays"]], parts=data["parts"],
        staff_each=data["staff_each"], needs=form.wanted(), by=request.member, at=clock.now(),
    )  # fmt: skip


def _proposed(request: MemberRequest, campaign: Campaign, form: RuleForm, choices: dict[str, Any]) -> dict[str, Any]:
    """The rows to choose from, with what could not be placed and why."""
    data, member, now = form.cleaned_data, request.member, clock.now()
    villages = queries.villages_for(member, campaign, now.date())
    free = slots(
        data["first_on"], data["last_on"], weekdays=[int(w) for w in data["weekdays"]], parts=data["parts"],
        calendar=calendar_of(member.area), after=now,
    )  # fmt: skip
    staff = list(data["staff"])
    wanted = {thing: n for thing, n in form.wanted().items() if n}
    means = Means(
        capacity=data["capacity"], staff=[m.user_id for m in staff], each=data["staff_each"],
        stock={t.pk: t.count for t in wanted}, needs={t.pk: n for t, n in wanted.items()},
    )  # fmt: skip
    needs = queries.village_needs(villages, campaign, member, now)
    taken = queries.bookings(now, end_of(data["last_on"]), member.area)
    found = propose(needs, free, means, taken)
    by_user = {m.user_id: m.pk for m in staff}
    by_village = {v.pk: v for v in villages}
    missing = {n.village: n.missing for n in needs}
    rows = []
    places = queries.usual_places([p.village for p in found.sessions])
    for n, one in enumerate(found.sessions):
        starts, ends = (t.astimezone(VIETNAM) for t in (one.slot.starts_at, one.slot.ends_at))
        village = by_village[one.village]
        initial = {
            "use": True, "area": village.pk, "on": starts.date(), "from_time": starts.time(), "to_time": ends.time(),
            "place": places.get(one.village),
            "new_place": "" if one.village in places else f"Nhà văn hóa {village.full_name}",
        } | {f"staff{k}": by_user[user] for k, user in enumerate(one.staff)}  # fmt: skip
        row = _row_form(None, n, choices, data["staff_each"], village, initial)
        rows.append({"form": row, "area": village, "missing": missing[one.village], "expected": one.expected})
    return {
        "rows": rows, "services": data["services"], "capacity": data["capacity"], "found": found,
        "unplaced": [by_village[v] for v in found.unplaced], "needs_kept": list(wanted.items()),
        "why_unplaced": _why_unplaced(found, free, means), "villages": len(villages),
        "covered": queries.coverage(villages, campaign), "with_these": len({p.village for p in found.sessions}),
        "last_row": len(rows), "counts": member.sees_whole_area(names=False), "staff_each": data["staff_each"],
    }  # fmt: skip


def _why_unplaced(found: Proposal, free: list[Any], means: Means) -> str:
    if not found.unplaced:
        return ""
    if not free:
        return "Trong khoảng ngày này không có buổi nào làm được: xem lại các thứ trong tuần, ngày nghỉ, giờ đã chọn."
    if means.each and not means.staff:
        return "Chưa chọn người nào của đơn vị phối hợp: chọn người, hoặc ghi mỗi buổi cần 0 người."
    more = "kéo dài thêm ngày, thêm người, hoặc thêm buổi tối, Chủ nhật"
    return f"Hết ngày mà người, địa điểm hoặc máy móc còn rảnh: {more}."


def _row_form(
    data: Any, n: int, choices: dict[str, Any], staff_each: int, village: Area | None, initial: dict[str, Any] | None
) -> ProposedForm:
    """Places of that village and of the commune only: a list of all villages' would be long and wrong."""
    places = choices["place"]
    if village is not None:
        places = places.filter(area__path__in=village.ancestor_paths())
    return ProposedForm(
        data, prefix=f"r{n}", initial=initial, staff_each=staff_each, staff=_lent(choices),
        choices={"area": choices["area"], "place": places},
    )  # fmt: skip


def _accept(request: MemberRequest, campaign: Campaign, choices: dict[str, Any]) -> HttpResponse:
    """Each row that was taken becomes a session; one that cannot be stays on the page with the reason."""
    member = request.member
    count, staff_each, capacity = (asked_id(request.POST.get(k)) or 0 for k in ("rows", "staff_each", "capacity"))
    services = list(
        choices["services"].filter(pk__in=[i for i in map(asked_id, request.POST.getlist("services")) if i])
    )
    equipment = {t: asked_id(request.POST.get(f"may-{t.pk}")) or 0 for t in equipment_for(member, member.area)}
    leaders = queries.leaders_of(list(choices["area"].values_list("pk", flat=True)), clock.today())
    kept, made = [], 0
    for n in range(min(count, 200)):
        if f"r{n}-area" not in request.POST:  # taken before: only what could not be is asked for again
            continue
        village = choices["area"].filter(pk=asked_id(request.POST.get(f"r{n}-area"))).first()
        form = _row_form(request.POST, n, choices, min(staff_each, 3), village, None)
        if not form.is_valid():
            kept.append({"form": form, "area": village})
        elif form.cleaned_data["use"]:
            if _take(request, form, campaign, services, equipment, leaders, capacity or USUAL_CAPACITY):
                made += 1
            else:
                kept.append({"form": form, "area": village})
    if made:
        messages.success(request, f"Đã lên lịch {made} buổi. Lịch được công bố khi các bên đồng ý.")
    if not kept:
        return redirect(f"{reverse('field:sessions')}?dot={campaign.pk}")
    context = {
        "campaign": campaign, "rows": kept, "last_row": count, "services": services, "capacity": capacity,
        "again": True, "needs_kept": [(t, n) for t, n in equipment.items() if n], "staff_each": staff_each,
        "rule_form": None,
    }  # fmt: skip
    return render(request, "field/schedule_propose.html", context)


def _take(
    request: MemberRequest, form: ProposedForm, campaign: Campaign, services: list[Service], equipment: dict[Any, int],
    leaders: dict[int, Member], capacity: int,
) -> bool:  # fmt: skip
    data = form.cleaned_data
    leader = leaders.get(data["area"].pk)
    try:
        plan_session(
            campaign=campaign, area=data["area"], place=data["place"] or data["new_place"],
            starts_at=datetime.combine(data["on"], data["from_time"], VIETNAM),
            ends_at=datetime.combine(data["on"], data["to_time"], VIETNAM), services=services,
            staff=[*form.staff(), *([leader] if leader else [])], organisations=[], name="", by=request.member,
            at=clock.now(), capacity=capacity, equipment=equipment,
        )  # fmt: skip
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return False
    return True
