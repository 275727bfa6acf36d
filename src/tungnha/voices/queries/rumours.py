"""Which rumours there are, what was answered, and where it was read out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tungnha.units.models import Area, Member
from tungnha.voices.models import Rumour, RumourAnswer, RumourPlace


@dataclass(frozen=True)
class Shown:
    """One story with what pages say of it. `answer`: the latest that went out, or None; `draft`: one not yet."""

    rumour: Rumour
    heard_in: list[Area]
    times: int
    answer: RumourAnswer | None
    draft: RumourAnswer | None
    places: list[RumourPlace]

    @property
    def confirmed(self) -> list[RumourPlace]:
        return [place for place in self.places if place.confirmed_at]

    @property
    def missing(self) -> list[RumourPlace]:
        return [place for place in self.places if not place.confirmed_at]

    @property
    def still(self) -> list[RumourPlace]:
        return [place for place in self.places if place.still_heard]

    @property
    def state(self) -> tuple[str, str]:
        if self.rumour.over_at:
            return "confirmed", "không còn nghe"
        if self.answer:
            return "doing", f"{len(self.confirmed)}/{len(self.places)} thôn đã báo"
        return ("draft", "chờ duyệt lời đáp") if self.draft else ("ask", "chờ lời đáp")


def stories(member: Member) -> QuerySet[Rumour]:
    rows: QuerySet[Rumour] = Rumour.objects.visible_to(member).filter(merged_into=None)
    return rows.select_related("area", "owner")


def shown(rumour: Rumour) -> Shown:
    return shown_all([rumour])[0]


def shown_all(rumours: list[Rumour]) -> list[Shown]:
    """With their reports, answers and places: three statements for all."""
    keys = [one.pk for one in rumours]
    answers: dict[int, list[RumourAnswer]] = {}
    for row in RumourAnswer.objects.filter(rumour__in=keys).select_related("approved_by__user", "written_by__user"):
        answers.setdefault(row.rumour_id, []).append(row)
    sent = {key: next((one for one in found if one.approved_at), None) for key, found in answers.items()}
    places: dict[int, list[RumourPlace]] = {}
    of_sent = RumourPlace.objects.filter(answer__in=[one.pk for one in sent.values() if one])
    for place in of_sent.select_related("area", "confirmed_by__user"):
        places.setdefault(place.answer_id, []).append(place)
    heard = _heard(keys)
    found = []
    for one in rumours:
        answer, own = sent.get(one.pk), answers.get(one.pk, [])
        draft = own[0] if own and own[0].approved_at is None else None
        where, times = heard.get(one.pk, ([], 0))
        found.append(Shown(one, where, times, answer, draft, places.get(answer.pk, []) if answer else []))
    return found


def _heard(keys: list[int]) -> dict[int, tuple[list[Area], int]]:
    found: dict[int, tuple[list[Area], int]] = {}
    rows: Any = Rumour.objects.filter(pk__in=keys).prefetch_related("reports__area")
    for row in rows:
        reports = list(row.reports.all())
        places = {one.area_id: one.area for one in reports}
        found[row.pk] = (sorted(places.values(), key=lambda area: (area.order, area.code)), len(reports))
    return found


def places_of(area: Area) -> list[RumourPlace]:
    """What a village has to read out: of each story that is still told the latest answer, newest first."""
    rows = RumourPlace.objects.filter(
        area=area, answer__rumour__over_at=None, answer__rumour__merged_into=None, answer__approved_at__isnull=False
    ).select_related("answer__rumour", "area")
    latest: dict[int, RumourPlace] = {}
    for row in rows.order_by("answer__version"):
        latest[row.answer.rumour_id] = row
    return sorted(latest.values(), key=lambda row: row.answer.approved_at or row.answer.written_at, reverse=True)
