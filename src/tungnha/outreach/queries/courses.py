"""Who was asked to a course, who came, who passed, and who is still missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tungnha.drafting.numbers import percent
from tungnha.outreach.models import Assessment, Attendance, Course, CourseCount, Trainee
from tungnha.outreach.rules_training import TASKS
from tungnha.people.models import Telephone
from tungnha.people.models.persons import PHONE_INDEX
from tungnha.people.queries import current
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.protection import blind_index

OPENS, SHUTS = timedelta(hours=1), timedelta(hours=1)  # a course's QR works from before it begins until after its end


@dataclass(frozen=True)
class Result:
    """What a course came to for one person who is asked to it. `level` and `tested` are of the latest assessment;
    `days`: how many of the `held` days of the course she came to."""

    trainee: int
    person: int
    present: bool
    tested: bool
    level: int
    passed: bool
    days: int = 0
    held: int = 0


def outcomes_of(course: Course, persons: Collection[int] | None = None) -> list[Result]:
    """Everybody who is asked, in three queries however many they are. Who was not there has not passed, whatever was
    written; where nothing is tested, who came on every day that was held has."""
    rows = course.trainees.filter(taken_off_at=None)
    if persons is not None:
        rows = rows.filter(person__in=persons)
    found = list(rows.order_by("pk").values_list("pk", "person"))
    came = days_of(course)
    held = len(set().union(*came.values()))
    tested = course.programme.rule.get("by") == TASKS
    marks = latest_marks([row[0] for row in found]) if tested else {}
    return [_result(*row, len(came.get(row[0], ())), held, marks.get(row[0]), tested) for row in found]


def days_of(course: Course) -> dict[int, set[date]]:
    """trainee → the days somebody was there. A day on which nobody was ticked was not held."""
    rows = Attendance.objects.filter(trainee__course=course, trainee__taken_off_at=None, taken_back_at=None)
    found: dict[int, set[date]] = {}
    for trainee, on, at in rows.values_list("trainee", "on", "made_at"):
        found.setdefault(trainee, set()).add(on or course.day_of(at))
    return found


def _result(trainee: int, person: int, days: int, held: int, mark: Assessment | None, tested: bool) -> Result:
    present = days > 0
    if not tested:
        return Result(trainee, person, present, False, 0, present and days == held, days, held)
    known = mark is not None and present
    passed = mark is not None and present and mark.passed
    level = mark.level if mark is not None and present else 0
    return Result(trainee, person, present, known, level, passed, days, held)


def latest_marks(trainees: Collection[int]) -> dict[int, Assessment]:
    """The assessment that stands of each."""
    rows = Assessment.objects.filter(trainee__in=trainees).order_by("made_at", "pk")
    return {row.trainee_id: row for row in rows}


def trainees_of(course: Course, member: Member) -> QuerySet[Any]:
    """Those the member may see by name, by body and name."""
    rows = Trainee.objects.visible_to(member).filter(course=course, taken_off_at=None)
    rows = rows.select_related("person__household__village", "organisation")
    return rows.order_by("organisation__order", "organisation__name", "person__sort_key", "pk")


@dataclass(frozen=True)
class Totals:
    """Of those asked by name; `marked` of those present have been tested."""

    asked: int
    present: int
    marked: int
    passed: int

    @property
    def share(self) -> str:
        """`77,78%` of those asked; "" where nobody is."""
        return percent(self.passed, self.asked) if self.asked else ""

    @property
    def missing(self) -> int:
        return self.asked - self.passed

    @property
    def absent(self) -> int:
        return self.asked - self.present


def totals(results: Sequence[Result]) -> Totals:
    return Totals(
        len(results), sum(r.present for r in results), sum(r.tested for r in results), sum(r.passed for r in results)
    )


def why_not_passed(result: Result, tested: bool) -> str:
    """In a few words, for the list of those who have not passed."""
    if not result.present:
        return "chưa dự"
    if not tested:
        return f"dự {result.days}/{result.held} ngày"
    return "đã dự, chưa đạt" if result.tested else "đã dự, chưa đánh giá"


def counts_of(course: Course) -> QuerySet[CourseCount]:
    """The figures without names that stand."""
    rows = CourseCount.objects.filter(course=course, replaced_by=None)
    return rows.select_related("stated_by").order_by("stated_by__order", "audience", "pk")


def courses_of(member: Member) -> QuerySet[Any]:
    """Courses the member may know of: of the own area, of the levels above it and, for a desk, of the villages."""
    rows = Course.objects.visible_to(member).select_related("programme", "area", "place", "trainer")
    here = Q(attendances__taken_back_at=None, attendances__isnull=False)
    came = Trainee.objects.filter(here, course=OuterRef("pk"), taken_off_at=None)
    return rows.annotate(
        asked=Count("trainees", filter=Q(trainees__taken_off_at=None), distinct=True),
        is_attended=Exists(came),
    )


def units_with_people(area: Area, kinds: Iterable[str]) -> QuerySet[Any]:
    """Bodies of an area whose rosters have somebody now, with how many."""
    rows = Organisation.objects.filter(area__path__startswith=area.path, kind__in=list(kinds))
    now = Q(roster_entries__to_on=None)
    return rows.annotate(people=Count("roster_entries", filter=now)).filter(people__gt=0).order_by("order", "name")


def is_open(course: Course, at: datetime) -> bool:
    """Whether somebody may say by the course's QR that she is there."""
    return not course.is_cancelled and course.starts_at - OPENS <= at <= course.ends_at + SHUTS


def by_telephone(course: Course, digits: str, at: datetime) -> list[Trainee]:
    """Those asked to the course whose number this is: two where a family shares it."""
    numbers = Telephone.objects.filter(current(at.date()), number_ix=blind_index(digits, PHONE_INDEX))
    rows = course.trainees.filter(taken_off_at=None, person__in=numbers.values("person"))
    return list(rows.order_by("pk"))


@dataclass(frozen=True)
class AudienceLine:
    """What the courses of one audience came to, by name and without; times, not persons: who came to two courses is
    two."""

    audience: str
    label: str
    courses: int
    asked: int
    present: int
    passed: int
    counted: int  # how many of those present were counted without a name


def training_between(area: Area, first: datetime, before: datetime) -> list[AudienceLine]:
    """Closed courses of an area's people that ended between two moments, by audience."""
    rows = Course.objects.filter(
        area__path__startswith=area.path, closed_at__isnull=False, ends_at__gte=first, ends_at__lt=before
    ).select_related("programme")
    found: dict[str, list[int]] = {}
    labels: dict[str, str] = {}
    for course in rows.order_by("programme__audience", "pk"):
        line = found.setdefault(course.programme.audience, [0, 0, 0, 0, 0])
        labels[course.programme.audience] = course.programme.get_audience_display()
        named, counts = totals(outcomes_of(course)), list(counts_of(course))
        counted = sum(c.present for c in counts)
        asked = named.asked + sum(c.invited or c.present for c in counts)
        plus = (
            1, asked, named.present + counted, named.passed + sum(c.passed or 0 for c in counts), counted
        )  # fmt: skip
        found[course.programme.audience] = [a + b for a, b in zip(line, plus, strict=True)]
    return [AudienceLine(audience, labels[audience], *line) for audience, line in found.items()]
