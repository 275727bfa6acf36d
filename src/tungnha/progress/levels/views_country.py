"""The country, and a province by one measure: for bodies that answer for all of it, and a province for its own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tungnha.identity import names
from tungnha.ledger.models import Measure
from tungnha.progress import queries
from tungnha.progress.levels import country
from tungnha.progress.loading import READERS, as_of, day_of, own_area_or_404
from tungnha.progress.showing import day_word, link
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Area, Role
from tungnha.units.operations import log_event
from tungnha.units.requests import MemberRequest, asked_text

LOOKS_OVER = (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
LINES_A_PAGE = 50


def answers_for_all(request: MemberRequest) -> bool:
    """Nobody's area is the country: a body is named in the settings (decision 0038)."""
    return request.member.has_role(*LOOKS_OVER) and request.member.organisation_id in settings.COUNTRY_READERS


@only(*LOOKS_OVER)
@require_safe
def whole(request: MemberRequest) -> HttpResponse:
    """34 provinces, 3.321 communes: one look."""
    if not answers_for_all(request):
        log_event("role.refused", about=None, by=request.member, at=clock.now(), path=request.path)
        raise Http404("not for this body")
    context = _about(request, None)
    measure = context["measure"]
    if measure is not None:
        found, on = context["found"], context["on"]
        provinces = country.provinces_of(found, measure)
        context |= {
            "lines": country.province_lines(provinces, measure, on), "columns": country.PROVINCE_COLUMNS,
            "tiles": country.province_tiles(provinces, measure, on), "total": found.whole(measure),
            "legend": country.legend([band for one in provinces for band in one.bands]),
        }  # fmt: skip
    return render(request, "progress/levels/country.html", context | {"crumbs": _crumbs()})


@only(*READERS)
@require_safe
def by_measure(request: MemberRequest, code: str) -> HttpResponse:
    """The communes of one province by one measure, whatever plans they have."""
    if answers_for_all(request):
        area = Area.objects.filter(code=code, kind=Area.Kind.PROVINCE).first()
    else:
        area = own_area_or_404(request, code)
    if area is None or area.kind != Area.Kind.PROVINCE:
        raise Http404("only a province is looked at this way")
    context = _about(request, area)
    measure = context["measure"]
    if measure is not None:
        context |= _communes(request, context["found"], measure, opens=request.member.area.contains(area))
    crumbs = [*_crumbs(), {"label": area.title, "url": ""}] if answers_for_all(request) else [
        {"label": "Tiến độ", "url": link("progress:index")}, {"label": area.title, "url": link("progress:level", code)},
        {"label": "Theo cách tính", "url": ""},
    ]  # fmt: skip
    return render(request, "progress/levels/by_measure.html", context | {"area": area, "crumbs": crumbs})


def _about(request: MemberRequest, root: Area | None) -> dict[str, Any]:
    on, known = day_of(request), country.measures()
    measure: Measure | None = next((m for m in known if m.code == asked_text(request, "do")), next(iter(known), None))
    found = queries.level([measure], root, Area.Kind.COMMUNE, on) if measure is not None else None
    return {
        "on": on, "measure": measure, "found": found,
        "since_words": f"từ {found.since.day}/{found.since.month}" if found else "",
        "kept": {"do": measure.code if measure else "", "ngay": day_word(on) or ""},
        "pills": [
            {"label": m.name, "current": m is measure, "url": f"{request.path}?do={m.code}"} for m in known
        ],
    } | as_of(request, on)  # fmt: skip


def _communes(request: MemberRequest, found: queries.Level, measure: Measure, *, opens: bool) -> dict[str, Any]:
    text, on = names.fold(asked_text(request, "tim")), found.on

    def url(place: queries.Place) -> str:
        return link("progress:level", place.code, ngay=day_word(on)) if opens else ""

    rows = [row for row in found.ranked(measure) if not text or text in names.fold(row[0].title)]
    page = Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("trang"))
    cells = [(place, found.cell(measure, pk)) for pk, place in found.places.items()]
    tiles = [country.commune_tile(place, cell, url=url(place)) for place, cell in cells]
    return {
        "page": page, "columns": country.COMMUNE_COLUMNS, "tiles": tiles, "asked_text": asked_text(request, "tim"),
        "lines": [country.commune_line(place, cell, url=url(place)) for place, cell in page],
        "total": found.whole(measure), "legend": country.legend([tile["level"] for tile in tiles]),
    }  # fmt: skip


def _crumbs() -> list[dict[str, str]]:
    return [{"label": "Tiến độ", "url": link("progress:index")}, {"label": "Cả nước", "url": link("progress:country")}]
