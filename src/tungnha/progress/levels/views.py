"""The pages of a village, a commune and a province: one look each, the same page at every level (decision 0038)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tungnha.drafting.numbers import decimal_vi
from tungnha.plans.rules import level_words
from tungnha.progress import showing
from tungnha.progress.beside.below import from_below
from tungnha.progress.figures import Figure
from tungnha.progress.levels import bodies, hindering, lines
from tungnha.progress.levels.looking import Look, look_at
from tungnha.progress.loading import READERS, as_of, day_of, own_area_or_404
from tungnha.progress.rules_ranking import IN_WORDS, best, risers, worst
from tungnha.units.access import only
from tungnha.units.models import Area, Role
from tungnha.units.requests import MemberRequest, asked_text

LINES_A_PAGE = 50
NAMED_TILES = 40  # so many bear their names; more bear initials
KIND_BELOW = {Area.Kind.PROVINCE: "xã, phường", Area.Kind.COMMUNE: "thôn"}


@only(*READERS)
@require_safe
def own(request: MemberRequest) -> HttpResponse:
    """Where one's own area stands."""
    return redirect("progress:level", code=request.member.area.code)


@only(*READERS)
@require_safe
def level(request: MemberRequest, code: str) -> HttpResponse:
    area = own_area_or_404(request, code)
    on, wanted = day_of(request), asked_text(request, "chi_tieu")
    found = look_at(area, request.member, on, wanted=int(wanted) if wanted.isascii() and wanted.isdigit() else None)
    context = {
        "area": area, "on": on, "since": found.board.since, "look": found, "place_name": area.title,
        "columns": TARGET_COLUMNS, "heads": [_target(f) for f in found.figures if f.target.headline],
        "others": [_row(f) for f in found.figures if not f.target.headline],
        "crumbs": _crumbs(request, area), "kind_below": KIND_BELOW.get(Area.Kind(area.kind), ""),
        "index_url": showing.link("progress:index"), "rule": IN_WORDS, "chosen": found.chosen,
    }  # fmt: skip
    told = from_below([f.target for f in found.figures], area, on)
    context["from_below"] = [told[f.target.pk] for f in found.figures if f.target.pk in told]
    context |= _below(request, found) | _own_place(found) | _units(found) | hindering.part(found) | as_of(request, on)
    return render(request, "progress/levels/area.html", context)


# --- what is asked of the area ---------------------------------------------------------------------------------------

TARGET_COLUMNS: tuple[dict[str, Any], ...] = (
    {"key": "text", "label": "Chỉ tiêu", "link": "url"},
    {"key": "state", "label": "Tình trạng", "kind": "status"},
    {"key": "now", "label": "Đang có", "kind": "count", "link": "now_url"},
    {"key": "base", "label": "Phải tính", "kind": "count"},
    {"key": "of_base", "label": "Trên số phải tính", "kind": "percent"},
    {"key": "needed", "label": "Phải đạt", "kind": "count"},
    {"key": "of_needed", "label": "Trên chỉ tiêu", "kind": "percent"},
    {"key": "remaining", "label": "Còn phải thêm", "kind": "count", "link": "missing_url"},
    {"key": "change", "label": "Thêm trong kỳ", "kind": "delta"},
    {"key": "due_on", "label": "Hạn", "kind": "date"},
)


def _target(found: Figure) -> dict[str, Any]:
    return {
        "text": found.target.label, "state": found.state, "now": found.now, "of_base": found.rate_of_base,
        "url": showing.village_link(found), "now_url": showing.rows_link(found, "now"),
        "base": found.base.count if found.base else None, "needed": found.needed.count,
        "of_needed": found.rate_of_needed, "remaining": found.remaining, "missing_url": showing.missing_link(found),
        "change": found.change, "due_on": found.target.due_on,
    }  # fmt: skip


def _row(found: Figure) -> dict[str, Any]:
    """A target in a line: what is not headline needs no table."""
    target, unit = found.target, showing.thing_word(found)
    level = level_words(target.comparator, target.value, target.unit)
    due = f", hạn {target.due_on.day}/{target.due_on.month}/{target.due_on.year}" if target.due_on else ""
    return {
        "title": target.label, "url": showing.village_link(found), "status": found.state, "meta": f"{level}{due}",
        "text": _where(found, unit) or found.why_none,
    }  # fmt: skip


def _where(found: Figure, unit: str) -> str:
    """`118/195 người (60,51%), còn phải thêm 77, trong kỳ +3`; "" without a figure."""
    if found.now is None:
        return ""
    of = f"/{decimal_vi(found.base.count, 0)}" if found.base and found.base.count else ""
    rate = f" ({decimal_vi(found.rate_of_base, 2)}%)" if found.rate_of_base is not None else ""
    left = f", còn phải thêm {decimal_vi(found.remaining, 0)}" if found.remaining else ""
    change = f", trong kỳ {found.change:+d}".replace("-", "−") if found.change else ""
    return f"{decimal_vi(found.now, 0)}{of} {unit}{rate}{left}{change}"


def _crumbs(request: MemberRequest, area: Area) -> list[dict[str, str]]:
    """From the reader's own area down to this one."""
    chain: list[Area] = []
    step: Area | None = area
    while step is not None and request.member.area.contains(step):
        chain.insert(0, step)
        step = step.parent
    found = [{"label": one.title, "url": showing.link("progress:level", one.code)} for one in chain]
    return [{"label": "Tiến độ", "url": showing.link("progress:index")}, *found]


# --- the parts below -------------------------------------------------------------------------------------------------


def _below(request: MemberRequest, look: Look) -> dict[str, Any]:
    """The ranking, its tiles and filters: nothing of a village, which has no parts."""
    if look.area.kind == Area.Kind.VILLAGE or look.chosen is None:
        return {}
    rows, asked = look.rows, lines.Asked(*(asked_text(request, word) for word in ("xem", "xep", "tim")))
    page = Paginator(lines.chosen(rows, asked), LINES_A_PAGE).get_page(request.GET.get("trang"))
    counts, placed = lines.counts_of(rows), [row.placed for row in rows]
    return {
        "rows": rows, "page": page, "lines": [lines.line(row) for row in page], "line_columns": lines.COLUMNS,
        "asked": asked, "legend": lines.legend(rows), "many": len(rows) > NAMED_TILES,
        "tiles": [lines.tile(row) for row in sorted(rows, key=lambda row: (row.village.order, row.village.code))],
        "best": best(placed), "worst": worst(placed), "risers": risers(placed), "silent": counts["im"],
        "shows": [
            {"label": f"{label} ({counts[code]})", "url": _address(look, asked, xem=code),
             "current": code == asked.show}
            for code, (label, _) in lines.SHOW.items() if counts[code] or not code
        ],
        "sorts": [
            {"label": label, "url": _address(look, asked, xep=code), "current": code == asked.sort}
            for code, (label, _) in lines.SORT.items()
        ],
        "by_target": [
            {"label": f.target.label, "url": _address(look, lines.Asked(), chi_tieu=f.target.pk),
             "current": f is look.chosen}
            for f in look.figures if f.way in ("things", "units")
        ],
        "kept": {"chi_tieu": look.chosen.target.pk, "xem": asked.show, "xep": asked.sort,
                 "ngay": showing.day_word(look.on) or ""},
    }  # fmt: skip


def _address(look: Look, asked: lines.Asked, **more: Any) -> str:
    said: dict[str, Any] = {
        "chi_tieu": look.chosen.target.pk if look.chosen else "", "xem": asked.show, "xep": asked.sort,
        "tim": asked.text, "ngay": showing.day_word(look.on),
    }  # fmt: skip
    return "?" + urlencode({name: value for name, value in (said | more).items() if value})


def _own_place(look: Look) -> dict[str, Any]:
    """A village's place among those of its commune: the place and nothing else of the others."""
    row = look.own
    if row is None:
        return {}
    return {"own": row, "own_rank": lines.rank_words(row), "own_note": lines.note(row),
            "among": sum(other.rank is not None for other in look.rows)}  # fmt: skip


# --- units -----------------------------------------------------------------------------------------------------------


def _units(look: Look) -> dict[str, Any]:
    """Of the first target that units answer for: who has done what."""
    if look.area.kind != Area.Kind.COMMUNE:
        return {}
    asked = [f for f in look.figures if f.way in ("units", "stated")]
    return {"unit_targets": len(asked), "units_url": showing.link("progress:level-units", look.area.code)}


@only(*READERS)
@require_safe
def units(request: MemberRequest, code: str) -> HttpResponse:
    """Organisations side by side, target by target."""
    area = own_area_or_404(request, code)
    on = day_of(request)
    found = look_at(area, request.member, on)
    blocks = []
    opens = not request.member.has_role(Role.UNIT_OFFICER, Role.PROVINCE_OFFICER)
    for figure in found.figures:
        if figure.way in ("units", "stated"):
            rows = bodies.of_figure(found.board, figure)
            blocks.append({
                "figure": figure, "url": showing.village_link(figure), "rows": bodies.table(rows, figure, opens=opens),
                "known": any(row.entry.now is not None for row in rows),
                "silent": [row.entry.key.unit.name for row in rows if row.entry.now is None],
                "bars": [
                    {"name": body.unit.label, "value": body.rate, "level": body.state if body.state == "reached" else
                     "far" if row.is_far else "behind"}
                    for row in rows for body in [row.entry.key]
                ],
            })  # fmt: skip
    return render(request, "progress/levels/units.html", {
        "area": area, "on": on, "blocks": blocks, "columns": bodies.COLUMNS, "rule": IN_WORDS, "place_name": area.title,
        "crumbs": [*_crumbs(request, area), {"label": "Các đơn vị", "url": ""}],
    } | as_of(request, on))  # fmt: skip
