"""Who is still missing: counted by village, unit, group, age and reason; as worklist, as workbook, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tungnha.plans.models import Target
from tungnha.progress import queries, showing
from tungnha.progress.forms_missing import MissingForm, address_of, fields_for
from tungnha.progress.levels import hindering
from tungnha.progress.loading import READERS, area_or_404, as_of, crumbs, day_of, target_or_404
from tungnha.progress.missing import helps, tables
from tungnha.progress.missing.lines import Line, doors, in_batches, lines_of
from tungnha.progress.missing.rolls import GIVERS, Roll, answer
from tungnha.progress.missing.sought import Sought, left_alone, loaded
from tungnha.units.access import only
from tungnha.units.models import Area, Member, Role
from tungnha.units.requests import MemberRequest, asked_text

TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
LIST_READERS = (Role.OFFICER, Role.DATA_STEWARD)
LINES_A_PAGE = 60
REASONS_A_PLACE = 3
TABS = {"thon": "Theo thôn", "donvi": "Theo đơn vị", "nhom": "Theo nhóm, tuổi", "lydo": "Vì sao chưa"}
THING = showing.THING_WORDS


def _sought(request: MemberRequest, target: Target) -> tuple[Sought, MissingForm]:
    """What the address asks for, within what the reader may narrow down."""
    measure = target.measure
    if measure is None or queries.way_of(measure) not in ("things", "units") or measure.counts not in showing.SOUGHT:
        raise Http404("a figure that is only stated has nobody behind it")
    area = area_or_404(request, target, asked_text(request, "noi") or None)
    plain = Sought(measure=measure, area=area, on=day_of(request), campaign=target.plan.campaign, reader=request.member)
    form = MissingForm(request.GET, sought=plain)
    return plain.without_filters(**form.asked()), form


@only(*READERS)
def missing(request: MemberRequest, pk: int) -> HttpResponse:
    """The missing as counts, each number opening its people."""
    target = target_or_404(request, pk)
    sought, form = _sought(request, target)
    tab = request.GET.get("xem", "thon")
    tab = tab if tab in TABS else "thon"
    shown = TABLES[tab](sought, target)
    context = _about(request, target, sought, form) | shown | {
        "tab": tab, "total": _total(shown, sought), "whole": _whole(shown, sought),
        "tabs": [
            {"label": label, "current": code == tab, "url": f"{request.path}?{address_of(sought, xem=code)}"}
            for code, label in TABS.items() if code == "thon" or _has_tab(code, sought)
        ],
    }  # fmt: skip
    return render(request, "progress/missing.html", context)


def _total(shown: dict[str, Any], sought: Sought) -> int:
    """What the table of places has counted already is not counted again."""
    return int(shown["totals"][0][1] if "totals" in shown else sought.rows().count())


def _whole(shown: dict[str, Any], sought: Sought) -> int:
    return int(shown["whole_of_lines"] if "whole_of_lines" in shown else sought.everyone().count())


def _has_tab(code: str, sought: Sought) -> bool:
    if code == "lydo":
        return sought.counts in ("person", "household")
    return sought.counts == "person"


def _about(request: MemberRequest, target: Target, sought: Sought, form: MissingForm) -> dict[str, Any]:
    member, kept = request.member, address_of(sought)
    here = [*crumbs(request, target, sought.area), {"label": "Còn thiếu", "url": ""}]
    gives = member.has_role(*GIVERS)
    return {
        "target": target, "sought": sought, "area": sought.area, "form": form if form.fields else None, "on": sought.on,
        "unit": THING.get(sought.counts, ""), "crumbs": here, "own_only": sought.own_people_only,
        "counts_only": not member.sees_whole_area(names=True) and not sought.own_people_only,
        "rows_url": _rows_url(target, kept), "back_url": f"{reverse('progress:missing', args=[target.pk])}?{kept}",
        "xlsx_url": f"{reverse('progress:missing-xlsx', args=[target.pk])}?{kept}" if gives else "",
        "paper_url": f"{reverse('progress:missing-paper', args=[target.pk])}?{kept}" if gives else "",
        "doors_url": _doors_url(member, target, sought), "filtered": sought.is_filtered,
        "clear_url": f"{request.path}?noi={sought.area.code}", "place_name": sought.area.title,
        "other_way_url": showing.link("progress:other-way", target.pk, noi=sought.area.code),
        "asked": {name: form.data.get(name, "") for name in ("noi", "xem", "ngay")},
    } | as_of(request, sought.on)  # fmt: skip


def _rows_url(target: Target, kept: str) -> str:
    return f"{reverse('progress:missing-rows', args=[target.pk])}?{kept}"


def _doors_url(member: Member, target: Target, sought: Sought) -> str:
    """The team goes by the worklist it has: doors, appointments and shares are kept there."""
    if not member.has_role(*TEAM) or sought.counts not in ("person", "household"):
        return ""
    return f"{reverse('field:worklist')}?dot={target.plan.campaign_id}"


# --- the tables ------------------------------------------------------------------------------------------------------


def _places(sought: Sought, target: Target) -> dict[str, Any]:
    lines = tables.by_place(sought)
    total = tables.totals(lines)
    return {
        "lines": [_place(line, sought, target) for line in lines], "whole_of_lines": total["base"],
        "totals": _cells(total, sought.area.code, sought, target),
        "columns": [PLACE_COLUMNS[name] for name in _columns(sought)],
    }  # fmt: skip


PLACE_COLUMNS = {
    "missing": "Còn thiếu", "homes": "Số hộ", "phone": "Có điện thoại", "never": "Chưa đến lần nào",
    "waiting": "Có thể đã có, đang chờ xem",
}  # fmt: skip
# Which filter a number of a village opens with; how many homes they live in opens the same people.
OPENS = {"phone": {"dt": "co"}, "never": {"lydo": "chua-den"}, "waiting": {"cho": "on"}}


def _columns(sought: Sought) -> list[str]:
    if sought.counts == "person":
        return list(PLACE_COLUMNS)
    return ["missing", "never"] if sought.counts == "household" else ["missing"]


def _place(line: tables.PlaceLine, sought: Sought, target: Target) -> dict[str, Any]:
    """A village with its numbers, each with the address of its people. Those of nowhere open on their unit's page."""
    code = line.area.code if line.area else None
    here = f"{reverse('progress:missing', args=[target.pk])}?{address_of(sought, noi=code)}" if code else ""
    gives = code and line.counts.get("missing") and sought.reader.has_role(*GIVERS)
    return {
        "name": line.name, "url": here if code != sought.area.code else "", "base": line.base,
        "base_url": showing.link("progress:rows", target.pk, which="base", area=code)
        if code and not sought.is_filtered else "",
        "cells": _cells(line.counts, code, sought, target),
        "file_url": f"{reverse('progress:missing-xlsx', args=[target.pk])}?{address_of(sought, noi=code)}"
        if gives else "",
    }  # fmt: skip


def _cells(counts: dict[str, int], code: str | None, sought: Sought, target: Target) -> list[tuple[str, int, str]]:
    """(heading, count, where it opens) of each column; who may not narrow down opens what is counted for her."""
    may = set(fields_for(sought))
    cells = []
    for name in _columns(sought):
        more = OPENS.get(name, {})
        opens = code is not None and set(more) <= may
        url = _rows_url(target, address_of(sought, noi=code, **more)) if opens else ""
        cells.append((PLACE_COLUMNS[name], counts.get(name, 0), url))
    return cells


def _units(sought: Sought, target: Target) -> dict[str, Any]:
    may = "donvi" in fields_for(sought)
    return {"unit_lines": [
        (unit.name, base, missing, _rows_url(target, address_of(sought, donvi=unit.pk)) if may else "")
        for unit, base, missing in tables.by_unit(sought)
    ]}  # fmt: skip


def _groups(sought: Sought, target: Target) -> dict[str, Any]:
    may = set(fields_for(sought))
    said = (("nhom", tables.by_group(sought)), ("tuoi", tables.by_age(sought)))
    return {f"{name}_lines": [
        (words, count, _rows_url(target, address_of(sought, **{name: code})) if name in may else "")
        for code, words, count in rows if count
    ] for name, rows in said}  # fmt: skip


def _whys(sought: Sought, target: Target) -> dict[str, Any]:
    found = hindering.of_sought(sought, target.pk, most=len(helps.HELPS))
    by_place = found["why_by_place"] if sought.area.kind == Area.Kind.COMMUNE else {}
    may = "lydo" in fields_for(sought)
    villages = Area.objects.filter(pk__in=[pk for pk in by_place if pk]).order_by("order", "code")
    return found | {"why_places": [
        {
            "name": village.title, "missing": by_place[village.pk].total(),
            "reasons": [
                (words, count, _rows_url(target, address_of(sought, noi=village.code, lydo=code)) if may else "")
                for code, words, count in tables.ranked_reasons(by_place[village.pk])[:REASONS_A_PLACE]
            ],
        }
        for village in villages
    ]}  # fmt: skip


TABLES = {"thon": _places, "donvi": _units, "nhom": _groups, "lydo": _whys}


# --- the worklist ----------------------------------------------------------------------------------------------------


@only(*READERS)
def rows(request: MemberRequest, pk: int) -> HttpResponse:
    """House by house in walking order: names for who may see them, else how many in each village."""
    target = target_or_404(request, pk)
    sought, form = _sought(request, target)
    listed = sought.to_visit()
    page = Paginator(listed, LINES_A_PAGE).get_page(request.GET.get("trang"))
    found = doors(lines_of(sought, list(loaded(page.object_list, sought.counts))), sought.on)
    total, alone = sought.rows().count(), left_alone(sought)
    context = _about(request, target, sought, form) | {
        "page": page, "doors": found, "total": total, "left_alone": alone, "counts": sought.counts,
        "unseen": max(total - alone - page.paginator.count, 0), "review": _review(request.member),
        "counted_url": f"{reverse('progress:missing', args=[target.pk])}?{address_of(sought)}",
    }  # fmt: skip
    if context["counts_only"]:
        context |= _places(sought, target)
    context["crumbs"][-1]["url"] = context["counted_url"]
    context["crumbs"].append({"label": "Từng nhà", "url": ""})
    return render(request, "progress/missing_rows.html", context)


def _review(member: Member) -> str:
    return "lists:list" if member.has_role(*LIST_READERS) else ""


@only(*GIVERS)
def xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    return _out(request, pk, on_paper=False)


@only(*GIVERS)
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    return _out(request, pk, on_paper=True)


def _out(request: MemberRequest, pk: int, *, on_paper: bool) -> HttpResponse:
    target = target_or_404(request, pk)
    sought, _ = _sought(request, target)
    return answer(request, request.member, roll_of(sought, target), on_paper=on_paper)


def roll_of(sought: Sought, target: Target) -> Roll:
    """The worklist as it leaves the house."""
    listed = sought.to_visit()

    def batches() -> Iterator[list[Line]]:
        for part in in_batches(listed, sought.counts, 10**6):
            yield lines_of(sought, part)

    alone = left_alone(sought)
    notes = (f"{alone} người đã yêu cầu không đến nhà nên không có trong danh sách.",) if alone else ()
    return Roll(
        code="progress.missing", name=f"con-thieu-{target.pk}-{sought.area.code}", size=listed.count(),
        title=f"Người còn thiếu: {target.text}"[:200],
        short=f"người còn thiếu ở {sought.area.full_name}", notes=notes, batches=batches, area=sought.area,
        on=sought.on, more_title="Lần trước, ghi thêm", campaign=sought.campaign,
        back_url=_rows_url(target, address_of(sought)),
    )  # fmt: skip


__all__ = ["missing", "paper", "roll_of", "rows", "xlsx"]
