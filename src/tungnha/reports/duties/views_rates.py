"""Reporting rate and on-time rate: a table of units by periods, one unit's own, a workbook."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tungnha.people.protection.giving import as_file
from tungnha.plans.models import Duty
from tungnha.reports import showing
from tungnha.reports.duties import rating
from tungnha.reports.duties.rates import Rate
from tungnha.reports.duties.sections import OWN, crumbs, sections
from tungnha.reports.queries import Standing
from tungnha.reports.requests.queries import READERS
from tungnha.reports.rules import SHOWN
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Organisation
from tungnha.units.requests import MemberRequest, asked_id

EVERY = "tat-ca"
SHORT = {"sent": "Đúng hạn", "late": "Muộn", "missing": "Chưa gửi", "returned": "Trả lại", "excused": "Miễn"}


@require_safe
@only(*READERS)
def rates(request: MemberRequest) -> HttpResponse:
    """Units by periods of one duty, or of all; with the rates of each unit over time."""
    at = clock.now()
    known = list(rating.duties_rated(request.member, at))
    chosen = _chosen(request, known)
    found = rating.rated(request.member, at, duty=chosen)
    return render(request, "reports/duties/rates.html", {
        "sections": sections(request.member, "reports:rates"), "crumbs": crumbs(("Tỷ lệ gửi báo cáo", "")),
        "pills": _pills(known, chosen), "found": found, "sentence": rating.sentence(found) if chosen else "",
        "total": shares(found.total), "columns": [_column(column) for column in found.columns],
        "lines": [_line(line, found.columns) for line in found.lines],
        "silent": [_silent(line) for line in found.silent],
        "over_time": [rating.share(c.rate.received, c.rate.expected) for c in found.columns],
        "xlsx": reverse("reports:rates-xlsx") + f"?che-do={chosen.pk if chosen else EVERY}",
    })  # fmt: skip


@require_safe
@only(*READERS)
def rates_xlsx(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    chosen = _chosen(request, list(rating.duties_rated(request.member, at)))
    found = rating.rated(request.member, at, duty=chosen)
    title = "Tỷ lệ gửi báo cáo" + (f": {showing.direction(chosen)}" if chosen else "")
    return as_file(rating.workbook(found, title), "ty-le-gui-bao-cao.xlsx")


def _chosen(request: MemberRequest, known: list[Duty]) -> Duty | None:
    """The duty asked for; without a word the first; none for all of them together."""
    asked = request.GET.get("che-do", "")
    if asked == EVERY or not known:
        return None
    wanted = asked_id(asked)
    return next((duty for duty in known if duty.pk == wanted), known[0])


def _pills(known: list[Duty], chosen: Duty | None) -> list[dict[str, Any]]:
    here = reverse("reports:rates")
    if len(known) < 2:
        return []
    rest = [{"label": _named(duty), "url": f"{here}?che-do={duty.pk}", "current": duty == chosen} for duty in known]
    return [*rest, {"label": "Tất cả chế độ", "url": f"{here}?che-do={EVERY}", "current": chosen is None}]


def _named(duty: Duty) -> str:
    """`hằng tuần: các đơn vị`: how often, and who."""
    return f"{duty.get_frequency_display()}: {duty.who or 'các đơn vị'}"[:70]


def shares(rate: Rate) -> dict[str, Any]:
    return {
        "rate": rate, "received": rating.share(rate.received, rate.expected),
        "on_time": rating.share(rate.on_time, rate.expected),
    }  # fmt: skip


def _column(column: rating.Column) -> dict[str, Any]:
    return shares(column.rate) | {
        "title": column.title, "due": showing.last_instant(column.due_at),
        "url": reverse("reports:board", args=[column.duty.pk, column.period]),
    }  # fmt: skip


def _line(line: rating.Line, columns: tuple[rating.Column, ...]) -> dict[str, Any]:
    return shares(line.rate) | {
        "unit": line.unit.label, "url": reverse("reports:rates-unit", args=[line.unit.pk]),
        "cells": [
            {"title": column.title} | _cell(cell) for column, cell in zip(columns, line.cells, strict=True)
        ],
    }  # fmt: skip


def _cell(cell: Standing | None) -> dict[str, Any]:
    """Nothing to open where a unit owed nothing."""
    if cell is None:
        return {}
    return {
        "status": SHOWN[cell.state][0], "label": SHORT.get(cell.state, SHOWN[cell.state][1]),
        "url": reverse("reports:obligation", args=[cell.obligation.pk]),
    }  # fmt: skip


def _silent(line: rating.Line) -> dict[str, Any]:
    return {
        "title": line.unit.label, "url": reverse("reports:rates-unit", args=[line.unit.pk]), "status": "missing",
        "status_label": f"{line.silent} kỳ liền chưa gửi",
    }  # fmt: skip


@require_safe
@only(*READERS, *OWN)
def unit(request: MemberRequest, pk: int) -> HttpResponse:
    """One unit over time; a unit's own officer sees the own."""
    member, at = request.member, clock.now()
    found = get_visible_or_404(Organisation, member, pk=pk)
    if not member.has_role(*READERS):
        if found.pk != member.organisation_id:
            raise Http404("another unit's rates")
        made = rating.own_of(found, at)
    else:
        made = rating.rated(member, at, unit=found)
    if not made.lines:
        raise Http404("a unit that has owed nothing here")
    return render(request, "reports/duties/rates_unit.html", {
        "unit": found, "total": shares(made.total), "rows": rating.history(found, member, at), "line": made.lines[0],
        "sections": sections(member, "reports:rates" if member.has_role(*READERS) else "reports:index"),
        "crumbs": crumbs(*([("Tỷ lệ gửi báo cáo", reverse("reports:rates"))] if member.has_role(*READERS) else []),
                         (found.label, "")),
    })  # fmt: skip
