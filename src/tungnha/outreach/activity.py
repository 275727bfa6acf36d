"""Who of a team was active in some days, by the written rule (C2): each kind of work counted by whoever knows it.

Work at the doors and at sessions is known to a room this one does not see: it says so (`register`). A team is who logs
in for it, who has a place in its group and who stands on its roster: the same name in one team is the same person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tungnha.identity import names
from tungnha.outreach.models import Attendance, PartResult
from tungnha.people.models import RosterEntry
from tungnha.units import clock
from tungnha.units.models import Area, GroupMember, Member, Organisation, Role

KINDS = {
    "visit": "lượt đến nhà", "session": "buổi hỗ trợ", "activity": "hoạt động tuyên truyền", "training": "buổi tập huấn"
}  # fmt: skip
TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
Span = tuple[datetime, datetime]  # from, up to and without
# (members, span) → kind → member → how many
Source = Callable[[Sequence[int], Span], dict[str, Counter[int]]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Told once by a room above, in its AppConfig.ready."""
    if source not in _sources:
        _sources.append(source)


@dataclass(frozen=True)
class MemberWork:
    """One place in a team: what its member did. `member` None: without a log-in, so only courses are known."""

    village: int
    name: str
    done: dict[str, int]
    member: Member | None = None

    def is_active(self, kinds: Collection[str], least: int) -> bool:
        return sum(n for kind, n in self.done.items() if kind in kinds) >= least

    @property
    def words(self) -> str:
        told = ", ".join(f"{n} {KINDS[kind]}" for kind, n in self.done.items() if n)
        return told or ("chưa có việc nào được ghi" if self.member else "chưa có tài khoản, chưa dự buổi tập huấn nào")


@dataclass(eq=False)
class _Place:
    """One person of a team while its work is counted. `persons`: her rows in the register, by the team's roster."""

    village: int
    name: str
    member: Member | None = None
    persons: set[int] = field(default_factory=set)


def span_of(from_on: date, to_on: date) -> Span:
    def at(day: date) -> datetime:
        return timezone.make_aware(datetime.combine(day, time.min))

    return at(from_on), at(to_on + timedelta(days=1))


def teams(villages: Sequence[Area], from_on: date, to_on: date) -> dict[int, list[MemberWork]]:
    """village → its team in these days and what each did: a fixed number of statements."""
    ids = [village.pk for village in villages]
    places, bodies = _places(ids, from_on, to_on)
    start, end = span_of(from_on, to_on)
    span = start, min(end, clock.now() + timedelta(microseconds=1))  # what is planned is not done
    done = _done([place.member.pk for place in places if place.member], span)
    taught = _trainings(places, bodies, span)
    found: dict[int, list[MemberWork]] = {pk: [] for pk in ids}
    for place in places:
        own = {kind: done[kind][place.member.pk] if place.member else 0 for kind in KINDS}
        own["training"] += taught[place]
        found[place.village].append(MemberWork(place.village, place.name, own, place.member))
    return found


Bodies = dict[int, set[int]]  # a body whose people may be of a team → the villages of these teams


def _places(ids: Sequence[int], from_on: date, to_on: date) -> tuple[list[_Place], Bodies]:
    """Everybody of these villages' teams, once each: log-ins first, then who is only in the group or on the roster."""
    inside = Q(valid_from=None) | Q(valid_from__lte=to_on), Q(valid_to=None) | Q(valid_to__gte=from_on)
    members = list(
        Member.objects.filter(*inside, area__in=ids, role__in=TEAM)
        .select_related("user", "organisation")
        .order_by("pk")
    )
    places = [_Place(one.area_id, one.user.full_name, one) for one in members]
    bodies: Bodies = {}
    for member in members:
        if member.organisation_id is not None:
            bodies.setdefault(member.organisation_id, set()).add(member.area_id)
    for pk, village in Organisation.objects.filter(kind=Organisation.Kind.TEAM, area__in=ids).values_list("pk", "area"):
        bodies.setdefault(pk, set()).add(village)
    grouped = _in_days(GroupMember.objects.filter(group__area__in=ids, group__kind="team", member=None), from_on, to_on)
    _add(places, grouped.values_list("group__area", "full_name"))
    listed = RosterEntry.objects.filter(
        organisation__kind=Organisation.Kind.TEAM, organisation__area__in=ids, person__merged_into=None
    )
    entries = list(
        _in_days(listed, from_on, to_on).values_list("organisation__area", "person__full_name", "person").distinct()
    )
    _add(places, [(village, name) for village, name, _ in entries])
    by_name = _by_name(places)
    for village, name, person in entries:
        named = by_name[village, names.fold(name)]
        if len(named) == 1:
            named[0].persons.add(person)
    return places, bodies


def _in_days(rows: QuerySet[Any], from_on: date, to_on: date) -> QuerySet[Any]:
    """Places held on some of these days."""
    inside = Q(from_on=None) | Q(from_on__lte=to_on), Q(to_on=None) | Q(to_on__gte=from_on)
    return rows.filter(*inside).order_by("pk")


def _add(places: list[_Place], more: Iterable[tuple[int, str]]) -> None:
    """Who is not there yet: a list that has a name twice adds it as often as it is not there."""
    left = Counter((place.village, names.fold(place.name)) for place in places)
    for village, name in more:
        key = village, names.fold(name)
        if left[key]:
            left[key] -= 1
        else:
            places.append(_Place(village, name))


def _by_name(places: Sequence[_Place]) -> dict[tuple[int, str], list[_Place]]:
    found: dict[tuple[int, str], list[_Place]] = {}
    for place in places:
        found.setdefault((place.village, names.fold(place.name)), []).append(place)
    return found


def _done(ids: Sequence[int], span: Span) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = {kind: Counter() for kind in KINDS}
    for source in (*_sources, _activities):
        for kind, counts in source(ids, span).items():
            found[kind].update(counts)
    return found


def _activities(ids: Sequence[int], span: Span) -> dict[str, Counter[int]]:
    """An activity counts for who wrote down that it was done, on the day it was done."""
    last = timezone.localtime(span[1] - timedelta(microseconds=1)).date()
    first = timezone.localtime(span[0]).date()
    rows = PartResult.objects.filter(made_by__in=list(ids), done=True, on__gte=first, on__lte=last)
    counted = rows.order_by().values_list("made_by").annotate(n=Count("part", distinct=True))
    return {"activity": Counter(dict(counted))}


def _trainings(places: Sequence[_Place], bodies: Bodies, span: Span) -> Counter[_Place]:
    """How many courses of these days each came to. Who came stands in the register, who works in a team among the
    members: the roster's own row, else the same name in the same team; where two are called so, it is counted for
    neither. One course is one, however often somebody stands on its list."""
    by_person = {person: place for place in places for person in place.persons}
    by_name = _by_name(places)
    rows = Attendance.objects.filter(
        Q(trainee__organisation__in=list(bodies)) | Q(trainee__person__in=list(by_person)), taken_back_at=None,
        trainee__course__cancelled_at=None, trainee__course__starts_at__gte=span[0],
        trainee__course__starts_at__lt=span[1],
    ).values_list(
        "trainee__course", "trainee__organisation", "trainee__person", "trainee__person__folded_name"
    )  # fmt: skip
    came: set[tuple[int, _Place]] = set()
    for course, body, person, name in rows:
        named = [place for village in bodies.get(body, ()) for place in by_name.get((village, name), ())]
        if person in by_person:
            came.add((course, by_person[person]))
        elif len(named) == 1:
            came.add((course, named[0]))
    return Counter(place for _, place in came)
