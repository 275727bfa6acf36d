"""Where help is near: what was published and is to come, by day, with the way there in words. Nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tungnha.field.models import OpeningHours, SessionChange, SupportSession, WayThere
from tungnha.field.schedule import queries
from tungnha.field.schedule.texts import said_of
from tungnha.field.schedule.views.papers import as_calendar, events_of, recent
from tungnha.people.models import Place
from tungnha.units import clock
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Area
from tungnha.units.public import for_everyone, shape, show
from tungnha.web.public.shapes import Village, open_commune, village_of, villages_of
from tungnha.web.public.wording import Cleaner

MOST = 40  # on one page: a month of a village, some days of a commune


@shape
@dataclass(frozen=True)
class Session:
    """`where`: the village it is for; `way`: how to find the place; `ics`: the address of its own calendar entry.
    `was_…`: what people were told before it was moved, None where they were told nothing else. Not `is_settled`: the
    new time waits until every side has agreed."""

    where: str
    place: str
    way: str
    starts_at: datetime
    ends_at: datetime
    offers: tuple[str, ...]
    bring: str
    cancelled_why: str
    ics: str
    was_starts_at: datetime | None
    was_ends_at: datetime | None
    was_place: str
    is_settled: bool

    @property
    def on(self) -> date:
        return self.starts_at.astimezone(VIETNAM).date()


@shape
@dataclass(frozen=True)
class Day:
    on: date
    sessions: tuple[Session, ...]


@shape
@dataclass(frozen=True)
class Point:
    """A fixed point with its hours."""

    name: str
    where: str
    hours: str
    way: str


@for_everyone
@require_safe
def sessions(request: HttpRequest, code: str) -> HttpResponse:
    """By day; a village is chosen with one tap and stays in the address, so that it can be kept."""
    area, commune = open_commune(code)
    now = clock.now()
    villages = villages_of(area, now.date())
    chosen = next((village for village in villages if village.code == request.GET.get("thon")), None)
    rows = list(to_come(chosen or area, now)[: MOST + 1])
    points = _places(chosen or area)
    clean = _cleaner(rows, points, area)
    found = [_session(row, commune.code, clean) for row in rows[:MOST]]
    held = [one for row, one in zip(rows, found, strict=False) if row.cancelled_at is None]
    return show(
        "public/sessions.html", commune=commune, villages=[village_of(village) for village in villages],
        chosen=village_of(chosen) if chosen else None, more=len(rows) > MOST,
        days=_days([one for one in held if one.is_settled]), moved=[one for one in held if _is_news(one, now)],
        unsettled=any(not one.is_settled for one in held),
        cancelled=[one for row, one in zip(rows, found, strict=False) if row.cancelled_at is not None],
        points=[_point(place, clean) for place in points], ics=_ics(commune.code, chosen),
        crumbs=[{"url": commune.url, "label": commune.title}, {"label": "Buổi hỗ trợ"}],
    )  # fmt: skip


@for_everyone
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """To be subscribed to, of the commune, of a village (?thon=) or of one session (?buoi=): what was published, and
    what became of it since: moved (tentative until all agree) or cancelled."""
    commune, _ = open_commune(code)
    area = commune
    if wanted := request.GET.get("thon"):
        village = Area.objects.filter(code=wanted[:20], parent=commune).first()
        if village is None:
            raise Http404("no such village here")
        area = village
    rows = recent(queries.loaded(announced(area)))
    if one := request.GET.get("buoi"):
        rows = rows.filter(key=one) if _is_key(one) else rows.none()
        if not rows:
            raise Http404("no such session is published here")
    told = list(rows)
    events = events_of(told, request, staff=False, clean=_cleaner(told, [], commune))
    return as_calendar(events, f"Buổi hỗ trợ {area.full_name}", "lich-buoi-ho-tro.ics")


def announced(area: Area) -> Any:
    """Sessions people have been told of, in an area and below, and those of all above it that are for everybody there.
    One that is moved must be agreed to anew: meanwhile it stays, or who was told goes at the old hour."""
    here = Q(area__path__startswith=area.path) | Q(area__path__in=area.ancestor_paths())
    once = SessionChange.objects.filter(session=OuterRef("pk"), was_published=True)
    return SupportSession.objects.filter(here).filter(Q(published_at__isnull=False) | Exists(once))


def to_come(area: Area, now: datetime) -> Any:
    moves = SessionChange.objects.filter(kind=SessionChange.Kind.MOVED, was_published=True).select_related("was_place")
    rows = announced(area).filter(ends_at__gte=now).select_related("place__area", "area__parent", "campaign")
    rows = rows.prefetch_related(
        "services", Prefetch("place__way", WayThere.objects.all()), Prefetch("changes", moves, to_attr="told_moves")
    )
    return rows.order_by("starts_at", "area__order", "pk")


def _places(area: Area) -> list[Place]:
    has_hours = Place.objects.filter(pk__in=OpeningHours.objects.values("place"))
    above = Q(area__path__startswith=area.path) | Q(area__path__in=area.ancestor_paths())
    return list(has_hours.filter(above).select_related("area", "way").order_by("area__kind", "area__order", "name"))


def fixed_points(area: Area) -> list[Point]:
    """Where somebody sits at known hours."""
    found = _places(area)
    clean = _cleaner([], found, area)
    return [_point(place, clean) for place in found]


def _cleaner(rows: Sequence[SupportSession], points: Sequence[Place], area: Area) -> Cleaner:
    typed = [text for row in rows for text in (row.name, row.bring, row.cancelled_why, row.place.name, _way(row.place))]
    typed += [move.was_place.name for row in rows for move in getattr(row, "told_moves", ()) if move.was_place]
    typed += [text for place in points for text in (place.name, _way(place))]
    return Cleaner(typed, area)


def _way(place: Place) -> str:
    way: WayThere | None = getattr(place, "way", None)
    return way.words if way else ""


def _session(row: SupportSession, code: str, clean: Cleaner) -> Session:
    move: SessionChange | None = next(iter(reversed(row.told_moves)), None)  # type: ignore[attr-defined]
    was_place = move.was_place.name if move and move.was_place and move.was_place_id != row.place_id else ""
    return Session(
        where=row.area.title, place=clean(said_of(row).place), way=clean(_way(row.place)), starts_at=row.starts_at,
        ends_at=row.ends_at, offers=tuple(s.label for s in row.services.all() if s.kind == "state"),
        bring=clean(row.bring), cancelled_why=clean(row.cancelled_why),
        ics=f"{reverse('web:public-sessions-ics', args=[code])}?buoi={row.key}",
        was_starts_at=move.was_starts_at if move else None, was_ends_at=move.was_ends_at if move else None,
        was_place=clean(was_place), is_settled=row.published_at is not None,
    )  # fmt: skip


def _is_news(one: Session, now: datetime) -> bool:
    """Somebody may still go at the old hour, or the new one is not settled."""
    return one.was_starts_at is not None and (not one.is_settled or (one.was_ends_at or one.was_starts_at) >= now)


def _point(place: Place, clean: Cleaner) -> Point:
    return Point(clean(place.name), place.area.title, place.opening_hours, clean(_way(place)))


def _days(found: Sequence[Session]) -> list[Day]:
    of_day: dict[date, list[Session]] = {}
    for one in found:
        of_day.setdefault(one.on, []).append(one)
    return [Day(on, tuple(rows)) for on, rows in sorted(of_day.items())]


def _ics(code: str, chosen: Area | Village | None) -> str:
    where = reverse("web:public-sessions-ics", args=[code])
    return f"{where}?thon={chosen.code}" if chosen else where


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
