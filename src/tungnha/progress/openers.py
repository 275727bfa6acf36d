"""The rows behind each number: who has it, who is missing, who came, who fell out, whose word it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from tungnha.ledger.models import Claim, CountClaim, Measure, Standing
from tungnha.ledger.rules import parse_rule, services_of
from tungnha.progress.counting import THINGS, counted_q, things, way_of
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
    then = counted_q(measure, since, area)[1]
    chosen = {
        "now": now, "missing": base & ~now, "gained": now & ~then, "lost": then & ~now,
        "contested": base & contested(measure), "base": base,
    }[which]  # fmt: skip
    return things(measure, area).filter(chosen)


def contested(measure: Measure) -> Q:
    """Things with a standing that a rival claim speaks against; of a household, the standing of any member."""
    codes = set(services_of(parse_rule(measure.rule)))
    disputed = Standing.objects.filter(service__code__in=codes, contested_by__isnull=False)
    found = Q(pk__in=disputed.filter(**{f"{measure.counts}__isnull": False}).values(measure.counts))
    if measure.counts == "household":
        found |= Q(pk__in=disputed.filter(person__household__isnull=False).values("person__household"))
    return found


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
    codes = set(services_of(parse_rule(measure.rule)))
    pks = [thing.pk for thing in page]
    about = Q(**{f"{kind}__in": pks})
    if kind == "household":
        about |= Q(person__household__in=pks)
    found: dict[int, list[Standing]] = {pk: [] for pk in pks}
    standings = Standing.objects.filter(about, service__code__in=codes).select_related(
        "service", "person", "decided_by__stated_by", "contested_by__stated_by"
    )
    for standing in standings.order_by("service__order", "since_on", "id"):
        pk = getattr(standing, f"{kind}_id") or getattr(standing.person, "household_id", None)
        if pk in found:
            found[pk].append(standing)
    return [Row(thing, tuple(found[thing.pk])) for thing in page]


def latest_days(measure: Measure, area: Area) -> dict[str, date]:
    """The latest day on which anything was recorded about a measure's services, by path of village."""
    if way_of(measure) != "things":
        return {}
    codes = set(services_of(parse_rule(measure.rule)))
    latest: dict[str, date] = {}
    for kind in ("household", "person") if measure.counts == "household" else (measure.counts,):
        path = f"{kind}__{THINGS[kind][1]}__path"
        rows = Claim.objects.filter(service__code__in=codes, retracts=None, **{f"{path}__startswith": area.path})
        for place, at in rows.order_by().values_list(path).annotate(at=Max("made_at")):
            day = local_day(at)
            latest[place] = max(day, latest.get(place, day))
    return latest


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
    return rows.select_related("village" if kind == "establishment" else "establishment__village").order_by(
        "name", "id"
    )
