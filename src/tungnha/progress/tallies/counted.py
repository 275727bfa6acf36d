"""From the rows of some villages to how many count on which days: every key of a few villages from a few statements.

The days follow from the same filters as `progress.ways.things`, which count one day at a time; a test holds the two
together (tests/progress/test_tallies.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet

from tungnha.ledger.models import Service, Standing
from tungnha.ledger.rules import AnyOf, Has, Rule, parts_of
from tungnha.people import queries as people
from tungnha.people.models import Establishment, Household, Person, PersonGroup, Product
from tungnha.people.sellers.queries import HOUSEHOLD_BUSINESS
from tungnha.progress.ages import joins_on
from tungnha.progress.tallies.slots import Key, Part
from tungnha.progress.tallies.spans import OPEN, Bag, Span, both, either, within

ALWAYS: list[Span] = [(1, OPEN)]
NEVER: list[Span] = []
STATES = {"": frozenset(map(str, people.COUNTED)), "registered": frozenset(map(str, people.REGISTERED))}
VILLAGE = {
    "person": "household__village", "household": "village", "establishment": "village",
    "product": "establishment__village",
}  # fmt: skip
Counts = dict[tuple[int, Key], Bag]


@dataclass(frozen=True)
class Window:
    """From which day to which the counts are to be right."""

    from_on: date
    to_on: date

    @property
    def days(self) -> tuple[int, int]:
        return self.from_on.toordinal(), self.to_on.toordinal()


def count(places: Collection[int], keys: Sequence[Key], window: Window) -> Counts:
    """The bags of all keys in all these places; an empty bag where there is nothing."""
    found: Counts = {(place, key): Bag() for place in places for key in keys}
    groups = _memberships(places, keys)
    bases = [key for key in keys if key.part == Part.BASE]
    for kind in {key.counts for key in bases}:
        _count_bases(kind, [key for key in bases if key.counts == kind], places, window, groups, found)
    held = [key for key in keys if key.part == Part.HAS]
    said = list(_said(places, held))
    for key in held:
        rows = [row for row in said if row.kind in _kinds_behind(key)]
        one = isinstance(key.parsed, Has) and key.counts != "household"
        (_count_single if one else _count_composed)(key, rows, window, groups, found)
    return found


def _kinds_behind(key: Key) -> tuple[str, ...]:
    return ("person", "household") if key.counts == "household" else (key.counts,)


# --- bases -----------------------------------------------------------------------------------------------------------


def _count_bases(
    kind: str, keys: Sequence[Key], places: Collection[int], window: Window, groups: Groups, found: Counts
) -> None:
    first_day, last_day = window.days
    for place, facts in _things(kind, places):
        for key in keys:
            spans = within(_base(kind, facts, key, groups, first_day), first_day, last_day)
            if spans:
                found[place, key].add(spans)


def _things(kind: str, places: Collection[int]) -> Iterator[tuple[int, Facts]]:
    model, names = FACTS[kind]
    rows = model._default_manager.filter(**{f"{VILLAGE[kind]}__in": places}).order_by()
    for place, *facts in rows.values_list(VILLAGE[kind], *names):
        yield place, tuple(facts)


# What of a thing says whether it is in a base.
Facts = tuple[Any, ...]
FACTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "person": (Person, ("pk", "birth_date", "birth_precision", "residence")),
    "household": (Household, ("left_on",)),
    "establishment": (Establishment, ("kind", "eligible", "closed_on", "same_as")),
    "product": (
        Product,
        (
            "ocop_stars",
            "recognised_on",
            "valid_until",
            "ended_on",
            "establishment__closed_on",
            "establishment__same_as",
        ),
    ),
}


def _base(kind: str, facts: Facts, key: Key, groups: Groups, first_day: int) -> Sequence[Span]:
    """The days on which a thing is in the base (`ways.things.in_base`)."""
    if kind == "person":
        return _person(facts, key, groups, first_day)
    if kind == "household":
        return ALWAYS if facts[0] is None else NEVER
    return _establishment(facts, key) if kind == "establishment" else _product(facts, key)


def _person(facts: Facts, key: Key, groups: Groups, first_day: int) -> Sequence[Span]:
    person, born, known, residence = facts
    if residence not in STATES[key.residence]:
        return NEVER
    if key.group == "all":
        return ALWAYS
    if key.group in people.AGES:
        return _aged(born, known, key.group, first_day)
    return groups.get((person, key.group), NEVER)


def _aged(born: date | None, known: str, group: str, first_day: int) -> Sequence[Span]:
    if born is None:
        return NEVER
    if born.toordinal() + (people.AGES[group] + 2) * 366 < first_day:
        return ALWAYS  # long before any day that is asked for
    return [(_joins(born, known, group), OPEN)]


@lru_cache(maxsize=20_000)
def _joins(born: date, known: str, group: str) -> int:
    return joins_on(born, known, group).toordinal()


def _establishment(facts: Facts, key: Key) -> Sequence[Span]:
    kind, eligible, closed_on, same_as = facts
    wanted = key.group or HOUSEHOLD_BUSINESS
    eligible_enough = eligible is True if wanted == HOUSEHOLD_BUSINESS else eligible is not False
    return _open(closed_on, same_as) if kind == wanted and eligible_enough else NEVER


def _product(facts: Facts, key: Key) -> Sequence[Span]:
    stars, recognised_on, valid_until, ended_on, closed_on, same_as = facts
    made = both(_open(ended_on, None), _open(closed_on, same_as))
    if key.group != "ocop":
        return made
    if stars is None:
        return NEVER
    recognised = (recognised_on.toordinal() if recognised_on else 1, valid_until.toordinal() if valid_until else OPEN)
    return both(made, [recognised])


def _open(closed_on: date | None, same_as: int | None) -> list[Span]:
    if same_as is not None:
        return NEVER
    return ALWAYS if closed_on is None else [(1, closed_on.toordinal() - 1)]


# (person, kind of group) → the days the person belongs to it
Groups = dict[tuple[int, str], list[Span]]


def _memberships(places: Collection[int], keys: Iterable[Key]) -> Groups:
    kinds = {key.group for key in keys if key.counts == "person"} - {"all", *people.AGES}
    if not kinds:
        return {}
    rows = PersonGroup.objects.filter(kind__in=kinds, person__household__village__in=places).order_by()
    found: Groups = defaultdict(list)
    for person, kind, from_on, to_on in rows.values_list("person", "kind", "from_on", "to_on"):
        found[person, kind].append((from_on.toordinal() if from_on else 1, to_on.toordinal() if to_on else OPEN))
    return {whose: either(spans) for whose, spans in found.items()}


# --- who has it ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Said:
    """One standing: of whom, within which home, since and until when."""

    kind: str
    place: int
    thing: int
    home: int | None  # of a person
    facts: Facts
    service: str
    level: int
    span: Span


def _said(places: Collection[int], keys: Sequence[Key]) -> Iterator[Said]:
    """The standings behind all keys: one statement a kind of thing."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        for kind in _kinds_behind(key):
            wanted[kind] |= key.services
    codes = set().union(*wanted.values()) if wanted else set()
    numbers = dict(Service.objects.filter(code__in=codes).values_list("pk", "code")) if codes else {}
    for kind, services in wanted.items():
        home = "person__household" if kind == "person" else None
        facts = [f"{kind}__{name}" for name in FACTS[kind][1]]
        asked = [pk for pk, code in numbers.items() if code in services]
        # Through the things of the places, not through all standings of the service: SQLite would take the latter.
        rows = Standing.objects.filter(**{f"{kind}__in": _inside(kind, places)}, service__in=asked)
        columns = (
            f"{kind}__{VILLAGE[kind]}",
            kind,
            "service",
            "level",
            "since_on",
            "until_on",
            home or F(kind),
            *facts,
        )
        for place, thing, service, level, since, until, of_home, *rest in rows.order_by().values_list(*columns):
            span = (since.toordinal(), until.toordinal() if until else OPEN)
            yield Said(kind, place, thing, of_home if home else None, tuple(rest), numbers[service], level, span)


def _inside(kind: str, places: Collection[int]) -> QuerySet[Any]:
    if kind in ("household", "establishment"):
        return FACTS[kind][0]._default_manager.filter(village__in=places).order_by().values("pk")
    owner = "household" if kind == "person" else "establishment"
    return FACTS[kind][0]._default_manager.filter(**{f"{owner}__in": _inside(owner, places)}).order_by().values("pk")


def _count_single(key: Key, rows: Iterable[Said], window: Window, groups: Groups, found: Counts) -> None:
    """One service of the thing itself: one standing, one span."""
    rule, (first_day, last_day), kind = key.parsed, window.days, key.counts
    assert isinstance(rule, Has)
    for row in rows:
        if row.service != rule.service or 0 < row.level < rule.level:
            continue
        bag = found[row.place, key]
        bag.ever += 1
        if row.level:
            base = _base(kind, row.facts, key, groups, first_day)
            bag.add(within((row.span,) if base is ALWAYS else both(base, (row.span,)), first_day, last_day))


def _count_composed(key: Key, rows: Iterable[Said], window: Window, groups: Groups, found: Counts) -> None:
    """Several services, or a household's: all standings of a thing, of one member after the other."""
    rule, (first_day, last_day) = key.parsed, window.days
    by_thing: dict[tuple[int, int], dict[tuple[str, int], list[Said]]] = defaultdict(lambda: defaultdict(list))
    lowest = _lowest(rule)
    asked: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in rows:
        if row.service not in lowest:
            continue
        whose = (row.place, (row.home or 0) if key.counts == "household" and row.kind == "person" else row.thing)
        by_thing[whose][row.kind, row.thing].append(row)
        if row.level == 0 or row.level >= lowest[row.service]:
            asked[whose].add(row.service)
    left = _left(by_thing) if key.counts == "household" else set()
    for (place, thing), members in by_thing.items():
        bag = found[place, key]
        bag.ever += _is_asked(rule, asked[place, thing])
        if thing not in left:
            has = either(*(_member(key, rule, one, groups, first_day) for one in members.values()))
            bag.add(within(has, first_day, last_day))


def _is_asked(rule: Rule, services: Collection[str]) -> bool:
    """Whether enough is known to say yes or no: of “both this and that” both were asked, of “this or that” one."""
    if isinstance(rule, Has):
        return rule.service in services
    known = [_is_asked(part, services) for part in rule.parts]
    return any(known) if isinstance(rule, AnyOf) else all(known)


def _lowest(rule: Rule) -> dict[str, int]:
    """The lowest level each service is asked at: what is said below it leaves the question open."""
    found: dict[str, int] = {}
    for part in parts_of(rule):
        found[part.service] = min(part.level, found.get(part.service, part.level))
    return found


def _left(things: Iterable[tuple[int, int]]) -> set[int]:
    """Households that live here no more."""
    homes = [thing for _, thing in things]
    return set(Household.objects.filter(pk__in=homes).exclude(left_on=None).values_list("pk", flat=True))


def _member(key: Key, rule: Rule, rows: Sequence[Said], groups: Groups, first_day: int) -> Sequence[Span]:
    """The days on which one thing, or one member of a household, has all of it while it counts."""
    one = rows[0]
    if key.counts == "household":  # any member who lives here, of whatever age; or the household as a whole
        counts = ALWAYS if one.kind == "household" or one.facts[3] in STATES[""] else NEVER
    else:
        counts = list(_base(key.counts, one.facts, key, groups, first_day))
    return both(_days(rule, rows), counts) if counts else NEVER


def _days(rule: Rule, rows: Sequence[Said]) -> list[Span]:
    if isinstance(rule, Has):
        return either(row.span for row in rows if row.service == rule.service and row.level >= max(rule.level, 1))
    parts = [_days(part, rows) for part in rule.parts]
    if isinstance(rule, AnyOf):
        return either(*parts)
    found = parts[0]
    for part in parts[1:]:
        found = both(found, part)
    return found
