"""The calendar of deadlines, and the secret address a calendar programme reads it from."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.reports.duties import feeds, planning
from tungnha.reports.duties.sections import OWN, crumbs, sections
from tungnha.reports.models import CalendarFeed
from tungnha.reports.requests.queries import READERS
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.calendar import Calendar
from tungnha.units.days import calendar_of
from tungnha.units.requests import MemberRequest

CALENDAR = "text/calendar; charset=utf-8"
SECRET = re.compile(r"[A-Za-z0-9_-]{20,60}")


@require_safe
@only(*READERS, *OWN)
def calendar(request: MemberRequest) -> HttpResponse:
    """A month: a grid on a desk, a list on a phone. What the member owes, and for a desk who owes it what."""
    at, today = clock.now(), clock.today()
    first, last = planning.month_of(_month(request.GET.get("thang", ""), today))
    found, days = planning.entries(request.member, first, last, at), calendar_of(request.member.area)
    return render(request, "reports/duties/calendar.html", {
        "sections": sections(request.member, "reports:calendar"), "crumbs": crumbs(("Lịch", "")),
        "first": first, "weeks": planning.weeks(found, first, days, today), "entries": _listed(found, days),
        "previous": _address(planning.month_of(first.replace(day=1) - timedelta(days=1))[0]),
        "following": _address(last + timedelta(days=1)), "this_month": reverse("reports:calendar"),
        "is_this_month": (first.year, first.month) == (today.year, today.month),
    })  # fmt: skip


def _month(text: str, today: date) -> date:
    """What the address asks for, within a year or so of today; else this month."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return date(int(found[1]), int(found[2]), 1) if found else today


def _address(day: date) -> str:
    return f"{reverse('reports:calendar')}?thang={day:%Y-%m}"


def _listed(found: list[planning.Entry], days: Calendar) -> list[dict[str, Any]]:
    """By day, with what kind of day it is: a deadline on a Sunday or at Tết is said, and moves nothing."""
    by_day: dict[date, list[planning.Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.on, []).append(entry)
    return [{"on": day, "note": planning.day_note(day, days), "rows": rows} for day, rows in by_day.items()]


# --- the address -----------------------------------------------------------------------------------------------------


@only(*READERS, *OWN)
def addresses(request: MemberRequest) -> HttpResponse:
    """The member's own addresses: a new one is told once, here; an old one can be revoked."""
    made = ""
    if request.method == "POST":
        secret = feeds.open_feed(member=request.member, at=clock.now())
        made = request.build_absolute_uri(reverse("reports:feed", args=[secret]))
    return render(request, "reports/duties/addresses.html", {
        "sections": sections(request.member, "reports:calendar"), "made": made,
        "crumbs": crumbs(("Lịch", reverse("reports:calendar")), ("Đưa vào lịch điện thoại", "")),
        "feeds": CalendarFeed.objects.filter(member=request.member, revoked_at=None),
    })  # fmt: skip


@require_POST
@only(*READERS, *OWN)
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    row = CalendarFeed.objects.filter(member=request.member, pk=pk).first()
    if row is None:
        raise Http404("not this member's feed")
    feeds.revoke_feed(row=row, by=request.member, at=clock.now())
    messages.success(request, "Đã thu hồi địa chỉ lịch: ứng dụng nào đang dùng địa chỉ đó không đọc được nữa.")
    return redirect("reports:calendar-addresses")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For calendar programmes, which cannot log in: the secret is the key. Deadlines and bodies, nobody's name."""
    at = clock.now()
    row = feeds.feed_of(secret, at) if SECRET.fullmatch(secret) else None
    if row is None:
        raise Http404("no such calendar")
    response = HttpResponse(feeds.calendar_of(row.member, at), content_type=CALENDAR)
    response["Content-Disposition"] = 'inline; filename="han-bao-cao.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
