"""What the phones of a team are told: what difficulties may be about, what was answered, what to read out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.text import capfirst

from tungnha.units.models import Member
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.voices.models import Difficulty, DifficultyStep
from tungnha.voices.queries.difficulties import TOLD
from tungnha.voices.queries.rumours import places_of
from tungnha.voices.rules.subjects import HEARSAY, HEARSAY_WORDS, catalogue, name_of

KEPT = timedelta(days=60)
MOST = 30


def subjects(member: Member, at: datetime) -> list[dict[str, str]]:
    """The part `subjects`. A rumour is told through the same door and goes another way."""
    known = [{"code": one.code, "label": one.name} for one in catalogue()]
    return [*known[:-1], {"code": HEARSAY, "label": HEARSAY_WORDS}, known[-1]]


def difficulties(member: Member, at: datetime) -> list[dict[str, Any]] | None:
    """The part `difficulties`: the village's own, open or told of in the last two months, newest first."""
    if member.role not in VILLAGE_ROLES:
        return None
    rows = Difficulty.objects.visible_to(member).filter(area=member.area)
    rows = rows.filter(Q(state__in=Difficulty.OPEN) | Q(answered_at__gte=at - KEPT) | Q(closed_at__gte=at - KEPT))
    told = DifficultyStep.objects.filter(kind__in=TOLD).order_by("at", "pk")
    rows = rows.select_related("owner").prefetch_related(Prefetch("steps", queryset=told, to_attr="told"))
    return [_told(row, member) for row in rows.order_by("-stored_at", "pk")[:MOST]]


def _told(row: Any, member: Member) -> dict[str, Any]:
    return {
        "id": str(row.pk), "on": timezone.localtime(row.made_at).date(), "subject": name_of(row.subject),
        "words": row.words_text, "state": row.state, "label": row.get_state_display(),
        "who": row.owner.label if row.owner else "", "mine": row.raised_by_id == member.pk,
        "until": timezone.localtime(row.due_at - timedelta(seconds=1)).date() if row.is_open else None,
        "told": [
            {"kind": step.get_kind_display(), "on": step.decided_on or timezone.localtime(step.at).date(),
             "words": step.words_text}
            for step in row.told
        ],
    }  # fmt: skip


def rumours(member: Member, at: datetime) -> list[dict[str, Any]] | None:
    """The part `rumours`: answers to read out and to send to the village's group."""
    if member.role not in VILLAGE_ROLES:
        return None
    return [
        {
            "id": row.pk, "kind": row.answer.rumour.get_kind_display(), "title": capfirst(row.answer.rumour.told),
            "words": row.answer.words, "script": row.answer.script, "zalo": row.answer.zalo, "how": row.how,
            "still": row.still_heard, "version": row.answer.version,
        }
        for row in places_of(member.area)[:MOST]
    ]  # fmt: skip
