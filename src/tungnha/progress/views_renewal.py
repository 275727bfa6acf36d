"""What runs out: counted by village, as worklist, as workbook, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from tungnha.people.protection.restricted import left_alone
from tungnha.progress.loading import READERS, own_area_or_404
from tungnha.progress.missing.lines import Line, doors, in_batches, person_line
from tungnha.progress.missing.renewal import Renewal, kinds
from tungnha.progress.missing.rolls import GIVERS, Roll, answer
from tungnha.progress.missing.sought import loaded
from tungnha.progress.showing import link
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Area
from tungnha.units.requests import MemberRequest, asked_text

LINES_A_PAGE = 60


def _asked(request: MemberRequest) -> tuple[Renewal, list[Any]]:
    area = own_area_or_404(request, asked_text(request, "noi") or None)
    known = kinds()
    wanted = asked_text(request, "loai")
    kind = next((kind for kind in known if kind.code == wanted), known[0])
    return Renewal(kind, area, clock.today(), request.member), known


def _when(request: MemberRequest, found: Renewal) -> str:
    when = asked_text(request, "khi")
    return when if when in found.kind.words else next(iter(found.kind.words))


def _url(route: str, found: Renewal, **more: str) -> str:
    return link(f"progress:{route}", **{"loai": found.kind.code, "noi": found.area.code} | more)


@only(*READERS)
def renewals(request: MemberRequest) -> HttpResponse:
    """Village by village: what runs out soon, what has, and of whom nobody knows."""
    found, known = _asked(request)
    counts = found.counts_by_place()
    opens = request.member.sees_whole_area(names=True) or found.own_people_only
    context = {
        "kind": found.kind, "area": found.area, "on": found.on, "own_only": found.own_people_only,
        "counts_only": not opens, "place_name": found.area.title, "columns": list(found.kind.words.values()),
        "lines": [_line(found, place, counts.get(place.pk, {}), opens) for place in _places(found.area, found.on)],
        "totals": [
            (words, sum(row[when] for row in counts.values()), _url("renewal-rows", found, khi=when) if opens else "")
            for when, words in found.kind.words.items()
        ],
        "tabs": [
            {"label": kind.label, "current": kind.code == found.kind.code,
             "url": link("progress:renewals", loai=kind.code, noi=found.area.code)}
            for kind in known
        ],
        "crumbs": [{"label": "Tiến độ", "url": link("progress:index")}, {"label": "Sắp hết hạn", "url": ""}],
    }  # fmt: skip
    return render(request, "progress/renewals.html", context)


def _places(area: Area, on: Any) -> Any:
    if area.kind == Area.Kind.VILLAGE:
        return [area]
    return Area.objects.filter(parent=area).standing_on(on).order_by("order", "code")


def _line(found: Renewal, place: Area, counts: dict[str, int], opens: bool) -> dict[str, Any]:
    cells = [
        (words, counts.get(when, 0), _url("renewal-rows", found, noi=place.code, khi=when) if opens else "")
        for when, words in found.kind.words.items()
    ]
    return {"name": place.title, "cells": cells}


@only(*READERS)
def rows(request: MemberRequest) -> HttpResponse:
    """House by house, those of one column."""
    found, _ = _asked(request)
    if not request.member.sees_whole_area(names=True) and not found.own_people_only:
        raise Http404("counts only")
    when = _when(request, found)
    listed = found.to_visit(when)
    page = Paginator(listed, LINES_A_PAGE).get_page(request.GET.get("trang"))
    people: Any = page.object_list
    lines = _lines(found, when, list(loaded(people, "person")))
    gives = request.member.has_role(*GIVERS)
    context = {
        "kind": found.kind, "area": found.area, "on": found.on, "page": page, "doors": doors(lines, found.on),
        "heading": found.kind.words[when], "left_alone": _left_alone(found, when), "own_only": found.own_people_only,
        "xlsx_url": _url("renewal-xlsx", found, khi=when) if gives else "", "place_name": found.area.title,
        "paper_url": _url("renewal-paper", found, khi=when) if gives else "",
        "tabs": [{"label": words, "current": code == when, "url": _url("renewal-rows", found, khi=code)}
                 for code, words in found.kind.words.items()],
        "crumbs": [
            {"label": "Tiến độ", "url": link("progress:index")},
            {"label": "Sắp hết hạn", "url": _url("renewals", found)}, {"label": found.kind.words[when], "url": ""},
        ],
    }  # fmt: skip
    return render(request, "progress/renewal_rows.html", context)


def _lines(found: Renewal, when: str, people: list[Any]) -> list[Line]:
    said = found.words_of(people, when)
    return [person_line(person, more=said[person.pk]) for person in people]


def _left_alone(found: Renewal, when: str) -> int:
    return int(left_alone(found.rows(when).visible_to(found.reader)).count())


@only(*GIVERS)
def xlsx(request: MemberRequest) -> HttpResponse:
    return _out(request, on_paper=False)


@only(*GIVERS)
def paper(request: MemberRequest) -> HttpResponse:
    return _out(request, on_paper=True)


def _out(request: MemberRequest, *, on_paper: bool) -> HttpResponse:
    found, _ = _asked(request)
    when = _when(request, found)
    listed = found.to_visit(when)

    def batches() -> Iterator[list[Line]]:
        for part in in_batches(listed, "person", 10**6):
            yield _lines(found, when, part)

    roll = Roll(
        code="progress.renewal", name=f"{found.kind.code}-{when}-{found.area.code}", more_title="Hạn",
        title=f"{found.kind.label}: {found.kind.words[when].lower()}",
        short=f"{found.kind.label}, {found.kind.words[when].lower()}", notes=(found.kind.note,),
        size=listed.count(), batches=batches, area=found.area, on=found.on,
        back_url=_url("renewal-rows", found, khi=when),
    )  # fmt: skip
    return answer(request, request.member, roll, on_paper=on_paper)
