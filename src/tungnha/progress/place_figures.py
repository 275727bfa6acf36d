"""What this room tells the room of outreach: the figures of a campaign's targets in a village, a commune or a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from tungnha.outreach.figures import FigureLine, Place
from tungnha.plans.models import Target
from tungnha.progress import queries
from tungnha.progress.counting import way_of
from tungnha.progress.ways import unit_word
from tungnha.units.models import Area, Campaign, Organisation


def of_places(campaign: Campaign, places: Sequence[Place], on: date, only: str = "") -> dict[Place, list[FigureLine]]:
    """The targets that are counted, each place's own; one board for all areas."""
    targets = [
        target for target in queries.targets().filter(plan__campaign=campaign).order_by("-headline", "order", "id")
        if target.measure is not None and only in ("", str(target.pk))
    ]  # fmt: skip
    found: dict[Place, list[FigureLine]] = {}
    areas = [place for place in places if isinstance(place, Area)]
    if targets and areas:
        board = queries.Board.around(targets, campaign.area, on)
        found |= {area: [_of_area(board, target, area) for target in targets] for area in areas}
    for place in places:
        if isinstance(place, Organisation):
            found[place] = [line for target in targets if (line := _of_unit(target, campaign, place, on))]
    return found


def _of_area(board: queries.Board, target: Target, area: Area) -> FigureLine:
    figure = board.figure(target, area)
    url = (
        reverse("progress:target", args=[target.pk])
        if area.pk == target.plan.campaign.area_id
        else reverse("progress:village", args=[target.pk, area.code])
    )
    return FigureLine(
        str(target.pk), target.label, figure.now, figure.base.count if figure.base else None,
        unit_word(target.measure), url,
    )  # fmt: skip


def _of_unit(target: Target, campaign: Campaign, unit: Organisation, on: date) -> FigureLine | None:
    """A unit has figures of the targets that are about its own people."""
    if way_of(target.measure) != "units":
        return None
    row = next((one for one in queries.roster_rows(target, campaign.area, on) if one.unit.pk == unit.pk), None)
    if row is None:
        return None
    url = reverse("progress:target", args=[target.pk])
    return FigureLine(str(target.pk), target.label, row.now, row.base, unit_word(target.measure), url)
