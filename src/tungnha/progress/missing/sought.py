"""Who of a target's base is still without the service, asked for in parts: by village, unit, group, age, reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tungnha.field.models import Visit, VisitResult
from tungnha.identity import names
from tungnha.ledger.models import Measure, Service
from tungnha.ledger.rules import parse_rule, services_of
from tungnha.people import queries as people
from tungnha.people.models import Person, PersonGroup, RosterEntry, Telephone
from tungnha.people.protection import restricted
from tungnha.progress.counting import THINGS, places_in_units, way_of
from tungnha.progress.missing import waiting
from tungnha.progress.openers import rows_behind
from tungnha.units.models import Area, Campaign, Member, Role

HOME = "nha-"  # before the outcome of a visit to the household, where nothing was said of the person
NEVER, HAD = "chua-den", "da-ghi-co"
# Why somebody is still without it, as the visits tell. A later word about the person beats an earlier one.
WHY: dict[str, str] = {
    NEVER: "chưa đến nhà lần nào",
    **{code: str(label) for code, label in VisitResult.Outcome.choices if code not in VisitResult.GAINS},
    HAD: "Tổ từng ghi đã có, nay không còn được tính",
    HOME + Visit.Outcome.MET: "đã gặp nhà, chưa hỏi đến người này",
    HOME + Visit.Outcome.ALL_AWAY: "cả nhà đi vắng",
    HOME + Visit.Outcome.COME_BACK: "đã hẹn quay lại",
    HOME + Visit.Outcome.REFUSED: "nhà không tiếp",
    HOME + Visit.Outcome.MOVED: "nghe nói cả hộ đã chuyển đi",
}
# Bands of age: (from this age, below that one). Who has no birth date is in none but the last.
AGES: dict[str, tuple[int, int | None]] = {
    "duoi-15": (0, 15), "15-24": (15, 25), "25-39": (25, 40), "40-59": (40, 60), "60": (60, None)
}  # fmt: skip
AGE_WORDS = {
    "duoi-15": "dưới 15 tuổi", "15-24": "15 đến 24 tuổi", "25-39": "25 đến 39 tuổi", "40-59": "40 đến 59 tuổi",
    "60": "từ 60 tuổi", "chua-ro": "chưa rõ ngày sinh",
}  # fmt: skip
# Who was for the desk only to know (người có công, an sinh) is no filter of a list that goes out.
GROUPS = (
    PersonGroup.Kind.OFFICIAL, PersonGroup.Kind.WORKER, PersonGroup.Kind.UNION_MEMBER, PersonGroup.Kind.TEAM_MEMBER
)  # fmt: skip
PHONES = {"co": "có điện thoại trong sổ", "khong": "chưa có điện thoại trong sổ"}


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is asked: the missing of a measure in an area on a day, or a part of them. `reader` who asks: the head of a
    unit asks about the own people only."""

    measure: Measure
    area: Area
    on: date
    campaign: Campaign
    reader: Member
    unit: int | None = None
    group: str = ""
    ages: str = ""
    why: str = ""
    phone: str = ""
    waiting: bool = False
    text: str = ""

    @cached_property
    def codes(self) -> list[str]:
        return sorted(set(services_of(parse_rule(self.measure.rule))))

    @property
    def counts(self) -> str:
        return self.measure.counts

    @property
    def is_filtered(self) -> bool:
        return any((self.unit, self.group, self.ages, self.why, self.phone, self.waiting, self.text))

    @property
    def own_people_only(self) -> bool:
        return self.reader.role == Role.UNIT_OFFICER

    @property
    def village(self) -> str:
        """Path from a counted thing to the village it lies in."""
        return THINGS[self.counts][1]

    def everyone(self) -> Any:
        """The base itself, of whom the reader may count."""
        return self._mine(rows_behind(self.measure, self.area, "base", on=self.on, since=self.on))

    def rows(self) -> Any:
        """Those without it, as counted."""
        rows = self._mine(rows_behind(self.measure, self.area, "missing", on=self.on, since=self.on))
        for asked in self._filters():
            rows = rows.filter(asked)
        return rows

    def to_visit(self) -> Any:
        """Those whom a worklist may lead to, in walking order. Who asked to be left alone is counted, never listed."""
        rows = self.rows().visible_to(self.reader)
        return in_walking_order(restricted.reachable(rows) if self.counts == "person" else rows, self.counts)

    def without_filters(self, **more: Any) -> Sought:
        plain = {
            "unit": None, "group": "", "ages": "", "why": "", "phone": "", "waiting": False, "text": "",
        }  # fmt: skip
        return replace(self, **plain | more)

    def _mine(self, rows: Any) -> Any:
        return rows.visible_to(self.reader) if self.own_people_only else rows

    def _filters(self) -> Iterator[Q]:
        if self.text:
            yield _named(self.text, self.counts)
        if self.why and self.counts in ("person", "household"):
            yield why_is(self.why, self)
        if self.counts != "person":
            return
        if self.unit:
            yield of_unit(self.unit, self.measure, self.area, self.on)
        if self.group:
            yield people.in_group(self.group, self.on)
        if self.ages:
            yield of_ages(self.ages, self.on)
        if self.phone:
            has = Exists(Telephone.objects.filter(person=OuterRef("pk"), to_on=None))
            yield Q(has) if self.phone == "co" else ~Q(has)
        if self.waiting:
            yield Q(pk__in=waiting.persons(self.measure, self.area))


def of_ages(band: str, on: date) -> Q:
    """Persons surely in a band of age on a day."""
    if band not in AGES:
        return Q(birth_date=None)
    low, high = AGES[band]
    found = Q(birth_date__isnull=False)
    if low:
        found &= people.turned(low, on)
    return found & ~people.turned(high, on) if high else found


def of_unit(unit: int, measure: Measure, area: Area, on: date) -> Q:
    """On the books of one organisation."""
    listed = RosterEntry.objects.filter(people.current(on), organisation=unit)
    found = Q(pk__in=listed.values("person"))
    if way_of(measure) == "units":
        found |= Q(pk__in=places_in_units([measure.group], area, on).filter(organisation=unit).values("person"))
    return found


def _named(text: str, counts: str) -> Q:
    """A household's code, or words of a name."""
    if counts == "household":
        return Q(code__iexact=text)
    if counts != "person":
        return Q(name__icontains=text)
    found = Q()
    for word in names.fold(text).split():
        found &= Q(folded_name__contains=word)
    return Q(household__code__iexact=text) | (found if found else Q(pk__in=[]))


def why_is(code: str, sought: Sought) -> Q:
    """Those of whom the last visit tells this reason: of the person, else of the household. Each a set that is made
    once, not a look at every person's visits."""
    home = "pk__in" if sought.counts == "household" else "household__in"
    visits = Visit.objects.filter(campaign=sought.campaign)
    unsaid = Q() if sought.counts == "household" else ~Q(pk__in=results_of(sought).values("person"))
    if code == NEVER:
        return unsaid & ~Q(**{home: visits.values("household")})
    if code.startswith(HOME):
        later = visits.filter(_later("made_at"), household=OuterRef("household"))
        last = visits.filter(~Exists(later), outcome=code.removeprefix(HOME))
        return unsaid & Q(**{home: last.values("household")})
    if sought.counts == "household":
        return Q(pk__in=[])
    later_results = results_of(sought).filter(_later("visit__made_at"), person=OuterRef("person"))
    outcomes = VisitResult.GAINS if code == HAD else (code,)
    told = results_of(sought).filter(~Exists(later_results), outcome__in=outcomes)
    return Q(pk__in=told.values("person"))


def results_of(sought: Sought) -> QuerySet[VisitResult]:
    """What was said of anybody about the services that are asked for."""
    return VisitResult.objects.filter(service__in=Service.objects.filter(code__in=sought.codes))


def _later(at: str) -> Q:
    """Told later; of two told at once the second written."""
    return Q(**{f"{at}__gt": OuterRef(at)}) | Q(**{at: OuterRef(at)}, pk__gt=OuterRef("pk"))


def in_walking_order(rows: QuerySet[Any], counts: str) -> QuerySet[Any]:
    """Village by village, door by door as one walks, along the lane."""
    if counts == "person":
        way = ("household__village__order", "household__village__code", "household__order", "household__lane",
               "household__code", "household", "-is_head", "birth_date", "pk")  # fmt: skip
        return rows.order_by(*(F(name).asc(nulls_last=True) if name[0] != "-" else name for name in way))
    if counts == "household":
        return rows.order_by("village__order", "village__code", "order", "lane", "code", "pk")
    village = THINGS[counts][1]
    return rows.order_by(f"{village}__order", f"{village}__code", "name", "pk")


def left_alone(sought: Sought) -> int:
    """How many of those counted asked that nobody come."""
    if sought.counts != "person":
        return 0
    return int(restricted.left_alone(sought.rows().visible_to(sought.reader)).count())


def loaded(rows: Any, counts: str) -> QuerySet[Any]:
    """With what a line of a worklist shows."""
    if counts == "person":
        return rows.select_related("household__village").prefetch_related("identifiers", "telephones")
    if counts == "household":
        return rows.select_related("village").prefetch_related("persons")
    return rows.select_related(THINGS[counts][1])


def main_phone(person: Person) -> str:
    """The number to ring, in full: mask it before it is shown."""
    current = [phone for phone in person.telephones.all() if phone.to_on is None]
    return next((phone.number for phone in sorted(current, key=lambda p: (not p.main, -p.pk))), "")
