"""Inspections and what is still to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tungnha.outreach.models import ChecklistItem, Finding, FindingStep, Inspection, InspectionAnswer
from tungnha.units.models import Area, Member

Step = FindingStep.Step
OPEN, SAID, FIXED, OVERDUE = "open", "said", "fixed", "overdue"
# As the pages call them, and the mark each bears.
WORDS = {
    OPEN: ("doing", "đang khắc phục"), SAID: ("waiting", "đã báo xong, chờ xác nhận"),
    FIXED: ("confirmed", "đã khắc phục"), OVERDUE: ("overdue", "quá hạn khắc phục"),
}  # fmt: skip


@dataclass(frozen=True)
class FindingLine:
    """A finding as it stands on a day."""

    finding: Finding
    state: str
    steps: tuple[FindingStep, ...]

    @property
    def is_open(self) -> bool:
        return self.state != FIXED

    @property
    def mark(self) -> str:
        return WORDS[self.state][0]

    @property
    def label(self) -> str:
        return WORDS[self.state][1]

    @property
    def fixed_on(self) -> date | None:
        return self.steps[-1].on if self.state == FIXED else None


def line_of(finding: Finding, on: date) -> FindingLine:
    """Of one whose steps are at hand. Waiting to be confirmed is not overdue: the place has done its part."""
    steps = tuple(finding.steps.all())
    last = steps[-1].step if steps else ""
    if last == Step.FIXED:
        state = FIXED
    elif last == Step.SAID:
        state = SAID
    else:
        state = OVERDUE if on > finding.due_on else OPEN
    return FindingLine(finding, state, steps)


def visible(member: Member) -> QuerySet[Any]:
    rows = Inspection.objects.visible_to(member).select_related("village", "organisation", "made_by__user", "campaign")
    return rows.prefetch_related("answers", "findings__steps__by__user")


@dataclass(frozen=True)
class InspectionLine:
    inspection: Inspection
    good: int
    bad: int
    findings: tuple[FindingLine, ...]

    @property
    def still_open(self) -> int:
        return sum(one.is_open for one in self.findings)

    @property
    def overdue(self) -> int:
        return sum(one.state == OVERDUE for one in self.findings)


def told(rows: Sequence[Inspection], on: date) -> list[InspectionLine]:
    answers = InspectionAnswer.Answer
    return [
        InspectionLine(
            row, sum(one.answer == answers.GOOD for one in row.answers.all()),
            sum(one.answer == answers.BAD for one in row.answers.all()),
            tuple(line_of(one, on) for one in row.findings.all()),
        )
        for row in rows
    ]  # fmt: skip


def checklist(area: Area) -> list[ChecklistItem]:
    """What is looked at here: the commune's own list."""
    return list(ChecklistItem.objects.filter(area=area, removed_at=None))
