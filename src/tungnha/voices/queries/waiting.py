"""What waits for one member, as rows of a first page: only what there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tungnha.units.models import Member, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.voices.models import Difficulty, Feedback, Rumour
from tungnha.voices.queries import difficulties, rumours
from tungnha.voices.rules.subjects import name_of

MOST = 4


def rows_for(member: Member, now: datetime) -> list[dict[str, Any]]:
    return list(_of_team(member) if member.role in VILLAGE_ROLES else _of_desk(member, now))


def _of_desk(member: Member, now: datetime) -> Iterator[dict[str, Any]]:
    """For whoever answers: difficulties of the own body or desk, feedback, rumours without an answer."""
    mine = list(difficulties.mine_to_answer(member)[:200])
    if mine:
        late = sum(row.due_at <= now for row in mine)
        yield _row("Khó khăn chờ trả lời", reverse("voices:difficulties"), len(mine), "việc", late)
    if member.has_role(Role.OFFICER, Role.DATA_STEWARD):
        waiting = Feedback.objects.visible_to(member).filter(state=Feedback.State.WAITING)
        if count := waiting.count():
            late = waiting.filter(due_at__lte=now).count()
            yield _row("Phản ánh của người dân chờ trả lời", reverse("voices:feedback"), count, "phản ánh", late)
    if member.has_role(Role.OFFICER, Role.DATA_STEWARD, Role.UNIT_OFFICER):
        open_ones = rumours.stories(member).filter(over_at=None, answers=None)
        if member.has_role(Role.UNIT_OFFICER):
            open_ones = open_ones.filter(owner=member.organisation, owner__isnull=False)
        if count := open_ones.count():
            late = open_ones.filter(due_at__lte=now).count()
            yield _row("Tin đồn, lừa đảo chưa có lời đáp", reverse("voices:rumours"), count, "tin", late)


def _row(title: str, url: str, count: int, unit: str, late: int) -> dict[str, Any]:
    row: dict[str, Any] = {"title": title, "url": url, "status": "ask", "status_label": f"{count} {unit}"}
    return row | ({"status": "overdue", "status_label": f"{count} {unit}, {late} quá hạn"} if late else {})


def _of_team(member: Member) -> Iterator[dict[str, Any]]:
    """For a village: what to read out, and what was answered and waits for a word of hers."""
    for place in rumours.places_of(member.area):
        if place.confirmed_at is None:
            yield {"title": f"Báo cho bà con: {place.answer.rumour.told}", "url": reverse("voices:rumours"),
                   "status": "ask", "status_label": "chưa báo"}  # fmt: skip
    answered = Difficulty.objects.visible_to(member).filter(area=member.area, state=Difficulty.State.ANSWERED)
    for row in answered.order_by("-answered_at")[:MOST]:
        yield {"title": f"Đã có trả lời: {name_of(row.subject)}", "url": reverse("voices:difficulty", args=[row.pk]),
               "status": "done", "status_label": "mời xem, đã xong chưa"}  # fmt: skip


def to_decide(member: Member) -> list[tuple[str, str, str]]:
    """(words, url, word of the state) of what a leader has to decide: groups of the same subject as one, then answers
    to rumours that wait to be approved."""
    found = []
    for group in difficulties.groups(difficulties.to_decide(member)):
        url = (
            reverse("voices:difficulty", args=[group.rows[0].pk]) if len(group.rows) == 1
            else reverse("voices:difficulties-group", args=[group.code])
        )  # fmt: skip
        found.append((f"Khó khăn, {group.words}.", url, "quyết"))
    drafts = Rumour.objects.visible_to(member).filter(
        area=member.area, merged_into=None, answers__approved_at=None, answers__isnull=False
    )
    for story in drafts.distinct().order_by("due_at"):
        found.append((f"Lời đáp tin “{story.title}” chờ duyệt.", reverse("voices:rumour", args=[story.pk]), "duyệt"))
    return found
