"""The rows behind each number: who has it, who is missing, who came, who fell out, whose word it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from tungnha.ledger.models import Claim, CountClaim, Measure, Service, Standing
from tungnha.ledger.queries import paths_to
from tungnha.ledger.rules import parse_rule, parts_of, services_of
from tungnha.progress.counting import THINGS, counted_q, things, way_of
from tungnha.progress.ways.things import each_holds, ever
from tungnha.units.models import Area

WHICH = {
    "now": "Đang có",
    "missing": "Còn thiếu",
    "gained": "Mới có trong kỳ",
    "lost": "Không còn được tính",
    "contested": "Cần xem lại",
    "base": "Tất cả người, hộ phải tính",
}


def rows_behind(measure: Measure, area: Area, which: str, *, on: date, since: date) -> QuerySet[Any]:
    """The counted things behind a number of a figure; counting them gives that number again."""
    base, now = counted_q(measure, on, area)
    if which in ("gained", "lost"):
        then = counted_q(measure, since, area)[1]
        return things(measure, area).filter(now & ~then if which == "gained" else then & ~now)
    # Who is in the base and does not have it: the base is not asked for twice.
    has = each_holds(measure, on) if way_of(measure) == "things" else now
    chosen = {"now": now, "missing": base & ~has, "contested": base & contested(measure), "base": base}[which]
    return things(measure, area).filter(chosen)


def contested(measure: Measure) -> Q:
    """Things with a standing that a rival claim speaks against; of a household, the standing of any member."""
    return ever(measure.counts, [measure], Standing.objects.filter(contested_by__isnull=False))


@dataclass(frozen=True)
class Row:
    """One counted thing and the word that decided about it."""

    thing: Any
    standings: tuple[Standing, ...]

    @property
    def contested(self) -> bool:
        return any(s.is_contested for s in self.standings)


def with_words(measure: Measure, page: Sequence[Any]) -> list[Row]:
    """Put the deciding claims beside the things of one page: one query."""
    kind = measure.counts
    rule = parse_rule(measure.rule)
    pks = [thing.pk for thing in page]
    paths = sorted({path for part in parts_of(rule) for path in paths_to(kind, part.by)})
    if kind == "household":
        paths.append("person__household")
    about = reduce(or_, (Q(**{f"{path}__in": pks}) for path in paths), Q(pk__in=[]))
    found: dict[int, list[Standing]] = {pk: [] for pk in pks}
    standings = Standing.objects.filter(about, service__code__in=set(services_of(rule))).select_related(
        "service", "person", "telephone", "product", "decided_by__stated_by", "contested_by__stated_by"
    )
    for standing in standings.order_by("service__order", "since_on", "id"):
        pk = next((pk for path in paths if (pk := _at(standing, path)) in found), None)
        if pk is not None:
            found[pk].append(standing)
    return [Row(thing, tuple(found[thing.pk])) for thing in page]


def _at(standing: Standing, path: str) -> int | None:
    """The number of the thing a path leads to."""
    first, _, rest = path.partition("__")
    return getattr(getattr(standing, first), f"{rest}_id", None) if rest else getattr(standing, f"{first}_id")


def latest_days(measure: Measure, area: Area, *, beside: Collection[str] = ()) -> dict[str, date]:
    """The latest day on which anything was recorded about a measure's services, by path of village; of all places but
    those `beside`."""
    if way_of(measure) != "things":
        return {}
    codes = set(services_of(parse_rule(measure.rule)))
    services = list(Service.objects.filter(code__in=codes).values_list("pk", flat=True))
    places = {pk: path for pk, path in places_in(area).values_list("pk", "path") if path not in beside}
    latest: dict[str, date] = {}
    for kind in ("household", "person") if measure.counts == "household" else (measure.counts,):
        village = f"{kind}__{THINGS[kind][1]}"
        # Through the things of the places, and what retracts left out by a word no index answers to: SQLite would
        # go through all claims of the province that retract nothing.
        here = (
            THINGS[kind][0]._default_manager.filter(**{f"{THINGS[kind][1]}__in": list(places)}).order_by().values("pk")
        )
        said = Claim.objects.filter(service__in=services, **{f"{kind}__in": here}).exclude(retracts__isnull=False)
        for place, at in said.order_by().values_list(village).annotate(at=Max("made_at")):
            day, path = local_day(at), places[place]
            latest[path] = max(day, latest.get(path, day))
    return latest


def places_in(area: Area) -> QuerySet[Any]:
    """The area and those in it, for asking by their numbers: through the path SQLite looks at all areas there are."""
    if area.kind == Area.Kind.PROVINCE:
        return Area.objects.filter(path__startswith=area.path).order_by()
    return Area.objects.filter(Q(pk=area.pk) | Q(parent=area)).order_by()


def local_day(at: Any) -> date:
    return timezone.localtime(at).date()


def base_statements(area: Area, group: str, on: date) -> list[CountClaim]:
    """Every base anyone stated for an area, the newest first: whose, of what day, in which document."""
    rows = CountClaim.objects.filter(area=area, group=group, service=None, on__lte=on, retracts=None, retracted_by=None)
    return list(rows.select_related("stated_by", "made_by__user").order_by("-on", "-stored_at")[:20])


def by_village(rows: QuerySet[Any], measure: Measure, area: Area) -> list[tuple[str, int]]:
    """How many of the rows lie in each village: for who sees counts and not names. People of units lie nowhere."""
    if way_of(measure) != "things":
        return []
    village = THINGS[measure.counts][1]
    counts = rows.order_by().values_list(f"{village}__type_name", f"{village}__name").annotate(n=Count("pk"))
    return [(f"{kind} {name}", n) for kind, name, n in counts.order_by(f"{village}__order", f"{village}__code")]


def with_homes(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """Load what a line of the list shows along with it."""
    if kind == "person":
        return rows.select_related("household__village").prefetch_related("identifiers").order_by("sort_key", "id")
    if kind == "household":
        return rows.select_related("village").order_by("village__order", "code", "id")
    if kind == "telephone":
        return rows.select_related("person__household__village").order_by("person__sort_key", "id")
    if kind == "place":
        return rows.select_related("area").order_by("area__order", "name", "id")
    return rows.select_related("village" if kind == "establishment" else "establishment__village").order_by(
        "name", "id"
    )
