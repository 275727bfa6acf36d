"""The missing counted: by village, unit, group, age and reason. A few grouped statements; nobody is loaded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from tungnha.field.models import Visit, VisitResult
from tungnha.people import queries as people
from tungnha.people.models import PersonGroup, RosterEntry, Telephone
from tungnha.progress.counting import THINGS, places_in_units, way_of
from tungnha.progress.missing import waiting
from tungnha.progress.missing.sought import AGE_WORDS, GROUPS, HAD, HOME, NEVER, WHY, Sought, of_ages, results_of
from tungnha.progress.openers import places_in
from tungnha.units.models import Area, Organisation

ELSEWHERE = "Nơi khác, chưa rõ"
COLUMNS = ("missing", "homes", "phone", "never", "waiting")


@dataclass(frozen=True)
class PlaceLine:
    """One village (or commune): how many are to be counted there, and of the missing what helps to plan."""

    area: Area | None  # None: people of a unit who live elsewhere
    base: int
    counts: dict[str, int]

    @property
    def name(self) -> str:
        return self.area.title if self.area else ELSEWHERE


def by_place(sought: Sought) -> list[PlaceLine]:
    """Right below the area that is looked at: villages of a commune, communes of a province, a village itself."""
    place = sought.village if sought.area.kind != Area.Kind.PROVINCE else f"{sought.village}__parent"
    counted = sought.rows().order_by().values(place).annotate(**_columns(sought))
    missing = {row.pop(place): row for row in counted}
    wholes = sought.everyone().order_by().values_list(place).annotate(n=Count("pk"))
    base = dict(wholes)
    areas = list(_areas(sought.area, sought, {pk for pk in {*missing, *base} if pk is not None}))
    lines = [PlaceLine(area, base.get(area.pk, 0), missing.get(area.pk, _nothing(sought))) for area in areas]
    if None in missing or None in base:
        lines.append(PlaceLine(None, base.get(None, 0), missing.get(None, _nothing(sought))))
    return lines


def _areas(area: Area, sought: Sought, found: set[int]) -> Any:
    """Those that stand today, and those where somebody is still kept."""
    if area.kind == Area.Kind.VILLAGE:
        return Area.objects.filter(Q(pk=area.pk) | Q(pk__in=found)).order_by("order", "code")
    standing = Area.objects.filter(parent=area).standing_on(sought.on)
    return Area.objects.filter(Q(pk__in=standing.values("pk")) | Q(pk__in=found)).order_by("order", "code")


def _columns(sought: Sought) -> dict[str, Any]:
    wanted: dict[str, Any] = {"missing": Count("pk")}
    if sought.counts == "person":
        has_phone = Exists(Telephone.objects.filter(person=OuterRef("pk"), to_on=None))
        wanted |= {
            "homes": Count("household", distinct=True), "phone": Count("pk", filter=has_phone),
            "waiting": Count("pk", filter=Q(pk__in=waiting.persons(sought.measure, sought.area))),
        }  # fmt: skip
    if sought.counts in ("person", "household"):
        home = "household" if sought.counts == "person" else "pk"
        visits = Visit.objects.filter(campaign=sought.campaign)
        wanted["never"] = Count("pk", filter=~Q(**{f"{home}__in": visits.values("household")}))
    return wanted


def _nothing(sought: Sought) -> dict[str, int]:
    return dict.fromkeys(_columns(sought), 0)


def totals(lines: Sequence[PlaceLine]) -> dict[str, int]:
    found = {"base": sum(line.base for line in lines)}
    for line in lines:
        for name, count in line.counts.items():
            found[name] = found.get(name, 0) + count
    return found


def by_unit(sought: Sought) -> list[tuple[Organisation, int, int]]:
    """Each unit of the commune with how many of its people are counted, and how many of them are missing."""
    commune = sought.area.commune or sought.area
    if way_of(sought.measure) == "units":
        places: Any = places_in_units([sought.measure.group], commune, sought.on).filter(organisation__isnull=False)
    else:
        places = RosterEntry.objects.filter(
            people.current(sought.on), organisation__area__path__startswith=commune.path
        )
    if sought.own_people_only:
        places = places.filter(organisation=sought.reader.organisation_id)
    base, missing = sought.everyone().order_by().values("pk"), sought.rows().order_by().values("pk")
    counted = places.order_by().values("organisation").annotate(
        base=Count("person", distinct=True, filter=Q(person__in=base)),
        missing=Count("person", distinct=True, filter=Q(person__in=missing)),
    )  # fmt: skip
    numbers = {row["organisation"]: (row["base"], row["missing"]) for row in counted if row["base"]}
    units = Organisation.objects.filter(pk__in=numbers).order_by("order", "name")
    return [(unit, *numbers[unit.pk]) for unit in units]


def by_group(sought: Sought) -> list[tuple[str, str, int]]:
    """(code, words, how many missing): people of a group are counted in each they belong to."""
    wanted = {kind.value: Count("pk", filter=people.in_group(kind.value, sought.on)) for kind in GROUPS}
    counts = sought.rows().aggregate(**wanted)
    words = dict(PersonGroup.Kind.choices)
    return [(kind.value, str(words[kind.value]), counts[kind.value]) for kind in GROUPS]


def by_age(sought: Sought) -> list[tuple[str, str, int]]:
    wanted = {
        f"n{number}": Count("pk", filter=of_ages(band, sought.on)) for number, band in enumerate(AGE_WORDS)
    }  # fmt: skip
    counts = sought.rows().aggregate(**wanted)
    return [(band, words, counts[f"n{number}"]) for number, (band, words) in enumerate(AGE_WORDS.items())]


def by_why(sought: Sought) -> list[tuple[str, str, int]]:
    """Why they were not reached, the most frequent first."""
    return ranked_reasons(sum(reasons(sought).values(), Counter()))


def reasons(sought: Sought, missing: Mapping[str, int] | None = None) -> dict[int | None, Counter[str]]:
    """village → reason → how many. Three statements, whatever the reasons: the last word of each is found here, as
    `sought.why_is` finds it in the database; asking for each reason by itself took ten times as long.

    `missing`: how many are missing by path of village, where that is known already. Then nobody is looked at but those
    of homes that were visited; all others have the same reason."""
    if sought.counts not in ("person", "household"):
        return {}
    home = "household" if sought.counts == "person" else "pk"
    rows = sought.rows().order_by().values_list("pk", home, sought.village)
    villages: dict[int, str] = {}
    if way_of(sought.measure) == "things":
        # By their numbers: through the path SQLite would look at everybody there is.
        villages = dict(places_in(sought.area).values_list("pk", "path"))
        rows = rows.filter(**{f"{sought.village}__in": list(villages)})
    visits = Visit.objects.filter(campaign=sought.campaign, **_of_those(sought, "household", home, list(villages)))
    at_home = dict(visits.order_by("made_at", "pk").values_list("household", "outcome"))
    said: dict[int, str] = {}
    visited = Q(**{f"{home}__in": visits.values("household")})
    if sought.counts == "person":
        results = results_of(sought).filter(**_of_those(sought, "person", "pk", list(villages)))
        said = dict(results.order_by("visit__made_at", "pk").values_list("person", "outcome"))
        visited |= Q(pk__in=results.values("person"))
    if missing is not None:
        rows = rows.filter(visited) if at_home or said else rows.none()
    found: dict[int | None, Counter[str]] = defaultdict(Counter)
    for pk, house, village in rows:
        if pk in said:
            code = HAD if said[pk] in VisitResult.GAINS else said[pk]
        else:
            code = HOME + at_home[house] if house in at_home else NEVER
        found[village][code] += 1
    for village, path in villages.items():
        if missing is not None and (left := missing.get(path, 0) - found[village].total()) > 0:
            found[village][NEVER] += left
    return {village: counts for village, counts in found.items() if counts}


def _of_those(sought: Sought, about: str, key: str, villages: Sequence[int]) -> dict[str, Any]:
    """Which visits can speak of those who are missing: all in these villages, which is quicker than finding the missing
    once more; of people of units, who may live anywhere (no villages), theirs."""
    if not villages:
        return {f"{about}__in": sought.rows().order_by().values(key)}
    return {f"{about}__{THINGS[about][1]}__in": villages}


def ranked_reasons(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """(code, words, how many), the most frequent first."""
    return sorted(((code, WHY[code], n) for code, n in counts.items() if n), key=lambda row: (-row[2], row[0]))
