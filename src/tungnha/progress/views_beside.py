"""Ba con số: counted here, reported by the unit, given by the operator; each gap opens to the rows that make it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tungnha.drafting.workbook import write_xlsx
from tungnha.lists.models import ListRow
from tungnha.people.models import Person
from tungnha.people.protection.giving import as_file
from tungnha.progress import queries, showing
from tungnha.progress.beside import showing as three
from tungnha.progress.beside.given import ALL, LATEST, Item
from tungnha.progress.beside.parts import CHANGE, COUNT, KINDS, PERSON, SINCE, Kind
from tungnha.progress.beside.table import ThreeFigures, three_figures
from tungnha.progress.loading import READERS, area_or_404, crumbs, target_or_404
from tungnha.progress.missing.outside import read as read_outside
from tungnha.progress.ways import unit_word
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Area, Member, Role
from tungnha.units.requests import MemberRequest, asked_text

PAGE = 50
MOST_IDS = 20_000  # SQLite takes 32,766 variables a statement


def _load(request: MemberRequest, pk: int) -> ThreeFigures:
    target = target_or_404(request, pk)
    area = area_or_404(request, target, asked_text(request, "noi") or None)
    which = ALL if request.GET.get("dot") == ALL else LATEST
    return three_figures(target, area, clock.today(), which)


@only(*READERS)
def beside(request: MemberRequest, pk: int) -> HttpResponse:
    return render(request, "progress/beside.html", _about(request, _load(request, pk)))


@only(*READERS)
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    return render(request, "progress/beside_print.html", _about(request, _load(request, pk)))


@only(*READERS)
def xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    """Counts by area and reason: no name stands in it."""
    found = _load(request, pk)
    data = write_xlsx(three.sheets(found, f"Ba con số: {found.target.text}"[:200]), title="Ba con số")
    return as_file(data, f"ba-con-so-{found.target.pk}-{found.area.code}.xlsx")


def _about(request: MemberRequest, found: ThreeFigures) -> dict[str, Any]:
    whole = found.whole
    told = {row.area for row in (*whole.reported_by, *found.others)}
    areas = {area.pk: area.title for area in Area.objects.filter(pk__in=told)}
    opens = found.given.whole
    return {
        "target": found.target, "area": found.area, "found": found, "whole": whole, "on": found.on, "today": found.on,
        "unit": unit_word(found.target.measure),
        "marks": three.marks(found), "rows": three.table(found), "place_name": found.area.title,
        "reported_words": three.reported_words(whole), "given_words": three.given_words(found),
        "given_steps": three.steps(found, whole.given_parts, opens=opens),
        "reported_steps": _reported_steps(found), "lists": three.list_rows(found.given.lists, request.member),
        "both": sum(item.kind.code == "khop" for item in found.given.items),
        "both_url": three.page_url(found, None, "beside-rows", vi="khop"),
        "others": three.reported_rows(found.others, areas), "said": three.reported_rows(whole.reported_by, areas),
        "now_url": showing.link("progress:rows", found.target.pk, which="now", area=found.area.code),
        "print_url": three.page_url(found, None, "beside-print"),
        "xlsx_url": three.page_url(found, None, "beside-xlsx"),
        "which_choices": _which_choices(found), "back_url": three.page_url(found, None),
        "crumbs": [*crumbs(request, found.target, found.area), {"label": "Ba con số", "url": ""}],
        "printed_at": clock.now(),
    }  # fmt: skip


def _which_choices(found: ThreeFigures) -> list[dict[str, Any]]:
    """A sender may send everybody each time, or only who is new since."""
    if not found.given.lists:
        return []
    both = (("Danh sách mới nhất của mỗi nơi", LATEST), ("Mọi danh sách đã gửi, cộng lại", ALL))
    return [
        {"label": label, "url": three.page_url(replace(found, which=which), None), "current": found.which == which}
        for label, which in both
    ]


def _reported_steps(found: ThreeFigures) -> list[dict[str, Any]]:
    """What moved since a unit reported opens to who came and who fell out; a sum over villages opens by village."""
    rows = three.steps(found, found.whole.reported_parts, opens=False)
    said = found.whole.reported_by
    for row in rows:
        if row["part"].kind is SINCE and len(said) == 1:
            row["url"] = showing.link("progress:rows", found.target.pk, which="gained", area=found.area.code,
                                      from_=said[0].on.isoformat())  # fmt: skip
    return rows


# --- rows ------------------------------------------------------------------------------------------------------------


@only(*READERS)
def rows(request: MemberRequest, pk: int) -> HttpResponse:
    """The people or the rows of lists behind one part of a gap, within the reader's scope."""
    found = _load(request, pk)
    if not asked_text(request, "vi"):
        return redirect(three.page_url(found, None))
    kind = KINDS.get(asked_text(request, "vi"))
    if kind is None or kind.behind == COUNT or (found.given.items and not found.given.whole):
        raise Http404("nothing stands behind it")
    if kind.behind == CHANGE:
        return redirect(three.page_url(found, None))
    items = [item for item in found.given.items if item.kind is kind]
    context = _people(request, found, items) if kind.behind == PERSON else _list_rows(request, items)
    counts_only = not context.pop("sees")
    return render(request, "progress/beside_rows.html", context | {
        "target": found.target, "area": found.area, "kind": kind, "on": found.on, "total": len(items),
        "counts_only": counts_only, "by_place": _by_place(found, items) if found.lines else [],
        "tabs": _tabs(found, kind), "place_name": found.area.title,
        "crumbs": [
            *crumbs(request, found.target, found.area), {"label": "Ba con số", "url": three.page_url(found, None)},
            {"label": kind.words, "url": ""},
        ],
    })  # fmt: skip


def _tabs(found: ThreeFigures, kind: Kind) -> list[dict[str, Any]]:
    there = [part.kind for part in found.whole.given_parts if part.kind.behind != COUNT]
    return [
        {"label": one.words, "url": three.page_url(found, None, "beside-rows", vi=one.code), "current": one is kind}
        for one in (*there, *([kind] if kind not in there else []))
    ]  # fmt: skip


def _by_place(found: ThreeFigures, items: list[Item]) -> list[tuple[str, int]]:
    counts = [
        (line.name, sum(1 for item in items if item.place == (line.area.pk if line.area else None)))
        for line in found.lines
    ]
    return [(name, count) for name, count in counts if count]


def _people(request: MemberRequest, found: ThreeFigures, items: list[Item]) -> dict[str, Any]:
    measure = found.target.measure
    assert measure is not None
    ids = sorted(item.person for item in items if item.person is not None)[:MOST_IDS]
    seen = Person.objects.visible_to(request.member).filter(pk__in=ids)
    page = Paginator(queries.with_homes(seen, "person"), PAGE).get_page(request.GET.get("trang"))
    shown = [showing.row_words(row, "person", request.member) for row in queries.with_words(measure, list(page))]
    return {"page": page, "people": shown, "sees": request.member.sees_whole_area(names=True)}


def _list_rows(request: MemberRequest, items: list[Item]) -> dict[str, Any]:
    """Rows as the list says them, numbers masked: for who sees lists of the whole commune."""
    member: Member = request.member
    sees = member.sees_whole_area(names=True) and member.area.kind != Area.Kind.VILLAGE
    ids = sorted(item.row for item in items if item.row is not None)[:MOST_IDS] if sees else []
    rows = ListRow.objects.visible_to(member).filter(pk__in=ids).select_related("incoming__sender", "person")
    page = Paginator(rows.order_by("incoming", "number"), PAGE).get_page(request.GET.get("trang"))
    said = read_outside(list(page), member.area)
    people = set(
        Person.objects.visible_to(member).filter(pk__in=[r.row.person_id for r in said if r.row.person_id])
        .values_list("pk", flat=True)
    )  # fmt: skip
    return {
        "page": page, "said": [(one, one.row.person if one.row.person_id in people else None) for one in said],
        "sees": sees, "opens_lists": member.has_role(Role.OFFICER, Role.DATA_STEWARD),
    }  # fmt: skip
