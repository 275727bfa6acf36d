"""The pages of progress: every number on them opens to the rows that make it, within the reader's scope."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tungnha.people.queries import GROUP_NAMES
from tungnha.plans.models import Plan, Target
from tungnha.progress import choices, counted, operations, queries, showing
from tungnha.progress.beside import below
from tungnha.progress.forms import LookForm, StateBaseForm
from tungnha.progress.levels import pace
from tungnha.progress.loading import READERS, area_or_404, as_of, crumbs, day_of, since_of, target_or_404
from tungnha.progress.rules import URGENCY
from tungnha.progress.rules_ranking import IN_WORDS
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Area, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

STATERS = (Role.OFFICER, Role.DATA_STEWARD)
# A base of a target: of a commune by its desk, of a province by its own; what is in a village follows from theirs.
STATES_FOR = {Area.Kind.COMMUNE: STATERS, Area.Kind.PROVINCE: (Role.PROVINCE_OFFICER,)}
READ_BASES = (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD, Role.UNIT_OFFICER, Role.TEAM_LEADER)
PLANS_A_PAGE, ROWS_A_PAGE, PLACES_A_PAGE = 10, 50, 50


# --- pages -----------------------------------------------------------------------------------------------------------


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """The plans the member sees, each with its headline targets, those in red first."""
    plans = Plan.objects.visible_to(request.member).select_related("campaign__area")
    page = Paginator(plans.filter(targets__isnull=False).distinct(), PLANS_A_PAGE).get_page(request.GET.get("trang"))
    found = list(queries.targets().filter(plan__in=[plan.pk for plan in page]).order_by("order", "id"))
    figures = queries.figures(found, request.member.area, clock.today())
    told = below.from_below([f.target for f in figures], request.member.area, clock.today())
    blocks = [_block(plan, [f for f in figures if f.target.plan_id == plan.pk], told) for plan in page]
    blocks.sort(key=lambda block: block["urgency"])
    may = request.member.has_role(*READ_BASES)
    context = {"page": page, "blocks": blocks, "may_see_bases": may, "crumbs": [{"label": "Tiến độ"}]}
    return render(request, "progress/index.html", context)


def _block(plan: Plan, figures: list[queries.Figure], told: dict[int, below.FromBelow]) -> dict[str, Any]:
    head = [f for f in figures if f.target.headline] or figures[:1]
    rest = [f for f in figures if f not in head]
    columns = [
        {"key": "text", "label": "Chỉ tiêu", "link": "url"},
        {"key": "now", "label": "Đang có", "kind": "count", "link": "now_url"},
        {"key": "needed", "label": "Phải đạt", "kind": "count"},
        {"key": "of_base", "label": "Trên số phải tính", "kind": "percent"},
        {"key": "due_on", "label": "Hạn", "kind": "date"},
        {"key": "state", "label": "Tình trạng", "kind": "status"},
    ]
    return {
        "plan": plan, "head": [showing.headline(f) | {"below": told.get(f.target.pk)} for f in head],
        "columns": columns, "rest": [_line(f) for f in rest],
        "rest_below": [told[f.target.pk] for f in rest if f.target.pk in told],
        "urgency": min((URGENCY.index(f.state) for f in figures), default=len(URGENCY)),
    }  # fmt: skip


def _line(found: queries.Figure) -> dict[str, Any]:
    return {
        "text": found.target.text, "url": showing.link("progress:target", found.target.pk), "now": found.now,
        "now_url": showing.rows_link(found, "now"), "needed": found.needed.count, "of_base": found.rate_of_base,
        "due_on": found.target.due_on, "state": found.state,
    }  # fmt: skip


@only(*READERS)
def target(request: MemberRequest, pk: int) -> HttpResponse:
    found = target_or_404(request, pk)
    area = area_or_404(request, found)
    return render(request, "progress/target.html", _about(request, found, area))


@only(*READERS)
def village(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    found = target_or_404(request, pk)
    area = area_or_404(request, found, code)
    return render(request, "progress/target.html", _about(request, found, area))


@only(*READERS)
def print_target(request: MemberRequest, pk: int) -> HttpResponse:
    found = target_or_404(request, pk)
    asked = LookForm(request.GET).asked()
    area = area_or_404(request, found, asked["area"])
    return render(request, "progress/print.html", _about(request, found, area, whole=True))


def _about(request: MemberRequest, target: Target, area: Area, *, whole: bool = False) -> dict[str, Any]:
    """All that a page of one target in one area shows. `whole`: all places at once, as they are printed."""
    today = day_of(request)
    since = since_of(LookForm(request.GET).asked()["since"], today)
    board = queries.Board.around([target], area, today, since)
    found = queries.with_carried(board.figure(target, area))
    start_on = min(found.start_on or today, today)
    history = queries.series(target, area, start_on, today) if found.now is not None else []
    forecast = queries.forecast_of(found, history)
    return showing.headline(found) | _parts(request, board, found, whole=whole) | {
        "target": target, "area": area, "history": history, "since_choices": _since_choices(found, today),
        "milestones": [(m.on, m.needed.count) for m in board.milestones(target, area)], "today": today,
        "forecast": forecast, "fan": pace.fan(forecast, target.due_on), "stated": showing.stated_table(found),
        "stated_columns": showing.STATED_COLUMNS, "bases": _bases(found), "may_state": _may_state(request, found),
        "contested": _contested(found), "place_name": area.title, "crumbs": crumbs(request, target, area),
        "group_name": GROUP_NAMES.get(target.measure.group, "") if target.measure else "",
        "may_see_bases": request.member.has_role(*READ_BASES),
        "reading": choices.words_of(target.measure.group, target.measure.read_as) if target.measure else "",
        "print_url": showing.link("progress:print", target.pk, area=area.code, ngay=showing.day_word(today)),
        "printed_at": clock.now(),
        "back_url": showing.link("progress:village", target.pk, area.code),
        "renewals_url": showing.link("progress:renewals", noi=_inside(request, area).code),
        "other_way_url": _other_way(request, found),
        "below": (told := below.from_below([target], area, today).get(target.pk)),
        "below_rows": below.rows(told) if told else [], "below_columns": below.PLACE_COLUMNS,
    } | _pace(board, found, history) | counted.parts_of_page(request, board, found) | as_of(request, today)  # fmt: skip


def _pace(board: queries.Board, found: queries.Figure, history: list[Any]) -> dict[str, Any]:
    """What each milestone takes from here: nothing where there is no way to go."""
    if found.pace is None or found.reached or found.way != "things":
        return {}
    hands = pace.hands_in(found.area, found.target.plan.campaign_id, found.on)
    steps = pace.steps(board, found, history, hands)
    unit = showing.thing_word(found)
    return {"steps": [(step, pace.words(step, unit)) for step in steps], "hands": hands,
            "active_days": pace.ACTIVE_DAYS}  # fmt: skip


def _inside(request: MemberRequest, area: Area) -> Area:
    """The area itself, or the reader's own where that is the smaller."""
    return area if request.member.area.contains(area) else request.member.area


def _other_way(request: MemberRequest, found: queries.Figure) -> str:
    """Where lists and teams differ: of people, for who may know."""
    measure = found.target.measure
    if measure is None or measure.counts != "person" or request.member.has_role(Role.UNIT_OFFICER):
        return ""
    return showing.link("progress:other-way", found.target.pk, noi=found.area.code)


def _parts(request: MemberRequest, board: queries.Board, found: queries.Figure, *, whole: bool) -> dict[str, Any]:
    """What the figure is made of: villages, or units, by the way it is counted."""
    target, area, measure = found.target, found.area, found.target.measure
    if found.way == "stated" and measure is not None:
        rows = queries.unit_rows(measure, area, found.on, board.stated)
        silent = [r.unit.name for r in rows if r.count is None]
        return {"units": showing.unit_table(rows), "unit_columns": showing.UNIT_COLUMNS, "silent_units": silent}
    if found.way == "units":
        rows_of_units = queries.roster_rows(target, area, found.on)
        return {"units": showing.roster_table(rows_of_units, found.on), "unit_columns": showing.UNIT_COLUMNS[:5],
                "no_unit": queries.people_of_no_unit(target, area, found.on)}  # fmt: skip
    if area.kind == Area.Kind.VILLAGE or area.pk != board.root.pk:
        return {}
    rows_of_villages = queries.rows_of(board, target)
    # Nobody reads 166 bars in one drawing: so many places a page.
    page = Paginator(rows_of_villages, len(rows_of_villages) or 1 if whole else PLACES_A_PAGE)
    shown = page.get_page(request.GET.get("trang"))
    return {
        "villages": showing.village_table(shown), "bars": showing.village_bars(shown), "page": shown,
        "village_columns": showing.VILLAGE_COLUMNS, "print_columns": showing.PRINT_COLUMNS,
        "base_sum": board.base_sum(target), "rule": IN_WORDS,
        "silent_villages": [r.village.full_name for r in rows_of_villages if r.silent],
    }  # fmt: skip


def _since_choices(found: queries.Figure, today: date) -> list[dict[str, Any]]:
    days = [("7 ngày qua", today - timedelta(days=7)), ("30 ngày qua", today - timedelta(days=30))]
    if found.start_on and found.start_on < today:
        days.append(("Từ đầu đợt", found.start_on))
    on = showing.day_word(today)
    asked = f"&ngay={on}" if on else ""
    return [
        {"label": label, "url": f"?from={day.isoformat()}{asked}", "current": day == found.since} for label, day in days
    ]  # fmt: skip


def _bases(found: queries.Figure) -> list[Any]:
    measure = found.target.measure
    if measure is None or found.way == "stated":
        return []
    return queries.base_statements(found.area, measure.group, found.on)


def _contested(found: queries.Figure) -> int | None:
    if found.way not in ("things", "units") or found.now is None or found.target.measure is None:
        return None
    rows = queries.rows_behind(found.target.measure, found.area, "contested", on=found.on, since=found.since)
    return rows.count()


def _may_state(request: MemberRequest, found: queries.Figure) -> bool:
    return found.way == "things" and _states(request, found.area)


def _states(request: MemberRequest, area: Area) -> bool:
    return request.member.has_role(*STATES_FOR.get(Area.Kind(area.kind), ())) and (
        area.kind == Area.Kind.COMMUNE or area.pk == request.member.area_id
    )


# --- rows ------------------------------------------------------------------------------------------------------------


@only(*READERS)
def rows(request: MemberRequest, pk: int) -> HttpResponse:
    """The rows behind a number: names for who may see them, counts by village for who may not."""
    found = target_or_404(request, pk)
    asked = LookForm(request.GET).asked()
    area = area_or_404(request, found, asked["area"])
    measure, which = found.measure, asked["which"] or "now"
    if measure is None or queries.way_of(measure) not in ("things", "units"):
        raise Http404("a figure that is only stated has no rows")
    today = day_of(request)
    since = since_of(asked["since"], today)
    behind: Any = queries.rows_behind(measure, area, which, on=today, since=since)
    seen = behind.visible_to(request.member)
    page = Paginator(queries.with_homes(seen, measure.counts), ROWS_A_PAGE).get_page(request.GET.get("trang"))
    told = queries.with_words(measure, list(page))
    shown = [showing.row_words(row, measure.counts, request.member) for row in told]
    counted.explain(shown, told, found, which, today)
    counts_only = not request.member.sees_whole_area(names=True)
    return render(request, "progress/rows.html", {
        "target": found, "area": area, "which": which, "title": queries.WHICH[which], "page": page, "rows": shown,
        "total": behind.count(), "since": since, "today": today,
        "counts_only": counts_only,
        "by_village": queries.by_village(behind, measure, area) if counts_only else [],
        "tabs": _tabs(found, area, which, since, today), "kind": measure.counts,
        "crumbs": [*crumbs(request, found, area), {"label": queries.WHICH[which], "url": ""}],
    } | as_of(request, today))  # fmt: skip


def _tabs(target: Target, area: Area, which: str, since: date, on: date) -> list[dict[str, Any]]:
    return [
        {"label": label, "current": key == which,
         "url": showing.link("progress:rows", target.pk, which=key, area=area.code, from_=since.isoformat(),
                             ngay=showing.day_word(on))}
        for key, label in queries.WHICH.items()
    ]  # fmt: skip


# --- a base is stated ------------------------------------------------------------------------------------------------


@only(*STATERS, Role.PROVINCE_OFFICER)
def state_base(request: MemberRequest, pk: int) -> HttpResponse:
    """The officer types in what the police (or another body) answered."""
    found = target_or_404(request, pk)
    area = area_or_404(request, found)
    if found.measure is None or queries.way_of(found.measure) != "things" or not _states(request, area):
        raise Http404("no base can be stated here")
    form = StateBaseForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key != "keep_gap"}
        try:
            operations.state_bases(
                area=area, group=found.measure.group, by=request.member, at=clock.now(), **said
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi số phải tính. Tỷ lệ được tính theo số này.")
            return redirect("progress:target", pk=found.pk)
    return render(request, "progress/state_base.html", {
        "form": form, "target": found, "area": area, "group_name": GROUP_NAMES.get(found.measure.group, ""),
        "asks_by_letter": found.plan.campaign.area_id == area.pk and area.kind == Area.Kind.COMMUNE,
        "crumbs": [*crumbs(request, found, area), {"label": "Ghi số phải tính", "url": ""}],
    }, status=400 if form.errors else 200)  # fmt: skip
