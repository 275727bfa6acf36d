"""A page of a worklist: each of the missing with what the team needs at the door. A fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from tungnha.field.models import Visit, VisitResult
from tungnha.identity import numbers, phones
from tungnha.people.helping import needs
from tungnha.people.models import Household, Identifier, Person
from tungnha.progress.missing import waiting
from tungnha.progress.missing.sought import HAD, HOME, NEVER, WHY, Sought, loaded, main_phone
from tungnha.units.models import Area

BATCH = 500


@dataclass(frozen=True)
class Line:
    """One of the missing. Numbers are masked already."""

    thing: Any
    name: str
    born: str = ""
    number: str = ""
    phone: str = ""
    why: str = ""
    why_on: date | None = None
    may_have: tuple[Any, ...] = ()  # open lists with a doubtful row that may mean her
    more: str = ""  # another list's own words beside the name: until when, by whose word

    @property
    def beside(self) -> str:
        """What is said beside the name: why not yet, a doubtful row that may be hers, the list's own words."""
        why = f"{self.why} ({self.why_on.day}/{self.why_on.month})" if self.why and self.why_on else self.why
        lists = ", ".join(
            f"{found.sender.label} {found.as_of_on.day}/{found.as_of_on.month}" for found in self.may_have
        )
        may = f"có thể đã có theo danh sách {lists} (đang chờ xem)" if lists else ""
        return "; ".join(words for words in (self.more, why, may) if words)


@dataclass(frozen=True)
class Door:
    """One household (or shop) with the lines behind it."""

    home: Any
    village: Area | None
    lines: list[Line] = field(default_factory=list)
    help: tuple[str, ...] | None = None  # what to do or bring; None: needs no more help than others

    @property
    def place(self) -> str:
        home = self.home
        if isinstance(home, Household):
            return ", ".join(part for part in (home.lane, home.house) if part)
        return str(getattr(home, "place", ""))  # of a row of a list: the address it names


def person_line(person: Person, **more: Any) -> Line:
    """A person as a worklist shows her, numbers masked."""
    known = [i.value for i in person.identifiers.all() if i.status == Identifier.Status.ACTIVE]
    ring = main_phone(person)
    return Line(
        person, person.full_name, person.birth_shown, numbers.mask(known[0]) if known else "",
        phones.mask_phone(ring) if ring else "", **more,
    )  # fmt: skip


def lines_of(sought: Sought, things: Sequence[Any]) -> list[Line]:
    """The things of one page, in their order."""
    if sought.counts == "person":
        said = last_words(sought, things)
        lists = waiting.lists_about(sought.measure, sought.area, [person.pk for person in things])
        return [
            person_line(person, why=words, why_on=on, may_have=tuple(lists.get(person.pk, ())))
            for person in things for words, on in [said[person.pk]]
        ]  # fmt: skip
    if sought.counts == "household":
        said = home_words(sought, [home.pk for home in things])
        return [Line(home, _head(home), why=said[home.pk][0], why_on=said[home.pk][1]) for home in things]
    return [Line(thing, thing.name) for thing in things]


def _head(home: Household) -> str:
    head = home.head
    return head.full_name if isinstance(head, Person) else "chưa rõ chủ hộ"


def last_words(sought: Sought, persons: Sequence[Person]) -> dict[int, tuple[str, date | None]]:
    """person → why, and on which day that was said."""
    results = VisitResult.objects.filter(
        person__in=[p.pk for p in persons], service__code__in=sought.codes
    ).order_by("visit__made_at", "pk")  # fmt: skip
    said = {pk: (outcome, at) for pk, outcome, at in results.values_list("person", "outcome", "visit__made_at")}
    homes = home_words(sought, {p.household_id for p in persons if p.household_id})
    found: dict[int, tuple[str, date | None]] = {}
    for person in persons:
        if person.pk in said:
            outcome, at = said[person.pk]
            found[person.pk] = (WHY[HAD if outcome in VisitResult.GAINS else outcome], _day(at))
        else:
            found[person.pk] = homes.get(person.household_id or 0, (WHY[NEVER], None))
    return found


def home_words(sought: Sought, homes: Iterable[int]) -> dict[int, tuple[str, date | None]]:
    rows = Visit.objects.filter(household__in=list(homes), campaign=sought.campaign).order_by("made_at", "pk")
    said = {pk: (WHY[HOME + outcome], _day(at)) for pk, outcome, at in rows.values_list(
        "household", "outcome", "made_at")}  # fmt: skip
    return {pk: said.get(pk, (WHY[NEVER], None)) for pk in homes}


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def doors(lines: Sequence[Line], on: date) -> list[Door]:
    """Lines that follow each other behind one door, with who there is to be helped first."""
    homes = {home.pk for line in lines if isinstance(home := _home(line), Household)}
    helped = needs.help_at(homes, on) if homes else {}
    found = []
    for _, behind in groupby(lines, key=lambda line: (type(_home(line)).__name__, getattr(_home(line), "pk", None))):
        same = list(behind)
        home = _home(same[0])
        found.append(Door(home, _village(same[0]), same, helped.get(getattr(home, "pk", 0))))
    return found


def _home(line: Line) -> Any:
    return line.thing.household if isinstance(line.thing, Person) else line.thing


def _village(line: Line) -> Area | None:
    home = _home(line)
    if home is None:
        return None
    return home.establishment.village if hasattr(home, "establishment_id") else home.village


def in_batches(rows: Any, counts: str, most: int) -> Iterator[list[Any]]:
    """Up to so many things, some hundred at a time, each batch with what a line shows."""
    keys = list(rows.values_list("pk", flat=True)[:most])
    for start in range(0, len(keys), BATCH):
        wanted = keys[start : start + BATCH]
        by_key = {thing.pk: thing for thing in loaded(rows.model._default_manager.filter(pk__in=wanted), counts)}
        yield [by_key[pk] for pk in wanted]
