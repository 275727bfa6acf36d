"""Programmes in their latest version; how people did in the tasks of each group of competence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from tungnha.drafting.numbers import percent
from tungnha.outreach.models import Competence, Course, ProgrammeTask, TrainingProgramme
from tungnha.outreach.queries.courses import latest_marks
from tungnha.outreach.rules_training import rule_words
from tungnha.units.models import Member

CAN = 2  # làm được


@dataclass(frozen=True)
class ProgrammeLine:
    programme: TrainingProgramme
    rule: str
    tasks: int
    courses: int


def latest_versions(member: Member) -> QuerySet[Any]:
    """What may be taught now: every programme of the member's area and above it, in its latest version."""
    return TrainingProgramme.objects.visible_to(member).filter(replaced_by=None).select_related("area", "service")


def latest_of(member: Member) -> list[ProgrammeLine]:
    rows = latest_versions(member).annotate(
        n_tasks=Count("tasks", distinct=True), n_courses=Count("courses", distinct=True)
    )
    return [ProgrammeLine(row, rule_words(row.rule), row.n_tasks, row.n_courses) for row in rows]


@dataclass(frozen=True)
class GroupLine:
    """One group of the framework: how often a task of it was looked at, and how often it could be done."""

    group: Competence
    looked: int
    can: int

    @property
    def share(self) -> str:
        return percent(self.can, self.looked) if self.looked else ""


def by_competence(member: Member) -> list[tuple[str, list[GroupLine]]]:
    """(source of a framework, its groups). Times and not persons: of closed courses of the member's area."""
    closed = Course.objects.visible_to(member).filter(
        closed_at__isnull=False, area__path__startswith=member.area.path
    )  # fmt: skip
    here = list(closed.filter(trainees__taken_off_at=None).values_list("trainees", flat=True))
    group_of = dict(ProgrammeTask.objects.exclude(competence=None).values_list("pk", "competence"))
    looked: Counter[int] = Counter()
    can: Counter[int] = Counter()
    for mark in latest_marks([pk for pk in here if pk is not None]).values():
        for task, level in mark.levels.items():
            shown = group_of.get(int(task))
            if shown is not None:
                looked[shown] += 1
                can[shown] += level >= CAN
    found: dict[str, list[GroupLine]] = {}
    for group in Competence.objects.all():
        found.setdefault(group.source, []).append(GroupLine(group, looked[group.pk], can[group.pk]))
    return list(found.items())
