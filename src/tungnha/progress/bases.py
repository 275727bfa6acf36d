"""Every number a rate may be measured against: what the register counts on a day, what bodies state, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from tungnha.ledger.models import CountClaim, Measure
from tungnha.people import queries as people
from tungnha.people.models import Person
from tungnha.people.queries import AGES, GROUP_NAMES
from tungnha.plans.models import Plan, Target
from tungnha.progress.choices import READINGS, words_of
from tungnha.progress.counting import OF_UNITS, STATED_ONLY, in_base, places_in_units, things
from tungnha.progress.models import BaseChoice
from tungnha.progress.openers import base_statements
from tungnha.progress.stated import STATED_BY_KIND
from tungnha.units.models import Area, Organisation

AT_HOME, TEMPORARY = Person.Residence.AT_HOME, Person.Residence.TEMPORARY
# Columns of a base of residents: (code, words, which people); the first is the count, the others what it is made of.
RESIDENTS = {
    "counted": "Đếm từ sổ",
    "at_home": "Thường trú, ở nhà",
    "temporary": "Tạm trú",
    "away": "Đi làm ăn xa (ghi bên cạnh)",
    "unknown": "Chưa rõ cư trú (không tính)",
    "unsure": "Chỉ ghi năm sinh, chưa chắc đủ tuổi",
    "no_birth": "Chưa có ngày sinh (không tính)",
}
OF_UNIT_COLUMNS = {"counted": "Đếm từ danh sách đơn vị", "here": "Ở trong xã", "elsewhere": "Ở nơi khác, chưa rõ"}
THING_COLUMNS = {"counted": "Đếm từ sổ"}
PERSON_GROUPS = ("all", "adult15", "over15", "adult16", "adult18")
THING_GROUPS = {
    "household": "household", "household_business": "establishment", "cooperative": "establishment",
    "enterprise": "establishment", "workshop": "establishment", "school": "establishment", "ocop": "product",
}  # fmt: skip
GROUPS = (*PERSON_GROUPS, "official", "union_member", "team_member", "worker", *THING_GROUPS, "armed_forces", "pupil")
UNIT_GROUPS = OF_UNITS | {"worker"}  # workers are stated, and counted beside where a firm keeps a roster


def way_of_group(group: str) -> str:
    """residents, units, things, or stated only."""
    if group in PERSON_GROUPS:
        return "residents"
    if group in UNIT_GROUPS:
        return "units"
    return "things" if group in THING_GROUPS else "stated"


def columns_of(group: str) -> dict[str, str]:
    """code → words of what is counted of a group; ages have two columns more."""
    way = way_of_group(group)
    if way == "residents":
        aged = group in AGES
        return {code: words for code, words in RESIDENTS.items() if aged or code not in ("unsure", "no_birth")}
    return {"units": OF_UNIT_COLUMNS, "things": THING_COLUMNS}.get(way, {})


# -- the people and things behind each column


def rows_of(group: str, area: Area, on: date) -> QuerySet[Any]:
    """Everything that may stand in a column of the group; `filter_of` says which."""
    way = way_of_group(group)
    if way == "residents":
        return Person.objects.filter(household__village__path__startswith=area.path)
    if way == "units":
        return Person.objects.filter(pk__in=places_in_units([group], area, on).values("person")).exclude(
            residence=Person.Residence.DECEASED
        )
    return things(Measure(counts=THING_GROUPS[group], group=group), area)


def filter_of(group: str, column: str, area: Area, on: date) -> Q:
    way = way_of_group(group)
    if way == "residents":
        return _of_residents(group, on)[column]
    if way == "units":
        commune = area.parent.path if area.kind == Area.Kind.VILLAGE and area.parent else area.path
        here = Q(household__village__path__startswith=commune)
        return {"counted": Q(), "here": here, "elsewhere": ~here | Q(household=None)}[column]
    return in_base(Measure(counts=THING_GROUPS[group], group=group), on)


def _of_residents(group: str, on: date) -> dict[str, Q]:
    belongs, here = people.in_group(group, on), Q(residence__in=people.COUNTED)
    found = {"counted": belongs & here} | {
        state: belongs & Q(residence=state) for state in (AT_HOME, TEMPORARY, "away", "unknown")
    }
    if group in AGES:
        found |= {"unsure": people.unsure_of_age(group, on) & here, "no_birth": here & Q(birth_date=None)}
    return found


def open_rows(group: str, column: str, area: Area, on: date) -> QuerySet[Any]:
    """The rows behind one number; counting them gives it again."""
    return rows_of(group, area, on).filter(filter_of(group, column, area, on))


# -- the counts


@dataclass(frozen=True)
class BaseLine:
    """One group in one area: what is counted, what is stated last, by whom, and the gap."""

    group: str
    area: Area
    counts: dict[str, int]  # empty: nothing is counted of such a group
    stated: CountClaim | None = None
    of_units: tuple[int, int] | None = None  # (sum of what units state, how many units)

    @property
    def name(self) -> str:
        return GROUP_NAMES[self.group]

    @property
    def counted(self) -> int | None:
        return self.counts.get("counted")

    @property
    def official(self) -> int | None:
        if self.stated is not None:
            return self.stated.count
        return self.of_units[0] if self.of_units else None

    @property
    def gap(self) -> int | None:
        return None if self.official is None or self.counted is None else self.counted - self.official


def lines_of(area: Area, on: date) -> list[BaseLine]:
    """All groups of one area: one statement for the residents, one for each other group."""
    wanted = {
        f"{group}_{column}": Count("pk", filter=q)
        for group in PERSON_GROUPS
        for column, q in _of_residents(group, on).items()
    }
    residents = rows_of("all", area, on).aggregate(**wanted)
    return [_line(group, area, on, _counts(group, area, on, residents)) for group in GROUPS]


def _counts(group: str, area: Area, on: date, residents: dict[str, int]) -> dict[str, int]:
    columns = columns_of(group)
    if way_of_group(group) == "residents":
        return {column: residents[f"{group}_{column}"] for column in columns}
    if not columns:
        return {}
    wanted = {column: Count("pk", filter=filter_of(group, column, area, on), distinct=True) for column in columns}
    return dict(rows_of(group, area, on).aggregate(**wanted))


def _line(group: str, area: Area, on: date, counts: dict[str, int]) -> BaseLine:
    stated = next(iter(base_statements(area, group, on)), None)
    return BaseLine(group, area, counts, stated, None if stated else _sum_of_units(group, area, on))


def _sum_of_units(group: str, area: Area, on: date) -> tuple[int, int] | None:
    """What the units of an area state as their wholes, each its latest: soldiers, pupils, workers."""
    if group not in STATED_ONLY:
        return None
    rows = CountClaim.objects.filter(
        area__path__startswith=area.path, group=group, service=None, on__lte=on, retracts=None, retracted_by=None
    ).order_by("-on", "-stored_at")
    latest: dict[int, int] = {}
    for unit, count in rows.values_list("stated_by", "count"):
        latest.setdefault(unit, count)
    return (sum(latest.values()), len(latest)) if latest else None


def village_lines(group: str, area: Area, on: date) -> list[BaseLine]:
    """The same of each village of a commune: one statement for what is counted, one for what is stated."""
    if way_of_group(group) not in ("residents", "things") or area.kind != Area.Kind.COMMUNE:
        return []
    village = "household__village" if group in PERSON_GROUPS else {
        "household": "village", "establishment": "village", "product": "establishment__village"
    }[THING_GROUPS[group]]  # fmt: skip
    wanted = {column: Count("pk", filter=filter_of(group, column, area, on)) for column in columns_of(group)}
    rows = rows_of(group, area, on).order_by().values(village).annotate(**wanted)
    counted = {row.pop(village): row for row in rows}
    stated: dict[int, CountClaim] = {}
    said = CountClaim.objects.filter(area__parent=area, group=group, service=None, on__lte=on, retracts=None)
    for claim in said.filter(retracted_by=None).select_related("stated_by").order_by("-on", "-stored_at"):
        stated.setdefault(claim.area_id, claim)
    nothing = dict.fromkeys(columns_of(group), 0)
    villages = Area.objects.villages().filter(parent=area).standing_on(on).order_by("order", "code")
    return [BaseLine(group, v, counted.get(v.pk, nothing), stated.get(v.pk)) for v in villages]


def unit_lines(group: str, area: Area, on: date) -> list[tuple[Organisation, int | None, CountClaim | None]]:
    """Of people of units: each unit with how many are on its roster, and what it states without names."""
    if way_of_group(group) not in ("units", "stated"):
        return []
    rosters = (
        places_in_units([group], area, on)
        .filter(organisation__isnull=False)
        .exclude(person__residence=Person.Residence.DECEASED)
    )
    on_books = dict(
        rosters.order_by().values_list("organisation").annotate(n=Count("person", distinct=True))
        .values_list("organisation", "n")
    )  # fmt: skip
    stated: dict[int, CountClaim] = {}
    rows = CountClaim.objects.filter(area__path__startswith=area.path, group=group, service=None, on__lte=on)
    for claim in rows.filter(retracts=None, retracted_by=None).order_by("-on", "-stored_at"):
        stated.setdefault(claim.stated_by_id, claim)
    due = Q(area__path__startswith=area.path, kind__in=STATED_BY_KIND.get(group, ()))
    units = Organisation.objects.filter(due | Q(pk__in=[*on_books, *stated])).order_by("order", "name")
    return [(unit, on_books.get(unit.pk), stated.get(unit.pk)) for unit in units]


# -- which one each plan uses


@dataclass(frozen=True)
class PlanUse:
    """A plan with targets of the group: which number it is measured against, since when, why."""

    plan: Plan
    choice: BaseChoice | None
    history: Sequence[BaseChoice]
    stated_base: int | None  # what the plan itself gives

    @property
    def words(self) -> str:
        if self.choice is None:
            return "số mới nhất của cơ quan có thẩm quyền; chưa có thì số ghi trong kế hoạch, rồi số đếm từ sổ"
        return str(self.choice.get_uses_display())

    @property
    def reading(self) -> str:
        return words_of(self.history[0].group, self.history[0].read_as) if self.history else ""


def plans_using(group: str, area: Area) -> list[PlanUse]:
    """The plans of an area itself whose targets are counted of a group, the newest first."""
    targets = Target.objects.filter(plan__campaign__area=area, measure__group=group).exclude(role=Target.Role.MESSAGE)
    plans = Plan.objects.filter(pk__in=targets.values("plan")).select_related("campaign__area").order_by("-pk")
    found = []
    for plan in plans:
        history = list(BaseChoice.objects.filter(plan=plan, group=group).select_related("by__user", "claim__stated_by"))
        told = targets.filter(plan=plan, stated_base__isnull=False).values_list("stated_base", flat=True).first()
        found.append(PlanUse(plan, history[0] if history else None, history, told))
    return found


__all__ = [
    "GROUPS", "READINGS", "BaseLine", "PlanUse", "columns_of", "lines_of", "open_rows", "plans_using", "unit_lines",
    "village_lines", "way_of_group",
]  # fmt: skip
