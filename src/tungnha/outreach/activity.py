"""Who of a team was active in some days, by the written rule (C2): each kind of work counted by whoever knows it.

Work at the doors and at sessions is known to a room this one does not see: it says so (`register`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from tungnha.identity import names
from tungnha.outreach.models import Attendance, PartResult
from tungnha.units import clock
from tungnha.units.models import Area, GroupMember, Member, Role

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
    """One place in a team: what its member did. `member` None: in the team without a log-in, so nothing is known."""

    village: int
    name: str
    done: dict[str, int]
    member: Member | None = None

    def is_active(self, kinds: Collection[str], least: int) -> bool:
        return sum(n for kind, n in self.done.items() if kind in kinds) >= least

    @property
    def words(self) -> str:
        told = ", ".join(f"{n} {KINDS[kind]}" for kind, n in self.done.items() if n)
        return told or ("chưa có việc nào được ghi" if self.member else "chưa có tài khoản, không ghi được việc")


def span_of(from_on: date, to_on: date) -> Span:
    def at(day: date) -> datetime:
        return timezone.make_aware(datetime.combine(day, time.min))

    return at(from_on), at(to_on + timedelta(days=1))


def teams(villages: Sequence[Area], from_on: date, to_on: date) -> dict[int, list[MemberWork]]:
    """village → its team in these days and what each did: a fixed number of statements."""
    ids = [village.pk for village in villages]
    inside = Q(valid_from=None) | Q(valid_from__lte=to_on), Q(valid_to=None) | Q(valid_to__gte=from_on)
    members = list(
        Member.objects.filter(*inside, area__in=ids, role__in=TEAM)
        .select_related("user", "organisation")
        .order_by("pk")
    )
    start, end = span_of(from_on, to_on)
    done = _done(members, (start, min(end, clock.now() + timedelta(microseconds=1))))  # what is planned is not done
    found: dict[int, list[MemberWork]] = {pk: [] for pk in ids}
    for member in members:
        found[member.area_id].append(
            MemberWork(member.area_id, member.user.full_name, {kind: done[kind][member.pk] for kind in KINDS}, member)
        )
    for place in _without_log_in(ids, from_on, to_on):
        found[place.group.area_id].append(MemberWork(place.group.area_id, place.full_name, {}))
    return found


def _without_log_in(ids: Sequence[int], from_on: date, to_on: date) -> list[GroupMember]:
    inside = Q(from_on=None) | Q(from_on__lte=to_on), Q(to_on=None) | Q(to_on__gte=from_on)
    rows = GroupMember.objects.filter(*inside, group__area__in=ids, group__kind="team", member=None)
    return list(rows.select_related("group").order_by("pk"))


def _done(members: Sequence[Member], span: Span) -> dict[str, Counter[int]]:
    ids = [member.pk for member in members]
    found: dict[str, Counter[int]] = {kind: Counter() for kind in KINDS}
    for source in (*_sources, _activities):
        for kind, counts in source(ids, span).items():
            found[kind].update(counts)
    found["training"].update(_trainings(members, span))
    return found


def _activities(ids: Sequence[int], span: Span) -> dict[str, Counter[int]]:
    """An activity counts for who wrote down that it was done, on the day it was done."""
    last = timezone.localtime(span[1] - timedelta(microseconds=1)).date()
    first = timezone.localtime(span[0]).date()
    rows = PartResult.objects.filter(made_by__in=list(ids), done=True, on__gte=first, on__lte=last)
    counted = rows.order_by().values_list("made_by").annotate(n=Count("part", distinct=True))
    return {"activity": Counter(dict(counted))}


def _trainings(members: Sequence[Member], span: Span) -> Counter[int]:
    """Who came to a course stands in the register, who works in a team among the members: the same name in the same
    team is the same person, unless two of it are called so; then it is counted for neither."""
    by_name: dict[tuple[int, str], list[int]] = {}
    for member in members:
        if member.organisation_id is not None:
            by_name.setdefault((member.organisation_id, names.fold(member.user.full_name)), []).append(member.pk)
    rows = Attendance.objects.filter(
        taken_back_at=None, made_at__gte=span[0], made_at__lt=span[1],
        trainee__organisation__in={body for body, _ in by_name},
    ).values_list("trainee__organisation", "trainee__person__folded_name")  # fmt: skip
    found: Counter[int] = Counter()
    for body, name in rows:
        who = by_name.get((body, name), [])
        if len(who) == 1:
            found[who[0]] += 1
    return found
