"""How pages of progress load a target and an area, and say where they stand."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404
from django.utils.text import Truncator

from tungnha.plans.models import Target
from tungnha.progress import choices, queries, showing
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404
from tungnha.units.models import Area
from tungnha.units.models.members import SEES_COUNTS
from tungnha.units.operations import log_event
from tungnha.units.requests import MemberRequest, asked_text

READERS = tuple(sorted(SEES_COUNTS))
FIRST_DAY = date(2020, 1, 1)  # nothing was counted here before


def target_or_404(request: MemberRequest, pk: int) -> Target:
    """A target of a plan the reader sees, with its measure read as the plan chose."""
    found: Target = get_visible_or_404(queries.targets(), request.member, pk=pk)
    choices.settle([found])
    return found


def area_or_404(request: MemberRequest, target: Target, code: str | None = None) -> Area:
    """The part of the plan the reader may count; an area outside it does not exist, and the log says who asked."""
    mine = queries.part_of(target.plan, request.member.area)
    if code is None and mine is not None:
        return mine
    area = Area.objects.select_related("parent__parent").filter(code=code).first() if code else None
    if area is not None and mine is not None and mine.contains(area):
        return area
    if area is not None:
        log_event("scope.refused", about=area, by=request.member, at=clock.now())
    raise Http404("no such part of the plan within scope")


def own_area_or_404(request: MemberRequest, code: str | None) -> Area:
    """An area inside the member's own: the own one unless another is asked for."""
    mine = request.member.area
    if not code or code == mine.code:
        return mine
    area = Area.objects.select_related("parent").filter(code=code).first()
    if area is not None and mine.contains(area):
        return area
    if area is not None:
        log_event("scope.refused", about=area, by=request.member, at=clock.now())
    raise Http404("no such area within scope")


def since_of(asked: date | None, today: date) -> date:
    """The day a change is told from: the one asked for, if it lies in the past."""
    return asked if asked is not None and asked < today else today - timedelta(days=queries.CHANGE_DAYS)


def day_of(request: MemberRequest) -> date:
    """The day a page counts: today, or the earlier one asked for as `ngay` (a frozen report asks for its own)."""
    today = clock.today()
    try:
        asked = date.fromisoformat(asked_text(request, "ngay"))
    except ValueError:
        return today
    return asked if FIRST_DAY <= asked <= today else today


def as_of(request: MemberRequest, on: date) -> dict[str, object]:
    """What the notice of an earlier day needs (`_as_of.html`): nothing on a page of today."""
    if on == clock.today():
        return {}
    asked = request.GET.copy()
    asked.pop("ngay", None)
    return {"as_of": on, "today_url": f"{request.path}?{asked.urlencode()}"}


def crumbs(request: MemberRequest, target: Target, area: Area) -> list[dict[str, str]]:
    found = [
        {"label": "Tiến độ", "url": showing.link("progress:index")},
        {"label": Truncator(target.text).words(12, truncate="…"), "url": showing.link("progress:target", target.pk)},
    ]
    if area.pk != getattr(queries.part_of(target.plan, request.member.area), "pk", None):
        found.append({"label": area.title, "url": showing.link("progress:village", target.pk, area.code)})
    return found
