"""A sample is drawn, once and for all; each call is written down. Nothing is changed afterwards."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.outreach.models import Inspection
from tungnha.progress.callbacks import queries
from tungnha.progress.callbacks.rules import LEAST, MOST, draw, seal, whole_seed
from tungnha.progress.models import CallBack, CallBackSample, CallBackTry
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

Outcome = CallBackTry.Outcome


@transaction.atomic
def draw_sample(
    *, area: Area, campaign: Campaign, from_on: date, to_on: date, size: int, by: Member, at: datetime, said: str = "",
    inspection: Inspection | None = None,
) -> CallBackSample:  # fmt: skip
    """Draw from the visits of an area and some days at which somebody was met. Each draw is kept: drawing again until
    it suits would be seen. Raises BadInput where there is nothing to draw from."""
    if to_on < from_on:
        raise BadInput("Ngày cuối phải từ ngày đầu trở đi.")
    if not LEAST <= size <= MOST:
        raise BadInput(f"Rút từ {LEAST} đến {MOST} lượt một lần.")
    if hide_typed_numbers(said) != said:
        raise BadInput("Lời người chứng kiến đọc: vài chữ số hay vài từ là đủ, đừng đọc số của ai.")
    ids = queries.frame(area, campaign, from_on, to_on, at)
    if not ids:
        raise BadInput("Những ngày này chưa có lượt đến nhà nào gặp được người: xin chọn ngày khác.")
    chance, words = secrets.token_hex(16), " ".join(said.split())[:60]
    made: CallBackSample = CallBackSample.objects.create(
        area=area, campaign=campaign, inspection=inspection, from_on=from_on, to_on=to_on, size=min(size, len(ids)),
        frame_size=len(ids), frame_sha256=seal(ids), chance=chance, said=words, drawn_at=at, drawn_by=by,
    )  # fmt: skip
    chosen = draw(ids, whole_seed(chance, words), size)
    CallBack.objects.bulk_create(CallBack(sample=made, number=n, visit_id=visit) for n, visit in enumerate(chosen, 1))
    log_event("callback.drawn", about=made, by=by, at=at, count=len(chosen), total=len(ids))
    return made


@transaction.atomic
def note_try(*, call_back: CallBack, outcome: str, words: str, on: date, by: Member, at: datetime) -> CallBackTry:
    """One call, or one knock: nobody reached, or what the household says of the visit."""
    CallBack.objects.select_for_update().get(pk=call_back.pk)
    if outcome not in Outcome.values:
        raise BadInput("Gọi lại thế nào? Xin chọn một kết quả.")
    if on > at.date():
        raise BadInput(f"Ngày {on:%d/%m/%Y} chưa đến: xin ghi ngày đã gọi.")
    said = hide_typed_numbers(" ".join(words.split()))[:300]
    if outcome == Outcome.DIFFERS and not said:
        raise BadInput("Khác ở chỗ nào? Xin ghi: ví dụ “không ai đến”, “chưa cài ứng dụng”.")
    made: CallBackTry = CallBackTry.objects.create(
        call_back=call_back, outcome=outcome, words=said, on=on, at=at, by=by
    )
    log_event("callback.tried", about=call_back.sample, by=by, at=at, outcome=str(outcome))
    return made
