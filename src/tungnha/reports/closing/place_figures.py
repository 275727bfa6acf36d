"""What this room tells the room of outreach of a unit: tasks and reports on time, as on its evaluation sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from tungnha.outreach.figures import FigureLine, Place
from tungnha.plans.models import Plan
from tungnha.reports.closing import evaluation
from tungnha.units import clock
from tungnha.units.models import Area, Campaign, Organisation

WORDS = {"tasks": "nhiệm vụ", "reports": "báo cáo"}


def of_places(campaign: Campaign, places: Sequence[Place], on: date, only: str = "") -> dict[Place, list[FigureLine]]:
    """A village's team is the unit that reports for it. What has not fallen due is not counted, and said as no figure
    only where nothing has."""
    plan = Plan.objects.filter(campaign=campaign).first()
    if plan is None or only not in ("", *WORDS):
        return {}
    at = min(clock.now(), timezone.make_aware(datetime.combine(on, time.max)))
    return {place: _lines(plan, place, at) for place in places}


def _lines(plan: Plan, place: Place, at: datetime) -> list[FigureLine]:
    unit = _team_of(place) if isinstance(place, Area) else place
    sheets = evaluation.sheets(plan, at, only=unit) if unit is not None else []
    if unit is None or not sheets:
        return []
    url = reverse("reports:evaluation-unit", args=[plan.pk, unit.pk])
    return [
        FigureLine(one.key, one.label, one.good, one.of, WORDS[one.key], url)
        for one in sheets[0].sums if one.key in WORDS and one.of
    ]  # fmt: skip


def _team_of(area: Area) -> Organisation | None:
    if area.kind != Area.Kind.VILLAGE:
        return None
    return Organisation.objects.filter(area=area, kind=Organisation.Kind.TEAM, valid_to=None).first()
