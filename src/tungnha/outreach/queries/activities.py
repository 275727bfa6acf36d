"""Activities of a month, the parts of a place, who has done and who has not, how many were reached."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from tungnha.ledger import informing
from tungnha.outreach.models import Activity, ActivityPart, Kind, PartResult
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.models.members import VILLAGE_ROLES

STANDS = Q(cancelled_at=None)


def month_of(text: str | None, today: date) -> tuple[date, date]:
    """(first, last day) of “2026-04”; of the present month where the address names none that can be."""
    named = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text or "")
    first = date(int(named[1]), int(named[2]), 1) if named else today.replace(day=1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def of_days(campaign: Campaign, first: date, last: date) -> list[Any]:
    """The activities that touch some days, each with `places`, `done` and `late` counted in one statement."""
    rows = Activity.objects.filter(campaign=campaign, from_on__lte=last, to_on__gte=first)
    return list(
        rows.annotate(
            places=Count("parts", filter=Q(parts__cancelled_at=None), distinct=True),
            done=Count("parts", filter=Q(parts__cancelled_at=None, parts__result__done=True), distinct=True),
        ).prefetch_related("themes")
    )


@dataclass
class Confirmed:
    """How far an activity is: “35/37 thôn”, the rest by name."""

    done: list[ActivityPart] = field(default_factory=list)
    waiting: list[ActivityPart] = field(default_factory=list)
    cancelled: list[ActivityPart] = field(default_factory=list)

    @property
    def all(self) -> int:
        return len(self.done) + len(self.waiting)

    @property
    def unit_word(self) -> str:
        """Thôn, where all places are villages; else nơi."""
        parts = (*self.done, *self.waiting)
        return "thôn" if parts and all(p.area.kind == "village" and not p.organisation_id for p in parts) else "nơi"


def confirmed(activity: Activity, member: Member) -> Confirmed:
    """The parts of an activity a member may see, by what became of them."""
    found = Confirmed()
    for part in loaded(ActivityPart.objects.visible_to(member).filter(activity=activity)):
        if part.is_done:
            found.done.append(part)
        else:
            (found.cancelled if part.cancelled_at else found.waiting).append(part)
    return found


def loaded(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Parts with all a page says of them."""
    return rows.select_related(
        "activity__campaign__area", "activity__text", "area__parent", "organisation", "result__stated_by",
        "result__made_by__user",
    ).order_by("area__path", "organisation__order", "pk")  # fmt: skip


def parts_of(member: Member, campaign: Campaign) -> QuerySet[Any]:
    """What the member's own village, or own unit, has to do in a campaign."""
    rows = loaded(ActivityPart.objects.visible_to(member).filter(activity__campaign=campaign))
    if member.role in VILLAGE_ROLES:
        return rows.filter(area=member.area, organisation=None)
    return rows.filter(organisation=member.organisation_id) if member.organisation_id else rows.none()


def answers_for(member: Member, part: ActivityPart) -> bool:
    """Who may say what a part did: its village's team, its unit, and the desk above."""
    if member.role in VILLAGE_ROLES:
        return part.area_id == member.area_id and part.organisation_id is None
    if member.role == "unit_officer":
        return part.organisation_id is not None and part.organisation_id == member.organisation_id
    return member.role in ("officer", "data_steward") and part.area.path.startswith(member.area.path)


@dataclass(frozen=True)
class Counted:
    """What was done of one kind in some days: in how many places, by how many times; people reached, views beside them
    (never added together), households ticked."""

    kind: str
    parts: int
    times: int
    people: int
    views: int
    households: int

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)


def counts(campaign: Campaign, area: Area, first: date, last: date, unit: Organisation | None = None) -> list[Counted]:
    """What was done in an area, or by a unit, in some days, kind by kind; kinds of which nothing was done are left
    out."""
    rows = PartResult.objects.filter(
        pk=F("part__result"), done=True, on__range=(first, last), part__activity__campaign=campaign,
        part__area__path__startswith=area.path,
    )  # fmt: skip
    if unit is not None:
        rows = rows.filter(part__organisation=unit)
    found: dict[str, list[PartResult]] = {}
    for row in rows.select_related("part__activity"):
        found.setdefault(row.part.activity.kind, []).append(row)
    homes = informing.told_by([str(row.part_id) for results in found.values() for row in results])
    return [_counted(kind, found[kind], homes) for kind in Kind.values if kind in found]


def _counted(kind: str, rows: Sequence[PartResult], homes: dict[str, set[int]]) -> Counted:
    ticked = set().union(*(homes.get(str(row.part_id), set()) for row in rows))
    return Counted(
        kind, len(rows), sum(row.times for row in rows), sum(row.reached or 0 for row in rows if not row.of_views),
        sum(row.reached or 0 for row in rows if row.of_views), len(ticked),
    )  # fmt: skip
