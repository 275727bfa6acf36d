"""“Việc của tôi”, all tasks of a plan, all tasks of an area, and the same as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tungnha.people.protection.giving import as_file
from tungnha.plans.adoption import table
from tungnha.plans.models import AdoptionItem, Plan
from tungnha.plans.work import board, pages, queries, rules, sheets
from tungnha.plans.work.board import Row
from tungnha.plans.work.places import keys_of
from tungnha.plans.work.rules import State
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.requests import MemberRequest

SOON = dt.timedelta(days=7)
DUES = (
    ("", "mọi thời hạn"), ("qua-han", "đã quá hạn"), ("7-ngay", "đến hạn trong 7 ngày"), ("thang", "đến hạn tháng này"),
    ("khong", "không nêu hạn"),
)  # fmt: skip


@require_safe
@only(*pages.SPEAKERS)
def mine(request: MemberRequest) -> HttpResponse:
    """What the member's own body, village or commune has to do, what is most pressing first."""
    now = clock.now()
    rows = [pages.shown(row, mine=True) for row in queries.mine(request.member, now)]
    own = [one for one in rows if one["row"].is_mine or any(p.is_mine for p in one["row"].places)]
    plans = queries.running(request.member, clock.today())
    open_rows = [one for one in own if one["state"] not in (*rules.FINISHED, State.STEADY)]
    context = {
        "base": pages.base_of(request.member), "adoption": _adoption(request, plans),
        "open": open_rows, "steady": [one for one in own if one["state"] is State.STEADY],
        "finished": [one for one in own if one["state"] in rules.FINISHED],
        "helping": [one for one in rows if one not in own],
        "late": sum(one["state"] is State.OVERDUE for one in open_rows),
        "area": request.member.area, "overview": request.member.has_role(*pages.DESK),
    }  # fmt: skip
    return render(request, "plans/work/mine.html", context)


def _adoption(request: MemberRequest, plans: Sequence[Plan]) -> list[dict[str, Any]]:
    """What the running plans ask of the member's own place, beside its tasks."""
    keys, rows = keys_of(request.member), []
    asked = set(AdoptionItem.objects.filter(plan__in=plans, removed_at=None).values_list("plan", flat=True))
    for found in (one for one in plans if one.pk in asked):
        for line in table.load(found, clock.now(), only=keys).lines:
            count = sum(cell is not None for cell in line.cells)
            if count:
                rows.append({
                    "title": f"{line.place.title}: {found.campaign.name}",
                    "url": reverse("plans:adoption-place", args=[found.pk, line.place.key]),
                    "status": "ask" if line.lacks else "done",
                    "status_label": f"Còn {line.lacks}/{count} mục chưa có" if line.lacks else "Đủ",
                })  # fmt: skip
    return rows


@require_safe
@only(*pages.DESK)
def area(request: MemberRequest) -> HttpResponse:
    """All tasks of the area's running plans: the leader sees what is overdue first."""
    rows = queries.of_area(request.member, clock.now())
    chosen = _chosen(request, rows, default=State.OVERDUE)
    context = {"place": request.member.area, "many": True, **_listed(request, rows, chosen)}
    return render(request, "plans/work/area.html", context)


@require_safe
@only(*pages.DESK)
def plan(request: MemberRequest, pk: int) -> HttpResponse:
    """All tasks of a plan, by state, unit and day; every sum opens the rows that make it."""
    found = pages.plan_or_404(request, pk)
    if not pages.watches(request.member, found):
        return redirect("plans:my-work")
    rows = board.load([found], clock.now())
    chosen = _chosen(request, rows)
    context = {
        "plan": found, "runs": pages.runs(request.member, found),
        "no_leads": sum(row.needs_lead for row in rows), **_listed(request, rows, chosen),
    }  # fmt: skip
    return render(request, "plans/work/plan.html", context)


@require_safe
@only(*pages.DESK)
def plan_xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    found = pages.plan_or_404(request, pk)
    if not pages.watches(request.member, found):
        pages.refuse(request, found)
    rows = board.load([found], clock.now())
    return as_file(sheets.of_plan(found, rows, clock.today()), f"nhiem-vu-{found.pk}.xlsx")


# --- what is chosen --------------------------------------------------------------------------------------------------


def _chosen(request: MemberRequest, rows: Sequence[Row], default: str = "") -> dict[str, str]:
    state = request.GET.get("tinh-trang", default if any(row.state == default for row in rows) else "")
    due, unit = request.GET.get("han", ""), request.GET.get("don-vi", "")
    return {
        "state": state if state in (*rules.LABELS, "cho-quyet", "chua-giao") else "",
        "due": due if due in dict(DUES) else "",
        "unit": unit if unit in _units(rows) else "",
    }


def _listed(request: MemberRequest, rows: Sequence[Row], chosen: dict[str, str]) -> dict[str, Any]:
    sums = queries.sums(rows)
    waiting = sum(bool(row.to_confirm or row.waiting) and not row.children for row in rows)
    no_lead = sum(row.needs_lead for row in rows)
    states = [
        ("", "tất cả", sum(sums.values())),
        *((s, label, sums[s]) for s, label in rules.LABELS.items() if sums[s]),
    ]
    states += [("cho-quyet", "chờ cán bộ quyết", waiting)] * bool(waiting)
    states += [("chua-giao", "chưa có đơn vị chủ trì", no_lead)] * bool(no_lead)
    kept = "".join(f"&{name}={chosen[key]}" for name, key in (("han", "due"), ("don-vi", "unit")) if chosen[key])
    return {
        "pills": [
            {"url": f"?tinh-trang={code}{kept}", "label": f"{label[:1].upper()}{label[1:]}: {n}",
             "current": chosen["state"] == code}
            for code, label, n in states
        ],
        "chosen": chosen, "dues": DUES, "units": sorted(_units(rows).items(), key=lambda pair: pair[1]),
        "shown": [pages.shown(row) for row in _kept(rows, chosen)],
        "total": sum(sums.values()), "clear": request.path,
    }  # fmt: skip


def _units(rows: Sequence[Row]) -> dict[str, str]:
    found = {f"o{body.pk}": body.label for row in rows for body in row.leads}
    return found | {one.place.key: one.place.title for row in rows for one in row.places}


def _kept(rows: Sequence[Row], chosen: dict[str, str]) -> list[Row]:
    """Rows above others stay while something under them does, so that 4.1 is read under 4."""
    hit = {row.task.pk for row in rows if not row.children and _fits(row, chosen)}
    return [row for row in rows if row.task.pk in hit or any(child.task.pk in hit for child in row.children)]


def _fits(row: Row, chosen: dict[str, str]) -> bool:
    state, unit = chosen["state"], chosen["unit"]
    if state == "cho-quyet":
        fits = bool(row.to_confirm or row.waiting)
    elif state == "chua-giao":
        fits = row.needs_lead
    else:
        fits = not state or row.state == state
    mine = not unit or unit in {f"o{body.pk}" for body in row.leads} or unit in {p.place.key for p in row.places}
    return fits and mine and _due_fits(row, chosen["due"])


def _due_fits(row: Row, due: str) -> bool:
    today, last = clock.today(), row.last_day
    if due == "qua-han":
        return row.state is State.OVERDUE
    if due == "khong":
        return last is None
    if due in ("7-ngay", "thang"):
        if last is None or row.state in rules.FINISHED:
            return False
        return (
            today <= last <= today + SOON if due == "7-ngay" else (last.year, last.month) == (today.year, today.month)
        )
    return True
