"""Whoever has something to do or waits for an answer is told (units.notices): what about, where, until when; nobody's
words, nobody's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.notices import tell
from tungnha.voices.models import Difficulty, DifficultyStep, Feedback, RumourAnswer
from tungnha.voices.rules.subjects import name_of

Kind = DifficultyStep.Kind
KEPT = timedelta(days=30)


def of_step(row: Difficulty, step: DifficultyStep) -> None:
    """Once a step: who has it now, or who raised it."""
    about = f"{row.area.title}: {name_of(row.subject)}"
    if step.kind in (Kind.ANSWERED, Kind.DECIDED):
        _tell(row, step, [row.raised_by, *_team(row)], "Xã đã trả lời khó khăn", f"{about}. Mời mở xem, đã xong chưa.")
    if not row.is_open:
        return
    last = timezone.localtime(row.due_at - timedelta(seconds=1)).date()
    words = f"{about}. Trả lời chậm nhất hết ngày {last.day}/{last.month}/{last.year}."
    if row.state == Difficulty.State.DECIDING:
        _tell(row, step, _of_area(row.level, Role.LEADER), "Có khó khăn chờ quyết", words)
    else:
        _tell(row, step, _who_has(row.level, row.owner), "Có khó khăn chờ trả lời", words)


def _tell(row: Difficulty, step: DifficultyStep, whom: Iterable[Member], subject: str, words: str) -> None:
    url = reverse("voices:difficulty", args=[row.pk])
    tell(whom, key=f"difficulty:{row.pk}:{step.pk}", subject=subject, words=words, url=url, until=step.at + KEPT,
         at=step.at, by=step.by)  # fmt: skip


def of_feedback(row: Feedback, at: datetime) -> None:
    tell(
        _of_area(row.commune, Role.OFFICER), key=f"feedback:{row.pk}", subject="Có phản ánh của người dân",
        words=f"Về: {row.get_kind_display()}. Mời mở xem và trả lời.", until=at + KEPT, at=at,
        url=reverse("voices:feedback-one", args=[row.pk]),
    )  # fmt: skip


def of_answer(answer: RumourAnswer, villages: Iterable[Area], by: Member, at: datetime) -> None:
    """The heads of the teams, who read it out."""
    heads = Member.objects.filter(area__in=villages, role=Role.TEAM_LEADER).select_related("user")
    tell(
        heads, key=f"rumour:{answer.pk}", subject="Có lời đáp tin đồn cần báo cho bà con",
        words="Mời mở xem lời đọc trên loa và lời nhắn nhóm Zalo, báo xong thì ghi lại.", url=reverse("voices:rumours"),
        until=at + KEPT, at=at, by=by,
    )  # fmt: skip


def _team(row: Difficulty) -> list[Member]:
    """Of the village, when its team raised it."""
    if row.raised_by.role not in VILLAGE_ROLES:
        return []
    return _of_area(row.area, Role.TEAM_LEADER)


def _of_area(area: Area, *roles: str) -> list[Member]:
    return list(Member.objects.filter(area=area, role__in=roles).select_related("user"))


def _who_has(level: Area, owner: Organisation | None) -> list[Member]:
    if owner is None:
        return _of_area(level, Role.OFFICER)
    rows = Member.objects.filter(organisation=owner).exclude(role__in=VILLAGE_ROLES | {Role.LEADER})
    return list(rows.select_related("user"))
