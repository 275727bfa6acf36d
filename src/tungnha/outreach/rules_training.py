"""When somebody has passed, at which level, and which claims follow from the courses of one person. Pure: no database.

Levels of one task: 0 cannot do it, 1 biết làm, 2 làm được, 3 làm thành thạo. The level of a person is the highest at
which the rule's share of the tasks, and every task that must be done, is reached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

PRESENCE, TASKS = "presence", "tasks"
LEVELS = ("chưa làm được", "biết làm", "làm được", "làm thành thạo")
HIGHEST = len(LEVELS) - 1
CAME, PASSED = 1, 2  # the levels of the service "Khóa đào tạo kỹ năng số"


def rule_problem(rule: Mapping[str, Any], tasks: int) -> str:
    """What is wrong with a rule of passing, in one sentence; "" where it is whole."""
    if rule.get("by") == PRESENCE:
        return ""
    if rule.get("by") != TASKS:
        return "Mời chọn thế nào là đạt: có mặt là đạt, hay làm được các việc."
    share, level = rule.get("share"), rule.get("level")
    if not tasks:
        return "Đạt theo các việc thì phải có ít nhất một việc: mời ghi việc phải làm được."
    if not isinstance(share, int) or not 1 <= share <= 100:
        return "Phải làm được bao nhiêu phần trăm số việc: mời ghi từ 1 đến 100."
    if level not in range(1, HIGHEST + 1):
        return "Mời chọn mức phải làm được: biết làm, làm được hay làm thành thạo."
    return ""


def rule_words(rule: Mapping[str, Any]) -> str:
    """`Đạt: ít nhất 80% số việc ở mức làm được trở lên, và mọi việc bắt buộc.`"""
    if rule.get("by") != TASKS:
        return "Có mặt là đạt, không đánh giá từng việc."
    level = int(rule["level"])
    more = " trở lên" if level < HIGHEST else ""
    return f"Đạt: ít nhất {rule['share']}% số việc ở mức {LEVELS[level]}{more}, và mọi việc bắt buộc."


@dataclass(frozen=True)
class Task:
    """What the rule needs to know of a task of the programme."""

    id: int
    must: bool = False


@dataclass(frozen=True)
class Outcome:
    level: int
    passed: bool


def outcome(rule: Mapping[str, Any], tasks: Sequence[Task], levels: Mapping[int, int]) -> Outcome:
    """What follows from the levels somebody has in the tasks. A task that nobody looked at was not done."""
    done = [levels.get(task.id, 0) for task in tasks]
    must = [levels.get(task.id, 0) for task in tasks if task.must]
    level = next((k for k in range(HIGHEST, 0, -1) if _reaches(k, int(rule["share"]), done, must)), 0)
    return Outcome(level, level >= int(rule["level"]))


def _reaches(level: int, share: int, done: Sequence[int], must: Sequence[int]) -> bool:
    enough = sum(1 for one in done if one >= level) * 100 >= share * len(done)
    return bool(done) and enough and all(one >= level for one in must)


@dataclass(frozen=True)
class Taught:
    """One closed course of one person, who came."""

    course: int
    on: date
    passed: bool
    level: int  # of the skill, where she passed; 0 where the programme tests nothing


@dataclass(frozen=True)
class Follows:
    """One claim that follows: of the course itself (`skill` False), or of the skill it teaches."""

    course: int
    skill: bool
    level: int
    on: date


def claims_of(courses: Sequence[Taught]) -> set[Follows]:
    """What is to be claimed of one person. Who has passed a course is not thrown back by coming to another; a skill
    that was tested again is what the last test says."""
    found, best = set(), 0
    for one in sorted(courses, key=lambda taught: (taught.on, taught.course)):
        level = PASSED if one.passed else CAME
        if level >= best:
            found.add(Follows(one.course, False, level, one.on))
            best = level
        if one.passed and one.level:
            found.add(Follows(one.course, True, one.level, one.on))
    return found
