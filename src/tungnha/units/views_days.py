"""Thiết lập: the days off of a year, and those decided beside the rule."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.units import clock, days, lunar
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.calendar import DAY, NOT_YET, SATURDAY, SUNDAY, Calendar, holidays
from tungnha.units.forms_days import DayOffForm
from tungnha.units.models import DayOff
from tungnha.units.requests import MemberRequest, asked_id
from tungnha.units.views_setup import DESK, attempt, by_now


@only(*DESK)
def days_off(request: MemberRequest) -> HttpResponse:
    area, form = request.member.area, DayOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: days.decide_day(area=area, **form.cleaned_data, **by_now(request)))
        if made is not None:
            messages.success(request, "Đã lưu. Hạn của các yêu cầu, báo cáo được tính lại theo ngày này.")
            return redirect("units:setup-days")
    year = _year(request.GET.get("nam"))
    calendar = days.calendar_of(area)
    entered = DayOff.objects.visible_to(request.member).filter(date__year=year).select_related("area", "by__user")
    context = {
        "form": form, "year": year, "years": [year - 1, year, year + 1], "rows": list(entered),
        "off": rest_of(calendar, year), "own": area.pk,
        "not_yet": [(date(year, m, d), name, note) for m, d, name, note in NOT_YET],
    }  # fmt: skip
    return render(request, "units/setup_days.html", context)


def rest_of(calendar: Calendar, year: int) -> list[dict[str, Any]]:
    """Every day off of a year that is no plain weekend, with its lunar day."""
    rows, day = [], date(year, 1, 1)
    while day.year == year:
        why = calendar.why_off(day)
        if why and (day.weekday() not in (SATURDAY, SUNDAY) or day in holidays(year) or day in calendar.off):
            at = lunar.lunar_of(day)
            rows.append({"day": day, "why": why, "lunar": f"{at.day}/{at.month}{' nhuận' if at.is_leap else ''}"})
        day += DAY
    return rows


def _year(text: str | None) -> int:
    asked = asked_id(text)
    return asked if asked and 2000 <= asked <= 2100 else clock.today().year


@require_POST
@only(*DESK)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Only what was entered for one's own area: a province's decision is the province's to take back."""
    row = get_visible_or_404(DayOff.objects.filter(area=request.member.area), request.member, pk=pk)
    days.withdraw_day(row=row, **by_now(request))
    messages.success(request, "Đã bỏ. Ngày ấy trở lại theo quy tắc chung.")
    return redirect("units:setup-days")
