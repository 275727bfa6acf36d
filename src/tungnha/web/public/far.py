"""How far our commune is: its own counted targets, and nothing that could be one person or one group of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tungnha.ledger.models.services import Counted
from tungnha.progress import queries as progress
from tungnha.progress.figures import Figure
from tungnha.units import clock
from tungnha.units.models import Area
from tungnha.units.public import for_everyone, shape, show
from tungnha.web.public.shapes import open_commune

# Of whom figures are for everybody. Officials, soldiers, pupils, workers are groups of bodies: their own to tell.
GROUPS = ("adult15", "adult18", "all", "household", "")
THINGS = (Counted.PERSON, Counted.HOUSEHOLD, Counted.TELEPHONE, Counted.PLACE, Counted.PRODUCT)
MOST = 8


@shape
@dataclass(frozen=True)
class Line:
    """`now` is None where nothing is counted yet, and where so few are (or are missing) that they would be known:
    then `few` says which."""

    name: str
    unit: str
    now: int | None
    base: int | None
    base_label: str
    rate: Decimal | None
    needed: int | None
    due_on: date | None
    state: str
    few: str


@for_everyone
@require_safe
def far(request: HttpRequest, code: str) -> HttpResponse:
    area, commune = open_commune(code)
    today = clock.today()
    return show(
        "public/far.html", commune=commune, lines=lines(area, today), today=today, least=settings.SMALL_GROUP,
        crumbs=[{"url": commune.url, "label": commune.title}, {"label": "Xã ta đang ở đâu"}],
    )  # fmt: skip


def lines(area: Area, on: date) -> list[Line]:
    """Headline targets of the commune's own plans that count people who live there."""
    rows = progress.targets().filter(headline=True, plan__campaign__area=area, measure__isnull=False)
    rows = rows.exclude(plan__campaign__ended_on__lt=on)
    found = [t for t in rows if t.measure.counts in THINGS and t.measure.group in GROUPS and not t.measure.way]
    return [line_of(figure) for figure in progress.figures(found[:MOST], area, on)]


def line_of(figure: Figure) -> Line:
    measure = figure.target.measure
    assert measure is not None
    base = figure.base.count if figure.base else None
    few = too_few(figure.now, base) if measure.counts != Counted.PLACE else ""
    now = None if few else figure.now
    return Line(
        name=measure.name, unit=str(Counted(measure.counts).label), now=now, base=base,
        base_label=figure.base_label if base is not None else "",
        rate=figure.rate_of_base if now is not None else None, needed=figure.needed.count, due_on=figure.target.due_on,
        state=figure.state if now is not None else "", few=few,
    )  # fmt: skip


def too_few(now: int | None, base: int | None) -> str:
    """So few, or so few still without, that neighbours could name them."""
    least = settings.SMALL_GROUP
    if now is None:
        return ""
    if now < least or (base is not None and base < least):
        return "few" if now else ""
    return "nearly" if base is not None and 0 < base - now < least else ""
