"""What people think of the campaign, without any person."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tungnha.units.models import Area, Member
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.voices.models import OpinionNote
from tungnha.voices.rules import wording

MOST_WORDS, MOST_HEARD = 500, 500


@transaction.atomic
def note(*, area: Area, mood: str, words: str, on: date, by: Member, at: datetime, heard: int = 1) -> OpinionNote:
    """Keep what was heard; not from whom, and in the row not by whom either."""
    words = wording.without_anybody(words, area.commune or area)[:MOST_WORDS]
    if not words.strip():
        raise BadInput("Mời ghi người dân nghĩ gì, vài chữ, không ghi tên ai.")
    if mood not in OpinionNote.Mood.values:
        raise BadInput("Mời chọn: đồng tình, băn khoăn hay chưa đồng tình.")
    if on > at.date():
        raise BadInput("Ngày ghi nhận chưa tới: mời xem lại ngày.")
    if not 1 <= heard <= MOST_HEARD:
        raise BadInput(f"Số lần nghe phải từ 1 đến {MOST_HEARD}.")
    row = OpinionNote.objects.create(
        area=area, unit=None if by.role in VILLAGE_ROLES else by.organisation, mood=mood, words_text=words,
        heard=heard, on=on, stored_at=at,
    )  # fmt: skip
    log_event("opinion.noted", about=row, by=by, at=at, mood=mood)
    return row
