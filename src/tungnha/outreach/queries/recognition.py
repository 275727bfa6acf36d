"""Proposals and where they stand; a practice and what its figure did since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import Resolver404, resolve

from tungnha.outreach import figures
from tungnha.outreach.figures import FigureLine, Place
from tungnha.outreach.models import Commendation, CommendationStep, GoodPractice, PracticeCopy
from tungnha.outreach.operations.recognition import AFTER, Step
from tungnha.units.models import Area, Campaign, Member

MARKS = {
    "": ("waiting", "chờ thẩm định"), Step.AGREED: ("doing", "chờ quyết định"),
    Step.OBJECTED: ("returned", "chưa đồng ý"), Step.DECIDED: ("confirmed", "có quyết định"),
    Step.REFUSED: ("locked", "không khen"), Step.TAKEN_BACK: ("locked", "đã rút"),
}  # fmt: skip


@dataclass(frozen=True)
class CommendationLine:
    commendation: Commendation
    steps: tuple[CommendationStep, ...]

    @property
    def last(self) -> str:
        return self.steps[-1].step if self.steps else ""

    @property
    def mark(self) -> str:
        return MARKS[self.last][0]

    @property
    def label(self) -> str:
        return MARKS[self.last][1]

    @property
    def may_follow(self) -> frozenset[str]:
        return AFTER[self.last]


def proposals(rows: Any) -> list[CommendationLine]:
    """Of a queryset of commendations, each with where it stands."""
    steps = Prefetch("steps", CommendationStep.objects.select_related("by__user"))
    found = rows.select_related("village", "organisation", "campaign__area", "made_by__user").prefetch_related(steps)
    return [CommendationLine(row, tuple(row.steps.all())) for row in found]


def ready_to_submit(campaign: Campaign, area: Area) -> list[CommendationLine]:
    """Those the culture office agreed to and nobody has decided: what a Tờ trình speaks of."""
    rows = proposals(Commendation.objects.filter(campaign=campaign, area=area).order_by("id"))
    return [row for row in rows if row.last == Step.AGREED]


def opens_for(member: Member, url: str) -> bool:
    """Whether a page kept beside a figure is one this member may open."""
    try:
        roles = getattr(resolve(url).func, "roles", None) if url else ()
    except Resolver404:
        return False
    return roles is None or member.has_role(*roles)


def figures_for(member: Member, kept: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The figures beside a proposal; the address only for whom it opens."""
    return [one | {"url": one["url"] if opens_for(member, one.get("url", "")) else ""} for one in kept]


# --- good practices --------------------------------------------------------------------------------------------------


def practices_for(member: Member) -> QuerySet[Any]:
    """All of the commune for its desk; elsewhere those that are approved, and one's own."""
    rows = GoodPractice.objects.visible_to(member).select_related("village", "organisation", "campaign__area", "area")
    rows = rows.prefetch_related(Prefetch("copies", PracticeCopy.objects.select_related("village", "made_by__user")))
    if member.role in ("officer", "leader", "data_steward"):
        return rows
    own = rows.filter(village=member.area) | rows.filter(
        organisation=member.organisation_id, organisation__isnull=False
    )
    return rows.filter(approved=True) | own


@dataclass(frozen=True)
class Effect:
    """The figure of one place on the day it began and now. `is_copy` False: where it comes from, or the whole area."""

    name: str
    from_on: date
    before: FigureLine | None
    after: FigureLine | None
    copy: PracticeCopy | None = None

    @property
    def points(self) -> Decimal | None:
        """By how many percentage points it changed; None where one of the two is not known."""
        then = self.before.rate if self.before else None
        now = self.after.rate if self.after else None
        return now - then if now is not None and then is not None else None


def effects(practice: GoodPractice, on: date) -> list[Effect]:
    """Where it comes from, each village that copied it, and the whole area over the longest of these spans, so that a
    rise that everybody had is not taken for the practice's. Figures as they are known now, a late record included."""
    if not practice.figure:
        return []
    copies = [one for one in practice.copies.all() if one.ended_on is None]
    wanted: list[tuple[str, Place, date, PracticeCopy | None]] = []
    if practice.village is not None:
        wanted.append((f"{practice.village.title} (nơi nêu)", practice.village, practice.since_on, None))
    wanted += [(one.village.title, one.village, one.from_on, one) for one in copies]
    first = min([practice.since_on, *(one.from_on for one in copies)])
    wanted.append((f"Cả {practice.area.full_name}", practice.area, first, None))
    now = _by_place(practice, [place for _, place, _, _ in wanted], on)
    by_day: dict[date, list[Place]] = {}
    for _, place, day, _ in wanted:
        by_day.setdefault(day, []).append(place)
    then = {day: _by_place(practice, places, day) for day, places in by_day.items()}
    return [Effect(name, day, then[day].get(place), now.get(place), copy) for name, place, day, copy in wanted]


def _by_place(practice: GoodPractice, places: Sequence[Place], on: date) -> dict[Place, FigureLine]:
    found = figures.of_places(practice.campaign, list(dict.fromkeys(places)), on, practice.figure)
    return {place: line for place, lines in found.items() for line in lines if line.key == practice.figure}
