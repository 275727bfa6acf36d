"""Times somebody was asked to a course (lượt được mời học): came, passed. Told to the flows, so that a measure may be
made of them as of the desk and the sessions. How many *people* were taught is counted from what a closed course says of
each: a measure over the service “Khóa đào tạo kỹ năng số”, on the rolls of teams, officials or residents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from tungnha.field import flows
from tungnha.outreach.models import Assessment, Attendance, Trainee

CAME, PASSED = "came", "passed"


def _rows(source: Mapping[str, Any]) -> flows.FlowRows:
    """Those asked by name to courses that are closed."""
    rows = Trainee.objects.filter(taken_off_at=None, course__closed_at__isnull=False)
    here = Q(Exists(Attendance.objects.filter(trainee=OuterRef("pk"), taken_back_at=None)))
    done = here
    if source.get("asks") == PASSED:
        marks = Assessment.objects.filter(trainee=OuterRef("pk")).order_by("-made_at", "-pk")
        rows = rows.annotate(last_mark=Subquery(marks.values("passed")[:1]))
        done = here & ((Q(course__programme__rule__by="presence") & ~_missed_a_day()) | Q(last_mark=True))
    return flows.FlowRows(rows, "course__area", "course__ends_at", done)


def _missed_a_day() -> Q:
    """Whether others of the course were there on a day she was not."""
    own = Attendance.objects.filter(trainee=OuterRef(OuterRef("pk")), taken_back_at=None).values("on")
    held = Attendance.objects.filter(
        trainee__course=OuterRef("course"), trainee__taken_off_at=None, taken_back_at=None, on__isnull=False
    )
    return Q(Exists(held.exclude(on__in=own)))


COURSES = flows.Flow(
    "người được mời học tập huấn", {CAME: "đã dự", PASSED: "học đạt"}, "outreach:training", "Tập huấn", _rows
)


def register() -> None:
    """Told once; told again it changes nothing."""
    flows.FLOWS["course"] = COURSES
