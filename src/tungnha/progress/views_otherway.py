"""The other way about: on a list and not on the register, twice on it, had by one's word and not by another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tungnha.drafting.dates import page_date
from tungnha.ledger.models import Measure
from tungnha.ledger.rules import parse_rule, services_of
from tungnha.lists.models import IncomingList
from tungnha.people.models import LikelyDouble, Person
from tungnha.people.protection.restricted import reachable
from tungnha.people.register.double_rules import WHY
from tungnha.plans.models import Target
from tungnha.progress import queries, showing
from tungnha.progress.loading import area_or_404, crumbs, target_or_404
from tungnha.progress.missing import otherway, outside, waiting
from tungnha.progress.missing.lines import Line, doors, in_batches, person_line
from tungnha.progress.missing.rolls import GIVERS, Roll, answer
from tungnha.progress.missing.sought import in_walking_order, loaded
from tungnha.progress.models import RowLook
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Member, Role
from tungnha.units.models.members import SEES_NAMES
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_text

SEES = tuple(sorted(SEES_NAMES))
COUNTS = (*SEES, Role.PROVINCE_OFFICER)
LOOKERS = (Role.OFFICER, Role.DATA_STEWARD)
TAKES_OUT = tuple(role for role in GIVERS if role in SEES_NAMES)
ROWS_A_PAGE = 50


def _load(request: MemberRequest, pk: int) -> tuple[Target, Measure, Area]:
    target = target_or_404(request, pk)
    measure = target.measure
    if measure is None or measure.counts != "person" or queries.way_of(measure) not in ("things", "units"):
        raise Http404("lists speak of people")
    return target, measure, area_or_404(request, target, asked_text(request, "noi") or None)


@only(*COUNTS)
def other_way(request: MemberRequest, pk: int) -> HttpResponse:
    """Village by village, how many of each kind."""
    target, measure, area = _load(request, pk)
    kinds = [kind for kind in otherway.KINDS if kind != "ngoai-so" or _reads_lists(request.member)]
    counts = {kind: _counts(kind, measure, area, request.member) for kind in kinds}
    context = {
        "target": target, "area": area, "on": clock.today(), "lines": _lines(target, area, counts, request.member),
        "kinds": [(otherway.KINDS[kind], otherway.WHAT_TO_DO[kind]) for kind in kinds],
        "columns": [otherway.KINDS[kind] for kind in kinds],
        "counts_only": not request.member.sees_whole_area(names=True), "place_name": area.title,
        "crumbs": [*crumbs(request, target, area), {"label": "Chiều ngược lại", "url": ""}],
        "missing_url": f"{reverse('progress:missing', args=[target.pk])}?noi={area.code}",
    }  # fmt: skip
    return render(request, "progress/other_way.html", context)


def _reads_lists(member: Member) -> bool:
    """A list speaks of the whole commune: who sees one village is not shown its rows."""
    return member.sees_whole_area(names=True) and member.area.kind != Area.Kind.VILLAGE


Places = dict[int | str | None, int]


def _counts(kind: str, measure: Measure, area: Area, reader: Member) -> Places:
    if kind != "ngoai-so":
        return otherway.counts_by_place(kind, measure, area, clock.today(), reader)
    rows = outside.rows_of(measure, area, reader)
    size = rows.count()
    if size > outside.MOST_READ:  # too many to read: as a whole only
        return {outside.ELSEWHERE: size}
    return {place: len(found) for place, found in outside.in_places(rows, area).items()}


def _lines(target: Target, area: Area, counts: dict[str, Places], reader: Member) -> list[dict[str, Any]]:
    standing = Area.objects.filter(pk=area.pk) if area.kind == Area.Kind.VILLAGE else Area.objects.filter(
        parent=area).standing_on(clock.today())  # fmt: skip
    named = [(place.pk, place.title, place.code) for place in standing.order_by("order", "code")]
    rest = [(outside.NOWHERE, "Danh sách không ghi thôn", ""), (outside.ELSEWHERE, "Nơi khác", "")]
    names_seen = reader.sees_whole_area(names=True)
    lines = []
    for place, title, code in [*named, *rest]:
        cells = [(otherway.KINDS[kind], found.get(place, 0), _rows_url(target, kind, code or area.code, place))
                 for kind, found in counts.items()]  # fmt: skip
        if code or any(count for _, count, _ in cells):
            lines.append({"name": title, "cells": [(w, n, url if names_seen and n else "") for w, n, url in cells]})
    totals = [(otherway.KINDS[kind], sum(found.values()), _rows_url(target, kind, area.code, None)
               if names_seen and found else "") for kind, found in counts.items()]  # fmt: skip
    return [*lines, {"name": "Cộng", "cells": totals, "total": True}]


def _rows_url(target: Target, kind: str, code: str, place: int | str | None, *, route: str = "other-rows") -> str:
    more = {outside.NOWHERE: "trong", outside.ELSEWHERE: "khac"}.get(str(place), "") if place is not None else ""
    return showing.link(f"progress:{route}", target.pk, kind, noi=code, thon=more)


# --- rows ------------------------------------------------------------------------------------------------------------


@only(*SEES)
def rows(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    target, measure, area = _load(request, pk)
    if kind not in otherway.KINDS or (kind == "ngoai-so" and not _reads_lists(request.member)):
        raise Http404("no such kind for this reader")
    made = {"ngoai-so": _outside, "trung-trong-so": _pairs}.get(kind, _people)
    gives = request.member.has_role(*TAKES_OUT)
    context = made(request, kind, measure, area) | {
        "target": target, "measure": measure, "area": area, "kind": kind, "on": clock.today(), "place_name": area.title,
        "title": otherway.KINDS[kind], "what_to_do": otherway.WHAT_TO_DO[kind], "here": request.get_full_path(),
        "xlsx_url": _file_url(request, "other-xlsx", target, kind, area) if gives else "",
        "paper_url": _file_url(request, "other-paper", target, kind, area) if gives else "",
        "tabs": [
            {"label": label, "current": code == kind, "url": _rows_url(target, code, area.code, None)}
            for code, label in otherway.KINDS.items() if code != "ngoai-so" or _reads_lists(request.member)
        ],
        "crumbs": [
            *crumbs(request, target, area),
            {"label": "Chiều ngược lại", "url": showing.link("progress:other-way", target.pk, noi=area.code)},
            {"label": otherway.KINDS[kind], "url": ""},
        ],
    }  # fmt: skip
    return render(request, "progress/other_rows.html", context)


def _file_url(request: MemberRequest, route: str, target: Target, kind: str, area: Area) -> str:
    kept = {name: asked_text(request, name) for name in ("thon", "xem")}
    return showing.link(f"progress:{route}", target.pk, kind, noi=area.code, **kept)


def _people(request: MemberRequest, kind: str, measure: Measure, area: Area) -> dict[str, Any]:
    found = otherway.people_of(kind, measure, area, clock.today()).visible_to(request.member)
    page = Paginator(in_walking_order(found, "person"), ROWS_A_PAGE).get_page(request.GET.get("trang"))
    lines = _person_lines(measure, area, list(loaded(page.object_list, "person")))
    return {"page": page, "doors": doors(lines, clock.today())}


def _person_lines(measure: Measure, area: Area, people: Sequence[Person]) -> list[Line]:
    said = otherway.words_of(measure, area, people)
    return [person_line(person, more=said[person.pk]) for person in people]


def _pairs(request: MemberRequest, kind: str, measure: Measure, area: Area) -> dict[str, Any]:
    found = otherway.pairs_of(measure, area, clock.today(), request.member)
    page = Paginator(found.select_related("a__household__village", "b__household__village"), ROWS_A_PAGE).get_page(
        request.GET.get("trang")
    )
    hits = waiting.rows_about(measure, area, {pk for pair in page for pk in (pair.a_id, pair.b_id)})
    pairs = [
        (pair, [(pair.a, bool(pair.a_has)), (pair.b, bool(pair.b_has))], _why_one(pair, hits)) for pair in page
    ]  # fmt: skip
    return {"page": page, "pairs": pairs, "may_merge": request.member.has_role(*LOOKERS)}


def _why_one(pair: LikelyDouble, hits: dict[int, set[int]]) -> list[str]:
    """Why two records may be one person; that a row of an open list may mean either speaks for it too."""
    both = hits.get(pair.a_id, set()) & hits.get(pair.b_id, set())
    why = [WHY[code][0] for code in pair.why if code in WHY]
    return [*why, f"{len(both)} dòng danh sách đang chờ xem có thể là cả hai"] if both else why


def _outside(request: MemberRequest, kind: str, measure: Measure, area: Area) -> dict[str, Any]:
    show = asked_text(request, "xem")
    show = show if show in outside.SHOWS else "can-tim"
    found = _outside_rows(request, measure, area, show)
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("trang"))
    shown = outside.read(page.object_list, area)
    looks = request.member.has_role(*LOOKERS)
    return {
        "page": page, "may_look": looks, "show": show,
        "outside": [(row, showing.link("lists:review-add", row.row.incoming_id, row.row.number) if looks else "")
                    for row in shown],
        "shows": [{"label": label, "current": code == show, "url": f"?noi={area.code}&xem={code}"}
                  for code, label in outside.SHOWS.items()],
    }  # fmt: skip


def _outside_rows(request: MemberRequest, measure: Measure, area: Area, show: str) -> Any:
    """Of one village, of none, or all. A village is read out of the rows, some thousands at the most."""
    found = outside.rows_of(measure, area, request.member, show)
    wanted: int | str | None = {"trong": outside.NOWHERE, "khac": outside.ELSEWHERE}.get(asked_text(request, "thon"))
    if wanted is None and area.kind == Area.Kind.VILLAGE:
        wanted = area.pk
    if wanted is not None and found.count() <= outside.MOST_READ:
        found = found.filter(pk__in=outside.in_places(found, area).get(wanted, []))
    return found.select_related("incoming__sender").order_by("-incoming__as_of_on", "incoming", "number")


@require_POST
@only(*LOOKERS)
def look(request: MemberRequest, pk: int, line: int) -> HttpResponse:
    """An officer says what came of looking for a row's person."""
    incoming = get_visible_or_404(IncomingList.objects.defer("content"), request.member, pk=pk)
    found = request.POST.get("ketqua", "")
    if found not in RowLook.Found.values:
        raise Http404("no such outcome")
    try:
        said = outside.note_look(incoming=incoming, line=line, found=found, by=request.member, at=clock.now())
    except Problem as problem:
        messages.error(request, problem.sentence)
    else:
        messages.success(request, f"Dòng {line}: {said.get_found_display()}.")
    back = request.POST.get("ve", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("progress:index")
    return redirect(back)


@only(*LOOKERS)
def of_list(request: MemberRequest, pk: int) -> HttpResponse:
    """From a list to what it changes: the target of its campaign that asks for its service."""
    incoming = get_visible_or_404(IncomingList.objects.defer("content"), request.member, pk=pk)
    wanted = queries.targets().visible_to(request.member).filter(plan__campaign=incoming.campaign_id)
    for target in wanted.order_by("-headline", "order", "pk"):
        measure = target.measure
        asks = measure is not None and incoming.service.code in set(services_of(parse_rule(measure.rule)))
        if measure is not None and asks and measure.counts == "person" and queries.way_of(measure) == "things":
            return redirect(showing.link("progress:other-way", target.pk))
    return redirect("progress:index")


# --- out -------------------------------------------------------------------------------------------------------------


@only(*TAKES_OUT)
def xlsx(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    return _out(request, pk, kind, on_paper=False)


@only(*TAKES_OUT)
def paper(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    return _out(request, pk, kind, on_paper=True)


def _out(request: MemberRequest, pk: int, kind: str, *, on_paper: bool) -> HttpResponse:
    target, measure, area = _load(request, pk)
    if kind not in otherway.KINDS or (kind == "ngoai-so" and not _reads_lists(request.member)):
        raise Http404("no such kind for this reader")
    size, batches = _listed(request, kind, measure, area)
    roll = Roll(
        code=f"progress.{kind}", name=f"{kind}-{target.pk}-{area.code}", title=f"{otherway.KINDS[kind]}: {target.text}",
        short=otherway.KINDS[kind],
        notes=(otherway.WHAT_TO_DO[kind],), more_title="Ai nói gì", size=size, batches=lambda: batches, area=area,
        on=clock.today(), campaign=target.plan.campaign, back_url=_file_url(request, "other-rows", target, kind, area),
    )  # fmt: skip
    return answer(request, request.member, roll, on_paper=on_paper)


def _listed(
    request: MemberRequest, kind: str, measure: Measure, area: Area
) -> tuple[int, Iterator[list[Line]]]:  # fmt: skip
    """How many lines there are, and the lines. A worklist leads to nobody who asked to be left alone."""
    on, member = clock.today(), request.member
    if kind == "ngoai-so":
        rows_ = _outside_rows(request, measure, area, asked_text(request, "xem"))
        return rows_.count(), iter([_outside_lines(rows_, area)])
    if kind == "trung-trong-so":
        pairs = otherway.pairs_of(measure, area, on, member)
        return pairs.count() * 2, iter([_pair_lines(pairs)])
    people = in_walking_order(reachable(otherway.people_of(kind, measure, area, on).visible_to(member)), "person")
    parts = in_batches(people, "person", 10**6)
    return people.count(), (_person_lines(measure, area, part) for part in parts)


def _outside_lines(rows_: Any, area: Area) -> list[Line]:
    shown = outside.read(rows_, area)
    shown.sort(key=lambda row: (row.village.order, row.village.code) if row.village else (10**9, ""))
    return [
        Line(row, row.name, row.born, row.number, row.phone, more=f"{row.row.incoming.sender.label}, số liệu đến "
             f"{page_date(row.row.incoming.as_of_on)}, dòng {row.row.number}. {row.found_words}".strip())
        for row in shown
    ]  # fmt: skip


def _pair_lines(pairs: Any) -> list[Line]:
    loaded_pairs: list[LikelyDouble] = list(
        pairs.select_related("a__household__village", "b__household__village")
        .prefetch_related("a__identifiers", "a__telephones", "b__identifiers", "b__telephones")
        .order_by("a__household__village__order", "a__household__village__code", "-one_has", "-weight", "pk")
    )
    lines = []
    for pair in loaded_pairs:
        for one, other, has in ((pair.a, pair.b, pair.a_has), (pair.b, pair.a, pair.b_has)):  # type: ignore[attr-defined]
            home = f", hộ {other.household.code}" if other.household else ""
            words = f"{'đã có' if has else 'chưa có'}; có thể là một với {other.full_name}{home}"
            lines.append(person_line(one, more=words))
    return lines
