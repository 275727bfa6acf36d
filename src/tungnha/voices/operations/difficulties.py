"""Difficulties are raised, handed on, decided, answered, told back, reopened, settled. Every deed is a step; what the
row says of itself follows from the last one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tungnha.units import clock
from tungnha.units.models import Area, Campaign, Member, Organisation, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, OutOfDate
from tungnha.voices.models import Difficulty, DifficultyParty, DifficultyStep
from tungnha.voices.operations import routing, telling
from tungnha.voices.rules import wording
from tungnha.voices.rules.subjects import subjects_of

Kind, State = DifficultyStep.Kind, Difficulty.State
MOST_WORDS = 1500
NO_WORDS = "Mời viết vài chữ: vướng gì, ở đâu, cần ai giúp."
NO_ANSWER = "Mời viết câu trả lời để báo lại nơi nêu."
CHANGED = "Khó khăn này vừa có người khác xử lý ({state}): mời tải lại trang rồi xem tiếp."


@transaction.atomic
def raise_difficulty(
    *,
    area: Area,
    subject: str,
    words: str,
    by: Member,
    at: datetime,
    key: uuid.UUID | None = None,
    made_at: datetime | None = None,
    said_by: str = "",
    by_phone: bool = False,
    campaign: Campaign | None = None,
) -> Difficulty:
    """Take one in and send it to whoever answers such things. `key`: the phone's or the form's own; the same again is
    the one that stands. Its clock starts when it arrives. Raises BadInput without words."""
    if key is not None and (there := Difficulty.objects.filter(pk=key).first()) is not None:
        return there
    words = wording.clean(words, area.commune or area)[:MOST_WORDS]
    if not words:
        raise BadInput(NO_WORDS)
    level = area.commune or area
    code = subject if subject in subjects_of(level) else "other"
    place = routing.place_at(level, code, at)
    row = Difficulty.objects.create(
        pk=key or uuid.uuid4(), area=area, campaign=campaign, subject=code, words_text=words,
        said_by=said_by or _said_by(by), raised_by=by, unit=by.organisation, by_phone=by_phone,
        made_at=min(made_at or at, at), stored_at=at, level=place.level, owner=place.owner, due_at=place.due_at,
    )  # fmt: skip
    if row.unit is not None:
        _party(row, row.unit)
    _step(row, Kind.RAISED, by, at)
    log_event("difficulty.raised", about=row, by=by, at=at, subject=code, phone=by_phone)
    return row


def _said_by(member: Member) -> str:
    return Difficulty.SaidBy.TEAM if member.role in VILLAGE_ROLES else Difficulty.SaidBy.UNIT


@transaction.atomic
def hand_on(
    *, difficulty: Difficulty, to: Organisation | None, by: Member, at: datetime, words: str = ""
) -> Difficulty:
    """To another body of the same level, or back to its desk (None). The clock starts anew."""
    row = _hold_open(difficulty)
    if to is not None and to.area_id != row.level_id:
        raise BadInput(
            f"“{to.name}” không thuộc {row.level.full_name}: mời chọn đơn vị khác, hoặc chuyển lên cấp trên."
        )
    if to == row.owner:
        raise BadInput("Đơn vị này đang giữ việc rồi: mời chọn đơn vị khác.")
    days = subjects_of(row.level)[row.subject].answer_days
    row.owner, row.state, row.due_at = to, State.WAITING, routing.due_after(row.level, at, days)
    return _stored(row, Kind.HANDED, by, at, words)


@transaction.atomic
def ask_decision(*, difficulty: Difficulty, by: Member, at: datetime, words: str = "") -> Difficulty:
    """Lay it before the leader of the level. The clock runs on, at least to the next working day."""
    row = _hold_open(difficulty)
    if row.state == State.DECIDING:
        raise BadInput("Việc này đã ở trang “Cần quyết” của lãnh đạo rồi.")
    if not routing.has(row.level, Role.LEADER):
        raise BadInput(f"{row.level.title} chưa có lãnh đạo nào trong danh sách người dùng: mời thêm ở Thiết lập.")
    row.state = State.DECIDING
    row.due_at = max(row.due_at, routing.due_after(row.level, at, routing.SHORT))
    return _stored(row, Kind.ASKED, by, at, words)


@transaction.atomic
def decide(
    *, difficulty: Difficulty, words: str, decided_on: date, by: Member, at: datetime, paper: str = "",
    to: Organisation | None = None,
) -> Difficulty:  # fmt: skip
    """The leader's word, with its day, told to whoever raised it. `to`: who carries it out and answers; without one
    the decision is the answer."""
    row = _hold_open(difficulty)
    if not words.strip():
        raise BadInput("Mời viết ý kiến quyết định.")
    if decided_on > at.date() or decided_on < clock.start_of(row.stored_at).date():
        raise BadInput("Ngày quyết định phải từ ngày nhận khó khăn đến hôm nay: mời xem lại ngày.")
    if to is not None and to.area_id != row.level_id:
        raise BadInput(f"“{to.name}” không thuộc {row.level.full_name}: mời chọn đơn vị khác.")
    if to is None:
        row.state, row.answered_at = State.ANSWERED, at
    else:
        days = subjects_of(row.level)[row.subject].answer_days
        row.state, row.owner, row.due_at = State.WAITING, to, routing.due_after(row.level, at, days)
    return _stored(row, Kind.DECIDED, by, at, words, decided_on=decided_on, paper=" ".join(paper.split())[:60])


@transaction.atomic
def answer(*, difficulty: Difficulty, words: str, by: Member, at: datetime) -> Difficulty:
    """What is told back: on the pages at once, on phones with the next sending."""
    row = _hold_open(difficulty)
    if not words.strip():
        raise BadInput(NO_ANSWER)
    row.state, row.answered_at = State.ANSWERED, at
    return _stored(row, Kind.ANSWERED, by, at, words)


@transaction.atomic
def answer_many(*, difficulties: Iterable[Difficulty], words: str, by: Member, at: datetime) -> int:
    """One answer for all that say the same. Those somebody answered meanwhile keep their answer. How many were told."""
    if not words.strip():
        raise BadInput(NO_ANSWER)
    return _each(difficulties, lambda one: answer(difficulty=one, words=words, by=by, at=at))


@transaction.atomic
def decide_many(
    *, difficulties: Iterable[Difficulty], words: str, decided_on: date, by: Member, at: datetime, paper: str = "",
    to: Organisation | None = None,
) -> int:  # fmt: skip
    """One decision for all that say the same; as `answer_many`."""
    return _each(
        difficulties,
        lambda one: decide(
            difficulty=one, words=words, decided_on=decided_on, paper=paper, to=to, by=by, at=at
        ),
    )  # fmt: skip


def _each(difficulties: Iterable[Difficulty], does: Callable[[Difficulty], Difficulty]) -> int:
    done = 0
    for one in sorted(difficulties, key=lambda row: row.pk):
        try:
            does(one)
        except OutOfDate:
            continue
        done += 1
    if not done:
        raise BadInput("Không còn khó khăn nào đang chờ trong những dòng đã chọn.")
    return done


@transaction.atomic
def pass_up(*, difficulty: Difficulty, by: Member, at: datetime, words: str = "") -> Difficulty:
    """To the level above, before its day has come."""
    row = _hold_open(difficulty)
    above = above_of(row.level)
    if above is None:
        raise BadInput("Cấp trên chưa dùng sản phẩm này: mời gửi văn bản, rồi ghi câu trả lời vào đây.")
    place = routing.place_at(above, row.subject, at, above=True)
    row.level, row.owner, row.due_at, row.state = place.level, place.owner, place.due_at, State.WAITING
    return _stored(row, Kind.PASSED_UP, by, at, words)


@transaction.atomic
def reopen(*, difficulty: Difficulty, words: str, by: Member, at: datetime) -> Difficulty:
    """The answer did not help. It goes to the same body, with a new clock; the first answer stays to be read."""
    row = _hold(difficulty)
    if row.is_open:
        raise BadInput("Khó khăn này đang chờ trả lời, chưa cần nêu lại.")
    if not words.strip():
        raise BadInput("Mời viết còn vướng gì.")
    days = subjects_of(row.level)[row.subject].answer_days
    row.state, row.answered_at, row.closed_at = State.WAITING, None, None
    row.turn, row.rung, row.due_at = row.turn + 1, 0, routing.due_after(row.level, at, days)
    return _stored(row, Kind.REOPENED, by, at, words)


@transaction.atomic
def close(*, difficulty: Difficulty, by: Member, at: datetime, words: str = "") -> Difficulty:
    """Whoever raised it says that it is settled. Twice is once."""
    row = _hold(difficulty)
    if row.state == State.CLOSED:
        return row
    if row.is_open:
        raise BadInput("Khó khăn này chưa có câu trả lời. Nếu đã hết vướng, xin báo cán bộ ghi câu trả lời.")
    row.state, row.closed_at = State.CLOSED, at
    return _stored(row, Kind.CLOSED, by, at, words)


# -- what they have in common


def above_of(level: Area) -> Area | None:
    """The province, where somebody of it works with the product."""
    above = level.parent
    if above is None or not routing.has(above, Role.PROVINCE_OFFICER, Role.LEADER, Role.OFFICER):
        return None
    return above


def _hold(difficulty: Difficulty) -> Difficulty:
    rows = Difficulty.objects.select_for_update(of=("self",), no_key=True)
    row: Difficulty = rows.select_related("level__parent", "area__parent", "owner", "raised_by__user").get(
        pk=difficulty.pk
    )
    return row


def _hold_open(difficulty: Difficulty) -> Difficulty:
    row = _hold(difficulty)
    if not row.is_open:
        raise OutOfDate(CHANGED.format(state=row.get_state_display()))
    return row


def _stored(row: Difficulty, kind: str, by: Member | None, at: datetime, words: str, **more: Any) -> Difficulty:
    row.save(update_fields=["level", "owner", "state", "turn", "rung", "due_at", "answered_at", "closed_at"])
    words = wording.clean(words, row.area.commune or row.area)[:MOST_WORDS]
    _step(row, kind, by, at, words_text=words, **more)
    log_event(VERBS[kind], about=row, by=by, at=at, subject=row.subject, turn=row.turn)
    return row


def _step(row: Difficulty, kind: str, by: Member | None, at: datetime, **more: Any) -> None:
    step = DifficultyStep.objects.create(
        difficulty=row, kind=kind, at=at, by=by, level=row.level, owner=row.owner, due_at=row.due_at, **more
    )
    if row.owner is not None:
        _party(row, row.owner)
    telling.of_step(row, step)


def _party(row: Difficulty, body: Organisation) -> None:
    DifficultyParty.objects.get_or_create(difficulty=row, organisation=body)


VERBS: dict[str, str] = {
    Kind.HANDED: "difficulty.handed", Kind.ASKED: "difficulty.decision_asked", Kind.DECIDED: "difficulty.decided",
    Kind.ANSWERED: "difficulty.answered", Kind.ESCALATED: "difficulty.escalated",
    Kind.PASSED_UP: "difficulty.passed_up", Kind.REOPENED: "difficulty.reopened", Kind.CLOSED: "difficulty.closed",
}  # fmt: skip
