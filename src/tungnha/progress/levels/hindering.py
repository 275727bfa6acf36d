"""What keeps people of a commune or a village away, in three lines with what would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tungnha.progress.forms_missing import address_of, fields_for
from tungnha.progress.levels.looking import Look
from tungnha.progress.missing import helps, tables
from tungnha.progress.missing.sought import Sought
from tungnha.progress.showing import SOUGHT, link, thing_word
from tungnha.units.models import Area

SHOWN = 4


def part(look: Look) -> dict[str, Any]:
    """Nothing of a province: why one person was not reached is for who can go there."""
    figure = look.chosen
    if figure is None or look.area.kind == Area.Kind.PROVINCE or figure.now is None or figure.way != "things":
        return {}
    measure = figure.target.measure
    if measure is None or measure.counts not in SOUGHT[:2]:
        return {}
    sought = Sought(
        measure=measure, area=look.area, on=look.on, campaign=figure.target.plan.campaign, reader=look.reader
    )
    # Who sees only the own people is told of them; what is kept counts everybody.
    known = None if sought.own_people_only else look.board.missing(figure.target)
    return of_sought(sought, figure.target.pk, missing=known) | {"why_unit": thing_word(figure)}


def of_sought(
    sought: Sought, target: int, *, most: int = SHOWN, missing: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """The most frequent reasons with what helps; each opens to its people for who may see them. `missing`: how many by
    path of village, where that is known already."""
    by_place = tables.reasons(sought, missing)
    counts = sum(by_place.values(), Counter())
    whole = counts.total()
    found = helps.whys_of(tables.ranked_reasons(counts), whole)
    may = "lydo" in fields_for(sought)
    return {
        "whys": [why_line(why, sought, target, opens=may) for why in found[:most]], "why_missing": whole,
        "why_by_place": by_place,
        "why_first": helps.most_helpful(found), "whys_url": f"{link('progress:missing', target)}?"
        f"{address_of(sought, xem='lydo')}",
    }  # fmt: skip


def why_line(why: helps.Why, sought: Sought, target: int, *, opens: bool) -> dict[str, Any]:
    url = f"{link('progress:missing-rows', target)}?{address_of(sought, lydo=why.code)}" if opens else ""
    plan = link(why.help.route) if why.help.route and _plans(sought) else ""
    return {"why": why, "url": url, "plan_url": plan, "plan_words": why.help.route_words}


def _plans(sought: Sought) -> bool:
    return sought.reader.sees_whole_area(names=True) and sought.area.kind != Area.Kind.VILLAGE
