"""What the pages of a unit's report read: its drafts, its submissions with every step, its locked copies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from tungnha.progress.indicators.queries import is_typed
from tungnha.reports.models import LockedCopy, NamedList, Obligation, Step, Submission, UnitDraft
from tungnha.reports.models.submissions import PARTS
from tungnha.reports.sending import changes, copies, named
from tungnha.units.models import Member, Role

STEP_WORDS = {
    "send": ("Gửi báo cáo", "ok"), "return": ("Trả lại để sửa", "warn"), "accept": ("Tiếp nhận", "ok"),
    "take_back": ("Bỏ tiếp nhận", "warn"), "lock": ("Khóa", "calm"), "ask": ("Đề nghị mở lại", "warn"),
    "reopen": ("Mở lại", "warn"),
}  # fmt: skip
SEES_LISTS = (Role.OFFICER, Role.DATA_STEWARD, Role.TEAM_LEADER)


def draft_of(owed: Obligation, latest: Submission | None) -> UnitDraft | None:
    """What is being written since the latest submission: the newest of the line."""
    after = latest.number if latest is not None else 0
    rows = UnitDraft.objects.filter(obligation=owed, after=after, number__isnull=False)
    found: UnitDraft | None = rows.select_related("saved_by__user").order_by("-number").first()
    return found


def drafts_beside(owed: Obligation, latest: Submission | None) -> list[dict[str, Any]]:
    """Texts of pages that did not know somebody else was writing: shown, to be copied by hand."""
    after = latest.number if latest is not None else 0
    rows = UnitDraft.objects.filter(obligation=owed, after__gte=after - 1, number=None).select_related("saved_by__user")
    return [
        {
            "by": row.saved_by.user.full_name, "at": row.saved_at,
            "parts": [{"label": PARTS[n], "text": row.content[n]} for n in PARTS if row.content.get(n, "").strip()],
        }
        for row in rows.order_by("-saved_at")[:5]
    ]  # fmt: skip


def submissions_of(owed: Obligation) -> list[Submission]:
    """All of them, the latest first, with everything the page tells: a fixed number of statements."""
    rows = owed.submissions.select_related(
        "obligation__organisation__area", "obligation__duty__plan__campaign", "sent_by__user", "serves__obligation"
    ).prefetch_related(
        "figures__target__measure", "named_lists__service", "steps__by__user", "copies__by__user", "corrections"
    )
    return list(rows.order_by("-number"))


def told(row: Submission, member: Member, *, is_latest: bool) -> dict[str, Any]:
    """One submission for the page. Only the latest is held against today's count."""
    copies_of = sorted(row.copies.all(), key=lambda copy: copy.pk)
    return {
        "row": row,
        "figures": [figure_told(figure) for figure in row.figures.all()],
        "parts": row.parts(),
        "history": [step_told(step) for step in row.steps.all()],
        "changes": changes.since_sent(row) if is_latest else [],
        "copies": [copy_told(c) | {"url": reverse("reports:copy", args=[c.pk]), "copy": c} for c in copies_of],
        "lists": [list_told(listed, member) for listed in row.named_lists.all()],
    }


def list_told(listed: NamedList, member: Member) -> dict[str, Any]:
    """How many are on it; it opens for who may see names."""
    return {
        "label": listed.service.label, "people": listed.people, "on": listed.on, "is_whole": named.is_whole(listed),
        "url": reverse("reports:named-list", args=[listed.pk]) if member.has_role(*SEES_LISTS) else "",
    }  # fmt: skip


def figure_told(figure: Any) -> dict[str, Any]:
    return {
        "name": figure.target.label, "count": figure.count, "base": figure.base, "computed": figure.computed,
        "own": figure.own, "checked": figure.checked, "typed": is_typed(figure.target),
        "differs": figure.own and figure.computed is not None and figure.computed != figure.count,
    }  # fmt: skip


def step_told(step: Step) -> dict[str, Any]:
    words, tone = STEP_WORDS[step.act]
    by = step.by.user.full_name if step.by is not None else ""
    return {"at": step.at, "title": words, "by": by, "text": step.why, "tone": tone}


def latest_step(row: Submission | None, act: str) -> Step | None:
    """The newest step of one kind, while nothing came after it."""
    if row is None:
        return None
    steps: Iterable[Step] = sorted(row.steps.all(), key=lambda step: step.pk)
    last = list(steps)[-1:]
    return last[0] if last and last[0].act == act else None


def copy_told(copy: LockedCopy) -> dict[str, Any]:
    """A locked copy and what is wrong with it; its mark in fours, so that it can be read out."""
    problems = copies.problems_of(copy)
    content = json.loads(copy.content)
    return {
        "problems": problems,
        "is_whole": not problems,
        "mark": " ".join(copy.sha256[n : n + 4] for n in range(0, 16, 4)),
        "parts": [(PARTS[name], text) for name, text in content["parts"].items() if text and name in PARTS],
        "figures": content["figures"],
        "lists": content["lists"],
    }
