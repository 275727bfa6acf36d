"""What is to be learnt is written down, and replaced by a new version; a course keeps the one it was held by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Service
from tungnha.outreach.competences import FRAMEWORK, STARTER, TEAM_RULE
from tungnha.outreach.models import Competence, ProgrammeTask, TrainingProgramme
from tungnha.outreach.rules_training import HIGHEST, rule_problem
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, OutOfDate

MOST_TASKS, MOST_TOPICS = 20, 20
SKILL = "ky-nang-so"  # what a first programme teaches


@dataclass(frozen=True)
class NewTask:
    """A task as it is written: its words, the group of the framework it shows, whether it must be done."""

    words: str
    competence: Competence | None = None
    must: bool = False


def tidy_lines(lines: Sequence[str], most: int) -> list[str]:
    """Lines without empty ones and with typed numbers of anybody hidden."""
    kept = [" ".join(line.split()) for line in lines]
    return [hide_typed_numbers(line)[:160] for line in kept if line][:most]


@transaction.atomic
def write_programme(
    *,
    area: Area,
    name: str,
    audience: str,
    topics: Sequence[str],
    tasks: Sequence[NewTask],
    rule: Mapping[str, Any],
    service: Service | None,
    by: Member,
    at: datetime,
    replaces: TrainingProgramme | None = None,
) -> TrainingProgramme:
    """Keep a programme, or a new version of one."""
    name = hide_typed_numbers(" ".join(name.split()))[:160]
    if not name:
        raise BadInput("Chương trình cần có tên.")
    if problem := rule_problem(rule, len(tasks)):
        raise BadInput(problem)
    if service is not None and service.levels.count() < HIGHEST:
        raise BadInput(f"“{service.name}” không có ba mức biết làm, làm được, làm thành thạo: mời chọn tiện ích khác.")
    if replaces is not None:
        _still_latest(replaces)
    made = TrainingProgramme.objects.create(
        area=area, name=name, audience=audience, topics=tidy_lines(topics, MOST_TOPICS), service=service,
        rule=dict(rule), version=replaces.version + 1 if replaces else 1, replaces=replaces, made_at=at, made_by=by,
    )  # fmt: skip
    ProgrammeTask.objects.bulk_create(
        ProgrammeTask(
            programme=made, words=hide_typed_numbers(" ".join(task.words.split()))[:160], competence=task.competence,
            must=task.must, order=order,
        )
        for order, task in enumerate(tasks[:MOST_TASKS], 1)
    )  # fmt: skip
    log_event("training.written", about=made, by=by, at=at, version=made.version)
    return made


def _still_latest(programme: TrainingProgramme) -> None:
    held = TrainingProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if TrainingProgramme.objects.filter(replaces=held).exists():
        raise OutOfDate("Chương trình này vừa có bản mới hơn: mời mở bản mới rồi sửa tiếp.")


def add_starter(*, area: Area, by: Member, at: datetime) -> TrainingProgramme:
    """The first programme, for village teams: to be read and changed before it is taught."""
    known = {one.letter: one for one in Competence.objects.filter(framework=FRAMEWORK)}
    tasks = [NewTask(words, known.get(letter), must) for words, letter, must in STARTER["tasks"]]
    return write_programme(
        area=area, name=STARTER["name"], audience=STARTER["audience"], topics=STARTER["topics"], tasks=tasks,
        rule=TEAM_RULE, service=Service.objects.filter(code=SKILL).first(), by=by, at=at,
    )  # fmt: skip
